"""How does a survey platform's file become a table as the study describes it?

Nobody maps a column: names are found by the conventions of :mod:`platforms`. What is
found of no item is kept and named; ids, addresses and names of people are not kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from csat_methods._checks import Faults
from csat_methods._messages import Listing, Message
from csat_methods.study.form_codes import RESPONDENT
from csat_methods.study.instrument import Study
from csat_methods.study.plan import Duration, WaveFile
from csat_methods.study.questions import Item
from csat_methods.wave.cells import Cells
from csat_methods.wave.export_rows import once_each
from csat_methods.wave.file_columns import columns_of
from csat_methods.wave.form_answers import Form, whole_answers
from csat_methods.wave.form_columns import found_columns
from csat_methods.wave.form_names import Names, said
from csat_methods.wave.form_ticks import own_words, several_answers
from csat_methods.wave.platforms import PLATFORMS, Platform, fold
from csat_methods.wave.raw_table import RawTable, heading


def as_study(
    table: RawTable, study: Study, file: WaveFile
) -> tuple[RawTable, WaveFile]:
    """Return the answers of a platform's file under the study's names and codes.

    Parameters
    ----------
    table : RawTable
        As it was read.
    study : Study
    file : WaveFile
        Its ``sources.responses.kind`` names the platform; other kinds change nothing.

    Returns
    -------
    table : RawTable
        One column an item as the study says; then what is no item, under its own name.
    file : WaveFile
        With the platform's personal columns left out, and its times as the duration.

    Raises
    ------
    ValueError
        If two columns could be one item, or cells of several answers are no options:
        all at once.
    """
    platform = PLATFORMS.get(file.sources.responses.kind)
    if platform is None:
        return table, file
    table = _answered(table, platform, study, file)
    wanted = wanted_names(study, file)
    hidden = {c for c in table.frame if fold(c) in platform.hidden - wanted}
    hidden |= set(_layout(table, platform, wanted))
    left_out = {heading(c) for c in file.sources.responses.leave_out} | hidden
    faults = Faults()
    names = Names(study, file, platform)
    free = [
        c for c in table.frame if c not in left_out and not _own(c, platform, wanted)
    ]
    found = found_columns(table, names, platform, free, faults)
    form = Form(table, names, platform, found)
    answers = dict(_answers(form, study, file, faults))
    _stop(table, faults)
    others = table.frame.drop(columns=list(found.columns - own_words(form)))
    short = _short(others, platform, wanted, answers) | _own_words(form, others)
    apart = {c: f"{c} ({file.sources.responses.kind})" for c in others if c in answers}
    known = wanted | {fold(c) for c in own_words(form)}
    unmatched = tuple(c for c in free if c in others and fold(c) not in known)
    others = others.rename(columns=short | apart)
    notes = (*table.notes, *_notes(table.name, unmatched))
    frame = pd.concat([pd.DataFrame(answers, dtype="str"), others], axis=1)
    told = replace(table, frame=frame, notes=notes, unmatched=unmatched)
    hidden = {apart.get(column, column) for column in hidden}
    return told, _told(file, platform, frame, hidden, apart)


def _answered(
    table: RawTable, platform: Platform, study: Study, file: WaveFile
) -> RawTable:
    """Return the rows that are answers, each submission once."""
    table = platform.counted(_with_own_names(table, platform))
    return once_each(table, _ids(platform, study, file))


def _ids(platform: Platform, study: Study, file: WaveFile) -> list[str]:
    """Return the columns that tell submissions apart, unless they are something else.

    Left out is what was copied from several surveys, each with ids of its own.
    """
    items = [c for item in study.items.values() for c in columns_of(item, file)]
    taken = {*map(fold, items), *map(fold, file.sources.responses.leave_out)}
    return [name for name in platform.ids if name not in taken]


def _stop(table: RawTable, faults: Faults) -> None:
    """Refuse a file with all its faults, if there are any."""
    faults.sentences = [f"{table.name}: {words}" for words in faults.sentences]
    faults.stop()


def _with_own_names(table: RawTable, platform: Platform) -> RawTable:
    """Return a table whose platform's own columns have one name in every export."""
    short = {c: _own_name(c, table, platform) for c in table.frame}
    fresh = {c: name for c, name in short.items() if name not in table.frame}
    return replace(table, frame=table.frame.rename(columns=fresh))


def _own_name(column: str, table: RawTable, platform: Platform) -> str:
    """Return the name of a column that the platform adds; of others, their own."""
    name = fold(column)
    worded = {**platform.renamed, **dict.fromkeys(said("Respondent"), RESPONDENT)}
    if name in worded:
        return worded[name]
    if name in platform.own | platform.hidden:
        return column
    coded = platform.parts(column, table).questions[1:2]
    short = fold(coded[0]) if coded else ""
    return short if short in platform.own else column


