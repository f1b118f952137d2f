"""Does the catalogue leave anything out without saying why?"""

from __future__ import annotations

from typing import Any

from csat_methods._checks import Faults
from csat_methods.study.questions import ASPECTS

TYPED = "expectation_type"
"""The waiver of expectation types."""


def uncovered(study: Any) -> tuple[str, ...]:
    """Return the aspects without a characteristic that the study does not waive."""
    held = {each.aspect for each in study.catalogue.values()} | set(study.waivers)
    return tuple(name for name in ASPECTS if name not in held)


def untyped(study: Any) -> tuple[str, ...]:
    """Return the characteristics without an expectation type, unless that is waived."""
    if TYPED in study.waivers:
        return ()
    stated = study.catalogue.items()
    return tuple(name for name, each in stated if each.expectation_type is None)


def refuse_uncovered(study: Any) -> None:
    """Refuse a catalogue that leaves something out without saying why.

    Raises
    ------
    ValueError
        If an aspect has no characteristic, or a characteristic no expectation type, and
        `waivers` give no reason; everything wrong at once.
    """
    faults = Faults()
    missing, silent = uncovered(study), untyped(study)
    if missing:
        faults.add(
            f"characteristics={list(study.catalogue)} have none of "
            f"{', '.join(missing)}; add one, or say why not under waivers."
        )
    if silent:
        faults.add(
            f"characteristics={list(silent)} have no expectation_type: explicit, "
            "implicit or latent; say which, or why not under waivers."
        )
    faults.stop()
