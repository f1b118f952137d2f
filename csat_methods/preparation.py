"""In which order was the wave made ready, and what did each step do to it?

The steps of a wave file run in their order; each returns a new wave and leaves a line
in its ledger. Nothing is imputed, recoded or weighted that no step asks for.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._arguments import checked
from csat_methods._messages import Listing, Message, Number, Text
from csat_methods.answers.category_rules import NO_CLASS, cut, mapped
from csat_methods.answers.impute import planned
from csat_methods.study.fields import read_words
from csat_methods.wave.conditions import holds
from csat_methods.wave.populations import apart
from csat_methods.weighting.adjust_nonresponse import adjust_nonresponse
from csat_methods.weighting.base_weights import base_weights
from csat_methods.weighting.calibrate import calibrate
from csat_methods.weighting.poststratify import poststratify
from csat_methods.weighting.rake import rake
from csat_methods.weighting.trim_weights import trim_weights

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@checked
def exclude(
    wave: Wave,
    *,
    when: Sequence[Mapping[str, Any]],
    reason: str | Mapping[str, str] | Text,
    ineligible: bool = False,
) -> Wave:
    """Leave people out of the estimates; ineligible ones out of the design too.

    The reason is a text, or one text a language.

    Raises
    ------
    ValueError
        If nobody would remain, or the reason is empty.
    """
    words, out = read_words(reason), holds(wave, when)
    if ineligible:
        return wave.drop(out, reason=words) if out.any() else wave
    left = int((out.to_numpy() & wave.domain).sum())
    if left == wave.n:
        raise ValueError(f"exclude(reason={_said(words)!r}) would leave nobody.")
    new = wave.where(~out, name=condition_of(words))
    return new.noted("exclude", Message("{reason}", {"reason": words}), wave, left)


def condition_of(reason: Text) -> str:
    """Return the condition in words that a step leaves people out by.

    Examples
    --------
    >>> condition_of(Text({"en": "answered too fast"}))
    'without: answered too fast'
    """
    return f"without: {_said(reason)}"


def _said(reason: Text) -> str:
    return reason.texts.get("en") or next(iter(reason.texts.values()))


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


@checked
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
    items = Listing(tuple(map(wave.label, listed)))
    detail = Message("{name} from {items}", {"name": new.label(name), "items": items})
    return new.noted("derive", detail, wave, made)


def _refuse_existing(wave: Wave, name: str) -> None:
    if name in wave.frame.columns:
        raise ValueError(f"name={name!r} is a column already; choose another.")


@checked
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
    label = wave.label(column)
    detail = Message("{item} by the map of the wave file", {"item": label})
    return new.noted("recode", detail, wave, changed)


@checked
def categorise(
    wave: Wave,
    *,
    item: str,
    into: str,
    cuts: Sequence[float] | None = None,
    labels: Sequence[str] | None = None,
    map: Mapping[Any, str] | None = None,
    version: int | None = None,
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
    version : int, optional
        Of these classes, raised whenever they change: the record of the step has it.

    Raises
    ------
    KeyError
        If the item is not in the wave.
    ValueError
        If `into` exists, or not one of `cuts` and `map` is given, or they do not fit,
        or `version` is no number from 1 on.
    """
    (column,) = wave.columns([item])
    told = None if version is None else _checks.whole("version", version, 1)
    _refuse_existing(wave, into)
    answers = wave.frame[column]
    classes = mapped(answers, map) if map is not None else cut(answers, cuts, labels)
    new = wave.assign(**{into: classes})
    lost = int(((classes == NO_CLASS).to_numpy() & wave.domain).sum())
    values = {"item": wave.label(column), "into": into, "lost": Number(lost, "count")}
    detail = Message("{item} into {into}; {lost} unclassified", values)
    if told is not None:
        words = "{item} into {into}, version {version}; {lost} unclassified"
        detail = Message(words, {**values, "version": Number(told, "count")})
    return new.noted("categorise", detail, wave, int(classes.notna().sum()))


STEPS: dict[str, Callable[..., Wave]] = {
    "exclude": exclude,
    "derive": derive,
    "recode": recode,
    "categorise": categorise,
    "base_weights": base_weights,
    "adjust_nonresponse": adjust_nonresponse,
    "poststratify": poststratify,
    "rake": rake,
    "calibrate": calibrate,
    "trim_weights": trim_weights,
    "impute": planned,
}
"""The steps a wave file may name."""


@checked
def prepare(
    wave: Wave, steps: Sequence[Mapping[str, Mapping[str, Any]]] | None = None
) -> Wave:
    """Return the wave after the steps of its file, or other steps, in their order.

    Parameters
    ----------
    wave : Wave
    steps : list of dict, optional
        One step each: ``{name: {argument: value}}``; default: the wave file's.
        Steps: ``exclude, derive, recode, categorise, base_weights,
        adjust_nonresponse, poststratify, rake, calibrate, trim_weights, impute``.

    Returns
    -------
    Wave
        With one line a step in :attr:`Wave.ledger`.

    Raises
    ------
    KeyError
        If a step names a column that is not there.
    ValueError
        If a step is unknown or refuses; the message says which. If present customers
        and prospects or lapsed ones are left together, and the wave file does not
        say that they are pooled.

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
    for position, step in enumerate(_checks.several("steps", given), 1):
        wave = _taken(wave, step, position)
    return apart(wave)


def _taken(wave: Wave, step: Mapping[str, Any], position: int) -> Wave:
    """Return the wave after one step; a refusal names the step."""
    if not isinstance(step, Mapping) or len(step) != 1:
        raise ValueError(
            f"preparation step {position}={_checks.shown(step)} must be one name with "
            "its arguments, {name: {argument: value}}."
        )
    ((name, arguments),) = step.items()
    _checks.one_of(f"preparation step {position}", name, STEPS)
    try:
        return STEPS[name](wave, **_arguments(name, arguments))
    except (ValueError, KeyError) as fault:
        said = fault.args[0] if fault.args else str(fault)
        raise type(fault)(f"preparation step {position} ({name}): {said}") from fault


def _arguments(name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return a step's arguments; unknown and missing ones are refused by name.

    Raises
    ------
    ValueError
        If they are no mapping, or one is unknown or missing.
    """
    given = dict(_checks.mapping("arguments", arguments))
    known = [*inspect.signature(STEPS[name]).parameters.values()][1:]
    names = {each.name for each in known if each.kind is not each.VAR_KEYWORD}
    _checks.keys(f"step {name}", given, {*names, *_derivations(name)})
    needed = {each.name for each in known if each.default is each.empty} & names
    if not needed <= set(given):
        raise ValueError(f"{sorted(needed - set(given))} must be given.")
    return given


def _derivations(name: str) -> Iterable[str]:
    return DERIVATIONS if name == "derive" else ()
