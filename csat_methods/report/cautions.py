"""What must a reader keep in mind before trusting the figures?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from csat_methods._messages import Listing, Message
from csat_methods.report.answered import Answered, answered
from csat_methods.report.data_table import hidden_note
from csat_methods.report.judgement import (
    COUNTED,
    Judged,
    Row,
    function_of,
    judged,
    made_by,
    rows_of,
    whole,
)
from csat_methods.report.placing import ABOUT, SAID, fact, placed
from csat_methods.report.publish import PublishedResult, check_published
from csat_methods.report.said import headline_of, note_of
from csat_methods.report.wave_card import WaveCard

LOW_RESPONSE = 0.5
"""Share of the invited below which nonresponse is pointed out (project default)."""

FEW = 100
"""Answers below which a figure is pointed out as resting on few (project default)."""

ESTIMATED = ("means", "top_box", "net_promoter_score", "gap_scores")
"""Functions whose figures rest on answers, for everybody or for groups."""

COVERAGE = ("frame_coverage", "representativeness", "compare_to_frame")
"""Functions that say how well those who answered mirror all customers."""

PLANNED = ("plan_kept",)
"""Functions that hold the answers against what was planned; their notes are said."""

ASIDE = ("alpha", "gap_reliability")
"""Kinds of findings about the measuring, not about customers: they are cautions."""

TOGETHER = {
    "alpha": Message("Not measured reliably enough: {items}."),
    "gap_reliability": Message(
        "Gaps too unreliable to compare single customers by: {items}; compare them by "
        "perception. How sure a mean gap is, its interval says."
    ),
}
"""What to say of several findings of such a kind, in one sentence."""

IMPORTANT = (
    *("relative_importance", "stated_importance"),
    *("importance_performance", "gap_priorities"),
)
"""Functions that say how much something matters."""

IMPORTANCE = {
    "stated": Message(
        "Importance is what customers say matters to them, not what brings "
        "satisfaction about."
    ),
    "derived": Message(
        "Importance says what goes together with satisfaction, not what brings it "
        "about."
    ),
    "both": Message(
        "Importance is what customers say matters, or what goes together with "
        "satisfaction: neither says what brings it about."
    ),
}
"""What importance does not say, by where it comes from."""

TRUSTED = {"gap_reliability": 0.7}
"""Lines of these that hold where the study names none: Nunnally (1978), p. 245."""

Caution = tuple[Message, str]
"""A sentence, and what stands before its references."""


def cautions_of(
    published: Mapping[str, PublishedResult], card: WaveCard
) -> Iterator[Caution]:
    """Yield the cautions of a report, the gravest first.

    Parameters
    ----------
    published : Published
    card : WaveCard
    """
    shown = list(check_published(published).values())
    yield from ((message, ABOUT) for message in (*_selection(card), *notes_of(card)))
    if card.internal:
        yield from _response(answered(shown, card))
        yield from _coverage(shown)
    yield from _plan(shown)
    yield from ((message, "") for message in _questionnaire(card))
    yield from _reliability(shown, card)
    yield from _few(shown)
    if any(_hides(each, card) for each in shown):
        yield hidden_note(fact(card.minimum, "minimum")), ABOUT
    yield from ((message, "") for message in _importance(shown))


def _hides(shown: PublishedResult, card: WaveCard) -> bool:
    """Return whether something of this wave is hidden; trends tell it of others."""
    return any(place.get("wave", card.wave) == card.wave for place in shown.hidden)


def _selection(card: WaveCard) -> Iterator[Message]:
    if card.state == "draft":
        yield Message("The study is a draft: its plan has not been approved.")
    if card.selection != "probability":
        yield Message(
            "The people were not drawn with known chances ({selection}); intervals are "
            "as if drawn at random.",
            {"selection": Message(card.selection)},
        )


def notes_of(card: WaveCard) -> list[Message]:
    """Return what a careful reader must know of a wave, its numbers with places."""
    return [placed(note, f"{SAID}.note:{i}") for i, note in enumerate(card.notes)]


def _response(known: Answered | None) -> Iterator[Caution]:
    """Say how many of those who were asked answered, where few did or it is unknown."""
    if known is None:
        unknown = Message(
            "How many people were asked is not stated, so nobody knows how many did "
            "not answer."
        )
        yield unknown, ABOUT
    elif known.share.value < LOW_RESPONSE:
        few = Message(
            "{share} of the {invited} people who were asked answered; the others may "
            "think otherwise.",
            {"share": known.share, "invited": known.asked},
        )
        yield few, known.prefix


def _coverage(shown: list[PublishedResult]) -> Iterator[Caution]:
    """Say what is known of how well the answers mirror all customers, or that none is.

    The first result that was made for it speaks.
    """
    made = made_by(shown, *COVERAGE)
    told = [(headline_of(each.result), each.prefix) for each in made]
    said = [(message, prefix) for message, prefix in told if message.id != COUNTED]
    unknown = Message(
        "Whether those who answered mirror all customers was not checked against a "
        "list of them."
    )
    yield said[0] if said else (unknown, "")


def _plan(shown: list[PublishedResult]) -> Iterator[Caution]:
    """Say what was planned and the answers cannot carry."""
    for each in made_by(shown, *PLANNED):
        count = len(each.result.notes)
        yield from ((note_of(each.result, i), each.prefix) for i in range(count))


def _few(shown: list[PublishedResult]) -> Iterator[Caution]:
    """Say that figures rest on few answers, where one does."""
    rows = [row for each in made_by(shown, *ESTIMATED) for row in rows_of(each)]
    few = [row for row in rows if row.cells.get("n", FEW) < FEW]
    if few:
        least: Row = min(few, key=lambda row: row.cells["n"])
        yield (
            Message(
                "Some figures rest on few answers, the fewest on {n}: their intervals "
                "are wide.",
                least.said("n"),
            ),
            least.prefix,
        )


def _importance(shown: list[PublishedResult]) -> Iterator[Message]:
    """Say what each kind of importance that is shown tells, and what none does."""
    made = made_by(shown, *IMPORTANT)
    kinds = {getattr(each.result, "importance", "") or _source(each) for each in made}
    if kinds:
        yield IMPORTANCE["both" if len(kinds) > 1 else kinds.pop()]


def _source(shown: PublishedResult) -> str:
    return "stated" if function_of(shown) == "stated_importance" else "derived"


def _questionnaire(card: WaveCard) -> Iterator[Message]:
    for change in card.changes:
        values = {"items": Listing(change.items), "what": change.what}
        if change.comparable:
            yield Message("Asked otherwise than before: {items} ({what}).", values)
        else:
            yield Message(
                "Not to be compared with earlier waves: {items} ({what}).", values
            )


def _reliability(shown: list[PublishedResult], card: WaveCard) -> Iterator[Caution]:
    lines = replace(card, lines={**TRUSTED, **card.lines})
    weak: dict[tuple[str, str], list[Judged]] = defaultdict(list)
    for found in judged(whole(shown, card), lines):
        if found.finding.kind in ASIDE and found.finding.verdict == "bad":
            weak[found.finding.kind, found.row.prefix].append(found)
    for (kind, prefix), those in weak.items():
        yield _weak(TOGETHER[kind], those), prefix


def _weak(together: Message, those: list[Judged]) -> Message:
    """Return what cannot be relied on: its own sentence, or one for several."""
    if len(those) == 1:
        return those[0].finding.message
    each = (
        Message(
            "{label} ({estimate})",
            {"label": found.row.label, "estimate": found.row.number()},
        )
        for found in those
    )
    return Message(together.id, {"items": Listing(tuple(each))})
