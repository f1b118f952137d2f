"""Is a run done again exactly when something it stands on or has made differs?"""

import json

import pytest

from csat_methods.report import provenance
from csat_methods.report.chapters import find_chapters
from csat_methods.report.job import places_of
from csat_methods.report.unchanged import FILE, Before, fact, recall, remember, root_of


@pytest.fixture
def asked(shop):
    """A run folder that remembers a run, its report, and how it was asked for."""
    places = places_of(shop.wave, shop.out)
    for folder in (places.run, places.report / "tables"):
        folder.mkdir(parents=True)
    (places.report / "report.en.html").write_text("page")
    (places.report / "tables" / "06.means.csv").write_text("table")
    files = provenance.input_files(shop.wave)
    chapters = find_chapters(shop.notebooks)
    key = provenance.origin_of(files, chapters).key
    remember(
        places.run,
        {"key": key},
        files=files,
        report=places.report,
        data_root=None,
        engine="csat",
        only=(),
        notebooks=str(shop.notebooks),
        chosen=(),
        wanted=("en", "fa"),
        languages=["en"],
    )
    options = {"data_root": None, "engine": "csat", "only": (),
               "notebooks": str(shop.notebooks)}  # fmt: skip
    return places, options, key


def test_the_very_same_is_recalled_with_its_languages(asked):
    places, options, key = asked
    assert recall(places, **options) == Before(key, ("en",), ("en", "fa"))


@pytest.mark.parametrize(
    "changed",
    [{"engine": "kernel"}, {"only": ("08",)}, {"data_root": "/x"}, {"notebooks": None}],
    ids=["engine", "chapters", "root", "notebooks"],
)
def test_asked_otherwise_it_is_run(asked, changed):
    places, options, _ = asked
    assert recall(places, **{**options, **changed}) is None


@pytest.mark.parametrize(
    "file",
    [
        "params/shop/study.yaml",
        "params/shop/waves/2025.yaml",
        "data/shop/2025.csv",
        "notebooks/08_gaps.ipynb",
        "reports/shop/2025/report.en.html",
        "reports/shop/2025/tables/06.means.csv",
    ],
)
@pytest.mark.parametrize("how", ["changed", "gone"])
def test_with_a_changed_or_missing_file_it_is_run(shop, asked, file, how):
    places, options, _ = asked
    path = shop.root / file
    if how == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b" ")
    assert recall(places, **options) is None


def test_with_a_file_too_many_in_the_report_it_is_run(asked):
    places, options, _ = asked
    (places.report / "notes.txt").write_text("mine")
    assert recall(places, **options) is None


def test_with_a_chapter_more_it_is_run(shop, asked):
    places, options, _ = asked
    shop.add_chapter("09_priorities")
    assert recall(places, **options) is None


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"files": 3}'])
def test_what_cannot_be_read_is_not_remembered(asked, text):
    places, options, _ = asked
    (places.run / "run.json").write_text(text)
    assert recall(places, **options) is None


def test_nothing_is_recalled_where_nothing_was_run(tmp_path, shop):
    places = places_of(shop.wave, tmp_path / "new")
    asked = {"data_root": None, "engine": "csat", "only": (), "notebooks": None}
    assert recall(places, **asked) is None


def test_a_project_that_was_moved_is_the_same(shop, asked, tmp_path):
    _, options, key = asked
    shop.root.rename(tmp_path / "moved")
    wave = tmp_path / "moved" / "params" / "shop" / "waves" / "2025.yaml"
    places = places_of(wave, tmp_path / "moved" / "reports")
    content = json.loads((places.run / "run.json").read_text())
    notebooks = str(tmp_path / "moved" / "notebooks")
    (places.run / "run.json").write_text(json.dumps(content | {"notebooks": notebooks}))
    found = recall(places, **{**options, "notebooks": notebooks})
    assert found.key == key


def test_a_root_is_one_text_whatever_way_it_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert root_of("x/../y") == root_of(tmp_path / "y") == str(tmp_path / "y")
    assert root_of(None) is None


@pytest.mark.parametrize("text", ["[1]", "3", "{", ""])
def test_nothing_is_known_of_a_run_whose_note_is_none(tmp_path, text):
    (tmp_path / FILE).write_text(text)
    assert fact(tmp_path, "gate", "unknown") == "unknown"
