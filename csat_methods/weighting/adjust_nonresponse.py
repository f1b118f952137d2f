"""How do the people who answered stand for those who did not?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.result import method
from csat_methods.survey_design.adjustment import (
    GIVES,
    NEITHER,
    TAKES,
    Propensity,
    Redistribution,
)
from csat_methods.survey_design.design import Design, Step
from csat_methods.weighting.response_cells import collapsed, crossed_cells, flag
from csat_methods.weighting.response_predictors import predictor_cells

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

RESPONDENTS = "respondents"
"""What narrows the domain of a wave that the step has weighted."""

CLASSES = 5
"""Classes of equally many people by propensity (Cochran 1968: five are enough)."""


@dataclass(frozen=True)
class _People:
    """Who is who, over the rows that the step acts on.

    Attributes
    ----------
    rows : ndarray of int, shape (r,)
    responded, unknown, ineligible : ndarray of bool, shape (r,)
    """

    rows: np.ndarray
    responded: np.ndarray
    unknown: np.ndarray
    ineligible: np.ndarray

    @property
    def eligible(self) -> np.ndarray:
        """People who are known to belong, shape (r,)."""
        return ~self.unknown & ~self.ineligible


@dataclass(frozen=True)
class _Request:
    """What was asked for: people, their cells, and the design so far."""

    wave: Wave
    people: _People
    cells: np.ndarray
    names: list[tuple[Any, ...]]
    minimum: int
    predictors: list[str]
    design: Design

    def collapsed(self, enough: np.ndarray) -> tuple[np.ndarray, list[Message]]:
        """Return cells with enough people of a kind, and what was joined."""
        return collapsed(self.cells, self.names, enough, self.minimum)


Plan = tuple[Step, list[Message]]


@method
def adjust_nonresponse(
    wave: Wave,
    *,
    responded: str,
    method: str = "cells",
    by: str | Sequence[str] | None = None,
    predictors: str | Sequence[str] | None = None,
    unknown: str | None = None,
    ineligible: str | None = None,
    minimum: int = 1,
) -> Wave:
    r"""Return the wave with the weight of nonrespondents handed to respondents.

    ``cells``: in each cell of `by` respondents are multiplied by

    .. math:: \frac{\sum_{\mathrm{eligible}} w}{\sum_{\mathrm{respondents}} w}

    ``propensity``: respondents' weights are divided by their propensity to answer, a
    logit on the predictors with the weights. ``propensity_classes``: cells are
    quintiles of that propensity. People of unknown eligibility first hand their weight
    to all others, cell by cell of `by`. Nonrespondents, ineligible people and those of
    unknown eligibility then weigh 0 or leave the domain.

    Errors linearise the ratio of each cell, or the fitted logit; replicates repeat
    them. Cells and classes stay those of the whole sample.

    Parameters
    ----------
    wave : Wave
        With everybody drawn, answered or not.
    responded : str
        Column of 0 and 1.
    method : str
        ``cells, propensity, propensity_classes``.
    by : str or list of str, optional
        Columns whose crossing makes the cells; one cell without them.
    predictors : str or list of str, optional
        Columns the propensity rests on: numbers as they are, text as categories.
    unknown, ineligible : str, optional
        Columns of 0 and 1: eligibility not known; known not to belong.
    minimum : int
        Fewest respondents of a cell; thinner ones are joined to the nearest cell, and
        a note of the wave says which.

    Returns
    -------
    Wave
        Its domain are the respondents.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If a value is missing or not 0 or 1, somebody is two things at once, nobody
        answered, or the predictors separate those who answered.

    References
    ----------
    Valliant, R., Dever, J. A. and Kreuter, F. (2018). *Practical Tools for Designing
    and Weighting Survey Samples*, 2nd ed., sections 13.4 to 13.5. Kim, J. K. and Kim,
    J. J. (2007). Nonresponse weighting adjustment using estimated response
    probability. *Canadian Journal of Statistics* 35, 501-514.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, adjust_nonresponse
    >>> frame = pd.DataFrame({"city": list("AAABB"), "answered": [1, 1, 0, 1, 0]})
    >>> wave = Wave.from_frame(frame)
    >>> adjust_nonresponse(wave, responded="answered", by="city").weights.tolist()
    [1.5, 1.5, 0.0, 2.0, 0.0]
    """
    _checks.one_of("method", method, METHODS)
    _checks.whole("minimum", minimum)
    if (method == "cells") == bool(_named(predictors)):
        raise ValueError(
            f"method={method!r}, predictors={predictors!r}: propensities need "
            "predictors, and cells have none."
        )
    people = _people(wave, responded, unknown, ineligible)
    cells = crossed_cells(wave, _named(by), people.rows)
    named, design = _named(predictors), wave.design
    asked = _Request(wave, people, *cells, minimum, named, design)
    notes: list[Message] = []
    if people.unknown.any():
        step, notes = _known(asked)
        asked = replace(asked, design=design.then(step))
    step, said = METHODS[method](asked)
    made = replace(wave, design=asked.design.then(step))
    return _answered(made, wave, people, [*notes, *said])


def _named(columns: str | Sequence[str] | None) -> list[str]:
    if columns is None:
        return []
    return [columns] if isinstance(columns, str) else list(columns)


def _people(
    wave: Wave, responded: str, unknown: str | None, ineligible: str | None
) -> _People:
    """Return who is who.

    Raises
    ------
    ValueError
        If somebody is two things at once, or nobody answered.
    """
    inside = wave.domain
    lost = flag(wave, "unknown", unknown, inside)
    outside = flag(wave, "ineligible", ineligible, inside)
    answered = flag(wave, "responded", responded, inside & ~lost & ~outside)
    twice = inside & (answered.astype(int) + lost + outside > 1)
    if twice.any():
        row = wave.frame.index[twice.argmax()]
        raise ValueError(
            f"responded={responded!r}, unknown={unknown!r}, ineligible={ineligible!r}: "
            f"row {row} is two of them at once."
        )
    rows = np.flatnonzero(inside)
    if not (answered[rows] & (wave.design.weights[rows] > 0)).any():
        raise ValueError(f"responded={responded!r}: nobody with a weight answered.")
    return _People(rows, answered[rows], lost[rows], outside[rows])


def _known(asked: _Request) -> Plan:
    """Return the step in which unknown eligibility goes to those known."""
    people = asked.people
    group, said = asked.collapsed(~people.unknown)
    status = np.where(people.unknown, GIVES, TAKES)
    return Redistribution(group, status, people.rows, "unknown_eligibility"), said


def _by_cells(asked: _Request) -> Plan:
    """Return the step of weighting cells."""
    group, said = asked.collapsed(asked.people.responded)
    return Redistribution(group, _status(asked.people), asked.people.rows), said


def _status(people: _People) -> np.ndarray:
    status = np.where(people.responded, TAKES, GIVES)
    return np.where(people.eligible, status, NEITHER)


def _by_propensity(asked: _Request) -> Plan:
    """Return the step of propensity weighting."""
    return _propensity(asked), []


def _by_classes(asked: _Request) -> Plan:
    """Return the step of weighting cells that are quintiles of the propensity."""
    step, people = _propensity(asked), asked.people
    sums = np.bincount(step.cell, asked.design.weights[step.rows], step.count)
    rho = step.propensities(sums)[step.group]
    breaks = np.unique(np.quantile(rho, np.linspace(0, 1, CLASSES + 1)))
    place = np.zeros(len(people.rows), np.int64)
    place[people.eligible] = np.searchsorted(breaks[1:-1], rho)
    listed = [(f"{k + 1}",) for k in range(int(place.max()) + 1)]
    group, said = collapsed(place, listed, people.responded, asked.minimum)
    return Redistribution(group, _status(people), people.rows), said


METHODS: dict[str, Callable[[_Request], Plan]] = {
    "cells": _by_cells,
    "propensity": _by_propensity,
    "propensity_classes": _by_classes,
}
"""Nonresponse adjustments by name."""


def _propensity(asked: _Request) -> Propensity:
    """Return the propensity step over the people whose eligibility is known."""
    eligible = asked.people.eligible
    rows = asked.people.rows[eligible]
    x, group = predictor_cells(asked.wave, asked.predictors, rows)
    return Propensity(x, group, asked.people.responded[eligible], rows)


def _answered(new: Wave, before: Wave, people: _People, notes: list[Message]) -> Wave:
    """Return the wave of the respondents, with what was done in its ledger."""
    answered = np.zeros(len(before.domain), bool)
    answered[people.rows[people.responded]] = True
    words = (*before.conditions, RESPONDENTS)
    new = replace(new, domain=answered, conditions=words, notes=(*before.notes, *notes))
    detail = Message(
        "{answered} people stand for {others} who did not answer",
        {
            "answered": Number(int(people.responded.sum()), "count"),
            "others": Number(_silent(people), "count"),
        },
    )
    return new.noted("adjust_nonresponse", detail, before, int(people.responded.sum()))


def _silent(people: _People) -> int:
    return int((~people.responded & ~people.ineligible).sum())
