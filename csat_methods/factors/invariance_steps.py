"""Which levels of invariance hold, and what must be released for them to hold?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from csat_methods.factors.model_answers import Entered, refuse_unequal_categories
from csat_methods.statistics.difference_tests import (
    Difference,
    carried,
    difference,
)
from csat_methods.statistics.invariance_levels import Instrument, told
from csat_methods.statistics.likelihood_solution import Solution, likelihood_solution
from csat_methods.statistics.model_ground import Ground
from csat_methods.statistics.model_layout import Layout
from csat_methods.statistics.ordinal_solution import ordinal_solution
from csat_methods.statistics.score_tests import release_tests

LINES = {"cfi": 0.010, "rmsea": 0.015}
"""Changes of fit that still count as the same instrument (Chen 2007)."""

CHANCE = 0.05
"""Size of the tests of a level, and of a release."""

FITS = 0.90
"""CFI of the model in all groups, at least, for anything to hold: Bentler (1990).

RMSEA is no condition: with few degrees of freedom and people it rejects models that
hold (Kenny, Kaniskan and McCoach 2015, *Sociological Methods & Research*, 44, 486-507).
"""

FEWEST = 2
"""Items of a factor that stay unreleased."""


@dataclass(frozen=True, eq=False)
class Step:
    """One level.

    Attributes
    ----------
    level : str
    solution : Solution
    difference : Difference
        Against the level before.
    measures, delta : dict of str to float
        Fit, and its change.
    holds : bool
    """

    level: str
    solution: Solution
    difference: Difference
    measures: dict[str, float]
    delta: dict[str, float]
    holds: bool


@dataclass(frozen=True, eq=False)
class Climb:
    """The levels climbed.

    Attributes
    ----------
    instrument : Instrument
    steps : tuple of Step
    released : tuple of str
    stopped : bool
        Whether a search ended before its level held.
    tested : bool
        Whether the design lets a level be tested; none holds otherwise.
    """

    instrument: Instrument
    steps: tuple[Step, ...]
    released: tuple[str, ...]
    stopped: bool
    tested: bool

    @property
    def reached(self) -> str:
        """The last level that holds."""
        held = [step.level for step in self.steps if step.holds]
        return held[-1] if held else ""

    @property
    def scalar(self) -> Solution:
        """The model with equal intercepts."""
        return next(step.solution for step in self.steps if step.level == "scalar")


def climbed(
    people: Entered,
    estimator: str,
    *,
    scaled: bool,
    partial: bool,
    until: str = "strict",
) -> Climb:
    """Return the levels of invariance of an instrument.

    Parameters
    ----------
    scaled : bool
        Of ratings: delta rather than theta.
    partial : bool
        Whether to release parameters where a level fails.
    until : {"scalar", "strict"}
        The last level.
    """
    ratings = estimator == "wlsmv"
    if ratings:
        refuse_unequal_categories(people)
    instrument = Instrument(
        people.model,
        len(people.groups),
        people.thresholds if ratings else (),
        scaled,
    )
    fitter = _Fitter(people, estimator, instrument)
    steps: list[Step] = []
    released: list[str] = []
    stopped = False
    for level in _up_to(until, instrument.levels):
        if level == "scalar":
            released += _intercepts(released)
        step = fitter.step(level, released, steps[-1] if steps else None)
        earlier_holds = not steps or steps[-1].holds
        if partial and steps and earlier_holds and not step.holds:
            step, more = fitter.search(step, released, steps[-1])
            released += more
            stopped = stopped or not step.holds
        steps.append(step)
    return Climb(instrument, tuple(steps), tuple(released), stopped, fitter.tested)


def _up_to(until: str, levels: tuple[str, ...]) -> tuple[str, ...]:
    """Return the levels up to one; all where it is none of them."""
    return levels[: levels.index(until) + 1] if until in levels else levels


def _intercepts(released: list[str]) -> list[str]:
    """Return the intercepts of items whose loadings are released."""
    items = [term.split(" =~ ")[1] for term in released if " =~ " in term]
    return [f"{item} ~1" for item in dict.fromkeys(items)]


class _Fitter:
    """Fits levels to the same people."""

    def __init__(self, people: Entered, estimator: str, instrument: Instrument) -> None:
        self.instrument = instrument
        self.tested = people.degrees >= 1
        self.ground: Ground | None = None
        self._fit: Callable[[Layout, np.ndarray | None], Solution]
        if estimator == "wlsmv":
            ratings = people.ratings()
            self._fit = lambda layout, begin: ordinal_solution(
                layout, ratings, scaled=instrument.scaled, begin=begin
            )
        else:
            ground = self.ground = people.amounts(means=True)
            self._fit = lambda layout, begin: likelihood_solution(
                layout, ground, estimator, begin, corrected=False
            )

    def _solved(
        self, level: str, released: list[str], earlier: Solution | None
    ) -> Solution:
        layout = self.instrument.at(level, released)
        begin = None if earlier is None else carried(earlier, layout)
        return self._fit(layout, begin)

    def step(self, level: str, released: list[str], before: Step | None) -> Step:
        """Return a level, judged against the one before."""
        earlier = None if before is None else before.solution
        return self._judged(level, self._solved(level, released, earlier), before)

    def _judged(self, level: str, solution: Solution, before: Step | None) -> Step:
        measures = _measures(solution)
        if before is None:
            fits = measures["cfi"] >= FITS and solution.converged
            holds = fits and self.tested
            nothing = Difference(np.nan, 0, np.nan)
            blank = dict.fromkeys(LINES, np.nan)
            return Step(level, solution, nothing, measures, blank, bool(holds))
        found = difference(solution, before.solution, self.ground)
        if not self.tested:
            found = Difference(np.nan, found.df, np.nan)
        delta = {name: measures[name] - before.measures[name] for name in LINES}
        alike = delta["cfi"] >= -LINES["cfi"] and delta["rmsea"] <= LINES["rmsea"]
        chance = found.df == 0 or found.p >= CHANCE
        holds = before.holds and (chance or alike) and solution.converged
        return Step(level, solution, found, measures, delta, bool(holds))

    def search(
        self, step: Step, released: list[str], before: Step
    ) -> tuple[Step, list[str]]:
        """Return the level with parameters released until it holds, and which."""
        more: list[str] = []
        while not step.holds:
            term = self._largest(step, [*released, *more])
            if term is None:
                break
            tried = self._solved(step.level, [*released, *more, term], step.solution)
            gain = difference(step.solution, tried, self.ground)
            if not gain.p < CHANCE:
                break
            more.append(term)
            step = self._judged(step.level, tried, before)
        return step, more

    def _largest(self, step: Step, released: list[str]) -> str | None:
        """Return what has the largest score test of those that may be released."""
        listed = [
            terms
            for terms in self.instrument.candidates(step.level, released)
            if self._leaves_enough([*released, told(terms)])
        ]
        if not listed:
            return None
        tests = release_tests(step.solution.fit, step.solution.layout, listed)
        chances = [
            (float(chdtrc(df, stat)) if df else 1.0, -stat) for stat, df in tests
        ]
        best = min(range(len(listed)), key=chances.__getitem__)
        return told(listed[best])

    def _leaves_enough(self, released: list[str]) -> bool:
        left = self.instrument.invariant(released)
        items = {f: len(self.instrument.model.items_of(f)) for f in left}
        return all(n >= min(FEWEST, items[factor]) for factor, n in left.items())


def _measures(solution: Solution) -> dict[str, float]:
    """Return the fit of a level, scaled where the test is."""
    fit = solution.measures
    scaled = not np.isnan(solution.model.scaled)
    suffix = ".scaled" if scaled else ""
    return {
        "chisq": fit[f"chisq{suffix}"],
        "df": fit["df"],
        **{name: fit[f"{name}{suffix}"] for name in ("cfi", "tli", "rmsea")},
        "srmr": fit["srmr"],
    }
