"""Designs that the reference values of R rest on."""

import pytest

import csat_methods as cs

DESIGNS = {
    "apisrs": {"population_size": "fpc"},
    "apistrat": {"weights": "pw", "strata": "stype", "population_size": "fpc"},
    "apiclus1": {"weights": "pw", "clusters": "dnum", "population_size": "fpc"},
}


@pytest.fixture
def school(reference_data):
    """Make a wave of schools in California: ``school("apistrat")``."""

    def wave(name, **columns):
        frame = reference_data(name).assign(**columns)
        return cs.Wave.from_frame(frame, **DESIGNS[name])

    return wave


@pytest.fixture
def strat(school):
    return school("apistrat")


@pytest.fixture
def clus(school):
    return school("apiclus1")
