"""Which tests belong together, and what are their p-values worth together?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from csat_methods.statistics.multiplicity import adjusted

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


def families_of(wave: Wave, items: Sequence[str]) -> list[str]:
    """Return the family of each item in the study's plan; empty for none."""
    if wave.study is None:
        return [""] * len(items)
    constructs = wave.study.constructs
    family: dict[str, str] = {}
    for name, members in wave.study.analysis.families.items():
        for member in members:
            several = constructs[member].items if member in constructs else (member,)
            family.update({i: name for i in several if i not in family})
    return [family.get(item, "") for item in items]


def adjusted_within(p: np.ndarray, families: Sequence[str], adjust: str) -> np.ndarray:
    """Return p-values adjusted inside each family, shape (m,).

    Parameters
    ----------
    p : ndarray, shape (m,)
    families : sequence of str
        The family of each test.
    adjust : str
        A name in :data:`csat_methods.statistics.multiplicity.ADJUSTMENTS`.
    """
    result, names = np.full(len(p), np.nan), np.array(families)
    for name in dict.fromkeys(families):
        members = names == name
        result[members] = adjusted(p[members], adjust)
    return result
