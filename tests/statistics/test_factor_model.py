"""Does a mapping become the cells that it means?"""

import pytest

from csat_methods.statistics.factor_model import (
    PATH,
    RESIDUAL,
    SCALE,
    covariance_cells,
    factor_model,
    mean_cells,
    ordinal_cells,
)

SECOND = {"a": ["x1", "x2"], "b": ["x3", "x4"], "g": ["a", "b"]}


def told(cells):
    return {cell.term: cell.fixed for cell in cells}


def test_cells_come_in_lavaan_s_order():
    model = factor_model({"f": ["x", "y"], "g": ["z", "w"], "residuals": [("x", "z")]})
    assert [cell.term for cell in covariance_cells(model)] == [
        *("f =~ x", "f =~ y", "g =~ z", "g =~ w"),
        "x ~~ z",
        *("x ~~ x", "y ~~ y", "z ~~ z", "w ~~ w"),
        *("f ~~ f", "g ~~ g", "f ~~ g"),
    ]


def test_a_first_loading_or_the_variance_is_one():
    model = factor_model({"f": ["x", "y"]})
    assert told(covariance_cells(model))["f =~ x"] == 1.0
    free = told(covariance_cells(model, standardize=True))
    assert free["f =~ x"] is None
    assert free["f ~~ f"] == 1.0
    other = told(covariance_cells(model, markers={"f": "y"}))
    assert (other["f =~ x"], other["f =~ y"]) == (None, 1.0)


def test_factors_that_others_explain_have_paths_and_no_covariances():
    cells = covariance_cells(factor_model(SECOND))
    assert [c.term for c in cells if c.kind == PATH] == ["g =~ a", "g =~ b"]
    assert not {"a ~~ b", "a ~~ g"} & set(told(cells))
    assert factor_model(SECOND).items_of("g") == ("x1", "x2", "x3", "x4")


def test_orthogonal_factors_covary_with_none():
    model = {"g": ["x", "y", "z"], "s": ["x", "y"], "t": ["z", "w"]}
    cells = told(covariance_cells(factor_model(model | {"orthogonal": ["g"]})))
    assert (cells["g ~~ s"], cells["g ~~ t"], cells["s ~~ t"]) == (0.0, 0.0, None)


def test_the_residual_of_an_only_indicator_is_zero():
    cells = told(covariance_cells(factor_model({"f": ["x"], "g": ["y", "z"]})))
    assert cells["x ~~ x"] == 0.0
    assert cells["y ~~ y"] is None


def test_ratings_have_thresholds_and_scales_or_residuals():
    model = factor_model({"f": ["x", "y"]})
    delta = ordinal_cells(model, [2, 1], standardize=False, scaled=True)
    terms = told(delta)
    assert {"x | t1", "x | t2", "y | t1", "x ~*~ x"} <= set(terms)
    assert not [c for c in delta if c.kind == RESIDUAL]
    theta = ordinal_cells(model, [2, 1], standardize=False, scaled=False)
    assert told(theta)["x ~~ x"] == 1.0
    assert not [c for c in theta if c.kind == SCALE]
    assert told(mean_cells(model)) == {"x ~1": None, "y ~1": None, "f ~1": 0.0}


@pytest.mark.parametrize(
    ("model", "fault"),
    [
        ({}, "must map at least one factor"),
        (["x"], "must map at least one factor"),
        ({"f": []}, r"model\['f'\]=\[\] must be a list of names"),
        ({"f": ["x", "x"]}, "f loads on x twice"),
        ({"f": ["x", "g"], "g": ["f", "y"]}, "factors load on themselves: f, g"),
        ({"f": ["x", "y"], "residuals": [("x", "q")]}, r"residuals \('x', 'q'\)"),
        ({"f": ["x", "y"], "residuals": ["xy"]}, "must be a pair of names"),
        ({"f": ["x", "y"], "residuals": [("x", "x")]}, r"residuals \('x', 'x'\)"),
        ({"f": ["x", "y"], "orthogonal": ["g"]}, "orthogonal names no factors"),
    ],
)
def test_what_is_no_model_is_refused_with_its_names(model, fault):
    with pytest.raises(ValueError, match=fault):
        factor_model(model)


def test_all_faults_are_said_at_once():
    with pytest.raises(ValueError, match=r"twice; .*orthogonal"):
        factor_model({"f": ["x", "x"], "orthogonal": ["g"]})
