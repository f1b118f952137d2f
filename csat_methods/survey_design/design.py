"""How were the people of a survey selected, and how did their weights come about?

Pure arrays: rows carry a weight and, stage by stage, the unit they were selected in.
The weighting steps are values on the design, so that every error and every replicate
can repeat them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol

import numpy as np

from csat_methods import _checks

SINGLETON = ("refuse", "remove", "certainty", "adjust", "average")
"""What a stratum with one unit does to the error (R: ``survey.lonely.psu``)."""


class Step(Protocol):
    """One weighting step: what it does to weights, and to influence values."""

    @property
    def name(self) -> str:
        """What the step is called in the ledger."""

    @property
    def rows(self) -> np.ndarray:
        """The rows it acts on."""

    def apply(self, weights: np.ndarray) -> np.ndarray:
        """Return the weights after the step, shape (n,)."""

    def residuals(
        self, z: np.ndarray, before: np.ndarray, after: np.ndarray
    ) -> np.ndarray:
        """Return weighted influence values less what the step's totals explain."""


@dataclass(frozen=True, eq=False)
class Stage:
    """One stage of selection: units within strata, of finite or endless populations.

    Attributes
    ----------
    unit : ndarray of int, shape (n,)
        Unit of each row, 0 to U − 1, unique over strata.
    stratum : ndarray of int, shape (U,)
        Stratum of each unit, 0 to H − 1; from the second stage on a stratum lies
        within one unit of the stage above.
    population : ndarray, shape (H,)
        Units in the stratum's population; inf where not finite.
    singular : bool
        Whether each row is its own unit.
    """

    unit: np.ndarray
    stratum: np.ndarray
    population: np.ndarray
    singular: bool = False

    @cached_property
    def sizes(self) -> np.ndarray:
        """Units sampled in each stratum, shape (H,)."""
        return np.bincount(self.stratum, minlength=len(self.population))

    @cached_property
    def fraction(self) -> np.ndarray:
        """Sampling fraction of each stratum, shape (H,); 0 where endless."""
        return np.where(
            np.isinf(self.population), 0.0, self.sizes / np.maximum(self.population, 1)
        )

    @cached_property
    def lonely(self) -> np.ndarray:
        """Strata with one unit that is not the whole population, shape (H,)."""
        return (self.sizes == 1) & (self.fraction < 1)

    @property
    def finite(self) -> bool:
        """Whether any stratum has a finite population."""
        return bool(np.isfinite(self.population).any())


@dataclass(frozen=True, eq=False)
class Replicates:
    """Replicate weights and how squared deviations add up to a variance.

    Attributes
    ----------
    weights : ndarray, shape (n, R)
    scale : ndarray, shape (R,)
        R's ``scale * rscales``.
    mse : bool
        Deviations from the estimate (True) or from the replicates' mean.
    """

    weights: np.ndarray
    scale: np.ndarray
    mse: bool = False

    @cached_property
    def degrees(self) -> int:
        """Rank of the replicate weights less one."""
        gram = self.weights.T @ self.weights
        values = np.linalg.eigvalsh(gram / np.diag(gram).max())
        return int((values > values.max() * 1e-10).sum()) - 1

    def covariance(self, estimates: np.ndarray, each: np.ndarray) -> np.ndarray:
        """Return the covariance of m estimates from their R replicates, (R, m)."""
        centre = estimates if self.mse else each.mean(axis=0)
        deviations = each - centre
        return (deviations * self.scale[:, None]).T @ deviations


@dataclass(frozen=True, eq=False)
class Design:
    """Weights, stages of selection and weighting steps of n rows."""

    base: np.ndarray
    stages: tuple[Stage, ...]
    weights: np.ndarray
    steps: tuple[Step, ...] = ()
    chain: tuple[np.ndarray, ...] = field(default=(), repr=False)
    singleton: str = "refuse"
    replicates: Replicates | None = None
    weighted: bool = False

    @property
    def first(self) -> Stage:
        """The first stage: primary units and strata."""
        return self.stages[0]

    @property
    def n_units(self) -> int:
        """Number of primary units."""
        return len(self.first.stratum)

    @cached_property
    def stratum(self) -> np.ndarray:
        """First-stage stratum of each row, shape (n,)."""
        return self.first.stratum[self.first.unit]

    @property
    def simple(self) -> bool:
        """Whether rows are alike: one stratum, rows as units, nothing else."""
        plain = self.first.singular and len(self.first.population) == 1
        uncomplicated = not self.steps and self.replicates is None
        return plain and uncomplicated and not self.weighted and not self.first.finite

    def then(self, step: Step) -> Design:
        """Return the design after one more weighting step."""
        after = step.apply(self.weights)
        replicates = self.replicates
        if replicates is not None:
            again = np.column_stack([step.apply(w) for w in replicates.weights.T])
            replicates = replace(replicates, weights=again)
        return replace(
            self,
            weights=after,
            steps=(*self.steps, step),
            chain=(*self.chain, self.weights),
            replicates=replicates,
            weighted=True,
        )

    def reweighted(self, base: np.ndarray) -> np.ndarray:
        """Return the weights that all steps make of other base weights, (n,)."""
        for step in self.steps:
            base = step.apply(base)
        return base

    def degrees(self, rows: np.ndarray) -> int:
        """Return primary units less strata that have members among the rows.

        Parameters
        ----------
        rows : ndarray of bool, shape (n,)
        """
        if self.replicates is not None:
            return self.replicates.degrees
        members = rows & (self.weights != 0)
        units = np.zeros(self.n_units, bool)
        units[self.first.unit[members]] = True
        strata = np.bincount(self.first.stratum[units])
        return int(units.sum() - np.count_nonzero(strata))


