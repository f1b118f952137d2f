"""Does a workbook hold what it is given, as text and numbers, and no time?"""

import io
import time
import zipfile

import openpyxl
import pytest

from csat_methods.report.spreadsheet import LONGEST, excel_cell, new_book, write_rows

TEXTS = [
    "=1+1", "{=1+1}", "https://example.org", "mailto:a@example.org", "0042", "1e3",
    " led and followed ", "two\nlines", "<b> & 'c' \"d\"", "_x0041_", "رضایت 😀",
]  # fmt: skip
NUMBERS = [0, -3, 2**53, 0.1, -1.5e-300, 1e300, 2 / 3]


def written(rows, **properties):
    out = io.BytesIO()
    with new_book(out, **properties) as book:
        write_rows(book.add_worksheet("a"), 0, rows)
    return out.getvalue()


def read(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def test_every_text_comes_back_as_that_text():
    cells = read(written([TEXTS]))["a"][1]
    assert [cell.value for cell in cells] == TEXTS
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_every_number_comes_back_to_sixteen_digits():
    found = [cell.value for cell in read(written([NUMBERS]))["a"][1]]
    assert found == [float(f"{number:.16g}") for number in NUMBERS]


def test_true_stays_true_and_nothing_stays_nothing():
    (row,) = read(written([[True, None, "", False]]))["a"].iter_rows(values_only=True)
    assert row == (True, None, None, False)


@pytest.mark.parametrize("inside", ["<t>bold</t>", "</r>", "<t>", "&"])
def test_text_is_never_taken_for_marks_of_the_file(inside):
    text = f"<r>{inside}</r>"
    assert read(written([[text]]))["a"]["A1"].value == f"'{text}"


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x0b", "\x1f", "\uffff", "\ud800"])
def test_what_excel_refuses_is_seen_to_have_been_there(sign):
    assert read(written([[f"a{sign}b"]]))["a"]["A1"].value == "a\ufffdb"


def test_lines_end_as_they_do_in_excel():
    assert read(written([["a\r\nb\rc"]]))["a"]["A1"].value == "a\nb\nc"


def test_a_cell_is_cut_between_signs_where_its_room_ends():
    assert excel_cell("z" * 40_000) == "z" * LONGEST
    assert excel_cell("😀" * 40_000) == "😀" * (LONGEST // 2)
    long = f"<r>{'z' * (LONGEST - 7)}</r>"
    (cell,) = read(written([[long]]))["a"][1]
    assert cell.value == f"'{long}"[:LONGEST]


@pytest.mark.parametrize("row", [[["a"]], [[None, 1]]])
def test_a_row_that_a_sheet_has_no_room_for_is_never_left_out(row):
    with new_book(io.BytesIO()) as book:
        sheet = book.add_worksheet("a")
        write_rows(sheet, 1_048_575, row)
        with pytest.raises(ValueError, match="row=1048577 does not fit"):
            write_rows(sheet, 1_048_576, row)


def test_a_column_that_a_sheet_has_no_room_for_is_never_left_out():
    with new_book(io.BytesIO()) as book:
        sheet = book.add_worksheet("a")
        with pytest.raises(ValueError, match="16384 columns"):
            write_rows(sheet, 0, [[1] * 16_385])


def test_the_same_cells_give_the_same_bytes_at_any_time(monkeypatch):
    first = written([TEXTS, NUMBERS], author="a", title="b")
    with monkeypatch.context() as later:
        later.setattr(time, "time", lambda: 2_000_000_000.0)
        assert written([TEXTS, NUMBERS], author="a", title="b") == first
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {1980}
    told = read(first).properties
    assert (told.creator, told.title, told.created.year) == ("a", "b", 1980)
    assert told.modified.year == 1980
