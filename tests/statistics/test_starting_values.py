"""Do searches start near where they end?"""

import numpy as np
import pytest

from csat_methods.statistics.factor_model import factor_model
from csat_methods.statistics.model_layout import Conventions, amounts_layout
from csat_methods.statistics.starting_values import start

LOADS = np.array([0.9, 0.8, 0.7, 0.6])
S = np.outer(LOADS, LOADS) + np.diag(1 - LOADS**2)


PLAIN = Conventions()


def starts(model, conventions=PLAIN, S=S, means=None):
    layout = amounts_layout(factor_model(model), 1, conventions)
    found = start(layout, [S], [np.zeros(len(S)) if means is None else means])
    return dict(zip(layout.terms(), found, strict=True))


def test_one_factor_starts_near_its_loadings():
    found = starts({"f": list("abcd")}, Conventions(standardize=True))
    loads = [found[f"f =~ {item}"] for item in "abcd"]
    assert loads == pytest.approx(LOADS, abs=0.15)


def test_the_first_loading_starts_above_zero_and_reversed_items_below():
    turned = S.copy()
    turned[0, 1:] *= -1
    turned[1:, 0] *= -1
    found = starts({"f": list("abcd")}, Conventions(standardize=True), turned)
    assert found["f =~ a"] > 0
    assert found["f =~ b"] < 0


def test_markers_give_factors_their_unit():
    found = starts({"f": list("abcd")}, S=S * 4)
    assert found["f ~~ f"] == pytest.approx(4 * 0.8, rel=0.3)


def test_intercepts_start_at_the_means():
    found = starts({"f": list("abcd")}, Conventions(means=True), means=np.arange(4.0))
    assert [found[f"{item} ~1"] for item in "abcd"] == [0, 1, 2, 3]


def test_variances_start_above_zero():
    found = starts({"g": list("abcd"), "s": ["a", "b"], "orthogonal": ["g"]})
    assert all(value > 0 for term, value in found.items() if "~~" in term)
