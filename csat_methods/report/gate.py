"""How do the results of a run pass the gate, with all that was published before?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csat_methods.report.disclosed import known_to, tell
from csat_methods.report.policy import policy_of
from csat_methods.report.publish import Published, publish

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

ATTEMPTS = 5


def through_gate(
    results: Mapping[str, Any],
    wave: Wave,
    folder: Path,
    *,
    audience: str | None = None,
    draft: bool = False,
) -> Published:
    """Return all results of a run as an audience may see them.

    Parameters
    ----------
    results : mapping of str to Result
        What the chapters kept.
    wave : Wave
        After its preparation.
    folder : Path
        ``runs/<study>/_published``: what reports of the study have told.
    audience : str, optional
        Whom the report is for; the study says so where it is not given.
    draft : bool
        A page of some chapters, for the one who made it: nothing is written down.

    Notes
    -----
    Two waves may be published at once. Each writes down what it will show and looks
    again: whoever comes second sees the first, and hides what both together would tell.
    """
    policy = policy_of(wave, audience)
    for _ in range(ATTEMPTS):
        known = known_to(folder, policy)
        told = replace(policy, earlier={**policy.earlier, **known.conditions})
        published = publish(results, told, known.public)
        if draft or not policy.wave:
            break
        tell(folder, published.told, policy)
        if known_to(folder, policy) == known:
            break
    return published
