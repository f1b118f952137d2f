"""Does the process of a wave run chapters in order, and say what came of each?"""

import json
import re
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from papermill.iorw import papermill_io

from csat_methods.report.child import work
from csat_methods.report.job import Job
from csat_methods.report.store import read_results
from csat_methods.result import memory


@pytest.fixture
def run(project, tmp_path, monkeypatch):
    """Do a job of the project in this process; return what was said and the end."""
    monkeypatch.chdir(project.root)

    def run(**changes):
        folder = tmp_path / f"work{len(list(tmp_path.glob('work*')))}"
        folder.mkdir()
        options = {"notebooks": str(project.notebooks), "languages": ("en",)} | changes
        said = []
        job = Job(str(project.wave), str(folder), str(tmp_path / "memo"), **options)
        end = work(job, said.append)
        return folder, said, end

    return run


def failing(project, source, name="08_gaps"):
    project.add_chapter(name, project.call(source), project.call("after = 1"))


# ------------------------------------------------------------------------ well
def test_chapters_run_in_order_and_their_results_are_kept(shop, run):
    folder, said, end = run()
    assert end == {
        "state": "done",
        "languages": ("en",),
        "chapters": ["06_satisfaction", "08_gaps"],
    }
    steps = [(m["say"], m.get("name")) for m in said if m["say"] != "cell"]
    assert steps == [
        ("opened", None),
        ("chapter", "06_satisfaction"),
        ("ran", "06_satisfaction"),
        ("chapter", "08_gaps"),
        ("ran", "08_gaps"),
        ("page", "en"),
    ]
    assert [m["say"] for m in said].count("cell") == 8
    assert list(read_results(folder / "results")) == ["06.means", "08.cities"]


def test_a_report_is_pages_tables_results_and_the_record(shop, run):
    folder, _, _ = run(languages=("en", "fa"))
    found = {p.relative_to(folder / "report").as_posix()
             for p in (folder / "report").rglob("*") if p.is_file()}  # fmt: skip
    assert {
        "report.en.html",
        "report.fa.html",
        "results.json",
        "run.json",
        "tables/06.means.csv",
        "tables/08.cities.csv",
    } <= found


def test_the_languages_are_those_of_the_wave_unless_asked_for(shop, run):
    assert run(languages=())[2]["languages"] == ("en", "fa")
    assert run(languages=("en-XA",))[2]["languages"] == ("en-XA",)


def test_nothing_of_this_machine_is_in_the_report(shop, run, tmp_path):
    folder, _, _ = run()
    for path in (folder / "report").rglob("*"):
        if path.is_file():
            assert str(tmp_path).encode() not in path.read_bytes(), path.name


def test_a_planted_name_address_and_telephone_number_are_nowhere_in_a_report(shop, run):
    planted = {
        "name": "Parisa Ahmadi",
        "email": "parisa@example.org",
        "phone": "+44 20 7946 0958",
    }
    path = shop.data / "2025.csv"
    frame = pd.read_csv(path)
    for column, value in planted.items():
        frame[column] = [value, *(f"{value}{i}" for i in range(1, len(frame)))]
    frame.to_csv(path, index=False)
    shop.wave.write_text(shop.wave.read_text() + "columns: {respondent: email}\n")
    folder, _, end = run()
    assert end["state"] == "done"
    files = [path for path in (folder / "report").rglob("*") if path.is_file()]
    assert len(files) >= 5
    for path in files:
        for value in planted.values():
            assert value.encode() not in path.read_bytes(), path.name


def test_the_same_wave_gives_the_same_bytes(shop, run):
    first, second = (run()[0] / "report" for _ in range(2))
    for path in first.rglob("*"):
        if path.is_file():
            other = second / path.relative_to(first)
            assert path.read_bytes() == other.read_bytes(), path.name


def test_executed_chapters_do_not_tell_where_they_were(shop, run):
    folder, _, _ = run()
    executed = nbformat.read(folder / "notebooks" / "06_satisfaction.ipynb", 4)
    nbformat.validate(executed)
    told = set(executed.metadata.papermill)
    assert not told & {"input_path", "output_path", "parameters"}


def test_other_languages_run_no_chapter_and_compute_nothing(shop, run, monkeypatch):
    folder, _, _ = run()
    monkeypatch.setattr("csat_methods.report.child._chapters_failed", None)
    job = Job(
        str(shop.wave),
        str(folder),
        str(folder / "memo"),
        languages=("fa",),
        notebooks=str(shop.notebooks),
        rendered=True,
    )
    said = []
    assert work(job, said.append)["state"] == "done"
    assert (said[0]["say"], said[0]["chapters"]) == ("opened", [])
    assert (folder / "report" / "report.fa.html").is_file()
    assert (folder / "report" / "report.en.html").is_file()


