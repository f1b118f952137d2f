"""How does a wave become a report?

One fresh process a wave runs its chapters; what it has made takes the place of the
earlier run and report when it is whole, and not before.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from csat_methods import _checks
from csat_methods._refusals import refusing
from csat_methods.report.job import CELL_TIMEOUT, Job, RunResult, study_and_wave
from csat_methods.report.progress import Progress
from csat_methods.report.watch import Child, Forked, Spawned, can_fork, fork_server
from csat_methods.report.wave_run import asked, run_asked
from csat_methods.study.present import real


@refusing
def run_wave(
    path: str | Path,
    *,
    out: str | Path = "reports",
    data_root: str | Path | None = None,
    lang: str | Sequence[str] | None = None,
    engine: str = "csat",
    force: bool = False,
    only: Sequence[str] = (),
    runs: str | Path | None = None,
    notebooks: str | Path | None = None,
    cell_timeout: float = CELL_TIMEOUT,
    audience: str | None = None,
    figures: bool = False,
    quiet: bool = True,
) -> RunResult:
    """Run the chapters of a wave in a process of their own, and make its report.

    Parameters
    ----------
    path : str or Path
        ``params/<study>/waves/<wave>.yaml``.
    out : str or Path
        Folder of the reports: the wave's goes to ``<out>/<study>/<wave>``.
    data_root : str or Path, optional
        Folder that data paths start from; the project's when not given.
    lang : str or list of str, optional
        Languages of the pages, as ``"fa"``; those of the wave file when not given.
        Another language later executes no chapter.
    engine : str
        ``csat``, in the process itself; ``kernel``, papermill's own, a kernel a
        chapter.
    force : bool
        Run although nothing has changed since the report was made.
    only : list of str
        Chapters to run, as ``["08"]``. Their page is a draft and goes to the run
        folder: what must be hidden may hang on the others.
    runs : str or Path, optional
        Folder of the runs (results, executed chapters); beside `out` by default.
    notebooks : str or Path, optional
        Folder of the chapters; those that come with the package when not given.
    cell_timeout : float
        Seconds a cell may take.
    audience : str, optional
        ``management``, ``function`` or ``customer``: an extract that holds what they
        may see, under ``<out>/@<audience>``. The study says whom its report is for.
    figures : bool
        Write each figure as SVG and PNG too, into ``figures`` beside the pages.
    quiet : bool
        Say nothing while it runs.

    Returns
    -------
    RunResult
        With `failed` where a chapter or page failed: then the last good report stays,
        and `page` says what failed.

    Raises
    ------
    ValueError
        If the wave file, its data or what was asked is faulty.
    OSError
        If the folders cannot be written.

    Examples
    --------
    >>> run_wave("params/demo/waves/2031.yaml")
    Traceback (most recent call last):
        ...
    ValueError: params/demo/waves/2031.yaml: there is no such wave file.
    """
    ask = asked(
        path,
        out=out,
        runs=runs,
        data_root=data_root,
        lang=lang,
        engine=engine,
        only=only,
        notebooks=notebooks,
        cell_timeout=cell_timeout,
        audience=audience,
        figures=figures,
    )
    if not quiet:
        ask = replace(ask, progress=Progress(ask.title, bar=sys.stderr.isatty()))
    return run_asked(ask, force=force)


@refusing
def run_waves(
    paths: str | Path | Iterable[str | Path],
    *,
    jobs: int = 1,
    scheduler: str | None = None,
    force: bool = False,
    quiet: bool = True,
    **options: Any,
) -> list[RunResult]:
    """Run several waves, some at a time.

    Parameters
    ----------
    paths : list of str or Path
        Wave files; one need be in no list.
    jobs : int
        Waves at a time: processes forked from one in which everything is loaded, where
        the system can fork.
    scheduler : str, optional
        Address of a Dask scheduler, as ``tcp://host:8786``, whose workers share these
        folders; needs ``csat-methods[scale]``.
    force, quiet, **options
        As in :func:`run_wave`.

    Returns
    -------
    list of RunResult
        In the order of the paths; `refused` says why a wave could not be run.

    Raises
    ------
    ValueError
        If `jobs` is no number from 1 on, or the extra for a scheduler is missing.
    """
    several = [paths] if isinstance(paths, str | Path) else paths
    listed = [Path(path) for path in several]
    _checks.whole("jobs", jobs)
    if scheduler is not None:
        with dask_executor(scheduler) as executor:
            return run_by(executor, listed, force=force, **options)
    if jobs == 1 or len(listed) == 1:
        return [_one(p, force=force, quiet=quiet, **options) for p in listed]
    return _at_once(listed, jobs, force=force, quiet=quiet, **options)


def run_by(
    executor: Executor, paths: Iterable[str | Path], **options: Any
) -> list[RunResult]:
    """Run waves by any executor, of threads or of machines that share the folders."""
    here: dict[str, Any] = dict.fromkeys(_PATHS) | {"out": "reports"} | options
    for name in _PATHS:
        here[name] = here[name] if here[name] is None else real(here[name])
    run = partial(_one, **here)
    return list(executor.map(run, [real(path) for path in paths]))


_PATHS = ("out", "runs", "data_root", "notebooks")


@contextmanager
def dask_executor(address: str) -> Iterator[Executor]:
    """Give an executor over the workers of a Dask scheduler.

    Raises
    ------
    ValueError
        If Dask is not installed.
    """
    try:
        distributed = import_module("distributed")
    except ImportError:
        raise ValueError(
            f"scheduler={address!r} needs Dask: pip install 'csat-methods[scale]'."
        ) from None
    with distributed.Client(address) as client:
        yield client.get_executor(pure=False, retries=1)


def _one(path: Path, **options: Any) -> RunResult:
    """Run a wave; what is wrong with it is in the result, and others go on."""
    try:
        return run_wave(path, **options)
    except ValueError as error:
        return _refused(path, error)


def _refused(path: Path, error: Exception) -> RunResult:
    return RunResult(*study_and_wave(path), refused=str(error))


def _at_once(
    paths: list[Path], jobs: int, *, force: bool, quiet: bool, **options: Any
) -> list[RunResult]:
    """Run waves in threads that each wait for a process; interrupted, end them all."""
    start = Forked if can_fork() else Spawned
    if start is Forked:
        fork_server()  # here: it changes the environment while it starts
    stop, alive = threading.Event(), list[Child]()

    def started(job: Job, log: Path) -> Child:
        alive.append(start(job, log))
        return alive[-1]

    def run(path: Path) -> RunResult:
        try:
            ask = asked(path, **options)
            progress = None if quiet else Progress(ask.title)
            ask = replace(ask, progress=progress, start=started, stop=stop)
            return run_asked(ask, force=force)
        except ValueError as error:
            return _refused(path, error)

    with ThreadPoolExecutor(jobs) as executor:
        try:
            return list(executor.map(run, paths))
        except BaseException:
            stop.set()
            executor.shutdown(wait=False, cancel_futures=True)
            for child in alive:
                child.end()
            raise
