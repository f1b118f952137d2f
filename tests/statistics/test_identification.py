"""Are parameters that cannot be told apart found and named?"""

import numpy as np
import pytest

from csat_methods.statistics.factor_model import factor_model
from csat_methods.statistics.identification import inverse_information
from csat_methods.statistics.model_layout import Conventions, amounts_layout

LAYOUT = amounts_layout(factor_model({"f": ["a", "b"]}), 1, Conventions())
SIZE = LAYOUT.n_free


def test_the_inverse_is_the_inverse():
    x = np.random.default_rng(1).normal(size=(20, SIZE)) * np.logspace(-3, 3, SIZE)
    A = x.T @ x
    assert inverse_information(A, LAYOUT) @ A == pytest.approx(np.eye(SIZE), abs=1e-8)


def test_a_flat_direction_is_named():
    A = np.eye(SIZE)
    A[0, 1] = A[1, 0] = 1.0
    terms = LAYOUT.terms()
    with pytest.raises(ValueError, match=f"apart: {terms[0]}, {terms[1]}; fix one"):
        inverse_information(A, LAYOUT)


def test_a_parameter_without_information_is_named():
    A = np.diag([0.0, *np.ones(SIZE - 1)])
    with pytest.raises(ValueError, match=f"apart: {LAYOUT.terms()[0]};"):
        inverse_information(A, LAYOUT)
