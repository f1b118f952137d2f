"""How far may a loading be off?

Everything is done again under other weights: correlations, extraction, rotation. Each
solution is turned towards the one that is reported and on to its own minimum, so
that factors neither change places nor signs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.factors.analysable import Together
from csat_methods.factors.association import MOMENTS, Asked
from csat_methods.factors.factor_extraction import WEIGHTED
from csat_methods.statistics.correlation import smooth
from csat_methods.statistics.extraction import extract
from csat_methods.statistics.moments import correlation
from csat_methods.statistics.rotation import Rotation, rotate
from csat_methods.survey_design.design import Design
from csat_methods.survey_design.replicate_weights import Replicates
from csat_methods.survey_design.replication import bootstrap, jackknife
from csat_methods.wave.estimate import quantile
from csat_methods.wave.lent_weight import lent_note

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

MOST_UNITS = 2000
"""The jackknife leaves out each of at most so many units."""


@dataclass(frozen=True, eq=False)
class Turn:
    """One way to rotate, with its options."""

    rotation: str
    power: float
    epsilon: float
    target: np.ndarray | None
    starts: int
    seed: int

    def __call__(
        self, loadings: np.ndarray, near: np.ndarray | None = None
    ) -> Rotation:
        """Return rotated loadings, from many starts or the one nearest to others."""
        return rotate(
            loadings,
            self.rotation,
            power=self.power,
            epsilon=self.epsilon,
            target=self.target,
            starts=self.starts,
            seed=self.seed,
            near=near,
        )


@dataclass(frozen=True, eq=False)
class Spread:
    """Errors and intervals of loadings; empty where none were asked for."""

    values: tuple[np.ndarray, ...] = ()
    notes: tuple[Message, ...] = ()

    def frames(
        self, items: Sequence[str], factors: Sequence[str]
    ) -> dict[str, pd.DataFrame]:
        """Return the labelled fields of the result."""
        names = ("loadings_se", "loadings_low", "loadings_high")
        if not self.values:
            return {name: pd.DataFrame() for name in names}
        return {
            name: pd.DataFrame(values, index=list(items), columns=list(factors))
            for name, values in zip(names, self.values, strict=True)
        }


def loading_intervals(
    wave: Wave,
    answers: Together,
    turned: Rotation,
    turn: Turn,
    how: str,
    wanted: tuple[str | None, int, float],
) -> Spread:
    """Return errors and t intervals of rotated loadings.

    Parameters
    ----------
    turned : Rotation
        What is reported.
    how : str
        Method of extraction.
    wanted : tuple
        Kind of interval, bootstrap samples, confidence.

    Raises
    ------
    ValueError
        If the kind does not go with the extraction or the design.
    """
    kind, draws, level = wanted
    _checks.between("level", level, 0, 1)
    if kind is None:
        return Spread()
    if how == WEIGHTED:
        raise ValueError(
            f"intervals={kind!r} repeats the extraction, and method={WEIGHTED!r} "
            "weighs by errors of its own; use 'minres' with the same kind."
        )
    replicates = _replicates(wave.design, kind, draws, turn.seed)
    asked = answers.association.asked
    size = turned.loadings.shape
    found = [_again(asked, w, how, size[1]) for w in replicates.weights[asked.rows].T]
    kept = np.array([one is not None for one in found])
    each = [turn(one, turned.loadings).loadings for one in found if one is not None]
    _refuse_lost(len(found) - len(each), len(each))
    scale = replicates.scale[kept] * len(found) / len(each)
    deviations = np.array(each) - np.mean(each, axis=0)
    se = np.sqrt(np.einsum("r,rij->ij", scale, deviations**2))
    df = np.full(size, float(wave.design.degrees(asked.rows)))
    half = quantile(df, level) * se
    ends = turned.loadings - half, turned.loadings + half
    said = (*_notes(len(found) - len(each)), *lent_note(replicates))
    return Spread((se, *ends), said)


def _replicates(design: Design, kind: str, draws: int, seed: int) -> Replicates:
    """Return the wave's replicates, else those of the kind asked for."""
    if design.replicates is not None:
        return design.replicates
    made = INTERVALS[kind](design, _checks.whole("draws", draws, 20), seed).replicates
    if made is None:
        raise ValueError(f"intervals={kind!r}: the design gives no replicates.")
    return made


def _bootstrap(design: Design, draws: int, seed: int) -> Design:
    orders = [np.arange(len(stage.stratum)) for stage in design.stages]
    return bootstrap(design, orders, replicates=draws, seed=seed)


def _jackknife(design: Design, _draws: int, _seed: int) -> Design:
    if design.n_units > MOST_UNITS:
        raise ValueError(
            f"intervals='jackknife' leaves out each of {design.n_units} units in turn; "
            f"up to {MOST_UNITS} are done: use 'bootstrap'."
        )
    return jackknife(design)


INTERVALS: dict[str, Callable[[Design, int, int], Design]] = {
    "bootstrap": _bootstrap,
    "jackknife": _jackknife,
}
"""Kinds of interval: design, samples and seed to a design with replicates."""


def _again(asked: Asked, weights: np.ndarray, how: str, m: int) -> np.ndarray | None:
    """Return unrotated loadings under other weights; None where there are none."""
    used = weights != 0
    try:
        if asked.kind == "pearson" and asked.missing != "available":
            x, w = asked.answers[used], weights[used]
            R = correlation(MOMENTS[asked.missing](x, w)[0])
        else:
            R = asked.pairs_under(weights).R
        found = extract(smooth(R)[0], m, method=how)
    except (ValueError, np.linalg.LinAlgError):
        return None
    return found.loadings if found.converged else None


def _refuse_lost(lost: int, kept: int) -> None:
    if kept < max(10, lost):
        raise ValueError(
            f"intervals: only {kept} of {kept + lost} repetitions gave a solution; try "
            "fewer factors, or leave items with few answers out."
        )


def _notes(lost: int) -> tuple[Message, ...]:
    if not lost:
        return ()
    return (
        Message(
            "{lost} repetitions gave no solution; the intervals rest on the others.",
            {"lost": Number(lost, "count")},
        ),
    )
