"""Is the workbook that is written the one that a spreadsheet reads?"""

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, strategies as st

from csat_methods.report.spreadsheet import (
    BOLD,
    LONGEST,
    Cell,
    Sheet,
    _letters,
    workbook,
    zipped,
)

FORMATS = ("0", "0.0%", '+0.0;-0.0;"<&>"')


def read(*sheets):
    return openpyxl.load_workbook(io.BytesIO(workbook(sheets, FORMATS)))


def alone(*rows):
    return read(Sheet("a", rows=[[Cell(value) for value in row] for row in rows]))["a"]


@pytest.mark.parametrize("number", [0, 7, -3, 0.5, 1e-300, 1 / 3, 12345678901.25])
def test_a_number_comes_back_exactly(number):
    cell = alone([number])["A1"]
    assert (cell.value, cell.data_type) == (number, "n")


def test_a_truth_is_neither_number_nor_text():
    assert [c.value for c in alone([True, False])[1]] == [True, False]


@pytest.mark.parametrize(
    "words", ["a <b> & 'c' \"d\"", " spaces ", "پاسخ‌ها", "two\nlines", "a\rb", "😀"]
)
def test_a_text_comes_back_as_it_was(words):
    assert alone([words])["A1"].value == words


@given(st.text(st.characters(), max_size=40))
def test_every_text_gives_a_workbook_that_can_be_read(words):
    kept = alone([words, "next"])
    assert kept["B1"].value == "next"


def test_a_text_is_never_a_formula():
    cell = alone(["=1+1"])["A1"]
    assert (cell.data_type, cell.value) == ("s", "=1+1")


def test_what_excel_refuses_is_replaced_and_what_is_too_long_is_cut():
    assert alone(["a\x00b\x1f"])["A1"].value == "a\ufffdb\ufffd"
    assert len(alone(["z" * (LONGEST + 9)])["A1"].value) == LONGEST


def test_nothing_leaves_its_cell_empty_and_the_next_in_its_place():
    sheet = alone([None, "", "b"], [], [1])
    assert [c.value for c in sheet[1]] == [None, None, "b"]
    assert sheet["A3"].value == 1


@pytest.mark.parametrize("look", FORMATS)
def test_a_number_has_the_format_it_was_given(look):
    sheet = read(Sheet("a", rows=[[Cell(0.5, look), Cell("n", BOLD)]]))["a"]
    assert sheet["A1"].number_format == look
    assert (sheet["A1"].font.bold, sheet["B1"].font.bold) == (False, True)


@pytest.mark.parametrize(
    ("kept", "corner"), [((0, 0), None), ((1, 0), "A2"), ((0, 2), "C1"), ((4, 2), "C5")]
)
def test_rows_and_columns_stay_in_view(kept, corner):
    assert read(Sheet("a", kept=kept))["a"].freeze_panes == corner


def test_sheets_have_their_names_sides_and_widths_in_order():
    book = read(Sheet("<&>", rtl=True, widths=(34, 60)), Sheet("داده"))
    assert book.sheetnames == ["<&>", "داده"]
    assert [bool(s.sheet_view.rightToLeft) for s in book] == [True, False]
    widths = book["<&>"].column_dimensions
    assert (widths["A"].width, widths["B"].width) == (34, 60)


@given(st.integers(0, 16_383))
def test_letters_of_columns_are_those_of_excel(column):
    assert _letters(column) == openpyxl.utils.get_column_letter(column + 1)


def test_equal_files_give_equal_archives_whenever_they_are_made():
    parts = {"a": b"1", "b": b"2"}
    assert zipped(parts) == zipped(parts)
    times = {i.date_time for i in zipfile.ZipFile(io.BytesIO(zipped(parts))).infolist()}
    assert times == {(1980, 1, 1, 0, 0, 0)}