def test_another_language_writes_no_table_again(shop, run, monkeypatch):
    folder, _, _ = run()
    before = {
        path: path.read_bytes()
        for path in (folder / "report").rglob("*")
        if path.is_file()
    }
    monkeypatch.setattr("csat_methods.report.made_report.write_tables", None)
    places = (shop.wave, folder, folder / "memo")
    told = {"notebooks": str(shop.notebooks), "rendered": True}
    end = work(Job(*map(str, places), languages=("fa",), **told), lambda _: None)
    assert end["state"] == "done"
    assert all(path.read_bytes() == content for path, content in before.items())


def test_where_the_gate_hides_more_by_now_all_pages_and_tables_are_made_anew(shop, run):
    folder, _, _ = run()
    content = json.loads((folder / "run.json").read_text("utf8"))
    (folder / "run.json").write_text(json.dumps(content | {"gate": "another"}), "utf8")
    stale = folder / "report" / "report.en.html"
    stale.write_text("a number that is hidden by now", "utf8")
    (folder / "report" / "results.json").unlink()
    places = (shop.wave, folder, folder / "memo")
    told = {"notebooks": str(shop.notebooks), "rendered": True}
    said = []
    work(Job(*map(str, places), languages=("fa",), **told), said.append)
    assert [m["name"] for m in said if m["say"] == "page"] == ["fa", "en"]
    assert "hidden by now" not in stale.read_text("utf8")
    assert (folder / "report" / "results.json").is_file()


def test_what_the_wave_lacks_is_said_once_and_the_chapter_runs(project, run):
    project.add_chapter(
        "08_gaps",
        project.call("1 / 0", "expectation"),
        project.call(project.by_city, "overall"),
    )
    folder, _, end = run()
    assert end["state"] == "done"
    page = (folder / "report" / "report.en.html").read_text("utf8")
    assert page.count("no question asks") == 1


def test_remembered_results_of_other_code_are_forgotten(shop, run, tmp_path):
    old = tmp_path / "memo" / "0123456789abcdef"
    old.mkdir(parents=True)
    run()
    assert not old.exists()
    assert len(list((tmp_path / "memo").iterdir())) == 1


def test_chapters_may_be_chosen(shop, run):
    assert run(only=("08",))[2]["chapters"] == ["08_gaps"]
    shop.wave.write_text(shop.wave.read_text() + "chapters: [satisfaction]\n")
    assert run()[2]["chapters"] == ["06_satisfaction"]


