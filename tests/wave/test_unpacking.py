"""Is a file that claims gigabytes refused before anybody unpacks it?"""

import gzip
import tracemalloc
import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyreadstat
import pytest
from pyarrow import parquet

from csat_methods.wave import unpacking
from csat_methods.wave.readers import read_table
from csat_methods.wave.unpacking import cells_of, check_cells, check_unpacked

SHEET = "xl/worksheets/sheet1.xml"


def workbook(path, rows=(("q1",), (4,), (5,))):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def with_part(path, name, content):
    """Write a workbook again with one of its parts replaced."""
    with zipfile.ZipFile(path) as old:
        parts = {part: old.read(part) for part in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part, data in {**parts, name: content}.items():
            new.writestr(part, data)
    return path


def peak_of(path):
    """Megabytes that refusing a file takes, and the sentence."""
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match=path.name) as caught:
            read_table(path, name=path.name)
        return tracemalloc.get_traced_memory()[1] / 1e6, str(caught.value)
    finally:
        tracemalloc.stop()


def test_a_workbook_of_a_gigabyte_in_a_megabyte_is_not_unpacked(tmp_path):
    path = workbook(tmp_path / "bomb.xlsx")
    head = b'<?xml version="1.0"?><worksheet><sheetData>'
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as book,
        book.open("xl/media/image1.bin", "w", force_zip64=True) as part,
    ):
        for _ in range(300):
            part.write(head + b" " * 1_000_000)
    megabytes, said = peak_of(path)
    assert "claims to hold 300," in said
    assert megabytes < 20


def test_a_workbook_that_lies_about_its_size_is_refused(tmp_path):
    path = workbook(tmp_path / "liar.xlsx")
    content = path.read_bytes()
    with zipfile.ZipFile(path) as book:
        size = book.getinfo(SHEET).file_size
    lie = content.replace(size.to_bytes(4, "little"), (9).to_bytes(4, "little"))
    assert lie != content
    path.write_bytes(lie)
    with pytest.raises(ValueError, match=r"liar.xlsx: is no Excel workbook"):
        read_table(path, name="liar.xlsx")


def test_parts_that_share_their_bytes_are_refused(tmp_path):
    path = workbook(tmp_path / "shared.xlsx")
    content = bytearray(path.read_bytes())
    start = content.index(b"PK\x01\x02")
    sizes = start + 20
    content[sizes : sizes + 4] = (10**7).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"shared.xlsx"):
        read_table(path, name="shared.xlsx")


def test_entities_that_grow_are_not_written_out(tmp_path):
    path = workbook(tmp_path / "laughs.xlsx")
    entities = ['<!ENTITY a0 "ha">']
    entities += [f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12)]
    cell = '<row r="1"><c t="inlineStr"><is><t>&a11;</t></is></c></row>'
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = (
        f'<?xml version="1.0"?><!DOCTYPE w [{"".join(entities)}]>'
        f'<worksheet xmlns="{space}"><sheetData>{cell}</sheetData></worksheet>'
    )
    megabytes, said = peak_of(with_part(path, SHEET, sheet))
    assert "is no Excel workbook" in said
    assert megabytes < 50


def test_a_sheet_that_claims_all_columns_is_read_as_wide_as_it_is(tmp_path):
    path = workbook(tmp_path / "wide.xlsx")
    with zipfile.ZipFile(path) as book:
        sheet = book.read(SHEET).replace(b'ref="A1:A3"', b'ref="A1:XFD1048576"')
    assert b"XFD1048576" in sheet
    table = read_table(with_part(path, SHEET, sheet), name="wide.xlsx")
    assert table.frame.shape == (2, 1)


def test_more_cells_than_a_sheet_has_are_refused(monkeypatch):
    monkeypatch.setattr(unpacking, "MOST_CELLS", 5)
    assert len(cells_of([(1, 2), (3, 4)], "x.xlsx")) == 2
    with pytest.raises(ValueError, match=r"x.xlsx: has more than 5 cells"):
        cells_of([(1, 2)] * 3, "x.xlsx")
    with pytest.raises(ValueError, match=r"x.xlsx: has more than 5 cells"):
        cells_of([(1,), (2,), (3, 4)], "x.xlsx")


def test_a_parquet_file_of_one_value_a_billion_times_is_refused(tmp_path):
    path = tmp_path / "same.parquet"
    column = pa.array(np.zeros(1_000_000, np.int8)).dictionary_encode()
    table = pa.table({"q1": column})
    with parquet.ParquetWriter(path, table.schema) as writer:
        for _ in range(30):
            writer.write_table(table)
    megabytes, said = peak_of(path)
    assert "claims to hold 240,000,000 bytes" in said
    assert megabytes < 20


def test_an_spss_file_of_one_value_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "same.zsav"
    frame = pd.DataFrame({"q1": np.zeros(400_000)})
    pyreadstat.write_sav(frame, path, compress=True)
    monkeypatch.setattr(unpacking, "LARGE", 1_000_000)
    with pytest.raises(ValueError, match=r"same.zsav: claims to hold 3,200,000 bytes"):
        read_table(path, name="same.zsav")


def test_an_spss_file_that_claims_rows_it_does_not_have_is_read_as_it_is(tmp_path):
    path = tmp_path / "claim.sav"
    pyreadstat.write_sav(pd.DataFrame({"q1": [1.0, 2.0]}), path)
    content = bytearray(path.read_bytes())
    content[80:84] = (2_000_000_000).to_bytes(4, "little")
    path.write_bytes(content)
    assert len(read_table(path, name="claim.sav").frame) == 2


def test_a_packed_text_is_not_read(tmp_path):
    path = tmp_path / "answers.csv.gz"
    path.write_bytes(gzip.compress(b"q1\n" + b"4\n" * 10))
    with pytest.raises(ValueError, match=r"answers.csv.gz: a file ending in '.gz'"):
        read_table(path, name="answers.csv.gz")


def test_a_packed_text_under_another_name_is_no_text(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_bytes(gzip.compress(b"q1\n" + b"4\n" * 10))
    with pytest.raises(ValueError, match=r"answers.csv"):
        read_table(path, name="answers.csv")


def test_ordinary_files_are_read(tmp_path):
    assert len(read_table(workbook(tmp_path / "a.xlsx")).frame) == 2
    frame = pd.DataFrame({"q1": np.arange(1000.0)})
    frame.to_parquet(tmp_path / "a.parquet")
    assert len(read_table(tmp_path / "a.parquet").frame) == 1000


def test_what_is_small_may_be_packed_as_it_likes(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"x")
    check_unpacked(path, unpacking.LARGE, "a")
    check_cells(path, 1000, 1000, "a")
    with pytest.raises(ValueError, match="a: claims to hold 100,000,001 bytes in 1;"):
        check_unpacked(path, unpacking.LARGE + 1, "a")
