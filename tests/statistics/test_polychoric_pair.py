"""Is the joint maximum that of polycor, or a likelier one?"""

import numpy as np
import pytest
from scipy.special import xlogy

from csat_methods.statistics.bivariate_normal import FAR, cell_probabilities
from csat_methods.statistics.polychoric_pair import polychoric_pair

PAIRS = [("bfi", 0), ("bfi", 1), ("bfi", 2), ("science", 0), ("science", 1)]
TABLE = [[30, 12, 5], [14, 22, 16], [4, 15, 31], [2, 3, 9]]


def case(reference, name, number):
    found = reference(f"psychometrics/correlations/polychoric_pairs_{name}")
    pair = found["values"]["pairs"][number]
    return np.array(pair["table"]["data"], float), pair


@pytest.mark.parametrize(("name", "number"), PAIRS)
def test_two_steps_are_those_of_polycor(reference, name, number):
    table, pair = case(reference, name, number)
    got, wanted = polychoric_pair(table, method="two_step"), pair["two_step"]
    assert got.rho == pytest.approx(wanted["rho"], abs=1e-5)
    assert got.se == pytest.approx(wanted["se"], rel=1e-3)
    np.testing.assert_allclose(got.rows, wanted["row_cuts"], atol=1e-12)
    np.testing.assert_allclose(got.columns, wanted["col_cuts"], atol=1e-12)
    assert got.normality.statistic == pytest.approx(wanted["chisq"], rel=1e-5)
    assert got.normality.df == wanted["df"]


@pytest.mark.parametrize(("name", "number"), PAIRS)
def test_the_maximum_is_no_worse_than_polycors(reference, name, number):
    # polycor's simplex stops below the maximum where there are many thresholds.
    table, pair = case(reference, name, number)
    got, wanted = polychoric_pair(table), pair["ml"]
    assert got.converged
    assert got.normality.statistic <= wanted["chisq"] + 1e-9
    near = 2e-2 if got.normality.statistic < wanted["chisq"] - 1e-3 else 2e-4
    assert got.rho == pytest.approx(wanted["rho"], abs=near)
    assert got.se == pytest.approx(wanted["se"], rel=near)
    np.testing.assert_allclose(got.rows, wanted["row_cuts"], atol=near)


def test_a_table_of_the_model_gives_the_models_parameters():
    rows = np.array([[-FAR, -0.7, 0.1, 1.3, FAR]])
    columns = np.array([[-FAR, -0.2, 0.4, 0.9, FAR]])
    table = 1e4 * cell_probabilities(rows, columns, np.array([-0.35]))[0]
    for method in ("ml", "two_step"):
        got = polychoric_pair(table, method=method)
        assert got.rho == pytest.approx(-0.35, abs=1e-9)
        np.testing.assert_allclose(got.rows, rows[0, 1:-1], atol=1e-8)
        assert got.normality.statistic == pytest.approx(0, abs=1e-9)


def test_turning_the_table_over_changes_nothing():
    one, other = polychoric_pair(TABLE), polychoric_pair(np.transpose(TABLE))
    assert one.rho == pytest.approx(other.rho, abs=1e-8)
    assert one.se == pytest.approx(other.se, rel=1e-5)
    np.testing.assert_allclose(one.rows, other.columns, atol=1e-7)


def test_empty_rows_do_not_count():
    wide = np.insert(np.array(TABLE), 2, 0, axis=0)
    assert polychoric_pair(wide).rho == pytest.approx(polychoric_pair(TABLE).rho)


def test_the_likelihood_ratio_is_against_any_table():
    got = polychoric_pair(TABLE)
    assert got.normality.df == 12 - 4 - 3
    table = np.array(TABLE, float)
    independent = np.outer(table.sum(1), table.sum(0)) / table.sum()
    assert got.normality.statistic < 2 * xlogy(table, table / independent).sum()


def test_two_by_two_always_fits():
    got = polychoric_pair([[30, 10], [10, 30]])
    assert got.normality is None or got.normality.statistic < 1e-9
    assert got.rho == pytest.approx(np.sin(np.pi / 4), abs=1e-9)


def test_bad_tables_are_refused():
    with pytest.raises(ValueError, match=r"table of shape \(2,\)"):
        polychoric_pair([1, 2])
    with pytest.raises(ValueError, match="two rows and two columns"):
        polychoric_pair([[1, 2], [0, 0]])
    with pytest.raises(ValueError, match="method='em'"):
        polychoric_pair(TABLE, method="em")