def codes(values: np.ndarray) -> tuple[np.ndarray, int]:
    """Return values as whole numbers 0 to k − 1, and k."""
    levels, inverse = np.unique(values, return_inverse=True)
    return inverse.reshape(-1).astype(np.int64), len(levels)


def _nested(parent: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return codes of the pairs of parent and value."""
    inner, k = codes(values)
    return codes(parent * k + inner)[0]


def _one_stage(
    parent: np.ndarray,
    strata: np.ndarray | None,
    units: np.ndarray | None,
    population: np.ndarray | None,
) -> Stage:
    n = len(parent)
    h = parent if strata is None else _nested(parent, strata)
    u = np.arange(n) if units is None else _nested(h, units)
    stratum = np.empty(int(u.max()) + 1 if n else 0, np.int64)
    stratum[u] = h
    size = np.full(int(h.max()) + 1 if n else 0, np.inf)
    if population is not None:
        size[h] = population
    return Stage(u, stratum, size, singular=units is None)


def make_design(
    n: int,
    *,
    weights: np.ndarray | None = None,
    strata: np.ndarray | None = None,
    clusters: Sequence[np.ndarray] = (),
    population: Sequence[np.ndarray] = (),
    singleton: str = "refuse",
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

    Raises
    ------
    ValueError
        If a stratum has one unit and `singleton` is ``refuse``, or a population is
        smaller than its sample or not the same over a stratum.
    """
    _checks.one_of("singleton", singleton, SINGLETON)
    stages = _stages(n, strata, list(clusters), list(population))
    _check_population(stages, list(population))
    _check_lonely(stages, singleton)
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


def _stages(
    n: int,
    strata: np.ndarray | None,
    clusters: list[np.ndarray],
    population: list[np.ndarray],
) -> tuple[Stage, ...]:
    count = max(len(clusters), len(population), 1)
    parent, stages = np.zeros(n, np.int64), []
    for level in range(count):
        units = clusters[level] if level < len(clusters) else None
        size = population[level] if level < len(population) else None
        stage = _one_stage(parent, strata if level == 0 else None, units, size)
        stages.append(stage)
        parent = stage.unit
    return tuple(stages)


def _check_population(stages: tuple[Stage, ...], population: list[np.ndarray]) -> None:
    faults = _checks.Faults()
    for level, (stage, given) in enumerate(zip(stages, population, strict=False), 1):
        spread = stage.population[stage.stratum[stage.unit]] != given
        if spread.any():
            row = int(np.flatnonzero(spread)[0])
            faults.add(
                f"population_size={given[row]} in row {row} differs inside its "
                f"stratum at stage {level}; it is one number a stratum: its units."
            )
        small = stage.population < stage.sizes
        if small.any():
            h = int(np.flatnonzero(small)[0])
            faults.add(
                f"population_size={stage.population[h]:g} at stage {level} is smaller "
                f"than the {stage.sizes[h]} units sampled there."
            )
    faults.stop()


def _check_lonely(stages: tuple[Stage, ...], singleton: str) -> None:
    """Refuse strata with one unit where nobody said what they should do."""
    if singleton != "refuse":
        return
    for level, stage in enumerate(stages, 1):
        counts = level == 1 or stages[level - 2].finite
        lonely = int(stage.lonely.sum())
        single_survey = level == 1 and len(stage.population) == 1
        if counts and lonely and not single_survey:
            raise ValueError(
                f"singleton='refuse': {lonely} strata at stage {level} have one unit, "
                "so their variance cannot be seen; choose one of "
                f"{', '.join(SINGLETON[1:])} or merge strata."
            )
