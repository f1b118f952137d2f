"""Does the bundled wave become whole reports, all chapters in order, within bounds?"""

import csv
import json
import os
from pathlib import Path

import pytest

from csat_methods.report.chapters import find_chapters
from csat_methods.report.lint import lint_report
from csat_methods.report.store import read_results

ROOT = Path(__file__).resolve().parents[3]
WAVES = ROOT / "params" / "demo" / "waves"
LARGEST = 1_000_000


@pytest.fixture(scope="module")
def folder(demo_report):
    """The folder of the report."""
    assert demo_report.failed == ()
    return demo_report.reports[0].parent


@pytest.fixture(scope="module")
def record(folder):
    """What the report was made from."""
    return json.loads((folder / "run.json").read_text("utf8"))


def test_every_chapter_ran_in_its_order(demo_report):
    assert demo_report.chapters == tuple(c.name for c in find_chapters())
    assert [path.name for path in demo_report.reports] == [
        "report.en.html",
        "report.fa.html",
    ]


def test_every_page_is_sound_and_small(demo_report):
    for path in demo_report.reports:
        page = path.read_text("utf8")
        assert lint_report(page) == []
        assert len(page.encode()) <= LARGEST


def test_nothing_handed_out_tells_of_this_machine(folder):
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            for place in (ROOT, folder.parents[2], Path.home()):
                assert os.fsencode(place) + b"/" not in content, path.name


def test_nobody_s_id_is_in_anything_handed_out(folder):
    with (ROOT / "data" / "demo" / "2025h2.csv").open(encoding="utf-8-sig") as file:
        people = {row["customer"] for row in csv.DictReader(file)}
    named = {person for person in people if len(person) > 4}
    assert named
    for path in folder.rglob("*"):
        if path.is_file():
            text = path.read_text("utf8", errors="replace")
            assert not any(person in text for person in named), path.name


def test_rows_that_came_in_are_those_used_and_those_left_out(record):
    lines = (ROOT / "data" / "demo" / "2025h2.csv").read_text("utf8").splitlines()
    rows = record["rows"]
    assert rows["read"] == len(lines) - 1
    assert rows["read"] == rows["used"] + sum(rows["left_out"].values())


def test_everything_kept_is_recorded_with_its_function_and_clause(record, folder):
    run = folder.parents[2] / "runs" / "demo" / "2025h2" / "results"
    assert set(record["results"]) == set(read_results(run))
    for name, made in record["results"].items():
        assert made["function"].startswith("csat_methods."), name
        assert made["clause"][0].isdigit(), name
    assert set(record["chapters"]) == {c.name for c in find_chapters()}
    waves = {f"data/demo/{path.stem}.csv" for path in WAVES.glob("*.yaml")}
    assert len(waves) == 6
    assert waves <= set(record["inputs"])


def test_chance_is_recorded_with_its_seed(record):
    assert record["seeds"]["07.numbers"] == "1"
