"""Have two waves one key where all results agree, and else two?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.wave.digest import digest_frame, digest_of, key_after

FRAME = pd.DataFrame(
    {
        "q1": [1.0, 5, 3, 2, 4, 4],
        "w": [1.0, 2, 1, 3, 1, 2],
        "sex": list("fmfmfm"),
        "city": list("AABBAB"),
        "s": [1, 1, 1, 2, 2, 2],
        "N": [50, 50, 50, 60, 60, 60],
        "M": [70, 70, 70, 60, 60, 60],
        "r1": [0, 2, 1, 1, 1, 1],
        "r2": [2, 0, 1, 1, 1, 1],
    }
)


def wave(frame=FRAME, **design):
    return cs.Wave.from_frame(frame, **design)


def raked(**margins):
    totals = {"sex": {"f": 3, "m": 3}, "city": {"A": 3, "B": 3}}
    return cs.rake(wave(), {name: totals[name] for name in margins})


REPLICATES = {"replicate_weights": ["r1", "r2"]}
DIFFERENT = {
    "answers": (wave, lambda: wave(FRAME.assign(q1=1.0))),
    "labels of rows": (wave, lambda: wave(FRAME.set_axis(list("abcdef")))),
    "names": (wave, lambda: wave(FRAME.rename(columns={"q1": "q2"}))),
    "weights": (wave, lambda: wave(weights="w")),
    "strata": (wave, lambda: wave(strata="s")),
    "clusters": (wave, lambda: wave(clusters="s")),
    "population": (
        lambda: wave(weights="w", strata="s", population_size="N"),
        lambda: wave(weights="w", strata="s", population_size="M"),
    ),
    "singleton": (
        lambda: wave(strata="s", singleton="adjust"),
        lambda: wave(strata="s", singleton="remove"),
    ),
    "stages below": (
        lambda: wave(clusters="s"),
        lambda: wave(clusters=["s", "sex"]),
    ),
    "scales": (
        lambda: wave(scales={"q1": (1, 5)}),
        lambda: wave(scales={"q1": (0, 10)}),
    ),
    "selection": (wave, lambda: wave(selection="quota")),
    "domain": (wave, lambda: wave().where(FRAME["q1"] > 2)),
    "domain in words": (
        lambda: wave().where(FRAME["q1"] > 2),
        lambda: wave().where(FRAME["q1"] > 2, name="q1 above 2"),
    ),
    "margins that change no weight": (lambda: raked(sex=1), lambda: raked(city=1)),
    "no step": (wave, lambda: raked(sex=1)),
    "scale of replicates": (
        lambda: wave(**REPLICATES, replicate_scales=1.0),
        lambda: wave(**REPLICATES, replicate_scales=0.5),
    ),
    "centre of replicates": (
        lambda: wave(**REPLICATES, replicate_scales=1.0),
        lambda: wave(**REPLICATES, replicate_scales=1.0, replicate_mse=True),
    ),
    "assigned": (wave, lambda: wave().assign(q2=[1, 2, 3, 4, 5, 6])),
}


@pytest.mark.parametrize("what", DIFFERENT)
def test_whatever_results_rest_on_is_in_the_key(what):
    one, other = DIFFERENT[what]
    assert one().key != other().key
    assert one().key == one().key


def test_the_order_of_narrowing_is_not_in_the_key():
    blank = wave(FRAME.assign(q1=FRAME["q1"].where(FRAME.index > 0)))
    women = FRAME["sex"] == "f"
    one = blank.where(women, name="women").complete("q1")
    other = blank.complete("q1").where(women, name="women")
    assert one.key == other.key


def test_a_study_is_in_the_key():
    def study(low):
        return cs.Study.from_dict(
            {
                "id": "shop",
                "title": {"en": "Shop"},
                "items": {
                    "q1": {
                        "type": "scale",
                        "role": "satisfaction",
                        "scale": "five",
                        "text": {"en": low},
                    }
                },
                "scales": {"five": {"points": [1, 2, 3, 4, 5]}},
            }
        )

    assert wave(study=study("a")).key != wave(study=study("b")).key


# ---------------------------------------------------------------------- parts
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((np.arange(4),), (np.arange(4.0),)),
        ((np.arange(4),), (np.arange(4).reshape(2, 2),)),
        (("ab", "c"), ("a", "bc")),
        (([1, 2], [3]), ([1], [2, 3])),
        ((1,), ("1",)),
        (({"a": 1},), ({"a": 2},)),
    ],
)
def test_parts_do_not_run_into_each_other(one, other):
    assert digest_of(*one) != digest_of(*other)


def test_the_order_of_keys_does_not_matter():
    assert digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1})


def test_types_of_cells_do_matter_and_memory_layout_does_not():
    numbers = np.arange(6.0).reshape(2, 3)
    assert digest_of(numbers) == digest_of(np.asfortranarray(numbers))
    text = FRAME.assign(s=FRAME["s"].astype(str))
    assert digest_frame(FRAME) != digest_frame(text)


def test_a_change_changes_the_key_of_a_source_that_has_one():
    assert key_after("", "drop", np.ones(2, bool)) == ""
    keys = {
        key_after("k", "drop", np.array([True, False])),
        key_after("k", "drop", np.array([False, True])),
        key_after("k", "assign", FRAME),
        key_after("k", "assign", FRAME.assign(q1=0.0)),
    }
    assert len(keys) == 4
