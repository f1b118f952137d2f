"""Does a wave become a report in a process of its own, alone and with others?"""

import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from csat_methods import run_wave, run_waves
from csat_methods.report import folders
from csat_methods.report.run import run_by
from csat_methods.report.watch import Forked, Spawned, can_fork
from csat_methods.report.wave_run import asked, run_asked

FAST = Forked if can_fork() else Spawned

INTERRUPTED = """
import sys
from csat_methods.report.run import run_wave, run_waves
if __name__ == "__main__":
    wave, notebooks, out, jobs = sys.argv[1:]
    if jobs == "1":
        run_wave(wave, out=out, notebooks=notebooks, quiet=False)
    else:
        run_waves([wave, wave], out=out, notebooks=notebooks, quiet=False, jobs=2)
"""
WAIT = "import pathlib, time\npathlib.Path({mark!r}).touch()\ntime.sleep(600)"
unix_only = pytest.mark.skipif(os.name == "nt", reason="needs signals of Unix")


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def run(project, *, force=False, **options):
    """Run the project's wave in a process forked where everything is loaded."""
    ask = asked(project.wave, out=project.out, notebooks=project.notebooks, **options)
    return run_asked(replace(ask, start=FAST), force=force)


# ------------------------------------------------------------------- one wave
@pytest.mark.parametrize(
    ("asked_if", "words"),
    [
        ("[{item: gone, in: [1]}]", r"price: dead skip \(gone\)"),
        ("[{item: price, in: [1]}]", "price: loop"),
        ("[{item: overall, in: [7]}]", "price: unreachable item"),
    ],
)
def test_a_questionnaire_that_cannot_be_asked_is_refused(shop, asked_if, words):
    role = "    role: satisfaction\n"
    routed = role + f"    asked_if: {asked_if}\n"
    shop.study.write_text(shop.study.read_text("utf8").replace(role, routed), "utf8")
    with pytest.raises(ValueError, match=f"cannot be asked: {words}"):
        run(shop)
    assert not shop.report_folder.exists()


def test_faults_of_wording_stop_no_run(shop):
    role = "    role: satisfaction\n"
    worded = role + "    text: {en: How do you rate the price and quality?}\n"
    shop.study.write_text(shop.study.read_text("utf8").replace(role, worded), "utf8")
    assert run(shop).well


def test_a_wave_becomes_a_report_once(shop, capfd):
    options = {"out": shop.out, "notebooks": shop.notebooks}
    first = run_wave(shop.wave, lang="en", quiet=False, **options)
    assert first.well
    assert first.chapters == ("06_satisfaction", "08_gaps")
    assert first.reports == (shop.report_folder / "report.en.html",)
    told = [line.split()[2] for line in capfd.readouterr().err.splitlines()]
    assert told == ["06_satisfaction", "08_gaps"]
    assert {p.name for p in shop.run_folder.iterdir()} == {
        "log.txt", "notebooks", "results", "run.json", "settings.json",
    }  # fmt: skip
    before = files(shop.report_folder)
    again = run(shop, lang="en")
    assert (again.unchanged, again.chapters) == (True, ())
    assert again.reports == first.reports

    other = run(shop, lang="fa")
    assert not other.unchanged
    assert other.reports == (shop.report_folder / "report.fa.html",)
    now = files(shop.report_folder)
    assert {name: now[name] for name in before} == before
    assert run(shop).unchanged

    forced = run(shop, force=True)
    assert forced.chapters == first.chapters
    assert files(shop.report_folder) == now


@pytest.mark.parametrize("more", ["", 'previous: ["2024"]\n'], ids=["one", "trend"])
def test_both_engines_publish_the_same_bytes(project, more):
    project.add_wave("2024")
    project.add_wave("2025", more=more)
    waves = "waves = cs.open_waves(wave_file)\n"
    line = "x = cs.keep('10.line', cs.means(cs.stack(waves), 'overall', by='wave'))"
    shown = "\ncs.show(x, caption='By wave', alt='A line')"
    project.add_chapter("06_satisfaction", project.call(project.means))
    trend = project.call(f"{waves}{line}{shown}", "waves>=2")
    project.add_chapter("10_trends", trend)
    ours = run(project, lang="en,en-XA")
    here = files(project.report_folder)
    theirs = run(project, lang="en,en-XA", engine="kernel")
    assert (ours.failed, theirs.failed) == ((), ())
    assert not theirs.unchanged
    assert files(project.report_folder) == here
    assert ("10.line" in here["results.json"].decode()) is bool(more)


def test_a_wave_alone_need_be_in_no_list(shop):
    for path in (shop.wave, str(shop.wave)):
        (result,) = run_waves(path, out=shop.out, notebooks=shop.notebooks, lang="en")
        assert (result.wave, result.well) == ("2025", True)


def test_a_report_has_the_same_bytes_whatever_was_remembered_and_in_any_order(shop):
    run(shop, lang="fa", figures=True)
    run(shop, lang="en", figures=True)
    in_turn = files(shop.report_folder)
    remembered = run(shop, lang="en,fa", figures=True, force=True)
    assert remembered.chapters
    assert files(shop.report_folder) == in_turn
    folders.remove(shop.run_folder.parent)
    folders.remove(shop.out)
    run(shop, lang="en,fa", figures=True)
    assert files(shop.report_folder) == in_turn


