"""Do the three models of an item nest, and is a shift found?"""

import numpy as np
import pytest

from csat_methods.statistics.item_bias import item_bias


@pytest.fixture(scope="module")
def found():
    rng = np.random.default_rng(5)
    score, group = rng.normal(size=3000), np.arange(3000) % 3
    latent = 1.2 * score + 0.8 * (group == 2) + rng.logistic(size=3000)
    y = (latent > -1).astype(int) + (latent > 1)
    return item_bias(y, score, group, np.ones(3000))


def test_statistics_add_up(found):
    whole, uniform, rest = found.statistics
    assert whole == pytest.approx(uniform + rest)
    assert min(found.statistics) >= 0


def test_each_model_explains_more(found):
    shares = [found.explained(f) for f in (found.score, found.uniform, found.full)]
    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[2] < 1
    assert found.effect >= found.effect_uniform >= 0


def test_the_planted_shift_is_the_last_groups(found):
    shifts = found.uniform.coefficients[1:3]
    assert shifts == pytest.approx([0.0, 0.8], abs=0.2)


def test_nagelkerkes_share_of_two_by_two_is_the_textbooks():
    # Of 40, 30 and 10 of two groups of 40 say yes: D₀ and D from the logarithms.
    x, y = np.repeat([0.0, 1.0], 40), np.r_[np.arange(40) < 30, np.arange(40) < 10]
    own = item_bias(y.astype(int), x, np.arange(80) % 2, np.ones(80))
    null, full = (
        -2 * 80 * np.log(0.5),
        -2 * 80 * (0.75 * np.log(0.75) + 0.25 * np.log(0.25)),
    )
    wanted = (1 - np.exp((full - null) / 80)) / (1 - np.exp(-null / 80))
    assert own.explained(own.score) == pytest.approx(wanted)
