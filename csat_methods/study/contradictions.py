"""Where does a study contradict itself?

Names that are used and not declared, or used for two things. Faults of the
questionnaire itself (routing, missing or double overall items, characteristics nobody
is asked about) are findings for a reader, not refusals, and are none of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from csat_methods._near_names import did_you_mean
from csat_methods.study.strict_yaml import Loc

if TYPE_CHECKING:
    from csat_methods.study.instrument import Study

Found = Iterator[tuple[Loc, str]]


def contradictions(study: Study) -> Found:
    """Yield the place and the sentence of each contradiction."""
    yield from _of_items(study)
    yield from _of_columns(study)
    yield from _of_constructs(study)
    yield from _of_plan(study)


def unknown(loc: Loc, names: Iterable[str], known: Iterable[str], what: str) -> Found:
    """Yield the names that are not declared, each with the nearest that is."""
    declared = list(known)
    for name in names:
        if name not in declared:
            yield loc, f"{name!r} {undeclared(name, declared, what)}"


def undeclared(name: str, known: Iterable[str], what: str) -> str:
    """Return what is said of a name that is not declared, with the nearest that is.

    Examples
    --------
    >>> undeclared("sped", ["speed", "price"], "characteristic")
    "is no characteristic of the study; did you mean 'speed'?"
    """
    return f"is no {what} of the study{did_you_mean(name, known)}"


def _of_items(study: Study) -> Found:
    for name, item in study.items.items():
        loc = ("items", name)
        if item.id != name:
            yield (
                (*loc, "id"),
                f"{item.id!r} must be {name!r}, the key it stands under.",
            )
        if item.scale is not None:
            yield from unknown((*loc, "scale"), [item.scale], study.scales, "scale")
        if item.block is not None:
            yield from unknown((*loc, "block"), [item.block], study.blocks, "block")
        if item.characteristic is not None and study.characteristics:
            wanted = [item.characteristic]
            place = (*loc, "characteristic")
            yield from unknown(place, wanted, study.characteristics, "characteristic")


def _of_columns(study: Study) -> Found:
    """Yield the columns that two questions claim."""
    first: dict[str, str] = {}
    for name, item in study.items.items():
        claimed = item.columns.values() if item.columns else [item.column or name]
        for column in claimed:
            other = first.setdefault(column, name)
            if other != name:
                place = ("items", name, "column")
                yield place, f"{column!r} is the column of item {other!r} already."


def _of_constructs(study: Study) -> Found:
    for name, construct in study.constructs.items():
        loc = ("constructs", name)
        columns = [c for item in study.items.values() for c in item.frame_columns]
        yield from unknown((*loc, "items"), construct.items, columns, "item")
        twice = sorted({i for i in construct.items if construct.items.count(i) > 1})
        if twice:
            yield (*loc, "items"), f"{twice} are named twice."
        if name in study.items:
            yield loc, f"{name!r} is the name of an item too; choose another."


def _of_plan(study: Study) -> Found:
    known = [*study.items, *study.constructs]
    for name, members in study.analysis.families.items():
        loc = ("analysis", "families", name)
        yield from unknown(loc, members, known, "item or construct")
    for name, extract in study.analysis.audiences.items():
        place = ("analysis", "audiences", name)
        split = extract.segments or ()
        yield from unknown((*place, "segments"), split, study.segments, "segment")
        out = extract.leave_out
        yield from unknown((*place, "leave_out"), out, known, "item or construct")
    planned = study.analysis.planned
    if planned is not None:
        at = ("analysis", "planned")
        groups = [planned.by] if planned.by else []
        yield from unknown((*at, "by"), groups, study.segments, "segment")
        compared = [planned.item] if planned.item else []
        yield from unknown((*at, "item"), compared, study.items, "item")
    for name, source in study.sources.items():
        loc = ("sources", name, "characteristics")
        yield from unknown(
            loc, source.characteristics, study.catalogue, "characteristic"
        )
    for position, benchmark in enumerate(study.benchmarks):
        spot: Loc = ("benchmarks", position, "of")
        yield from unknown(spot, [benchmark.of], known, "item or construct")
    if study.state == "approved" and study.sponsor is None:
        yield ("state",), "an approved study names its sponsor."
