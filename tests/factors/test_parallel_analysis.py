"""Does chance keep no factor, and a planted factor stand out?"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods import _messages

CASES = ["attitude", "bfi25", "bfi25_pairwise", "harman74", "hs1939", "msq20"]
ITEMS = list("abcdef")


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize(("basis", "theirs"), [("pca", "pca"), ("factor", "smc")])
def test_eigenvalues_and_those_of_chance_are_rs(
    name, basis, theirs, reference, wave_of
):
    case = reference(f"psychometrics/retention/{name}")
    values = case["values"]
    draws = 4000
    result = cs.parallel_analysis(
        wave_of(case),
        case["items"],
        basis=basis,
        draws=draws,
        missing="available" if case["missing"] == "pairwise" else "complete",
        seed=3,
    )
    table, chance = result.table, values["parallel"][theirs]
    assert table["eigenvalue"].to_numpy() == pytest.approx(
        values[f"eigen_{theirs}"], rel=1e-9, abs=1e-12
    )
    # Monte Carlo: both errors, four of them (five where 25 eigenvalues are compared).
    own = np.array(chance["sd"]) / np.sqrt(draws)
    error = np.hypot(own, chance["mean_se"])
    assert (np.abs(table["expected"] - chance["mean"]) < 5 * error).all()
    own = np.array(chance["q95"]["se"]) * np.sqrt(20_000 / draws)
    error = np.hypot(own, chance["q95"]["se"])
    assert (np.abs(table["threshold"] - chance["q95"]["value"]) < 5 * error).all()
    assert result.n_factors == values["parallel_retained"][f"{theirs}_q95"]


def test_ratings_by_polychoric_correlations(planted):
    cut = planted[ITEMS].apply(lambda x: np.digitize(x, [-1.5, 0, 1.5])).astype(float)
    cut[planted["a"].isna()] = np.nan
    wave = cs.Wave.from_frame(cut)
    how = {"method": "polychoric", "draws": 40, "seed": 1, "missing": "available"}
    got = cs.parallel_analysis(wave, ITEMS, **how)
    assert got.n_factors == 2
    matrix = cs.correlation_matrix(
        wave, ITEMS, kind="polychoric", missing="available"
    ).matrix
    np.testing.assert_allclose(
        got.table["eigenvalue"], np.linalg.eigvalsh(matrix)[::-1], atol=1e-9
    )
    weighted = cs.Wave.from_frame(cut.assign(w=planted["w"]), weights="w")
    with pytest.raises(ValueError, match="method='polychoric' shuffles answers that"):
        cs.parallel_analysis(weighted, ITEMS, **how)


def test_planted_factors_stand_out(planted):
    wave = cs.Wave.from_frame(planted)
    for how in ({}, {"basis": "factor"}, {"method": "permutation"}):
        result = cs.parallel_analysis(wave, ITEMS, seed=1, **how)
        assert result.n_factors == 2
        assert result.table["keep"].tolist() == [True, True] + [False] * 4


@pytest.mark.parametrize("method", ["wishart", "permutation"])
def test_chance_alone_keeps_a_factor_in_one_of_twenty_samples(method):
    # 400 samples: four Monte Carlo errors of 5 % are 4.4 points.
    rng, kept = np.random.default_rng(8), 0
    for seed in range(400):
        frame = pd.DataFrame(rng.integers(1, 6, (120, 5)), columns=list("abcde"))
        wave = cs.Wave.from_frame(frame)
        found = cs.parallel_analysis(
            wave, list("abcde"), method=method, draws=100, seed=seed
        )
        kept += found.n_factors > 0
    assert kept / 400 == pytest.approx(0.05, abs=0.044)


def test_the_two_kinds_of_chance_agree_for_normal_answers(planted):
    wave = cs.Wave.from_frame(planted)
    a, b = (
        cs.parallel_analysis(wave, ITEMS, method=method, draws=3000, seed=2).table
        for method in ("wishart", "permutation")
    )
    assert a["expected"].to_numpy() == pytest.approx(b["expected"], abs=0.01)
    assert a["threshold"].to_numpy() == pytest.approx(b["threshold"], abs=0.02)


def test_the_same_seed_gives_the_same_numbers(planted):
    wave = cs.Wave.from_frame(planted)
    once, again, other = (
        cs.parallel_analysis(wave, ITEMS, seed=seed).table["threshold"].tolist()
        for seed in (4, 4, 5)
    )
    assert once == again
    assert once != other


def test_eigenvalues_add_up_to_the_items(planted):
    result = cs.parallel_analysis(cs.Wave.from_frame(planted), ITEMS, seed=1)
    assert result.table["eigenvalue"].sum() == pytest.approx(6, rel=1e-12)
    assert result.table["expected"].sum() == pytest.approx(6, rel=1e-12)


def test_unequal_weights_are_worth_fewer_people(planted):
    weighted = cs.Wave.from_frame(planted, weights="w")
    result = cs.parallel_analysis(weighted, ITEMS, seed=1)
    plain = cs.parallel_analysis(cs.Wave.from_frame(planted), ITEMS, seed=1)
    assert result.table["threshold"][0] > plain.table["threshold"][0]
    assert any("worth" in str(note) for note in result.notes)
    with pytest.raises(ValueError, match="method='permutation' shuffles"):
        cs.parallel_analysis(weighted, ITEMS, method="permutation", seed=1)


@pytest.mark.parametrize(
    ("how", "match"),
    [
        (
            {"method": "tetrachoric"},
            "method='tetrachoric' must be one of wishart, perm",
        ),
        ({"method": "polychoric"}, "different answers: kind='polychoric' is for"),
        ({"basis": "smc"}, "basis='smc' must be one of pca, factor"),
        ({"draws": 0}, "draws=0 must be a whole number"),
        ({"quantile": 95}, "quantile=95 must lie between"),
        ({"seed": "a"}, "seed='a' must be a whole number"),
        ({"missing": "mean"}, "missing='mean'"),
    ],
)
def test_bad_input_is_refused(planted, how, match):
    wave = cs.Wave.from_frame(planted)
    with pytest.raises(ValueError, match=match):
        cs.parallel_analysis(wave, ITEMS, **({"seed": 1} | how))


def test_the_headline_counts_dimensions(planted):
    result = cs.parallel_analysis(cs.Wave.from_frame(planted), ITEMS, seed=1)
    assert (
        result.summary() == "The answers have 2 dimensions that stand out from chance."
    )
    one = replace(
        result, table=result.table.assign(keep=result.table["term"] == "factor1")
    )
    assert "one dimension" in one.summary()
    assert replace(result, table=result.table.iloc[:0]).summary()
    with _messages.language("en-XA"):
        assert "dimension" not in one.summary()
        assert "factor" not in one.rounded().to_string().lower()
    assert "yes" in str(result)
