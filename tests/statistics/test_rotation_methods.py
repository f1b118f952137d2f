"""Are rotations by name what the literature means by them?"""

import numpy as np
import pytest
from factor_analyzer import Rotator

from csat_methods.statistics.gradient_projection import OBLIQUE, ORTHOGONAL
from csat_methods.statistics.rotation_methods import METHODS, Options

A = np.random.default_rng(1).uniform(-0.6, 0.8, (8, 3))
OPTIONS = Options(p=8, m=3, power=4, epsilon=0.01, target=np.where(A > 0, np.nan, 0.0))


def test_oblique_are_those_that_let_factors_correlate():
    oblique = {name for name, way in METHODS.items() if way.space is OBLIQUE}
    assert oblique == {"oblimin", "geomin", "target"}
    assert METHODS["promax"].space is ORTHOGONAL, "promax starts from varimax"


def test_kaiser_s_weights_are_for_varimax_and_promax_only():
    assert {n for n, way in METHODS.items() if way.kaiser} == {"varimax", "promax"}


def test_only_bifactor_and_targets_keep_columns_in_place():
    kept = {name: way.fixed for name, way in METHODS.items() if way.fixed}
    assert kept == {"bifactor": 1, "target": -1, "target_orthogonal": -1}


@pytest.mark.parametrize("name", [n for n, way in METHODS.items() if way.first])
def test_the_rotator_s_start_is_lower_than_none(name):
    way = METHODS[name]
    start = Rotator(normalize=False, **way.first(OPTIONS)).fit_transform(A)
    criterion = way.criterion(OPTIONS)
    assert criterion(start)[0] < criterion(A)[0]


def test_equamax_spreads_variance_more_evenly_than_quartimax():
    # kappa = m / (2p): at its minimum the columns' variances differ less
    def unevenness(name):
        way = METHODS[name]
        L = Rotator(normalize=False, **way.first(OPTIONS)).fit_transform(A)
        return np.ptp((L**2).sum(axis=0))

    assert METHODS["equamax"].first(OPTIONS)["kappa"] == 3 / 16
    assert unevenness("equamax") < unevenness("quartimax")


def test_criteria_take_the_options():
    wide = Options(p=8, m=3, power=4, epsilon=0.1, target=np.zeros((8, 3)))
    for name in ("geomin", "geomin_orthogonal", "target", "target_orthogonal"):
        narrow = METHODS[name].criterion(OPTIONS)(A)[0]
        assert METHODS[name].criterion(wide)(A)[0] > narrow
