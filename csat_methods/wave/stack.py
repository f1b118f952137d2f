"""How do several waves become one, with the people who took part in more than one?"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary, ref

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._arguments import checked
from csat_methods._messages import Listing, Message
from csat_methods.survey_design.stacking import stacked
from csat_methods.wave.ledger import Entry

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

Waves = Mapping[str, "Wave"] | Sequence["Wave"]

NOT_ASKED = 2
WEAKEST_LAST = ("probability", "quota", "convenience")


def named_waves(waves: Waves, column: str = "wave") -> dict[str, Wave]:
    """Return waves by name, in time order.

    A wave's name is its key, else the id of its file, else the one value of its
    `column`, else its place.

    Raises
    ------
    ValueError
        If there are none, two have one name, or something is no wave.
    """
    _check_waves(waves)
    if isinstance(waves, Mapping):
        named = [(str(name), wave) for name, wave in waves.items()]
    else:
        listed = enumerate(list(waves), start=1)
        named = [(_name(wave, column, place), wave) for place, wave in listed]
    if not named:
        raise ValueError("waves=[] must hold at least one wave.")
    names = [name for name, _ in named]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(
            f"waves={names}: {twice} are named twice; give {{name: wave}}."
        )
    return dict(named)


def _check_waves(waves: Any) -> None:
    if not isinstance(waves, Mapping | list | tuple):
        kind = type(waves).__name__
        raise ValueError(f"waves={kind} must be a list of waves, or {{name: wave}}.")
    listed = waves.values() if isinstance(waves, Mapping) else waves
    strange = [type(each).__name__ for each in listed if not hasattr(each, "design")]
    if strange:
        raise ValueError(f"waves: {strange} are no waves.")


def _name(wave: Wave, column: str, place: int) -> str:
    if wave.file is not None:
        return str(wave.file.id)
    values = wave._frame[column].unique() if column in wave._frame else []
    return _text(values[0]) if len(values) == 1 else str(place)


def _text(value: Any) -> str:
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value)) if whole else str(value)


@checked
def stack(waves: Waves, *, column: str = "wave") -> Wave:
    """Return one wave over all of them: every row of every wave, with its own weight.

    People who took part in several waves (`person`) are one unit of the design, so that
    the errors of differences and trends carry what their answers share; units that
    share people, such as branches, are joined, and so are strata that share units.
    Waves that share nobody stay independent surveys. This is R's design with the person
    as primary unit.

    Parameters
    ----------
    waves : dict or sequence of Wave
        In time order, by name or as a list.
    column : str
        The new column that holds each row's wave.

    Returns
    -------
    Wave
        With the study of the last wave. Items a wave did not ask are blank there and
        count as not asked. An item whose scale differs between waves has none.

    Raises
    ------
    ValueError
        If there is no wave, two have one name, a wave's `column` holds several values,
        or waves with replicate weights share people.

    References
    ----------
    Lumley, T. (2010). *Complex Surveys*, section 2.4 (units over time). Wiley.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, stack
    >>> first = pd.DataFrame({"who": ["a", "b"], "q1": [4, 5]})
    >>> second = pd.DataFrame({"who": ["b", "c"], "q1": [3, 5]})
    >>> both = stack([Wave.from_frame(f, person="who") for f in (first, second)])
    >>> both.n, both.design.n_units, both.frame["wave"].tolist()
    (4, 3, ['1', '1', '2', '2'])
    """
    named = named_waves(waves, column)
    last = next(reversed(named.values()))
    known = _MADE.setdefault(last, {})
    asked = (column, *((name, ref(wave)) for name, wave in named.items()))
    if asked not in known:
        known[asked] = _stacked(named, column)
    return known[asked]


_MADE: WeakKeyDictionary[Wave, dict[tuple[Any, ...], Wave]] = WeakKeyDictionary()
"""Stacks by their last wave, while it lives: a report stacks the same waves often."""


def _stacked(named: Mapping[str, Wave], column: str) -> Wave:
    """Return one wave over all of them."""
    _check_columns(named, column)
    each, scales = list(named.values()), _scales(named)
    person = next((wave.person for wave in each if wave.person), None)
    keys = [f"{name}={wave.key}" for name, wave in named.items()]
    return replace(
        each[-1],
        _frame=_frame(named, column, person),
        design=stacked([wave.design for wave in each], _persons(each)),
        domain=np.concatenate([wave.domain for wave in each]),
        scales={item: ends for item, ends in scales.items() if ends is not None},
        selection=max((wave.selection for wave in each), key=WEAKEST_LAST.index),
        absent=_absent(each),
        reasons={},
        conditions=tuple(dict.fromkeys(c for w in each for c in w.conditions)),
        named=all(wave.named for wave in each),
        person=person,
        file=None,
        path=None,
        notes=_notes(each[-1], [item for item, ends in scales.items() if not ends]),
        source_key=hashlib.sha256("|".join((column, *keys)).encode()).hexdigest(),
        ledger=(_entry(named),),
        private=frozenset().union(*(wave.private for wave in each)),
        timed=_one({wave.timed for wave in each}),
    )


def _one(columns: set[str | None]) -> str | None:
    """Return the column that all waves share; None where they do not."""
    return columns.pop() if len(columns) == 1 else None


def _check_columns(named: Mapping[str, Wave], column: str) -> None:
    """Refuse columns that say something else than the wave, or the person."""
    faults = _checks.Faults()
    people = list(dict.fromkeys(w.person for w in named.values() if w.person))
    for name, wave in named.items():
        values = wave._frame[column].unique() if column in wave._frame else []
        if len(values) > 1:
            faults.add(
                f"column={column!r} holds {len(values)} values in wave {name}; choose "
                "a name that the waves do not have."
            )
        if wave.person not in {None, people[0] if people else None} and (
            people[0] in wave._frame
        ):
            faults.add(
                f"person={wave.person!r} of wave {name} cannot become {people[0]!r}: "
                "that column says something else there."
            )
    faults.stop()


def _frame(named: Mapping[str, Wave], column: str, person: str | None) -> pd.DataFrame:
    """Return the rows of all waves, their wave as an ordered category."""
    frames = [
        wave._frame.rename(columns={wave.person: person} if wave.person else {})
        for wave in named.values()
    ]
    rows = pd.concat(
        [frame.drop(columns=column, errors="ignore") for frame in frames],
        ignore_index=True,
    )
    codes = np.repeat(np.arange(len(frames)), [len(frame) for frame in frames])
    waves = pd.Categorical.from_codes(codes, list(named), ordered=True)
    return pd.concat([rows, pd.Series(waves, rows.index, name=column)], axis=1)


def _persons(waves: Sequence[Wave]) -> list[np.ndarray | None]:
    """Return who each row is, alike over waves; None for waves that do not say."""
    columns = [
        wave._frame[wave.person].astype(object)
        if wave.person
        else pd.Series(np.nan, wave._frame.index, dtype=object)
        for wave in waves
    ]
    codes = pd.factorize(pd.concat(columns, ignore_index=True))[0]
    ends = np.cumsum([len(column) for column in columns])[:-1]
    parts = np.split(codes, ends)
    return [
        part if wave.person else None for part, wave in zip(parts, waves, strict=True)
    ]


def _scales(named: Mapping[str, Wave]) -> dict[str, tuple[float, float] | None]:
    """Return the scale of each item, None where it is not the same in all waves."""
    found: dict[str, tuple[float, float] | None] = {}
    for wave in named.values():
        for item, ends in wave.scales.items():
            known = found.setdefault(item, ends)
            found[item] = ends if known == ends else None
    return found


def _absent(waves: Sequence[Wave]) -> dict[str, np.ndarray]:
    """Return who was asked what: nobody an item that their wave did not have."""
    columns = dict.fromkeys(c for wave in waves for c in wave._names)
    partial = [c for c in columns if any(c not in wave._frame for wave in waves)]
    items = dict.fromkeys([*partial, *(i for wave in waves for i in wave.absent)])
    return {
        item: np.concatenate([_asked(wave, item) for wave in waves]) for item in items
    }


def _asked(wave: Wave, item: str) -> np.ndarray:
    code = 0 if item in wave._frame else NOT_ASKED
    blank = np.full(len(wave.domain), code, np.int8)
    return np.asarray(wave.absent.get(item, blank), np.int8)


def _notes(last: Wave, changed: list[str]) -> tuple[Message, ...]:
    """Return the note on items whose scale changed."""
    if not changed:
        return ()
    named = Listing(tuple(last.label(item) for item in changed))
    return (
        Message(
            "The scale changed between the waves: {items}; their answers are not "
            "comparable.",
            {"items": named},
        ),
    )


def _entry(named: Mapping[str, Wave]) -> Entry:
    people = sum(wave.n for wave in named.values())
    detail = Message("waves as one: {waves}", {"waves": Listing(tuple(named))})
    return Entry("stack", detail, people, people, people)
