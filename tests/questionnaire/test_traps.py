"""Do we fall into what other tools fall into?

One test a trap of the peers, through the public functions: pingouin, psych, irr,
careless, semTools, and what their users reported.
"""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import csat_methods as cs

ITEMS = [f"q{i}" for i in range(1, 6)]


def answers(n=200, k=5, seed=1, own=0.8):
    rng = np.random.default_rng(seed)
    raw = 3 + rng.normal(size=(n, 1)) + rng.normal(size=(n, k)) * own
    return pd.DataFrame(raw.round().clip(1, 5), columns=[f"q{i + 1}" for i in range(k)])


def wave_of(frame):
    return cs.Wave.from_frame(frame, scales=dict.fromkeys(frame, (1, 5)))


# ------------------------------------------------------------------- pingouin
@pytest.mark.parametrize("missing", ["complete", "available"])
def test_blanks_leave_the_people_they_leave_not_all_who_were_asked(missing):
    """pingouin's "listwise" counts people before it leaves any out."""
    frame = answers()
    frame.iloc[:120, 0] = np.nan
    found = cs.cronbach_alpha(wave_of(frame), ITEMS, missing=missing)
    n = 80 if missing == "complete" else 200
    assert found.table["n"].tolist() == [n]
    assert found.used.used == (n, n)
    if missing == "complete":
        again = cs.cronbach_alpha(wave_of(frame.dropna()), ITEMS, missing=missing)
        assert again.ci_low == pytest.approx(found.ci_low, abs=1e-12)
        assert again.ci_high == pytest.approx(found.ci_high, abs=1e-12)


def test_no_interval_is_rounded():
    """pingouin rounds alpha's to three digits and the ICC's to two."""
    frame = answers(40)
    found = cs.cronbach_alpha(wave_of(frame), ITEMS, interval="feldt")
    left = 1 - found.estimate
    low, high = (1 - left * stats.f.ppf(p, 39, 156) for p in (0.975, 0.025))
    assert found.ci_low == pytest.approx(low, abs=1e-12)
    assert found.ci_high == pytest.approx(high, abs=1e-12)
    x = frame.to_numpy()
    people = x.mean(axis=1)
    between = 5 * ((people - x.mean()) ** 2).sum() / 39
    inside = ((x - people[:, None]) ** 2).sum() / (40 * 4)
    f = between / inside
    low, high = f / stats.f.ppf(0.975, 39, 160), f * stats.f.ppf(0.975, 160, 39)
    icc = cs.intraclass_correlation(
        frame.rename_axis("who").reset_index().melt("who"),
        target="who",
        rater="variable",
        rating="value",
    )
    row = icc.table.iloc[0]
    assert row["ci_low"] == pytest.approx((low - 1) / (low + 4), abs=1e-10)
    assert row["ci_high"] == pytest.approx((high - 1) / (high + 4), abs=1e-10)


def test_each_form_of_the_correlation_has_one_name_that_is_found_or_refused():
    """pingouin renamed its rows: old names find nothing, and give NaN in silence."""
    frame = answers(20, 3).rename_axis("who").reset_index().melt("who")
    icc = cs.intraclass_correlation(
        frame, target="who", rater="variable", rating="value"
    )
    terms = icc.table["term"].tolist()
    assert len(set(terms)) == 6
    assert all(icc[term]["estimate"] > 0 for term in terms)
    assert len({str(icc.labels[term]) for term in terms}) == 6
    with pytest.raises(KeyError, match="ICC9"):
        icc["ICC9"]


# ---------------------------------------------------------------------- psych
def test_an_odd_number_of_items_has_all_its_splits():
    """psych's splitHalf visits half of the ten splits of five items."""
    S = answers().cov().to_numpy()
    every = []
    for half in combinations(range(5), 2):
        rest = [i for i in range(5) if i not in half]
        every.append(4 * S[np.ix_(half, rest)].sum() / S.sum())
    found = cs.split_half(wave_of(answers()), ITEMS).table.set_index("term")
    for term, value in (("max", max(every)), ("min", min(every))):
        assert found.loc[term, "estimate"] == pytest.approx(value, abs=1e-10)


def test_bounds_are_of_the_sum_of_the_items_as_they_are():
    """psych's guttman takes correlations: its lambda3 is no raw alpha."""
    frame = answers()
    frame["q5"] = frame["q5"] * 4
    wave = cs.Wave.from_frame(frame)
    third = cs.guttman_lambdas(wave, ITEMS)["lambda3"]["estimate"]
    raw = cs.cronbach_alpha(wave, ITEMS).estimate
    standard = cs.cronbach_alpha(wave, ITEMS, standardized=True).estimate
    assert third == pytest.approx(raw, abs=1e-12)
    assert abs(raw - standard) > 0.05