def _layout(
    table: RawTable, platform: Platform, wanted: frozenset[str]
) -> Iterator[str]:
    """Yield the empty columns of what a form shows and does not ask."""
    for column in table.frame:
        names = platform.parts(column, table).questions
        named = any(platform.layout.fullmatch(name) for name in names)
        spare = named and fold(column) not in wanted
        if spare and len(Cells.of(table, column).distinct) == 0:
            yield column


def _own(column: str, platform: Platform, wanted: frozenset[str]) -> bool:
    """Whether a column is the platform's, and nothing the study speaks of."""
    name = fold(column)
    return (name in platform.own or name in platform.hidden) and name not in wanted


# ------------------------------------------------------------------ what is named
def wanted_names(study: Study, file: WaveFile) -> frozenset[str]:
    """Return, as :func:`fold` spells them, the columns that the params speak of."""
    parts = file.model_dump(include={"columns", "duration", "steps", "purchases"})
    said = {*_texts(parts), *study.segments}
    items = (columns_of(item, file) for item in study.items.values())
    said |= {column for columns in items for column in columns}
    if study.consent is not None and study.consent.column:
        said.add(study.consent.column)
    return frozenset(map(fold, said))


def _texts(part: Any) -> Iterator[str]:
    """Yield every text of nested parts, keys included."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        yield from _texts(list(part))
        yield from _texts(list(part.values()))
    elif isinstance(part, list | tuple):
        for each in part:
            yield from _texts(each)


def _short(
    others: pd.DataFrame, platform: Platform, wanted: frozenset[str], taken: Any
) -> dict[str, str]:
    """Return the columns whose end is a name the params speak of, and that name."""
    short: dict[str, str] = {}
    for column in others:
        if fold(column) in wanted:
            continue
        parts = platform.parts(column, RawTable(others, np.arange(0), "")).questions
        name = next((p for p in parts[1:] if fold(p) in wanted), None)
        if name is not None and name not in {*others, *taken, *short.values()}:
            short[column] = name
    return short


def _own_words(form: Form, others: pd.DataFrame) -> dict[str, str]:
    """Return the columns of words of one's own, and what the form calls these."""
    named = {
        column: form.names.codes[item].own_words
        for item, columns in form.found.own_words.items()
        for column in columns
        if len(columns) == 1
    }
    fresh = {c: name for c, name in named.items() if name and name not in others}
    return {c: name for c, name in fresh.items() if c in others}


# -------------------------------------------------------------------------- answers
def _answers(
    form: Form, study: Study, file: WaveFile, told: Faults
) -> Iterator[tuple[str, np.ndarray]]:
    """Yield the study's columns and their cells, of the items that are in the file."""
    for name, item in study.items.items():
        if item.type == "multiple" and _is_there(form, name):
            for column, cells in several_answers(form, item, told).items():
                yield heading(column) if column else _column(item, file), cells
        elif item.type != "multiple" and name in form.found.whole:
            yield _column(item, file), whole_answers(form, item)


def _is_there(form: Form, name: str) -> bool:
    found = form.found
    return name in found.whole or name in found.options


def _column(item: Item, file: WaveFile) -> str:
    return columns_of(item, file)[0]


# --------------------------------------------------------------- what is said of it
def _told(
    file: WaveFile,
    platform: Platform,
    frame: pd.DataFrame,
    hidden: set[str],
    apart: Mapping[str, str],
) -> WaveFile:
    """Return the wave file with what the platform is known to write.

    `apart` has the platform's own columns that are called otherwise than in the file,
    as an item has their name.
    """
    people = sorted(c for c in hidden if fold(c) in platform.names)
    others = sorted(hidden - set(people))
    source = file.sources.responses
    source = source.model_copy(update={"leave_out": (*source.leave_out, *others)})
    sources = file.sources.model_copy(update={"responses": source})
    names = (*file.columns.names, *people)
    columns = file.columns.model_copy(update={"names": names})
    changed: dict[str, Any] = {"sources": sources, "columns": columns}
    if file.duration is None:
        changed["duration"] = _span(platform, frame, apart)
    return file.model_copy(update=changed)


def _span(
    platform: Platform, frame: pd.DataFrame, apart: Mapping[str, str]
) -> Duration | None:
    """Return the platform's own times, where the file has them."""
    known = {fold(column): column for column in frame}
    known |= {fold(column): name for column, name in apart.items()}
    for names in platform.spans:
        columns = [known[name] for name in names if name in known]
        if len(columns) == len(names) == 1:
            return Duration(column=columns[0])
        if len(columns) == len(names) and "duration" not in known:
            return Duration(start=columns[0], end=columns[1])
    return None


def _notes(name: str, unmatched: tuple[str, ...]) -> tuple[Message, ...]:
    if not unmatched:
        return ()
    text = "{file} has columns that are no item of the study: {columns}."
    return (Message(text, {"file": name, "columns": Listing(unmatched)}),)
