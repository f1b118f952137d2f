"""How does a reader learn how it was measured, and where every number comes from?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csat_methods import _html
from csat_methods._html import Html, join, tag
from csat_methods._messages import Day, Listing, Message, local_name, translate
from csat_methods.report.about import detail_of
from csat_methods.report.clauses_html import clauses
from csat_methods.report.judgement import made_by
from csat_methods.report.placing import ABOUT, fact
from csat_methods.report.plain_table import plain_table
from csat_methods.report.publish import PublishedResult
from csat_methods.report.wave_card import WaveCard
from csat_methods.study.context import MODES

SELECTIONS = {
    "probability": "At random, everybody with a known chance",
    "quota": "By quotas, without known chances",
    "convenience": "Whoever could be reached, without known chances",
}

LINES = {
    "mean": ("mean rating", "number"),
    "top_box": ("share of best answers", "percent"),
    "net_promoter_score": ("net promoter score", "points"),
    "satisfaction_index": ("satisfaction index", "index"),
    "gap": ("gap", "difference"),
    "change": ("change", "difference"),
    "alpha": ("Cronbach's alpha", "number"),
    "proportion": ("share", "percent"),
}
"""What a line judges, and how its number is written."""

DESIGNS = {
    "steps": (
        "strata: {strata}; primary units: {units}; stages: {stages}; weighting steps: "
        "{steps}"
    ),
    "file": (
        "strata: {strata}; primary units: {units}; stages: {stages}; weights come with "
        "the file"
    ),
    "": "strata: {strata}; primary units: {units}; stages: {stages}; no weights",
}
"""What the intervals allow for, by where weights come from."""

OF_THE_MAKING = (
    "What do the intervals allow for?",
    "How many answers came in, and how many were used?",
)
"""What only those are told who may know how a report was made."""


def method_html(published: Mapping[str, PublishedResult], card: WaveCard) -> Html:
    """Return what opens the section on measuring: design, steps, guidance.

    The steps stand here where no chapter logs them.
    """
    logged = any(made_by(published.values(), "preparation_log"))
    return join(
        tag("h3", translate("Design at a glance")),
        _facts(card),
        _ledger(card) if card.ledger and not logged else "",
        tag("h3", translate("Guidance, and where it is met")),
        clauses(
            published.values(),
            whole=card.internal,
            first=card.audience != "customer",
        ),
    )


def _facts(card: WaveCard) -> Html:
    facts: dict[str, Any] = {
        "Who could be asked?": Listing(card.populations) if card.populations else None,
        "How were people chosen?": Message(SELECTIONS[card.selection]),
        "How were they asked?": _modes(card),
        "When?": _days(card),
        "What do the intervals allow for?": _design(card),
        "How many answers came in, and how many were used?": _answers(card),
        "Which lines decide what is good?": _lines(card),
        "How small may a published group be?": Message(
            "{minimum} answers at least", {"minimum": fact(card.minimum, "minimum")}
        ),
    }
    unknown = Message("not stated")
    rows = [
        [translate(question), _html.value(unknown if told is None else told, ABOUT)]
        for question, told in facts.items()
        if card.internal or question not in OF_THE_MAKING
    ]
    heads = ("Question", "Answer")
    return plain_table("How this wave was measured", heads, rows, class_="words")


def _modes(card: WaveCard) -> Listing | None:
    named = tuple(Message(MODES.get(mode, mode)) for mode in card.mode)
    return Listing(named) if named else None


def _days(card: WaveCard) -> Message | None:
    if card.start is None or card.end is None:
        return None
    return Message("{start} to {end}", {"start": Day(card.start), "end": Day(card.end)})


def _design(card: WaveCard) -> Message | None:
    """Return the parts of the design that errors take into account."""
    if not card.design:
        return None
    counts = {
        name: fact(count, f"design.{name}") for name, count in card.design.items()
    }
    steps, weighted = card.design.get("steps"), card.design.get("weighted")
    return Message(DESIGNS["steps" if steps else "file" if weighted else ""], counts)


def _answers(card: WaveCard) -> Message:
    return Message(
        "{received} came in, {answers} are used",
        {
            "received": fact(card.received, "received"),
            "answers": fact(card.answers, "answers"),
        },
    )


def _lines(card: WaveCard) -> Listing | None:
    """Return the study's own lines, each as a sentence part."""
    named = tuple(
        Message(
            "{what} {line}",
            {
                "what": Message(words),
                "line": fact(card.lines[name], f"lines.{name}", kind),
            },
        )
        for name, (words, kind) in LINES.items()
        if name in card.lines
    )
    return Listing(named) if named else None


