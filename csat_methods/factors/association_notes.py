"""What must a reader know of correlations before what rests on them?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from csat_methods._messages import Listing, Message, Number, Text
from csat_methods.factors.association import Association


def association_notes(found: Association) -> list[Message]:
    """Return the notes of whatever rests on these correlations."""
    notes = []
    if found.smoothed:
        notes.append(
            Message(
                "The correlations did not fit together (no data could have all of "
                "them); they were changed as little as needed."
            )
        )
    if found.asked.missing == "available":
        values = found.n_pairs[~np.eye(len(found.R), dtype=bool)]
        notes.append(rests_on(int(values.min()), int(values.max())))
    if found.asked.missing == "em":
        notes.append(
            Message(
                "Blanks enter by what the other answers make likely; this is right if "
                "nothing else decides who leaves a blank."
            )
        )
    return notes


def rests_on(low: int, high: int) -> Message:
    """Return how many people each correlation rests on."""
    return Message(
        "Each correlation rests on those who answered both items: {low} to {high} "
        "people.",
        {"low": Number(low, "count"), "high": Number(high, "count")},
    )


EDGE = "Without exceptions, so that the correlation has no value of its own: {pairs}."
REPAIRED = "With an empty cell, to which one half was added: {pairs}."


def table_notes(found: Association, words: Mapping[str, Text]) -> list[Message]:
    """Return the notes on tables without exceptions and with an empty cell."""
    if found.asked.kind not in {"polychoric", "mixed"}:
        return []
    pairs, notes = found.asked.pairs, []
    for which, sentence in ((pairs.at_edge, EDGE), (pairs.repaired, REPAIRED)):
        items = [[found.asked.items[c] for c in pair] for pair in pairs.pairs[which]]
        named = [
            Message("{first} with {second}", {"first": words[a], "second": words[b]})
            for a, b in items
        ]
        if named:
            notes.append(Message(sentence, {"pairs": Listing(tuple(named))}))
    return notes
