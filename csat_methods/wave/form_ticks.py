"""Which options did people choose, whichever way a platform's file lays them out?

One column an option, one cell with all that were chosen, or both; what comes out is
laid out as the study says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from csat_methods._checks import Faults
from csat_methods.study.fields import code_key
from csat_methods.study.questions import Item
from csat_methods.wave.cells import Cells
from csat_methods.wave.form_answers import Form, in_own_words
from csat_methods.wave.platforms import fold

Chosen = set[str | None]
"""The options of one cell; None among them for what is no option."""


@dataclass
class Ticks:
    """Which options people chose: 1, 0 or NaN by row; whom the question suits not."""

    chosen: dict[str, np.ndarray]
    absent: np.ndarray


def several_answers(form: Form, item: Item, told: Faults) -> dict[str, np.ndarray]:
    """Return the study's own columns of an item with several answers."""
    columns = form.found.options.get(item.id, {})
    options = item.option_names
    lacking = [o for o in options if o not in columns and not _own(form, item, o)]
    if lacking and item.id not in form.found.whole:
        told.add(
            f"item {item.id!r}: no column holds its options {lacking}; the file has "
            f"columns of {sorted(columns)}."
        )
        return {}
    ticks = (_listed if lacking else _ticked)(form, item, told)
    for column, option in form.found.strange.get(item.id, {}).items():
        _add_strange(form, item, option, column, ticks, told)
    return _laid_out(item, ticks)


def _own(form: Form, item: Item, option: str) -> bool:
    """Whether an option is the one of a person's own words, and these are there."""
    return option == item.other and item.id in form.found.own_words


def _ticked(form: Form, item: Item, told: Faults) -> Ticks:
    """Return ticks of one column an option."""
    columns = form.found.options[item.id]
    chosen = {o: _ticks(form, item, o, c, told) for o, c in columns.items()}
    if item.other is not None and item.id in form.found.own_words:
        _add(chosen, item.other, in_own_words(form, item))
    absent = [ticks == 1 for o, ticks in chosen.items() if o not in item.option_names]
    nobody = np.zeros(len(form.table.rows), bool)
    return Ticks(chosen, np.any(absent, axis=0) if absent else nobody)


def _add_strange(
    form: Form, item: Item, option: str, column: str, ticks: Ticks, told: Faults
) -> None:
    """Count an option that the study does not have as other, or refuse it."""
    given = _ticks(form, item, option, column, told) == 1
    if item.other is not None:
        _add(ticks.chosen, item.other, given)
    elif given.any():
        row = form.table.rows[np.flatnonzero(given)[0]]
        told.add(
            f"column {column!r}: {int(given.sum())} people chose {option!r}, which is "
            f"no option of item {item.id!r}; first in row {row}."
        )


def _add(chosen: dict[str, np.ndarray], option: str, ticks: np.ndarray) -> None:
    before = chosen.get(option, np.full(len(ticks), np.nan))
    chosen[option] = np.where(ticks, 1.0, before)


def _ticks(
    form: Form, item: Item, option: str, column: str, told: Faults
) -> np.ndarray:
    """Return 1 for a tick, 0 for none, NaN for a blank, by row."""
    cells, platform = form.cells(column), form.platform
    names = form.names.options_of(item.id)
    chosen = {code_key(code) for code in item.chosen} | platform.yes
    unchosen = ({code_key(code) for code in item.not_chosen} | platform.no) - chosen
    silent = platform.silent | platform.always_silent
    values: list[float | None] = []
    for cell, key in zip(cells.distinct, cells.spelled, strict=True):
        named = names.get(fold(str(cell))) == option or fold(str(cell)) == fold(option)
        own = named and key not in platform.no  # option 0 has the cells 0 and 1, too
        wordy = option == item.other and key not in unchosen | silent
        ticked = key in chosen or own or wordy
        values.append(1.0 if ticked else 0.0 if key in unchosen else None)
    wrong = [
        v is None and k not in silent
        for v, k in zip(values, cells.spelled, strict=True)
    ]
    cells.refuse(wrong, f"neither chosen nor not, for option {option!r}", told)
    return cells.spread(values)


def own_words(form: Form) -> set[str]:
    """Return the columns in which people wrote an answer of their own."""
    found = {c for columns in form.found.own_words.values() for c in columns}
    platform = form.platform
    plain = platform.yes | platform.no | platform.silent | platform.always_silent
    for name, columns in form.found.options.items():
        other = str(form.names.study.items[name].other)
        ticks = plain | {
            k for k, o in form.names.options_of(name).items() if o == other
        }
        if other in columns and set(form.cells(columns[other]).spelled) - ticks:
            found.add(columns[other])
    return found


