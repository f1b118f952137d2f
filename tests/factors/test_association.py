"""Are correlations of the right kind made over the right people?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.factors import association
from csat_methods.factors.association import associate


@pytest.fixture(scope="module")
def survey():
    x = np.random.default_rng(1).integers(1, 6, (50, 3)).astype(float)
    x[:4] = np.nan
    x[4:9, 0] = np.nan
    return pd.DataFrame(x, columns=list("abc"))


def test_who_counts_depends_on_the_missing_rule(survey):
    wave = cs.Wave.from_frame(survey)
    found = {
        rule: associate(wave, list("abc"), missing=rule)
        for rule in ("complete", "available", "em")
    }
    assert [f.asked.n for f in found.values()] == [41, 46, 46]
    assert [f.asked.n_tested for f in found.values()] == [41, 50, 46]
    assert found["available"].n_pairs[0, 1] == 41
    assert found["available"].n_pairs[1, 2] == 46


@pytest.mark.parametrize("rule", ["complete", "available", "em"])
def test_moments_of_the_same_items_of_a_wave_are_worked_out_once(
    survey, rule, monkeypatch
):
    wave, met, work = cs.Wave.from_frame(survey), [], association.MOMENTS[rule]

    def counted(x, w):
        met.append(x.shape)
        return work(x, w)

    monkeypatch.setitem(association.MOMENTS, rule, counted)
    first = associate(wave, list("abc"), missing=rule)
    kept = first.covariance.copy(), first.means.copy()
    first.covariance[:] = first.means[:] = 0.0
    again = associate(wave, list("abc"), missing=rule)
    assert len(met) == 1
    assert np.array_equal(again.covariance, kept[0])
    assert np.array_equal(again.means, kept[1])
    associate(wave, list("cba"), missing=rule)
    associate(wave.where(survey["b"] > 1, name="b"), list("abc"), missing=rule)
    assert len(met) == 3


def test_unequal_weights_are_worth_fewer_people(survey):
    wave = cs.Wave.from_frame(survey.assign(w=np.linspace(1, 5, 50)), weights="w")
    asked = associate(wave, list("abc")).asked
    w = asked.weights
    assert asked.n_effective == int(w.sum() ** 2 / (w @ w))
    assert not asked.alike


def test_the_study_says_which_items_are_ratings():
    study = cs.Study.from_dict(
        {
            "id": "s",
            "title": "S",
            "scales": {"five": {"lowest": 1, "highest": 5}},
            "items": [
                {"id": "q", "scale": "five", "role": "perception"},
                {"id": "spent", "type": "number", "role": "background"},
            ],
        }
    )
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(
        {"q": rng.integers(1, 6, 90), "spent": rng.integers(0, 4, 90)}
    ).astype(float)
    got = cs.correlation_matrix(
        cs.Wave.from_frame(frame, study=study), ["q", "spent"], kind="mixed"
    )
    assert list(got.thresholds) == ["q"]
    named = cs.correlation_matrix(
        cs.Wave.from_frame(frame), ["q", "spent"], kind="mixed", ordered=["spent"]
    )
    assert list(named.thresholds) == ["spent"]
