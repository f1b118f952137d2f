"""Which findings are strengths, which are weaknesses, and which does chance leave open?

Each thing is told once, by the worst that is said of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from csat_methods._messages import plain
from csat_methods.report.judgement import Importance, Judged
from csat_methods.report.wave_card import WaveCard

MOST = 5
"""Entries of a list on the front page."""

FIRST = ("gap", "mean", "top_box")
"""Kinds of findings that say what to do first; the first kind that was published."""

WORST = ("bad", "undecided", "good")
"""Verdicts, the worst first."""


def poorest(findings: Sequence[Judged]) -> list[Judged]:
    """Leave out what another finding on the same thing speaks worse of.

    What is rated well and yet falls short of what customers expect is no strength, nor
    is it one, or open, where it fell for certain.
    """
    worst: dict[str, int] = {}
    for each in findings:
        fell = (each.finding.kind, each.finding.verdict) == ("change", "bad")
        if fell or each.finding.kind in FIRST:
            rank = WORST.index(each.finding.verdict)
            name = plain(each.row.label)
            worst[name] = min(rank, worst.get(name, rank))
    return [
        each
        for each in findings
        if each.finding.kind not in FIRST
        or WORST.index(each.finding.verdict) == worst[plain(each.row.label)]
    ]


def strong(findings: Iterable[Judged], card: WaveCard) -> list[Judged]:
    """Leave out satisfaction as a whole, which the headline tells, and shortfalls.

    What customers get less of than they expect is no strength, be it little enough for
    the study's line.
    """
    return [
        f
        for f in findings
        if not f.row.about <= set(card.overall)
        and (f.finding.kind != "gap" or f.finding.estimate >= 0)
    ]


def decided(findings: Iterable[Judged], verdict: str) -> list[Judged]:
    """Return the findings furthest from their line, one of a thing.

    A gap is told rather than the rating that it holds: it says why a rating beside
    which higher ones stand is a strength.
    """
    sure = [f for f in findings if f.finding.verdict == verdict]
    gaps = {plain(f.row.label) for f in sure if f.finding.kind == "gap"}
    told = [
        f
        for f in sure
        if f.finding.kind not in FIRST[1:] or plain(f.row.label) not in gaps
    ]
    return _one_a_thing(sorted(told, key=lambda f: -f.distance))


def undecided(findings: Iterable[Judged], matters: Importance) -> list[Judged]:
    """Return the findings that chance leaves open, the most important first."""
    left = [f for f in findings if f.finding.verdict == "undecided"]
    left = [f for f in left if f.finding.kind != "change"]
    ranked = sorted(left, key=lambda f: -matters.value(matters.of(f.row.about)))
    return _one_a_thing(ranked)


def _one_a_thing(findings: Iterable[Judged]) -> list[Judged]:
    """Return the first finding on each thing, five at most.

    A construct is another thing than its items: the best is not left out because it
    goes with the second best.
    """
    found: dict[str, Judged] = {}
    for each in findings:
        found.setdefault(plain(each.row.label), each)
    return list(found.values())[:MOST]
