"""How is a folder replaced so that a reader sees the old one or the new?"""

from __future__ import annotations

import errno
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

ATTEMPTS = 100
LOCK = "lock"
_IN_THE_WAY = {errno.EEXIST, errno.ENOTEMPTY, errno.ENOENT}


def sibling(folder: Path, mark: str = "") -> Path:
    """Return a hidden name beside a folder that nobody else has."""
    return folder.with_name(f".{folder.name}.{mark}{secrets.token_hex(6)}")


@contextmanager
def beside(folder: Path) -> Iterator[Path]:
    """Give a new empty folder that takes this one's place when the block ends well.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as here:
    ...     with beside(Path(here) / "report") as new:
    ...         _ = (new / "page").write_text("whole")
    ...     (Path(here) / "report" / "page").read_text()
    'whole'
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = sibling(folder)
    new.mkdir()
    try:
        yield new
        put_in_place(new, folder)
    finally:
        remove(new)


def put_in_place(new: Path, folder: Path) -> None:
    """Give a finished folder its name; what bore it before is removed afterwards.

    Raises
    ------
    OSError
        If it cannot be done; then the old folder stays.
    """
    aside: list[Path] = []
    try:
        for _ in range(ATTEMPTS):
            if _renamed(new, folder):
                return
            aside.append(sibling(folder, "old-"))
            if not _renamed(folder, aside[-1]):
                aside.pop()
        raise OSError(f"{folder} is replaced by others without end.")
    finally:
        if aside and not folder.exists():
            _renamed(aside[-1], folder)
        for old in aside:
            remove(old)


def _renamed(source: Path, target: Path) -> bool:
    """Rename a folder unless the target is taken or the source is gone."""
    try:
        source.rename(target)
    except OSError as error:
        if error.errno in _IN_THE_WAY:
            return False
        raise
    return True


def recover(folder: Path) -> None:
    """Give a folder back its name if a killed process had just moved it aside."""
    if folder.exists():
        return
    for old in sorted(folder.parent.glob(f".{folder.name}.old-*")):
        if _renamed(old, folder):
            return


def remove(folder: Path) -> None:
    """Remove a folder and all that is in it, if it is there."""
    shutil.rmtree(folder, ignore_errors=True)


# --------------------------------------------------------------------- locks
def lock(folder: Path) -> IO[Any] | None:
    """Mark a folder as somebody's work; None if it is somebody else's.

    The mark goes when the file is closed or its process ends, however it ends.
    """
    try:
        mark = (folder / LOCK).open("a+b")
    except OSError:
        return None
    try:
        _lock_file(mark)
    except OSError:
        mark.close()
        return None
    return mark


def sweep(folder: Path) -> list[str]:
    """Remove what killed processes left beside a folder; return those names."""
    left = []
    for other in folder.parent.glob(f".{folder.name}.*"):
        mark = lock(other) if (other / LOCK).exists() else None
        if mark is not None:
            mark.close()
            remove(other)
            left.append(other.name)
    return left


if sys.platform == "win32":
    import msvcrt

    def _lock_file(mark: IO[Any]) -> None:
        msvcrt.locking(mark.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock_file(mark: IO[Any]) -> None:
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
