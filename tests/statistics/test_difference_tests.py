"""Are differences of scaled statistics tested as they should be?"""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import chi2

from csat_methods.statistics.difference_tests import (
    carried,
    difference,
    positive_scaling,
    restricted_scaling,
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


def fitted_groups(shift, seed=1):
    """Scalar models of two groups, one item higher in the first, without and with it.

    With a loading released too, as a search would have left it.
    """
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(800, 1)) + rng.normal(size=(800, 4))
    x[:400, 0] += shift
    data = tuple(patterns(part, np.ones(400)) for part in np.split(x, 2))
    ground = Ground(data, AloneDrawn(np.ones(800)), means=True, alike=True)
    instrument = Instrument(factor_model({"one": list("abcd")}), 2)
    released = ["one =~ b", "b ~1"]
    narrow, wide = (
        likelihood_solution(instrument.at("scalar", terms), ground, "mlr")
        for terms in (released, [*released, "a ~1"])
    )
    return narrow, wide, ground


def test_a_model_far_off_has_a_difference_test_after_all():
    """Both scalings of Satorra and Bentler are none there; that of 2000 is one."""
    narrow, wide, ground = fitted_groups(2.0)
    assert scaling(narrow, wide) < 0
    assert positive_scaling(narrow, wide, ground) < 0
    found = difference(narrow, wide, ground)
    fall = narrow.model.chisq - wide.model.chisq
    assert found.chisq == pytest.approx(fall, rel=0.1)
    assert found.p < 1e-50


def test_all_scalings_agree_where_the_restriction_holds():
    """Of normal answers every one of them is about one."""
    narrow, wide, ground = fitted_groups(0.0)
    each = [
        scaling(narrow, wide),
        positive_scaling(narrow, wide, ground),
        restricted_scaling(narrow, wide, ground),
    ]
    assert each == pytest.approx([1.0] * 3, abs=0.15)


def test_a_restricted_scaling_needs_models_fitted_by_likelihood():
    narrow, wide, ground = fitted_groups(0.0)
    with pytest.raises(ValueError, match="fitted by likelihood"):
        restricted_scaling(narrow, replace(wide, fit=None), ground)
