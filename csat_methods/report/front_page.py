"""What does a reader with one minute need to know?

Findings of the published results become a headline, four to six tiles, three sentences,
what to do first, strengths, weaknesses and cautions. An interval that reaches over its
line is "undecided"; nothing is said to cause anything; an empty list says "none".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from csat_methods._messages import Listing, Message, Number
from csat_methods.report.answer import Said, answer
from csat_methods.report.answered import Answered, answered
from csat_methods.report.cautions import ASIDE, cautions_of
from csat_methods.report.judgement import (
    COUNTED,
    Importance,
    Judged,
    Row,
    importance_of,
    judged,
    kinds_of,
    made_by,
    whole,
)
from csat_methods.report.near_line import told_apart
from csat_methods.report.publish import PublishedResult, check_published
from csat_methods.report.said import headline_of
from csat_methods.report.strengths import (
    FIRST,
    MOST,
    decided,
    poorest,
    strong,
    undecided,
)
from csat_methods.report.tiles import Tile, tiles_of
from csat_methods.report.wave_card import WaveCard

BARE = "{label}: {estimate} ({low} to {high}; n = {n})."
SENTENCES = {
    "mean": "{label}: rated {estimate} ({low} to {high}; n = {n}).",
    "gap": "{label}: gap to expectation {estimate} ({low} to {high}; n = {n}).",
    "top_box": "{label}: {estimate} give the best answers ({low} to {high}; n = {n}).",
    "satisfaction_index": "{label}: index {estimate} ({low} to {high}; n = {n}).",
    "net_promoter_score": (
        "{label}: net promoter score {estimate} ({low} to {high}; n = {n})."
    ),
}
"""What to say instead of numbers alone, by kind of finding."""

MENDING = ("importance_performance", "relative_importance")
"""Functions that say what comes first, where nothing falls short for certain."""

REMEMBER = (
    ("satisfaction_index", "top_box", "net_promoter_score", "means"),
    ("gap_scores", "means"),
    ("compare_waves",),
    MENDING,
    ("net_promoter_score",),
)
"""Functions whose headlines a manager repeats: one of each, the first three."""

NAMED = 3
"""How many of the first steps a sentence names."""


@dataclass(frozen=True)
class Action:
    """One thing to do first, and why.

    Attributes
    ----------
    judged : Judged
        The finding that it falls short.
    why : Message or None
        None where nothing is to be said of how much it matters.
    importance : Number or None
        How much it matters, with what stands before its reference.
    kind : Message or None
        Its kind by Kano's method, where that was asked.
    """

    judged: Judged
    why: Message | None
    importance: tuple[Number, str] | None = None
    kind: Message | None = None


@dataclass(frozen=True)
class FrontPage:
    """What stands before the first section of a report.

    Nothing is `held` against a line where the study sets none for what was measured.
    """

    headline: Said
    tiles: tuple[Tile, ...]
    remember: tuple[Said, ...]
    first: tuple[Action, ...]
    strengths: tuple[Said, ...]
    weaknesses: tuple[Said, ...]
    undecided: tuple[Said, ...]
    cautions: tuple[Said, ...]
    audience: str = "management"
    answered: Answered | None = None
    held: bool = True


def front_page(published: Mapping[str, PublishedResult], card: WaveCard) -> FrontPage:
    """Return the front page of a report.

    Parameters
    ----------
    published : Published
        All results of the run, after the gate.
    card : WaveCard
        Facts of the wave; its lines decide what is good.

    Raises
    ------
    ValueError
        If the results did not pass the gate.
    """
    shown = [each for each in check_published(published).values() if not each.empty]
    everybody = whole(shown, card)
    findings = [f for f in judged(everybody, card) if f.finding.kind not in ASIDE]
    matters = importance_of(everybody, card)
    first = _first(findings, matters, kinds_of(everybody), card)
    tiles = tiles_of(shown, card)
    left = poorest(findings)
    good, bad = decided(strong(left, card), "good"), decided(left, "bad")
    return FrontPage(
        headline=answer(tiles, bad, card),
        tiles=tiles,
        remember=_remember(everybody, first, card),
        first=first,
        strengths=_sentences(good),
        weaknesses=_sentences(bad),
        undecided=_sentences(undecided(left, matters)),
        cautions=tuple(
            Said(message, prefix) for message, prefix in cautions_of(published, card)
        ),
        audience=card.audience,
        answered=answered(shown, card),
        held=bool(findings),
    )


# --------------------------------------------------------------------- lists
def _sentences(findings: Iterable[Judged]) -> tuple[Said, ...]:
    return tuple(Said(_sentence(f), f.row.prefix) for f in findings)


def _sentence(found: Judged) -> Message:
    """Return a finding's own sentence; where it says numbers only, what they are."""
    said = found.finding.message
    if said.id != BARE or found.finding.kind not in SENTENCES:
        return said
    values = told_apart(said.values, found.finding.line)
    return Message(SENTENCES[found.finding.kind], values)


