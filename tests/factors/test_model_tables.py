"""Do tables hold what the solution says?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.factors.fitted_model import Request, fitted
from csat_methods.factors.model_answers import entered
from csat_methods.factors.model_tables import (
    changes_table,
    covariance_of_rows,
    derived_residuals,
    parameter_table,
    residual_matrices,
    standardized_table,
    variances_below_zero,
)

MODEL = {"one": ["a", "b", "c", "d"]}


def solved(estimator="mlr", group=None, rated=False):
    rng = np.random.default_rng(1)
    x = rng.normal(size=(400, 1)) + rng.normal(size=(400, 4))
    x = np.digitize(x, [-1, 0, 1]) if rated else x
    frame = pd.DataFrame(x, columns=list("abcd"), dtype=float).assign(g=[1, 2] * 200)
    people = entered(cs.Wave.from_frame(frame), MODEL, group=group, missing="complete")
    means = group is not None
    return fitted(people, Request(estimator, (), False, True, means))


def test_intervals_are_normal_for_people_drawn_alone():
    table = parameter_table(solved(), 0.95).set_index("term")
    row = table.loc["one =~ b"]
    assert row["ci_high"] - row["estimate"] == pytest.approx(1.959964 * row["se"])
    assert row["z"] == pytest.approx(row["estimate"] / row["se"])
    assert bool(table.loc["one =~ a", "fixed"])
    assert table.loc["one =~ a", "se"] == 0
    assert np.isnan(table.loc["one =~ a", "z"])


def test_the_covariance_has_a_row_for_each_row_of_the_table():
    found = solved("wlsmv", rated=True)
    table, V = parameter_table(found, 0.95), covariance_of_rows(found)
    assert V.shape == (len(table), len(table))
    assert np.sqrt(np.diag(V)) == pytest.approx(table["se"].to_numpy())


def test_residual_variances_of_responses_follow_from_loadings():
    found = solved("wlsmv", rated=True)
    loads = standardized_table(found).set_index("term")["estimate"]
    for each in derived_residuals(found):
        item = each.term.split(" ")[0]
        assert each.value == pytest.approx(1 - loads[f"one =~ {item}"] ** 2)
        assert each.share == pytest.approx(each.value)
    assert variances_below_zero(found) == []


def test_groups_have_a_matrix_each():
    found = residual_matrices(solved(group="g"))
    assert list(found) == ["1", "2"]
    assert np.diag(found["1"]) == pytest.approx(np.zeros(4), abs=1e-12)
    alone = residual_matrices(solved())
    assert list(alone.columns) == list("abcd")


def test_changes_fall_from_the_largest():
    mi = changes_table(solved())["mi"].to_numpy()
    assert (np.diff(mi) <= 0).all()
    assert len(mi) == 6
