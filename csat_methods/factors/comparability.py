"""Between which waves, segments, languages or modes may means be compared?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Listing, Message
from csat_methods._rows import TellsOf
from csat_methods.factors.invariance_words import (
    group_words,
    level_note,
    released_words,
)
from csat_methods.factors.measurement_invariance import (
    Invariance,
    measurement_invariance,
)
from csat_methods.factors.model_answers import NO_DEGREES, Entered, entered
from csat_methods.result import Result, method
from csat_methods.study.enough import carries
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

LEAST = 100
"""People of a group who must have answered most items for it to be compared."""

HEADLINES = {
    (True, True): (
        "Means may be compared between groups of these: {good}; not of these: {bad}."
    ),
    (True, False): "Means may be compared between groups of these: {good}.",
    (False, True): "Means may not be compared between groups of these: {bad}.",
}
"""By whether there are columns whose groups may be compared, and others."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Comparability(Result):
    """Whether means may be compared between the groups of each of several columns.

    Attributes
    ----------
    steps : pandas.DataFrame
        The levels of each column: ``term, level, chisq, df, cfi, …, holds``.
    tells_of : dict
        Column to itself, level and people of the groups that its `n` lacks.
    untested : tuple of str
        Columns of which the design lets nothing be tested.
    """

    steps: pd.DataFrame
    tells_of: Mapping[str, TellsOf] = field(default_factory=dict)
    untested: tuple[str, ...] = ()

    clause: ClassVar[str] = "7.4.3"
    kinds: ClassVar[Mapping[str, str]] = {
        "groups": "count",
        "cfi": "coefficient",
        "rmsea": "coefficient",
        "delta_cfi": "coefficient",
        "released": "count",
    }

    def headline(self) -> Message:
        """Return between which groups means may be compared."""
        table = self.table
        good = tuple(self.label(t) for t in table.loc[table["holds"], "term"])
        failed = ~table["holds"] & ~table["term"].isin(self.untested)
        bad = tuple(self.label(t) for t in table.loc[failed, "term"])
        if not good and not bad:
            return super().headline()
        values = {"good": Listing(good), "bad": Listing(bad)}
        return Message(HEADLINES[bool(good), bool(bad)], values)


@method
def comparability(
    wave: Wave,
    model: Mapping[str, Any] | None = None,
    *,
    groups: str | Sequence[str] | None = None,
    estimator: str = "mlr",
    missing: str = "complete",
    least: int = LEAST,
) -> Comparability:
    """Return whether means may be compared between waves, segments, languages, modes.

    For each column the levels of invariance up to scalar, with partial release
    (:func:`csat_methods.measurement_invariance`); means may be compared where the
    scalar level holds, with two items of each factor that are the same in all groups.

    Parameters
    ----------
    wave : Wave
        One, or several stacked.
    model : dict, optional
        Factor to its items; the study's constructs by default.
    groups : str or list of str, optional
        Columns; the study's segments by default.
    estimator, missing : str
        As for :func:`csat_methods.measurement_invariance`.
    least : int
        Groups in which fewer people answered most items are left out; a column with
        fewer than two groups left is, too, and named in the notes.

    Returns
    -------
    Comparability
        One row a column: ``term, groups`` (how many compared), ``cfi, rmsea`` (of the
        model with equal loadings and intercepts, 0 to 1), ``delta_cfi`` (against the
        same items only), ``released`` (parameters that differ after all), ``holds``
        (whether means may be compared), ``n``. `.steps` has the levels.

    Raises
    ------
    KeyError
        If an item or a column is not in the wave.
    ValueError
        If no column has two groups that are large enough; as for
        :func:`csat_methods.measurement_invariance`.

    References
    ----------
    Byrne, B. M., Shavelson, R. J., & Muthén, B. (1989). *Psychological Bulletin*, 105,
    456-466. Meredith, W. (1993). *Psychometrika*, 58, 525-543.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from csat_methods import Wave, comparability
    >>> rng = np.random.default_rng(2)
    >>> x = rng.normal(size=(800, 1)) + rng.normal(size=(800, 4))
    >>> x[:400, 0] += 2
    >>> frame = pd.DataFrame(x, columns=list("abcd"))
    >>> frame = frame.assign(lang=["en"] * 400 + ["fa"] * 400, city=["x", "y"] * 400)
    >>> found = comparability(
    ...     Wave.from_frame(frame), {"one": list("abcd")}, groups=["lang", "city"]
    ... )
    >>> found.table["holds"].tolist(), found.table["released"].tolist()
    ([True, True], [1, 0])
    """
    least = _checks.whole("least", least)
    named = _columns(wave, groups)
    asked = wave.constructs() if model is None else model
    people = entered(wave, asked, group=None, missing=missing)
    tested: dict[str, Invariance] = {}
    for name in _large(people, named, least):
        tested[name] = measurement_invariance(
            wave,
            asked,
            group=name,
            estimator=estimator,
            missing=missing,
            partial=True,
            until="scalar",
            least=least,
        )
    if not tested:
        raise ValueError(
            f"groups={named}: none has two groups of {least} people or more who "
            "answered most items."
        )
    return result_of(
        wave,
        Comparability,
        "Comparability of means",
        pd.DataFrame([_row(name, one) for name, one in tested.items()]),
        level=0.95,
        about=dict.fromkeys(tested, tuple(people.items)),
        labels=wave.labels(named),
        used=people.used(),
        notes=_notes(wave, named, tested),
        steps=_steps(tested),
        untested=tuple(name for name, one in tested.items() if not one.tested),
        tells_of={
            name: one.tells_of["scalar"] for name, one in tested.items() if one.left_out
        },
    )


