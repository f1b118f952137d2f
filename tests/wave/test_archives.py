"""Which table of a packed export holds the answers?"""

import zipfile

import openpyxl
import pytest

from csat_methods.wave.archives import is_workbook
from csat_methods.wave.readers import read_table


@pytest.fixture
def packed(tmp_path):
    """Pack members into an archive."""

    def pack(members, name="a.zip"):
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, text in members.items():
                archive.writestr(member, text)
        return tmp_path / name

    return pack


def read(path, kind="auto", **told):
    return read_table(path, kind, name=path.name, **told)


def test_the_one_table_of_an_archive_is_read(packed):
    table = read(packed({"Survey_May 1.csv": "q1;q2\n1;2\n"}))
    assert table.name == "a.zip (Survey_May 1.csv)"
    assert table.frame.to_dict("list") == {"q1": ["1"], "q2": ["2"]}
    assert not table.notes


def test_what_a_form_repeats_is_named_and_not_read(packed):
    members = {
        "shop-visit.csv": "x,PARENT_KEY\n1,k\n",
        "shop.csv": "q1,KEY\n5,k\n",
        "media/photo.csv": "no table",
        "__MACOSX/._shop.csv": "no table",
    }
    table = read(packed(members), "odk")
    assert list(table.frame) == ["q1", "KEY"]
    assert str(table.notes[0]) == (
        "a.zip has tables of what the form repeats, which are not read: shop-visit.csv."
    )


def test_two_tables_of_equal_rank_are_refused_by_name(packed):
    path = packed({"a.csv": "q\n1\n", "b.csv": "q\n1\n"})
    with pytest.raises(ValueError, match=r"a\.zip: the archive .* a\.csv, b\.csv; unp"):
        read(path)


def test_an_archive_without_a_table_is_refused(packed):
    with pytest.raises(ValueError, match=r"a\.zip: the archive holds no table"):
        read(packed({"photo.png": "x"}))


def test_a_file_that_is_no_archive_is_refused(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(ValueError, match=r"a\.zip: is no archive that can be unpacked"):
        read(tmp_path / "a.zip")


def test_a_locked_archive_is_refused(packed):
    path = packed({"a.csv": "q\n1\n"})
    raw = bytearray(path.read_bytes())
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(sign) + place] |= 1
    path.write_bytes(bytes(raw))
    with pytest.raises(ValueError, match=r"a\.zip: .* with a password; unpack it"):
        read(path)


def test_an_archive_that_grows_out_of_all_proportion_is_refused(packed):
    path = packed({"a.csv": "q\n" + "1\n" * 60_000_000})
    with pytest.raises(ValueError, match="claims to hold 120,000,002 bytes"):
        read(path, "qualtrics")


def test_faults_of_the_table_name_the_archive_and_the_table(packed):
    with pytest.raises(ValueError, match=r"a\.zip \(a\.csv\): row 3 has 3 cells"):
        read(packed({"a.csv": "q,p\n1,2\n1,2,3\n"}))


def test_a_workbook_is_no_archive_of_tables(packed, tmp_path):
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    assert is_workbook(tmp_path / "a.xlsx")
    assert not is_workbook(packed({"a.csv": "q\n1\n"}))
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04")
    assert is_workbook(tmp_path / "b.xlsx")
