"""What follows for an item from all that speaks for and against it?

Each statistic is held against its limit by its interval; the worst verdict counts, and
where an interval reaches over its limit nothing is decided by it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from csat_methods._messages import Message, Text
from csat_methods.questionnaire.item_limits import ItemRule

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

VERDICTS = {
    "drop": Message("to be dropped"),
    "revise": Message("to be revised"),
    "undecided": Message("undecided"),
    "keep": Message("to be kept"),
}
"""Verdicts on an item, the gravest first."""

TELLING = ("item_rest", "item_nonresponse")
"""What is told of an item that is kept, where it is known."""

WORDLESS = {"verdict": "undecided", "rule": "none", "source": ""}
"""What stands for an item without any statistic."""

EVIDENCE = ["term", "rule", "estimate", "se", "ci_low", "ci_high", "n"]
DECIDED = ["term", "verdict", "rule", "estimate", "se", "ci_low", "ci_high", "n"]
DECIDED += ["limit", "source"]


def judged(evidence: pd.DataFrame, rules: Mapping[str, ItemRule]) -> pd.DataFrame:
    """Return statistics with the verdict that each allows.

    Parameters
    ----------
    evidence : DataFrame
        ``term, rule, estimate, se, ci_low, ci_high, n``.
    rules : dict
        Name to rule.

    Returns
    -------
    DataFrame
        With ``limit, better`` (``above`` or ``below`` it), ``verdict`` (``keep,
        revise, drop, undecided``) and ``source``. A correlation with the other items
        whose whole interval lies below nought is the rule ``direction``: turned
        round, the item may well go with them.
    """
    turned = (evidence["rule"] == "item_rest") & (evidence["ci_high"] < 0)
    table = evidence.assign(rule=evidence["rule"].mask(turned, "direction"))
    held = [rules[name] for name in table["rule"]]
    ends = zip(held, table["ci_low"], table["ci_high"], strict=True)
    found = [
        {"good": "keep", "bad": rule.then}.get(verdict := rule.verdict(low, high))
        or verdict
        for rule, low, high in ends
    ]
    return table.assign(
        limit=[rule.limit for rule in held],
        better=["above" if rule.higher_is_better else "below" for rule in held],
        verdict=found,
        source=[source_of(rule) for rule in held],
    )


def decided(
    checks: pd.DataFrame, terms: Iterable[str], *, in_words: Collection[str] = ()
) -> pd.DataFrame:
    """Return one row an item: its verdict, and the statistic that it rests on.

    The gravest verdict counts; of several statistics with it, the first rule, but where
    all are good one that the answers make.

    Parameters
    ----------
    checks : DataFrame
        As :func:`judged` returns it.
    terms : iterable of str
        Items.
    in_words : collection of str
        Items answered in words, of which blanks are all that can be counted: these may
        fall short, but nothing shows that they are good.

    Returns
    -------
    DataFrame
        :data:`DECIDED`; an item without any statistic is undecided.
    """
    unknown = checks["term"].isin(list(in_words)) & (checks["verdict"] == "keep")
    checks = checks[~unknown]
    grave = {verdict: place for place, verdict in enumerate(VERDICTS)}
    made = {rule: place / len(TELLING) / 2 for place, rule in enumerate(TELLING)}
    good = checks["verdict"] == "keep"
    less = checks["rule"].map(made).fillna(0.5).where(good, 0.0)
    order = checks["verdict"].map(grave) + less
    first = checks.iloc[order.argsort(kind="stable")]
    rows = first.drop_duplicates("term").set_index("term").reindex(list(terms))
    table = rows.rename_axis("term").reset_index()
    for name, word in WORDLESS.items():
        table[name] = table[name].astype(object).where(table[name].notna(), word)
    return table[DECIDED]


def together(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return evidence of several kinds in one table, which may be empty."""
    known = [part for part in parts if len(part)]
    if not known:
        return pd.DataFrame(columns=EVIDENCE)
    return pd.concat(known, ignore_index=True)[EVIDENCE]


def fact(term: str, rule: str, value: float, n: int) -> dict[str, object]:
    """Return the evidence of something counted, which has no error."""
    ends = {"estimate": float(value), "ci_low": float(value), "ci_high": float(value)}
    return {"term": term, "rule": rule, **ends, "se": 0.0, "n": int(n)}


def in_order(checks: pd.DataFrame, rules: Mapping[str, ItemRule]) -> pd.DataFrame:
    """Return statistics rule by rule, in the order in which rules are told."""
    place = {name: i for i, name in enumerate(rules)}
    order = checks["rule"].map(place)
    return checks.iloc[order.argsort(kind="stable")].reset_index(drop=True)


def source_of(rule: ItemRule) -> str:
    """Return who a rule is from, as a table names it."""
    source = rule.source
    return source if isinstance(source, str) else next(iter(source.texts.values()))


def words_of(
    wave: Wave, rules: Mapping[str, ItemRule], terms: Sequence[str]
) -> dict[str, Text | Message]:
    """Return what items, rules, verdicts and sources are called."""
    sources = {source_of(rule): rule.source for rule in rules.values()}
    cited = {
        name: source if isinstance(source, Text) else Text({"en": source})
        for name, source in sources.items()
    }
    return {
        **VERDICTS,
        "none": Message("no statistic"),
        **cited,
        "the study": Message("the study"),
        "this project": Message("this project"),
        **{name: rule.label for name, rule in rules.items()},
        **wave.labels(terms),
    }
