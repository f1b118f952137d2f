"""Is it said how many people answered what a method rests on?"""

import numpy as np
import pandas as pd

from csat_methods.study.enough import carries
from csat_methods.study.instrument import Study
from csat_methods.study.needs import parse_need
from csat_methods.wave.wave import Wave


def whole_and_pair(**highest):
    """Return a study of a construct of three rated items, and one of two of them."""
    items = {
        name: {"role": "satisfaction", "answers": list(range(1, top + 1))}
        for name, top in {**dict.fromkeys("abc", 5), **highest}.items()
    }
    constructs = {"whole": {"items": list("abc")}, "pair": {"items": list("ab")}}
    return Study.from_dict(
        {"id": "x", "title": "X", "items": items, "constructs": constructs}
    )


def test_too_few_people_for_all_drivers_are_counted():
    """The first four of them answered both; two drivers and an outcome need five."""
    scale = {"answers": [1, 2, 3, 4, 5]}
    items = {name: {"role": "satisfaction", **scale} for name in ("a", "b")}
    items["o"] = {"role": "overall", **scale}
    frame = pd.DataFrame({"a": [1.0, 2, 3, 4, None], "b": [1.0, 3, 2, 5, 4]})
    frame["o"] = [1.0, 2, 3, 4, 5]
    study = Study.from_dict({"id": "x", "title": "X", "items": items})
    few = parse_need("drivers").lacking(Wave.from_frame(frame, study=study))
    assert "it needs 5 people who rated everything, and has 4" in str(few)
    more = pd.concat([frame, frame], ignore_index=True)
    assert parse_need("drivers").lacking(Wave.from_frame(more, study=study)) is None


def test_one_rated_item_has_no_dimensions_and_nothing_to_be_weighed_against():
    scale = {"answers": [1, 2, 3, 4, 5]}
    items = {"a": {"role": "satisfaction", **scale}, "o": {"role": "overall", **scale}}
    frame = pd.DataFrame({name: [1.0, 2, 3, 4, 5] * 40 for name in items})
    study = Study.from_dict({"id": "x", "title": "X", "items": items})
    wave = Wave.from_frame(frame, study=study)
    for need, least in (("rated>=100", 3), ("drivers", 2), ("poor_and_good", 2)):
        said = str(parse_need(need).lacking(wave))
        assert f"it needs {least} items that were rated, and has 1" in said


def test_scores_of_constructs_need_three_answered_items_and_people():
    named = whole_and_pair()
    frame = pd.DataFrame(
        {"a": [1.0, 2, 3, 4], "b": [2.0, 3, None, 5], "c": [5.0, 4, 3, 2]}
    )
    wave = Wave.from_frame(frame, study=named)
    assert parse_need("scored>=3").lacking(wave) is None
    assert "it needs 4 people who rated all items of a construct, and has 3" in (
        str(parse_need("scored>=4").lacking(wave))
    )
    uneven = Wave.from_frame(frame, study=whole_and_pair(c=7))
    assert "items of one construct are on different scales: whole" in str(
        parse_need("scored>=3").lacking(uneven)
    )
    assert parse_need("constructs>=1").lacking(wave) is None
    assert "it needs 2 constructs of three items, and has 1" in str(
        parse_need("constructs>=2").lacking(wave)
    )
    assert "it needs 1 people who rated the same in the wave before" in str(
        parse_need("before>=1").lacking(wave)
    )
    later = wave._with(earlier=lambda: wave)
    assert "needs 6 people who rated both of any two items; one pair has 3" in str(
        parse_need("before>=4").lacking(later)
    )
    twice = Wave.from_frame(pd.concat([frame, frame], ignore_index=True), study=named)
    later = wave._with(earlier=lambda: twice)
    assert parse_need("before>=8").lacking(later) is None
    assert "has 8" in str(parse_need("before>=9").lacking(later))
    other = Wave.from_frame(frame.drop(columns="c"))
    unlike = wave._with(earlier=lambda: other)
    assert "has 0" in str(parse_need("before>=1").lacking(unlike))
    without = Wave.from_frame(frame.assign(c=np.nan), study=named)
    assert "no construct of the study has three items" in str(
        parse_need("scored>=1").lacking(without)
    )


def test_blanks_may_enter_where_most_was_rated_and_any_two_items_by_some():
    """Eight of ten rated most of three items, six any two; then nobody b and c."""
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
    twice = pd.concat([frame, frame], ignore_index=True)
    wave = Wave.from_frame(twice, study=study)
    for name in ("rated", "measured"):
        assert parse_need(f"{name}>=8").lacking(wave) is None
        few = str(parse_need(f"{name}>=9").lacking(wave))
        assert "it needs 9 people who rated most items, and has 8" in few
        few = str(parse_need(f"{name}>=4").lacking(Wave.from_frame(frame, study=study)))
        assert "needs 6 people who rated both of any two items; one pair has 3" in few
    apart = frame.assign(b=[2.0, 3, None, None, None], c=[None, None, 3.0, 2, 1])
    said = str(parse_need("rated>=3").lacking(Wave.from_frame(apart, study=study)))
    assert "needs 6 people who rated both of any two items; one pair has 0" in said
    without = Wave.from_frame(frame.assign(c=np.nan), study=study)
    said = str(parse_need("measured>=1").lacking(without))
    assert "no construct of the study has three items" in said


def test_people_who_answered_most_items_are_counted():
    held = np.array([[True, True, True, False]] * 9 + [[True, True, False, False]] * 9)
    assert not carries(held, 10)
    held[:7] = True
    assert not carries(held, 9)
    held[7] = True
    assert carries(held, 9)


def test_as_many_people_as_two_an_item_must_have_answered_both_of_two():
    """Eight items: sixteen people, though a quarter of twenty is five."""
    held = np.ones((40, 8), dtype=bool)
    held[:25, 0] = False
    assert not carries(held, 20)
    held[0, 0] = True
    assert carries(held, 20)


def test_a_segment_needs_two_groups_that_can_carry_the_model():
    """Thrice four in the north, of whom three rated most; of three in the south two."""
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
    thrice = pd.concat([frame] * 3, ignore_index=True)
    wave = Wave.from_frame(thrice, study=study)
    assert parse_need("segmented>=6").lacking(wave) is None
    said = str(parse_need("segmented>=7").lacking(wave))
    assert "alike needs two groups of 7 people" in said
    assert "the second largest has 6" in said
    said = str(parse_need("segmented>=2").lacking(Wave.from_frame(frame, study=study)))
    assert "needs 6 people who rated both of any two items; one pair has 2" in said
    bare = wave._with(study=None)
    assert "has 0" in str(parse_need("segmented>=1").lacking(bare))


def test_a_sum_of_items_needs_people_who_rated_all_of_some_construct():
    """A construct of two items has no score of three, but has a sum."""
    named = whole_and_pair()
    frame = pd.DataFrame(
        {"a": [1.0, 2, 3, None], "b": [2.0, 3, None, 5], "c": [None, 4, None, 2]}
    )
    wave = Wave.from_frame(frame, study=named)
    assert parse_need("summed>=2").lacking(wave) is None
    assert "it needs 3 people who rated all items of a construct, and has 2" in (
        str(parse_need("summed>=3").lacking(wave))
    )
    assert parse_need("summed>=3").lacking(Wave.from_frame(frame)) is None
