"""Where does a chapter's wave come from, and where do its results go?

``open_wave`` says both. With a run folder, ``keep`` writes and ``show`` leaves a
reference for the page; without one, in Jupyter, ``show`` draws and nothing is written.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

from csat_methods._arguments import checked
from csat_methods._refusals import refusing
from csat_methods.preparation import prepare
from csat_methods.report.provenance import PACKAGE, code_digest, own_files
from csat_methods.report.shown import Shown, figure_of, shown_as
from csat_methods.report.store import Memo, read_results, write_result
from csat_methods.result import Result, memory
from csat_methods.study.files import wave_files
from csat_methods.study.present import is_file, real
from csat_methods.wave.reading import read_wave
from csat_methods.wave.wave import Wave

R = TypeVar("R", bound=Result)

SETTINGS = "settings.json"
RESULTS = "results"
NAME = re.compile(r"\d\d\.[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class _Open:
    """A prepared wave, and the files it was read from as they were then."""

    wave: Wave
    files: tuple[Path, ...]
    stamps: tuple[Any, ...]


@dataclass
class _Session:
    """The waves that are open in this process, and the run folder in use."""

    run_dir: Path | None = None
    waves: dict[Any, _Open] = field(default_factory=dict)
    kept: dict[str, Result] = field(default_factory=dict)

    def enter(self, run_dir: str | Path) -> None:
        """Keep results in a run folder from now on; nowhere if it is empty."""
        before, self.run_dir = self.run_dir, Path(run_dir) if str(run_dir) else None
        self.kept = self.kept if self.run_dir == before else {}
        kept = self.run_dir and Memo(_memo_of(self.run_dir), loaded_code())
        memory.store = kept or None

    def wave(self, path: Path, data_root: str | None) -> Wave:
        """Return a prepared wave; read again only if one of its files has changed."""
        key = (real(path), data_root)
        known = self.waves.get(key)
        if known is None or known.stamps != _stamps(known.files):
            files = tuple(own_files(path, data_root).values())
            stamps = _stamps(files)
            wave = prepare(read_wave(path, data_root=data_root))
            if wave.file is not None and wave.file.previous:
                wave = wave._with(earlier=partial(self._before, path, data_root))
            known = self.waves[key] = _Open(wave, files, stamps)
        return known.wave

    def _before(self, path: Path, data_root: str | None) -> Wave:
        """Return the wave before that of a file."""
        return self.wave(wave_files(path)[-1], data_root)


@cache
def loaded_code() -> str:
    """Return the digest of the code that this process has loaded."""
    return code_digest()


def _stamps(files: tuple[Path, ...]) -> tuple[Any, ...]:
    found = (path.stat() if is_file(path) else None for path in files)
    return tuple(f and (f.st_mtime_ns, f.st_size) for f in found)


_here = _Session()


# --------------------------------------------------------------------- opening
@checked
def open_wave(
    path: str | Path,
    *,
    run_dir: str | Path | None = None,
    data_root: str | Path | None = None,
) -> Wave:
    """Return a wave read and prepared: the line every chapter starts with.

    Parameters
    ----------
    path : str or Path
        ``params/<study>/waves/<wave>.yaml``; a relative path is also looked for from
        the folders above, and among the studies that come with the package.
    run_dir : str or Path, optional
        Where :func:`keep` writes from now on; ``""`` nowhere. None changes nothing,
        so that other waves can be opened in between.
    data_root : str or Path, optional
        Folder that data paths start from; the project's when not given.

    Returns
    -------
    Wave
        After the ordered steps of its file. Opened again, the same object, unless one
        of its files has changed.

    Raises
    ------
    ValueError
        With every fault of the params or of the data.

    Examples
    --------
    >>> wave = open_wave("params/demo/waves/2025h2.yaml", run_dir="")
    >>> wave.file.id
    '2025h2'
    """
    if run_dir is not None:
        _here.enter(run_dir)
    return _here.wave(_found(path), _data_root(data_root))


@checked
def open_waves(
    path: str | Path,
    *,
    run_dir: str | Path | None = None,
    data_root: str | Path | None = None,
) -> dict[str, Wave]:
    """Return a wave and the earlier ones its file names, each by its own file.

    Parameters
    ----------
    path, run_dir, data_root
        As for :func:`open_wave`.

    Returns
    -------
    dict of str to Wave
        By id, in time order: the wave itself is the last.

    Raises
    ------
    ValueError
        As for :func:`open_wave`, of any of them.

    Examples
    --------
    >>> list(open_waves("params/demo/waves/2024h1.yaml", run_dir=""))
    ['2023h1', '2023h2', '2024h1']
    """
    if run_dir is not None:
        _here.enter(run_dir)
    found, root = _found(path), _data_root(data_root)
    return {each.stem: _here.wave(each, root) for each in (*wave_files(found), found)}


def _found(path: str | Path) -> Path:
    """Return a path that exists: as given, from a folder above, or of the package."""
    given = Path(path)
    starts = [Path(), *Path.cwd().parents, PACKAGE / "studies"]
    known = (start / given for start in starts)
    return next((place for place in known if place.is_file()), given)


def write_settings(run_dir: Path, *, data_root: str | None, memo: Path) -> None:
    """Tell the chapters of a run where data lie and what is remembered."""
    settings = {"data_root": data_root, "memo": str(memo)}
    (run_dir / SETTINGS).write_text(json.dumps(settings), "utf8")


def _settings(run_dir: Path | None) -> dict[str, Any]:
    path = run_dir / SETTINGS if run_dir else None
    return json.loads(path.read_text("utf8")) if path and path.is_file() else {}


def _data_root(given: str | Path | None) -> str | None:
    told = given if given is not None else _settings(_here.run_dir).get("data_root")
    return None if told is None else str(told)


def _memo_of(run_dir: Path) -> Path:
    return Path(_settings(run_dir).get("memo") or run_dir / "memo")


# --------------------------------------------------------------------- keeping
@refusing
def keep(name: str, result: R) -> R:
    """Give a Result its name in the report, and keep it in the run folder if any.

    Parameters
    ----------
    name : str
        The chapter's number and words: ``08.gaps``, ``06.overall_by``.
    result : Result
        What a method handed back.

    Returns
    -------
    Result
        The same with its name.

    Raises
    ------
    ValueError
        If the name has another form, or it is no Result.
    """
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise ValueError(f"name={name!r} must be like '08.gaps': number, dot, words.")
    named = _checked(result, "keep").with_facts(name=name)
    if _here.run_dir is not None:
        place, remembered = _here.run_dir / RESULTS / name, memory.store
        given = isinstance(remembered, Memo) and remembered.give(result, place)
        if not given:
            write_result(named, place)
        # Without what would hold on to the answers: the gate lets none of it pass.
        _here.kept[name] = named.with_facts(covariance_source=None)
    return named


def results_of(run_dir: Path) -> dict[str, Result]:
    """Return all Results of a run by name, in the order of their names.

    Those that this process has kept are at hand; others, which a kernel or an earlier
    process has kept, are read.
    """
    at_hand = _here.kept if _here.run_dir == run_dir else {}
    return read_results(run_dir / RESULTS, at_hand)


def _checked(result: R, doing: str) -> R:
    if not isinstance(result, Result):
        raise ValueError(
            f"{doing}({type(result).__name__}) takes Results only: they can be checked "
            "for small groups and shown in every language."
        )
    return result


# --------------------------------------------------------------------- showing
@refusing
def show(result: Result, *, caption: str, alt: str, **style: Any) -> Shown:
    """Show a Result as its figure, with the table behind it.

    Parameters
    ----------
    result : Result
        In a run it must have been kept, or no page could find it.
    caption, alt : str
        In English: what it is, and what somebody who cannot see it should know.
    **style
        Passed to the figure.

    Raises
    ------
    ValueError
        If it is no Result, was not kept in a run, or the words are missing.
    """
    told = _reference(result, "figure", style, caption=caption, alt=alt)
    run = bool(_here.run_dir)
    drawn = None if run else figure_of(result, alt, style)
    return shown_as(result, told, drawn, brief=run)


@refusing
def table(result: Result, *, caption: str) -> Shown:
    """Show a Result as its table; arguments and errors as for :func:`show`."""
    told = _reference(result, "table", {}, caption=caption)
    return shown_as(result, told, None, brief=bool(_here.run_dir))


def _reference(
    result: Result, what: str, style: dict[str, Any], **words: str
) -> dict[str, Any]:
    name = _checked(result, "show" if what == "figure" else "table").name
    for key, text in words.items():
        if not isinstance(text, str) or not text.strip():
            raise ValueError(f"{key}={text!r} must say in words what is shown.")
    if _here.run_dir is not None and not name:
        raise ValueError(
            f"show({type(result).__name__}) in a run needs a kept result: "
            "result = keep('08.words', …)."
        )
    try:
        style = json.loads(json.dumps(style))
    except TypeError as error:
        raise ValueError(f"style={style!r} must be plain values: {error}.") from error
    told = {"alt": "", **words}
    return {"ref": name, "what": what, **told, "style": style}