def _ledger(card: WaveCard) -> Html:
    rows = [
        [
            translate(entry.step.replace("_", " ")),
            _html.sentence(detail_of(entry, i), ABOUT),
            _html.data(fact(entry.before, f"steps.{i}.before"), ABOUT),
            _html.data(fact(entry.after, f"steps.{i}.after"), ABOUT),
        ]
        for i, entry in enumerate(card.ledger)
    ]
    heads = ("Step", "What was done", "Answers before", "Answers after")
    return join(
        tag("h3", translate("What was done to the answers")),
        plain_table("Steps in their order", heads, rows, class_="ledger"),
    )


# ---------------------------------------------------------------- provenance
def provenance_html(
    published: Mapping[str, PublishedResult], provenance: Mapping[str, Any]
) -> Html:
    """Return the last section: digests, versions, seeds, functions.

    An extract has the key alone: by it those who made it find what it was made of.
    """
    whole = all(each.internal for each in published.values())
    return tag(
        "section",
        tag("h2", translate("Where does every number come from?"), id="provenance-h"),
        *(_record(published, provenance) if whole else _key(provenance)),
        id="provenance",
        aria_labelledby="provenance-h",
    )


def _record(
    published: Mapping[str, PublishedResult], provenance: Mapping[str, Any]
) -> tuple[Html, ...]:
    said = translate(
        "The same answers, settings, code and libraries give this report again, to the "
        "byte. One changed byte of any changes the run's key."
    )
    seeds = provenance.get("seeds", {})
    return tag("p", said), _digests(provenance), _functions(published, seeds)


def _key(provenance: Mapping[str, Any]) -> tuple[Html, ...]:
    said = translate(
        "This report is known by its key: whoever asks about one of its numbers "
        "should name it."
    )
    key = tag("code", str(provenance.get("key", ""))[:16])
    named = tag("p", translate("Key of the run"), " ", key, class_="after")
    return tag("p", said), named


def _digests(provenance: Mapping[str, Any]) -> Html:
    single = {
        "Key of the run": provenance.get("key"),
        "Code": provenance.get("code"),
        "Locked libraries": provenance.get("lock"),
    }
    rows = [
        [translate(name), tag("code", str(digest)[:16])]
        for name, digest in single.items()
        if digest
    ]
    for group in ("inputs", "chapters"):
        rows += [
            [tag("bdi", name, translate="no"), tag("code", str(digest)[:16])]
            for name, digest in dict(provenance.get(group, {})).items()
        ]
    rows += [
        [tag("bdi", name, translate="no"), tag("code", version)]
        for name, version in dict(provenance.get("versions", {})).items()
    ]
    heads = ("What", "Digest or version")
    table = plain_table("What went into this report", heads, rows, class_="words")
    return tag("details", tag("summary", translate("Digests and versions")), table)


def _functions(
    published: Mapping[str, PublishedResult], seeds: Mapping[str, str]
) -> Html:
    rows = [
        [
            _html.identifier(name),
            _html.value(Message(each.result.method)),
            _html.identifier(each.result.call.function if each.result.call else ""),
            tag("code", local_name(each.result.clause)),
            tag("code", local_name(str(seeds.get(name, "")))),
        ]
        for name, each in published.items()
    ]
    heads = ("Result", "Method", "Function", "Clause", "Seed")
    table = plain_table("What made each result", heads, rows, class_="words")
    return tag(
        "details", tag("summary", translate("Function behind each number")), table
    )


def foot(card: WaveCard) -> Html:
    """Return the last line of a page."""
    said = Message(
        "{title}. Guidance is no requirement: this report claims alignment by "
        "self-assessment only.",
        {"title": card.title},
    )
    return tag("footer", tag("p", _html.sentence(said)), class_="foot")
