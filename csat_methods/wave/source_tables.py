"""Which rows does a source of a wave hold, and is its file known from another wave?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from csat_methods.study.files import data_path
from csat_methods.study.present import is_file
from csat_methods.study.sources import DataFile
from csat_methods.wave.databases import VARIABLE
from csat_methods.wave.digest import digest_frame
from csat_methods.wave.raw_table import RawTable
from csat_methods.wave.readers import read_table

CHUNK = 1 << 20
"""Bytes of a file that are digested at a time."""


@dataclass(frozen=True)
class SourceTables:
    """The sources that one wave is read from.

    Attributes
    ----------
    folder : Path
        Where their paths start from.
    where : str
        How messages name the wave's file.
    digest : object
        Takes the bytes of all that is read, one source after another.
    """

    folder: Path
    where: str
    digest: Any

    def table(self, source: DataFile) -> RawTable:
        """Return the rows of a source that are meant."""
        path = data_path(self.folder, source.file, self.where)
        given = source.file if source.file.startswith(VARIABLE) else path
        table = read_table(given, source.kind, name=source.file, **source.options)
        if path.is_file():
            with path.open("rb") as file:
                while part := file.read(CHUNK):
                    self.digest.update(part)
        else:
            self.digest.update(digest_frame(table.frame).encode())
        return table.where(source.rows)

    def shared(self, source: DataFile) -> RawTable:
        """Return the rows of a source that waves share: the same bytes are read once.

        It is kept for as long as the process lives: never for what names customers.
        """
        path = data_path(self.folder, source.file, self.where)
        if not is_file(path):  # a database, or nothing, which is refused
            return self.table(source)
        content = path.read_bytes()
        self.digest.update(content)
        told = tuple(source.options.items())
        return _known(path, source.kind, source.file, told, content).where(source.rows)


@lru_cache(maxsize=16)
def _known(
    path: Path, kind: str, name: str, told: tuple[tuple[str, Any], ...], _content: bytes
) -> RawTable:
    return read_table(path, kind, name=name, **dict(told))