def test_figures_are_written_beside_the_pages_where_they_are_asked_for(shop):
    run(shop, lang="en")
    assert not (shop.report_folder / "figures").exists()
    page = (shop.report_folder / "report.en.html").read_bytes()
    asked_for = run(shop, lang="en", figures=True)
    assert not asked_for.unchanged
    drawn = shop.report_folder / "figures"
    assert {p.name for p in drawn.iterdir()} == {"06.means.en.svg", "06.means.en.png"}
    assert (shop.report_folder / "report.en.html").read_bytes() == page
    assert run(shop, lang="en", figures=True).unchanged
    assert run(shop, lang="en").unchanged
    run(shop, lang="fa", figures=True)
    assert len(list(drawn.iterdir())) == 4
    assert run(shop, lang="en,fa", figures=True).unchanged


def test_some_chapters_make_a_draft_that_is_never_among_the_reports(shop):
    result = run(shop, only=["08"], lang="en")
    assert result.chapters == ("08_gaps",)
    assert result.reports[0].is_relative_to(shop.root / "runs")
    assert result.reports[0].is_file()
    assert not shop.report_folder.exists()


def test_a_folder_may_be_called_anything(project, tmp_path):
    project.add_chapter("06_satisfaction", project.call(project.means))
    place = tmp_path / "{x} my راه 'n"
    project.root.rename(place)
    wave = place / "params" / "shop" / "waves" / "2025.yaml"
    ask = asked(wave, out=place / "out", notebooks=place / "notebooks", lang="en")
    result = run_asked(replace(ask, start=FAST), force=False)
    assert result.well, result.failed


def test_a_failing_chapter_leaves_the_good_report_and_its_executed_notebook(shop):
    run(shop, lang="en")
    before = files(shop.report_folder)
    shop.add_chapter("07_dimensions", shop.call("1 / 0"))
    result = run(shop, lang="en")
    assert result.failed == (
        "07_dimensions, cell 5: ZeroDivisionError: division by zero",
    )
    assert files(shop.report_folder) == before
    cells = shop.executed("07_dimensions", shop.failed_folder).cells
    errors = [
        o for c in cells for o in c.get("outputs", []) if o.output_type == "error"
    ]
    assert errors[0].ename == "ZeroDivisionError"
    assert result.page.is_file()


def test_of_waves_at_once_the_one_that_fails_keeps_its_executed_notebook(shop):
    waves = [shop.add_wave("2024"), shop.wave]
    options = {"out": shop.out, "notebooks": shop.notebooks, "lang": "en", "jobs": 2}
    assert all(result.well for result in run_waves(waves, **options))
    before = files(shop.report_folder)
    failing = shop.call("print('so far')\n1 / (wave.file.id != '2025')")
    shop.add_chapter("07_dimensions", failing)
    well, failed = run_waves(waves, **options)
    assert well.well
    assert failed.failed == (
        "07_dimensions, cell 5: ZeroDivisionError: division by zero",
    )
    assert failed.page == shop.failed_folder / "failed.html"
    assert files(shop.report_folder) == before
    said, error = shop.executed("07_dimensions", shop.failed_folder).cells[-1].outputs
    assert (said.text, error.ename) == ("so far\n", "ZeroDivisionError")


@unix_only
def test_a_process_that_is_killed_in_the_middle_is_a_failure(shop):
    run(shop, lang="en")
    before = files(shop.report_folder)
    shop.add_chapter("07_dimensions", shop.call("import os\nos.kill(os.getpid(), 9)"))
    result = run(shop, lang="en")
    assert result.failed[0].startswith("Its process ended before its work was done.")
    assert files(shop.report_folder) == before


def test_a_faulty_wave_is_refused_with_every_fault(shop):
    shop.wave.write_text('schema: 1\nid: "2025"\ncolour: red\nprevious: 3\n')
    with pytest.raises(ValueError, match=r"(?s)colour.*previous|previous.*colour"):
        run(shop)
    assert not (shop.root / "reports").exists()
    assert [p.name for p in (shop.root / "runs" / "shop").iterdir()] == ["_state"]


def test_a_place_that_cannot_be_written_is_an_error_of_the_system(shop):
    (shop.root / "file").write_text("in the way")
    with pytest.raises(OSError, match="file"):
        run_wave(
            shop.wave, out=shop.root / "file" / "reports", notebooks=shop.notebooks
        )


