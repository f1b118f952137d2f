"""Which difference between two groups would the answers show?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from csat_methods._messages import Message
from csat_methods._rows import TellsOf
from csat_methods.survey_design.effective_size import effective_size

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@dataclass(frozen=True)
class Pair:
    """Two groups: their row, their words, and whom it tells of."""

    row: Mapping[str, Any]
    words: Message
    about: tuple[str, str]
    people: TellsOf

    @property
    def term(self) -> str:
        """What the row is called."""
        return str(self.row["term"])


def pairs_of(wave: Wave, plan: Mapping[str, Any], seen: float) -> list[Pair]:
    """Return each two groups with the smallest difference that would be seen.

    Parameters
    ----------
    wave : Wave
    plan : mapping
        ``by``, the groups; ``item``, what is compared; ``difference``, as planned.
    seen : float
        Standard errors that a difference must have to be seen as often as wanted.

    Raises
    ------
    ValueError
        If there are not two groups.
    """
    segment = str(plan["by"])
    (item,) = wave.measured(plan["item"] or wave.outcome())
    answers = wave.answers(item)[:, 0]
    groups = wave.complete(item).by(segment)
    if len(groups) < 2:
        raise ValueError(f"by={segment!r} has {len(groups)} groups; it needs two.")
    held = wave.complete(item).domain
    sd = _deviation(answers[held], wave.design.weights[held])
    found = []
    for first, second in combinations(groups, 2):
        sizes = [groups[g].design.weights[groups[g].domain] for g in (first, second)]
        effective = [effective_size(size) for size in sizes]
        achieved = seen * sd * math.sqrt(sum(1 / size for size in effective))
        term, n = f"{first} / {second}", sum(map(len, sizes))
        row = planned_row(term, plan["difference"], achieved, n, sum(effective))
        words = {
            "first": _words(wave, segment, first),
            "second": _words(wave, segment, second),
        }
        people = tuple(
            (segment, str(group), len(size))
            for group, size in zip((first, second), sizes, strict=True)
        )
        said = Message("{first} and {second}", words)
        found.append(Pair(row, said, (item, segment), people))
    return found


def _deviation(values: np.ndarray, weights: np.ndarray) -> float:
    mean = weights @ values / weights.sum()
    return math.sqrt(weights @ (values - mean) ** 2 / weights.sum())


def _words(wave: Wave, segment: str, level: Any) -> Any:
    known = wave.study.level_label(segment, level) if wave.study else None
    return str(level) if known is None else known


def planned_row(
    term: str, planned: float, achieved: float, n: int, effective: float
) -> dict[str, Any]:
    """Return a row: what was planned beside what is achieved."""
    return {
        "term": term,
        "planned": float(planned),
        "achieved": achieved,
        "n": n,
        "n_effective": effective,
        "enough": bool(achieved <= planned),
    }
