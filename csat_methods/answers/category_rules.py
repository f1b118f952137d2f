"""Does every answer fall into a category that somebody has defined?"""

from __future__ import annotations

from csat_methods.answers.answer_sheet import Hits, Sheet, most_first
from csat_methods.study.fields import code_key

NO_CLASS = "unclassified"
"""What the step ``categorise`` calls an answer that its map does not name."""


def unclassified(sheet: Sheet) -> Hits | None:
    """Find answers that no class takes, in the columns that ``categorise`` made."""
    taken = [each for each in sheet.wave.ledger if each.step == "categorise"]
    columns = [str(each.detail.values["into"]) for each in taken]
    columns = [column for column in columns if column in sheet.frame]
    if not columns:
        return None
    frame = sheet.frame[columns]
    places = most_first((frame == NO_CLASS).sum().to_dict())
    return Hits(sum(places.values()), int(frame.notna().to_numpy().sum()), places)


def unknown_levels(sheet: Sheet) -> Hits | None:
    """Find values of segments that the study's segments do not name."""
    study = sheet.wave.study
    named = study.segments.items() if study is not None else ()
    levels = {
        column: set(map(code_key, segment.levels))
        for column, segment in named
        if segment.levels and column in sheet.frame
    }
    if not levels:
        return None
    held = sheet.frame[list(levels)]
    strange = {
        column: int((~held[column].dropna().map(code_key).isin(known)).sum())
        for column, known in levels.items()
    }
    places = most_first(strange)
    return Hits(sum(places.values()), int(held.notna().to_numpy().sum()), places)
