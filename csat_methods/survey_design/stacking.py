"""How are several surveys one design, when some people took part in more than one?

Units of different surveys that share a person are one unit, and strata that share a
unit are one stratum: the person is the unit that varies. Surveys that share nobody stay
independent, each in strata of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from csat_methods.survey_design.design import Design, Step
from csat_methods.survey_design.replicate_weights import Replicates
from csat_methods.survey_design.stages import Stage


def stacked(designs: Sequence[Design], persons: Sequence[np.ndarray | None]) -> Design:
    """Return one design over the rows of several, in order.

    Parameters
    ----------
    designs : sequence of Design
    persons : sequence of ndarray of int, shape (n,), or None
        Who each row is, −1 where not known; the same number in two designs is the same
        person.

    Returns
    -------
    Design
        Where people are shared, with one stage: units are joined by their people,
        strata by their units, and joined strata have endless populations.

    Raises
    ------
    ValueError
        If designs with replicate weights share people, or only some have them.

    Examples
    --------
    Two surveys of two people each, one of them in both:

    >>> from csat_methods.survey_design.making import make_design
    >>> both = stacked([make_design(2)] * 2, [np.array([0, 1]), np.array([1, 2])])
    >>> both.first.unit.tolist(), both.n_units, len(both.first.population)
    ([0, 1, 1, 2], 3, 1)
    """
    single = _beside([design.first for design in designs])
    who = np.concatenate(
        [
            np.full(len(design.weights), -1) if each is None else np.asarray(each)
            for design, each in zip(designs, persons, strict=True)
        ]
    )
    joined = _components(single.unit[who >= 0], who[who >= 0], len(single.stratum))
    shared = int(joined.max()) + 1 < len(joined)
    replicates = _replicates(designs, shared=shared)
    rules = [design.singleton for design in designs if design.singleton != "refuse"]
    return Design(
        base=np.concatenate([design.base for design in designs]),
        stages=(_joined(designs, single, joined),) if shared else _apart(designs),
        weights=np.concatenate([design.weights for design in designs]),
        steps=_steps(designs),
        chain=_chain(designs),
        singleton=rules[0] if rules else "refuse",
        replicates=replicates,
        weighted=any(design.weighted for design in designs),
    )


def _offsets(counts: Sequence[int]) -> np.ndarray:
    """Return where each part starts when they stand one after the other."""
    return np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)


def _beside(stages: Sequence[Stage]) -> Stage:
    """Return one stage of several surveys, units and strata apart."""
    units = _offsets([len(stage.stratum) for stage in stages])
    strata = _offsets([len(stage.population) for stage in stages])
    return Stage(
        np.concatenate([s.unit + u for s, u in zip(stages, units, strict=True)]),
        np.concatenate([s.stratum + h for s, h in zip(stages, strata, strict=True)]),
        np.concatenate([stage.population for stage in stages]),
        singular=all(stage.singular for stage in stages),
    )


def _apart(designs: Sequence[Design]) -> tuple[Stage, ...]:
    """Return the stages of surveys that share nobody."""
    count = max(len(design.stages) for design in designs)
    return tuple(
        _beside([_stage(design, level) for design in designs]) for level in range(count)
    )


def _stage(design: Design, level: int) -> Stage:
    """Return a stage of a design; below its last one, everybody of every unit."""
    if level < len(design.stages):
        return design.stages[level]
    last = design.stages[-1]
    everybody = np.bincount(last.unit, minlength=len(last.stratum)).astype(float)
    return Stage(np.arange(len(last.unit)), last.unit, everybody, singular=True)


def _components(member: np.ndarray, partner: np.ndarray, size: int) -> np.ndarray:
    """Return one number for all of 0 to size − 1 that a chain of partners joins.

    Parameters
    ----------
    member : ndarray of int
        0 to size − 1.
    partner : ndarray of int
        What each goes with, 0 upwards.
    """
    nodes = size + (int(partner.max()) + 1 if len(partner) else 0)
    cells = (np.ones(len(member)), (member, size + partner))
    graph = sparse.csr_matrix(cells, shape=(nodes, nodes))
    label = connected_components(graph, directed=False)[1][:size]
    return np.unique(label, return_inverse=True)[1].reshape(-1)


def _joined(designs: Sequence[Design], single: Stage, joined: np.ndarray) -> Stage:
    """Return the one stage of surveys that share people.

    Parameters
    ----------
    single : Stage
        Units and strata apart.
    joined : ndarray of int, shape (U,)
        The joined unit of each unit.
    """
    merged = _components(single.stratum, joined, len(single.population))
    stratum = np.empty(int(joined.max()) + 1, np.int64)
    stratum[joined] = merged[single.stratum]
    several = np.repeat(
        [len(design.stages) > 1 for design in designs],
        [len(design.first.population) for design in designs],
    )
    alone = np.bincount(merged)[merged] == 1
    population = np.full(int(merged.max()) + 1, np.inf)
    kept = alone & ~several
    population[merged[kept]] = single.population[kept]
    return Stage(joined[single.unit], stratum, population)


def _steps(designs: Sequence[Design]) -> tuple[Step, ...]:
    """Return the weighting steps of all designs, each on its own rows."""
    starts = _offsets([len(design.weights) for design in designs])
    found: list[Any] = [
        replace(step, rows=step.rows + start)  # type: ignore[type-var]
        for design, start in zip(designs, starts, strict=True)
        for step in design.steps
    ]
    return tuple(found)


def _chain(designs: Sequence[Design]) -> tuple[np.ndarray, ...]:
    """Return the weights before each step, those of the other designs as they are."""
    now = [design.chain[0] if design.steps else design.weights for design in designs]
    found = []
    for place, design in enumerate(designs):
        for before in design.chain:
            now[place] = before
            found.append(np.concatenate(now))
        now[place] = design.weights
    return tuple(found)


def _replicates(designs: Sequence[Design], *, shared: bool) -> Replicates | None:
    """Return the replicates of each design beside the weights of the others."""
    known = [design.replicates for design in designs if design.replicates is not None]
    if not known:
        return None
    if shared:
        raise ValueError(
            "replicate_weights: those of separate surveys do not say how people in "
            "several of them vary; leave the person out."
        )
    if len(known) < len(designs):
        raise ValueError(
            f"replicate_weights: {len(known)} of {len(designs)} surveys have them; "
            "all or none must."
        )
    scale = np.concatenate([each.scale for each in known])
    blocks = [_block(designs, place) for place in range(len(designs))]
    return Replicates.given(np.hstack(blocks), scale, mse=True)


def _block(designs: Sequence[Design], place: int) -> np.ndarray:
    """Return one design's replicates, the weights of the others as they are, (n, R)."""
    own = designs[place].replicates
    count = 0 if own is None else own.weights.shape[1]
    parts = [np.repeat(d.weights[:, None], count, axis=1) for d in designs]
    if own is not None:
        parts[place] = own.weights
    return np.vstack(parts)
