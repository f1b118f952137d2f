"""Does the record of a run change with every byte that goes in?"""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from csat_methods import keep, means, open_wave, prepare, read_wave
from csat_methods._messages import Message
from csat_methods.estimates.means import Means
from csat_methods.report import provenance
from csat_methods.report.chapters import find_chapters
from csat_methods.result import Call, Result, Used
from csat_methods.wave.ledger import Entry

ROOT = Path(__file__).resolve().parents[3]


def origin(project):
    files = provenance.input_files(project.wave)
    return provenance.origin_of(files, find_chapters(project.notebooks))


def key(project):
    return origin(project).key


def flip(path):
    """Change one byte of a file, so that it stays what it is."""
    text = path.read_text("utf8")
    path.write_text(
        f"{text}\n" if path.suffix != ".csv" else text + "3,3,Ash\n", "utf8"
    )


# ------------------------------------------------------------------------- key
@pytest.mark.parametrize(
    "file",
    [
        "params/shop/study.yaml",
        "params/shop/waves/2025.yaml",
        "params/shop/waves/2024.yaml",
        "data/shop/2025.csv",
        "data/shop/2024.csv",
        "data/shop/totals.csv",
        "data/shop/frame.csv",
        "notebooks/06_satisfaction.ipynb",
    ],
)
def test_one_changed_byte_changes_the_key(shop, file):
    shop.add_wave("2024")
    shop.add_wave("2025", more='previous: ["2024"]\n')
    more = "- calibrate: {totals: data/shop/totals.csv}\n"
    sources = "  responses: data/shop/2025.csv\n  frame: data/shop/frame.csv\n"
    text = shop.wave.read_text().replace("previous:", more + "previous:")
    shop.wave.write_text(text.replace("  responses: data/shop/2025.csv\n", sources))
    (shop.data / "totals.csv").write_text("variable,level,total\ncity,Ash,600\n")
    (shop.data / "frame.csv").write_text("customer\n1\n")
    before = key(shop)
    assert key(shop) == before
    flip(shop.root / file)
    assert key(shop) != before


def test_a_file_that_appears_changes_the_key(shop):
    text = shop.wave.read_text()
    sources = "  responses: data/shop/2025.csv\n  frame: data/shop/frame.csv\n"
    shop.wave.write_text(text.replace("  responses: data/shop/2025.csv\n", sources))
    before = key(shop)
    (shop.data / "frame.csv").write_text("")
    assert key(shop) != before


def test_code_lock_and_versions_are_in_the_key(shop, monkeypatch):
    before = key(shop)
    for name, value in [("lock_digest", "l"), ("versions", {"numpy": "9"})]:
        with monkeypatch.context() as changed:
            changed.setattr(provenance, name, lambda value=value: value)
            assert key(shop) != before
    assert key(shop) == before
    assert replace(origin(shop), code="c").key != before


def test_the_digest_of_the_code_is_that_of_every_source(tmp_path):
    copy = tmp_path / "csat_methods"
    shutil.copytree(provenance.PACKAGE, copy)
    code = "from csat_methods.report import provenance; print(provenance.code_digest())"

    def digest():
        command = [sys.executable, "-c", code]
        return subprocess.run(
            command, capture_output=True, check=True, cwd=tmp_path, text=True
        ).stdout.strip()

    first = digest()
    assert first == provenance.code_digest()
    (copy / "trends" / "__init__.py").write_text("\n")
    second = digest()
    (copy / "locale" / "fa.po").write_text("\n")
    assert len({first, second, digest()}) == 3
    (copy / "report" / "notes.md").write_text("no source")
    assert digest() == digest()


def test_the_key_hangs_on_no_place(shop, tmp_path):
    before = key(shop)
    shutil.copytree(shop.root, tmp_path / "elsewhere")
    shop.wave = tmp_path / "elsewhere" / "params" / "shop" / "waves" / "2025.yaml"
    assert key(shop) == before


def test_files_of_data_are_named_from_their_root(shop, tmp_path):
    assert list(provenance.input_files(shop.wave)) == [
        "study.yaml",
        "waves/2025.yaml",
        "data/shop/2025.csv",
    ]
    found = provenance.own_files(shop.wave, tmp_path)
    assert found["data/shop/2025.csv"] == tmp_path / "data" / "shop" / "2025.csv"


def test_a_file_outside_the_project_is_refused(shop):
    shop.wave.write_text(shop.wave.read_text().replace("data/shop", "../elsewhere"))
    with pytest.raises(ValueError, match="lies outside the project's folder"):
        provenance.input_files(shop.wave)


# ------------------------------------------------------------------------ rows
def test_rows_read_are_rows_used_and_rows_left_out(shop):
    raw, wave = read_wave(shop.wave), open_wave(shop.wave)
    assert provenance.rows_of(wave) == {
        "read": len(raw.frame),
        "used": wave.n,
        "left_out": {"exclude: lives elsewhere": 4},
    }