def _columns(wave: Wave, groups: str | Sequence[str] | None) -> list[str]:
    """Return the columns of the groups, each once."""
    if groups is None:
        if not wave.segments:
            raise ValueError("groups=None: the study names no segments; name columns.")
        return wave.segments
    named = list(dict.fromkeys([groups] if isinstance(groups, str) else groups))
    _checks.columns(map(str, wave.frame.columns), named, "the wave")
    return named


def _large(people: Entered, named: Sequence[str], least: int) -> list[str]:
    """Return the columns with two groups that can carry the model."""
    found, held = [], ~np.isnan(people.answers[0])
    for name in named:
        values = people.wave.frame[name].iloc[people.rows[0]]
        codes = pd.factorize(values)[0]
        sound = [carries(held[codes == c], least) for c in range(codes.max() + 1)]
        if sum(sound) >= 2:
            found.append(name)
    return found


def _row(name: str, one: Invariance) -> dict[str, Any]:
    steps = one.table.set_index("step")
    scalar = steps.loc["scalar"]
    return {
        "term": name,
        "groups": len(one.groups),
        "cfi": scalar["cfi"],
        "rmsea": scalar["rmsea"],
        "delta_cfi": scalar["cfi"] - steps.loc["configural", "cfi"],
        "released": len(one.released),
        "holds": one.comparable,
        "n": scalar["n"],
    }


def _steps(tested: Mapping[str, Invariance]) -> pd.DataFrame:
    parts = [one.steps.assign(term=name) for name, one in tested.items()]
    whole = pd.concat(parts, ignore_index=True)
    return whole[["term", *whole.columns.drop("term")]]


def _notes(
    wave: Wave, named: Sequence[str], tested: Mapping[str, Invariance]
) -> list[Message]:
    found = []
    for name, one in tested.items():
        values = {"column": wave.label(name)}
        if one.released:
            parts = tuple(released_words(wave, term) for term in one.released)
            sentence = "{column}: different between the groups: {parts}."
            found.append(Message(sentence, {**values, "parts": Listing(parts)}))
        if one.left_out:
            sentence = "{column}: left out, with too few answers: {groups}."
            groups = Listing(group_words(wave, name, one.left_out))
            found.append(Message(sentence, {**values, "groups": groups}))
    small = tuple(wave.label(name) for name in named if name not in tested)
    if small:
        sentence = "Not tested, because groups are too small: {columns}."
        found.append(Message(sentence, {"columns": Listing(small)}))
    if not all(one.tested for one in tested.values()):
        found.append(NO_DEGREES)
    return [*found, level_note()]
