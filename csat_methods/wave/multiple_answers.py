"""Which of its options did people choose, where a question takes several?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from csat_methods._checks import Faults
from csat_methods.study.fields import code_key, number_of
from csat_methods.study.questions import Item
from csat_methods.wave.cells import Cells
from csat_methods.wave.question import Keys, Question, Reading
from csat_methods.wave.value_words import words_of


def read_multiple(question: Question, columns: list[Cells], faults: Faults) -> Reading:
    """Return one 0/1 column an option of an item with several answers."""
    read = _read_ticks if question.item.columns else _read_listed
    return read(question, columns, faults)


# --------------------------------------------------------- one column an option
def _read_ticks(question: Question, columns: list[Cells], faults: Faults) -> Reading:
    """Read one column an option; a blank is no tick where another cell is filled."""
    item, absent_keys = question.item, question.answers.not_applicable
    named = dict(zip(item.columns, columns, strict=True))
    ticks = {name: _ticks(question, name, c, faults) for name, c in named.items()}
    given = ~np.isnan(np.column_stack(list(ticks.values()))).all(axis=1)
    spelled = [(c, _keys(question, c)) for c in columns]
    flags = [c.spread_flags(k in absent_keys for k in keys) for c, keys in spelled]
    made = {}
    for option in item.option_names:
        found = np.nan_to_num(ticks[option]) if option in ticks else 0.0
        made[option] = np.where(given, found, np.nan)
    return _of_options(item, made, np.any(flags, axis=0) & ~given)


def _ticks(question: Question, option: str, cells: Cells, faults: Faults) -> np.ndarray:
    """Return 1 for a tick, 0 for none, NaN for a blank, by row."""
    item = question.item
    chosen = {code_key(code) for code in item.chosen}
    unchosen = {code_key(code) for code in item.not_chosen} - chosen
    named = {k for k, name in _options_by_words(item).items() if name == option}
    chosen |= named - _plain(unchosen, chosen, cells)
    unchosen -= chosen
    meaning = dict.fromkeys(unchosen, 0.0) | dict.fromkeys(chosen, 1.0)
    values = [meaning.get(key) for key in cells.spelled]
    pairs = zip(_keys(question, cells), values, strict=True)
    strange = [value is None and key not in question.silent for key, value in pairs]
    cells.refuse(strange, f"neither chosen nor not, for option {option!r}", faults)
    return cells.spread(values)


def _keys(question: Question, cells: Cells) -> list[str]:
    """Return the spelling of each cell; of words for "not applicable", the code's."""
    absent = words_of(question.item, question.answers)
    absent |= {key: key for key in _options_by_words(question.item)}
    return [absent.get(key, key) for key in cells.spelled]


def _plain(unchosen: set[str], chosen: set[str], cells: Cells) -> set[str]:
    """Return what means not chosen, though it may be the option's own name.

    A number does, and a word beside what means chosen.
    """
    if not chosen.isdisjoint(cells.spelled):
        return unchosen
    return {key for key in unchosen if number_of(key) is not None}


# --------------------------------------------------------- all options in one cell
def _read_listed(question: Question, columns: list[Cells], faults: Faults) -> Reading:
    """Read options that stand in one cell with a delimiter between them."""
    (cells,) = columns
    item = question.item
    names, keys = _options_by_words(item), _keys(question, cells)
    sets: list[set[str | None]] = [
        set() if key in question.silent else _chosen(item, names, str(cell))
        for key, cell in zip(keys, cells.distinct, strict=True)
    ]
    rule = f"not made of the options {', '.join(item.option_names)}"
    cells.refuse([None in chosen for chosen in sets], rule, faults)
    made = {}
    for option in item.option_names:
        ticks = [float(option in chosen) if chosen else None for chosen in sets]
        made[option] = cells.spread(ticks)
    absent = (key in question.answers.not_applicable for key in keys)
    return _of_options(item, made, cells.spread_flags(absent))


def _chosen(item: Item, names: Mapping[str, str], cell: str) -> set[str | None]:
    """Return the options of a cell; None among them for what is no option."""
    parts = [part for part in cell.split(item.delimiter or "") if part.strip()]
    return {names.get(code_key(part), item.other) for part in parts}


# ---------------------------------------------------------------------- options
def _options_by_words(item: Item) -> dict[str, str]:
    """Return {spelling of an option or of its words: option}."""
    named = {
        code_key(text): str(option)
        for option, words in item.options.items()
        for text in (words.texts.values() if words else ())
    }
    return named | {code_key(name): name for name in item.option_names}


def _of_options(
    item: Item, made: Mapping[str, np.ndarray], absent: np.ndarray
) -> Reading:
    def meets(wanted: Keys) -> np.ndarray:
        chosen = [made[o] == 1 for o in item.option_names if code_key(o) in wanted]
        return np.any(chosen, axis=0) if chosen else np.zeros(len(absent), bool)

    answered = ~np.isnan(next(iter(made.values())))
    columns = {f"{item.id}:{option}": ticks for option, ticks in made.items()}
    return Reading(columns, answered | absent, absent, meets)
