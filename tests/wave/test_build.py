"""Is the design of a wave that of its columns, and of the rows that remain?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.survey_design.variance import covariance
from csat_methods.wave.build import design_of, study_scales, without
from csat_methods.wave.frame_checks import named_columns

FRAME = pd.DataFrame(
    {
        "q1": [1.0, 5, 3, 2, 4, 4],
        "w": [1.0, 2, 1, 3, 1, 2],
        "s": list("BBBAAA"),
        "c": ["x", "x", "y", "z", "u", "u"],
        "N": [5, 5, 5, 6, 6, 6],
        "M": [9, 9, 9, 9, 9, 9],
    },
    index=list("abcdef"),
)
NOTHING = dict.fromkeys(
    ("weights", "strata", "clusters", "population_size", "replicate_weights")
)


def design(frame=FRAME, nested=False, singleton="refuse", **columns):
    named = named_columns(**(NOTHING | columns))
    return design_of(frame, named, nested=nested, singleton=singleton)


def test_columns_become_strata_units_sizes_and_weights():
    made = design(weights="w", strata="s", clusters="c", population_size="N")
    assert made.weights.tolist() == FRAME["w"].tolist()
    assert len(made.first.population) == 2
    assert made.n_units == 4
    assert made.first.population[made.stratum].tolist() == FRAME["N"].tolist()


def test_weights_follow_from_the_population_where_none_are_named():
    made = design(strata="s", clusters="c", population_size="N")
    assert made.weights.tolist() == pytest.approx([2.5] * 3 + [3] * 3)


@pytest.mark.parametrize(
    "kind", ["category", "str", "object", "Int64", "datetime64[ns]"]
)
def test_strata_may_be_of_any_type(kind):
    codes = FRAME["s"].map({"A": 1, "B": 2})
    made = design(FRAME.assign(s=codes.astype(kind)), strata="s")
    assert np.bincount(made.stratum).tolist() == [3, 3]


def test_a_torn_cluster_names_the_column_and_a_cluster():
    torn = FRAME.assign(c=["x", "x", "y", "y", "u", "u"])
    with pytest.raises(ValueError, match=r"clusters='c': 1 clusters .* e\.g\. 'y'"):
        design(torn, strata="s", clusters="c")
    assert design(torn, nested=True, strata="s", clusters="c").n_units == 4


def test_faults_of_the_population_name_the_row_by_its_label():
    wrong = FRAME.assign(N=[5, 5, 9, 6, 6, 6])
    with pytest.raises(ValueError, match="population_size=5 in row a differs inside"):
        design(wrong, strata="s", population_size="N")


def test_scales_are_those_of_the_studys_items_that_are_columns():
    study = cs.Study.from_dict(
        {
            "id": "shop",
            "title": {"en": "Shop"},
            "scales": {"five": {"points": [1, 2, 3, 4, 5]}},
            "items": {
                name: {
                    "type": "scale",
                    "role": "satisfaction",
                    "scale": "five",
                    "text": {"en": name},
                }
                for name in ("q1", "q2")
            },
        }
    )
    assert study_scales(study, FRAME) == {"q1": (1.0, 5.0)}


# ------------------------------------------------------------------- dropping
def test_what_remains_is_the_design_of_a_smaller_sample():
    columns = {"strata": "s", "clusters": "c", "population_size": ["N", "M"]}
    columns |= {"weights": "w", "singleton": "remove"}
    kept = np.array([True, True, True, True, True, False])
    rest, again = without(design(**columns), kept), design(FRAME[kept], **columns)
    z = np.random.default_rng(1).normal(size=(5, 2))
    assert covariance(rest, z) == pytest.approx(covariance(again, z))
    assert rest.n_units == again.n_units == 4


def test_replicate_weights_go_with_their_rows():
    frame = FRAME.assign(r1=[0, 2, 1, 1, 1, 1], r2=[2, 0, 1, 1, 1, 1])
    wave = cs.Wave.from_frame(
        frame, replicate_weights=["r1", "r2"], replicate_scales=1.0
    )
    rest = wave.drop(frame["q1"] == 5, reason="staff")
    assert rest.design.replicates.weights[:, 0].tolist() == [0, 1, 1, 1, 1]


def test_a_stratum_that_would_be_left_with_one_unit_is_refused():
    whole = design(strata="s")
    kept = np.array([True, False, False, True, True, True])
    with pytest.raises(ValueError, match="singleton='refuse': 1 strata at stage 1"):
        without(whole, kept)
    assert without(design(strata="s", singleton="adjust"), kept).n_units == 4
