"""Do score tests foretell what setting a parameter free really does?"""

import numpy as np
import pytest

from csat_methods.statistics.factor_model import factor_model
from csat_methods.statistics.invariance_levels import Instrument
from csat_methods.statistics.likelihood_solution import likelihood_solution
from csat_methods.statistics.model_ground import Ground
from csat_methods.statistics.model_layout import Conventions, amounts_layout
from csat_methods.statistics.pattern_likelihood import patterns
from csat_methods.statistics.robust_scaling import AloneDrawn
from csat_methods.statistics.score_tests import modifications, release_tests

MODEL = {"f": ["a", "b", "c"], "g": ["d", "e", "h"]}


def answers(n=2000, extra=0.15):
    rng = np.random.default_rng(1)
    x = np.repeat(rng.normal(size=(n, 2)), 3, axis=1) + rng.normal(size=(n, 6))
    x[:, 3] += extra * x[:, 2]
    return x


def solved(model, x):
    ground = Ground(
        (patterns(x, np.ones(len(x))),), AloneDrawn(np.ones(len(x))), False, True
    )
    layout = amounts_layout(factor_model(model), 1, Conventions())
    return likelihood_solution(layout, ground, "ml")


def test_an_index_is_near_the_fall_of_chi_square():
    x = answers()
    base = solved(MODEL, x)
    found = {c.cell.term: c for c in modifications(base.fit, base.layout)}
    wider = solved(MODEL | {"residuals": [("c", "d")]}, x)
    one = found["c ~~ d"]
    assert one.mi == pytest.approx(base.model.chisq - wider.model.chisq, rel=0.1)
    own = dict(zip(wider.layout.terms(), wider.theta, strict=True))
    assert one.epc == pytest.approx(own["c ~~ d"], rel=0.1)


def test_what_is_free_already_has_no_index():
    base = solved(MODEL, answers())
    terms = {c.cell.term for c in modifications(base.fit, base.layout)}
    assert not terms & set(base.layout.terms())
    assert "f =~ a" not in terms
    assert "f =~ d" in terms


@pytest.mark.parametrize("name", ["metric", "scalar"])
def test_release_tests_are_lavaan_s(name, reference, reference_data):
    case = reference("psychometrics/invariance/hs_school_ml")
    frame = reference_data(case["data"])
    x = frame[case["items"]].to_numpy(float)
    groups = [x[frame["school"] == s] for s in case["values"]["group_labels"]]
    ground = Ground(
        tuple(patterns(part, np.ones(len(part))) for part in groups),
        AloneDrawn(np.ones(len(x))),
        True,
        True,
    )
    pairs = (line.split("=~") for line in case["model"].splitlines())
    model = {f.strip(): [i.strip() for i in r.split("+")] for f, r in pairs}
    layout = Instrument(factor_model(model), 2).at(name)
    solution = likelihood_solution(layout, ground, "ml")
    wanted = case["values"][f"score_tests_{name}"]["univariate"]
    terms = [row["parameter"].strip() for row in wanted]
    found = release_tests(solution.fit, layout, [(term,) for term in terms])
    for (statistic, df), row in zip(found, wanted, strict=True):
        assert df == 1
        assert statistic == pytest.approx(row["X2"], rel=1e-4)