def test_blanks_are_not_filled_by_medians():
    """psych's scoreItems fills them before it takes alpha."""
    frame = answers(300)
    frame = frame.mask(np.random.default_rng(3).random(frame.shape) < 0.15)
    filled = cs.cronbach_alpha(wave_of(frame.fillna(frame.median())), ITEMS).estimate
    S = frame.dropna().cov().to_numpy()
    alpha = 5 / 4 * (1 - np.trace(S) / S.sum())
    assert cs.cronbach_alpha(wave_of(frame), ITEMS).estimate == pytest.approx(alpha)
    assert abs(filled - alpha) > 0.02


def test_raters_who_agree_less_than_by_chance_have_a_negative_correlation():
    """psych's ICC by lmer sets a negative variance to nought."""
    x = np.array([[1.0, 5, 3], [5, 1, 3], [3, 3, 3.1], [4, 2, 3]])
    frame = pd.DataFrame(x).rename_axis("who").reset_index().melt("who")
    icc = cs.intraclass_correlation(
        frame, target="who", rater="variable", rating="value"
    ).table
    between = 3 * x.mean(axis=1).var(ddof=1)
    inside = x.var(axis=1, ddof=1).mean()
    single = (between - inside) / (between + 2 * inside)
    assert single < -0.3
    assert icc["estimate"].iloc[0] == pytest.approx(single, abs=1e-12)


def test_an_item_is_never_turned_round_unasked():
    """psych and SPSS users lose alpha to one reversed item, or have it turned."""
    frame = answers().assign(q2=6 - answers()["q2"])
    S = frame.cov().to_numpy()
    found = cs.cronbach_alpha(wave_of(frame), ITEMS)
    assert found.estimate == pytest.approx(5 / 4 * (1 - np.trace(S) / S.sum()))
    assert "q2" in str(found.notes[0])


def test_an_item_that_was_stored_turned_round_is_seen():
    """irw: answers that are reversed already, and are said to be reversed again."""
    frame = answers()
    items = {i: {"scale": "five"} for i in ITEMS}
    items["q3"]["reversed"] = True
    told = {"id": "x", "title": "X", "items": items,
            "scales": {"five": {"lowest": 1, "highest": 5}}}  # fmt: skip
    wave = cs.Wave.from_frame(
        frame.assign(q3=6 - frame["q3"]), study=cs.Study.from_dict(told)
    )
    assert "q3" in str(cs.cronbach_alpha(wave, ITEMS).notes[0])


# ------------------------------------------------------------ irr and careless
def test_units_that_a_coder_skipped_count_for_krippendorff_and_not_for_fleiss():
    rng = np.random.default_rng(2)
    truth = rng.integers(1, 4, 60)
    codes = pd.DataFrame(
        {c: np.where(rng.random(60) < 0.8, truth, 2.0) for c in ("a", "b", "c")}
    )
    codes.loc[:9, "c"] = np.nan
    some = cs.coder_agreement(codes, scale="nominal").table.set_index("term")
    assert some["estimate"].notna().all()
    whole = cs.coder_agreement(codes.dropna(), scale="nominal").table.set_index("term")
    assert some.loc["krippendorff_alpha", "estimate"] != pytest.approx(
        whole.loc["krippendorff_alpha", "estimate"], abs=1e-6
    )


def test_a_blank_neither_makes_nor_continues_a_run():
    """careless drops blanks by its run lengths; a run goes not over a blank."""
    x = np.full((4, 12), np.nan)
    x[0] = [3, 3, 3, np.nan, 3, 3, 3, 3, 1, 2, 1, 2]
    x[1] = [np.nan] * 11 + [3]
    x[2] = [3] * 12
    x[3] = [1, 2] * 6
    frame = pd.DataFrame(x).add_prefix("q")
    found = cs.careless_responses(cs.Wave.from_frame(frame), list(frame)).people
    assert found["longstring"].tolist() == [4, 1, 12, 1]


def test_runs_follow_the_order_of_asking_not_of_the_file():
    """careless #35: a run means nothing in another order."""
    frame = pd.DataFrame({"a": [3.0, 1], "b": [1.0, 2], "c": [3.0, 3], "d": [3.0, 4]})
    wave = cs.Wave.from_frame(frame)
    for order, longest in ((["a", "b", "c", "d"], 2), (["a", "c", "d", "b"], 3)):
        people = cs.careless_responses(wave, order).people
        assert people["longstring"].iloc[0] == longest


