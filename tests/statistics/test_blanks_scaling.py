"""Are fit measures of answers with blanks corrected as if nothing were blank?"""

import numpy as np
import pytest

from csat_methods.statistics.blanks_scaling import Blanks, corrected_for_blanks
from csat_methods.statistics.covariance_structure import likelihood_fit
from csat_methods.statistics.factor_model import factor_model
from csat_methods.statistics.model_layout import Conventions, amounts_layout
from csat_methods.statistics.pattern_likelihood import patterns
from csat_methods.statistics.robust_scaling import AloneDrawn
from csat_methods.statistics.saturated_moments import saturated
from csat_methods.statistics.starting_values import start


def corrected(x, robust):
    data = patterns(x, np.ones(len(x)))
    whole = saturated(data)
    layout = amounts_layout(
        factor_model({"f": list("abcd")}), 1, Conventions(means=True)
    )
    fit = likelihood_fit(layout, [data], start(layout, [whole.sigma], [whole.mu]))
    blanks = Blanks((whole,), AloneDrawn(data.weights))
    chisq = data.total * (fit.minimum.value - whole.seen.value)
    return corrected_for_blanks(fit, blanks, robust=robust), chisq


def answers(blanks):
    rng = np.random.default_rng(1)
    x = rng.normal(size=(500, 1)) + rng.normal(size=(500, 4))
    x[rng.random(x.shape) < blanks] = np.nan
    return x[~np.isnan(x).all(axis=1)]


def test_without_blanks_nothing_is_corrected():
    found, chisq = corrected(answers(0.0), robust=False)
    assert found.model.chisq == pytest.approx(chisq, rel=1e-9)
    assert found.model.stretch == pytest.approx(1.0)
    assert found.baseline.stretch == pytest.approx(1.0)


def test_blanks_make_more_of_the_misfit_chance():
    found, _ = corrected(answers(0.3), robust=False)
    assert found.model.stretch > 1.1
    robust, _ = corrected(answers(0.3), robust=True)
    assert robust.model.stretch == pytest.approx(found.model.stretch, rel=0.25)


def test_the_chance_misfit_is_the_statistic_on_average():
    """Over samples from a model that holds, T − c df averages zero."""
    rng = np.random.default_rng(4)
    gaps = []
    for _ in range(60):
        x = rng.normal(size=(300, 1)) + rng.normal(size=(300, 4))
        x[rng.random(x.shape) < 0.2] = np.nan
        found, _ = corrected(x[~np.isnan(x).all(axis=1)], robust=False)
        gaps.append(found.model.chisq - found.model.stretch * found.model.df)
    assert abs(np.mean(gaps)) < 3 * np.std(gaps) / np.sqrt(60)
