"""Does the workbook hold the published tables, as a spreadsheet may read them?"""

import zipfile

import openpyxl
import pandas as pd
import pytest

from csat_methods import Wave, means, publish
from csat_methods.report.policy import Policy
from csat_methods.report.workbook import FORMATS, _Names, write_workbook


@pytest.fixture(scope="module")
def path(tmp_path_factory, parcels_published):
    """The workbook of the parcel service."""
    path = tmp_path_factory.mktemp("book") / "tables.xlsx"
    write_workbook(parcels_published, path)
    return path


@pytest.fixture(scope="module")
def book(path):
    return openpyxl.load_workbook(path)


def rows(sheet):
    return list(sheet.iter_rows(values_only=True))


def test_contents_come_first_then_banners_then_every_table(book, parcels_published):
    assert book.sheetnames[:2] == ["Contents", "06.segments banner"]
    assert book.sheetnames[2:] == list(parcels_published)
    listed = [row[0] for row in rows(book["Contents"])[1:] if row[0]]
    assert listed == book.sheetnames[1:]


def test_every_number_of_every_table_is_there_to_fifteen_digits(
    book, parcels_published
):
    for name, shown in parcels_published.items():
        head, *found = rows(book[name])
        assert list(head) == list(shown.result.table)
        visible = [r for r in found if "hidden" not in r]
        told = pd.DataFrame(visible, columns=head)["estimate"].tolist()
        wanted = shown.result.table["estimate"].tolist()
        assert told == pytest.approx(wanted, rel=1e-15)


def test_hidden_values_are_in_no_cell(book, parcels_published, parcels_results):
    full = parcels_results["06.segments"].table
    hidden = {place["city"] for place in parcels_published["06.segments"].hidden}
    secret = set(full[full["city"].isin(hidden)]["estimate"].round(9))
    found = {
        round(cell, 9)
        for sheet in book
        for row in rows(sheet)
        for cell in row
        if isinstance(cell, float)
    }
    open_ = set(full[~full["city"].isin(hidden)]["estimate"].round(9))
    assert secret - open_
    assert not (secret - open_) & found
    banner = rows(book["06.segments banner"])
    assert [row[-1] for row in banner[4:6]] == ["hidden", "hidden"]


def test_numbers_are_numbers_in_the_format_of_their_kind(book):
    banner = book["06.segments banner"]
    estimate, n = banner["D5"], banner["D6"]
    assert (estimate.data_type, estimate.number_format) == ("n", "0.00")
    assert (n.data_type, n.number_format) == ("n", FORMATS["count"])
    assert {type(row[1]) for row in rows(book["06.overall"])[1:]} == {float}


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "=cmd|'/c calc'!A1", " =1"]
)
def test_text_is_never_a_formula(tmp_path, text):
    frame = pd.DataFrame({"q1": [4.0, 5] * 20, "city": [text] * 20 + ["b"] * 20})
    shown = publish({"r": means(Wave.from_frame(frame), "q1", by="city")}, Policy())
    write_workbook(shown, tmp_path / "t.xlsx")
    with zipfile.ZipFile(tmp_path / "t.xlsx") as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist())
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["r"]
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].value.startswith("'")


def test_signs_that_excel_refuses_and_endless_texts_are_cut(tmp_path):
    text = "a\x00b\x07" + "z" * 40_000
    frame = pd.DataFrame({"q1": [4.0, 5] * 20, "city": [text] * 40})
    shown = publish({"r": means(Wave.from_frame(frame), "q1", by="city")}, Policy())
    write_workbook(shown, tmp_path / "t.xlsx")
    value = openpyxl.load_workbook(tmp_path / "t.xlsx")["r"]["A2"].value
    assert value.startswith("a\ufffdb\ufffdz")
    assert len(value) == 32_767


def test_the_same_tables_give_the_same_bytes(tmp_path, path, parcels_published):
    write_workbook(parcels_published, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()


def test_a_persian_workbook_is_read_from_the_right(tmp_path, parcels_published):
    write_workbook(parcels_published, tmp_path / "fa.xlsx", lang="fa")
    banner = openpyxl.load_workbook(tmp_path / "fa.xlsx").worksheets[1]
    assert banner.sheet_view.rightToLeft
    assert banner["A5"].value == "سرعت تحویل"


def test_names_of_sheets_are_short_legal_and_each_there_once():
    names = _Names()
    long = "06.a_result_with_a_name_of_more_than_31_signs"
    found = [names.new(x) for x in (long, long, long.upper(), "a/b:c?", "'", "")]
    assert len({name.casefold() for name in found}) == len(found)
    assert all(1 <= len(name) <= 31 for name in found)
    assert found[3] == "a b c"


def test_only_what_passed_the_gate_is_written(tmp_path, parcels_results):
    with pytest.raises(ValueError, match="must come from publish"):
        write_workbook(parcels_results, tmp_path / "t.xlsx")
