"""Which completed data sets stand for answers that are missing?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from csat_methods.wave.wave import Wave


@dataclass(frozen=True, eq=False)
class Imputations:
    """Several waves that differ in what was filled in.

    Attributes
    ----------
    waves : tuple of Wave
    filled : dict of str to int
        Item to the answers that were filled in.
    """

    waves: tuple[Wave, ...]
    filled: dict[str, int]

    @classmethod
    def from_frames(cls, frames: Sequence[pd.DataFrame], **design: Any) -> Imputations:
        """Return imputations made elsewhere, each read as `Wave.from_frame` does.

        Raises
        ------
        ValueError
            If there are fewer than two, or they differ in rows or columns.
        """
        listed = list(frames)
        if len(listed) < 2:
            raise ValueError(f"frames={len(listed)} must be at least two.")
        first = listed[0]
        for i, frame in enumerate(listed[1:], start=1):
            same = frame.columns.equals(first.columns) and frame.index.equals(
                first.index
            )
            if not same:
                raise ValueError(
                    f"frames[{i}] has other rows or columns than frames[0]."
                )
        return cls(tuple(Wave.from_frame(f, **design) for f in listed), {})

    @property
    def key(self) -> str:
        """Equal for equal imputations."""
        return "|".join(wave.key for wave in self.waves)

    def __len__(self) -> int:
        return len(self.waves)

    def __iter__(self) -> Iterator[Wave]:
        return iter(self.waves)

    def __repr__(self) -> str:
        answers = int(np.sum(list(self.filled.values())))
        return (
            f"{len(self)} imputations of {self.waves[0].n} people, {answers} answers."
        )
