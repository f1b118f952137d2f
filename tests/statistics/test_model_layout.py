"""Do cells share parameters where they are equal, and only there?"""

import numpy as np

from csat_methods.statistics.factor_model import factor_model
from csat_methods.statistics.model_layout import (
    Conventions,
    amounts_layout,
    ratings_layout,
)

MODEL = factor_model({"f": ["x", "y", "z"]})
MEANS = Conventions(means=True)


def parameters(layout, term):
    return [
        int(free)
        for cell, free in zip(layout.cells, layout.free, strict=True)
        if cell.term == term
    ]


def test_nothing_is_shared_unless_it_is_equal():
    layout = amounts_layout(MODEL, 2, MEANS)
    assert layout.n_free == 2 * (2 + 3 + 1 + 3)
    assert layout.groups == 2


def test_equal_loadings_are_one_parameter():
    layout = amounts_layout(MODEL, 2, MEANS, ("loadings",))
    first, second = parameters(layout, "f =~ y")
    assert first == second
    assert layout.n_free == 16


def test_equal_intercepts_free_the_means_of_later_groups():
    layout = amounts_layout(MODEL, 3, MEANS, ("loadings", "intercepts"))
    assert parameters(layout, "f ~1")[0] == -1
    assert len(set(parameters(layout, "f ~1")[1:])) == 2
    fixed = amounts_layout(MODEL, 3, MEANS, ("intercepts", "means"))
    assert parameters(fixed, "f ~1") == [-1, -1, -1]


def test_released_terms_are_not_shared():
    layout = amounts_layout(MODEL, 2, MEANS, ("intercepts",), ["y ~1"])
    assert len(set(parameters(layout, "y ~1"))) == 2
    assert len(set(parameters(layout, "z ~1"))) == 1


def test_standardised_factors_with_equal_loadings_have_later_variances():
    how = Conventions(standardize=True, means=True)
    layout = amounts_layout(MODEL, 2, how, ("loadings",))
    assert parameters(layout, "f ~~ f")[0] == -1
    assert parameters(layout, "f ~~ f")[1] >= 0


def test_equal_thresholds_free_means_and_scales():
    layout = ratings_layout(
        MODEL, [2, 2, 2], 2, Conventions(), ("thresholds", "loadings"), scaled=True
    )
    assert parameters(layout, "x ~*~ x")[0] == -1
    assert parameters(layout, "x ~*~ x")[1] >= 0
    assert parameters(layout, "f ~1")[1] >= 0


def test_values_fill_free_and_fixed_cells():
    layout = amounts_layout(MODEL, 1, Conventions())
    values = layout.values(np.arange(layout.n_free) + 10.0)
    told = dict(zip((c.term for c in layout.cells), values, strict=True))
    assert told["f =~ x"] == 1.0
    assert told["f =~ y"] == 10.0
    assert layout.terms()[0] == "f =~ y"
