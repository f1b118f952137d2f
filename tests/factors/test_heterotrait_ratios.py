"""Are ratios' errors right, whatever the kind of correlation?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.factors.heterotrait_ratios import Bootstrap, heterotrait_ratios
from csat_methods.factors.model_answers import entered

TWO = {"one": list("abc"), "two": list("def")}


def people(rated=False, **design):
    rng = np.random.default_rng(1)
    scores = rng.multivariate_normal([0, 0], [[1, 0.5], [0.5, 1]], 300)
    x = np.repeat(scores, 3, axis=1) + rng.normal(size=(300, 6))
    x = np.digitize(x, [-1.2, 0, 1.2]).astype(float) if rated else x
    frame = pd.DataFrame(x, columns=list("abcdef")).assign(
        u=np.repeat(range(60), 5), w=rng.uniform(1, 3, 300)
    )
    wave = cs.Wave.from_frame(frame, **design)
    return entered(wave, TWO, group=None, missing="complete")


@pytest.mark.parametrize("kind", ["pearson", "polychoric"])
@pytest.mark.parametrize("design", [{}, {"clusters": "u", "weights": "w"}])
def test_linearised_errors_are_those_of_the_bootstrap(kind, design):
    found = heterotrait_ratios(
        people(kind == "polychoric", **design), "htmt", kind, Bootstrap(200, 1, 0.95)
    )
    low, high = found.ends
    assert (high - low)[0] / (2 * 1.96) == pytest.approx(found.estimates.se[0], rel=0.2)


def test_the_same_seed_draws_the_same():
    again = Bootstrap(50, 7, 0.9)
    one, two = (heterotrait_ratios(people(), "htmt2", "pearson", again) for _ in "ab")
    assert one.ends[0].tolist() == two.ends[0].tolist()
