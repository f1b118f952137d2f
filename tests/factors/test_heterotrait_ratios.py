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


@pytest.mark.parametrize("kind", ["pearson", "polychoric"])
def test_with_blanks_the_linearised_error_is_the_jackknife_s(kind):
    frame = people(kind == "polychoric").wave.frame.copy()
    blank = np.random.default_rng(3).random((300, 6)) < 0.15
    frame[list("abcdef")] = frame[list("abcdef")].mask(blank)
    wave = cs.Wave.from_frame(frame, weights="w", clusters="u")
    told = {"kind": kind, "missing": "available", "draws": 20}
    found = cs.discriminant_validity(wave, TWO, **told)
    again = cs.discriminant_validity(cs.replicate(wave, method="jkn"), TWO, **told)
    assert found.table["se"][0] == pytest.approx(again.table["se"][0], rel=0.03)
    assert found.table["n"][0] > len(frame.dropna())
    assert any("answered both items" in str(note) for note in found.notes)
