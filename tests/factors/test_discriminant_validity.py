"""Are the criteria of discriminant validity semTools', and their errors sound?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

CASES = ["hs", "bfi25_reversed", "political_democracy", "bfi_AC_ordered"]


def model_of(case):
    pairs = (line.split("=~") for line in case["model"].splitlines())
    return {f.strip(): [i.strip() for i in r.split("+")] for f, r in pairs}


@pytest.fixture(scope="module")
def validity(reference, wave_of):
    def read(name):
        case = reference(f"psychometrics/validity/{name}")
        return case, wave_of(case), model_of(case)

    return read


def kind_of(case):
    return "polychoric" if case["ordered"] else "pearson"


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("method", ["htmt", "htmt2"])
def test_ratios_are_semtools(name, method, validity, matrix):
    case, wave, model = validity(name)
    found = cs.discriminant_validity(
        wave, model, method=method, kind=kind_of(case), draws=20
    )
    wanted = case["values"][f"{method}_not_absolute"]
    ours = found.matrix.loc[wanted["rows"], wanted["cols"]].to_numpy()
    tolerance = 1e-6 if case["ordered"] else 1e-9
    assert ours == pytest.approx(matrix(wanted), abs=tolerance)


def test_items_that_run_against_their_factor_are_turned_over(validity):
    _, wave, model = validity("bfi25_not_reversed")
    _, turned, _ = validity("bfi25_reversed")
    raw = cs.discriminant_validity(wave, model, draws=20)
    keyed = cs.discriminant_validity(turned, model, draws=20)
    assert raw.matrix.to_numpy() == pytest.approx(keyed.matrix.to_numpy(), abs=1e-12)
    assert set(raw.turned) == {"A1", "C4", "C5", "E1", "E2", "O2", "O5"}
    assert keyed.turned == ()


@pytest.mark.parametrize("name", CASES)
def test_fornell_larcker_is_semtools(name, validity, matrix):
    case, wave, model = validity(name)
    found = cs.discriminant_validity(
        wave, model, method="fornell_larcker", kind=kind_of(case)
    )
    wanted = case["values"]["fornell_larcker"]
    table = wanted["matrix"]
    ours = found.matrix.loc[table["rows"], table["cols"]].to_numpy()
    assert ours == pytest.approx(matrix(table), abs=2e-5)
    passes = dict(zip(model, wanted["passes"], strict=True))
    for factor, fine in passes.items():
        own = found.table[[factor in t.split(" ~~ ") for t in found.table["term"]]]
        if fine:
            root = found.matrix.loc[factor, factor]
            others = found.matrix.loc[factor].drop(factor).abs()
            assert (others < root).all()
        else:
            assert not own["apart"].all()


def test_published_ratios_of_holzinger_and_swineford(validity):
    """semTools' help page of htmt: 0.4243, 0.4665 by sizes; by signs 0.4235."""
    _, wave, model = validity("hs")
    found = cs.discriminant_validity(wave, model, draws=20)
    assert found["visual ~~ textual"]["estimate"] == pytest.approx(0.4243, abs=5e-5)
    assert found["visual ~~ speed"]["estimate"] == pytest.approx(0.4235, abs=5e-5)


def two_factors(n=400, r=0.5, seed=1):
    rng = np.random.default_rng(seed)
    scores = rng.multivariate_normal([0, 0], [[1, r], [r, 1]], n)
    x = np.repeat(scores, 3, axis=1) + rng.normal(size=(n, 6))
    return pd.DataFrame(x, columns=list("abcdef"))


TWO = {"one": list("abc"), "two": list("def")}


@pytest.mark.parametrize("method", ["htmt", "htmt2"])
def test_the_linearised_error_is_that_of_the_bootstrap_and_the_jackknife(method):
    wave = cs.Wave.from_frame(two_factors())
    found = cs.discriminant_validity(wave, TWO, method=method, draws=1000)
    row = found.table.iloc[0]
    half = (row["ci_high"] - row["ci_low"]) / 2
    assert row["se"] * 1.96 == pytest.approx(half, rel=0.12)
    again = cs.discriminant_validity(
        cs.replicate(wave, method="jkn"), TWO, method=method
    )
    assert row["se"] == pytest.approx(again.table["se"][0], rel=0.02)


def test_factors_that_are_one_thing_are_not_distinct():
    wave = cs.Wave.from_frame(two_factors(r=0.97))
    for method in ("htmt", "htmt2", "fornell_larcker"):
        found = cs.discriminant_validity(wave, TWO, method=method, draws=100)
        assert not found.table["apart"][0]
        assert "Hard to tell apart" in found.summary()


def test_a_single_factor_or_item_is_refused():
    wave = cs.Wave.from_frame(two_factors())
    with pytest.raises(ValueError, match="two factors are needed"):
        cs.discriminant_validity(wave, {"one": list("abc")})
    with pytest.raises(ValueError, match="two has one item"):
        cs.discriminant_validity(wave, {"one": list("abc"), "two": ["d"]})


@pytest.mark.parametrize("kind", ["pearson", "polychoric"])
@pytest.mark.parametrize("method", ["htmt", "htmt2", "fornell_larcker"])
def test_without_blanks_the_rule_for_blanks_changes_nothing(kind, method):
    frame = two_factors().round() if kind == "polychoric" else two_factors()
    frame = frame.clip(-2, 2)
    wave = cs.Wave.from_frame(frame)
    told = {"kind": kind, "method": method, "draws": 20}
    whole = cs.discriminant_validity(wave, TWO, **told)
    pairs = cs.discriminant_validity(wave, TWO, missing="available", **told)
    assert pairs.matrix.to_numpy() == pytest.approx(whole.matrix.to_numpy(), rel=1e-6)
    assert pairs.table["se"][0] == pytest.approx(whole.table["se"][0], rel=1e-2)


def test_a_rule_for_blanks_that_is_none_is_refused():
    with pytest.raises(ValueError, match="missing='em'"):
        cs.discriminant_validity(cs.Wave.from_frame(two_factors()), TWO, missing="em")
