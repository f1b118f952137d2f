"""Does no table name people, and no row stand on too few?"""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from csat_methods import (
    Study,
    Wave,
    compare_segments,
    kano,
    means,
    proportions,
    publish,
)
from csat_methods.report.policy import policy_of

NAMES = [f"Parisa Ahmadi {i}" for i in range(60)]


def study(**more):
    items = {
        "q1": {"answers": [1, 2, 3, 4, 5], "role": "overall"},
        "why": {"type": "text", "role": "open"},
    }
    mapping = {"id": "x", "title": "X", "items": items, "segments": {"city": {}}}
    return Study.from_dict(mapping | more)


@pytest.fixture
def wave():
    """Sixty customers with their names, comments and cities."""
    frame = pd.DataFrame(
        {
            "q1": [1.0, 2, 3, 4, 5, 4] * 10,
            "why": [f"said {name}" for name in NAMES],
            "name": NAMES,
            "agent": ["Omid", "Sara", "Reza"] * 20,
            "city": ["Ash", "Bree"] * 30,
        }
    )
    return Wave.from_frame(frame, study=study())


def passed(wave, result):
    return publish({"06.r": result}, policy_of(wave))["06.r"]


def words_of(shown):
    """Everything a published result could say, as one text."""
    return repr(
        [
            shown.result.table.to_dict("records"),
            shown.hidden,
            shown.result.labels,
            shown.result.domain,
            shown.result.notes,
            shown.result.about,
            shown.result.summary(),
        ]
    )


@pytest.mark.parametrize("column", ["name", "why"])
def test_nothing_is_split_by_names_or_comments(wave, column):
    shown = passed(wave, means(wave, "q1", by=column))
    assert len(shown.result.table) == 0
    assert "Parisa" not in words_of(shown)


def test_names_are_not_listed_as_the_answers_they_are(wave):
    assert "Parisa" not in words_of(passed(wave, proportions(wave, "name")))


def test_a_name_stands_in_no_condition(wave):
    part = wave.where(wave.frame["name"] == NAMES[0], name=f"name = {NAMES[0]}")
    assert "Parisa" not in words_of(passed(wave, means(part, "q1")))


def test_names_inside_a_crossing_hide_it_whole(wave):
    assert "Parisa" not in words_of(
        passed(wave, means(wave, "q1", by=["city", "name"]))
    )


def test_a_column_made_in_a_chapter_is_judged_by_its_levels(wave):
    made = wave.assign(initials=wave.frame["name"].str[-3:])
    assert len(passed(wave, means(made, "q1", by="initials")).result.table) == 0


def test_a_column_that_nobody_declared_may_split_into_large_groups(wave):
    shown = passed(wave, means(wave, "q1", by="agent"))
    assert shown.result.table["agent"].tolist() == ["Omid", "Reza", "Sara"]


def test_declared_segments_may_have_many_levels():
    frame = pd.DataFrame({"q1": [3.0] * 60, "city": [f"c{i % 12}" for i in range(60)]})
    frame.loc[:30, "city"] = "large"
    wave = Wave.from_frame(frame, study=study())
    assert passed(wave, means(wave, "q1", by="city")).result.table["city"].tolist() == [
        "large"
    ]


def test_who_a_row_is_splits_nothing_however_few_they_are():
    frame = pd.DataFrame({"q1": np.tile([3.0, 4.0], 30), "who": ["ann", "bob"] * 30})
    wave = Wave.from_frame(frame, person="who")
    assert "ann" not in words_of(passed(wave, means(wave, "q1", by="who")))


def test_kinds_of_characteristics_pass_though_they_are_no_shares():
    rng = np.random.default_rng(4)
    asked = rng.integers(1, 6, (80, 4))
    wave = Wave.from_frame(pd.DataFrame(asked, columns=["f1", "d1", "f2", "d2"]))
    kinds = kano(wave, {"open": ("f1", "d1"), "safe": ("f2", "d2")}, draws=50)
    assert "estimate" not in kinds.table
    assert len(passed(wave, kinds).result.table) == 2


