"""What becomes of one wave, from what is asked for to the report in its place?

The process that runs it works in a folder beside; what it has made takes the place of
the earlier run and report when it is whole, and not before.
"""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from csat_methods._checks import positive
from csat_methods.report import folders
from csat_methods.report.failure import PAGE, Failure, failure_page
from csat_methods.report.job import (
    CELL_TIMEOUT,
    REPORT,
    Job,
    Places,
    RunResult,
    audience_asked,
    checked_engine,
    languages_asked,
    languages_in,
    page_in,
    partial,
    places_of,
    study_and_wave,
)
from csat_methods.report.progress import Progress
from csat_methods.report.run_state import DONE, FAILED, REFUSED, UNCHANGED, write_state
from csat_methods.report.unchanged import Before, recall, root_of
from csat_methods.report.watch import GRACE, Child, SilentError, Spawned, said_by
from csat_methods.study.present import check_file

LOG = "log.txt"


@dataclass(frozen=True)
class Ask:
    """A run of one wave, as it is asked for and as it is done."""

    path: Path
    places: Places
    data_root: str | None
    languages: tuple[str, ...]
    engine: str
    only: tuple[str, ...]
    notebooks: str | None
    cell_timeout: float
    audience: str | None = None
    figures: bool = False
    progress: Progress | None = None
    start: Callable[[Job, Path], Child] = Spawned
    stop: threading.Event = field(default_factory=threading.Event)

    @property
    def title(self) -> str:
        """Return study and wave."""
        return " ".join(study_and_wave(self.path))

    def before(self) -> Before | None:
        """Return what is there, made from the very same things, or None."""
        return recall(
            self.places,
            data_root=self.data_root,
            engine=self.engine,
            only=self.only,
            notebooks=self.notebooks,
        )

    def job(self, work: Path, missing: tuple[str, ...]) -> Job:
        """Return what the process is told; `missing` pages if the chapters have run."""
        return Job(
            path=str(self.path),
            work=str(work.resolve()),
            memo=str(self.places.memo.resolve()),
            data_root=self.data_root,
            languages=missing or self.languages,
            engine=self.engine,
            only=self.only,
            notebooks=self.notebooks,
            cell_timeout=self.cell_timeout,
            rendered=bool(missing),
            audience=self.audience,
            figures=self.figures,
        )

    def missing(self, before: Before) -> tuple[str, ...]:
        """Return the languages whose page, or figures if they are asked for, lack."""
        wanted = self.languages or before.wanted
        there = set(before.languages)
        if self.figures:
            there &= set(before.figured)
        return tuple(lang for lang in wanted if lang not in there)

    def note(
        self,
        state: str,
        words: Sequence[str] = (),
        reached: Mapping[str, str] | None = None,
    ) -> None:
        """Note how the run ended; drafts are nobody's business."""
        if not self.only:
            home, wave = self.places.failed.parents[1], self.places.failed.name
            write_state(home, wave, state, tuple(words), reached or {})

    def result(self, languages: Sequence[str], **facts: Any) -> RunResult:
        """Return what came of it, with the pages that are there."""
        pages = [page_in(self.places.report, lang) for lang in languages]
        reports = tuple(page for page in pages if page.is_file())
        return RunResult(*study_and_wave(self.path), reports, **facts)


def asked(
    path: str | Path,
    *,
    out: str | Path = "reports",
    runs: str | Path | None = None,
    data_root: str | Path | None = None,
    lang: str | Sequence[str] | None = None,
    engine: str = "csat",
    only: Sequence[str] = (),
    notebooks: str | Path | None = None,
    cell_timeout: float = CELL_TIMEOUT,
    audience: str | None = None,
    figures: bool = False,
) -> Ask:
    """Return what is asked for, checked as far as it can be without the wave.

    Raises
    ------
    ValueError
        If there is no such file, language or engine, or a time is none.
    """
    path = Path(path)
    check_file(path, path, "wave file")
    reader = audience_asked(audience)
    places = places_of(path, out, runs, reader)
    return Ask(
        path=path,
        places=partial(places) if only else places,
        data_root=root_of(data_root),
        languages=languages_asked(lang),
        engine=checked_engine(engine),
        only=tuple(only),
        notebooks=root_of(notebooks),
        cell_timeout=positive("cell_timeout", cell_timeout),
        audience=reader,
        figures=figures,
    )


