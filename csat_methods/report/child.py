"""What does the process of one wave do?

It opens the wave, runs the chapters in order by papermill, lets all results through the
gate together, and makes a page a language.
"""

from __future__ import annotations

import json
import os
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import papermill
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError

from csat_methods import _messages
from csat_methods.report import provenance, session, unchanged
from csat_methods.report.chapters import Chapter, find_chapters, resolved, select
from csat_methods.report.engine import CsatEngine
from csat_methods.report.failure import PAGE, Failure, failure_page, words_of
from csat_methods.report.folders import write_whole
from csat_methods.report.job import ENGINES, Job
from csat_methods.report.made_report import report_faults
from csat_methods.report.provenance import Origin
from csat_methods.report.reached import activities
from csat_methods.report.store import Memo
from csat_methods.study.files import read_wave_file
from csat_methods.study.structure import check_routing
from csat_methods.wave.wave import Wave

Tell = Callable[[dict[str, Any]], None]

# A checkout that is not installed has no entry points.
papermill_engines.register("csat", CsatEngine)

_METADATA = ("input_path", "output_path", "parameters", "environment_variables")


@dataclass(frozen=True)
class Opened:
    """A job whose wave has been read: it can be run."""

    job: Job
    wave: Wave
    files: dict[str, Path]
    origin: Origin
    chapters: tuple[Chapter, ...]

    @property
    def work(self) -> Path:
        """Return the folder to work in."""
        return Path(self.job.work)

    @property
    def wanted(self) -> tuple[str, ...]:
        """Return the languages that the wave file, or its study, asks for."""
        return self.wave.file.languages or self.wave.study.languages or ("en",)

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages of the pages to make."""
        return self.job.languages or self.wanted

    def notebook(self, chapter: Chapter) -> Path:
        """Return where a chapter stands after it was run."""
        return self.work / "notebooks" / chapter.path.name


def work(job: Job, tell: Tell) -> dict[str, Any]:
    """Do a job and return what came of it.

    ``state`` is ``done``; ``failed`` with a sentence a failure in ``words``; or
    ``refused`` with the reason, where the wave or what was asked is faulty.
    """
    try:
        return _done(job, tell)
    except OSError as error:
        # On a full disk the log would stay empty, and nobody would learn why.
        with suppress(OSError):
            traceback.print_exc()
        return {"state": "failed", "words": [f"{type(error).__name__}: {error}"]}


def _done(job: Job, tell: Tell) -> dict[str, Any]:
    try:
        opened = _opened(job)
    except (ValueError, KeyError) as error:
        return {"state": "refused", "words": [words_of(error)]}
    names = [chapter.name for chapter in opened.chapters]
    tell({"say": "opened", "chapters": [] if job.rendered else names})
    failures = [] if job.rendered else list(_chapters_failed(opened, tell))
    failures = failures or report_faults(opened, tell)
    if failures:
        reached = activities(names, [failure.where for failure in failures])
        told = opened.languages
        page = failure_page(opened.wave.file.id, failures, reached, told)
        write_whole(opened.work / PAGE, page.encode())
        words = [str(failure) for failure in failures]
        return {"state": "failed", "words": words, "reached": reached}
    return {"state": "done", "languages": opened.languages, "chapters": names}


def _opened(job: Job) -> Opened:
    path, work = Path(job.path), Path(job.work)
    session.write_settings(work, data_root=job.data_root, memo=Path(job.memo))
    files = provenance.input_files(path, job.data_root)
    _, file = read_wave_file(path)
    chapters = select(find_chapters(job.notebooks), job.only or file.chapters)
    origin = provenance.origin_of(files, chapters, session.loaded_code())
    Memo(job.memo, origin.code).forget_other_code()
    wave = session.open_wave(path, run_dir=work)
    check_routing(wave.study)
    for chapter in chapters:
        chapter.check(_parameters(job))
        chapter.missing(wave)
    opened = Opened(job, wave, files, origin, chapters)
    unknown = [n for n in opened.languages if n not in _messages.languages()]
    if unknown:
        raise ValueError(f"{path.name}: languages={unknown} have no catalogue.")
    if job.rendered and unchanged.key_in(work) != origin.key:
        raise ValueError(f"{path.name}: something changed meanwhile; run it again.")
    return opened


def _parameters(job: Job) -> dict[str, Any]:
    return {"wave_file": job.path, "run_dir": job.work}


# -------------------------------------------------------------------- chapters
def _chapters_failed(opened: Opened, tell: Tell) -> Iterator[Failure]:
    """Run the chapters in order, all of them; yield what failed."""
    (opened.work / "notebooks").mkdir()
    for chapter in opened.chapters:
        tell({"say": "chapter", "name": chapter.name})
        failure = _failed(opened, chapter, tell)
        tell({"say": "ran", "name": chapter.name, "well": failure is None})
        if failure is not None:
            yield failure


def _failed(opened: Opened, chapter: Chapter, tell: Tell) -> Failure | None:
    place = opened.notebook(chapter)
    nbformat.write(resolved(chapter, opened.wave), place)
    try:
        _execute(opened.job, place, tell)
    except PapermillExecutionError as error:
        what = f"{error.ename}: {error.evalue}"
        return Failure(chapter.name, what, error.cell_index + 1, error.source)
    except (RuntimeError, TimeoutError) as error:
        return Failure(chapter.name, f"{type(error).__name__}: {error}")
    finally:
        _without_paths(place)
    return None


def _execute(job: Job, place: Path, tell: Tell) -> None:
    # Papermill formats paths: braces in a folder's name would be taken for parameters.
    path = str(place).replace("{", "{{").replace("}", "}}")
    with _engine_options(job.engine) as options:
        papermill.execute_notebook(
            path,
            path,
            parameters=_parameters(job),
            engine_name=ENGINES[job.engine],
            kernel_name="python3",
            progress_bar=False,
            # A kernel may die and take its outputs along; our engine cannot.
            request_save_on_cell_execute=job.engine == "kernel",
            autosave_cell_every=0,
            execution_timeout=job.cell_timeout,
            on_cell_start=lambda **_: tell({"say": "cell"}),
            **options,
        )


@contextmanager
def _engine_options(engine: str) -> Iterator[dict[str, Any]]:
    """Give a kernel a private way to talk, where the system has one.

    Ports can be taken by somebody else between being found and being bound, and two
    kernels of one folder would share the default path.
    """
    if engine != "kernel" or os.name == "nt":
        yield {}
        return
    from traitlets.config import Config

    with TemporaryDirectory(prefix="csat") as folder:
        manager = {"transport": "ipc", "ip": f"{folder}/k"}
        yield {"config": Config({"KernelManager": manager})}


def _without_paths(place: Path) -> None:
    """Take out of an executed chapter what papermill notes of this machine."""
    try:
        content = json.loads(place.read_text("utf8"))
    except ValueError:  # a full disk took half of it
        place.unlink()
        return
    for name in _METADATA:
        content["metadata"].get("papermill", {}).pop(name, None)
    write_whole(place, json.dumps(content, indent=1, ensure_ascii=False).encode())