@pytest.fixture
def blank_in_ash():
    """Fifteen of a hundred live in Ash; eight of them answered one question."""
    ratings = {
        name: {"answers": [1, 2, 3, 4, 5], "role": "satisfaction"} for name in "ab"
    }
    frame = pd.DataFrame(
        {
            "a": [1.0, 2, 3, 4, 5] * 20,
            "b": [5.0, 4, 3, 2, 1] * 20,
            "city": ["Ash"] * 15 + ["Bree"] * 40 + ["Cray"] * 45,
        }
    )
    frame.loc[8:14, "b"] = np.nan
    mapping = {"items": ratings, "segments": {"city": {}}, "id": "x", "title": "X"}
    wave = Wave.from_frame(frame, study=Study.from_dict(mapping))
    made = {
        "06.segments": means(wave, ["a", "b"], by="city"),
        "06.differences": compare_segments(wave, ["a", "b"], by="city"),
        "02.composition": proportions(wave, "city"),
    }
    return publish(made, policy_of(wave))


def test_a_difference_is_hidden_for_the_question_that_a_segment_is_hidden_in(
    blank_in_ash,
):
    table = blank_in_ash["06.differences"].result.table
    pairs = table.groupby("term")[["segment", "reference"]].apply(len)
    assert pairs.to_dict() == {"a": 3}
    means_of = blank_in_ash["06.segments"].result.table
    shown = means_of.groupby("term")["city"].apply(list).to_dict()
    assert shown == {"a": ["Ash", "Bree", "Cray"], "b": ["Cray"]}


def test_the_size_of_a_large_segment_is_no_secret_where_few_of_it_answered(
    blank_in_ash,
):
    composition = blank_in_ash["02.composition"].result.table
    assert composition["category"].tolist() == ["Ash", "Bree", "Cray"]


@pytest.fixture(params=[["Ash", "Bree", "Cray"], [1.0, 2.0, 3.0]], ids=str)
def five_alone(request):
    """Everything of cities and sexes; five people are in one city and of one sex."""
    cities = request.param
    sizes = dict.fromkeys(product(cities, "fm"), 30) | {(cities[0], "f"): 5}
    cells = [cell for cell, n in sizes.items() for _ in range(n)]
    frame = pd.DataFrame(cells, columns=["city", "sex"])
    frame["a"] = np.random.default_rng(1).integers(1, 6, len(frame)).astype(float)
    mapping = {
        "items": {"a": {"answers": [1, 2, 3, 4, 5], "role": "satisfaction"}},
        "segments": {"city": {}, "sex": {}},
        "id": "x",
        "title": "X",
    }
    wave = Wave.from_frame(frame, study=Study.from_dict(mapping))
    ways = {"c": "city", "s": "sex", "cs": ["city", "sex"]}
    told = {name: means(wave, "a", by=by) for name, by in ways.items()}
    pairs = {f"-{n}": compare_segments(wave, "a", by=by) for n, by in ways.items()}
    return wave, {"all": means(wave, "a"), **told, **pairs}


def share_of(frame, levels):
    """Return how much each cell of city and sex weighs in a mean, shape (6,)."""
    inside = np.ones(len(frame), bool)
    for column, level in levels.items():
        inside &= (frame[column].astype(str) == str(level)).to_numpy()
    cells = frame.groupby(["city", "sex"]).ngroup().to_numpy()[inside]
    return np.bincount(cells, minlength=6) / len(cells)


def fixed(frame, made, published):
    """Whether the published means and differences fix the mean of the first cell."""
    known = []
    for name, each in published.items():
        for row in each.result.records():
            sides = [{column: row[column] for column in each.result.by}]
            if name.startswith("-"):
                sides = [made[name].split[row[k]] for k in ("segment", "reference")]
            shares = [share_of(frame, levels) for levels in sides]
            known.append(shares[0] - sum(shares[1:]))
    alone = np.eye(6)[:1]
    rank = np.linalg.matrix_rank
    return rank(known) == rank(np.vstack([known, alone]))


@pytest.mark.parametrize("left", ["", "c", "s", "cs", "all", "-c", "-cs"])
def test_means_and_differences_together_do_not_tell_of_five_people(five_alone, left):
    wave, made = five_alone
    told = {name: result for name, result in made.items() if name != left}
    published = publish(told, policy_of(wave))
    assert sum(len(each.result.table) for each in published.values()) > 8
    assert not fixed(wave.frame, made, published)


def test_nothing_is_said_of_names_that_were_compared():
    frame = pd.DataFrame({"agent": [f"Zoltan{i // 4}" for i in range(100)]})
    frame["a"] = np.arange(100) % 5 + 1.0
    wave = Wave.from_frame(frame)
    told = passed(wave, compare_segments(wave, "a", by="agent"))
    assert (len(told.result.table), told.places) == (0, ({},))
    assert not any("Zoltan" in str(part) for part in vars(told.result).values())
