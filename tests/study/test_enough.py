"""Is it said how many people answered what a method rests on?"""

import numpy as np
import pandas as pd

from csat_methods.study.enough import carries
from csat_methods.study.instrument import Study
from csat_methods.study.needs import parse_need
from csat_methods.wave.wave import Wave


def test_too_few_people_for_all_drivers_are_counted():
    """The first four of them answered both; two drivers and an outcome need five."""
    scale = {"answers": [1, 2, 3, 4, 5]}
    items = {name: {"role": "satisfaction", **scale} for name in ("a", "b")}
    items["o"] = {"role": "overall", **scale}
    frame = pd.DataFrame({"a": [1.0, 2, 3, 4, None], "b": [1.0, 3, 2, 5, 4]})
    frame["o"] = [1.0, 2, 3, 4, 5]
    study = Study.from_dict({"id": "x", "title": "X", "items": items})
    few = parse_need("drivers").lacking(Wave.from_frame(frame, study=study))
    assert "it needs 5 people who rated everything, and there are 4" in str(few)
    more = pd.concat([frame, frame], ignore_index=True)
    assert parse_need("drivers").lacking(Wave.from_frame(more, study=study)) is None


def test_a_model_of_constructs_needs_three_answered_items_and_people():
    scale = {"answers": [1, 2, 3, 4, 5]}
    items = {name: {"role": "satisfaction", **scale} for name in "abc"}
    constructs = {"whole": {"items": list("abc")}, "pair": {"items": list("ab")}}
    named = Study.from_dict(
        {"id": "x", "title": "X", "items": items, "constructs": constructs}
    )
    frame = pd.DataFrame(
        {"a": [1.0, 2, 3, 4], "b": [2.0, 3, None, 5], "c": [5.0, 4, 3, 2]}
    )
    wave = Wave.from_frame(frame, study=named)
    assert parse_need("modelled>=3").lacking(wave) is None
    assert "it needs 4 people who rated everything, and there are 3" in str(
        parse_need("modelled>=4").lacking(wave)
    )
    assert parse_need("constructs>=1").lacking(wave) is None
    assert "it needs 2 constructs of three items, and there are 1" in str(
        parse_need("constructs>=2").lacking(wave)
    )
    assert "it needs 1 people who rated the same in the wave before" in str(
        parse_need("before>=1").lacking(wave)
    )
    later = wave._with(earlier=lambda: wave)
    assert parse_need("before>=4").lacking(later) is None
    assert "there are 4" in str(parse_need("before>=5").lacking(later))
    other = Wave.from_frame(frame.drop(columns="c"))
    unlike = wave._with(earlier=lambda: other)
    assert "there are 0" in str(parse_need("before>=1").lacking(unlike))
    without = Wave.from_frame(frame.assign(c=np.nan), study=named)
    assert "no construct of the study has three items" in str(
        parse_need("modelled>=1").lacking(without)
    )


def test_blanks_may_enter_where_most_was_rated_and_any_two_items_by_some():
    """Four of five people rated most of three items; nobody both b and c of ten."""
    scale = {"answers": [1, 2, 3, 4, 5]}
    items = {name: {"role": "satisfaction", **scale} for name in "abc"}
    constructs = {"whole": {"items": list("abc")}}
    study = Study.from_dict(
        {"id": "x", "title": "X", "items": items, "constructs": constructs}
    )
    frame = pd.DataFrame(
        {
            "a": [1.0, 2, 3, 4, 5],
            "b": [2.0, 3, None, 5, None],
            "c": [5.0, 4, 3, 2, None],
        }
    )
    wave = Wave.from_frame(frame, study=study)
    for name in ("rated", "measured"):
        assert parse_need(f"{name}>=4").lacking(wave) is None
        few = str(parse_need(f"{name}>=5").lacking(wave))
        assert "it needs 5 people who rated most of it, and there are 4" in few
    apart = frame.assign(b=[2.0, 3, None, None, None], c=[None, None, 3.0, 2, 1])
    said = str(parse_need("rated>=3").lacking(Wave.from_frame(apart, study=study)))
    assert "needs 1 people who rated both, and there are 0" in said
    without = Wave.from_frame(frame.assign(c=np.nan), study=study)
    said = str(parse_need("measured>=1").lacking(without))
    assert "no construct of the study has three items" in said


def test_people_who_answered_most_items_are_counted():
    held = np.array([[True, True, True, False]] * 5 + [[True, True, False, False]] * 9)
    assert not carries(held, 6)
    held[0] = True
    assert not carries(held, 5)
    held[1] = True
    assert carries(held, 5)


def test_a_segment_needs_two_groups_that_can_carry_the_model():
    """Of four in the north three rated most; of three in the south two."""
    scale = {"answers": [1, 2, 3, 4, 5]}
    study = Study.from_dict(
        {
            "id": "x",
            "title": "X",
            "items": {name: {"role": "satisfaction", **scale} for name in "abc"},
            "constructs": {"whole": {"items": list("abc")}},
            "segments": {"g": {"text": "Region", "levels": {"n": "N", "s": "S"}}},
        }
    )
    frame = pd.DataFrame({name: [1.0, 2, 3, 4, 5, 1, 2] for name in "abc"})
    frame["g"] = list("nnnnsss")
    frame.loc[[0, 4], ["a", "b"]] = np.nan
    wave = Wave.from_frame(frame, study=study)
    assert parse_need("segmented>=2").lacking(wave) is None
    said = str(parse_need("segmented>=3").lacking(wave))
    assert "it needs two groups of 3 people" in said
    assert "the second largest has 2" in said
    bare = wave._with(study=None)
    assert "has 0" in str(parse_need("segmented>=1").lacking(bare))
