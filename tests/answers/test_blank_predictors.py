"""Do columns say which level is meant, and which one is the reference?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.answers.blank_predictors import predictors_of


def known(**columns):
    wave = cs.Wave.from_frame(pd.DataFrame({**columns, "q": 1.0}))
    return predictors_of(wave, list(columns), ["q"])


def test_columns_are_levels_but_the_first_and_standardised_amounts():
    rng = np.random.default_rng(1)
    found = known(region=list("abc") * 40, age=rng.normal(40, 10, 120))
    assert [term.text for term in found.terms] == ["region: b", "region: c", "age"]
    assert found.x[:, 2].mean() == pytest.approx(0)
    assert found.x[:, 2].std() == pytest.approx(1)


def test_levels_stand_as_in_tables_split_by_them_the_reference_first():
    found = known(region=list("cab") * 40, age=list(range(120)))
    assert found.levels == {"region": ("a", "b", "c"), "age": ()}


@pytest.mark.parametrize("predictors", [[], ["q"]])
def test_predictors_are_none_of_the_items(predictors):
    wave = cs.Wave.from_frame(pd.DataFrame({"q": [1.0, 2.0]}))
    with pytest.raises(ValueError, match="none of the items"):
        predictors_of(wave, predictors, ["q"])
