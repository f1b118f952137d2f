"""Which one sentence answers whether customers are satisfied?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from csat_methods._messages import Message
from csat_methods.report.judgement import Judged
from csat_methods.report.tiles import Tile
from csat_methods.report.wave_card import WaveCard


@dataclass(frozen=True)
class Said:
    """A sentence, and what stands before its references."""

    message: Message
    prefix: str = ""


def answer(tiles: Sequence[Tile], bad: Sequence[Judged], card: WaveCard) -> Said:
    """Return the one sentence that answers."""
    if not tiles:
        return Said(Message("Too few answers to say how satisfied customers are"))
    whole_ones = (t for t in tiles if t.change and t.row.about <= set(card.overall))
    first = next(whole_ones, tiles[0])
    change = first.change_verdict
    level = "" if change else first.verdict
    told = bool(bad) or card.internal
    sentence = LEVELS[change, level, bool(bad)] if told else ALONE[change, level]
    values = {"label": first.subject, "estimate": first.row.number()}
    if bad:
        values["weak"] = bad[0].row.label
    return Said(Message(sentence, values), first.row.prefix)


LEVELS = {
    ("good", "", True): "Satisfaction rose; the clearest shortfall: {weak}",
    ("good", "", False): "Satisfaction rose, and nothing falls short for certain",
    ("bad", "", True): "Satisfaction fell; the clearest shortfall: {weak}",
    ("bad", "", False): "Satisfaction fell, yet nothing falls short for certain",
    ("undecided", "", True): (
        "No certain change in satisfaction; the clearest shortfall: {weak}"
    ),
    ("undecided", "", False): (
        "No certain change in satisfaction, and nothing falls short for certain"
    ),
    ("", "good", True): (
        "Satisfaction is above its line; the clearest shortfall: {weak}"
    ),
    ("", "good", False): (
        "Satisfaction is above its line, and nothing falls short for certain"
    ),
    ("", "bad", True): (
        "Satisfaction is below its line; the clearest shortfall: {weak}"
    ),
    ("", "bad", False): "Satisfaction is below its line",
    ("", "undecided", True): (
        "Whether satisfaction is above its line is undecided; the clearest shortfall: "
        "{weak}"
    ),
    ("", "undecided", False): (
        "Whether satisfaction is above its line is undecided; nothing falls short for "
        "certain"
    ),
    ("", "", True): "{label} stands at {estimate}; the clearest shortfall: {weak}",
    ("", "", False): "{label} stands at {estimate}",
}
"""Verdict of the change, else of the level; whether anything falls short."""

ALONE = {
    ("good", ""): "Satisfaction rose",
    ("bad", ""): "Satisfaction fell",
    ("undecided", ""): "No certain change in satisfaction",
    ("", "good"): "Satisfaction is above its line",
    ("", "bad"): "Satisfaction is below its line",
    ("", "undecided"): "Whether satisfaction is above its line is undecided",
    ("", ""): "{label} stands at {estimate}",
}
"""The same for readers who are not told of every shortfall: none is denied to them."""
