"""Is a file's table kept as it stood, with the row each answer came from?"""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from csat_methods.wave.raw_table import RawTable, heading, headings, table_of_text


@pytest.fixture
def table():
    frame = pd.DataFrame({"wave": ["2017", "2018", "2017.0"], "q": ["a", "b", "c"]})
    return RawTable(frame, np.array([2, 3, 5]), "w.csv")


def test_rows_are_chosen_however_their_code_is_written(table):
    kept = table.where({"wave": [2017]})
    assert kept.frame["q"].tolist() == ["a", "c"]
    assert kept.rows.tolist() == [2, 5]
    assert kept.frame.index.tolist() == [0, 1]
    assert table.where({}) is table


def test_all_columns_of_a_choice_must_agree(table):
    assert table.where({"wave": ["2017"], "q": ["c"]}).rows.tolist() == [5]


def test_a_choice_of_nothing_or_of_no_column_is_refused(table):
    with pytest.raises(ValueError, match=r"w.csv: no row has \{'wave': \[2020\]\}"):
        table.where({"wave": [2020]})
    with pytest.raises(ValueError, match=r"w.csv: rows name columns .*\['year'\]"):
        table.where({"year": [2020]})


def test_columns_that_may_not_be_kept_are_gone_or_refused(table):
    assert table.without(["q"]).frame.columns.tolist() == ["wave"]
    with pytest.raises(ValueError, match=r"leave_out names \['email'\], not in it"):
        table.without(["email"])


def test_headings_have_one_spelling():
    assert heading("كيفيت ۱") == heading("کیفیت 1")
    assert headings([" a ", "b\n c", None, 5][:2], "f") == ["a", "b c"]


def test_all_faults_of_a_header_are_said_with_their_places():
    with pytest.raises(ValueError, match="column 'q1' is there 2 times, at 1, 3") as e:
        headings(["q1", "", "q۱", "x", "x"], "f.csv")
    assert str(e.value).splitlines()[1:] == [
        "f.csv: the columns at 2 have cells but no name; names stand in the first row.",
        "f.csv: column 'x' is there 2 times, at 4, 5.",
    ]


def test_rows_and_nameless_columns_without_any_cell_are_left_out():
    cells = pa.table({"f0": ["a", "1", " ", "2"], "f1": [""] * 4})
    table = table_of_text(cells, np.arange(1, 5), "f")
    assert table.frame.to_dict("list") == {"a": ["1", "2"]}
    assert table.rows.tolist() == [2, 4]
