"""Are average variance extracted and reliabilities those of semTools?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

CASES = [
    "hs",
    "bfi25_reversed",
    "bfi25_not_reversed",
    "political_democracy",
    "bfi_AC_ordered",
]
COLUMNS = {
    "ave": "ave_standardized",
    "composite_reliability": "cr_standardized",
    "maximal_reliability": "maxr",
}


def model_of(case):
    pairs = (line.split("=~") for line in case["model"].splitlines())
    return {f.strip(): [i.strip() for i in r.split("+")] for f, r in pairs}


@pytest.mark.parametrize("name", CASES)
def test_coefficients_are_semtools(name, reference, wave_of):
    case = reference(f"psychometrics/validity/{name}")
    fit = cs.confirmatory_factor_analysis(
        wave_of(case),
        model_of(case),
        estimator="wlsmv" if case["ordered"] else "ml",
    )
    found = cs.convergent_validity(fit).table.set_index("term")
    for column, name_in_r in COLUMNS.items():
        for factor, value in case["values"][name_in_r].items():
            assert found.loc[factor, column] == pytest.approx(value, abs=2e-5)


def test_published_ave_of_holzinger_and_swineford(reference_data):
    """Research file, example 4: .3710 .7195 .4298 from standardised loadings."""
    model = {
        "visual": ["x1", "x2", "x3"],
        "textual": ["x4", "x5", "x6"],
        "speed": ["x7", "x8", "x9"],
    }
    wave = cs.Wave.from_frame(reference_data("hs1939.csv"))
    fit = cs.confirmatory_factor_analysis(wave, model, estimator="ml")
    ave = cs.convergent_validity(fit).table["ave"]
    assert ave.round(4).tolist() == [0.3710, 0.7195, 0.4298]


def test_alike_loadings_have_the_reliability_of_spearman_and_brown(wave_with):
    R = np.full((4, 4), 0.36) + 0.64 * np.eye(4)
    fit = cs.confirmatory_factor_analysis(
        wave_with(R, 500), {"one": ["q1", "q2", "q3", "q4"]}
    )
    row = cs.convergent_validity(fit).table.iloc[0]
    assert row["ave"] == pytest.approx(0.36, abs=1e-8)
    by_hand = 4 * 0.36 / (1 + 3 * 0.36)
    assert row["composite_reliability"] == pytest.approx(by_hand, abs=1e-8)
    assert row["maximal_reliability"] == pytest.approx(by_hand, abs=1e-8)


def test_anything_but_a_fitted_model_is_refused():
    with pytest.raises(ValueError, match="solution=int must come from"):
        cs.convergent_validity(3)


def test_each_group_has_its_rows():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(600, 1)) + rng.normal(size=(600, 4))
    frame = pd.DataFrame(x, columns=list("abcd")).assign(g=["x", "y"] * 300)
    fit = cs.confirmatory_factor_analysis(
        cs.Wave.from_frame(frame), {"one": list("abcd")}, group="g"
    )
    found = cs.convergent_validity(fit).table
    assert found[["term", "group", "n"]].to_numpy().tolist() == [
        ["one", "x", 300],
        ["one", "y", 300],
    ]


def test_reversed_items_are_named(reference_data):
    # semTools 0.5-6, compRelSEM of this model on these items as they came: 0.014;
    # with C4 and C5 turned round 0.734.
    wave = cs.Wave.from_frame(reference_data("bfi"))
    items = [f"C{i}" for i in range(1, 6)]
    fit = cs.confirmatory_factor_analysis(wave, {"C": items}, estimator="ml")
    found = cs.convergent_validity(fit)
    assert found.table["composite_reliability"][0] < 0.1
    assert "run: C4, C5; turn them round" in str(found.notes[-1])
    same_way = cs.confirmatory_factor_analysis(wave, {"C": items[:3]}, estimator="ml")
    assert cs.convergent_validity(same_way).notes == same_way.notes
