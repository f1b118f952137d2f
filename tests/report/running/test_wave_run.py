"""Is the last good report whole whatever happens, and the new one put in its place?"""

import threading
import time
from dataclasses import replace

import pytest

from csat_methods.report.wave_run import Ask, asked, run_asked


class Script:
    """A process that says what it is told to, instead of doing a job."""

    def __init__(self, *steps):
        self.steps, self.ended = list(steps), 0

    def __call__(self, job, log):
        self.job, self.log = job, log
        return self

    def hear(self, seconds):
        step = self.steps.pop(0)
        if isinstance(step, type) and issubclass(step, BaseException):
            raise step
        return step(self.job, self.log) if callable(step) else step

    def end(self):
        self.ended += 1


def made(text, *languages):
    """The last word of a process that has made pages."""

    def word(job, _log):
        from pathlib import Path

        report = Path(job.work) / "report"
        report.mkdir(exist_ok=True)
        for lang in languages:
            (report / f"report.{lang}.html").write_text(text)
        return {"say": "end", "state": "done", "languages": languages, "chapters": []}

    return word


def failed(*words):
    return {"say": "end", "state": "failed", "words": list(words)}


@pytest.fixture
def run(project):
    """Run the project's wave by a script."""
    project.add_chapter("06_satisfaction", project.call(project.means))

    def run(*steps, **changes):
        script = Script(*steps)
        ask = asked(project.wave, out=project.out, notebooks=project.notebooks)
        result = None
        try:
            result = run_asked(replace(ask, start=script, **changes), force=True)
        finally:
            run.script = script
        return result

    return run


def everything(root):
    """All files below reports and runs but logs and states, hidden ones too."""
    return sorted(
        path.relative_to(root).as_posix()
        for name in ("reports", "runs")
        for path in (root / name).rglob("*")
        if path.is_file() and path.name != "log.txt" and "_state" not in path.parts
    )


def page(project):
    return (project.report_folder / "report.en.html").read_text()


def test_a_report_takes_the_place_of_the_earlier_one(project, run):
    first = run(made("first", "en", "fa"))
    assert [p.name for p in first.reports] == ["report.en.html", "report.fa.html"]
    second = run(made("second", "en"))
    assert page(project) == "second"
    assert second.reports == (project.report_folder / "report.en.html",)
    assert everything(project.root) == ["reports/shop/2025/report.en.html"]
    assert second.well
    assert run.script.ended == 1


def test_a_failure_leaves_the_last_good_report_and_a_page(project, run):
    run(made("good", "en"))
    result = run(failed("08_gaps, cell 4: ValueError: no"))
    assert page(project) == "good"
    assert result.failed == ("08_gaps, cell 4: ValueError: no",)
    assert result.page == project.failed_folder / "failed.html"
    assert "08_gaps, cell 4: ValueError: no" in result.page.read_text()
    assert result.reports == (project.report_folder / "report.en.html",)
    assert not result.well


def test_a_good_run_takes_the_page_of_the_failure_away(project, run):
    run(failed("no"))
    run(made("good", "en"))
    assert not project.failed_folder.exists()


def test_a_failure_takes_the_place_of_the_failure_before(project, run):
    run(failed("one"))
    run(failed("two"))
    assert everything(project.root) == ["runs/shop/_failed/2025/failed.html"]
    assert "two" in (project.failed_folder / "failed.html").read_text()


def test_a_refusal_leaves_no_trace(project, run):
    run(made("good", "en"))
    refused = {"say": "end", "state": "refused", "words": ["no column", "no row"]}
    with pytest.raises(ValueError, match="no column\nno row"):
        run(refused)
    assert everything(project.root) == ["reports/shop/2025/report.en.html"]


@pytest.mark.parametrize(
    "steps",
    [(KeyboardInterrupt,), ({"say": "chapter", "name": "06"}, KeyboardInterrupt)],
)
def test_an_interrupt_leaves_nothing_behind_and_ends_the_process(project, run, steps):
    run(made("good", "en"))
    with pytest.raises(KeyboardInterrupt):
        run({"say": "opened", "chapters": ["06"]}, *steps)
    assert everything(project.root) == ["reports/shop/2025/report.en.html"]
    assert run.script.ended == 1


