"""Which wave files are meant by files, patterns and folders?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from csat_methods.study.present import is_file

PACKAGE = Path(__file__).resolve().parents[1]


def waves_of(given: Sequence[str]) -> list[Path]:
    """Return wave files from files, patterns, and the folders of studies.

    Raises
    ------
    ValueError
        If a folder holds no wave file or cannot be looked into, or nothing fits a
        pattern.

    Examples
    --------
    >>> [path.name for path in waves_of(["params/abc"])]
    ['annual.yaml']
    """
    return [path for text in given for path in _waves_of(Path(text))]


def study_alone(path: Path) -> Path | None:
    """Return the file of a study that has no wave file yet; None for all else.

    Raises
    ------
    ValueError
        If it cannot be known: the folder of its waves cannot be looked into.

    Examples
    --------
    >>> study_alone(Path("params/abc")) is None
    True
    """
    folder = path.parent if path.name == "study.yaml" else path
    file = folder / "study.yaml"
    return file if is_file(file) and not _listed(folder / "waves") else None


def _waves_of(path: Path) -> list[Path]:
    if path.name == "study.yaml":
        path = path.parent
    if path.is_dir():
        found = _listed(path if path.name == "waves" else path / "waves")
    elif "*" in path.name:
        found = _listed(path.parent, path.name)
    else:
        return [path if path.exists() else _bundled(path)]
    if not found:
        raise ValueError(f"{path}: there are no wave files, as waves/2025.yaml.")
    return found


def _listed(folder: Path, pattern: str = "*.yaml") -> list[Path]:
    """Return the files of a folder that fit a pattern; none if it is not there.

    Raises
    ------
    ValueError
        If it cannot be looked into.
    """
    try:
        found = sorted(folder.iterdir())  # glob is silent where it may not read
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise ValueError(f"{folder}: cannot be read: {error.strerror}.") from error
    return [path for path in found if path.match(pattern)]


def _bundled(path: Path) -> Path:
    """Return the file of that name that comes with an installed package, if any."""
    inside = PACKAGE / "studies" / path
    return inside if inside.is_file() else path
