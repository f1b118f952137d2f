"""Are Qualtrics' header rows told from answers?"""

import numpy as np
import pandas as pd
import pytest

from csat_methods.wave.qualtrics import without_headers
from csat_methods.wave.raw_table import RawTable

IDS = ['{"ImportId":"startDate","timeZone":"Asia/Tehran"}', "{'ImportId': 'QID1'}"]
WORDS = ["Start Date", "How\nis it?"]
ANSWER = ["2026-05-01 10:00:00", "4"]


def table(*rows):
    frame = pd.DataFrame(rows, columns=["StartDate", "q1"], dtype="str")
    return RawTable(frame, np.arange(len(rows)) + 2, "w.csv")


def test_three_header_rows_become_words_and_ids():
    made = without_headers(table(WORDS, IDS, ANSWER))
    assert made.frame.to_numpy().tolist() == [ANSWER]
    assert made.rows.tolist() == [4]
    assert made.labels["q1"] == "How is it?"
    assert made.aliases == {"StartDate": ("startDate",), "q1": ("QID1",)}
    assert made.notes == ()


@pytest.mark.parametrize(
    ("rows", "labels", "notes"),
    [((WORDS, ANSWER), 2, 0), ((IDS, ANSWER), 0, 0), ((ANSWER,), 0, 1)],
)
def test_header_rows_that_are_gone_are_not_taken_from_the_answers(rows, labels, notes):
    made = without_headers(table(*rows))
    assert made.frame.to_numpy().tolist() == [ANSWER]
    assert (len(made.labels), len(made.notes)) == (labels, notes)


def test_an_answer_that_speaks_of_ids_is_no_header():
    answer = ["2026-05-01", '{"ImportId": broken']
    assert len(without_headers(table(ANSWER, answer)).frame) == 2


def test_header_rows_without_answers_are_refused():
    with pytest.raises(ValueError, match=r"w.csv: has header rows and no answers"):
        without_headers(table(WORDS, IDS))


def test_a_column_that_somebody_added_hides_no_header_rows():
    rows = [[*row, cell] for row, cell in ((WORDS, ""), (IDS, "mine"), (ANSWER, "7"))]
    frame = pd.DataFrame(rows, columns=["StartDate", "q1", "own"], dtype="str")
    made = without_headers(RawTable(frame, np.arange(3) + 2, "w.csv"))
    assert made.frame.to_numpy().tolist() == [[*ANSWER, "7"]]
