"""Is it said before a run what keeps drivers from being weighed?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods._messages import plain

NAMES = ("overall", "a", "b", "c")


def wave(**alike):
    scale = {"answers": [1, 2, 3, 4, 5]}
    items = {name: scale | {"role": "satisfaction"} for name in NAMES[1:]}
    items = {"overall": scale | {"role": "overall"}, **items}
    study = cs.Study.from_dict({"id": "x", "title": "X", "items": items})
    answers = np.random.default_rng(2).integers(1, 6, (40, 4)).astype(float)
    frame = pd.DataFrame(answers, columns=NAMES).assign(**alike)
    return cs.Wave.from_frame(frame, study=study)


def test_answers_that_differ_lack_nothing():
    assert wave().lacks(["drivers", "varied", "poor_and_good"]) is None


@pytest.mark.parametrize("need", ["drivers", "varied", "poor_and_good"])
def test_nothing_goes_with_satisfaction_that_is_the_same_for_all(need):
    assert plain(wave(overall=5.0).lacks([need])) == (
        "Left out: all who rated everything gave the same answer to: overall."
    )


def test_a_driver_that_all_rated_alike_correlates_with_nothing():
    asked = wave(a=5.0, c=4.0)
    assert asked.lacks(["drivers"]) is None
    assert plain(asked.lacks(["varied"])).endswith("the same answer to: a, c.")
    with pytest.raises(ValueError, match="constant: nothing goes with them"):
        cs.importance_performance(
            asked, performance=["a", "b", "c"], importance="derived", outcome="overall"
        )


def test_blanks_may_leave_only_people_who_agree():
    some = wave().frame
    frame = some.assign(a=some["a"].where(some["overall"] == 3))
    asked = cs.Wave.from_frame(frame, study=wave().study)
    assert asked.lacks(["drivers"]) is not None
