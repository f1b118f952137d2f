"""Does a job reach its process as asked for, and do places lie where they belong?"""

import json
from pathlib import Path

import pytest

from csat_methods.report.job import (
    Job,
    RunResult,
    audience_asked,
    checked_engine,
    languages_asked,
    partial,
    places_of,
)

WAVE = Path("params/shop/waves/2025.yaml")


def test_a_job_survives_the_way_to_its_process():
    job = Job("a", "b", "c", languages=("en", "fa"), only=("08",), cell_timeout=2.5)
    assert Job.from_json(json.loads(json.dumps(job.to_json()))) == job


def test_runs_lie_beside_reports(tmp_path):
    places = places_of(WAVE, tmp_path / "reports")
    assert places.report == tmp_path / "reports" / "shop" / "2025"
    assert places.run == tmp_path / "runs" / "shop" / "2025"
    assert places.failed == tmp_path / "runs" / "shop" / "_failed" / "2025"
    elsewhere = places_of(WAVE, tmp_path / "reports", tmp_path / "own")
    assert elsewhere.run == tmp_path / "own" / "shop" / "2025"


def test_runs_lie_beside_reports_of_the_working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert places_of(WAVE, "reports").run == tmp_path / "runs" / "shop" / "2025"


def test_a_draft_of_some_chapters_never_lies_among_the_reports(tmp_path):
    places = partial(places_of(WAVE, tmp_path / "reports"))
    for place in (places.run, places.report):
        assert place.is_relative_to(tmp_path / "runs")


def test_no_wave_can_be_named_like_a_folder_of_ours(tmp_path):
    places = places_of(WAVE, tmp_path)
    names = {
        places.failed.parent.name,
        places.memo.name,
        partial(places).run.parent.name,
    }
    assert all(name.startswith("_") for name in names)


@pytest.mark.parametrize(
    ("lang", "languages"),
    [
        (None, ()),
        ("fa", ("fa",)),
        ("en,fa", ("en", "fa")),
        (["fa", "en", "fa"], ("fa", "en")),
        ("en-XA", ("en-XA",)),
    ],
)
def test_languages_are_one_several_or_those_of_the_wave(lang, languages):
    assert languages_asked(lang) == languages


@pytest.mark.parametrize("lang", ["xx", "en,xx", [], "", ["EN"]])
def test_a_language_without_a_catalogue_is_refused(lang):
    with pytest.raises(ValueError, match=r"lang=.* must name languages among en, "):
        languages_asked(lang)


def test_an_engine_that_is_none_is_refused():
    assert checked_engine("kernel") == "kernel"
    with pytest.raises(ValueError, match="engine='kernal' must be one of csat, kernel"):
        checked_engine("kernal")


def test_a_run_went_well_unless_something_failed_or_was_refused():
    assert RunResult("shop", "2025").well
    assert not RunResult("shop", "2025", failed=("08_gaps: no",)).well
    assert not RunResult("shop", "2025", refused="no such column").well


def test_an_extract_lies_in_a_tree_of_its_own(tmp_path):
    wave = tmp_path / "params" / "shop" / "waves" / "2025.yaml"
    out = tmp_path / "reports"
    whole, extract = (places_of(wave, out, audience=who) for who in (None, "customer"))
    assert extract.report == out / "@customer" / "shop" / "2025"
    assert extract.run != whole.run
    assert extract.memo == whole.memo
    assert extract.failed != whole.failed


def test_an_unknown_audience_is_refused():
    with pytest.raises(ValueError, match="audience='all'"):
        audience_asked("all")
    assert audience_asked(None) is None


@pytest.mark.parametrize("folder", ["@customer", "_memo", "a b"])
def test_the_folder_of_a_study_has_a_plain_name(tmp_path, folder):
    wave = tmp_path / "params" / folder / "waves" / "2025.yaml"
    with pytest.raises(ValueError, match="the folder of a study must be at most 41"):
        places_of(wave, tmp_path)
