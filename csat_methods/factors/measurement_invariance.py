"""Is it the same instrument in every wave or group: may means be compared?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods._rows import TellsOf
from csat_methods.factors.confirmatory_factor_analysis import BLANKS, ESTIMATORS
from csat_methods.factors.invariance_steps import Climb, Step, climbed
from csat_methods.factors.invariance_words import (
    LEVELS,
    left_out_note,
    level_note,
    released_note,
    stopped_note,
)
from csat_methods.factors.latent_mean_table import latent_mean_table
from csat_methods.factors.model_answers import NO_DEGREES, entered
from csat_methods.factors.model_groups import tells_of
from csat_methods.result import Result, method
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

FEWEST_INVARIANT = 2
"""Items of a factor that must be the same for its means to be compared.

Byrne, Shavelson and Muthén (1989), *Psychological Bulletin*, 105, 456-466.
"""

UNTIL = ("scalar", "strict")
"""Levels to stop at."""

VERDICTS = {
    "scalar": "The instrument is the same in the {groups} groups: their means may be "
    "compared.",
    "partial": "All but {released} of the items' properties are the same in the "
    "{groups} groups: means of the factors may be compared.",
    "metric": "Items hang together alike in the {groups} groups but start from "
    "different points: relations may be compared, means may not.",
    "thresholds": "Answer categories mean the same in the {groups} groups, the items' "
    "weights do not: neither means nor relations may be compared.",
    "configural": "The same items go together in the {groups} groups, with different "
    "weights: neither means nor relations may be compared.",
    "none": "The model does not fit in the {groups} groups: nothing may be compared.",
    "not_converged": "A model did not settle: whether means may be compared remains "
    "open.",
    "untested": "Whether means may be compared remains open.",
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Invariance(Result):
    """Models of an instrument in several groups, each stricter than the last.

    Attributes
    ----------
    released : tuple of str
        Parameters that differ between groups after all, as lavaan's terms; for all
        thresholds of an item ``"x |"``.
    latent_means : pandas.DataFrame
        ``group, term, estimate, se, ci_low, ci_high`` of the factors in the scalar
        model, those of the first group being zero.
    reached : str
        The last level that holds; "" if none.
    comparable : bool
        Whether means may be compared.
    groups : tuple of str
    tested : bool
        Whether the design lets levels be tested.
    left_out : tuple of str
        Groups with too few answers.
    tells_of : dict
        Step to column, level and people of the groups that its `n` lacks.
    """

    released: tuple[str, ...]
    latent_means: pd.DataFrame
    reached: str
    comparable: bool
    groups: tuple[str, ...]
    tested: bool = True
    left_out: tuple[str, ...] = ()
    tells_of: Mapping[str, TellsOf] = field(default_factory=dict)

    clause: ClassVar[str] = "7.4.3"
    term_keys: ClassVar[tuple[str, ...]] = ("step",)
    kinds: ClassVar[Mapping[str, str]] = {
        "chisq": "index",
        "cfi": "coefficient",
        "tli": "coefficient",
        "rmsea": "coefficient",
        "srmr": "coefficient",
        "delta_chisq": "index",
        "delta_df": "count",
        "delta_p": "probability",
        "delta_cfi": "coefficient",
        "delta_rmsea": "coefficient",
    }

    @property
    def steps(self) -> pd.DataFrame:
        """One row a level: the table with `level` for `step`, without counts."""
        table = self.table.drop(columns=["n", "converged"])
        return table.rename(columns={"step": "level"})

    @property
    def verdict(self) -> Message:
        """Whether the groups' means may be compared, and why."""
        values = {
            "groups": Number(len(self.groups), "count"),
            "released": Number(len(self.released), "count"),
        }
        return Message(VERDICTS[self._verdict()], values)

    def _verdict(self) -> str:
        table = self._table
        if "converged" in table and not table["converged"].all():
            return "not_converged"
        if not self.tested:
            return "untested"
        if self.comparable:
            return "partial" if self.released else "scalar"
        if self.reached in ("scalar", "strict"):
            return "metric"
        return self.reached or "none"

    def headline(self) -> Message:
        """Return the verdict."""
        return self.verdict


