"""Has this wave been run before from the very same things, and is its report whole?

The run folder's ``run.json`` says what went in and what came out. Asking takes hashes
only: nothing of the wave is read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from csat_methods.report import provenance
from csat_methods.report.chapters import find_chapters, select
from csat_methods.report.job import Places, path_from
from csat_methods.report.own_json import read_json
from csat_methods.study.present import real

FILE = "run.json"
_ASKED = ("data_root", "engine", "only", "notebooks")


@dataclass(frozen=True)
class Before:
    """What a run folder remembers of the run that filled it.

    Attributes
    ----------
    key : str
        What the run is known by.
    languages : tuple of str
        Pages that are there.
    wanted : tuple of str
        Pages that the wave file asks for.
    figured : tuple of str
        Languages in which each figure is there as a file.
    """

    key: str
    languages: tuple[str, ...]
    wanted: tuple[str, ...]
    figured: tuple[str, ...] = ()


def remember(
    folder: Path,
    record: Mapping[str, Any],
    *,
    files: Mapping[str, Path],
    report: Path,
    **facts: Any,
) -> None:
    """Write what a run stood on and what it made.

    Parameters
    ----------
    folder : Path
        The run folder.
    record : mapping
        What readers may know (:func:`csat_methods.report.provenance.record`).
    files : mapping of str to Path
        Where its files lie.
    report : Path
        Folder of the pages; their digests are noted.
    facts : dict
        What else :func:`recall` asks for, and what a researcher may want to know.
    """
    content = {
        "record": dict(record),
        "files": {name: path_from(folder, path) for name, path in files.items()},
        "report": _digests(report),
        "commit": provenance.commit(),
        **facts,
    }
    (folder / FILE).write_text(json.dumps(content, indent=1), "utf8")


def recall(
    places: Places,
    *,
    data_root: str | Path | None,
    engine: str,
    only: Sequence[str],
    notebooks: str | None,
) -> Before | None:
    """Return what is there, if a run now would do the very same; else None."""
    try:
        known = read_json(places.run / FILE)
        asked = [root_of(data_root), engine, list(only), notebooks]
        if [known[name] for name in _ASKED] != asked:
            return None
        chapters = select(find_chapters(notebooks), only or known["chosen"])
        paths = {name: places.run / path for name, path in known["files"].items()}
        key = provenance.origin_of(paths, chapters).key
        same = key == known["record"]["key"]
        whole = same and _digests(places.report) == known["report"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if not whole:
        return None
    listed = (tuple(known.get(name, ())) for name in ("languages", "wanted", "figured"))
    return Before(key, *listed)


def key_in(folder: Path) -> str:
    """Return the key of the run that filled a folder."""
    return read_json(folder / FILE)["record"]["key"]


def fact(folder: Path, name: str, default: Any) -> Any:
    """Return one thing that the run of a folder has noted of itself."""
    try:
        return read_json(folder / FILE).get(name, default)
    except (OSError, ValueError, AttributeError):
        return default


def root_of(data_root: str | Path | None) -> str | None:
    """Return the folder that data paths start from, as one text; None if not said."""
    return None if data_root is None else str(real(data_root))


def _digests(folder: Path) -> dict[str, str]:
    found = folder.rglob("*")
    files = sorted(path for path in found if path.is_file() or path.is_symlink())
    named = {path.relative_to(folder).as_posix(): path for path in files}
    return provenance.digests_of(named)
