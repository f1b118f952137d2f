"""Are the dimensions of two solutions compared as Tucker does?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.statistics.factor_scores import congruence_coefficients


@pytest.fixture(scope="module")
def solved(reference, wave_of):
    case = reference("psychometrics/efa/hs_minres_3")
    wave = wave_of(case)
    return case, wave, cs.factor_analysis(wave, case["items"], n_factors=3)


def test_congruence_is_that_of_psych(reference, matrix):
    values = reference("psychometrics/efa/hs_minres_3")["values"]
    for name, wanted in values["congruence"].items():
        if name == "formula":
            continue
        one, other = name.split("_with_")
        got = congruence_coefficients(
            *(matrix(values["rotated"][side]["loadings"]) for side in (one, other))
        )
        np.testing.assert_allclose(got, matrix(wanted), atol=1e-9)


def test_waves_are_matched_by_order_and_sign(solved):
    _, _, solution = solved
    turned = solution.loadings.iloc[:, [2, 0, 1]] * [1, -1, 1]
    got = cs.congruence(solution, turned, match=True)
    np.testing.assert_allclose(np.diag(got), 1)
    assert list(got.columns) == ["factor1", "factor2", "factor3"]


def test_only_shared_items_are_compared(solved):
    _, _, solution = solved
    part = solution.loadings.iloc[:6]
    whole = cs.congruence(part, solution)
    np.testing.assert_allclose(whole, cs.congruence(part, part))


def test_what_cannot_be_compared_is_refused(solved):
    _, _, solution = solved
    with pytest.raises(ValueError, match="at least two are needed"):
        cs.congruence(solution, solution.loadings.iloc[:1])
    with pytest.raises(ValueError, match="a=int must be a result"):
        cs.congruence(1, solution)
    nothing = pd.DataFrame({"f": [0.0, 0.0]}, index=["x1", "x2"])
    with pytest.raises(ValueError, match="b has a factor without loadings"):
        cs.congruence(solution, nothing)


def test_planted_and_found_dimensions_are_congruent():
    """Three correlated dimensions of four ratings each, 600 people."""
    rng = np.random.default_rng(11)
    items = [f"{d}{i}" for d in "abc" for i in range(4)]
    planted = pd.DataFrame(
        np.kron(np.eye(3), [[0.8], [0.7], [0.6], [0.7]]), items, list("abc")
    )
    phi = np.full((3, 3), 0.4) + 0.6 * np.eye(3)
    hidden = rng.multivariate_normal(np.zeros(3), phi, 600) @ planted.T.to_numpy()
    own = np.sqrt(1 - (planted**2).sum(axis=1).to_numpy())
    x = np.rint(4 + 1.4 * (hidden + own * rng.normal(size=hidden.shape)))
    wave = cs.Wave.from_frame(pd.DataFrame(x.clip(1, 7), columns=items))
    found = cs.factor_analysis(wave, items, n_factors=3)
    assert (np.diag(cs.congruence(planted, found, match=True)) > 0.95).all()