def test_consistency_is_high_for_the_careful_and_not_drawn_by_lot():
    """careless ≥ 1.2 turns even-odd round; psychsyn draws which item comes first."""
    rng = np.random.default_rng(1)
    person = rng.normal(size=(80, 4)).repeat(5, axis=1)
    x = (3 + person + 0.4 * rng.normal(size=(80, 20))).round().clip(1, 5)
    x[:8] = rng.integers(1, 6, (8, 20))
    frame = pd.DataFrame(x).add_prefix("q")
    names = list(frame)
    scales = {f"s{i}": names[i : i + 5] for i in range(0, 20, 5)}
    wave = cs.Wave.from_frame(frame)
    one, two = (
        cs.careless_responses(wave, names, scales=scales, seed=seed).people
        for seed in (1, 2)
    )
    assert one["even_odd"].iloc[8:].median() > 0.8 > one["even_odd"].iloc[:8].median()
    for column in ("even_odd", "psychometric_synonyms", "person_total"):
        assert one[column].equals(two[column])


# ------------------------------------------------- what users of others report
def test_items_may_have_other_numbers_of_categories_and_leave_some_unused():
    """semTools #156: unequal and unobserved categories break ordinal reliability."""
    frame = answers(400)
    frame["q2"] = frame["q2"].clip(2, 4)
    frame["q3"] = frame["q3"].replace({4.0: 5.0})
    for call in (cs.ordinal_alpha, lambda w, i: cs.omega(w, i, categorical=True)):
        found = call(wave_of(frame), ITEMS)
        assert 0.6 < found.estimate < 0.95
    codes = frame.assign(q3=frame["q3"].replace({5.0: 4.0}))
    alike = [cs.ordinal_alpha(wave_of(f), ITEMS).estimate for f in (frame, codes)]
    assert alike[0] == pytest.approx(alike[1], abs=1e-10)


def test_answers_used_their_rule_and_the_seed_are_told_with_each_result():
    """jamovi #728, #530; JASP #89."""
    frame = answers()
    frame.iloc[:30, 0] = np.nan
    found = cs.cronbach_alpha(
        wave_of(frame), ITEMS, interval="bootstrap", draws=200, seed=7
    )
    assert found.used.asked == 200
    assert found.used.left_out == {"no answer": 30}
    said = found.call.arguments
    assert (said["missing"], said["draws"], said["seed"]) == ("'complete'", "200", "7")


def test_little_s_statistic_has_a_size_of_effect_and_its_covariances_a_divisor():
    """Little divides by n - 1 what naniar divides by n: 34.877 and 35.106."""
    rng = np.random.default_rng(1)
    x = pd.DataFrame(rng.normal(size=(200, 3)), columns=["a", "b", "c"])
    x.loc[rng.random(200) < 0.2, "a"] = np.nan
    x.loc[rng.random(200) < 0.2, "b"] = np.nan
    found = cs.little_mcar(cs.Wave.from_frame(x), list(x))
    assert found.effect_size > 0
    parts = 0.0
    for _, rows in x.groupby([x["a"].isna(), x["b"].isna()]):
        seen = [c for c in x if rows[c].notna().all()]
        off = rows[seen].mean() - found.em_means[seen]
        S = found.em_covariance.loc[seen, seen].to_numpy()
        parts += len(rows) * off @ np.linalg.solve(S, off)
    assert found.statistic == pytest.approx(parts, rel=1e-8)


def test_words_of_a_label_are_never_blanks():
    """JASP #4129: labels are read as missing values."""
    frame = answers().astype(object)
    frame.loc[0, "q1"] = "fully satisfied"
    with pytest.raises((ValueError, KeyError), match="q1"):
        cs.cronbach_alpha(wave_of(frame), ITEMS)


def test_codes_off_the_scale_are_named():
    """irw #2098, #2196: wrong ends, and codes that the scale has not."""
    frame = answers()
    frame.loc[[3, 9], "q2"] = [9.0, 0.0]
    items = {i: {"scale": "five", "role": "satisfaction"} for i in ITEMS}
    told = {"id": "x", "title": "X", "items": items,
            "scales": {"five": {"lowest": 1, "highest": 5}}}  # fmt: skip
    with pytest.raises(ValueError, match=r"'q2': 2 answers are off the scale 1 to 5"):
        cs.Wave.from_frame(frame, study=cs.Study.from_dict(told))


def test_correlations_of_items_and_their_rest_stand_beside_alpha():
    """jamovi #1060 and easystats #838."""
    frame = answers()
    found = cs.cronbach_alpha(wave_of(frame), ITEMS)
    R = frame.corr().to_numpy()
    assert found["alpha"]["average_r"] == pytest.approx(R[np.triu_indices(5, 1)].mean())
    table = cs.item_analysis(wave_of(frame), ITEMS).table.set_index("term")
    rest = frame["q1"].corr(frame[ITEMS[1:]].sum(axis=1))
    assert table.loc["q1", "item_rest"] == pytest.approx(rest)
    assert table.loc["q1", "item_total"] > table.loc["q1", "item_rest"]