@method
def measurement_invariance(
    wave: Wave,
    model: Mapping[str, Any],
    *,
    group: str,
    estimator: str = "mlr",
    partial: bool = False,
    missing: str = "complete",
    parameterization: str = "delta",
    until: str = "strict",
    least: int = 0,
    level: float = 0.95,
) -> Invariance:
    r"""Return how far an instrument is the same in several groups.

    Amounts: the same items go together (configural); equal loadings (metric); equal
    intercepts (scalar); equal residual variances (strict). Ratings (``wlsmv``):
    configural; equal thresholds; loadings; intercepts; with ``theta`` residuals, in
    the order and with the identification of Wu and Estabrook (2016).

    A level holds if the one before does and either the difference of chi-square is
    no larger than chance, or CFI falls by at most .010 and RMSEA rises by at most
    .015; the first level if CFI is .90 or better.

    Parameters
    ----------
    wave : Wave
        One, or several stacked (:func:`csat_methods.stack`): people are then units
        across waves.
    model : mapping
        As for :func:`csat_methods.confirmatory_factor_analysis`.
    group : str
        Column of the groups: waves, segments, languages, modes.
    estimator, missing, parameterization : str
        As there.
    partial : bool
        Where a level fails, release parameters one after another, the one with the
        largest score test first, until the level holds; stop at the first release
        that does not improve the fit (5 % of a difference test), and keep two
        invariant items a factor.
    until : {"scalar", "strict"}
        The last level: means rest on ``"scalar"``, which is reached sooner.
    least : int
        Groups in which fewer people answered most items, or fewer than a quarter as
        many (or than two an item) both of some two, are left out and named; by default
        none is.
    level : float
        Confidence of the latent means' intervals.

    Returns
    -------
    Invariance
        One row a level: ``step, chisq, df, cfi, tli, rmsea, srmr, delta_chisq,
        delta_df, delta_p, delta_cfi, delta_rmsea, holds, n``; scaled forms for robust
        estimators, differences of chi-square by Satorra and Bentler (2001), for
        ratings by Satorra (2000). `.steps` (the
        same with `level` for `step`), `.released`, `.latent_means`, `.verdict`.

    Raises
    ------
    KeyError
        If an item or the group is not in the wave.
    ValueError
        As for :func:`csat_methods.confirmatory_factor_analysis`; also if there are
        fewer than two groups, or two large enough.

    Notes
    -----
    Equal to lavaan 0.6-14 and semTools 0.5-6 (``measEq.syntax``). Whether means may be
    compared rests on the scalar level alone, full or with two invariant items in each
    factor. A released loading releases the item's intercept as well.

    References
    ----------
    Chen, F. F. (2007). *Structural Equation Modeling*, 14, 464-504 (lines).
    Meredith, W. (1993). *Psychometrika*, 58, 525-543 (levels).
    Wu, H., & Estabrook, R. (2016). *Psychometrika*, 81, 1014-1045, propositions 4-8.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from csat_methods import Wave, measurement_invariance
    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(600, 1)) + rng.normal(size=(600, 4))
    >>> frame = pd.DataFrame(x, columns=list("abcd")).assign(year=[1, 2] * 300)
    >>> found = measurement_invariance(
    ...     Wave.from_frame(frame), {"one": list("abcd")}, group="year"
    ... )
    >>> found.table["holds"].tolist(), found.comparable
    ([True, True, True, True], True)
    """
    _checks.one_of("estimator", estimator, ESTIMATORS)
    _checks.one_of("parameterization", parameterization, ("delta", "theta"))
    _checks.one_of("missing", missing, BLANKS[estimator])
    _checks.one_of("until", until, UNTIL)
    least = _checks.whole("least", least, lowest=0)
    people = entered(wave, model, group=group, missing=missing, least=least)
    climb = climbed(
        people,
        estimator,
        scaled=parameterization == "delta",
        partial=partial,
        until=until,
    )
    steps = climb.steps
    comparable = _comparable(climb)
    items = people.items
    return result_of(
        wave,
        Invariance,
        "Measurement invariance",
        _table(steps, people.n),
        level=level,
        about={step.level: tuple(items) for step in steps},
        labels={**wave.labels([*people.model.factors, *items]), **LEVELS},
        used=people.used(),
        notes=[
            level_note(),
            *([] if climb.tested else [NO_DEGREES]),
            *stopped_note(climb),
            *released_note(wave, climb.released),
            *left_out_note(wave, group, tuple(people.left_out)),
        ],
        released=climb.released,
        latent_means=latent_mean_table(people, climb.scalar, level),
        reached=climb.reached,
        comparable=comparable,
        groups=people.groups,
        tested=climb.tested,
        left_out=tuple(people.left_out),
        tells_of=tells_of(group, people.left_out, [step.level for step in steps]),
    )


def _comparable(climb: Climb) -> bool:
    """Whether the scalar level holds, with enough items unreleased."""
    held = {step.level for step in climb.steps if step.holds}
    enough = climb.instrument.invariant(climb.released).values()
    full = not climb.released
    return "scalar" in held and (full or min(enough) >= FEWEST_INVARIANT)


def _table(steps: Sequence[Step], n: int) -> pd.DataFrame:
    rows = [
        {
            "step": step.level,
            **step.measures,
            "delta_chisq": step.difference.chisq,
            "delta_df": float(step.difference.df) if i else np.nan,
            "delta_p": step.difference.p,
            "delta_cfi": step.delta["cfi"],
            "delta_rmsea": step.delta["rmsea"],
            "holds": step.holds,
            "n": n,
            "converged": step.solution.converged,
        }
        for i, step in enumerate(steps)
    ]
    return pd.DataFrame(rows)
