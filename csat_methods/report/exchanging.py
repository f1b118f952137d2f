"""Can two folders take each other's names in one step, so that neither is ever gone?

Linux can, on most file systems; Python has no word for it.
"""

from __future__ import annotations

import ctypes
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

_AT_HERE = -100
"""AT_FDCWD: paths start from the working folder."""

_EXCHANGE = 2
"""RENAME_EXCHANGE."""


def exchanged(one: Path, other: Path) -> bool:
    """Let two folders take each other's names at once, and return whether they did.

    Parameters
    ----------
    one, other : Path
        Both on one file system.

    Returns
    -------
    bool
        False, and nothing has changed, where the system or the file system cannot, or
        one of them is not there: then other means must do, and say what is wrong.

    References
    ----------
    rename(2) of the Linux man-pages: ``RENAME_EXCHANGE``, since Linux 3.15.

    Examples
    --------
    >>> exchanged(Path("no/such/folder"), Path("nor/this"))
    False
    """
    call = _call()
    if call is None:
        return False
    names = os.fsencode(one), os.fsencode(other)
    status = call(_AT_HERE, names[0], _AT_HERE, names[1], _EXCHANGE)
    return bool(status == 0)


@cache
def _call() -> Any | None:
    """Return the system's function, or None where it has none."""
    if sys.platform != "linux":
        return None
    found = getattr(ctypes.CDLL(None), "renameat2", None)
    if found is not None:
        path = ctypes.c_char_p
        found.argtypes = [ctypes.c_int, path, ctypes.c_int, path, ctypes.c_uint]
    return found
