"""Is what a reader must know said, and nothing else?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs


def frame(n=300, loads=(0.8, 0.8, 0.8, 0.8), seed=1):
    rng = np.random.default_rng(seed)
    loads = np.array(loads)
    x = rng.normal(size=(n, 1)) * loads
    x = x + rng.normal(size=(n, len(loads))) * np.sqrt(1 - loads**2)
    return pd.DataFrame(x, columns=list("abcdefgh")[: len(loads)])


def flags(data, model=None, **more):
    wave = cs.Wave.from_frame(data, **more.pop("design", {}))
    model = model or {"one": list(data.columns[:4])}
    return cs.confirmatory_factor_analysis(wave, model, **more)


def test_a_sound_solution_has_no_flags():
    found = flags(frame())
    assert found.flags == ()
    assert found.admissible
    assert found.converged


def test_a_small_sample_is_said():
    found = flags(frame(n=120))
    assert found.flags == ("small_sample",)
    assert "120 people are few" in str(found.notes[0])


def test_long_tails_are_said_where_people_are_few():
    """Exponential factors and errors; lavaan's test refuses 11 % of true models too."""
    rng = np.random.default_rng(2)
    x = rng.exponential(size=(2000, 1)) + rng.exponential(size=(2000, 4))
    long = pd.DataFrame(x, columns=list("abcd"))
    assert flags(long[:300]).flags == ("long_tails",)
    assert "with 300 people" in str(flags(long[:300]).notes[0])
    assert flags(long).flags == ()
    assert flags(long[:300], estimator="mlm").flags == ()
    assert flags(frame()).flags == ()


def test_the_published_bifactor_model_is_improper(reference_data):
    """lavaan: x1's residual variance is −1.14 (hs_bifactor)."""
    model = {
        "g": [f"x{i}" for i in range(1, 10)],
        "visual": ["x1", "x2", "x3"],
        "textual": ["x4", "x5", "x6"],
        "speed": ["x7", "x8", "x9"],
        "orthogonal": ["g", "visual", "textual", "speed"],
    }
    found = flags(
        reference_data("hs1939.csv"), model, estimator="ml", standardize_latent=True
    )
    assert "inadmissible" in found.flags
    assert not found.admissible
    assert "no sound solution" in found.summary()
    assert any("variances of x1 are below zero" in str(note) for note in found.notes)


def test_factors_that_correlate_beyond_one_are_improper():
    rng = np.random.default_rng(3)
    x = rng.normal(size=(250, 1)) + rng.normal(size=(250, 4)) * 0.9
    x[:, 0] -= 0.35 * x[:, 1]
    x[:, 2] -= 0.35 * x[:, 3]
    data = pd.DataFrame(x, columns=list("abcd"))
    found = flags(data, {"one": ["a", "b"], "two": ["c", "d"]}, estimator="ml")
    size = abs(found.factor_correlations.loc["one", "two"])
    assert (size > 1) == ("inadmissible" in found.flags)
    assert size > 1
    assert any("more closely than is possible" in str(note) for note in found.notes)


def test_factors_may_be_improper_together_though_no_two_correlate_beyond_one():
    """Two factors nearly equal to a third cannot themselves be far from alike."""
    R = np.array([[1, 0.9, 0.9], [0.9, 1, 0.4], [0.9, 0.4, 1]])
    assert np.linalg.eigvalsh(R)[0] < 0
    loads = np.kron(np.eye(3), np.full((3, 1), 0.7))
    sigma = loads @ R @ loads.T + 0.51 * np.eye(9)
    drawn = np.random.default_rng(5).normal(size=(500, 9))
    drawn -= drawn.mean(axis=0)
    drawn = drawn @ np.linalg.inv(np.linalg.cholesky(drawn.T @ drawn / 500)).T
    items = [f"x{i}" for i in range(9)]
    data = pd.DataFrame(drawn @ np.linalg.cholesky(sigma).T, columns=items)
    model = {"one": items[:3], "two": items[3:6], "three": items[6:]}
    found = flags(data, model, estimator="ml")
    between = found.factor_correlations.to_numpy()
    assert np.abs(between).max() == pytest.approx(1)
    assert np.sort(np.abs(between), axis=None)[-4] == pytest.approx(0.9, abs=0.01)
    assert "inadmissible" in found.flags
    assert not any("beyond one" in str(note) for note in found.notes)


def test_the_mechanism_of_blanks_is_said():
    data = frame()
    data.loc[:9, "a"] = np.nan
    assert any(
        "left to the likelihood" in str(n) for n in flags(data, missing="fiml").notes
    )
    rated = data.apply(lambda c: np.floor(c.clip(-1.9, 1.9)))
    told = flags(rated, estimator="wlsmv", missing="available").notes
    assert any("depend on nothing" in str(note) for note in told)


@pytest.mark.parametrize("estimator", ["ml", "mlm"])
def test_clusters_make_normal_theory_robust_and_say_so(estimator):
    data = frame().assign(u=np.repeat(range(60), 5))
    found = flags(
        data, {"one": list("abcd")}, estimator=estimator, design={"clusters": "u"}
    )
    robust = flags(
        data, {"one": list("abcd")}, estimator="mlr", design={"clusters": "u"}
    )
    assert any("were drawn together" in str(note) for note in found.notes)
    assert found.table["se"].to_numpy() == pytest.approx(robust.table["se"])
    assert found.fit["chisq.scaled"] == pytest.approx(robust.fit["chisq.scaled"])


@pytest.mark.parametrize("estimator", ["ml", "wlsmv"])
def test_one_cluster_alone_leaves_neither_errors_nor_tests(estimator):
    data = frame().round().clip(-2, 2).assign(all=1)
    found = flags(data, design={"clusters": "all"}, estimator=estimator)
    assert found.flags == ("no_errors",)
    assert "one unit of the design" in str(found.notes[0])
    free = found.table[~found.table["fixed"]]
    assert free[["se", "ci_low", "ci_high", "p"]].isna().all(axis=None)
    assert np.isnan(found.fit["pvalue"])
    assert np.isfinite(found.fit["cfi"])
