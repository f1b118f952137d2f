"""What do all tests of weighting share?"""

import numpy as np
import pytest

import csat_methods as cs
from csat_methods.wave.estimate import domains
from csat_methods.wave.ratios import ratio_estimates


def _compare_weights(wave, expected, rel):
    """Compare all weights with R's by their sums, ends and the first ten."""
    w = wave.weights.to_numpy()
    found = [w.sum(), w.min(), w.max(), (w**2).sum(), *w[:10]]
    ends = [expected[name] for name in ("sum", "min", "max", "sum_squares")]
    assert found == pytest.approx([*ends, *expected["first_10"]], rel=rel)


def _compare_estimates(wave, expected, rel):
    """Compare means, totals, ratios, segments and shares with R's, and their errors."""
    mean, total = cs.means(wave, "api00"), cs.totals(wave, "enroll")
    top, bottom = wave.answers("api.stu"), wave.answers("enroll")
    ratio = ratio_estimates(wave, domains(wave), top, bottom)
    found = [mean.estimate, total.estimate, ratio.estimate[0]]
    errors = [mean.se, total.se, ratio.se[0]]
    names = ("mean_api00", "total_enroll", "ratio")
    assert found == pytest.approx(
        [_of(expected[n], "estimate") for n in names], rel=rel
    )
    assert errors == pytest.approx([_of(expected[n], "se") for n in names], rel=rel)
    by = cs.means(wave, "api00", by="stype").table
    assert by["stype"].tolist() == expected["by_stype"]["stype"]
    assert by["estimate"].tolist() == pytest.approx(expected["by_stype"]["api00"], rel)
    assert by["se"].tolist() == pytest.approx(expected["by_stype"]["se"], rel)
    assert mean["api00"]["df"] == expected["degf"]
    shares = cs.proportions(wave, "comp.imp").table
    wanted = expected["share_comp_imp"]
    assert shares["estimate"].tolist() == pytest.approx(
        list(wanted["estimate"].values())
    )
    # a share that is itself a margin has no error: R's are roundings of 0
    errors = np.array(list(wanted["se"].values()))
    assert shares["se"].tolist() == pytest.approx(errors, rel=rel, abs=1e-5)


def _of(stat, part):
    (value,) = stat[part].values()
    return value


@pytest.fixture
def clusters(reference_data):
    """The schools of 15 districts, drawn as clusters of a finite population."""
    return cs.Wave.from_frame(
        reference_data("apiclus1"), weights="pw", clusters="dnum", population_size="fpc"
    )


@pytest.fixture
def strata(reference_data):
    """The schools drawn by type, out of finite strata."""
    return cs.Wave.from_frame(
        reference_data("apistrat"), weights="pw", strata="stype", population_size="fpc"
    )


@pytest.fixture
def assert_weights():
    """Compare weights with R's: ``assert_weights(wave, values, rel=1e-9)``."""
    return _compare_weights


@pytest.fixture
def assert_estimates():
    """Compare estimates and errors with R's."""
    return _compare_estimates
