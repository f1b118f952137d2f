"""Are all coefficients side by side those that each method gives alone?"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.questionnaire.reliability import COEFFICIENTS

ITEMS = [f"q{i}" for i in range(1, 7)]


@pytest.fixture(scope="module")
def wave():
    rng = np.random.default_rng(8)
    person = rng.normal(size=(300, 1))
    pair = np.repeat(rng.normal(size=(300, 3)), 2, axis=1)
    x = (4 + person + 0.5 * pair + rng.normal(size=(300, 6))).round().clip(1, 7)
    return cs.Wave.from_frame(pd.DataFrame(x, columns=ITEMS))


ALONE = {
    "alpha": lambda w: cs.cronbach_alpha(w, ITEMS),
    "standardized_alpha": lambda w: cs.cronbach_alpha(w, ITEMS, standardized=True),
    "ordinal_alpha": lambda w: cs.ordinal_alpha(w, ITEMS),
    "omega": lambda w: cs.omega(w, ITEMS),
    "categorical_omega": lambda w: cs.omega(w, ITEMS, categorical=True),
    "omega_hierarchical": lambda w: cs.omega_hierarchical(w, ITEMS, n_factors=2),
    "lambda2": lambda w: cs.guttman_lambdas(w, ITEMS),
    "lambda4": lambda w: cs.guttman_lambdas(w, ITEMS),
    "lambda6": lambda w: cs.guttman_lambdas(w, ITEMS),
    "split_half": lambda w: cs.split_half(w, ITEMS),
    "greatest_lower_bound": lambda w: cs.greatest_lower_bound(w, ITEMS),
}


@pytest.mark.parametrize("name", COEFFICIENTS)
def test_each_is_that_of_its_method(name, wave):
    found = cs.reliability(wave, ITEMS, coefficients=[name]).table.iloc[0]
    table = ALONE[name](wave).table.set_index("term")
    term = {"split_half": "mean"}.get(name, name)
    known = table.loc[term] if term in table.index else table.iloc[0]
    for column in ("estimate", "se", "ci_low", "ci_high", "n", "items", "sem"):
        assert found[column] == pytest.approx(known[column], rel=1e-12, nan_ok=True)


def test_they_stand_construct_by_construct(wave):
    found = cs.reliability(wave, {"a": ITEMS[:3], "b": ITEMS[3:]})
    assert found.table["construct"].tolist() == ["a"] * 6 + ["b"] * 6
    assert found.table["items"].unique().tolist() == [3]
    row = found.row(term="omega", construct="b")
    assert row["estimate"] == pytest.approx(cs.omega(wave, ITEMS[3:]).estimate)


def test_a_coefficient_that_cannot_be_had_is_missing_and_told(wave):
    found = cs.reliability(wave, ITEMS[:2])
    table = found.table.set_index("term")
    assert np.isnan(table.loc["omega", "estimate"])
    assert table.loc["alpha", "estimate"] > 0
    assert "not estimable" in str(found.notes[-1])


def test_where_none_can_be_had_it_says_why(wave):
    with pytest.raises(ValueError, match="alpha needs two"):
        cs.reliability(wave, ["q1"], coefficients=["alpha"])
    with pytest.raises(ValueError, match="coefficients"):
        cs.reliability(wave, ITEMS, coefficients=["beta"])
    with pytest.raises(ValueError, match="name some"):
        cs.reliability(wave, ITEMS, coefficients=[])


def test_the_headline_counts_and_survives_hidden_rows(wave):
    found = cs.reliability(wave, ITEMS)
    assert found.summary().startswith("Of 6 coefficients")
    assert "people answered" in replace(found, table=found.table[:0]).summary()


def test_a_coefficient_that_cannot_be_estimated_rests_on_those_who_answered():
    """Two items are too few for one factor, and enough for alpha."""
    frame = pd.DataFrame({"a": [1, 2, 3, 4, 5, 3] * 5, "b": [2, 2, 3, 5, 5, 1] * 5})
    found = cs.reliability(cs.Wave.from_frame(frame), ["a", "b"]).table
    assert found["estimate"].isna().any()
    assert set(found["n"]) == {30}


def one_thing(n=300, k=6):
    rng = np.random.default_rng(8)
    x = rng.normal(size=(n, 1)) + rng.normal(size=(n, k))
    return cs.Wave.from_frame(pd.DataFrame(x).add_prefix("q"))


def test_a_coefficient_without_an_interval_has_no_part_in_the_count():
    wave = one_thing()
    asked = ["alpha", "omega_hierarchical"]
    found = cs.reliability(wave, list(wave.frame), coefficients=asked)
    row = found.row(term="omega_hierarchical")
    assert row["estimate"] > 0
    assert np.isnan([row["se"], row["ci_low"], row["ci_high"]]).all()
    assert found.summary().startswith("Of 1 coefficients: 1 above the line")
    assert str(found.notes[-1]).startswith("Hierarchical omega: Not every group")
    said = {f.subject: f for f in found.findings({"reliability": 0.1})}
    assert said["alpha"].verdict == "good"
    assert said["omega_hierarchical"].verdict == "undecided"
    words = str(said["omega_hierarchical"].message)
    assert "these answers do not tell" in words
    assert "—" not in words
    assert found.plot() is not None


def test_without_any_interval_nothing_is_decided():
    wave = one_thing()
    names = {"a": list(wave.frame), "b": list(wave.frame)[1:]}
    found = cs.reliability(wave, names, coefficients=["omega_hierarchical"])
    assert found.summary() == (
        "Whether these items measure reliably is undecided: no coefficient has an "
        "interval (2 without)."
    )
    assert len(found.notes) == 1
