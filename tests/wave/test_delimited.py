"""Is a CSV file read as it was meant, or refused with the row?"""

import csv
import io
import os

import pytest
from hypothesis import given, strategies as st

from csat_methods.wave.readers import read_table


@pytest.fixture
def read(tmp_path):
    """``read(content, **options)``: the table of a file with this content."""

    def read(content, **options):
        path = tmp_path / "a.csv"
        raw = content if isinstance(content, bytes) else content.encode()
        path.write_bytes(raw)
        return read_table(path, name="a.csv", **options)

    return read


def cells(table):
    return table.frame.to_dict("list")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_separator_is_found(read, mark):
    table = read(f"q1{mark}q2\n1{mark}a b\n2{mark}\n")
    assert cells(table) == {"q1": ["1", "2"], "q2": ["a b", ""]}
    assert table.rows.tolist() == [2, 3]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("q;w\n1;0,5\n2;1,5\n", {"q": ["1", "2"], "w": ["0,5", "1,5"]}),
        (
            "kinds,n\natm;cafe,1\nbar;atm;pub,2\n",
            {"kinds": ["atm;cafe", "bar;atm;pub"]},
        ),
        ('"How, then?";b\n1;2\n', {"How, then?": ["1"], "b": ["2"]}),
        ("q\n1\n2\n", {"q": ["1", "2"]}),
        ("sep=|\na|b,c\n1|2\n", {"a": ["1"], "b,c": ["2"]}),
    ],
)
def test_the_separator_is_not_mistaken_for_what_cells_hold(read, content, found):
    assert found.items() <= cells(read(content)).items()


@pytest.mark.parametrize("mark", ["؛", "،"])
def test_persian_separators_are_read_and_decimals_are_none_of_them(read, mark):
    content = f'نظر{mark}q{mark}w\n"a{mark}b\nc"{mark}۱{mark}0,5\n\nx;y{mark}2{mark}1,5'
    table = read(content)
    assert cells(table) == {
        "نظر": [f"a{mark}b\nc", "x;y"],
        "q": ["۱", "2"],
        "w": ["0,5", "1,5"],
    }
    assert table.rows.tolist() == [2, 4]
    assert cells(read(content, separator=mark)) == cells(table)
    with pytest.raises(ValueError, match=r"a.csv: row 3 has 2 cells, the header 3"):
        read(f"a{mark}b{mark}c\n1{mark}2{mark}3\n1{mark}2\n1{mark}2{mark}3\n")


def test_a_persian_comma_in_a_heading_or_in_comments_separates_nothing(read):
    said = "نظر شما، به طور کلی"
    assert cells(read(f"{said}\nخوب\nبد، گران\nگران\n")).keys() == {said}
    assert cells(read("q,نظر، شما\n1,بد، گران\n2,خوب، ارزان\n")).keys() == {
        "q",
        "نظر، شما",
    }


def test_the_separator_may_be_told(read):
    assert cells(read("a;b\n1;2\n", separator=",")) == {"a;b": ["1;2"]}
    assert cells(read("a\tb\n1\t2\n", separator="tab")) == {"a": ["1"], "b": ["2"]}


def test_rows_are_counted_as_a_spreadsheet_counts_them(read):
    table = read('\n\na,b\n1,"two\nlines"\n\n3,4\n')
    assert table.rows.tolist() == [4, 6]
    assert cells(table) == {"a": ["1", "3"], "b": ["two\nlines", "4"]}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(read, end):
    assert cells(read(end.join(["a,b", "1,2", "3,4"]))) == {
        "a": ["1", "3"],
        "b": ["2", "4"],
    }


def test_a_byte_order_mark_is_no_part_of_the_first_column(read):
    assert cells(read(b"\xef\xbb\xbfq1,q2\n1,2\n")) == {"q1": ["1"], "q2": ["2"]}


def test_utf_16_as_excel_writes_it_is_read(read):
    assert cells(read("نام\tب\nعلی\t۲\n".encode("utf-16"))) == {
        "نام": ["علی"],
        "ب": ["۲"],
    }


def test_windows_1256_is_read_and_said(read):
    table = read("نام;شهر\nعلي;كرج\n".encode("cp1256"))
    assert cells(table) == {"نام": ["علي"], "شهر": ["كرج"]}
    assert [str(note) for note in table.notes] == [
        "a.csv is not UTF-8; it was read as Windows-1256."
    ]


