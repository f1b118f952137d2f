"""Which parts of the guidance does a report belong to?"""

from __future__ import annotations

from collections.abc import Iterable

from csat_methods import _html
from csat_methods._html import Html, join, tag
from csat_methods._messages import Listing, Message, local_name, translate
from csat_methods.report.plain_table import plain_table
from csat_methods.report.publish import PublishedResult

CLAUSES = {
    "6": "Plan what is measured, of whom, how often and with what means",
    "7.2": "Know the customers and what they expect",
    "7.3": "Collect data soundly",
    "7.4": "Analyse: how satisfied, why, what matters; and check it",
    "7.5": "Bring results to those who can act on them",
    "7.6": "Follow satisfaction over time",
    "8": "Review the measuring itself",
}
"""Clauses of the guidance, in this project's words."""

BY_ITSELF = {
    "7.5": (
        "this report itself: what was found and what is good",
        "this report itself: what was found, what is good and what comes first",
    )
}
"""What a report does for a clause although none of its methods belongs to it, and what
one does that says what to do first."""


def clauses(
    shown: Iterable[PublishedResult], *, whole: bool = True, first: bool = True
) -> Html:
    """Return which parts of the guidance results of this report belong to.

    A report that is not the `whole` one names only those that it belongs to; not each
    says what comes `first`.
    """
    met: dict[str, dict[str, None]] = {}
    for each in shown:
        for clause in CLAUSES:
            if f"{each.result.clause}.".startswith(f"{clause}."):
                met.setdefault(clause, {})[each.result.method] = None
    rows = [
        [
            tag("code", local_name(clause)),
            translate(words),
            _met(clause, met.get(clause, ()), first=first),
        ]
        for clause, words in CLAUSES.items()
        if whole or clause in met or clause in BY_ITSELF
    ]
    note = translate(
        "Aligned with the guidance by self-assessment; nobody has assessed it from "
        "outside, and the guidance sets no thresholds."
    )
    table = plain_table(
        "Clauses in this project's words",
        ("Clause", "What is asked for", "Methods in this report"),
        rows,
        class_="words",
    )
    return join(table, tag("p", note, class_="after"))


def _met(clause: str, methods: Iterable[str], *, first: bool) -> Html:
    """Return which methods belong to a clause, or what the report itself does."""
    own = [Message(BY_ITSELF[clause][first])] if clause in BY_ITSELF else []
    listed = (*own, *map(Message, methods))
    if not listed:
        return tag("span", translate("not in this report"), class_="none")
    return _html.value(Listing(listed))
