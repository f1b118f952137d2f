"""How were the people of a survey selected, and how did their weights come about?

Pure arrays: rows carry a weight and, stage by stage, the unit they were selected in.
The weighting steps are values on the design, so that every error and every replicate
can repeat them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol

import numpy as np

from csat_methods.survey_design.replicate_weights import Replicates, ReplicateWeights
from csat_methods.survey_design.stages import Stage

Residuals = Callable[[np.ndarray], np.ndarray]
"""Weighted influence of rows, (r, m), to what a step's totals leave of it."""


class Step(Protocol):
    """One weighting step: what it does to weights, and to influence values."""

    @property
    def name(self) -> str:
        """What the step is called in the ledger."""

    @property
    def rows(self) -> np.ndarray:
        """The rows it acts on, shape (r,)."""

    @property
    def count(self) -> int:
        """Cells of rows on which it acts differently from replicate to replicate."""

    def apply(self, weights: np.ndarray) -> np.ndarray:
        """Return the weights after the step, shape (n,)."""

    def repeated(
        self, held: ReplicateWeights, *, lent: bool = False
    ) -> ReplicateWeights:
        """Return replicate weights after the step.

        Where weight may be lent, others carry what a replicate has nobody for.
        """

    def lent(self, held: ReplicateWeights) -> np.ndarray:
        """Return which replicates have nobody for something, shape (R,), before it."""

    def residuals(self, before: np.ndarray, after: np.ndarray) -> Residuals:
        """Return what leaves of weighted influence what its totals do not explain.

        Parameters
        ----------
        before, after : ndarray, shape (r,)
            Weights of the rows it acts on; the influence (r, m) is theirs, too.
        """


@dataclass(frozen=True, eq=False, repr=False)
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

    @cached_property
    def residuals(self) -> tuple[tuple[np.ndarray, Residuals], ...]:
        """Rows of each step and what it leaves of their influence, the last first.

        Each step has the weights it started from and those it produced.
        """
        found, after = [], self.weights
        for step, before in zip(
            reversed(self.steps), reversed(self.chain), strict=True
        ):
            rows = step.rows
            found.append((rows, step.residuals(before[rows], after[rows])))
            after = before
        return tuple(found)

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

    @cached_property
    def levels(self) -> tuple[tuple[Stage, np.ndarray], ...]:
        """Stages that add variance, each with the factor of its strata, (H,).

        From the second stage on it carries the sampling fractions of the stages above
        (Särndal, Swensson and Wretman 1992, eq. 4.3.9). What lonely strata do is R's
        rule in each stage; ``average`` has others to average over in the first only.
        """
        found, above = [], np.ones(len(self.weights))
        for level, stage in enumerate(self.stages):
            rule = self.singleton if level == 0 or self.singleton == "adjust" else ""
            reach = np.zeros(len(stage.population))
            reach[stage.stratum[stage.unit]] = above
            found.append((stage, reach * stage.factor(rule)))
            if not stage.finite:
                break
            above = above * stage.fraction[stage.stratum[stage.unit]]
        return tuple(found)

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
            replicates = replace(replicates, held=step.repeated(replicates.held))
        return replace(
            self,
            weights=after,
            steps=(*self.steps, step),
            chain=(*self.chain, self.weights),
            replicates=replicates,
            weighted=True,
        )

    @property
    def factors(self) -> tuple[np.ndarray, ...]:
        """What each weighting step multiplied each row's weight by, (n,) a step."""
        ends = (*self.chain[1:], self.weights)[: len(self.chain)]
        return tuple(
            np.divide(after, before, out=np.ones(len(after)), where=before != 0)
            for before, after in zip(self.chain, ends, strict=True)
        )

    def degrees(self, rows: np.ndarray) -> int:
        """Return primary units less strata that have members among the rows.

        With replicates, the rank of the rows' replicate weights less one.

        Parameters
        ----------
        rows : ndarray of bool, shape (n,)
        """
        if self.replicates is not None:
            return self.replicates.degrees(rows)
        members = rows & (self.weights != 0)
        units = np.zeros(self.n_units, bool)
        units[self.first.unit[members]] = True
        strata = np.bincount(self.first.stratum[units])
        return int(units.sum() - np.count_nonzero(strata))