def test_rows_that_were_dropped_are_counted_too(shop):
    wave = open_wave(shop.wave)
    raw = read_wave(shop.wave)
    dropped = raw.drop(raw.frame["price"] == 1, reason="test order")
    gone = len(raw.frame) - len(dropped.frame)
    rows = provenance.rows_of(prepare(dropped))
    assert rows["left_out"]["drop: ineligible: test order"] == gone
    assert (
        rows["read"] == len(raw.frame) == rows["used"] + sum(rows["left_out"].values())
    )
    assert wave.n > rows["used"]


def test_a_reason_that_met_few_is_not_named(shop):
    wave = open_wave(shop.wave)
    few = Entry("exclude", Message("answered twice"), 56, 53, 3)
    many = Entry("exclude", Message("too fast"), 53, 40, 13)
    wave = replace(wave, ledger=(*wave.ledger, few, many))
    assert provenance.rows_of(wave, 5)["left_out"] == {
        "exclude: too fast": 13,
        "other reasons": 7,
    }


# ---------------------------------------------------------------------- record
@pytest.fixture
def record(shop):
    wave = open_wave(shop.wave, run_dir="")
    results = {"06.means": keep("06.means", means(wave, ["overall", "price"]))}
    table = pd.DataFrame({"term": ["x"], "estimate": [1.0]})
    call = Call("csat_methods.factors.parallel_analysis", {"seed": "7"})
    drawn = Result(table=table, method="Drawn", used=Used(1, (1, 1)), call=call)
    return provenance.record(
        wave, results | {"07.parallel": drawn}, origin(shop), minimum=5
    )


def test_each_number_has_its_function_arguments_and_clause(record):
    made = record["results"]["06.means"]
    assert made["function"] == "csat_methods.estimates.means.means"
    assert made["clause"] == Means.clause
    assert made["arguments"]["items"] == "['overall', 'price']"
    assert made["arguments"]["level"] == "0.95"


def test_seeds_are_listed_where_chance_had_a_part(record):
    assert record["seeds"] == {"07.parallel": "7"}


def test_nothing_of_this_machine_and_no_time_is_told(record, shop, tmp_path):
    text = json.dumps(record)
    assert str(tmp_path) not in text
    assert str(ROOT) not in text
    assert str(Path.home()) not in text
    assert not re.search(r"\d\d:\d\d:\d\d", text)


def test_the_same_run_is_recorded_with_the_same_bytes(record, shop):
    wave = open_wave(shop.wave)
    again = provenance.record(wave, {}, origin(shop), minimum=5)
    assert again["key"] == record["key"]
    assert again["versions"]["numpy"] == record["versions"]["numpy"]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("wave", "wave"),
        ("0.95", "0.95"),
        ("-1", "-1"),
        ("None", "None"),
        ("'city'", "'city'"),
        ("['overall', 'price']", "['overall', 'price']"),
        ("('a',)", "('a',)"),
        ("[3, 4, 5]", "…"),
        ("{'city': {'Ash': 3}}", "…"),
        ("0    4\n1    5", "…"),
        ("array([1, 2])", "…"),
    ],
)
def test_an_argument_is_told_unless_it_could_hold_answers(written, told):
    assert provenance._told({"x": written}) == {"x": told}


def test_the_commit_is_told_with_a_mark_where_files_differ(tmp_path, monkeypatch):
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b", "-C", str(tmp_path)]
    (tmp_path / "file").write_text("1")
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run([*git, *arguments], check=True)
    monkeypatch.setattr(provenance, "PACKAGE", tmp_path / "csat_methods")
    clean = provenance.commit()
    assert re.fullmatch(r"[0-9a-f]{12}", clean)
    (tmp_path / "file").write_text("2")
    assert provenance.commit() == f"{clean}+"


def test_a_folder_that_is_no_checkout_has_no_commit_and_no_lock(tmp_path, monkeypatch):
    monkeypatch.setattr(provenance, "PACKAGE", tmp_path / "csat_methods")
    assert provenance.commit() is None
    assert provenance.lock_digest() is None


def test_asking_for_the_key_loads_no_heavy_library():
    code = "import sys; from csat_methods.report import run, unchanged, provenance\n"
    code += "provenance.versions(); provenance.code_digest()\n"
    code += "print({'pandas', 'numpy', 'pydantic', 'papermill'} & set(sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, text=True
    )
    assert (ran.stdout, ran.stderr) == ("set()\n", "")


def test_a_database_may_have_changed_since():
    named = {"$SHOP_DATABASE": Path("$SHOP_DATABASE")}
    first, second = (provenance.digests_of(named) for _ in range(2))
    assert first != second
    assert provenance.digests_of({"gone.csv": Path("gone.csv")}) == {"gone.csv": ""}
