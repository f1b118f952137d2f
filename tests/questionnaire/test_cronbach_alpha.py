"""Is alpha the textbook's and R's, with an interval that covers?"""

import numpy as np
import pandas as pd
import pingouin
import pytest
from hypothesis import given, strategies as st

import csat_methods as cs
from csat_methods import _messages
from csat_methods.study.instrument import Study

COMPLETE = ["alpha_attitude", "alpha_bfi_A", "alpha_bfi_AE_10", "alpha_hs_all"]


def likert(n=60, k=4, seed=1):
    rng = np.random.default_rng(seed)
    raw = rng.normal(size=(n, 1)) + rng.normal(size=(n, k)) + 3
    return pd.DataFrame(raw.round().clip(1, 5), columns=[f"q{i + 1}" for i in range(k)])


def alpha_of(frame, **how):
    items = [c for c in frame if c.startswith("q")]
    design = {"weights": "w"} if "w" in frame else {}
    return cs.cronbach_alpha(cs.Wave.from_frame(frame, **design), items, **how)


def test_five_items_that_all_correlate_one_half_have_an_alpha_of_8333(
    equal_correlations,
):
    # k r / (1 + (k - 1) r) = 2.5 / 3
    wave = equal_correlations(k=5, r=0.5)
    items = list(wave.frame)
    assert cs.cronbach_alpha(wave, items).estimate == pytest.approx(2.5 / 3, rel=1e-12)
    standardized = cs.cronbach_alpha(wave, items, standardized=True)
    assert standardized.estimate == pytest.approx(2.5 / 3, rel=1e-12)
    assert standardized.table["average_r"][0] == pytest.approx(0.5, rel=1e-12)


def test_the_error_of_measurement_is_worked_by_hand():
    # Covariances [[2.5, 2], [2, 2.5]]: total 9, alpha 2 (1 - 5/9) = 8/9,
    # error sqrt(9 (1 - 8/9)) = 1.
    frame = pd.DataFrame({"q1": [1, 2, 3, 4, 5], "q2": [2, 1, 3, 5, 4]})
    result = alpha_of(frame)
    assert result.estimate == pytest.approx(8 / 9, rel=1e-12)
    assert result.standard_error_of_measurement == pytest.approx(1.0, rel=1e-12)


@pytest.mark.parametrize("name", COMPLETE)
def test_alpha_and_its_intervals_are_rs(name, reference, wave_of):
    case = reference(f"psychometrics/reliability/{name}")
    wave, values = wave_of(case), case["values"]
    raw = cs.cronbach_alpha(wave, case["items"])
    assert raw.estimate == pytest.approx(values["raw_alpha"], rel=1e-9)
    assert raw.table["n"][0] == values["n_complete"]
    assert raw.table["average_r"][0] == pytest.approx(values["average_r"], rel=1e-9)
    assert [raw.ci_low, raw.ci_high] == pytest.approx(
        [values["feldt"]["lower"], values["feldt"]["upper"]], rel=1e-9
    )
    bonett = cs.cronbach_alpha(wave, case["items"], interval="bonett")
    assert [bonett.ci_low, bonett.ci_high] == pytest.approx(
        list(values["bonett"].values()), rel=1e-9
    )
    standardized = cs.cronbach_alpha(wave, case["items"], standardized=True)
    assert standardized.estimate == pytest.approx(values["std_alpha"], rel=1e-9)
    if "sem" in values:
        assert raw.standard_error_of_measurement == pytest.approx(
            values["sem"]["total"], rel=1e-9
        )


def test_pingouin_agrees():
    frame = likert()
    result = alpha_of(frame)
    estimate, ends = pingouin.cronbach_alpha(frame)
    assert result.estimate == pytest.approx(estimate, rel=1e-12)
    # Pingouin rounds the ends to three decimals.
    assert [result.ci_low, result.ci_high] == pytest.approx(list(ends), abs=5.1e-4)


def test_the_error_of_normal_answers_is_duhacheks():
    # Duhachek's formula is the delta method under normality: a large normal sample
    # has nearly the same error by its influence values.
    rng = np.random.default_rng(3)
    x = rng.normal(size=(20_000, 1)) + rng.normal(size=(20_000, 4))
    frame = pd.DataFrame(x, columns=["q1", "q2", "q3", "q4"])
    S = frame.cov().to_numpy()
    k, n, total, trace = 4, len(frame), S.sum(), np.trace(S)
    inner = total * (np.trace(S @ S) + trace**2) - 2 * trace * (S @ S).sum()
    Q = 2 * k**2 / ((k - 1) ** 2 * total**3) * inner
    assert alpha_of(frame).se == pytest.approx(np.sqrt(Q / n), rel=0.03)


