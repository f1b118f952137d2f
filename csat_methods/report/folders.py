"""How is a folder or a file replaced so that a reader sees the old one or the new?"""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import product
from pathlib import Path
from typing import IO, Any

from csat_methods.report.exchanging import exchanged
from csat_methods.study.present import real

ATTEMPTS = 100
_LEFT = re.compile(r"\.(.+)\.(?:old-)?[0-9a-f]{12}(?:\.lock)?")
_WORKED_BESIDE = (
    *("", "*", "*/_failed", "*/_only", "*/_audience/*", "*/_memo/*", "@*", "@*/*"),
    *("*/_state", "*/_published"),
)
"""Where something is written beside, below the folders of all runs and all reports."""

_LOCK = ".lock"
_HOUR = 3600.0
"""Seconds after which nobody writes a file any more."""

_IN_THE_WAY = {errno.EEXIST, errno.ENOTEMPTY, errno.ENOENT}


def sibling(folder: Path, mark: str = "") -> Path:
    """Return a hidden name beside a folder that nobody else has."""
    return folder.with_name(f".{folder.name}.{mark}{secrets.token_hex(6)}")


def write_whole(file: Path, content: bytes | Path) -> None:
    """Write a file; who reads meanwhile gets what was there, or this.

    What a killed process leaves bears a hidden name, and :func:`tidy` removes it.
    Another file written like this is not copied: it gets a second name, at a tenth of
    the cost, where the system has such.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as here:
    ...     write_whole(Path(here) / "runs" / "page", b"whole")
    ...     (Path(here) / "runs" / "page").read_text()
    'whole'
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    new = sibling(file)
    try:
        if isinstance(content, Path):
            new.hardlink_to(content)
        else:
            new.write_bytes(content)
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)


def put_in_place(new: Path, folder: Path) -> None:
    """Give a finished folder its name; what bore it before is removed afterwards.

    Where the system can exchange the two, there is a whole folder of that name at every
    moment. Elsewhere there is none for the time of a rename; should the process be
    killed right then, :func:`recover` gives the old one its name back.

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
            if exchanged(new, folder):
                remove(new)  # the old one
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
    meant = real(home) / folder.relative_to(home)
    if real(folder) != meant:
        raise ValueError(
            f"{folder} leads out of its folder, to {real(folder)}; remove the link."
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
    place = next(path for path in (folder, *folder.parents) if os.path.lexists(path))
    if not place.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "This is no folder", str(place))
    if not os.access(place, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, "Nothing can be written to", str(place))


# ---------------------------------------------------------------------- work
@contextmanager
def workplace(folder: Path) -> Iterator[Path]:
    """Give a new folder to work in, beside the one that it may replace.

    It is gone after the block, unless :func:`put_in_place` gave it a name. What killed
    processes have left there is put right first; others may work there at once. Nobody
    sweeps it away as long as the block lasts: it is made after its mark is locked, and
    gone before its mark is.
    """
    recover(folder)
    sweep(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    new, mark = _marked(folder)
    try:
        new.mkdir()
        yield new
    finally:
        remove(new)
        mark.close()
        _unlink(_mark_of(new))


def _marked(folder: Path) -> tuple[Path, IO[Any]]:
    """Return a hidden name beside a folder that nobody else has, and its locked mark.

    Others may take a mark that is not locked yet for one that was left: then another.

    Raises
    ------
    OSError
        If there is no end of that, or nothing can be written there.
    """
    for _ in range(ATTEMPTS):
        new = sibling(folder)
        place = _mark_of(new)
        mark = place.open("a+b")
        if _is_locked(mark) and _is_at(mark, place):
            return new, mark
        mark.close()
        _unlink(place)
    raise OSError(f"{folder}: what is worked on beside it is taken by others.")


def _is_at(mark: IO[Any], place: Path) -> bool:
    """Whether an open file is still the one that has a name."""
    try:
        return os.path.samestat(os.fstat(mark.fileno()), place.stat())
    except FileNotFoundError:
        return False


def _unlink(file: Path) -> None:
    """Remove a file if it is there, and if no other process holds it open (Windows)."""
    with suppress(PermissionError):
        file.unlink(missing_ok=True)


def recover(folder: Path) -> None:
    """Give a folder back its name if a killed process had just moved it aside."""
    for old in sorted(folder.parent.glob(f".{folder.name}.old-*")):
        if folder.exists() or _renamed(old, folder):
            return


def sweep(folder: Path) -> list[str]:
    """Remove what killed processes have left beside a folder; return those names."""
    own = re.escape(folder.name)
    named = re.compile(rf"(\.{own}\.(old-)?[0-9a-f]{{12}})(?:\.lock)?")
    found = (named.fullmatch(path.name) for path in folder.parent.glob(".*"))
    left = {each[1]: each[2] for each in found if each}
    return [
        name
        for name, aside in sorted(left.items())
        if (folder.exists() or not aside) and _is_swept(folder.with_name(name))
    ]


def _is_swept(left: Path) -> bool:
    """Remove a folder and its mark, and return whether nobody works in it.

    Its mark is held meanwhile, so that nobody begins to.
    """
    place = _mark_of(left)
    try:
        mark = place.open("r+b")
    except FileNotFoundError:
        remove(left)
        return True
    with mark:
        if not _is_locked(mark):
            return False
        remove(left)
        _unlink(place)
    _unlink(place)
    return True


def tidy(*roots: Path) -> None:
    """Put right what killed processes have left of any run or report below folders.

    What cannot be written stays as it is.
    """
    with suppress(OSError):
        for root, place in product(roots, _WORKED_BESIDE):
            for left in sorted(root.glob(f"{place}/.*".lstrip("/"))):
                named = _LEFT.fullmatch(left.name)
                if named and (left.is_dir() or left.suffix == _LOCK):
                    recover(left.with_name(named[1]))
                    sweep(left.with_name(named[1]))
                elif named and time.time() - left.lstat().st_mtime > _HOUR:
                    _unlink(left)


def _mark_of(folder: Path) -> Path:
    """Return the file that is locked as long as somebody works in a folder."""
    return folder.with_name(f"{folder.name}{_LOCK}")


def is_worked_in(folder: Path) -> bool:
    """Whether somebody works in a folder that :func:`workplace` has given."""
    try:
        mark = _mark_of(folder).open("r+b")
    except FileNotFoundError:
        return False
    with mark:
        return not _is_locked(mark)


def _is_locked(mark: IO[Any]) -> bool:
    """Lock a file as long as it is open, and return whether no other process has."""
    try:
        _lock(mark)
    except (BlockingIOError, PermissionError):
        return False
    return True


if sys.platform == "win32":
    import msvcrt

    def _lock(mark: IO[Any]) -> None:
        msvcrt.locking(mark.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(mark: IO[Any]) -> None:
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
