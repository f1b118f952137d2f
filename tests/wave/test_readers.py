"""Does every format give the same table, with what it knows beside?"""

import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat
import pytest

from csat_methods.wave.cells import Cells
from csat_methods.wave.readers import ENDINGS, READERS, read_table

FRAME = pd.DataFrame(
    {
        "id": ["00123", "7", "8"],
        "q1": [5, None, 1.5],
        "day": pd.to_datetime(["2026-01-01", None, "2026-02-03"]),
        "said": ["خوب", None, "a b"],
    }
)


def distinct(table, column):
    return Cells.of(table, column).distinct


def test_excel_is_read_as_text_without_losing_zeros(tmp_path):
    path = tmp_path / "a.xlsx"
    FRAME.to_excel(path, index=False)
    table = read_table(path)
    assert table.frame.to_dict("list") == {
        "id": ["00123", "7", "8"],
        "q1": ["5", "", "1.5"],
        "day": ["2026-01-01", "", "2026-02-03"],
        "said": ["خوب", "", "a b"],
    }
    assert table.rows.tolist() == [2, 3, 4]


def test_excel_cells_of_every_kind_become_text(tmp_path):
    path = tmp_path / "a.xlsx"
    cells = [True, False, 3.0, datetime(2026, 1, 2, 3, 4, 5), date(2026, 1, 2), " x "]
    frame = pd.DataFrame([[None] * 6, cells], columns=list("abcdef"))
    frame.to_excel(path, index=False)
    table = read_table(path)
    found = table.frame.iloc[0].tolist()
    assert found == ["1", "0", "3", "2026-01-02 03:04:05", "2026-01-02", "x"]
    assert table.rows.tolist() == [3]


def test_rows_that_a_workbook_leaves_out_are_blank_and_counted(tmp_path):
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    for place, cell in {"A2": "q1", "B2": "q2", "A5": 4, "B6": 5}.items():
        book.active[place] = cell
    book.save(path)
    with zipfile.ZipFile(path) as parts:
        assert b'<row r="3"' not in parts.read("xl/worksheets/sheet1.xml")
    table = read_table(path)
    assert table.frame.to_dict("list") == {"q1": ["4", ""], "q2": ["", "5"]}
    assert table.rows.tolist() == [5, 6]


def test_a_formula_without_a_stored_value_is_no_blank(tmp_path):
    path = tmp_path / "a.xlsx"
    frame = pd.DataFrame({"q1": [1, "=A2+1"]})
    frame.to_excel(path, index=False, engine="openpyxl")
    words = r"a.xlsx \(Sheet1\): 1 formulas have no stored value, first in row 3"
    with pytest.raises(ValueError, match=words):
        read_table(path, name="a.xlsx")


def test_an_empty_sheet_is_refused_with_the_names_of_the_others(tmp_path):
    path = tmp_path / "a.xlsx"
    with pd.ExcelWriter(path) as book:
        pd.DataFrame().to_excel(book, sheet_name="cover", index=False)
        pd.DataFrame({"b": [2]}).to_excel(book, sheet_name="answers", index=False)
        pd.DataFrame({"c": [3]}).to_excel(book, sheet_name="کدها", index=False)
    with pytest.raises(
        ValueError,
        match=r"^a.xlsx \(cover\): is empty; its other sheets: answers, کدها\. Put the "
        r"one with the answers first, or name it by 'sheet'",
    ):
        read_table(path, name="a.xlsx")
    assert list(read_table(path, sheet="answers").frame) == ["b"]


def test_a_sheet_is_chosen_by_name_or_number_and_a_silent_choice_is_said(tmp_path):
    path = tmp_path / "a.xlsx"
    with pd.ExcelWriter(path) as book:
        pd.DataFrame({"a": [1]}).to_excel(book, sheet_name="first", index=False)
        pd.DataFrame({"b": [2]}).to_excel(book, sheet_name="second", index=False)
    assert list(read_table(path, sheet="second").frame) == ["b"]
    assert list(read_table(path, sheet=2).frame) == ["b"]
    first = read_table(path, name="a.xlsx")
    assert list(first.frame) == ["a"]
    assert [str(note) for note in first.notes] == [
        "a.xlsx has 1 more sheets; the first one, first, was read."
    ]
    with pytest.raises(ValueError, match=r"no sheet 'third'; .*first, second"):
        read_table(path, sheet="third")


