"""Do these columns describe a design whose errors can be computed?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from csat_methods import _checks
from csat_methods.survey_design.design import Design
from csat_methods.survey_design.stages import Stage, stages_of

SINGLETON = ("refuse", "remove", "certainty", "adjust", "average")
"""What a stratum with one unit does to the error (R: ``survey.lonely.psu``)."""


def make_design(
    n: int,
    *,
    weights: np.ndarray | None = None,
    strata: np.ndarray | None = None,
    clusters: Sequence[np.ndarray] = (),
    population: Sequence[np.ndarray] = (),
    singleton: str = "refuse",
    labels: Sequence[Any] | None = None,
) -> Design:
    """Return the design of n rows.

    Parameters
    ----------
    weights : ndarray, shape (n,), optional
        Weights as they came; without them the populations over the units sampled, in
        every stage multiplied, or one.
    strata : ndarray, shape (n,), optional
        First-stage strata.
    clusters : sequence of ndarray, shape (n,)
        Units from the first stage down; none: every row is a unit.
    population : sequence of ndarray, shape (n,)
        Units in the stratum's population, a stage each.
    singleton : str
        One of :data:`SINGLETON`.
    labels : sequence, optional
        What rows are called in an error; their positions when not given.

    Raises
    ------
    ValueError
        If a stratum has one unit and `singleton` is ``refuse``, or a population is
        smaller than its sample or not the same over a stratum.
    """
    _checks.one_of("singleton", singleton, SINGLETON)
    stages = stages_of(n, strata, list(clusters), list(population))
    faults = _checks.Faults()
    rows = range(n) if labels is None else labels
    for sentence in _population_faults(stages, list(population), rows):
        faults.add(sentence)
    for sentence in lonely_faults(stages, singleton):
        faults.add(sentence)
    faults.stop()
    if weights is None:
        base = np.ones(n)
        for stage in stages:
            with np.errstate(invalid="ignore", divide="ignore"):
                share = np.where(stage.fraction > 0, 1 / stage.fraction, 1.0)
            base = base * share[stage.stratum[stage.unit]]
    else:
        base = np.asarray(weights, float)
    given = weights is not None or bool(population)
    return Design(base, stages, base, singleton=singleton, weighted=given)


def _population_faults(
    stages: tuple[Stage, ...], population: list[np.ndarray], rows: Sequence[Any]
) -> Iterator[str]:
    """Yield what contradicts itself in the sizes of the populations."""
    for level, (stage, given) in enumerate(zip(stages, population, strict=False), 1):
        spread = stage.population[stage.stratum[stage.unit]] != given
        if spread.any():
            at = int(np.flatnonzero(spread)[0])
            yield (
                f"population_size={given[at]:g} in row {rows[at]} differs inside its "
                f"stratum at stage {level}; it is one number a stratum: its units."
            )
        small = stage.population < stage.sizes
        if small.any():
            h = int(np.flatnonzero(small)[0])
            yield (
                f"population_size={stage.population[h]:g} at stage {level} is smaller "
                f"than the {stage.sizes[h]} units sampled there."
            )


def lonely_faults(stages: tuple[Stage, ...], singleton: str) -> Iterator[str]:
    """Yield where strata have one unit and nobody said what they should do."""
    if singleton != "refuse":
        return
    for level, stage in enumerate(stages, 1):
        counts = level == 1 or stages[level - 2].finite
        lonely = int(stage.lonely.sum())
        single_survey = level == 1 and len(stage.population) == 1
        if counts and lonely and not single_survey:
            yield (
                f"singleton='refuse': {lonely} strata at stage {level} have one unit, "
                "so their variance cannot be seen; choose one of "
                f"{', '.join(SINGLETON[1:])} or merge strata."
            )