def test_a_process_that_falls_silent_or_dies_is_a_failure(project, run):
    run(made("good", "en"))
    silent = run(TimeoutError)
    assert silent.failed == ("It said nothing for 660 s.",)

    def dies(_job, log):
        log.write_text("Traceback …\nMemoryError: 4 GiB\n")

    died = run(dies)
    assert died.failed == (
        "Its process ended before its work was done. MemoryError: 4 GiB",
    )
    assert "MemoryError: 4 GiB" in died.page.read_text()
    assert (project.failed_folder / "log.txt").read_text().startswith("Traceback")
    assert page(project) == "good"


def test_a_process_ended_by_an_interrupt_elsewhere_is_no_failure(project, run):
    stop = threading.Event()
    stop.set()
    with pytest.raises(KeyboardInterrupt):
        run(None, stop=stop)
    assert everything(project.root) == []


def test_a_full_disk_is_told_and_the_last_good_report_stays(project, run, monkeypatch):
    run(made("good", "en"))

    def full(*_arguments, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("csat_methods.report.wave_run.shutil.copytree", full)
    with pytest.raises(OSError, match="No space left on device"):
        run(made("new", "en"))
    assert page(project) == "good"
    assert everything(project.root) == ["reports/shop/2025/report.en.html"]


def test_a_page_of_a_failure_that_found_no_room_is_not_left_empty(
    project, run, monkeypatch
):
    def full(path, *_):
        path.touch()
        raise OSError(28, "No space left on device")

    for name in ("write_text", "write_bytes"):
        monkeypatch.setattr(f"pathlib.Path.{name}", full)
    result = run(failed("OSError: [Errno 28] No space left on device"))
    assert result.page is None
    assert everything(project.root) == []


def test_nothing_is_run_for_a_folder_that_cannot_be_written(project, run):
    project.out.write_text("a file in the way")
    with pytest.raises(NotADirectoryError, match="reports"):
        run(made("page", "en"))
    assert run.script.steps


def test_two_runs_of_one_wave_leave_one_whole_report(project, run):
    results, barrier = {}, threading.Barrier(2)

    def one(text):
        def word(job, log):
            barrier.wait(20)
            return made(text, "en", "fa")(job, log)

        ask = asked(project.wave, out=project.out, notebooks=project.notebooks)
        results[text] = run_asked(replace(ask, start=Script(word)), force=True)

    threads = [threading.Thread(target=one, args=(text,)) for text in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(result.well for result in results.values())
    pages = {path.read_text() for path in project.report_folder.iterdir()}
    assert len(pages) == 1
    assert len(everything(project.root)) == 2


def test_what_a_killed_run_left_is_swept_by_the_next(project, run):
    run(made("good", "en"))
    left = project.run_folder.with_name(".2025.0123456789ab")
    left.mkdir()
    moved = project.report_folder.with_name(".2025.old-0123456789ab")
    project.report_folder.rename(moved)
    run(failed("no"))
    assert not left.exists()


def test_a_report_lost_by_a_kill_is_there_again_with_the_next_report(project, run):
    run(made("good", "en"))
    moved = project.report_folder.with_name(".2025.old-0123456789ab")
    project.report_folder.rename(moved)
    run(made("next", "en"))
    assert page(project) == "next"
    assert everything(project.root) == ["reports/shop/2025/report.en.html"]


def test_the_time_a_run_takes_is_told(run):
    def slow(job, log):
        time.sleep(0.05)
        return made("page", "en")(job, log)

    assert run(slow).seconds >= 0.05


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"lang": "xx"}, "lang='xx' must name languages among"),
        ({"engine": "fast"}, "engine='fast' must be one of csat, kernel"),
        ({"cell_timeout": 0}, "cell_timeout=0 must be a finite number above 0"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_before_anything_starts(
    project, options, words
):
    with pytest.raises(ValueError, match=words):
        asked(project.wave, **options)


def test_a_wave_file_that_is_not_there_is_refused(project):
    with pytest.raises(ValueError, match=r"2031\.yaml: there is no such wave file\."):
        asked(project.wave.with_name("2031.yaml"))


def test_what_is_asked_for_is_what_the_process_is_told(project):
    ask = asked(project.wave, only=["08"], lang="fa", data_root=project.root)
    job = ask.job(project.root, ())
    assert isinstance(ask, Ask)
    assert (job.only, job.languages, job.rendered) == (("08",), ("fa",), False)
    assert job.data_root == str(project.root)
    assert ask.job(project.root, ("en",)).rendered