@unix_only
@pytest.mark.parametrize(
    ("jobs", "sent"),
    [("1", signal.SIGINT), ("2", signal.SIGINT), ("1", signal.SIGKILL)],
    ids=["interrupt", "interrupt of two", "kill"],
)
def test_an_interrupted_run_leaves_the_good_report_and_nothing_else(
    project, tmp_path, jobs, sent
):
    for folder in (project.run_folder, project.report_folder):
        folder.mkdir(parents=True)
        (folder / "good").write_text("good")
    mark = tmp_path / "mark"
    project.add_chapter("07_dimensions", project.call(WAIT.format(mark=str(mark))))
    script = tmp_path / "run.py"
    script.write_text(INTERRUPTED)
    arguments = [project.wave, project.notebooks, project.out, jobs]
    with subprocess.Popen([sys.executable, script, *arguments]) as process:
        until = time.monotonic() + 120
        while not mark.exists() and time.monotonic() < until:
            time.sleep(0.05)
        process.send_signal(sent)
        process.wait(60)
    assert process.returncode != 0
    assert files(project.out) == {"shop/2025/good": b"good"}
    assert files(project.run_folder) == {"good": b"good"}
    if sent is signal.SIGKILL:
        assert len(folders.sweep(project.run_folder)) == 1
    assert not list(project.run_folder.parent.glob(".2025*"))


# ---------------------------------------------------------------- several waves
def test_waves_run_at_once_from_a_fork_server(shop):
    waves = [shop.add_wave(wave) for wave in ("2023", "2024", "2025")]
    waves[1].write_text(waves[1].read_text().replace("Nowhere", "Ash, Bree, Nowhere"))
    options = {"out": shop.out, "notebooks": shop.notebooks, "lang": "en"}
    results = run_waves([*waves, shop.wave.with_name("2031.yaml")], jobs=2, **options)
    assert [result.wave for result in results] == ["2023", "2024", "2025", "2031"]
    assert results[0].well
    assert results[2].well
    assert not results[1].well
    assert "there is no such wave file" in results[3].refused
    assert (shop.out / "shop" / "2025" / "report.en.html").is_file()


def test_kernels_of_two_waves_at_once_do_not_cross_talk(shop, monkeypatch):
    monkeypatch.chdir(shop.root)
    who = shop.call("print('wave', wave.file.id)", "overall")
    shop.add_chapter("07_dimensions", who)
    waves = [shop.add_wave("2024"), shop.wave]
    options = {"out": shop.out, "notebooks": shop.notebooks, "lang": "en"}
    results = run_waves(waves, jobs=2, engine="kernel", **options)
    assert [result.failed for result in results] == [(), ()]
    for wave in ("2024", "2025"):
        folder = shop.root / "runs" / "shop" / wave
        cells = shop.executed("07_dimensions", folder).cells
        assert cells[-1].outputs[0].text == f"wave {wave}\n"
    assert not list(shop.root.glob("kernel-ipc*"))


def test_a_run_draws_no_bars_of_papermill(shop, capfd):
    run(shop, lang="en", engine="kernel")
    run(shop, lang="en", force=True)
    told = capfd.readouterr()
    log = (shop.run_folder / "log.txt").read_text("utf8")
    for text in (told.out, told.err, log):
        assert "Executing" not in text
        assert "%|" not in text


def test_what_goes_to_the_descriptors_of_the_process_is_in_the_log_alone(shop):
    loud = "import os\nos.write(1, b'of the process')\nprint('of the cell')"
    shop.add_chapter("07_dimensions", shop.call(loud))
    assert run(shop, lang="en").well
    cell = shop.executed("07_dimensions").cells[-1]
    assert [output.text for output in cell.outputs] == ["of the cell\n"]
    assert "of the process" in (shop.run_folder / "log.txt").read_text("utf8")


def test_waves_run_by_any_executor(shop, monkeypatch):
    monkeypatch.chdir(shop.root)
    with ThreadPoolExecutor(2) as executor:
        results = run_by(
            executor, ["params/shop/waves/2025.yaml"], notebooks="notebooks", lang="en"
        )
    assert results[0].reports == (shop.report_folder / "report.en.html",)


def test_a_wave_that_is_refused_does_not_keep_the_others(shop):
    results = run_waves(
        [shop.wave.with_name("2031.yaml"), shop.wave],
        out=shop.out,
        notebooks=shop.notebooks,
        only=["06"],
        lang="en",
    )
    assert [result.well for result in results] == [False, True]


@pytest.mark.parametrize("jobs", [0, -1, 1.5, "2"])
def test_jobs_are_a_whole_number(shop, jobs):
    with pytest.raises(
        ValueError, match=f"jobs={re.escape(repr(jobs))} must be a whole"
    ):
        run_waves([shop.wave], jobs=jobs)


def test_a_scheduler_needs_its_extra(shop, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ValueError, match=r"needs Dask: pip install 'csat-methods\[sc"):
        run_waves([shop.wave], scheduler="tcp://host:8786")


def test_an_extract_is_made_beside_the_report_and_leaves_it_alone(shop, monkeypatch):
    monkeypatch.chdir(shop.root)
    options = {"out": shop.out, "notebooks": shop.notebooks, "lang": "en"}
    (whole,) = run_wave(shop.wave, **options).reports
    (extract,) = run_wave(shop.wave, audience="customer", **options).reports
    assert extract == shop.out / "@customer" / "shop" / "2025" / "report.en.html"
    assert "Ash" in whole.read_text("utf8")
    assert "Ash" not in extract.read_text("utf8")
    assert run_wave(shop.wave, audience="customer", **options).unchanged
    assert run_wave(shop.wave, **options).unchanged
