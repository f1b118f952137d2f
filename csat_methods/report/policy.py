"""What does a study allow to be shown, and to whom?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

LEAST_MINIMUM = 3
AUDIENCES = ("management", "function", "customer")


@dataclass(frozen=True)
class Policy:
    """What the study allows to be shown, and to whom.

    Attributes
    ----------
    minimum : int
        Fewest answers a published number may rest on; 3 at least.
    audience : str
        ``management``, ``function`` or ``customer``.
    verbatims : bool
        Whether comments may be quoted.
    people : int
        Rows of the wave: what has as many is one value a person.
    ids : frozenset of str
        Respondents' ids, which no page may hold.
    wave : str
        The wave's name where results tell waves apart.
    conditions : tuple of str
        What narrowed its domain in preparation, in words.
    """

    minimum: int = 10
    audience: str = "management"
    verbatims: bool = False
    people: int = 0
    ids: frozenset[str] = field(default=frozenset(), repr=False)
    wave: str = ""
    conditions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a policy that protects nobody.

        Raises
        ------
        ValueError
            If the minimum is below 3 or the audience unknown.
        """
        if self.minimum < LEAST_MINIMUM:
            raise ValueError(
                f"minimum={self.minimum} must be {LEAST_MINIMUM} at least: fewer "
                "people can be recognised."
            )
        if self.audience not in AUDIENCES:
            known = ", ".join(AUDIENCES)
            raise ValueError(f"audience={self.audience!r} must be one of {known}.")


def policy_of(wave: Wave) -> Policy:
    """Return the policy of a wave's study; the project's defaults without a study."""
    facts: dict[str, Any] = {
        "people": len(wave.domain),
        "ids": _ids(wave),
        "wave": str(wave.file.id) if wave.file is not None else "",
        "conditions": wave.conditions,
    }
    if wave.study is None:
        return Policy(**facts)
    stated = wave.study.analysis
    return Policy(
        minimum=stated.minimum_cell,
        audience=stated.audience,
        verbatims=stated.verbatims,
        **facts,
    )


def _ids(wave: Wave) -> frozenset[str]:
    """Return respondents' ids that could not be mistaken for a number."""
    frame = wave.frame
    known = frame[wave.person] if wave.person else frame.index.to_series()
    if known.dtype.kind in "iufb":
        return frozenset()
    found = {str(value) for value in known.dropna().unique()}
    return frozenset(v for v in found if any(c.isalpha() for c in v) and len(v) > 3)