def test_data_may_lie_elsewhere(shop, run, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (shop.root / "data").rename(tmp_path / "elsewhere" / "data")
    assert run()[2]["state"] == "refused"
    assert run(data_root=str(tmp_path / "elsewhere"))[2]["state"] == "done"


def test_a_chapter_is_saved_a_few_times_and_not_with_every_cell(
    project, run, monkeypatch
):
    saved = []
    write = papermill_io.write
    monkeypatch.setattr(
        papermill_io,
        "write",
        lambda text, path: saved.append(path) or write(text, path),
    )
    project.add_chapter("06_satisfaction", *(project.call("1") for _ in range(40)))
    assert run()[2]["state"] == "done"
    assert 0 < len(saved) <= 4


# ---------------------------------------------------------------------- failed
def test_a_failing_chapter_is_told_with_its_cell_and_the_others_run(shop, run):
    failing(shop, "gaps = 1\ngaps / 0", "07_dimensions")
    folder, said, end = run()
    assert end["state"] == "failed"
    assert end["words"] == [
        "07_dimensions, cell 5: ZeroDivisionError: division by zero"
    ]
    ran = {m["name"]: m["well"] for m in said if m["say"] == "ran"}
    assert ran == {"06_satisfaction": True, "07_dimensions": False, "08_gaps": True}
    assert not (folder / "report").exists()


def test_a_failing_chapter_keeps_what_it_has_executed(project, run):
    failing(project, "print('so far')\n1 / 0")
    folder, _, _ = run()
    path = folder / "notebooks" / "08_gaps.ipynb"
    cells = [c for c in nbformat.read(path, 4).cells if c.cell_type == "code"]
    said, error = cells[-2].outputs
    assert (said.text, error.ename) == ("so far\n", "ZeroDivisionError")
    assert cells[-1].outputs == []
    assert "input_path" not in nbformat.read(path, 4).metadata.papermill


def test_a_full_disk_is_told_and_leaves_no_half_of_a_chapter(shop, run, monkeypatch):
    def full(path, *_arguments, **_options):
        Path(path).write_text('{"cells": [')
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("csat_methods.report.child.papermill.execute_notebook", full)
    folder, _, end = run()
    words = ["OSError: [Errno 28] No space left on device"]
    assert end == {"state": "failed", "words": words}
    assert list((folder / "notebooks").iterdir()) == []


def test_the_page_of_a_failure_shows_the_sentence_and_the_code(project, run):
    failing(project, "cs.keep('gaps', cs.means(wave, 'overall'))")
    folder, _, _ = run()
    page = (folder / "failed.html").read_text("utf8")
    assert "name=&#x27;gaps&#x27; must be like" in page
    assert ">cs.keep(" in page


def test_a_failing_chapter_fails_its_activity_and_the_report_is_not_run(project, run):
    failing(project, "1 / 0")
    folder, _, _ = run()
    page = (folder / "failed.html").read_text("utf8")
    assert '<li class="failed">Analyse them: failed</li>' in page
    assert '<li class="not-run">Communicate the results: not run</li>' in page
    assert not (folder / "report").exists()


def test_a_cell_that_takes_too_long_fails_its_chapter(project, run):
    failing(project, "import time\ntime.sleep(60)")
    _, _, end = run(cell_timeout=0.5)
    assert re.search("CellTimeout: The cell ran longer than 0.5 s", end["words"][0])


def test_a_page_with_a_fault_is_not_handed_out(project, run):
    prose = project.prose("An [image](x) ![](https://example.org/x.png)")
    project.add_chapter("06_satisfaction", prose, project.call(project.means))
    _, _, end = run()
    assert end["state"] == "failed"
    assert end["words"][0].startswith("report.en.html: ")


def test_showing_what_was_not_kept_fails_the_chapter(project, run):
    failing(project, "cs.table(cs.means(wave, 'overall'), caption='x')")
    assert "needs a kept result" in run()[2]["words"][0]


# --------------------------------------------------------------------- refused
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda p: p.wave.write_text("id: 2025\n"), "params/shop/waves/2025.yaml"),
        (lambda p: p.study.write_text("schema: 1\ncolor: red\n"), "color"),
        (lambda p: (p.data / "2025.csv").unlink(), "data/shop/2025.csv"),
        (lambda p: (p.data / "2025.csv").write_text(""), "data/shop/2025.csv"),
        (lambda p: (p.data / "2025.csv").write_text("overall\n9\n"), "overall"),
    ],
    ids=["wave", "study", "no data", "empty data", "off the scale"],
)
def test_a_faulty_wave_is_refused_and_its_file_named(shop, run, change, words):
    change(shop)
    _, said, end = run()
    assert end["state"] == "refused"
    assert words in end["words"][0]
    assert said == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (
            {"only": ("8",)},
            "chapters=['8'] must be among 06_satisfaction, 08_gaps; did you mean '08'?",
        ),
        ({"notebooks": "nowhere"}, "nowhere holds no chapters such as 08_gaps.ipynb."),
    ],
)
def test_what_is_asked_for_and_is_not_there_is_refused(shop, run, options, words):
    _, _, end = run(**options)
    assert (end["state"], end["words"][0]) == ("refused", words)


def test_a_chapter_with_other_parameters_is_refused(shop, run):
    path = shop.notebooks / "08_gaps.ipynb"
    path.write_text(path.read_text().replace("run_dir", "run_dri"))
    _, _, end = run()
    assert (
        "parameter='run_dir' is not declared; did you mean 'run_dri'?"
        in end["words"][0]
    )


def test_a_chapter_with_a_need_that_does_not_exist_is_refused(shop, run):
    path = shop.notebooks / "08_gaps.ipynb"
    path.write_text(path.read_text().replace('"segments"', '"segment"'))
    assert "need='segment' must be one of" in run()[2]["words"][0]


def test_a_language_of_the_wave_file_without_a_catalogue_is_refused(shop, run):
    shop.wave.write_text(shop.wave.read_text() + "languages: [xx]\n")
    end = run(languages=())[2]
    assert end["state"] == "refused"
    assert "xx" in end["words"][0]


def test_the_record_says_what_the_run_stood_on(shop, run):
    folder, _, _ = run()
    public = json.loads((folder / "report" / "run.json").read_text("utf8"))
    internal = json.loads((folder / "run.json").read_text("utf8"))
    assert public == internal["record"]
    assert set(public["results"]) == {"06.means", "08.cities"}
    assert public["rows"]["read"] == 60
    assert internal["languages"] == ["en"]
    assert memory.store is not None