def test_an_encoding_that_is_told_is_not_second_guessed(read):
    raw = "نام;شهر\nعلي;كرج\n".encode("cp1256")
    assert read(raw, encoding="cp1256").notes == ()
    with pytest.raises(ValueError, match=r"a.csv: row 1 is not utf-8"):
        read(raw, encoding="utf-8")
    with pytest.raises(ValueError, match=r"encoding='klingon' is no known one"):
        read(raw, encoding="klingon")


def test_a_damaged_utf_8_file_is_not_read_as_something_else(read):
    raw = "نام,شهر\nعلی,کرج\n".encode() + b"\xff,x\n"
    with pytest.raises(ValueError, match=r"a.csv: row 3 is not UTF-8, while the rest"):
        read(raw)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "a.csv: is empty"),
        ("\n  \n", "a.csv: is empty"),
        ("sep=;\n", "a.csv: is empty"),
        ("a,b\n", "a.csv: has a header and no answers below it"),
        ("a,b\n,\n", "a.csv: has a header and no answers below it"),
        (b"PK\x03\x04\x00\x00", "a.csv: is not text"),
        (b"PK\x03\x04\x00\xff", "a.csv: is not text"),
        ("a,b\n1,2\n1\n", "a.csv: row 3 has 1 cells, the header 2"),
        ("a,b\n1,2,3\n", "a.csv: row 2 has 3 cells, the header 2"),
        ('a,b\n1,2\n3,"open\n5,6\n', "a.csv: row 3: a quotation mark has no partner"),
        ('a,b\n1,"x"y\n', "a.csv: row 2: a quotation mark has no partner"),
        ('a,b"\n1,"x', "a.csv: row 2: a quotation mark has no partner"),
        ("a,b", "a.csv: has a header and no answers below it"),
        ("a,a\n1,2\n", "a.csv: column 'a' is there 2 times, at 1, 2"),
        ("a,\n1,2\n", "a.csv: the columns at 2 have cells but no name"),
    ],
)
def test_what_is_no_table_of_answers_is_refused(read, content, words):
    with pytest.raises(ValueError, match=words):
        read(content)


def test_a_huge_file_that_is_no_text_is_refused_by_its_begin(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.touch()
    os.truncate(path, 2 << 30)  # takes no room on the disk
    monkeypatch.setattr(type(path), "read_bytes", None)
    with pytest.raises(ValueError, match=r"^a.csv: is not text; save it as CSV"):
        read_table(path, name="a.csv")


def test_what_is_no_text_far_below_its_begin_is_refused(read):
    with pytest.raises(ValueError, match=r"^a.csv: is not text; save it as CSV"):
        read(b"a,b\n" + b"1,2\n" * 400_000 + b"\x00,2\n")


def test_ragged_rows_are_said_all_at_once_and_many_are_counted(read):
    with pytest.raises(ValueError, match="row 2 has") as caught:
        read("a,b\n" + "1\n" * 8)
    lines = str(caught.value).splitlines()
    assert len(lines) == 6
    assert lines[-1] == "a.csv: 3 more rows are so."


letters = st.text(st.sampled_from('ab1,;|"\n ۵é'), max_size=6)
tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(
        st.lists(letters, min_size=width, max_size=width), min_size=1, max_size=6
    )
)


@given(tables, st.sampled_from([",", ";", "\t", "|"]))
def test_what_the_csv_module_writes_comes_back(tmp_path_factory, rows, mark):
    held = [row for row in rows if any(cell.strip() for cell in row)]
    if not held:
        return
    buffer = io.StringIO()
    names = [f"q{i}" for i in range(len(rows[0]))]
    csv.writer(buffer, delimiter=mark).writerows([names, *rows])
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_text(buffer.getvalue(), "utf8", newline="")
    table = read_table(path, separator={"\t": "tab"}.get(mark, mark))
    assert table.frame.to_numpy().tolist() == held


def test_a_cell_longer_than_any_answer_is_refused_in_words(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("x" * 200_000 + "\n1\n")
    words = r"a.csv: near its begin, a quotation mark .* more than 131,072 signs"
    with pytest.raises(ValueError, match=words):
        read_table(path, name="a.csv")
