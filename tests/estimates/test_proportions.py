"""Are shares of answers, with intervals that stay between 0 and 1, R's?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

RTOL = 1e-9
METHODS = {"logit": "xlogit", "beta": "beta", "mean": "mean"}


def answers(yes, n, **more):
    """Return a wave of n answers, `yes` of them 1, the others 0."""
    frame = pd.DataFrame({"q": [1] * yes + [0] * (n - yes)})
    return cs.Wave.from_frame(frame, **more)


def test_four_visits_by_hand():
    # shares 3/4 and 1/4; V = p (1 − p) / (n − 1) = 3/16/3
    wave = cs.Wave.from_frame(pd.DataFrame({"way": ["web", "shop", "web", "web"]}))
    result = cs.proportions(wave, "way")
    assert result.table["category"].tolist() == ["shop", "web"]
    assert result.table["estimate"].tolist() == [0.25, 0.75]
    assert result.table["se"].tolist() == pytest.approx([0.25, 0.25])
    assert result.table["category_value"].isna().all()
    assert result.keys == ("term", "category")
    assert result.row(term="way", category="web")["n"] == 4


def test_the_most_frequent_answers_are_named_all():
    frame = pd.DataFrame({"q": [3, 5, 5, 8, 9], "r": [1, 2, 2, 1, 3]})
    found = cs.proportions(cs.Wave.from_frame(frame), ["q", "r"]).most_frequent
    assert found["q"] == ("5",)
    assert found["r"] == ("1", "2")


# ------------------------------------------------------------------ against R
DESIGNS = {
    "srs_awards": ("apisrs", "awards", "Yes", {"population_size": "fpc"}),
    "strat_awards": (
        "apistrat",
        "awards",
        "Yes",
        {"weights": "pw", "strata": "stype", "population_size": "fpc"},
    ),
    "clus_awards": (
        "apiclus1",
        "awards",
        "Yes",
        {"weights": "pw", "clusters": "dnum", "population_size": "fpc"},
    ),
    "clus_high": (
        "apiclus1",
        "stype",
        "H",
        {"weights": "pw", "clusters": "dnum", "population_size": "fpc"},
    ),
}


@pytest.mark.parametrize("interval", METHODS)
@pytest.mark.parametrize("case", DESIGNS)
def test_intervals_of_a_design_are_rs(reference, reference_data, case, interval):
    values = reference("survey/estimates/proportion_intervals")["values"]
    data, item, category, design = DESIGNS[case]
    wave = cs.Wave.from_frame(reference_data(data), **design)
    for level, name in ((0.95, case), (0.9, f"{case}_90"), (0.99, f"{case}_99")):
        if name not in values:
            continue
        result = cs.proportions(wave, item, interval=interval, level=level)
        row, expected = result.row(term=item, category=category), values[name]
        assert row["se"] == pytest.approx(expected["se"], rel=RTOL)
        ends = [row["ci_low"], row["ci_high"]]
        r = expected[METHODS[interval]]
        assert row["estimate"] == pytest.approx(r["estimate"], rel=RTOL)
        assert ends == pytest.approx([r["low"], r["high"]], rel=RTOL)


def test_shares_and_their_covariance_are_rs(reference, reference_data):
    wave = cs.Wave.from_frame(reference_data("apisrs"), population_size="fpc")
    expected = reference("survey/estimates/srs")["values"]["share_stype"]
    result = cs.proportions(wave, "stype")
    assert result.table["estimate"].tolist() == pytest.approx(
        list(expected["estimate"].values()), rel=RTOL
    )
    assert result.table["se"].tolist() == pytest.approx(
        list(expected["se"].values()), rel=RTOL
    )
    matrix = np.array(expected["vcov"]["data"])
    assert result.covariance.to_numpy() == pytest.approx(matrix, rel=RTOL, abs=1e-15)


@pytest.mark.parametrize(
    ("topic", "case", "data", "item", "design"),
    [
        (
            "stratified",
            "share_comp_imp",
            "apistrat",
            "comp.imp",
            {"weights": "pw", "strata": "stype", "population_size": "fpc"},
        ),
        (
            "one_stage_cluster",
            "share_stype",
            "apiclus1",
            "stype",
            {"weights": "pw", "clusters": "dnum", "population_size": "fpc"},
        ),
    ],
)
def test_shares_of_a_design_are_rs(
    reference, reference_data, topic, case, data, item, design
):
    expected = reference(f"survey/estimates/{topic}")["values"][case]
    result = cs.proportions(cs.Wave.from_frame(reference_data(data), **design), item)
    for column in ("estimate", "se"):
        found = result.table[column].tolist()
        assert found == pytest.approx(list(expected[column].values()), rel=RTOL)


def test_a_share_that_the_strata_fix_has_no_width(reference_data):
    wave = cs.Wave.from_frame(
        reference_data("apistrat"), weights="pw", strata="stype", population_size="fpc"
    )
    table = cs.proportions(wave, "stype").table
    assert table["se"].tolist() == pytest.approx([0, 0, 0], abs=1e-8)
    assert table["ci_low"].tolist() == pytest.approx(table["estimate"].tolist())
    assert table["ci_high"].tolist() == pytest.approx(table["estimate"].tolist())


@pytest.mark.parametrize(
    ("name", "mse"),
    [("fpc_mse_false", False), ("fpc_mse_true", True), ("nofpc_mse_false", False)],
)
def test_the_logit_interval_of_replicates_is_rs(reference, reference_data, name, mse):
    values = reference("survey/replication/jk1_cluster")["values"]
    weights = np.array(values["weights_nofpc"]["data"])
    columns = {f"r{i}": w for i, w in enumerate(weights.T)}
    wave = cs.Wave.from_frame(
        reference_data("apiclus1").assign(**columns),
        weights="pw",
        replicate_weights=list(columns),
        replicate_scales=values[name]["scale"],
        replicate_mse=mse,
    )
    row = cs.proportions(wave, "stype").row(term="stype", category="H")
    expected = values[name]["proportion_logit"]
    assert [row["ci_low"], row["ci_high"]] == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("case", "abcdef")
def test_intervals_of_independent_answers_are_rs(reference, case):
    expected = reference("survey/loyalty/share_intervals")["values"][case]
    wave = answers(expected["x"], expected["n"])
    for interval, name in (("wilson", "wilson"), ("beta", "exact")):
        if interval == "beta" and 0 < expected["x"] < expected["n"]:
            continue
        result = cs.proportions(wave, "q", interval=interval, level=expected["level"])
        value = 1.0 if 1 in result.table["category_value"].tolist() else 0.0
        row = result.table.set_index("category_value").loc[value]
        ends = [expected[name]["low"], expected[name]["high"]]
        found = [row["ci_low"], row["ci_high"]]
        found = found if value else [1 - found[1], 1 - found[0]]
        assert found == pytest.approx(ends, rel=1e-9, abs=1e-12)


# ------------------------------------------------------- published, worked out
def test_forty_of_fifty_and_none_of_twenty_by_wilson():
    # Wilson: .670 to .888, and 0 to .161 (Newcombe 1998, table I, rounds alike)
    row = cs.proportions(answers(40, 50), "q", interval="wilson").row(category="1")
    assert [row["ci_low"], row["ci_high"]] == pytest.approx([0.670, 0.888], abs=5e-4)
    wave = answers(0, 20, scales={"q": (0, 1)})
    row = cs.proportions(wave, "q", interval="wilson").row(category="1")
    assert [row["ci_low"], row["ci_high"]] == pytest.approx([0, 0.161], abs=5e-4)


@pytest.mark.parametrize("interval", ["logit", "beta", "mean"])
def test_nobody_of_twenty_has_the_exact_interval(interval):
    # Clopper and Pearson: (1 − u)^20 = .025
    wave = answers(0, 20, scales={"q": (0, 1)})
    result = cs.proportions(wave, "q", interval=interval)
    none, everybody = result.row(category="1"), result.row(category="0")
    assert none["ci_high"] == pytest.approx(1 - 0.025 ** (1 / 20), rel=1e-9)
    assert none["ci_low"] == 0
    assert everybody["ci_low"] == pytest.approx(0.025 ** (1 / 20), rel=1e-9)
    assert everybody["ci_high"] == 1
    assert "exact" in str(result.notes[-1])


# ----------------------------------------------------- identities, properties
LISTS = st.lists(st.integers(1, 5), min_size=5, max_size=40)


@hypothesis.given(LISTS, st.sampled_from(["logit", "wilson", "beta", "mean"]))
def test_shares_add_up_and_intervals_hold_them(answers, interval):
    wave = cs.Wave.from_frame(pd.DataFrame({"q": answers}), scales={"q": (1, 5)})
    table = cs.proportions(wave, "q", interval=interval).table
    assert table["estimate"].sum() == pytest.approx(1)
    assert len(table) == 5
    assert (table["ci_low"] <= table["estimate"] + 1e-12).all()
    assert (table["ci_high"] >= table["estimate"] - 1e-12).all()
    assert (table["ci_high"] > table["ci_low"]).all()
    if interval != "mean":
        assert table["ci_low"].min() >= 0
        assert table["ci_high"].max() <= 1


@hypothesis.given(LISTS, st.floats(0.01, 100))
def test_the_scale_of_weights_changes_nothing(answers, factor):
    w = np.linspace(1, 2, len(answers))
    frame = pd.DataFrame({"q": answers, "w": w, "v": factor * w})
    columns = ["estimate", "se", "ci_low", "ci_high", "n", "df"]
    one, other = (
        cs.proportions(cs.Wave.from_frame(frame, weights=name), "q").table[columns]
        for name in "wv"
    )
    assert other.to_numpy() == pytest.approx(one.to_numpy(), rel=1e-8, abs=1e-12)


@hypothesis.given(LISTS)
def test_weights_of_one_change_nothing(answers):
    frame = pd.DataFrame({"q": answers, "w": 1.0})
    columns = ["estimate", "se", "ci_low", "ci_high", "n", "df"]
    plain = cs.proportions(cs.Wave.from_frame(frame), "q").table[columns]
    weighted = cs.proportions(cs.Wave.from_frame(frame, weights="w"), "q").table
    assert weighted[columns].to_numpy() == pytest.approx(plain.to_numpy(), abs=1e-12)


@hypothesis.given(LISTS)
def test_a_weight_of_two_is_two_alike_respondents(answers):
    once = pd.DataFrame({"q": answers, "w": [2] + [1] * (len(answers) - 1)})
    twice = pd.DataFrame({"q": [*answers, answers[0]]})
    doubled = cs.proportions(cs.Wave.from_frame(once, weights="w"), "q").table
    alike = cs.proportions(cs.Wave.from_frame(twice), "q").table
    assert doubled["estimate"].tolist() == pytest.approx(alike["estimate"].tolist())


def test_a_jackknife_gives_the_same_interval(reference_data):
    wave = cs.Wave.from_frame(reference_data("apistrat"), weights="pw", strata="stype")
    linear = cs.proportions(wave, "awards").table
    again = cs.proportions(cs.replicate(wave, method="jkn"), "awards").table
    for column in ("ci_low", "ci_high"):
        assert again[column].tolist() == pytest.approx(linear[column], rel=2e-3)


def test_the_covariance_spans_items_and_segments():
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(rng.integers(1, 4, (60, 2)), columns=["q1", "q2"])
    frame["s"] = rng.choice(["a", "b"], 60)
    result = cs.proportions(cs.Wave.from_frame(frame), ["q1", "q2"], by="s")
    errors = np.sqrt(np.diag(result.covariance))
    assert errors == pytest.approx(result.table["se"].to_numpy(), rel=1e-9)
    assert result.covariance.iloc[0, 3] != 0


# ------------------------------------------------------------------ categories
def test_answers_nobody_gave_are_listed_with_their_words():
    study = {
        "id": "x",
        "title": "X",
        "scales": {
            "agree": {"lowest": 1, "highest": 3, "labels": {1: "no", 3: "fully"}}
        },
        "items": {
            "q1": {"scale": "agree", "label": "Price"},
            "ways": {"type": "multiple", "columns": {"web": "w", "shop": "s"}},
            "why": {"type": "text"},
        },
    }
    frame = pd.DataFrame(
        {"q1": [1, 1, 2], "ways:web": [1, 0, 1], "why": ["a", "b", "c"]}
    )
    frame["ways:shop"] = 0
    wave = cs.Wave.from_frame(frame, study=cs.Study.from_dict(study))
    result = cs.proportions(wave, "q1")
    assert result.table["category"].tolist() == ["1", "2", "3"]
    assert result.table["estimate"].tolist() == pytest.approx([2 / 3, 1 / 3, 0])
    assert result.labels["q1=3"].texts == {"en": "fully"}
    several = cs.proportions(wave, "ways")
    assert several.row(term="ways:web", category="1")["estimate"] == pytest.approx(
        2 / 3
    )
    with pytest.raises(ValueError, match="item='why' is of type text"):
        cs.proportions(wave, "why")


def test_an_ordered_categorical_keeps_its_order():
    kind = pd.CategoricalDtype(["low", "high", "none"], ordered=True)
    frame = pd.DataFrame({"q": pd.Series(["high", "low", None, "high"], dtype=kind)})
    result = cs.proportions(cs.Wave.from_frame(frame), "q")
    assert result.table["category"].tolist() == ["low", "high", "none"]
    assert result.table["n"].tolist() == [3, 3, 3]


# -------------------------------------------------------------- edges, faults
def test_an_item_nobody_answered_is_left_out_and_named():
    frame = pd.DataFrame({"q1": [1, 2], "q2": [np.nan, np.nan]})
    result = cs.proportions(cs.Wave.from_frame(frame), ["q1", "q2"])
    assert set(result.table["term"]) == {"q1"}
    assert str(result.notes[-1]) == "Left out, since nobody answered: q2."
    with pytest.raises(ValueError, match=r"items=\['q2'\]: nobody"):
        cs.proportions(cs.Wave.from_frame(frame), "q2")


def test_one_respondent_has_a_share_and_no_interval():
    row = cs.proportions(answers(1, 1), "q").table.iloc[0]
    assert row["estimate"] == 1
    assert row[["se", "ci_low", "ci_high"]].isna().all()


def test_too_many_answers_are_amounts():
    wave = cs.Wave.from_frame(pd.DataFrame({"spent": np.arange(500) / 7}))
    with pytest.raises(ValueError, match="item='spent' has 500 different answers"):
        cs.proportions(wave, "spent")


def test_days_have_no_shares():
    frame = pd.DataFrame({"day": pd.to_datetime(["2026-01-01", "2026-01-02"])})
    with pytest.raises(ValueError, match="item='day' holds days"):
        cs.proportions(cs.Wave.from_frame(frame), "day")


@pytest.mark.parametrize("estimator", [cs.proportions, cs.top_box])
def test_unknown_choices_are_refused(estimator):
    wave = answers(3, 6, scales={"q": (0, 1)})
    with pytest.raises(ValueError, match="interval='wilsen' must be one of"):
        estimator(wave, "q", interval="wilsen")
    with pytest.raises(ValueError, match="level=95"):
        estimator(wave, "q", level=95)
    with pytest.raises(KeyError, match="q9"):
        estimator(wave, "q9")


# ------------------------------------------------------------------ sentences
def test_headlines_name_what_is_clear_only():
    frame = pd.DataFrame({"q": [1] * 90 + [2] * 10, "r": [1, 2] * 50})
    wave = cs.Wave.from_frame(frame, scales={"q": (1, 2), "r": (1, 2)})
    assert cs.proportions(wave, "q").summary() == (
        # expit(log 9 ± 1.984 · .335)
        "q: the most frequent answer is “1”, given by 90.0% (82.2% to 94.6%; n = 100)."
    )
    clear = cs.proportions(wave, "r").summary()
    assert clear == "r: no answer is clearly the most frequent."


def test_several_ratings_are_told_by_their_shares_above_the_middle():
    """By hand: 2 of 4 answers to a, 1 of 4 to b lie above 3, the middle."""
    wave = cs.Wave.from_frame(
        pd.DataFrame({"a": [1, 3, 4, 5], "b": [1, 2, 3, 5]}),
        scales={"a": (1, 5), "b": (1, 5)},
    )
    said = cs.proportions(wave, ["a", "b"]).summary()
    assert said == (
        "25% (b) to 50% (a) of the answers are above the middle of the scale."
    )
    named = pd.DataFrame({"way": ["web", "shop"] * 2, "sex": ["f", "f", "m", "m"]})
    plain = cs.proportions(cs.Wave.from_frame(named), ["way", "sex"]).summary()
    assert "above the middle" not in plain
