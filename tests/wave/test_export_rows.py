"""Which rows of a platform's file are answers?"""

import numpy as np
import pandas as pd
import pytest

from csat_methods.wave.export_rows import (
    limesurvey_rows,
    odk_rows,
    once_each,
    qualtrics_rows,
)
from csat_methods.wave.ledger import ledger_of
from csat_methods.wave.raw_table import RawTable


def table(**columns):
    frame = pd.DataFrame(columns, dtype="str")
    return RawTable(frame, np.arange(len(frame)) + 2, "w.csv")


def notes(made):
    return [str(note) for note in made.notes]


def test_an_empty_day_of_sending_off_is_counted_and_the_row_kept():
    made = limesurvey_rows(table(submitdate=["2026-05-01", "", "1980-01-01"]))
    assert len(made.frame) == 3
    assert notes(made) == [
        "1 people did not send off their answers; what they answered is kept."
    ]
    assert limesurvey_rows(table(a=["1"])).notes == ()


def test_trials_go_and_the_rows_of_the_others_stay_theirs():
    made = qualtrics_rows(table(Status=["0", "1", "Survey Test", "16"], a=list("wxyz")))
    assert made.frame["a"].tolist() == ["w", "z"]
    assert made.rows.tolist() == [2, 5]
    (entry,) = ledger_of(made)
    assert (entry.before, entry.after, entry.rows) == (4, 2, 2)


def test_a_file_of_trials_alone_is_refused():
    with pytest.raises(ValueError, match=r"w.csv: every row is a trial by Status"):
        qualtrics_rows(table(Status=["Survey Preview"]))


def test_unfinished_and_turned_down_rows_are_kept_and_counted():
    made = qualtrics_rows(table(Finished=["1", "False", "0"]))
    assert notes(made) == ["2 people did not finish; what they answered is kept."]
    made = odk_rows(table(ReviewState=["rejected", "", "approved"]))
    assert len(made.frame) == 3
    assert notes(made) == [
        "1 submissions were turned down by who checked them; they are kept."
    ]


def test_a_submission_that_stands_twice_is_read_once_and_counted():
    given = table(_uuid=["a", "b", "a", "", ""], q=["1", "2", "1", "3", "3"])
    made = once_each(given, ["_uuid"])
    assert made.rows.tolist() == [2, 3, 5, 6]
    (entry,) = ledger_of(made)
    assert (entry.before, entry.after, entry.rows) == (5, 4, 1)
    assert once_each(given, ["key"]) is given


def test_the_best_column_that_is_there_tells_submissions_apart():
    given = table(_id=["1", "1"], _uuid=["a", "b"], q=["1", "2"])
    assert once_each(given, ["_uuid", "_id"]) is given


def test_two_submissions_with_one_id_are_refused_by_row():
    given = table(ID=["1"] * 8, q=list("12345678"))
    rule = r"w\.csv: column 'ID': rows \[3, 4, 5, 6, 7\] and 2 more have the id of an"
    with pytest.raises(ValueError, match=rule):
        once_each(given, ["id"])
