"""Are omega, ordinal alpha, Guttman's bounds, split halves and the GLB R's and true?"""

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

import csat_methods as cs
from csat_methods.statistics import split_halves

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


def test_omega_is_semtools(reference, wave_of):
    case = reference("psychometrics/reliability/omega_cfa_bfi_A")
    found = cs.omega(wave_of(case), case["items"])
    # lavaan stops at a relative change of the likelihood: its loadings are good to
    # a few millionths.
    expected = case["values"]["compRelSEM"]["obs_var_TRUE"]["f"]
    assert found.estimate == pytest.approx(expected, abs=2e-6)


@pytest.mark.parametrize("name", ["bfi_A", "science"])
def test_categorical_omega_and_ordinal_alpha_are_semtools(name, reference, wave_of):
    case = reference(f"psychometrics/reliability/omega_categorical_{name}")
    wave, values = wave_of(case), case["values"]
    found = cs.omega(wave, case["items"], categorical=True)
    assert found.estimate == pytest.approx(
        values["compRelSEM"]["ord_scale_TRUE"]["f"], rel=1e-6
    )
    alpha = cs.ordinal_alpha(wave, case["items"])
    assert alpha.estimate == pytest.approx(values["ordinal_alpha"]["f"], rel=1e-6)


@pytest.mark.parametrize("name", ["attitude_2f", "bfi_AEN", "hs"])
def test_hierarchical_omega_is_psychs(name, reference, wave_of):
    case = reference(f"psychometrics/reliability/omega_{name}")
    values, settings_ = case["values"], case["settings"]
    found = cs.omega_hierarchical(
        wave_of(case),
        case["items"],
        n_factors=settings_["nfactors"],
        method=settings_["fm"],
        rotation=settings_["rotate"],
    )
    assert found.estimate == pytest.approx(values["omega_h"], abs=1e-4)
    assert found.omega_total == pytest.approx(values["omega_t"], abs=1e-4)
    given_ = np.array(values["schmid_leiman"]["data"])
    general = found.loadings["general"].to_numpy()
    assert general == pytest.approx(given_[:, 0], abs=1e-3)
    groups = found.loadings.filter(like="group").to_numpy()
    peers = given_[:, 1 : 1 + groups.shape[1]]
    distance = np.abs(groups[:, :, None] - peers[:, None, :]).max(axis=0)
    assert distance.min(axis=0).max() < 1e-3
    assert found.loadings["communality"].to_numpy() == pytest.approx(
        given_[:, -3], abs=1e-3
    )


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


def test_six_items_in_three_pairs_are_worked_by_hand():
    # Correlations .5 within and .25 between pairs: R sums to 6 + 3 + 6 = 15; factors
    # correlate .5, the general loading is .5 each: 9 / 15; uniquenesses .5: 1 - 3 / 15.
    R = np.kron(np.full((3, 3), 0.25) + 0.25 * np.eye(3), np.ones((2, 2)))
    R += 0.5 * np.eye(6)
    x = np.random.default_rng(2).normal(size=(60, 6))
    x = np.linalg.qr(x - x.mean(axis=0))[0] * np.sqrt(59)
    frame = pd.DataFrame(x @ np.linalg.cholesky(R).T).add_prefix("q")
    found = cs.omega_hierarchical(cs.Wave.from_frame(frame), list(frame))
    assert found.estimate == pytest.approx(0.6, abs=1e-8)
    assert found.omega_total == pytest.approx(0.8, abs=1e-8)
    assert found.loadings["general"].to_numpy() == pytest.approx(0.5, abs=1e-6)


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


def test_all_splits_of_sixteen_items_take_less_than_a_second():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(500, 1)) + rng.normal(size=(500, 16))
    wave = cs.Wave.from_frame(pd.DataFrame(x).add_prefix("q"))
    before = time.process_time()
    found = cs.split_half(wave, list(wave.frame))
    assert time.process_time() - before < 1
    assert set(found.table["splits"]) == {6435}


def test_splits_of_many_items_are_drawn_with_a_seed():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(300, 1)) + rng.normal(size=(300, 22))
    wave = cs.Wave.from_frame(pd.DataFrame(x).add_prefix("q"))
    items = list(wave.frame)
    with pytest.raises(ValueError, match="seed=None: 352716 splits"):
        cs.split_half(wave, items)
    found = cs.split_half(wave, items, draws=500, seed=3)
    assert found.table.equals(cs.split_half(wave, items, draws=500, seed=3).table)
    assert found["mean"]["estimate"] == pytest.approx(
        cs.cronbach_alpha(wave, items).estimate, rel=1e-12
    )
    assert any("drawn at random" in str(note) for note in found.notes)


def test_exchanges_find_the_best_split_that_all_splits_have(monkeypatch):
    rng = np.random.default_rng(8)
    for k in (6, 9, 12):
        A = rng.normal(size=(k, k))
        S = A @ A.T
        best = split_halves.best_half(S)
        with monkeypatch.context() as patch:
            patch.setattr(split_halves, "MOST_VISITED", 0)
            sought = split_halves.best_half(S)
        assert sought @ S @ (1 - sought) == pytest.approx(best @ S @ (1 - best))


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


def test_a_constant_item_leaves_out_the_sixth_bound_alone():
    found = of("guttman_lambdas", likert().assign(q2=3.0))
    assert np.isnan(found["lambda6"]["estimate"])
    assert found.table["estimate"].notna().sum() == 5
    assert any("sixth bound is not estimable" in str(note) for note in found.notes)


@pytest.mark.parametrize("method", ["omega", "greatest_lower_bound"])
def test_an_item_that_is_a_sum_of_others_is_refused(method):
    frame = likert()
    with pytest.raises(ValueError, match=r"not estimable, because .*sum of others"):
        of(method, frame.assign(q6=frame["q1"] + frame["q2"]))


def test_too_many_groups_and_unknown_options_are_refused():
    wave = cs.Wave.from_frame(likert())
    items = items_of(wave.frame)
    with pytest.raises(ValueError, match="m=4 factors of 6 items"):
        cs.omega_hierarchical(wave, items, n_factors=4)
    with pytest.raises(ValueError, match="n_factors=1"):
        cs.omega_hierarchical(wave, items, n_factors=1)
    with pytest.raises(ValueError, match="rotation='varimax'"):
        cs.omega_hierarchical(wave, items, rotation="varimax")
    with pytest.raises(ValueError, match="draws=0"):
        cs.split_half(wave, items, draws=0)


def test_small_samples_caution_that_the_greatest_bound_is_too_high():
    small, large = (of("greatest_lower_bound", likert(n)) for n in (200, 1200))
    assert any("too high by chance" in str(note) for note in small.notes)
    assert not large.notes


def test_headlines_say_the_finding_and_survive_hidden_rows():
    from dataclasses import replace

    words = {
        "guttman_lambdas": "At least",
        "split_half": "Split into halves",
        "omega": "measured reliably, omega",
    }
    for method, start in words.items():
        result = of(method, likert(400))
        assert start in result.summary()
        for rows in (0, 1, 2):
            assert replace(result, table=result.table.iloc[:rows]).summary()
