"""Is the design-based test of independence Pearson's where the design is simple?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pytest
from scipy.stats import chi2_contingency, f as fisher

from csat_methods.statistics.rao_scott import independence, residuals

TABLES = st.lists(st.integers(1, 40), min_size=6, max_size=6).map(
    lambda cells: np.array(cells, float).reshape(2, 3)
)


def simple(p, n):
    """Covariance of shares of n independent answers."""
    return (np.diag(p.ravel()) - np.outer(p, p)) / n


def test_housing_and_a_table_of_six_is_rs(reference):
    values = reference("survey/rank_tests/effect_sizes")["values"]
    table = np.array(values["table"]["data"], float)
    n = int(table.sum())
    p = table / n
    found = independence(p, simple(p, n), n=n, df=n - 1)
    assert found.pearson == pytest.approx(values["chisq"]["statistic"], rel=1e-12)
    assert found.cramers_v == pytest.approx(values["cramers_v"], rel=1e-12)


@hypothesis.given(TABLES, st.floats(0.2, 8))
def test_of_independent_answers_it_is_pearsons_and_a_common_effect_divides(table, deff):
    n = int(table.sum())
    p = table / n
    rows, columns = p.sum(axis=1, keepdims=True), p.sum(axis=0, keepdims=True)
    # under independence the effects are those of the expected shares: all one
    expected = rows * columns
    null = independence(expected, simple(expected, n), n=n, df=50)
    assert null.effects == pytest.approx(np.ones(2))
    plain = chi2_contingency(table, correction=False)
    found = independence(p, simple(p, n), n=n, df=50)
    assert found.pearson == pytest.approx(plain.statistic, abs=1e-9)
    wider = independence(p, deff * simple(p, n), n=n, df=50)
    one, other = found.second_order, wider.second_order
    assert other["statistic"] * deff == pytest.approx(one["statistic"], abs=1e-12)
    assert other["df1"] == pytest.approx(one["df1"])
    assert wider.first_order["scale"] == pytest.approx(
        deff * found.first_order["scale"]
    )


@hypothesis.given(TABLES, st.permutations(range(3)))
def test_order_and_turning_of_the_table_change_nothing(table, order):
    n = int(table.sum())
    p = table / n
    one = independence(p, simple(p, n), n=n, df=30).second_order
    for other in (p[:, order], p[::-1], p.T):
        again = independence(other, simple(other, n), n=n, df=30).second_order
        assert again["p"] == pytest.approx(one["p"])


def test_p_is_that_of_the_f_distribution():
    p = np.array([[0.3, 0.1], [0.2, 0.4]])
    found = independence(p, simple(p, 50), n=50, df=20).second_order
    expected = fisher.sf(found["statistic"], found["df1"], found["df2"])
    assert found["p"] == pytest.approx(expected)


def test_an_empty_cell_is_no_obstacle():
    p = np.array([[0.5, 0.0], [0.1, 0.4]])
    found = independence(p, simple(p, 100), n=100, df=99)
    assert np.isfinite(list(found.second_order.values())).all()


def test_without_variance_or_degrees_there_is_no_test():
    p = np.array([[0.3, 0.2], [0.2, 0.3]])
    fixed = independence(p, np.zeros((4, 4)), n=100, df=50)
    assert np.isnan(fixed.second_order["p"])
    assert np.isnan(fixed.first_order["p"])
    lonely = independence(p, simple(p, 100), n=100, df=0)
    assert np.isnan(lonely.second_order["p"])


@hypothesis.given(TABLES)
def test_residuals_add_up_to_nothing_and_have_the_delta_error(table):
    p = table / table.sum()
    V = simple(p, 100)
    d, se = residuals(p, V)
    assert d.sum(axis=0) == pytest.approx(np.zeros(3), abs=1e-12)
    assert d.sum(axis=1) == pytest.approx(np.zeros(2), abs=1e-12)

    def first(q):
        return q[0, 0] - q[0].sum() * q[:, 0].sum()

    h, gradient = 1e-6, []
    for cell in range(6):
        up = p.ravel().copy()
        up[cell] += h
        gradient.append((first(up.reshape(2, 3)) - first(p)) / h)
    g = np.array(gradient)
    assert se[0, 0] == pytest.approx(np.sqrt(g @ V @ g), rel=1e-3, abs=1e-6)
