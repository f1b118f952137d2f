"""What is one run asked to do, where, and what came of it?"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from csat_methods import _checks
from csat_methods.report import folders
from csat_methods.report.audience import AUDIENCES
from csat_methods.study.file_names import FILE_NAME
from csat_methods.study.present import real

ENGINES = {"csat": "csat", "kernel": "nbclient"}
"""The engines by the names they have here, and in papermill."""

CELL_TIMEOUT = 600.0

REPORT = "report"
"""Folder inside a run's that becomes the report."""

OWN = ("_audience", "_failed", "_memo", "_only", "_published", "_state")
"""What stands beside the runs of a study: no link may lead it elsewhere."""


@dataclass(frozen=True)
class Job:
    """One wave to be run: everything the process needs that does it.

    Attributes
    ----------
    path : str
        The wave file.
    work : str
        Folder to work in; it takes the place of the run folder afterwards.
    memo : str
        Folder of remembered results.
    data_root : str or None
        Folder that data paths start from.
    languages : tuple of str
        Pages to make; those of the wave file where none are said.
    engine : str
        ``csat`` or ``kernel``.
    only : tuple of str
        Chapters to run; those of the wave file where none are said.
    notebooks : str or None
        Folder of the chapters; those that come with the package where none is said.
    cell_timeout : float
        Seconds that a cell may take.
    rendered : bool
        The chapters have run: `work` has their results, and pages are missing only.
    audience : str or None
        Whom the report is for; the study says so where it is None.
    figures : bool
        Write each figure as a file too.
    """

    path: str
    work: str
    memo: str
    data_root: str | None = None
    languages: tuple[str, ...] = ()
    engine: str = "csat"
    only: tuple[str, ...] = ()
    notebooks: str | None = None
    cell_timeout: float = CELL_TIMEOUT
    rendered: bool = False
    audience: str | None = None
    figures: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Job:
        """Return the job that was written as JSON."""
        listed = {k: tuple(content[k]) for k in ("languages", "only")}
        return cls(**{**content, **listed})


@dataclass(frozen=True)
class Places:
    """Where the run and the report of one wave lie.

    Attributes
    ----------
    run : Path
        ``runs/<study>/<wave>``: results, executed chapters, log; never handed out.
    report : Path
        ``reports/<study>/<wave>``: what may be handed out.
    failed : Path
        Where a run that failed leaves its chapters and a page saying so.
    memo : Path
        Results by what they were made from, of all waves of the study.
    """

    run: Path
    report: Path
    failed: Path
    memo: Path


def study_and_wave(path: Path) -> tuple[str, str]:
    """Return the names of a wave file's study and wave: its folder's and its own.

    Examples
    --------
    >>> study_and_wave(Path("params/demo/waves/2025h2.yaml"))
    ('demo', '2025h2')
    """
    return real(path).parent.parent.name, path.stem


def path_from(folder: Path, path: Path) -> str:
    """Return a path from a folder; the path itself where there is no way (drives)."""
    try:
        return Path(os.path.relpath(real(path), real(folder))).as_posix()
    except ValueError:
        return real(path).as_posix()


def page_in(folder: Path, lang: str) -> Path:
    """Return where the page of a language lies in the folder of a report."""
    return folder / f"report.{lang}.html"


def languages_in(folder: Path) -> tuple[str, ...]:
    """Return the languages whose pages lie in the folder of a report."""
    pages = folder.glob("report.*.html")
    return tuple(sorted(page.name.split(".")[1] for page in pages))


