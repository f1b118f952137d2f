"""What does a mean of these answers suppose?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from csat_methods._messages import Message
from csat_methods.study.scale_levels import LEVELS

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

EQUAL_STEPS = Message("A mean takes the steps between the answers as equal.")


def equal_steps_note(wave: Wave, items: Iterable[str]) -> tuple[Message, ...]:
    """Return the note that a mean of ordered answers carries; none of amounts.

    The table of scale levels says of which type of item it is true.
    """
    declared = (wave.item(item) for item in items)
    ordered = (LEVELS[item.type].equal_steps for item in declared if item is not None)
    return (EQUAL_STEPS,) if any(ordered) else ()
