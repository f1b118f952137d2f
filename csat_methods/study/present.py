"""Is there a file to read at a path, and if not, what is there instead?"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_FORBIDDEN = f"cannot be read: {os.strerror(errno.EACCES)}"
_ABSENT = {errno.ENOENT, errno.ENOTDIR}


def real(path: str | Path) -> Path:
    """Return where a path leads; as far as it can be followed if links run in a ring.

    Examples
    --------
    >>> real("a/../b") == real("b")
    True
    """
    return Path(os.path.realpath(path))


def is_file(path: Path) -> bool:
    """Whether there is a file at a path that may be read; where not, no matter why.

    Examples
    --------
    >>> is_file(Path("pyproject.toml")), is_file(Path("params")), is_file(Path("a//b"))
    (True, False, False)
    """
    return not _instead(path, "file")


def check_file(path: Path, name: str | Path, kind: str = "file") -> None:
    """Refuse what is no file: reading it might wait for ever, or never end.

    Parameters
    ----------
    path : Path
    name : str or Path
        How messages name it.
    kind : str
        What it was to be: ``file``, ``wave file``.

    Raises
    ------
    ValueError
        If it is missing, a folder, a pipe, a device, a link to nothing, or cannot be
        looked at.

    Examples
    --------
    >>> check_file(Path("params"), "params")
    Traceback (most recent call last):
        ...
    ValueError: params: is a folder; a file is needed.
    """
    instead = _instead(path, kind)
    if instead:
        raise ValueError(f"{name}: {instead}.")


def _instead(path: Path, kind: str) -> str:
    """Return what is at a path that has no file; nothing where it has."""
    try:
        mode = path.stat().st_mode
    except ValueError:  # NUL
        return "cannot be a path"
    except OSError as error:
        return _why_not(path, kind, error)
    if stat.S_ISREG(mode):
        return "" if os.access(path, os.R_OK) else _FORBIDDEN
    found = "a folder" if stat.S_ISDIR(mode) else "a pipe or a device"
    return f"is {found}; a {kind} is needed"


def _why_not(path: Path, kind: str, error: OSError) -> str:
    """Return why a path cannot be followed to its end."""
    if error.errno == errno.ELOOP:
        return "is a link that leads back to itself"
    if error.errno in _ABSENT and path.is_symlink():
        return "is a link that leads nowhere"
    if error.errno in _ABSENT:
        return f"there is no such {kind}"
    return f"cannot be read: {error.strerror}"
