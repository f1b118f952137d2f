"""Is every link of the chain planted, and found again?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.simulation.organization import own_files
from csat_methods.simulation.simulate import bundled_study
from csat_methods.wave.reading import read_study


@pytest.fixture(scope="module")
def survey():
    return cs.simulate(waves=1, n=1500, seed=5, population=4000)


def truth_of(survey):
    facts = survey.truth[survey.truth["kind"] == "link"]
    return facts.set_index("term")["value"]


def test_every_link_is_recovered(survey):
    (wave,) = survey.waves.values()
    found = cs.gap_chain(wave)
    links = found.table[found.table["link"] != "promise"]
    truth = truth_of(survey)
    terms = links["characteristic"] + ": " + links["link"]
    assert set(terms) == set(truth.index)
    sure = links["se"].to_numpy() > 0
    off = (links["estimate"] - truth[terms].to_numpy())[sure] / links["se"][sure]
    assert np.abs(off).mean() < 1.2
    assert (np.abs(off) < 4.5).all()
    exact = links["estimate"][~sure].to_numpy()
    assert exact == pytest.approx(truth[terms[~sure]].to_numpy(), abs=1e-9)


def test_links_add_up_to_the_true_gap(survey):
    gaps = survey.truth[
        (survey.truth["kind"] == "gap") & (survey.truth["segment"] == "")
    ].set_index("term")["value"]
    sums = truth_of(survey).groupby(lambda term: term.split(":")[0]).sum()
    assert sums.to_numpy() == pytest.approx(gaps[sums.index].to_numpy(), abs=1e-12)


def test_complaints_are_a_blind_spot(survey):
    (wave,) = survey.waves.values()
    assert "complaints" in cs.gap_chain(wave).blind_spots


def test_staff_and_figures_scatter_about_their_truth():
    study = read_study(bundled_study())
    drawn = [own_files(study, 0, (seed, 0)) for seed in range(40)]
    believed = pd.DataFrame([each.staff.mean() for each in drawn])
    true = pd.DataFrame(
        [{n: v for (n, at), v in each.truth.items() if at == "understood"}
         for each in drawn]
    )  # fmt: skip
    error = (believed - true).stack()
    assert error.mean() == pytest.approx(0, abs=0.03)
    assert error.std() == pytest.approx(0.9 / np.sqrt(24), rel=0.15)


def test_a_planted_improvement_is_delivered():
    study = read_study(bundled_study())
    before, after = (own_files(study, wave, (1, wave)).truth for wave in (3, 4))
    moved = {
        n for (n, at), v in after.items() if at == "delivered" and v != before[n, at]
    }
    assert moved == {"delivery_time"}


def test_a_study_without_pairs_has_no_chain():
    items = {"q1": {"role": "overall", "answers": [1, 2, 3]}}
    study = cs.Study.from_dict({"id": "x", "title": "X", "items": items})
    assert own_files(study, 0, (1, 0)) is None
