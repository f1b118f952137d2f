"""Are tables and queries of a database read, and its address kept to itself?"""

import sqlite3
import traceback

import numpy as np
import pytest

from csat_methods.wave import databases
from csat_methods.wave.cells import Cells
from csat_methods.wave.databases import read_database
from csat_methods.wave.readers import read_table
from csat_methods.wave.reading import read_wave

STUDY = """\
schema: 1
id: shop
title: {en: Shop}
items:
  overall: {role: overall, answers: [1, 2, 3, 4, 5]}
  better: {type: text, role: open}
"""
ADDRESS = "postgresql+nodriver://maryam:t0p%20secret@db.example.org/customers"

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT 2 FROM n) SELECT i FROM n"
COUNT = ENDLESS.replace("SELECT i FROM", "SELECT count(*) FROM")


@pytest.fixture
def base(tmp_path):
    """A database with a table of answers and a view of some of them."""
    path = tmp_path / "data" / "shop.sqlite"
    path.parent.mkdir()
    with sqlite3.connect(path) as link:
        link.execute('CREATE TABLE "the ""answers" (id, overall, better, big, w)')
        rows = [
            ("007", 5, "می‌خواهم زودتر", 2**60, 1.5),
            ("8", None, "", 2**60 + 1, 2.0),
            ("9", 3, None, 7, 1),
        ]
        link.executemany('INSERT INTO "the ""answers" VALUES (?, ?, ?, ?, ?)', rows)
        link.execute('CREATE VIEW good AS SELECT * FROM "the ""answers" WHERE overall')
    link.close()
    return path


def write(tmp_path, source):
    folder = tmp_path / "params" / "shop" / "waves"
    folder.mkdir(parents=True, exist_ok=True)
    (folder.parent / "study.yaml").write_text(STUDY, "utf8")
    wave = f"schema: 1\nid: w\nsources: {{responses: {source}}}\n"
    (folder / "w.yaml").write_text(wave, "utf8")
    return folder / "w.yaml"


def test_a_table_or_a_view_is_read_with_the_kinds_of_its_cells(base):
    table = read_table(base, table='the "answers', name="shop.sqlite")
    assert Cells.of(table, "id").distinct == ["007", "8", "9"]
    assert Cells.of(table, "overall").distinct == [5.0, 3.0]
    assert Cells.of(table, "better").distinct == ["می‌خواهم زودتر"]
    assert Cells.of(table, "big").distinct == [str(2**60), str(2**60 + 1), "7"]
    assert Cells.of(table, "w").distinct == [1.5, 2.0, 1.0]
    assert table.rows.tolist() == [1, 2, 3]
    assert len(read_table(base, table="good").frame) == 2


def test_a_query_is_read_into_a_wave(base, tmp_path):
    query = "SELECT overall, better FROM good ORDER BY overall"
    path = write(tmp_path, f'{{file: data/shop.sqlite, query: "{query}"}}')
    wave = read_wave(path)
    assert wave.frame["overall"].tolist() == [3, 5]
    assert wave.frame["better"].tolist()[1] == "می‌خواهم زودتر"


def test_an_address_comes_from_the_environment(base, tmp_path, monkeypatch):
    monkeypatch.setenv("SHOP_DATABASE", f"sqlite:///{base}")
    path = write(tmp_path, "{file: $SHOP_DATABASE, table: good}")
    wave = read_wave(path)
    np.testing.assert_equal(wave.frame["overall"].tolist(), [5, 3])
    before = wave.source_key
    with sqlite3.connect(base) as link:
        link.execute('UPDATE "the ""answers" SET overall = 4 WHERE overall = 3')
    link.close()
    assert read_wave(path).source_key != before


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"table": "none"}, r"a.db: has no table 'none'; its tables: good, the \"answ"),
        ({}, "a.db: name its table or a query; its tables: good"),
        ({"table": "good", "query": "SELECT 1"}, "give table or query, not both"),
        ({"query": "SELECT missing_one FROM good"}, "cannot be read: no such column"),
        ({"query": "DELETE FROM good"}, "cannot be read|is not allowed"),
        ({"query": "ATTACH '/etc/passwd' AS other"}, "is not allowed: not authorized"),
        ({"query": "PRAGMA database_list"}, "is not allowed: not authorized"),
        ({"query": "SELECT 1; SELECT 2"}, "is not allowed: .*one statement"),
        ({"query": "SELECT load_extension('x')"}, "cannot be read"),
        ({"query": "SELECT x'00ff' AS q1"}, r"the columns \['q1'\] hold bytes"),
        ({"query": "SELECT hex(zeroblob(9000000)) AS a"}, "cannot be read|too big"),
        ({"query": "SELECT 1 AS q1, 2 AS q1"}, "column 'q1' is there 2 times"),
        ({"query": "SELECT * FROM good WHERE 0"}, "no row was found"),
        ({"separator": ";"}, r"\['separator'\] do not fit its format"),
    ],
)
def test_what_is_no_table_and_no_query_is_refused_in_words(base, told, words):
    with pytest.raises(ValueError, match=words):
        read_table(base, "sql", name="a.db", **told)
    assert len(read_table(base, table="good").frame) == 2


