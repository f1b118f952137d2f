"""How is a folder replaced so that a reader sees the old one or the new?"""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import product
from pathlib import Path
from typing import IO, Any

ATTEMPTS = 100
_LEFT = re.compile(r"\.(.+)\.(?:old-)?[0-9a-f]{12}")
_WORKED_BESIDE = ("*", "*/_failed", "*/_only", "*/_audience/*", "@*/*")
"""Where runs and reports lie, below the folders of all runs and of all reports."""

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


def remove(folder: Path) -> None:
    """Remove a folder and all that is in it, if it is there."""
    shutil.rmtree(folder, ignore_errors=True)


def check_inside(folder: Path, home: Path) -> None:
    """Refuse a folder that a link on the way to it would put somewhere else.

    Raises
    ------
    ValueError
        If it does not lie where its name says, inside `home`.
    """
    meant = home.resolve() / folder.relative_to(home)
    if folder.resolve() != meant:
        raise ValueError(
            f"{folder} leads out of its folder, to {folder.resolve()}; remove the link."
        )


def check_writable(folder: Path) -> None:
    """Refuse a folder that could not be made or written, before work begins.

    Raises
    ------
    NotADirectoryError
        If something else is in its place.
    PermissionError
        If nothing may be written there.
    """
    place = next(path for path in (folder, *folder.parents) if path.exists())
    if not place.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "This is no folder", str(place))
    if not os.access(place, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, "Nothing can be written to", str(place))


# ---------------------------------------------------------------------- work
@contextmanager
def workplace(folder: Path) -> Iterator[Path]:
    """Give a new folder to work in, beside the one that it may replace.

    It is gone after the block, unless :func:`put_in_place` gave it a name. What killed
    processes have left there is put right first; others may work there at once.
    """
    recover(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    sweep(folder)
    new = sibling(folder)
    mark = _mark_of(new).open("a+b")
    try:
        _lock(mark)
        new.mkdir()
        yield new
    finally:
        mark.close()
        _mark_of(new).unlink(missing_ok=True)
        remove(new)


def recover(folder: Path) -> None:
    """Give a folder back its name if a killed process had just moved it aside."""
    for old in sorted(folder.parent.glob(f".{folder.name}.old-*")):
        if folder.exists() or _renamed(old, folder):
            return


def sweep(folder: Path) -> list[str]:
    """Remove what killed processes have left beside a folder; return those names."""
    ours = re.compile(rf"\.{re.escape(folder.name)}\.(?:old-)?[0-9a-f]{{12}}")
    found = [p for p in folder.parent.glob(".*") if ours.fullmatch(p.name)]
    left = [path for path in found if not is_worked_in(path)]
    for path in left:
        remove(path)
        _mark_of(path).unlink(missing_ok=True)
    return sorted(path.name for path in left)


def tidy(*roots: Path) -> None:
    """Put right what killed processes have left of any run or report below folders.

    What cannot be written stays as it is.
    """
    with suppress(OSError):
        for root, place in product(roots, _WORKED_BESIDE):
            for left in sorted(root.glob(f"{place}/.*")):
                named = _LEFT.fullmatch(left.name)
                if named and left.is_dir():
                    recover(left.with_name(named[1]))
                    sweep(left.with_name(named[1]))


def _mark_of(folder: Path) -> Path:
    """Return the file that is locked as long as somebody works in a folder."""
    return folder.with_name(f"{folder.name}.lock")


def is_worked_in(folder: Path) -> bool:
    """Whether somebody works in a folder that :func:`workplace` has given."""
    try:
        mark = _mark_of(folder).open("r+b")
    except FileNotFoundError:
        return False
    with mark:
        try:
            _lock(mark)
        except OSError:
            return True
    return False


if sys.platform == "win32":
    import msvcrt

    def _lock(mark: IO[Any]) -> None:
        msvcrt.locking(mark.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(mark: IO[Any]) -> None:
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