def test_parquet_keeps_numbers_days_and_texts(tmp_path):
    path = tmp_path / "a.parquet"
    more = FRAME.assign(
        yes=[True, False, True],
        kind=pd.Categorical(["a", None, "b"]),
        whole=pd.array([1, None, 3], "Int64"),
    )
    more.set_index("id").to_parquet(path)
    table = read_table(path)
    assert table.frame.columns.tolist()[-1] == "id"
    assert distinct(table, "id") == ["00123", "7", "8"]
    assert distinct(table, "yes") == [1.0, 0.0]
    assert distinct(table, "kind") == ["a", "b"]
    assert distinct(table, "whole") == [1.0, 3.0]
    assert distinct(table, "day") == FRAME["day"].dropna().tolist()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a.xlsx", "a.xlsx: is no Excel workbook"),
        ("a.parquet", "a.parquet: is no Parquet file"),
        ("a.sav", "a.sav: is no SPSS file"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(tmp_path, name, words):
    path = tmp_path / name
    path.write_text("a,b\n1,2\n")
    with pytest.raises(ValueError, match=words):
        read_table(path, name=name)


@pytest.mark.parametrize("path", ["s3://b/a.csv", Path("https://b/a.xlsx")])
def test_nothing_is_read_over_a_network(path):
    with pytest.raises(ValueError, match="is an address; nothing is read over a netw"):
        read_table(path)


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_empty_or_missing_file_of_any_kind_is_refused(tmp_path, ending):
    path = tmp_path / f"a{ending}"
    with pytest.raises(ValueError, match="there is no such file"):
        read_table(path)
    path.touch()
    with pytest.raises(ValueError, match="is empty"):
        read_table(path)


@pytest.mark.parametrize("ending", [".xlsx", ".parquet", ".sav"])
def test_a_table_without_rows_is_refused(tmp_path, ending):
    path = tmp_path / f"a{ending}"
    empty = pd.DataFrame({"q1": pd.Series([], dtype=float)})
    write = {
        ".xlsx": lambda: empty.to_excel(path, index=False),
        ".parquet": lambda: empty.to_parquet(path),
        ".sav": lambda: pyreadstat.write_sav(empty, path),
    }
    write[ending]()
    with pytest.raises(ValueError, match="has a header and no answers below it"):
        read_table(path)


def test_parquet_columns_of_lists_are_refused(tmp_path):
    path = tmp_path / "a.parquet"
    pd.DataFrame({"q": [[1, 2], [3]]}).to_parquet(path)
    with pytest.raises(ValueError, match=r"the columns \['q'\] hold lists"):
        read_table(path)


def test_a_format_is_told_by_the_ending_or_by_name(tmp_path):
    path = tmp_path / "export.data"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(ValueError, match=r"ending in '.data' is not read; .*its kind"):
        read_table(path)
    assert list(read_table(path, "csv").frame) == ["a", "b"]
    with pytest.raises(ValueError, match=r"kind='cvs' .* did you mean 'csv'"):
        read_table(path, "cvs")


def test_what_a_format_cannot_be_told_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(ValueError, match=r"\['sheet'\] do not fit .*known: separator"):
        read_table(path, sheet=1)


def test_another_format_is_another_entry(tmp_path, monkeypatch):
    monkeypatch.setitem(READERS, "mine", lambda path, name: name)
    monkeypatch.setitem(ENDINGS, ".mine", "mine")
    path = tmp_path / "a.mine"
    path.write_text("x")
    assert read_table(path, name="a.mine") == "a.mine"