def test_a_query_that_never_ends_is_ended(base, monkeypatch):
    monkeypatch.setattr(databases, "MOST_STEPS", 3)
    with pytest.raises(ValueError, match=r"a.db: cannot be read: interrupted"):
        read_table(base, "sql", name="a.db", query=COUNT)


def test_a_table_that_grows_beyond_all_answers_is_refused(base, monkeypatch):
    monkeypatch.setattr(databases, "MOST_CELLS", 20_000)
    with pytest.raises(ValueError, match=r"a.db: has more than 20,000 cells"):
        read_table(base, "sql", name="a.db", query=ENDLESS)


def test_what_is_no_database_is_refused(tmp_path):
    path = tmp_path / "a.db"
    path.write_text("overall\n5\n")
    with pytest.raises(ValueError, match=r"a.db: is no SQLite database"):
        read_table(path, name="a.db")


def test_a_file_is_never_changed_by_reading_it(base):
    before = base.read_bytes()
    read_table(base, table="good")
    assert base.read_bytes() == before
    assert [each.name for each in base.parent.iterdir()] == ["shop.sqlite"]


# ------------------------------------------------------------------------- secrets
@pytest.mark.parametrize(
    "address",
    [
        ADDRESS,
        "not an address t0p secret",
        "sqlite:////t0p secret/customers.db",
        "mysql+nodriver://maryam:t0p secret@",
    ],
)
def test_no_message_repeats_an_address(monkeypatch, address):
    monkeypatch.setenv("SHOP_DATABASE", address)
    with pytest.raises(ValueError, match=r"^\$SHOP_DATABASE: ") as caught:
        read_database("$SHOP_DATABASE", query="SELECT 1")
    told = "".join(traceback.format_exception(caught.value))
    assert not any(
        word in told for word in ("t0p", "maryam", "db.example", "customers")
    )


def test_a_variable_that_is_not_set_is_named(monkeypatch):
    monkeypatch.delenv("SHOP_DATABASE", raising=False)
    words = r"\$SHOP_DATABASE: the environment has no variable SHOP_DATABASE"
    with pytest.raises(ValueError, match=words):
        read_table("$SHOP_DATABASE")
    with pytest.raises(ValueError, match=r"\['sheet'\] do not fit its format"):
        read_table("$SHOP_DATABASE", "sql", sheet=2)


# ----------------------------------------------------------------- other databases
def test_other_databases_are_read_by_sqlalchemy(base, monkeypatch):
    pytest.importorskip("sqlalchemy", reason="SQLAlchemy is no part of the lock")
    monkeypatch.setattr(databases, "SQLITE", ())
    monkeypatch.setenv("SHOP_DATABASE", f"sqlite:///{base}")
    whole = read_database("$SHOP_DATABASE", table='the "answers')
    assert Cells.of(whole, "id").distinct == ["007", "8", "9"]
    assert Cells.of(whole, "overall").distinct == [5.0, 3.0]
    some = read_database("$SHOP_DATABASE", query="SELECT better FROM good")
    assert Cells.of(some, "better").distinct == ["می‌خواهم زودتر"]
    words = r"\$SHOP_DATABASE: the database could not be read \(OperationalError\)"
    with pytest.raises(ValueError, match=words):
        read_database("$SHOP_DATABASE", query="SELECT missing_one FROM good")
    with pytest.raises(ValueError, match="name its table or a query"):
        read_database("$SHOP_DATABASE")
