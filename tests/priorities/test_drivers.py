"""Are the outcome and its drivers found, and faulty ones named?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.priorities.drivers import (
    DIVISIONS,
    complete_rows,
    division_of,
    drivers_of,
    fault_of,
    importance_piece,
    plain_statistics,
)


def survey(n=60, seed=2):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 1)) + rng.normal(size=(n, 4))
    frame = pd.DataFrame(x, columns=["overall", "q1", "q2", "q3"])
    return frame.assign(city=rng.choice(["A", "B", "C"], n))


def found(wave, drivers):
    rows = complete_rows(wave, drivers, wave.domain)
    return rows, fault_of(drivers, rows, wave.design.weights)


def test_a_text_column_is_one_driver_of_several_dummies():
    frame = survey()
    frame.loc[0, "city"] = None
    drivers = drivers_of(cs.Wave.from_frame(frame), "overall", ["q1", "city"])
    assert drivers.names == ("q1", "city")
    assert drivers.widths == (1, 2)
    assert drivers.columns == ["q1", "city", "city"]
    assert np.isnan(drivers.x[0, 2:]).all()
    assert drivers.x[1:, 2].tolist() == (frame["city"][1:] == "B").tolist()
    assert drivers.behind == ("overall", "q1", "city")


def test_a_nominal_item_with_numbers_is_a_category():
    study = cs.Study.from_dict(
        {
            "id": "s",
            "title": "S",
            "scales": {"five": {"lowest": 1, "highest": 5}},
            "items": [
                {"id": "overall", "scale": "five", "role": "overall"},
                {"id": "q1", "scale": "five", "role": "satisfaction"},
                {"id": "shop", "type": "nominal", "answers": [1, 2, 3]},
            ],
        }
    )
    frame = pd.DataFrame(
        np.random.default_rng(1).integers(1, 4, (30, 3)),
        columns=["overall", "q1", "shop"],
    )
    wave = cs.Wave.from_frame(frame, study=study)
    assert drivers_of(wave, None, None).behind == ("overall", "q1")
    assert drivers_of(wave, None, ["shop"]).widths == (2,)
    with pytest.raises(ValueError, match=r"items=\['shop'\] are nominal"):
        drivers_of(wave, "shop", ["q1"])


def test_plain_statistics_are_those_of_a_regression():
    frame = survey()
    wave = cs.Wave.from_frame(frame)
    drivers = drivers_of(wave, "overall", ["q1", "q2", "q3"])
    table = plain_statistics(drivers, wave.domain, wave.design.weights)
    z = (frame.iloc[:, :4] - frame.iloc[:, :4].mean()) / frame.iloc[:, :4].std()
    slopes, residual, *_ = np.linalg.lstsq(z.iloc[:, 1:], z["overall"])
    assert table["slope"].to_numpy() == pytest.approx(slopes)
    assert table["r_squared"][0] == pytest.approx(1 - residual[0] / 59)
    wanted = frame.iloc[:, :4].corr()["overall"].iloc[1:]
    assert table["correlation"].to_numpy() == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"q1": 3.0}, r"columns=\['q1'\] are constant"),
        ({"overall": 3.0}, r"columns=\['overall'\] are constant"),
        ({"q1": lambda f: 2 * f["q2"]}, "q1 and q2 are copies of each other; leave"),
        ({"q3": lambda f: f["q1"] + f["q2"]}, "q1, q2, q3 add up to one another"),
        ({"q1": np.nan}, "0 people answered the outcome and all drivers; at least 5"),
    ],
    ids=["constant", "constant outcome", "copy", "sum", "nobody"],
)
def test_faults_are_named(change, match):
    wave = cs.Wave.from_frame(survey().assign(**change))
    drivers = drivers_of(wave, "overall", ["q1", "q2", "q3"])
    with pytest.raises(ValueError, match=match):
        raise ValueError(found(wave, drivers)[1])


def test_sound_drivers_have_no_fault():
    wave = cs.Wave.from_frame(survey())
    assert found(wave, drivers_of(wave, "overall", ["q1", "q2"]))[1] == ""


def test_bad_columns_are_refused():
    wave = cs.Wave.from_frame(survey())
    with pytest.raises(ValueError, match="outcome='q1' is among the predictors"):
        drivers_of(wave, "q1", ["q1", "q2"])
    with pytest.raises(KeyError, match="q9"):
        drivers_of(wave, "overall", ["q9"])
    many = cs.Wave.from_frame(survey().assign(id=[f"p{i}" for i in range(60)]))
    with pytest.raises(ValueError, match="predictor='id' has 60 levels"):
        drivers_of(many, "overall", ["id"])
    with pytest.raises(ValueError, match="method='shap' must be one of lmg"):
        division_of("shap", drivers_of(many, "overall", ["q1"]))


@pytest.mark.parametrize("method", DIVISIONS)
def test_influence_values_are_what_leaving_a_person_out_does(method):
    # (n - 1) (estimate - estimate without i) is the jackknife's influence; the
    # linearised one differs by terms of the order of one over n.
    wave = cs.Wave.from_frame(survey(300))
    drivers = drivers_of(wave, "overall", ["q1", "q2", "q3"])
    piece = importance_piece(
        drivers, wave.domain, wave.design.weights, DIVISIONS[method]
    )
    z = piece.influence()
    assert z.sum(axis=0) == pytest.approx(np.zeros(3), abs=1e-12)
    dropped = np.array(
        [piece.statistic(np.where(np.arange(300) == i, 0.0, 1.0)) for i in range(40)]
    )
    naive = piece.estimate - dropped
    assert np.abs(naive - z[:40]).max() < 0.06 * np.abs(z).max()


def test_categories_need_a_division_that_knows_them():
    wave = cs.Wave.from_frame(survey())
    drivers = drivers_of(wave, "overall", ["q1", "city"])
    with pytest.raises(ValueError, match=r"predictors=\['city'\] are categories"):
        importance_piece(
            drivers, wave.domain, wave.design.weights, DIVISIONS["johnson"]
        )