def test_a_weight_of_two_is_two_alike_respondents():
    frame = likert(30)
    twice = pd.concat([frame, frame.iloc[:10]])
    weights = np.where(np.arange(30) < 10, 2.0, 1.0)
    weighted = alpha_of(frame.assign(w=weights))
    doubled = alpha_of(twice.reset_index(drop=True))
    assert weighted.estimate == pytest.approx(doubled.estimate, rel=1e-12)


@given(factor=st.floats(1e-3, 1e3), seed=st.integers(0, 50))
def test_a_common_weight_changes_nothing(factor, seed):
    frame = likert(seed=seed)
    plain = alpha_of(frame, interval="design").table
    scaled = alpha_of(frame.assign(w=factor), interval="design").table
    columns = ["estimate", "se", "ci_low", "ci_high", "sem", "average_r"]
    assert scaled[columns].to_numpy() == pytest.approx(plain[columns].to_numpy())


@given(st.integers(0, 200))
def test_the_unit_of_the_answers_does_not_matter(seed):
    frame = likert(seed=seed)
    once, tenfold = alpha_of(frame), alpha_of(frame * 10 + 3)
    assert tenfold.estimate == pytest.approx(once.estimate, rel=1e-9)
    assert tenfold.se == pytest.approx(once.se, rel=1e-9)
    errors = [r.standard_error_of_measurement for r in (once, tenfold)]
    assert errors[1] == pytest.approx(10 * errors[0], rel=1e-9)


def test_a_design_has_its_own_interval_below_one():
    frame = likert(120).assign(w=np.tile([1.0, 3.0], 60), cluster=np.arange(120) // 4)
    wave = cs.Wave.from_frame(frame, weights="w", clusters="cluster")
    result = cs.cronbach_alpha(wave, ["q1", "q2", "q3", "q4"])
    assert result.ci_low < result.estimate < result.ci_high < 1
    # t on log(1 - alpha): the ends are equally far by factor.
    factors = (
        (1 - result.ci_low) / (1 - result.estimate),
        (1 - result.estimate) / (1 - result.ci_high),
    )
    assert factors[0] == pytest.approx(factors[1], rel=1e-12)
    feldt = cs.cronbach_alpha(wave, ["q1", "q2", "q3", "q4"], interval="feldt")
    assert any("drawn alone" in str(note) for note in feldt.notes)


def test_the_bootstrap_is_repeatable_and_near_the_designs_interval():
    wave = cs.Wave.from_frame(likert(400))
    items = ["q1", "q2", "q3", "q4"]
    first, again = (
        cs.cronbach_alpha(wave, items, interval="bootstrap", seed=5, draws=4000)
        for _ in range(2)
    )
    assert (first.ci_low, first.ci_high) == (again.ci_low, again.ci_high)
    design = cs.cronbach_alpha(wave, items, interval="design")
    assert first.ci_low == pytest.approx(design.ci_low, abs=0.006)
    assert first.ci_high == pytest.approx(design.ci_high, abs=0.006)


def test_intervals_cover_what_they_claim():
    # Parallel normal items, alpha 5 r / (1 + 4 r) with r = 1/2; 1000 samples of 50:
    # four Monte Carlo errors are 2.8 points.
    rng, held = np.random.default_rng(11), {"feldt": 0, "design": 0}
    items = ["q1", "q2", "q3", "q4", "q5"]
    for _ in range(1000):
        x = rng.normal(size=(50, 1)) + rng.normal(size=(50, 5))
        wave = cs.Wave.from_frame(pd.DataFrame(x, columns=items))
        for interval in held:
            found = cs.cronbach_alpha(wave, items, interval=interval)
            held[interval] += found.ci_low <= 5 / 6 <= found.ci_high
    assert held["feldt"] / 1000 == pytest.approx(0.95, abs=0.028)
    assert held["design"] / 1000 == pytest.approx(0.95, abs=0.035)


STUDY = {
    "schema": 1,
    "id": "test",
    "title": "Test",
    "scales": {"five": {"lowest": 1, "highest": 5}},
    "items": [{"id": f"q{i}", "scale": "five"} for i in range(1, 6)],
    "constructs": {
        "staff": {"items": ["q1", "q2"], "text": "Staff"},
        "place": {"items": ["q3", "q4"]},
        "price": {"items": ["q5"]},
    },
}


@pytest.fixture(scope="module")
def studied():
    return cs.Wave.from_frame(likert(80, 5), study=Study.from_dict(STUDY))


def test_the_term_is_the_constructs_name(studied):
    result = cs.cronbach_alpha(studied, "staff")
    assert list(result.table["term"]) == ["staff"]
    assert result.about["staff"] == ("q1", "q2")
    assert "Staff" in result.summary()


def test_every_construct_of_the_study_has_a_row(studied):
    result = cs.cronbach_alpha(studied)
    assert list(result.table["term"]) == ["staff", "place", "price"]
    alone = cs.cronbach_alpha(studied, "place")
    assert result["place"]["estimate"] == alone.estimate
    assert result["place"]["ci_low"] == alone.ci_low
    assert np.isnan(result["price"]["estimate"])
    assert any("Constructs without alpha: 1" in str(note) for note in result.notes)


def test_constructs_may_be_named_in_the_call():
    wave = cs.Wave.from_frame(likert())
    result = cs.cronbach_alpha(wave, {"first": ["q1", "q2"], "all": list(likert())})
    assert list(result.table["term"]) == ["first", "all"]
    assert list(result.table["items"]) == [2, 4]
    covariance = result.covariance.to_numpy()
    assert np.sqrt(np.diag(covariance)) == pytest.approx(result.table["se"])
    assert covariance[0, 1] > 0


def test_each_construct_keeps_the_people_who_answered_all_its_items():
    frame = likert()
    frame.loc[:9, "q4"] = np.nan
    wave = cs.Wave.from_frame(frame)
    result = cs.cronbach_alpha(wave, {"a": ["q1", "q2"], "b": ["q3", "q4"]})
    assert list(result.table["n"]) == [60, 50]
    narrowed = wave.where(wave.frame["q4"].notna())
    assert cs.cronbach_alpha(narrowed, {"a": ["q1", "q2"]}).table["n"][0] == 50


def test_items_that_run_against_the_others_are_named():
    frame = likert()
    turned = frame.assign(q4=6 - frame["q4"])
    notes = [str(note) for note in alpha_of(turned).notes]
    assert any("Against the other items" in note and "q4" in note for note in notes)
    assert not alpha_of(frame).notes


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (likert(400), "measured reliably"),
        (likert(8, 3, seed=4), "undecided"),
        (
            pd.DataFrame(
                np.random.default_rng(2).integers(1, 6, (400, 3)),
                columns=["q1", "q2", "q3"],
            ),
            "not measured reliably enough",
        ),
    ],
)
def test_the_headline_says_what_the_interval_allows(frame, words):
    result = alpha_of(frame)
    assert words in result.summary()
    with _messages.language("en-XA"):
        assert "alpha" not in result.summary()


