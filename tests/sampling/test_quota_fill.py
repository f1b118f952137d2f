"""Tests of how full quotas are."""

from dataclasses import replace

import pandas as pd
import pytest

from csat_methods import draw_sample, quota_fill

PEOPLE = pd.DataFrame(
    {"id": range(60), "city": ["A", "B", "C"] * 20, "new": [0, 1] * 30}
)


@pytest.fixture
def sample():
    return draw_sample(
        PEOPLE, {"A": 5, "B": 3, "C": 2}, id="id", seed=1, strata="city",
        method="quota", reserve=10,
    )  # fmt: skip


def test_cells_are_counted_as_they_fill(sample):
    frame = sample.frame
    answered = pd.concat(
        [frame[frame["city"] == "A"].head(4), frame[frame["city"] == "B"]]
    )["id"]
    fill = quota_fill(sample, answered)
    assert fill.table["quota"].tolist() == [5, 3, 2]
    assert fill.table["n"].tolist() == [4, 3, 0]
    assert fill.table["open"].tolist() == [1, 0, 2]
    assert fill.table["share"].tolist() == [0.8, 1.0, 0.0]
    assert fill.summary() == "3 of 10 answers are still wanted, in 2 groups."
    assert "no margin of error" in str(fill.notes[0])


def test_reserves_may_fill_a_cell(sample):
    spare = sample.reserves[sample.reserves["city"] == "A"]["id"]
    rest = sample.frame[sample.frame["city"] == "A"]["id"].head(5 - len(spare))
    assert quota_fill(sample, [*spare, *rest])["A"]["open"] == 0


def test_full_quotas_say_so(sample):
    assert quota_fill(sample, sample.frame["id"]).summary() == "Every quota is full."
    assert quota_fill(sample, []).table["n"].tolist() == [0, 0, 0]


def test_a_cell_that_is_already_full_is_refused(sample):
    full = pd.concat([sample.frame, sample.reserves])
    north = full[full["city"] == "A"]["id"]
    with pytest.raises(ValueError, match=r"more than their quota: \{'A'"):
        quota_fill(sample, north)


def test_crossed_cells_are_named():
    cells = [(city, new) for city in "ABC" for new in (0, 1)]
    counts = dict(zip(cells, [2, 2, 1, 1, 1, 0], strict=True))
    crossed = draw_sample(
        PEOPLE, counts, id="id", seed=1, strata=["city", "new"], method="quota"
    )
    fill = quota_fill(crossed, crossed.frame["id"].head(2))
    assert fill["A · 0"]["n"] == 2
    assert fill["C · 1"]["quota"] == 0


def test_hidden_cells_leave_nothing_to_say(sample):
    fill = quota_fill(sample, [])
    assert replace(fill, table=fill.table.head(0)).summary() == "No groups are shown."


def test_strangers_and_double_answers_are_refused(sample):
    one = sample.frame["id"].iloc[0]
    with pytest.raises(ValueError, match=r"not in the sample \['x'\], twice \[\]"):
        quota_fill(sample, ["x"])
    with pytest.raises(ValueError, match=f"twice ..{one}.."):
        quota_fill(sample, [one, one])
    with pytest.raises(ValueError, match="method 'srs' has no quotas"):
        quota_fill(draw_sample(PEOPLE, 5, id="id", seed=1), [1])
