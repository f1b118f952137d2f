"""Are sources read whole, and those that waves share only once while they stay?"""

import hashlib
import os
import sqlite3

import pytest

from csat_methods.study.sources import DataFile
from csat_methods.wave import source_tables
from csat_methods.wave.source_tables import SourceTables

THEMES = "theme,words\ntime,late\nprice,dear\n"


@pytest.fixture
def sources(tmp_path):
    (tmp_path / "themes.csv").write_text(THEMES, "utf8")
    return SourceTables(tmp_path, "w.yaml", hashlib.sha256())


def again(sources):
    """The same files for another wave."""
    return SourceTables(sources.folder, "v.yaml", hashlib.sha256())


def both(sources):
    return (sources.table, sources.shared)


def test_the_rows_that_are_meant_are_read(sources):
    source = DataFile(file="themes.csv", rows={"theme": ["price"]})
    for read in both(sources):
        found = read(source)
        assert found.frame["words"].tolist() == ["dear"]
        assert found.rows.tolist() == [3]
        assert found.name == "themes.csv"


def test_bytes_go_into_the_digest_also_where_a_table_is_known(sources):
    source = DataFile(file="themes.csv")
    for read in (sources.table, again(sources).shared, again(sources).shared):
        read(source)
        digest = read.__self__.digest.hexdigest()
        assert digest == hashlib.sha256(THEMES.encode()).hexdigest()


def test_a_shared_file_is_read_once_and_any_other_each_time(sources, monkeypatch):
    read = []
    plain = source_tables.read_table

    def counted(path, *args, **keys):
        read.append(path)
        return plain(path, *args, **keys)

    monkeypatch.setattr(source_tables, "read_table", counted)
    source = DataFile(file="themes.csv")
    first, second = sources.shared(source), again(sources).shared(source)
    assert second is first
    assert len(read) == 1
    assert again(sources).table(source) is not sources.table(source)
    assert len(read) == 3


def test_a_shared_file_that_changed_is_read_again_though_it_looks_the_same(sources):
    source, path = DataFile(file="themes.csv"), sources.folder / "themes.csv"
    sources.shared(source)
    before = path.stat()
    path.write_text(THEMES.replace("dear", "cost"), "utf8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert again(sources).shared(source).frame["words"].tolist() == ["late", "cost"]


def test_a_shared_file_is_read_anew_when_it_is_to_be_read_otherwise(sources):
    assert sources.shared(DataFile(file="themes.csv")).frame.shape == (2, 2)
    whole = sources.shared(DataFile(file="themes.csv", separator=";"))
    assert whole.frame.columns.tolist() == ["theme,words"]


def test_the_same_bytes_under_another_name_are_called_by_it(sources):
    (sources.folder / "other.csv").write_text(THEMES, "utf8")
    names = [
        sources.shared(DataFile(file=f"{n}.csv")).name for n in ("themes", "other")
    ]
    assert names == ["themes.csv", "other.csv"]


def test_a_broken_or_missing_file_is_refused_each_time(sources):
    (sources.folder / "bad.csv").write_text("a,b\n1,2,3\n", "utf8")
    for read in both(sources) * 2:
        with pytest.raises(ValueError, match=r"bad.csv: row 2 has 3 cells"):
            read(DataFile(file="bad.csv"))
        with pytest.raises(ValueError, match=r"none.csv: there is no such file\."):
            read(DataFile(file="none.csv"))
        with pytest.raises(ValueError, match=r"w.yaml: file='\.\./x.csv' lies outside"):
            read(DataFile(file="../x.csv"))


def test_a_database_is_asked_each_time(sources, monkeypatch):
    path = sources.folder / "d.sqlite"
    monkeypatch.setenv("SHOP", f"sqlite:///{path}")
    with sqlite3.connect(path) as base:
        base.execute("create table themes (theme text)")
        base.execute("insert into themes values ('time')")
    source = DataFile(file="$SHOP", table="themes")
    assert again(sources).shared(source).frame["theme"].tolist() == ["time"]
    with sqlite3.connect(path) as base:
        base.execute("insert into themes values ('price')")
    assert again(sources).shared(source).frame["theme"].tolist() == ["time", "price"]
