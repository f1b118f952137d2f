"""Are two waves the same, so that every result of them is?"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pandas as pd


def digest_frame(frame: pd.DataFrame) -> str:
    """Return a digest of all cells, labels of rows and names of a frame."""
    hashed = pd.util.hash_pandas_object(frame, index=True).to_numpy().tobytes()
    names = repr(frame.columns.tolist()).encode()
    return hashlib.sha256(names + hashed).hexdigest()


def digest_of(*parts: Any) -> str:
    """Return a digest of arrays, numbers, texts, and whatever is made of them.

    Parameters
    ----------
    parts : ndarray, dataclass, mapping, list, tuple or plain value
        Of a dataclass all fields count, of a mapping the order of keys does not.
    """
    blob = hashlib.sha256()
    for part in parts:
        _add(blob, part)
    return blob.hexdigest()


def _add(blob: Any, part: Any) -> None:
    """Add one part, with what tells it from another of the same bytes."""
    if isinstance(part, np.ndarray):
        blob.update(f"array {part.dtype} {part.shape}".encode())
        blob.update(np.ascontiguousarray(part).tobytes())
    elif is_dataclass(part):
        blob.update(f"{type(part).__name__} ".encode())
        for field in fields(part):
            _add(blob, getattr(part, field.name))
    elif isinstance(part, Mapping):
        _add(blob, [[key, part[key]] for key in sorted(part)])
    elif isinstance(part, list | tuple):
        blob.update(f"list {len(part)} ".encode())
        for item in part:
            _add(blob, item)
    else:
        blob.update(f"{part!r} ".encode())


def key_after(source_key: str, change: str, data: Any) -> str:
    """Return the key of a source after a change; empty if it never had one."""
    if not source_key:
        return ""
    changed = digest_frame(data) if isinstance(data, pd.DataFrame) else data
    return digest_of(source_key, change, changed)