def places_of(
    path: Path,
    out: str | Path,
    runs: str | Path | None = None,
    audience: str | None = None,
) -> Places:
    """Return where a wave's run and report lie; ``runs`` is beside `out` by default.

    Raises
    ------
    ValueError
        If the folder of the study has no plain name, or a link leads elsewhere.
    """
    if path.is_symlink():
        folders.check_inside(path, path.parent)
    study, wave = study_and_wave(path)
    if not re.fullmatch(FILE_NAME, study):
        raise ValueError(
            f"{path}: the folder of a study must be at most 41 Latin letters, digits, "
            f"'.', '_' or '-', not first a sign; it is {study!r}."
        )
    reports = Path(out)
    home = Path(runs) if runs is not None else real(reports).parent / "runs"
    folders.check_inside(reports / study / wave, reports)
    for own in (wave, *OWN, f"_failed/{wave}", f"_only/{wave}"):
        folders.check_inside(home / study / own, home)
    if audience is not None:
        return places_for(path, reports, home, audience)
    return Places(
        run=home / study / wave,
        report=reports / study / wave,
        failed=home / study / "_failed" / wave,
        memo=home / study / "_memo",
    )


def places_for(path: Path, out: Path, home: Path, audience: str) -> Places:
    """Return where the extract for an audience lies: a tree of reports of its own.

    ``<out>/@customer`` can be handed out whole; no study or wave can have that name.
    """
    study, wave = study_and_wave(path)
    folders.check_inside(out / f"@{audience}" / study / wave, out)
    folders.check_inside(home / study / "_audience" / audience / wave, home)
    return Places(
        run=home / study / "_audience" / audience / wave,
        report=out / f"@{audience}" / study / wave,
        failed=home / study / "_failed" / f"{wave}@{audience}",
        memo=home / study / "_memo",
    )


def partial(places: Places) -> Places:
    """Return where a run of some chapters only goes: never among the reports.

    What is hidden in a report may hang on all its results; a page of some of them is
    for the one who made it.
    """
    run = places.run.parent / "_only" / places.run.name
    return Places(run, run.parent / f"{run.name}.report", places.failed, places.memo)


@dataclass(frozen=True)
class RunResult:
    """What came of a run.

    Attributes
    ----------
    study, wave : str
        Whose run.
    reports : tuple of Path
        A page a language, in order; those of the last good run where this one failed.
    seconds : float
        From start to end.
    chapters : tuple of str
        Chapters that ran; none where nothing had changed.
    unchanged : bool
        Whether the reports were there already, made from the same things.
    failed : tuple of str
        One sentence a chapter, page or step that failed.
    page : Path or None
        The page that says what failed.
    refused : str
        Why the wave could not be run at all (only from :func:`run_waves`).
    """

    study: str
    wave: str
    reports: tuple[Path, ...] = ()
    seconds: float = 0.0
    chapters: tuple[str, ...] = ()
    unchanged: bool = False
    failed: tuple[str, ...] = ()
    page: Path | None = None
    refused: str = ""

    @property
    def well(self) -> bool:
        """Whether the reports are good and up to date."""
        return not self.failed and not self.refused


def languages_asked(lang: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return languages from ``None``, ``"fa"``, ``"en,fa"`` or a list.

    Raises
    ------
    ValueError
        If there is no catalogue for one.
    """
    from csat_methods import _messages

    if lang is None:
        return ()
    listed = lang.split(",") if isinstance(lang, str) else list(lang)
    wanted = dict.fromkeys(part.strip() for part in listed)
    unknown = [name for name in wanted if name not in _messages.languages()]
    if unknown or not wanted:
        known = ", ".join(_messages.languages())
        raise ValueError(f"lang={lang!r} must name languages among {known}.")
    return tuple(wanted)


def audience_asked(audience: str | None) -> str | None:
    """Return the name of an audience; None for the one that the study says.

    Raises
    ------
    ValueError
        If there is none of that name.
    """
    if audience is None:
        return None
    return str(_checks.one_of("audience", audience, AUDIENCES))


def checked_engine(engine: str) -> str:
    """Return the name of an engine.

    Raises
    ------
    ValueError
        If there is none of that name.
    """
    return str(_checks.one_of("engine", engine, tuple(ENGINES)))
