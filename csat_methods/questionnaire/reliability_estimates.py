"""How do coefficients of a sum of items become a table with errors and limits?

Every coefficient comes as a fit: its values, what each row does to them, and how they
are found again under other weights. Intervals are t on log(1 − ρ) with the design's
error, so that none goes above one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from csat_methods import _checks
from csat_methods._messages import Message, Number, Text
from csat_methods.questionnaire.alpha_intervals import unbounded_is_blank
from csat_methods.questionnaire.constructs import (
    Items,
    Scale,
    cautions_on,
    complete_scale,
    named_constructs,
    one_question,
)
from csat_methods.questionnaire.reliability_claims import ReliabilityEstimates
from csat_methods.statistics.influence import influence
from csat_methods.statistics.moments import Moments, moments
from csat_methods.wave.estimate import Estimates, domains, quantile
from csat_methods.wave.smooth import Piece, joint_estimates, nothing
from csat_methods.wave.table import estimates_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

R = TypeVar("R", bound=ReliabilityEstimates)


@dataclass(frozen=True, eq=False)
class Fit:
    """Coefficients of some answers.

    Attributes
    ----------
    values : ndarray, shape (m,)
    total : float
        Variance of the sum that they speak of.
    influence : callable
        () → what each row does to them, (r, m).
    again : callable
        Weights (r,) → the values under them.
    notes : tuple of Message
    columns : dict
        Further columns, each m values.
    """

    values: np.ndarray
    total: float
    influence: Callable[[], np.ndarray]
    again: Callable[[np.ndarray], np.ndarray]
    notes: tuple[Message, ...] = ()
    columns: Mapping[str, np.ndarray] = field(default_factory=dict)


@dataclass(frozen=True, eq=False, kw_only=True)
class Coefficients:
    """What a method asks of its items.

    Attributes
    ----------
    name : str
        The method's name.
    term : str
        What a plain list of items is called.
    fit : callable
        Scale → Fit; ValueError where they cannot be had.
    fewest_items, fewest_people : int
    terms : dict
        Term to its label, where there are several.
    flat : bool
        Whether an item may be constant.
    summed : bool
        Whether answers are added up as they are, not in standard deviations.
    single : bool
        Whether there is one construct at a time; so it is where there are terms.
    """

    name: str
    term: str
    fit: Callable[[Scale], Fit]
    fewest_items: int = 2
    fewest_people: int = 3
    terms: Mapping[str, Message] = field(default_factory=dict)
    flat: bool = False
    summed: bool = True
    single: bool = False


def covariance_fit(
    scale: Scale,
    at: np.ndarray,
    values: Callable[[np.ndarray], np.ndarray],
    gradient: Callable[[], np.ndarray],
    notes: Sequence[Message] = (),
) -> Fit:
    """Return the fit of coefficients that are functions of the covariances.

    Parameters
    ----------
    at : ndarray, shape (m,)
        Their values at the covariances of the scale.
    values : callable
        Covariances (k, k) → (m,).
    gradient : callable
        () → (m, k, k), symmetric.
    """
    x, found = scale.answers, scale.moments
    return Fit(
        at,
        float(found.covariance.sum()),
        lambda: moved(x, found, gradient()),
        lambda w: values(moments(x, w).covariance),
        tuple(notes),
    )


def moved(x: np.ndarray, found: Moments, gradient: np.ndarray) -> np.ndarray:
    """Return what each row does to functions of the covariances, (r, m)."""
    known = np.isfinite(gradient).all(axis=(1, 2))
    z = np.zeros((len(x), len(gradient)))
    if known.any():
        z[:, known] = influence(x, None, found, B=gradient[known])
    return z


def reliability_result(
    wave: Wave,
    cls: type[R],
    items: Items,
    wanted: Coefficients,
    *,
    level: float,
    held: Mapping[str, Any] | None = None,
) -> R:
    """Return the Result of coefficients of one construct or several.

    Parameters
    ----------
    held : dict, optional
        Further attributes of the Result's class, filled in by the fit.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If an item's codes have no mean, or a single construct has no coefficient.
    """
    _checks.between("level", level, 0, 1)
    constructs = named_constructs(wave, items, wanted.term)
    terms = list(wanted.terms) or list(constructs)
    if (wanted.terms or wanted.single) and len(constructs) > 1:
        raise ValueError(
            f"items={list(constructs)}: {len(constructs)} constructs; name one of them."
        )
    scales = [_scale(wave, n, i, wanted) for n, i in constructs.items()]
    fits = [_fit(scale, wanted) for scale in scales]
    faults = [fit for fit in fits if isinstance(fit, str)]
    if faults and len(fits) == 1:
        raise ValueError(faults[0])
    size = len(wanted.terms) or 1
    pairs = list(zip(scales, fits, strict=True))
    found = joint_estimates(wave, [_piece(wave, s, f, size) for s, f in pairs])
    behind = [tuple(i) for i in constructs.values()] * size
    return estimates_result(
        wave,
        cls,
        wanted.name,
        domains(wave),
        terms,
        found,
        level=level,
        about=dict(zip(terms, behind, strict=True)),
        labels=_labels(wave, wanted, constructs),
        columns={
            **_ends(found, level),
            "items": [len(listed) for listed in behind],
            **_columns(fits, found.estimate, size),
        },
        notes=[*cautions_on(wave, scales, summed=wanted.summed), *_notes(fits)],
        **(held or {}),
    )


def _scale(
    wave: Wave, name: str, items: list[str], wanted: Coefficients
) -> Scale | str:
    """Return a construct's complete answers, or why it has no coefficient."""
    if len(items) < wanted.fewest_items:
        return (
            f"items={items}: {len(items)} of them, not estimable, because "
            f"{wanted.name} needs at least {wanted.fewest_items}."
        )
    scale = complete_scale(wave, name, items, wanted.fewest_people)
    if isinstance(scale, str):
        return scale
    flat = [i for i, c in zip(items, scale.constant, strict=True) if c]
    if flat and not wanted.flat:
        return f"items={flat}: not estimable, because their answers do not vary."
    if np.ptp(scale.answers.sum(axis=1)) == 0:
        return f"items={items}: not estimable, because their sum does not vary."
    return one_question(scale) or scale


