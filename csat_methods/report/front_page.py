"""What does a reader with one minute need to know?

Findings of the published results become a headline, four to six tiles, three sentences,
what to do first, strengths, weaknesses and cautions. An interval that reaches over its
line is "undecided"; nothing is said to cause anything; an empty list says "none".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from csat_methods._messages import Message, Number
from csat_methods.report.cautions import cautions_of
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
from csat_methods.report.publish import PublishedResult, check_published
from csat_methods.report.tiles import Tile, tiles_of
from csat_methods.report.wave_card import WaveCard

MOST = 5
"""Entries of a list on the front page."""

ASIDE = ("alpha",)
"""Kinds of findings about the measuring, not about customers: they are cautions."""

FIRST = ("gap", "mean", "top_box")
"""Kinds of findings that say what to do first; the first kind that was published."""

REMEMBER = (
    ("satisfaction_index", "top_box", "net_promoter_score", "means"),
    ("gap_scores", "means"),
    ("compare_waves",),
    ("importance_performance", "relative_importance"),
    ("net_promoter_score",),
)
"""Functions whose headlines a manager repeats: one of each, the first three."""


@dataclass(frozen=True)
class Said:
    """A sentence, and what stands before its references."""

    message: Message
    prefix: str = ""


@dataclass(frozen=True)
class Action:
    """One thing to do first, and why.

    Attributes
    ----------
    judged : Judged
        The finding that it falls short.
    why : Message
    importance : Number or None
        How much it matters, with what stands before its reference.
    kind : Message or None
        Its kind by Kano's method, where that was asked.
    """

    judged: Judged
    why: Message
    importance: tuple[Number, str] | None = None
    kind: Message | None = None


@dataclass(frozen=True)
class FrontPage:
    """What stands before the first section of a report."""

    headline: Said
    tiles: tuple[Tile, ...]
    remember: tuple[Said, ...]
    first: tuple[Action, ...]
    strengths: tuple[Said, ...]
    weaknesses: tuple[Said, ...]
    undecided: tuple[Said, ...]
    cautions: tuple[Said, ...]


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
    matters = importance_of(everybody)
    tiles = tiles_of(shown, card)
    good, bad = _decided(findings, "good"), _decided(findings, "bad")
    return FrontPage(
        headline=_headline(tiles, bad),
        tiles=tiles,
        remember=_remember(everybody),
        first=_first(findings, matters, kinds_of(everybody)),
        strengths=_sentences(good),
        weaknesses=_sentences(bad),
        undecided=_sentences(_undecided(findings, matters)),
        cautions=tuple(
            Said(message, prefix) for message, prefix in cautions_of(published, card)
        ),
    )


# --------------------------------------------------------------------- lists
def _decided(findings: Iterable[Judged], verdict: str) -> list[Judged]:
    """Return the findings furthest from their line, one of a construct."""
    sure = [f for f in findings if f.finding.verdict == verdict]
    return _one_a_construct(sorted(sure, key=lambda f: -f.distance))


def _undecided(findings: Iterable[Judged], matters: Importance) -> list[Judged]:
    """Return the findings that chance leaves open, the most important first."""
    left = [f for f in findings if f.finding.verdict == "undecided"]
    left = [f for f in left if f.finding.kind != "change"]
    ranked = sorted(left, key=lambda f: -matters.value(matters.of(f.row.about)))
    return _one_a_construct(ranked)


def _one_a_construct(findings: Iterable[Judged]) -> list[Judged]:
    """Return the first finding of each construct, five at most."""
    found: dict[str, Judged] = {}
    for each in findings:
        found.setdefault(each.construct, each)
    return list(found.values())[:MOST]


def _sentences(findings: Iterable[Judged]) -> tuple[Said, ...]:
    return tuple(Said(f.finding.message, f.row.prefix) for f in findings)


def _remember(shown: Sequence[PublishedResult]) -> tuple[Said, ...]:
    """Return the headlines that a manager repeats, three at most."""
    telling = [each for each in shown if each.result.headline().id != COUNTED]
    chosen: dict[str, PublishedResult] = {}
    for functions in REMEMBER:
        fresh = [r for r in made_by(telling, *functions) if r.name not in chosen]
        if fresh:
            chosen[fresh[0].name] = fresh[0]
    listed = list(chosen.values())[:3]
    return tuple(Said(each.result.headline(), each.prefix) for each in listed)


# ------------------------------------------------------------- what to do first
def _first(
    findings: Sequence[Judged], matters: Importance, kinds: Mapping[str, Message]
) -> tuple[Action, ...]:
    """Return what falls short for certain: what matters most of it comes first."""
    published = {f.finding.kind for f in findings}
    kind = next((kind for kind in FIRST if kind in published), "")
    short = [
        f for f in findings if (f.finding.kind, f.finding.verdict) == (kind, "bad")
    ]
    ranked = sorted(short, key=lambda f: (-_weight(f.row, matters), -f.distance))
    return tuple(_action(f, matters, kinds) for f in ranked[:MOST])


def _weight(row: Row, matters: Importance) -> int:
    """Return 2 for what matters more than average, 1 for not known, 0 for less."""
    known = matters.of(row.about)
    if known is None:
        return 1
    return 2 if matters.value(known) >= matters.average else 0


def _action(found: Judged, matters: Importance, kinds: Mapping[str, Message]) -> Action:
    row = found.row
    known = matters.of(row.about)
    number = (known.number(matters.column), known.prefix) if known else None
    return Action(found, WHY[_weight(row, matters)], number, kinds.get(row.term))


WHY = {
    2: Message("Falls short for certain, and matters more than average."),
    1: Message("Falls short for certain; how much it matters was not measured."),
    0: Message("Falls short for certain, but matters less than average."),
}


# ------------------------------------------------------------------- headline
def _headline(tiles: Sequence[Tile], bad: Sequence[Judged]) -> Said:
    """Return the one sentence that answers."""
    if not tiles:
        return Said(Message("Too few answers to say how satisfied customers are"))
    first = tiles[0]
    change = first.change_verdict if first.change is not None else ""
    sentence = LEVELS[change, first.verdict if not change else "", bool(bad)]
    values = {"label": first.label, "estimate": first.row.number()}
    if bad:
        values["weak"] = bad[0].row.label
    return Said(Message(sentence, values), first.row.prefix)


LEVELS = {
    ("good", "", True): "Satisfaction rose; {weak} falls short most clearly",
    ("good", "", False): "Satisfaction rose, and nothing falls short for certain",
    ("bad", "", True): "Satisfaction fell; {weak} falls short most clearly",
    ("bad", "", False): "Satisfaction fell, yet nothing falls short for certain",
    ("undecided", "", True): (
        "No certain change in satisfaction; {weak} falls short most clearly"
    ),
    ("undecided", "", False): (
        "No certain change in satisfaction, and nothing falls short for certain"
    ),
    (
        "",
        "good",
        True,
    ): "Satisfaction is above its line; {weak} falls short most clearly",
    ("", "good", False): (
        "Satisfaction is above its line, and nothing falls short for certain"
    ),
    (
        "",
        "bad",
        True,
    ): "Satisfaction is below its line; {weak} falls short most clearly",
    ("", "bad", False): "Satisfaction is below its line",
    ("", "undecided", True): (
        "Satisfaction is close to its line; {weak} falls short most clearly"
    ),
    ("", "undecided", False): (
        "Satisfaction is close to its line, and nothing falls short for certain"
    ),
    ("", "", True): "{label} stands at {estimate}; {weak} falls short most clearly",
    ("", "", False): "{label} stands at {estimate}",
}
"""Verdict of the change, else of the level; whether anything falls short."""
