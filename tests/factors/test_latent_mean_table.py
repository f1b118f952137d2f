"""Are latent means told against the first group?"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.factors.latent_mean_table import interval_quantile, latent_mean_table
from csat_methods.factors.model_answers import entered
from csat_methods.statistics.invariance_levels import Instrument
from csat_methods.statistics.likelihood_solution import likelihood_solution


def people(**design):
    rng = np.random.default_rng(1)
    x = rng.normal(size=(400, 1)) + rng.normal(size=(400, 3))
    frame = pd.DataFrame(x, columns=list("abc")).assign(
        g=[1, 2] * 200, u=np.repeat(range(10), 40)
    )
    wave = cs.Wave.from_frame(frame, **design)
    return entered(wave, {"one": list("abc")}, group="g", missing="complete")


def test_the_first_group_is_zero_without_an_error():
    found = people()
    layout = Instrument(found.model, 2).at("scalar")
    solution = likelihood_solution(layout, found.amounts(means=True), "mlr")
    table = latent_mean_table(found, solution, 0.95)
    assert table["group"].tolist() == ["1", "2"]
    assert table.loc[0, ["estimate", "se", "ci_low", "ci_high"]].tolist() == [0] * 4
    assert table.loc[1, "se"] > 0


def test_few_units_have_wider_intervals():
    assert interval_quantile(people(), 0.95) == pytest.approx(1.959964)
    assert interval_quantile(people(clusters="u"), 0.95) == pytest.approx(2.262157)


def test_both_kinds_of_means_are_told_in_the_same_words():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(600, 1)) + rng.normal(size=(600, 4))
    x[300:] += 0.6
    frame = pd.DataFrame(x, columns=list("abcd")).assign(g=["x"] * 300 + ["y"] * 300)
    wave, model = cs.Wave.from_frame(frame), {"one": list("abcd")}
    for method in (cs.latent_means, cs.alignment):
        found = method(wave, model, group="g")
        row = found.table.iloc[0]
        assert str(found.headline()).startswith("one is higher in y than in the first")
        same = replace(found, table=found.table.assign(ci_low=-1.0))
        assert "for sure" in str(same.headline())
        lower = found.table.assign(estimate=-row["estimate"], ci_low=-2.0, ci_high=-0.1)
        assert "is lower in y" in str(replace(found, table=lower).headline())
        unsettled = replace(found, converged=False)
        assert "did not settle" in str(unsettled.headline())