# ------------------------------------------------------ all answers in one cell
def _listed(form: Form, item: Item, told: Faults) -> Ticks:
    """Return ticks of options that stand in one cell."""
    cells = form.cells(form.found.whole[item.id])
    sets = [
        {item.other if option is None else option for option in each}
        for each in _sets(form, item, cells, told)
    ]
    rule = f"not made of the options {', '.join(item.option_names)}"
    cells.refuse([None in each for each in sets], rule, told)
    codes = dict.fromkeys((*item.option_names, *(str(c) for s in sets for c in s if c)))
    chosen = {
        code: cells.spread([float(code in each) if each else None for each in sets])
        for code in codes
    }
    absent = cells.spread_flags(bool(s - {*item.option_names, None}) for s in sets)
    return Ticks(chosen, absent)


def _sets(form: Form, item: Item, cells: Cells, told: Faults) -> list[Chosen]:
    """Return the options of each distinct cell, by codes or by words.

    What reads both ways, and not as the same, is a fault.
    """
    names = form.names
    known = {"codes": names.codes_of(item.id), "labels": names.words_of(item.id)}
    read = {kind: _read_all(form, item, cells, table) for kind, table in known.items()}
    whole = [k for k, sets in read.items() if not any(None in each for each in sets)]
    if names.form is None and len(whole) > 1 and read["codes"] != read["labels"]:
        told.add(
            f"column {cells.column!r} can be read as codes and as words; say which "
            "under value_form."
        )
    fit = names.form if names.form in whole else next(iter(whole), None)
    return read[fit] if fit else _read_all(form, item, cells, names.options_of(item.id))


def _read_all(
    form: Form, item: Item, cells: Cells, names: Mapping[str, str]
) -> list[Chosen]:
    silent = form.platform.silent | form.platform.always_silent
    joint = form.platform.joint or item.delimiter or ";"
    return [
        set() if key in silent else _chosen(str(cell), joint, names)
        for key, cell in zip(cells.spelled, cells.distinct, strict=True)
    ]


def _chosen(cell: str, joint: str, names: Mapping[str, str]) -> Chosen:
    """Return the options of a cell, whose own names may hold what joins them.

    None stands for what is no option; the longest option that fits is taken first.
    """
    parts = [part for part in cell.split(joint) if part.strip()]
    longest = max((name.count(joint) + 1 for name in names), default=1)
    found: Chosen = set()
    place = 0
    while place < len(parts):
        ends = range(min(place + longest, len(parts)), place, -1)
        whole = ((end, names.get(fold(joint.join(parts[place:end])))) for end in ends)
        place, option = next(((e, o) for e, o in whole if o), (place + 1, None))
        found.add(option)
    return found


# ------------------------------------------------------------------------- layout
def _laid_out(item: Item, ticks: Ticks) -> dict[str, np.ndarray]:
    """Return ticks as the study says that the item's answers are written.

    Who ticked nothing gave no answer: platforms do not tell it from passing over.
    """
    given = (np.column_stack(list(ticks.chosen.values())) == 1).any(axis=1)
    nobody = np.zeros(len(given))
    made = {o: ticks.chosen.get(o, nobody) == 1 for o in item.option_names}
    code = next((c for c in ticks.chosen if c not in item.option_names), "")
    absent = np.where(ticks.absent & ~np.any(list(made.values()), axis=0), code, "")
    if item.columns:
        return _in_columns(item, made, given, absent)
    texts = pd.DataFrame({o: np.where(t, o, "") for o, t in made.items()})
    joined = [
        (item.delimiter or "").join(filter(None, row))
        for row in texts.itertuples(index=False)
    ]
    return {"": np.where(absent != "", absent, np.array(joined, object))}


def _in_columns(
    item: Item, made: Mapping[str, np.ndarray], given: np.ndarray, absent: np.ndarray
) -> dict[str, np.ndarray]:
    yes = str(item.chosen[0]) if item.chosen else ""
    no = str(item.not_chosen[0]) if item.not_chosen else ""
    suited = absent == ""
    cells = {
        option: np.where(suited & given, np.where(made[str(option)], yes, no), "")
        for option in item.columns
    }
    first = next(iter(cells))
    cells[first] = np.where(suited, cells[first], absent)
    return {item.columns[option]: texts for option, texts in cells.items()}
