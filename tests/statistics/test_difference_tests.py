"""Are differences of scaled statistics tested as they should be?"""

import numpy as np
import pytest
from scipy.stats import chi2

from csat_methods.statistics.difference_tests import (
    carried,
    difference,
    positive_scaling,
    scaling,
)
from csat_methods.statistics.factor_model import factor_model
from csat_methods.statistics.invariance_levels import Instrument
from csat_methods.statistics.likelihood_solution import likelihood_solution
from csat_methods.statistics.model_ground import Ground
from csat_methods.statistics.pattern_likelihood import patterns
from csat_methods.statistics.robust_scaling import AloneDrawn


def schools(reference, reference_data, estimator):
    case = reference(f"psychometrics/invariance/hs_school_{estimator}")
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
    instrument = Instrument(factor_model(model), 2)
    levels = [
        likelihood_solution(instrument.at(level), ground, estimator)
        for level in instrument.levels
    ]
    return case["values"], ground, levels


def test_satorra_and_bentler_s_two_differences_are_lavaan_s(reference, reference_data):
    values, ground, levels = schools(reference, reference_data, "mlr")
    for i in (1, 2, 3):
        narrow, wide = levels[i], levels[i - 1]
        found = difference(narrow, wide, ground)
        row = values["difference_tests"][i]
        assert found.chisq == pytest.approx(row["Chisq diff"], rel=1e-4)
        assert found.df == row["Df diff"]
        fall = narrow.model.chisq - wide.model.chisq
        later = values["difference_tests_2010"][i]["Chisq diff"]
        assert fall / positive_scaling(narrow, wide, ground) == pytest.approx(
            later, rel=1e-4
        )


def test_plain_statistics_differ_plainly(reference, reference_data):
    _, ground, levels = schools(reference, reference_data, "ml")
    found = difference(levels[1], levels[0], ground)
    fall = levels[1].model.chisq - levels[0].model.chisq
    assert scaling(levels[1], levels[0]) == 1.0
    assert found.chisq == pytest.approx(fall)
    assert found.p == pytest.approx(chi2.sf(fall, 6))


def test_a_model_against_itself_has_no_test(reference, reference_data):
    _, ground, levels = schools(reference, reference_data, "ml")
    found = difference(levels[0], levels[0], ground)
    assert (found.chisq, found.df) == (0.0, 0)
    assert np.isnan(found.p)


def test_estimates_are_carried_to_a_wider_model(reference, reference_data):
    _, _, levels = schools(reference, reference_data, "ml")
    theta = carried(levels[1], levels[0].layout)
    there = levels[0].fit.likelihood.value(theta)
    assert there == pytest.approx(levels[1].fit.minimum.value, rel=1e-12)
