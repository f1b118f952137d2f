"""Which statistics does each kind of answer allow?

The one table that every method reads: whoever needs amounts asks here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

STATISTICS = ("proportions", "median", "mean", "correlation", "ratio")


@dataclass(frozen=True)
class ScaleLevel:
    """What the answers to one type of item are.

    Attributes
    ----------
    level : str
        ``nominal, ordinal, ratio, date, text``.
    allowed : frozenset of str
        Of :data:`STATISTICS`.
    equal_steps : bool
        Whether a mean supposes that the steps between answers are alike.
    """

    level: str
    allowed: frozenset[str]
    equal_steps: bool = False


NAMES = frozenset({"proportions"})
RANKS = frozenset({"proportions", "median", "mean", "correlation"})

LEVELS: Mapping[str, ScaleLevel] = {
    "scale": ScaleLevel("ordinal", RANKS, equal_steps=True),
    "binary": ScaleLevel("nominal", RANKS),
    "nominal": ScaleLevel("nominal", NAMES),
    "multiple": ScaleLevel("nominal", RANKS),
    "number": ScaleLevel("ratio", frozenset(STATISTICS)),
    "date": ScaleLevel("date", frozenset({"median"})),
    "text": ScaleLevel("text", frozenset()),
}
"""Type of item to what its answers are; a box ticked or not is a mean of noughts and
ones."""


def allows(kind: str, statistic: str) -> bool:
    """Return whether answers of a type allow a statistic.

    Examples
    --------
    >>> allows("scale", "mean"), allows("nominal", "mean")
    (True, False)
    """
    return statistic in LEVELS[kind].allowed
