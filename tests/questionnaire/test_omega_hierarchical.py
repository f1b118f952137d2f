"""Is hierarchical omega psych's, and by hand?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.statistics.schmid_leiman import schmid_leiman

ITEMS = [f"q{i}" for i in range(6)]


def likert(n=200, k=6):
    rng = np.random.default_rng(1)
    group = np.repeat(rng.normal(size=(n, 2)), k // 2, axis=1) * 0.8
    raw = rng.normal(size=(n, 1)) + group + rng.normal(size=(n, k)) + 3
    return pd.DataFrame(raw.round().clip(1, 5)).add_prefix("q")


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


@pytest.mark.parametrize("name", ["thurstone", "harman74_promax"])
def test_published_correlations_give_psychs_omegas(name, reference, reference_data):
    # Answers of exactly these correlations: Thurstone's nine tests, Harman's 24.
    case = reference(f"psychometrics/reliability/omega_{name}")
    R = reference_data(case["data"])[case["items"]].to_numpy(float)
    n, k = case["values"]["n"], len(R)
    x = np.random.default_rng(2).normal(size=(n, k))
    x = np.linalg.qr(x - x.mean(axis=0))[0] * np.sqrt(n - 1)
    frame = pd.DataFrame(x @ np.linalg.cholesky(R).T, columns=case["items"])
    how = case["settings"]
    found = cs.omega_hierarchical(
        cs.Wave.from_frame(frame),
        case["items"],
        n_factors=how["nfactors"],
        method=how["fm"],
        rotation=how["rotate"],
    )
    assert found.estimate == pytest.approx(case["values"]["omega_h"], abs=1e-4)
    assert found.omega_total == pytest.approx(case["values"]["omega_t"], abs=1e-4)
    alpha = cs.cronbach_alpha(cs.Wave.from_frame(frame), case["items"])
    assert alpha.estimate == pytest.approx(case["values"]["alpha"], abs=1e-9)
    sixth = cs.guttman_lambdas(cs.Wave.from_frame(frame), case["items"])["lambda6"]
    assert sixth["estimate"] == pytest.approx(case["values"]["G6"], abs=1e-9)


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


def test_too_many_groups_and_unknown_options_are_refused():
    wave = cs.Wave.from_frame(likert())
    items = ITEMS
    with pytest.raises(ValueError, match="n_factors=4: 6 items can determine 3"):
        cs.omega_hierarchical(wave, items, n_factors=4)
    with pytest.raises(ValueError, match="n_factors=1"):
        cs.omega_hierarchical(wave, items, n_factors=1)
    with pytest.raises(ValueError, match="rotation='varimax'"):
        cs.omega_hierarchical(wave, items, rotation="varimax")
    with pytest.raises(ValueError, match="draws=0"):
        cs.split_half(wave, items, draws=0)


def drawn(seed, *, n=200, k=9, groups=0, size=0.8):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 1)) + rng.normal(size=(n, k))
    if groups:
        x += np.repeat(rng.normal(size=(n, groups)), k // groups, axis=1) * size
    return cs.Wave.from_frame(pd.DataFrame(x).add_prefix("q"))


def test_clear_groups_have_an_interval_that_is_as_wide_as_chance():
    draws = [drawn(seed, groups=3) for seed in range(60)]
    found = [schmid_leiman(np.corrcoef(w.frame.to_numpy().T), 3) for w in draws]
    assert np.mean([one.settled for one in found]) > 0.95
    chance = np.std([one.hierarchical for one in found], ddof=1)
    tables = [cs.omega_hierarchical(w, list(w.frame)).table for w in draws[:4]]
    known = pd.concat(tables)
    assert known["se"].mean() == pytest.approx(chance, rel=0.25)
    assert (known["ci_low"] < known["estimate"]).all()
    assert (known["estimate"] < known["ci_high"]).all()


@pytest.mark.parametrize("m", [2, 3])
@pytest.mark.parametrize("design", ["people", "replicates"])
def test_groups_of_items_that_measure_one_thing_have_an_estimate_alone(m, design):
    for seed in range(5):
        wave = drawn(seed)
        items = list(wave.frame)
        if design == "replicates":
            wave = cs.replicate(wave, method="jkn")
        found = cs.omega_hierarchical(wave, items, n_factors=m)
        assert 0 < found.estimate < found.omega_total
        assert np.isnan([found.se, found.ci_low, found.ci_high]).all()
        assert "no interval is given" in str(found.notes[-1])
        assert "how sure that is, these answers do not tell" in found.summary()
        finding = found.findings({"reliability": 0.1})[0]
        assert finding.verdict == "undecided"


def test_an_improper_solution_has_no_interval():
    # Two items that are nearly one leave nothing of their own in a group of three.
    frame = drawn(1, groups=3).frame.copy()
    frame["q1"] = frame["q0"] + 0.05 * np.random.default_rng(1).normal(size=200)
    found = cs.omega_hierarchical(cs.Wave.from_frame(frame), list(frame))
    assert np.isfinite(found.estimate)
    assert np.isnan(found.se)
    assert "improper" in str(found.notes[-1])
