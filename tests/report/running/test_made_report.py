"""Are pages, tables, figures and the record made of what passed the gate?"""

import json
from dataclasses import replace

import pytest

from csat_methods.report import made_report
from csat_methods.report.child import _opened, work
from csat_methods.report.job import Job


@pytest.fixture
def opened(shop, tmp_path, monkeypatch):
    """A wave whose chapters have run."""
    monkeypatch.chdir(shop.root)
    folder = tmp_path / "work"
    folder.mkdir()
    places = map(str, (shop.wave, folder, tmp_path / "memo"))
    job = Job(*places, languages=("en",), notebooks=str(shop.notebooks))
    assert work(job, lambda _: None)["state"] == "done"
    return _opened(replace(job, rendered=True, languages=("fa",)))


def fact(opened, name):
    return json.loads((opened.work / "run.json").read_text("utf8"))[name]


def test_a_page_that_lacks_is_made_and_told(opened):
    said = []
    assert made_report.report_faults(opened, said.append) == []
    assert said == [{"say": "page", "name": "fa"}]
    assert fact(opened, "languages") == ["en", "fa"]


def test_the_gate_is_remembered_by_what_it_hides(opened, monkeypatch):
    before = fact(opened, "gate")
    made_report.report_faults(opened, lambda _: None)
    assert fact(opened, "gate") == before
    gate = made_report.through_gate

    def stricter(results, wave, *given, **named):
        shown = gate(results, wave, *given, **named)
        every = {name: replace(each, places=({},)) for name, each in shown.items()}
        return type(shown)(every | dict(list(shown.items())[:1]), shown.policy)

    monkeypatch.setattr(made_report, "through_gate", stricter)
    made = made_report._through_gate(opened)
    assert made.gate != before


def test_figures_are_written_and_remembered_only_where_they_are_asked_for(opened):
    made_report.report_faults(opened, lambda _: None)
    assert fact(opened, "figured") == []
    drawn = replace(opened, job=replace(opened.job, figures=True))
    made_report.report_faults(drawn, lambda _: None)
    assert fact(opened, "figured") == ["fa"]
    folder = opened.work / "report" / "figures"
    assert sorted(p.suffix for p in folder.iterdir()) == [".png", ".svg"]


def test_a_fault_of_a_page_is_named_and_the_page_not_written(opened, monkeypatch):
    def fault(*_given, **_named):
        raise ValueError("line 3: an image without a text")

    monkeypatch.setattr(made_report, "render_report", fault)
    (failure,) = made_report.report_faults(opened, lambda _: None)
    assert str(failure) == "report.fa.html: line 3: an image without a text"
    assert not (opened.work / "report" / "report.fa.html").exists()