def _fit(scale: Scale | str, wanted: Coefficients) -> Fit | str:
    if isinstance(scale, str):
        return scale
    try:
        return wanted.fit(scale)
    except ValueError as why:
        people, k = scale.answers.shape
        few = f"{people} people are fewer than {k} items need, {k + 1} (no inverse)."
        reason = few if people <= k else why
        return f"items={list(scale.items)}: not estimable, because {reason}"


def _piece(wave: Wave, scale: Scale | str, fit: Fit | str, size: int) -> Piece:
    if isinstance(scale, str) or isinstance(fit, str):
        return nothing(np.zeros(len(wave.domain), bool), size)

    def again(w: np.ndarray) -> np.ndarray:
        try:
            return fit.again(w)
        except ValueError:
            return np.full(size, np.nan)

    return Piece(scale.rows, fit.values, fit.influence, again)


def _ends(found: Estimates, level: float) -> dict[str, np.ndarray]:
    """Return the ends of the intervals, t on log(1 − estimate)."""
    error = np.where(found.estimate < 1, 1 - found.estimate, np.nan)
    factor = unbounded_is_blank(quantile(found.df, level) * found.se / error)
    return {"ci_low": 1 - error * factor, "ci_high": 1 - error / factor}


def _columns(
    fits: Sequence[Fit | str], estimate: np.ndarray, size: int
) -> dict[str, np.ndarray]:
    """Return the error of the sum, and the columns that fits bring along."""
    known = [fit for fit in fits if not isinstance(fit, str)]
    total = np.repeat([np.nan if isinstance(f, str) else f.total for f in fits], size)
    columns = {"sem": np.sqrt(np.maximum(1 - estimate, 0.0) * total)}
    for name in known[0].columns if known else ():
        blank = np.full(size, np.nan)
        parts = [blank if isinstance(f, str) else f.columns[name] for f in fits]
        columns[name] = np.concatenate(parts)
    return columns


def _labels(
    wave: Wave, wanted: Coefficients, constructs: Mapping[str, list[str]]
) -> dict[str, Text | Message]:
    own: dict[str, Text | Message] = {wanted.term: Message("These items")}
    return {
        **own,
        **wanted.terms,
        **wave.labels(name for name in constructs if name != wanted.term),
    }


def _notes(fits: Sequence[Fit | str]) -> list[Message]:
    without = sum(isinstance(fit, str) for fit in fits)
    notes = [note for fit in fits if not isinstance(fit, str) for note in fit.notes]
    if without:
        notes.append(
            Message(
                "Constructs without a coefficient: {n} (too few items, too few "
                "complete answers, or answers that do not vary or do not fit).",
                {"n": Number(without, "count")},
            )
        )
    return notes