def _remember(
    shown: Sequence[PublishedResult], first: Sequence[Action], card: WaveCard
) -> tuple[Said, ...]:
    """Return what a manager repeats, three sentences at most."""
    telling = [each for each in shown if each.result.headline().id != COUNTED]
    chosen: dict[str, Said] = {}
    for functions in REMEMBER:
        fresh = [r for r in made_by(telling, *functions) if r.name not in chosen]
        if functions is MENDING and first:
            chosen["first"] = Said(_told_first(first, card), first[0].judged.row.prefix)
        elif fresh:
            chosen[fresh[0].name] = Said(headline_of(fresh[0].result), fresh[0].prefix)
    return tuple(chosen.values())[:3]


def _told_first(first: Sequence[Action], card: WaveCard) -> Message:
    """Return what the list beside it begins with: customers do not see what matters."""
    labels = tuple(action.judged.row.label for action in first[:NAMED])
    mended, short = "To be mended first: {items}.", "Falling short most: {items}."
    told = short if card.audience == "customer" else mended
    return Message(told, {"items": Listing(labels)})


# ------------------------------------------------------------- what to do first
def _first(
    findings: Sequence[Judged],
    matters: Importance,
    kinds: Mapping[str, Message],
    card: WaveCard,
) -> tuple[Action, ...]:
    """Return what falls short for certain, the widest first of what may matter."""
    published = {f.finding.kind for f in findings}
    kind = next((kind for kind in FIRST if kind in published), "")
    short = [
        f for f in findings if (f.finding.kind, f.finding.verdict) == (kind, "bad")
    ]
    ranked = sorted(short, key=lambda f: (-_tier(f.row, matters), -_shortfall(f)))
    whys = WHY if card.internal else {**WHY, "": None}
    return tuple(_action(f, matters, kinds, whys) for f in ranked[:MOST])


def _shortfall(found: Judged) -> float:
    return abs(found.finding.estimate - found.finding.line)


def _tier(row: Row, matters: Importance) -> int:
    """Return 2 for what may matter as much as the average, 1 for not known, 0."""
    return {"less": 0, "": 1}.get(_matters(row, matters), 2)


def _matters(row: Row, matters: Importance) -> str:
    """Return ``more`` or ``less`` than average, ``undecided``; empty if unknown."""
    known = matters.of(row.about)
    if known is None:
        return ""
    own = matters.column != "estimate"
    stem = f"{matters.column}_" if own else "ci_"
    ends = (f"{stem}low", f"{stem}high")
    value = matters.value(known)
    low, high = (float(known.cells.get(end, value)) for end in ends)
    if low <= matters.average <= high:
        return "undecided"
    return "more" if low > matters.average else "less"


def _action(
    found: Judged,
    matters: Importance,
    kinds: Mapping[str, Message],
    whys: Mapping[str, Message | None],
) -> Action:
    row = found.row
    known = matters.of(row.about)
    number = (known.number(matters.column), known.prefix) if known else None
    return Action(found, whys[_matters(row, matters)], number, kinds.get(row.term))


WHY = {
    "more": Message("Falls short for certain, and matters more than average."),
    "undecided": Message(
        "Falls short for certain; whether it matters more than average is undecided."
    ),
    "": Message("Falls short for certain; how much it matters was not measured."),
    "less": Message("Falls short for certain, but matters less than average."),
}
"""Why something is to be done first, by how much it matters; to those who are not told
how much, it is not said to be unknown."""
