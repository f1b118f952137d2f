"""Are omega, ordinal alpha, Guttman's bounds, split halves and the GLB R's and true?"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

import csat_methods as cs
from csat_methods.questionnaire.alpha_intervals import unbounded_is_blank

COMPLETE = ["alpha_attitude", "alpha_bfi_A", "alpha_bfi_AE_10", "alpha_hs_all"]
METHODS = {
    "ordinal_alpha": cs.ordinal_alpha,
    "omega": cs.omega,
    "omega_categorical": lambda wave, items, **how: cs.omega(
        wave, items, categorical=True, **how
    ),
    "omega_hierarchical": lambda wave, items, **how: cs.omega_hierarchical(
        wave, items, n_factors=2, **how
    ),
    "guttman_lambdas": cs.guttman_lambdas,
    "split_half": cs.split_half,
    "greatest_lower_bound": cs.greatest_lower_bound,
}


def likert(n=200, k=6, seed=1):
    rng = np.random.default_rng(seed)
    group = np.repeat(rng.normal(size=(n, 2)), k // 2, axis=1) * 0.8
    raw = rng.normal(size=(n, 1)) + group + rng.normal(size=(n, k)) + 3
    return pd.DataFrame(raw.round().clip(1, 5), columns=[f"q{i + 1}" for i in range(k)])


def items_of(frame):
    return [c for c in frame if c.startswith("q")]


def of(method, frame, **how):
    design = {"weights": "w"} if "w" in frame else {}
    wave = cs.Wave.from_frame(frame, **design)
    return METHODS[method](wave, items_of(frame), **how)


@pytest.mark.parametrize("name", COMPLETE)
def test_bounds_and_splits_are_rs(name, reference, wave_of):
    case = reference(f"psychometrics/reliability/{name}")
    wave, values = wave_of(case), case["values"]["covariance"]
    bounds = cs.guttman_lambdas(wave, case["items"]).table.set_index("term")
    for term in (f"lambda{i}" for i in range(1, 7)):
        assert bounds["estimate"][term] == pytest.approx(values[term], rel=1e-9)
    found = cs.split_half(wave, case["items"]).table.set_index("term")
    for term in ("min", "mean", "max"):
        assert found["estimate"][term] == pytest.approx(
            values["split_half"][term], rel=1e-9
        )
    assert set(found["splits"]) == {values["split_half"]["n_splits"]}
    glb = cs.greatest_lower_bound(wave, case["items"])
    assert glb.estimate == pytest.approx(values["glb_algebraic"], abs=1e-6)


@pytest.mark.parametrize("name", COMPLETE)
def test_bounds_and_splits_of_standardized_items_are_rs(name, reference, wave_of):
    case = reference(f"psychometrics/reliability/{name}")
    frame = wave_of(case).frame[case["items"]].dropna()
    wave = cs.Wave.from_frame((frame - frame.mean()) / frame.std())
    values = case["values"]["correlation"]
    bounds = cs.guttman_lambdas(wave, case["items"]).table.set_index("term")
    for term in (f"lambda{i}" for i in range(1, 7)):
        assert bounds["estimate"][term] == pytest.approx(values[term], rel=1e-9)
    found = cs.split_half(wave, case["items"]).table.set_index("term")
    for term in ("min", "mean", "max"):
        known = values["split_half"][term]
        assert found["estimate"][term] == pytest.approx(known, rel=1e-9)
    glb = cs.greatest_lower_bound(wave, case["items"])
    assert glb.estimate == pytest.approx(values["glb_algebraic"], abs=1e-6)
    standardized = cs.cronbach_alpha(wave, case["items"], standardized=True)
    assert standardized.estimate == pytest.approx(case["values"]["std_alpha"], rel=1e-9)


def test_parallel_items_have_one_reliability_by_every_bound(equal_correlations):
    # Four items that all correlate one half: 4 r / (1 + 3 r) = .8.
    wave = equal_correlations(k=4, r=0.5)
    items = list(wave.frame)
    assert cs.omega(wave, items).estimate == pytest.approx(0.8, abs=1e-9)
    bound = cs.greatest_lower_bound(wave, items)
    assert bound.estimate == pytest.approx(0.8, abs=1e-8)
    halves = cs.split_half(wave, items).table["estimate"]
    assert halves.to_numpy() == pytest.approx(0.8, rel=1e-12)
    # sem = sqrt(0.2 * 10) with 4 + 12 / 2 = 10 the variance of the sum.
    assert bound.standard_error_of_measurement == pytest.approx(2**0.5, abs=1e-6)


@settings(deadline=None)
@given(st.integers(0, 300), st.integers(3, 8))
def test_no_bound_lies_above_the_greatest(seed, k):
    frame = likert(60, 8, seed)[[f"q{i + 1}" for i in range(k)]]
    wave, items = cs.Wave.from_frame(frame), list(frame)
    bounds = cs.guttman_lambdas(wave, items).table["estimate"]
    glb = cs.greatest_lower_bound(wave, items).estimate
    assert glb >= bounds.max() - 1e-8
    first, second, third = bounds[:3]
    assert first <= third <= second + 1e-12
    halves = cs.split_half(wave, items).table["estimate"].to_numpy()
    assert halves[0] <= halves[1] <= halves[2]
    assert halves[2] == pytest.approx(bounds[3], rel=1e-12)
    alpha = cs.cronbach_alpha(wave, items).estimate
    assert third == pytest.approx(alpha, rel=1e-12)
    if k % 2 == 0:
        assert halves[1] == pytest.approx(alpha, rel=1e-9)


@pytest.mark.parametrize("method", METHODS)
def test_a_weight_of_two_is_two_alike_respondents(method):
    frame = likert(120)
    twice = pd.concat([frame, frame.iloc[:40]], ignore_index=True)
    weights = np.where(np.arange(120) < 40, 2.0, 1.0)
    once = of(method, frame.assign(w=weights)).table["estimate"].to_numpy()
    again = of(method, twice).table["estimate"].to_numpy()
    assert once == pytest.approx(again, rel=1e-6)


@pytest.mark.parametrize("method", METHODS)
def test_a_common_weight_changes_nothing(method):
    frame = likert(120)
    columns = ["estimate", "se", "ci_low", "ci_high", "sem"]
    plain = of(method, frame).table[columns].to_numpy()
    scaled = of(method, frame.assign(w=7.3)).table[columns].to_numpy()
    assert scaled == pytest.approx(plain, rel=1e-5)


@pytest.mark.parametrize("method", [m for m in METHODS if not m.startswith("great")])
def test_the_linearised_error_is_near_the_jackknifes_where_the_model_holds(method):
    rng = np.random.default_rng(5)
    n, size = 300, 6
    one = rng.normal(size=(n, 1))
    group = np.repeat(rng.normal(size=(n, 2)), 3, axis=1)
    raw = one + 0.9 * group * (method == "omega_hierarchical")
    raw = raw + rng.normal(size=(n, size))
    cuts = [-1.2, 0.0, 1.2]
    frame = pd.DataFrame(np.digitize(raw, cuts) + 1.0).add_prefix("q")
    wave = cs.Wave.from_frame(frame)
    linear = METHODS[method](wave, list(frame)).table["se"].to_numpy()
    again = METHODS[method](cs.replicate(wave, method="jkn"), list(frame)).table
    assert linear == pytest.approx(again["se"].to_numpy(), rel=0.06)


@pytest.mark.parametrize("method", METHODS)
def test_intervals_hold_the_estimate_and_end_below_one(method):
    table = of(method, likert()).table
    assert (table["ci_low"] < table["estimate"]).all()
    assert (table["estimate"] < table["ci_high"]).all()
    assert (table["ci_high"] < 1).all()
    assert (table["sem"] > 0).all()


@pytest.mark.parametrize("method", METHODS)
def test_items_that_run_against_the_others_are_named_and_not_turned(method):
    frame = likert()
    turned = frame.assign(q6=6 - frame["q6"])
    notes = [str(note) for note in of(method, turned).notes]
    assert any("Against the other items" in note and "q6" in note for note in notes)
    assert not any("Against" in str(note) for note in of(method, frame).notes)


def test_constructs_of_a_call_have_a_row_each():
    wave = cs.Wave.from_frame(likert())
    names = {"first": ["q1", "q2", "q3"], "one": ["q1"], "all": items_of(wave.frame)}
    for method in (cs.omega, cs.ordinal_alpha, cs.greatest_lower_bound):
        found = method(wave, names)
        assert list(found.table["term"]) == ["first", "one", "all"]
        assert np.isnan(found["one"]["estimate"])
        assert found.summary().startswith("Of 2 constructs")
        assert any("without a coefficient: 1" in str(note) for note in found.notes)
    with pytest.raises(ValueError, match="3 constructs; name one"):
        cs.guttman_lambdas(wave, names)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"q2": np.nan}, "0 people answered all.*Nobody answered"),
        ({"q2": "text"}, r"items=\['q2'\] hold text"),
        ({f"q{i}": 3 for i in range(1, 7)}, "not estimable, because"),
    ],
)
def test_bad_answers_are_refused(method, change, match):
    with pytest.raises(ValueError, match=match):
        of(method, likert().assign(**change))


@pytest.mark.parametrize("method", METHODS)
def test_one_item_and_a_wrong_level_are_refused(method):
    wave = cs.Wave.from_frame(likert())
    with pytest.raises(ValueError, match=r"not estimable, because .* needs at least"):
        METHODS[method](wave, ["q1"])
    with pytest.raises(ValueError, match="level=95"):
        METHODS[method](wave, ["q1", "q2", "q3", "q4"], level=95)


@pytest.mark.parametrize(
    "method", ["omega", "omega_categorical", "ordinal_alpha", "greatest_lower_bound"]
)
def test_a_constant_item_is_named(method):
    with pytest.raises(ValueError, match=r"items=\['q2'\]: not estimable"):
        of(method, likert().assign(q2=3.0))


@pytest.mark.parametrize("method", ["omega", "greatest_lower_bound"])
def test_an_item_that_is_a_sum_of_others_is_refused(method):
    frame = likert()
    with pytest.raises(ValueError, match=r"not estimable, because .*sum of others"):
        of(method, frame.assign(q6=frame["q1"] + frame["q2"]))


def test_an_interval_that_no_number_holds_is_blank():
    assert np.isnan(unbounded_is_blank(np.array([800.0, np.nan]))).all()
    assert unbounded_is_blank(np.array([0.0])) == 1.0