def test_the_headline_counts_several_constructs_and_survives_hidden_rows(studied):
    result = cs.cronbach_alpha(studied)
    assert result.summary().startswith("Of 2 constructs")
    from dataclasses import replace

    none = replace(result, table=result.table.iloc[:0])
    assert none.summary()


def test_findings_compare_alpha_with_the_studys_line():
    result = alpha_of(likert(400))
    (finding,) = result.findings({"alpha": 0.5})
    assert (finding.verdict, finding.line) == ("good", 0.5)
    assert result.findings({}) == ()


@pytest.mark.parametrize(
    ("change", "how", "error", "match"),
    [
        ({}, {"level": 95}, ValueError, "level=95 must lie between"),
        ({}, {"interval": "felt"}, ValueError, "interval='felt'.*'feldt'"),
        ({}, {"interval": "bootstrap"}, ValueError, "seed=None"),
        ({}, {"missing": "pairwise"}, ValueError, "missing='pairwise'"),
        ({}, {"draws": 0}, ValueError, "draws=0"),
        ({"q2": np.nan}, {}, ValueError, "0 people answered all.*Nobody answered"),
        ({"q1": 3, "q2": 3, "q3": 3, "q4": 3}, {}, ValueError, "same for everybody"),
        ({"q2": 3}, {"standardized": True}, ValueError, r"\['q2'\] are constant"),
        ({"q2": "text"}, {}, ValueError, r"items=\['q2'\] hold text"),
    ],
)
def test_bad_input_is_refused(change, how, error, match):
    frame = likert().assign(**change)
    with pytest.raises(error, match=match):
        alpha_of(frame, **how)


def test_one_item_has_no_alpha():
    wave = cs.Wave.from_frame(likert())
    with pytest.raises(ValueError, match=r"construct='alpha' has one item, 'q1'"):
        cs.cronbach_alpha(wave, "q1")
    with pytest.raises(KeyError, match="q9"):
        cs.cronbach_alpha(wave, ["q1", "q9"])
    with pytest.raises(ValueError, match="names no constructs"):
        cs.cronbach_alpha(wave)


def test_one_respondent_has_no_alpha():
    with pytest.raises(ValueError, match="1 people answered all of them; at least 3"):
        alpha_of(likert(1))


def test_a_bootstrap_of_a_design_is_refused():
    with pytest.raises(ValueError, match="interval='bootstrap' redraws people"):
        alpha_of(likert().assign(w=2.0), interval="bootstrap", seed=1)


def test_a_constant_item_lowers_raw_alpha_and_has_no_average_correlation():
    result = alpha_of(likert().assign(q4=3.0))
    assert 0 < result.estimate < alpha_of(likert()).estimate
    assert np.isnan(result.table["average_r"][0])
