"""Where do a study's files lie, and are they sound, each and together?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TypeVar, cast

from pydantic import BaseModel

from csat_methods._arguments import checked
from csat_methods._checks import Faults
from csat_methods.study.faults import attempted, validated
from csat_methods.study.instrument import Study
from csat_methods.study.plan import WaveFile
from csat_methods.study.present import is_file, real
from csat_methods.study.strict_yaml import LARGEST_FILE, Document, Loc, read_yaml

M = TypeVar("M", bound=BaseModel)
STUDY = "study.yaml"
_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/")
"""How an address begins; a drive has one letter only."""


@checked
def read_study(path: str | Path) -> Study:
    """Return the study that a file describes.

    Parameters
    ----------
    path : str or Path
        ``study.yaml``, or the folder it lies in.

    Raises
    ------
    ValueError
        With one sentence a fault: file, line, key, rule.
    """
    path = Path(path)
    path = path / STUDY if path.is_dir() else path
    return validated(Study, read_yaml(path, shown(path)))


def read_wave_file(path: str | Path) -> tuple[Study, WaveFile]:
    """Return a wave's study and its file, both checked, and against each other.

    Parameters
    ----------
    path : str or Path
        ``<study>/waves/<wave>.yaml``; ``study.yaml`` lies one folder above.

    Raises
    ------
    ValueError
        With one sentence a fault of either.
    """
    path = Path(path)
    return _read_wave_file(path, _start_of(study_path(path)), _start_of(path))


@lru_cache(maxsize=64)
def _read_wave_file(path: Path, *_contents: bytes) -> tuple[Study, WaveFile]:
    """Return both files of a wave; the same contents are not read twice."""
    faults = Faults()
    study, _ = _attempted(Study, study_path(path), faults)
    file, document = _attempted(WaveFile, path, faults)
    if file is not None and document is not None:
        for loc, words in _together(study, file, path):
            faults.add(document.sentence(loc, words))
    faults.stop()
    return cast("Study", study), cast("WaveFile", file)


def _start_of(path: Path) -> bytes:
    """Return what a file holds, as far as one that is read may hold anything."""
    if not is_file(path):
        return b""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError:
        return b""


def _together(
    study: Study | None, file: WaveFile, path: Path
) -> Iterator[tuple[Loc, str]]:
    """Yield what is wrong with a sound wave file where it lies."""
    if file.id != path.stem:
        yield ("id",), f"{file.id!r} must be {path.stem!r}, the name of its file."
    if study is not None:
        yield from file.contradictions_with(study)


def wave_files(path: str | Path) -> list[Path]:
    """Return the paths of the earlier waves that a wave file names, in time order.

    Raises
    ------
    ValueError
        If one is not beside it.
    """
    path = Path(path)
    _, file = read_wave_file(path)
    found = [path.with_name(f"{wave}.yaml") for wave in file.previous]
    missing = [each.stem for each in found if not each.is_file()]
    if missing:
        raise ValueError(f"{shown(path)}: previous={missing} do not lie beside it.")
    return found


def _attempted(
    model: type[M], path: Path, faults: Faults
) -> tuple[M | None, Document | None]:
    """Return a file's model, or None where it has faults, and what it says."""
    made, document, sentences = _made(model, path, _start_of(path))
    for sentence in sentences:
        faults.add(sentence)
    return cast("M | None", made), document


@lru_cache(maxsize=64)  # all waves of a study stand on one file
def _made(
    model: type[BaseModel], path: Path, _content: bytes
) -> tuple[BaseModel | None, Document | None, tuple[str, ...]]:
    """Return a file's model, what it says, and its faults."""
    try:
        document = read_yaml(path, shown(path))
    except ValueError as error:
        return None, None, (str(error),)
    made, sentences = attempted(model, document)
    return made, document, tuple(sentences)


# --------------------------------------------------------------------- folders
def study_path(path: Path) -> Path:
    """Return the path of the study that a wave file belongs to."""
    return real(path).parent.parent / STUDY


def project_folder(path: str | Path) -> Path:
    """Return the nearest folder above a params file that has ``params/``.

    Raises
    ------
    ValueError
        If there is none.
    """
    found = _project(Path(path))
    if found is None:
        raise ValueError(
            f"{path}: no folder above it has params/; say where data paths start from "
            "with data_root."
        )
    return found


def shown(path: Path) -> str:
    """Return a path as messages name it: from the project's folder if it has one."""
    folder = _project(path)
    if folder is None:
        return str(path)
    return _placed(path).relative_to(folder).as_posix()


def _project(path: Path) -> Path | None:
    above = _placed(path).parents
    return next((folder for folder in above if (folder / "params").is_dir()), None)


def _placed(path: Path) -> Path:
    """Return where a file lies, by its own name though it be a link."""
    return real(path.parent) / path.name


def data_path(folder: Path, file: str, where: str) -> Path:
    """Return the path of a data file inside a folder.

    Raises
    ------
    ValueError
        If it would leave the folder, by ``..``, an absolute path or a link, or is an
        address on a network.
    """
    check_local(file, where)
    root = folder.resolve()
    try:
        found = (root / file).resolve()
    except (OSError, RuntimeError, ValueError) as error:  # a loop, too long, or NUL
        raise ValueError(f"{where}: file={file!r} cannot be a path.") from error
    if not found.is_relative_to(root):
        raise ValueError(f"{where}: file={file!r} lies outside the project's folder.")
    return found


def check_local(file: str, where: str) -> None:
    """Refuse an address on a network, which is not said again: it may hold passwords.

    Raises
    ------
    ValueError
        If it is one.

    Examples
    --------
    >>> check_local("C:/data/answers.csv", "w.yaml")
    >>> check_local("s3://shop/answers.csv", "w.yaml")
    Traceback (most recent call last):
        ...
    ValueError: w.yaml: file='s3://…' is an address; nothing is read over a network ...
    """
    named = _ADDRESS.match(file.strip())
    if named:
        raise ValueError(
            f"{where}: file='{named[1]}://…' is an address; nothing is read over a "
            "network but databases: save the file in the project's folder first."
        )
