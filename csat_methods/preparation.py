"""In which order was the wave made ready, and what did each step do to it?

The steps of a wave file run in their order; each returns a new wave and leaves a line
in its ledger. Nothing is imputed, recoded or weighted that no step asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Listing, Message, Number
from csat_methods.weighting.calibrate import calibrate
from csat_methods.weighting.rake import rake

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

CONDITIONS: dict[str, Callable[[pd.Series, Any], pd.Series]] = {
    "in": lambda column, values: column.isin(values),
    "not_in": lambda column, values: column.notna() & ~column.isin(values),
    "equals": lambda column, value: column == value,
    "not_equals": lambda column, value: column.notna() & (column != value),
    "at_least": lambda column, value: column >= value,
    "at_most": lambda column, value: column <= value,
    "above": lambda column, value: column > value,
    "below": lambda column, value: column < value,
    "missing": lambda column, value: column.isna() == value,
}
"""What a condition may ask of an item; a blank meets none but ``missing``."""


def holds(wave: Wave, when: Sequence[Mapping[str, Any]]) -> pd.Series:
    """Return which rows meet all conditions.

    Parameters
    ----------
    when : list of dict
        ``{item: q1, at_most: 2}``, one operator each; all must hold.

    Raises
    ------
    KeyError
        If an item is not in the wave.
    ValueError
        If a condition has no operator, several, or an unknown one.
    """
    frame = wave.frame
    _checks.columns(map(str, frame.columns), [c["item"] for c in when], "the wave")
    met = pd.Series(data=True, index=frame.index)
    for condition in when:
        operators = {key: value for key, value in condition.items() if key != "item"}
        if len(operators) != 1:
            raise ValueError(f"when={dict(condition)} must have one operator.")
        ((operator, value),) = operators.items()
        _checks.one_of("operator", operator, CONDITIONS)
        answer = CONDITIONS[operator](frame[condition["item"]], value)
        met &= answer.fillna(value=False).astype(bool)
    return met


def exclude(
    wave: Wave,
    *,
    when: Sequence[Mapping[str, Any]],
    reason: str,
    ineligible: bool = False,
) -> Wave:
    """Leave people out of the estimates; ineligible ones out of the design too.

    Raises
    ------
    ValueError
        If nobody would remain.
    """
    out = holds(wave, when)
    if ineligible:
        return wave.drop(out, reason=reason) if out.any() else wave
    left = int((out.to_numpy() & wave.domain).sum())
    if left == wave.n:
        raise ValueError(f"exclude(reason={reason!r}) would leave nobody.")
    new = wave.where(~out, name=f"without: {reason}")
    return new.noted("exclude", Message("{reason}", {"reason": reason}), wave, left)


def _mean(answers: np.ndarray, least: int) -> np.ndarray:
    held = (~np.isnan(answers)).sum(axis=1)
    total = np.nansum(answers, axis=1)
    return np.where(held >= least, total / np.maximum(held, 1), np.nan)


def _sum(answers: np.ndarray, least: int) -> np.ndarray:
    return _mean(answers, max(least, answers.shape[1])) * answers.shape[1]


def _first(answers: np.ndarray, _: int) -> np.ndarray:
    return pd.DataFrame(answers).bfill(axis=1).iloc[:, 0].to_numpy()


DERIVATIONS = {"mean_of": _mean, "sum_of": _sum, "first_of": _first}
"""How several columns become one; a sum needs all of them."""


def derive(wave: Wave, *, name: str, at_least: int | None = None, **of: Any) -> Wave:
    """Make one column of several: ``mean_of``, ``sum_of`` or ``first_of``.

    Raises
    ------
    ValueError
        If not one derivation is named, or the column exists.
    """
    if len(of) != 1:
        raise ValueError(
            f"derive(name={name!r}) needs one of {', '.join(DERIVATIONS)}."
        )
    ((kind, items),) = of.items()
    _checks.one_of("derive", kind, DERIVATIONS)
    _refuse_existing(wave, name)
    listed = wave.columns(items)
    least = len(listed) if at_least is None else at_least
    values = DERIVATIONS[kind](wave.answers(listed), least)
    new = wave.assign(**{name: values})
    made = int((~np.isnan(values) & wave.domain).sum())
    detail = Message(
        "{name} from {items}", {"name": name, "items": Listing(tuple(listed))}
    )
    return new.noted("derive", detail, wave, made)


def _refuse_existing(wave: Wave, name: str) -> None:
    if name in wave.frame.columns:
        raise ValueError(f"name={name!r} is a column already; choose another.")


def recode(
    wave: Wave,
    *,
    item: str,
    map: Mapping[Any, Any],
    into: str | None = None,
) -> Wave:
    """Replace answers of one item by others; what the map does not name stays.

    Raises
    ------
    KeyError
        If the item is not in the wave.
    ValueError
        If `into` exists.
    """
    (column,) = wave.columns([item])
    if into is not None:
        _refuse_existing(wave, into)
    answers = wave.frame[column]
    hit = answers.isin(list(map))
    new = wave.assign(**{into or item: answers.where(~hit, answers.map(map))})
    changed = int((hit.to_numpy() & wave.domain).sum())
    detail = Message("{item} by the map of the wave file", {"item": item})
    return new.noted("recode", detail, wave, changed)


def categorise(
    wave: Wave,
    *,
    item: str,
    into: str,
    cuts: Sequence[float] | None = None,
    labels: Sequence[str] | None = None,
    map: Mapping[Any, str] | None = None,
) -> Wave:
    """Group the answers of one item into named classes, exhaustive and exclusive.

    Parameters
    ----------
    cuts : list of float, optional
        Rising bounds; a class runs from its bound up to, not including, the next.
    labels : list of str, optional
        Names of the classes: one more than the cuts.
    map : dict, optional
        Answer to class; answers it does not name become ``unclassified``.

    Raises
    ------
    KeyError
        If the item is not in the wave.
    ValueError
        If `into` exists, or not one of `cuts` and `map` is given, or they do not fit.
    """
    (column,) = wave.columns([item])
    _refuse_existing(wave, into)
    answers = wave.frame[column]
    classes = _mapped(answers, map) if map is not None else _cut(answers, cuts, labels)
    new = wave.assign(**{into: classes})
    lost = int(((classes == "unclassified").to_numpy() & wave.domain).sum())
    detail = Message(
        "{item} into {into}; {lost} unclassified",
        {"item": item, "into": into, "lost": Number(lost, "count")},
    )
    return new.noted("categorise", detail, wave, int(classes.notna().sum()))


def _mapped(answers: pd.Series, classes: Mapping[Any, str]) -> pd.Series:
    known = answers.map(classes)
    return known.where(known.notna() | answers.isna(), "unclassified")


def _cut(
    answers: pd.Series, cuts: Sequence[float] | None, labels: Sequence[str] | None
) -> pd.Series:
    bounds, names = list(cuts or ()), list(labels or ())
    rising = all(a < b for a, b in pairwise(bounds))
    if not bounds or not rising or len(names) != len(bounds) + 1:
        raise ValueError(
            f"cuts={bounds} must rise and labels={names} name one class more than cuts."
        )
    position = np.searchsorted(bounds, answers.to_numpy(float), side="right")
    return pd.Series(np.array(names)[position], answers.index).where(answers.notna())


STEPS: dict[str, Callable[..., Wave]] = {
    "exclude": exclude,
    "derive": derive,
    "recode": recode,
    "categorise": categorise,
    "rake": rake,
    "calibrate": calibrate,
}
"""The steps a wave file may name."""


def prepare(
    wave: Wave, steps: Sequence[Mapping[str, Mapping[str, Any]]] | None = None
) -> Wave:
    """Return the wave after the steps of its file, or other steps, in their order.

    Parameters
    ----------
    wave : Wave
    steps : list of dict, optional
        One step each: ``{name: {argument: value}}``; default: the wave file's.
        Steps: ``exclude, derive, recode, categorise, rake, calibrate``.

    Returns
    -------
    Wave
        With one line a step in :attr:`Wave.ledger`.

    Raises
    ------
    KeyError
        If a step names a column that is not there.
    ValueError
        If a step is unknown or refuses; the message says which.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, prepare
    >>> wave = Wave.from_frame(pd.DataFrame({"q1": [1, 4, 5]}))
    >>> rule = {"when": [{"item": "q1", "below": 2}], "reason": "straight line"}
    >>> prepare(wave, [{"exclude": rule}]).n
    2
    """
    given = steps
    if given is None:
        given = wave.file.preparation if wave.file is not None else ()
    for position, step in enumerate(given, 1):
        wave = _taken(wave, step, position)
    return wave


def _taken(wave: Wave, step: Mapping[str, Any], position: int) -> Wave:
    """Return the wave after one step; a refusal names the step."""
    if not isinstance(step, Mapping) or len(step) != 1:
        raise ValueError(f"preparation step {position}={step!r} must be one name.")
    ((name, arguments),) = step.items()
    _checks.one_of(f"preparation step {position}", name, STEPS)
    try:
        return STEPS[name](wave, **_arguments(name, arguments))
    except (ValueError, KeyError) as fault:
        said = fault.args[0] if fault.args else str(fault)
        raise type(fault)(f"preparation step {position} ({name}): {said}") from fault


def _arguments(name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return a step's arguments; unknown ones are refused by name."""
    given = dict(arguments)
    code = getattr(STEPS[name], "__wrapped__", STEPS[name]).__code__
    known = code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount]
    allowed = {*known, *(DERIVATIONS if name == "derive" else ())} - {"of"}
    _checks.keys(f"step {name}", given, allowed)
    return given