def run_asked(ask: Ask, *, force: bool) -> RunResult:
    """Run what is asked for, unless it is there already.

    Raises
    ------
    ValueError
        If the wave or its data is faulty.
    OSError
        If a folder cannot be written.
    """
    started = time.perf_counter()
    before = None if force else ask.before()
    wanted = ask.languages or (before.wanted if before else ())
    missing = ask.missing(before) if before else ()
    if before and not missing:
        seconds = time.perf_counter() - started
        ask.note(UNCHANGED)
        return ask.result(wanted, seconds=seconds, unchanged=True)
    folders.check_writable(ask.places.report.parent)
    with folders.workplace(ask.places.run) as work:
        if missing:
            shutil.copytree(ask.places.run, work, symlinks=True, dirs_exist_ok=True)
            shutil.copytree(ask.places.report, work / REPORT)
        outcome = _heard(ask, ask.job(work, missing), work / LOG)
        result = _ENDS[outcome["state"]](ask, outcome, work)
    seconds = time.perf_counter() - started
    return replace(result, seconds=seconds)


def _heard(ask: Ask, job: Job, log: Path) -> dict[str, Any]:
    """Start the process of a wave and return its last word."""
    patience = ask.cell_timeout + GRACE
    message: dict[str, Any] = {}
    log.touch()
    try:
        with closing(said_by(ask.start(job, log), patience)) as messages:
            for message in messages:
                if ask.progress:
                    ask.progress.hear(message)
    except SilentError as error:
        if ask.stop.is_set():
            raise KeyboardInterrupt from None
        return {"state": "failed", "words": [f"{error} {_last_line(log)}".strip()]}
    finally:
        if ask.progress:
            ask.progress.close()
    return message


def _last_line(log: Path) -> str:
    lines = log.read_text("utf8", errors="replace").strip().splitlines()
    return lines[-1] if lines else ""


def _refuse(ask: Ask, outcome: dict[str, Any], _work: Path) -> RunResult:
    ask.note(REFUSED)
    raise ValueError("\n".join(outcome["words"]))


def _fail(ask: Ask, outcome: dict[str, Any], work: Path) -> RunResult:
    """Leave the chapters and the page that says what failed; the report stays."""
    page = work / PAGE
    languages = ask.languages or languages_in(ask.places.report)
    if not page.exists():
        with suppress(OSError):  # a full disk, perhaps: the words are in the result
            failures = [Failure(ask.title, text) for text in outcome["words"]]
            told = failure_page(ask.path.stem, failures, languages=languages or ("en",))
            folders.write_whole(page, told.encode())
    failed = ask.places.failed
    failed.parent.mkdir(parents=True, exist_ok=True)
    folders.put_in_place(work, failed)
    ask.note(FAILED, outcome["words"], outcome.get("reached"))
    kept = failed / PAGE
    words = tuple(outcome["words"])
    return ask.result(languages, failed=words, page=kept if kept.exists() else None)


def _hand_out(ask: Ask, outcome: dict[str, Any], work: Path) -> RunResult:
    """Put the report and the run in their places, each whole."""
    places, report = ask.places, work / REPORT
    with folders.workplace(places.report) as new:
        shutil.copytree(report, new, dirs_exist_ok=True)
        folders.put_in_place(new, places.report)
    folders.remove(report)
    folders.put_in_place(work, places.run)
    folders.remove(places.failed)
    ask.note(DONE)
    languages = ask.languages or outcome["languages"]
    return ask.result(languages, chapters=tuple(outcome["chapters"]))


_ENDS: dict[str, Callable[[Ask, dict[str, Any], Path], RunResult]] = {
    "done": _hand_out,
    "failed": _fail,
    "refused": _refuse,
}
