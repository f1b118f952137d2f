"""Are polychoric correlations, thresholds and their covariances those of lavaan?"""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from csat_methods.statistics.polychoric import polychoric
from csat_methods.statistics.polychoric_tables import EDGE

CASES = ["bfi_A", "bfi_N_pairwise", "datcat", "science"]


def case(reference, name):
    return reference(f"psychometrics/correlations/polychoric_{name}")


def covariance(found):
    """Covariances of the estimates of independent rows, by their influence."""
    z = found.influence() * found.weights[:, None]
    return z.T @ z


def drawn(n, rho, seed, cuts=(-1.0, 0.2, 1.1)):
    rng = np.random.default_rng(seed)
    x = rng.multivariate_normal([0, 0], [[1, rho], [rho, 1]], n)
    return np.digitize(x, cuts).astype(float)


@pytest.mark.parametrize("name", CASES)
def test_estimates_are_those_of_lavaan(reference, answers, vector, name):
    read = case(reference, name)
    got = polychoric(answers(read, complete=read["missing"] == "listwise"))
    np.testing.assert_allclose(got.R, read["values"]["lavaan"]["data"], atol=1e-6)
    np.testing.assert_allclose(
        np.concatenate(got.thresholds),
        vector(read["values"]["thresholds"]),
        atol=1e-12,
    )


@pytest.mark.parametrize("name", CASES)
def test_covariances_of_the_estimates_are_those_of_lavaan(reference, answers, name):
    read = case(reference, name)
    x = answers(read, complete=read["missing"] == "listwise")
    got, n = covariance(polychoric(x)), read["values"]["n"]
    gamma = np.array(read["values"]["gamma"]["data"], float)
    scale = np.sqrt(np.diag(gamma))
    np.testing.assert_allclose(
        n * got / np.outer(scale, scale),
        gamma / np.outer(scale, scale),
        atol=1e-6,
    )


@pytest.mark.parametrize("name", CASES)
def test_errors_are_lavaans_with_its_divisor(reference, answers, name):
    read = case(reference, name)
    got = polychoric(answers(read, complete=read["missing"] == "listwise"))
    n = read["values"]["n"]
    errors = {
        (row["lhs"], row["rhs"]): row["se"]
        for row in read["values"]["lavaan_se"]
        if row["op"] == "~~"
    }
    wanted = [errors[tuple(read["items"][i] for i in pair)] for pair in got.pairs]
    ours = np.sqrt(np.diag(covariance(got))[-len(wanted) :] * n / (n - 1))
    np.testing.assert_allclose(ours, wanted, rtol=1e-5)


def test_influence_is_what_a_little_weight_does():
    x = np.hstack([drawn(150, 0.6, 3), drawn(150, -0.4, 4)])
    x[:20, 2] = np.nan
    w = np.linspace(0.5, 2, 150)
    base, step = polychoric(x, w), 1e-4
    z = base.influence()
    for row in (0, 40, 77):
        up, down = w.copy(), w.copy()
        up[row] += step
        down[row] -= step
        change = polychoric(x, up).estimates - polychoric(x, down).estimates
        thresholds_only = z.shape[1] - 6
        np.testing.assert_allclose(
            change[:thresholds_only] / (2 * step), z[row, :thresholds_only], rtol=1e-5
        )
    assert abs((z * w[:, None]).sum(axis=0)).max() < 1e-8


def test_a_weight_of_two_is_two_alike_respondents():
    x = drawn(100, 0.5, 5)
    w = np.ones(100)
    w[:30] = 2
    doubled = polychoric(np.concatenate([x, x[:30]]))
    np.testing.assert_allclose(polychoric(x, w).R, doubled.R, atol=1e-10)


@given(st.floats(0.1, 50))
def test_scaling_the_weights_changes_nothing(factor):
    x, w = drawn(80, 0.4, 6), np.linspace(1, 2, 80)
    one, other = polychoric(x, w), polychoric(x, factor * w)
    np.testing.assert_allclose(one.estimates, other.estimates, atol=1e-10)
    np.testing.assert_allclose(covariance(one), covariance(other), atol=1e-10)


def test_reversing_an_item_changes_the_sign_alone():
    x = drawn(300, 0.7, 7)
    turned = x * [1, -1]
    assert polychoric(turned).rho == pytest.approx(-polychoric(x).rho, abs=1e-10)


def test_codes_do_not_matter_only_their_order():
    x = drawn(300, 0.7, 8)
    np.testing.assert_allclose(polychoric(x**3 + 2).R, polychoric(x).R, atol=1e-12)


@pytest.mark.parametrize("rho", [-0.97, -0.5, 0.0, 0.3, 0.8, 0.99])
def test_the_truth_is_found_in_a_large_sample(rho):
    got = polychoric(drawn(40_000, rho, 9))
    error = np.sqrt(covariance(got)[-1, -1])
    assert got.rho[0] == pytest.approx(rho, abs=4 * error)


def test_different_numbers_of_categories_are_no_matter():
    x = drawn(4000, 0.6, 10)
    x[:, 1] = x[:, 1] > 1
    got = polychoric(x)
    assert [len(cuts) for cuts in got.thresholds] == [3, 1]
    assert got.rho[0] == pytest.approx(0.6, abs=0.06)


def test_a_table_without_exceptions_stops_below_one_and_says_so():
    x = np.repeat([[0, 0], [1, 1], [2, 2]], 20, axis=0)
    got = polychoric(np.column_stack([x, -x[:, 0]]))
    assert got.at_edge.all()
    np.testing.assert_allclose(got.rho, [EDGE, -EDGE, -EDGE])


def test_bad_input_is_refused_by_name():
    with pytest.raises(ValueError, match=r"columns=\[1\] have fewer than two"):
        polychoric([[1, 2], [2, 2]])
    with pytest.raises(ValueError, match=r"pairs=\[\[0, 1\]\]: nobody answered both"):
        polychoric([[1, np.nan], [2, np.nan], [np.nan, 1], [np.nan, 2]])
    with pytest.raises(ValueError, match=r"weights of shape \(1,\) must be finite"):
        polychoric([[1, 2], [2, 1]], [1.0])
    with pytest.raises(ValueError, match="items=1: polychoric correlations need"):
        polychoric([[1], [2]])
