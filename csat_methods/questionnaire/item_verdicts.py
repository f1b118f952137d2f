"""Which items stay as they are, which are to be reworded, and which should go?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Listing, Message, Number, plain
from csat_methods.questionnaire.constructs import Items, named_constructs
from csat_methods.questionnaire.content_validity import (
    ContentValidity,
    content_validity,
)
from csat_methods.questionnaire.item_evidence import (
    FEWEST,
    answer_counts,
    item_evidence,
)
from csat_methods.questionnaire.item_judgement import (
    decided,
    fact,
    in_order,
    judged,
    together,
    words_of,
)
from csat_methods.questionnaire.item_limits import rules_of
from csat_methods.questionnaire.lint_questionnaire import lint_questionnaire
from csat_methods.result import Result, Used, method
from csat_methods.study.structure import structural_faults
from csat_methods.wave import claims
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

UNNAMED = "items"

SENTENCES = {
    "keep": "{label}: keep.",
    "undecided": "{label}: undecided ({rule}: {low} to {high}, limit {limit}).",
    "revise": "{label}: revise ({rule}: {low} to {high}, limit {limit}).",
    "drop": "{label}: drop ({rule}: {low} to {high}, limit {limit}).",
}

COUNTS = {
    "keep": "{n} to be kept",
    "revise": "{n} to be revised",
    "drop": "{n} to be dropped",
    **claims.OPEN,
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ItemVerdicts(Result):
    """One row an item: its verdict, the statistic behind it, its limit and source.

    Attributes
    ----------
    checks : pandas.DataFrame
        Every statistic of every item: ``term, rule, estimate, se, ci_low, ci_high, n,
        limit, better, verdict, source``.
    """

    checks: pd.DataFrame

    clause: ClassVar[str] = "7.3.3"
    kinds: ClassVar[Mapping[str, str]] = {"n_estimate": "count"}

    def headline(self) -> Message:
        """Return how many items stay, change and go, and which go."""
        rows = self.records()
        if not rows:
            return super().headline()
        if len(rows) == 1:
            return self.sentence(rows[0], str(rows[0]["verdict"]))
        found = [str(row["verdict"]) for row in rows]
        return Message("Of {all} items: {counts}.", claims.counted(found, COUNTS))

    def sentence(self, row: Mapping[str, Any], verdict: str) -> Message:
        """Return what is advised for one item, and why."""
        return Message(
            SENTENCES[row["verdict"]],
            {
                "label": self.label(row["term"]),
                "rule": self.label(row["rule"]),
                "low": self.number(row, "ci_low"),
                "high": self.number(row, "ci_high"),
                "limit": self.number(row, "limit"),
            },
        )


@method
def item_verdicts(
    wave: Wave,
    items: Items = None,
    *,
    ratings: Any = None,
    level: float = 0.95,
) -> ItemVerdicts:
    """Return for each item whether to keep, revise or drop it, and on what grounds.

    Faults of wording, relevance to experts, blanks, answers at the ends of the scale,
    skewness, and how the item goes with the others of its construct (those that run
    the wrong way turned round), each held against a limit by its whole interval. The
    gravest verdict counts. An item is kept only
    where every statistic is on the good side for certain; where an interval reaches
    over its limit, nothing is decided by it.

    Parameters
    ----------
    wave : Wave
    items : str, list of str, dict, optional
        A construct's name, a list of columns, or {name: columns}; by default every
        construct of the study.
    ratings : ContentValidity or DataFrame of shape (experts, items), optional
        What :func:`content_validity` returned, or what it takes, codes one to four; by
        default those that the wave's file names, if any.
    level : float
        Confidence of the intervals, between 0 and 1.

    Returns
    -------
    ItemVerdicts
        One row an item: ``term, verdict`` (``keep, revise, drop, undecided``),
        ``rule, estimate, se, ci_low, ci_high, limit, source`` of the statistic it
        rests on, ``n``, who answered the item, and ``n_estimate``, the people or
        experts behind that statistic, missing for faults of wording; `checks` holds
        all of them. Limits are those of the study's
        ``analysis.limits``, else published ones. Shares have exact intervals.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If an item's codes have no mean, or the ratings are no table of codes.

    References
    ----------
    DeVellis, R. F. (2017). *Scale Development*, 4th ed., ch. 5; the limits name their
    sources.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from csat_methods import Wave, item_verdicts
    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(300, 1)) + rng.normal(size=(300, 4))
    >>> x[:, 3] = rng.normal(size=300)
    >>> wave = Wave.from_frame(pd.DataFrame(x, columns=["q1", "q2", "q3", "q4"]))
    >>> found = item_verdicts(wave, ["q1", "q2", "q3", "q4"])
    >>> found.table[["term", "verdict", "rule"]].values[[0, 3]].tolist()
    [['q1', 'keep', 'item_rest'], ['q4', 'drop', 'item_rest']]
    """
    _checks.between("level", level, 0, 1)
    constructs = _constructs(wave, items)
    listed = list(dict.fromkeys(i for each in constructs.values() for i in each))
    rules = rules_of(wave)
    parts = [
        pd.DataFrame([*_wording(wave, listed), *constant_items(wave, listed)]),
        _relevance(wave, listed, ratings, level),
        item_evidence(wave, listed, constructs, level),
    ]
    evidence = together(parts)
    checks = in_order(judged(evidence, rules), rules)
    table = decided(checks, listed)
    n = answer_counts(wave, listed)["n"]
    return result_of(
        wave,
        ItemVerdicts,
        "Verdicts on items",
        table.assign(n=n.to_numpy(), n_estimate=_behind(table)),
        level=level,
        labels={**words_of(wave, rules, listed), **_told_apart(wave, constructs)},
        used=Used(wave.n, (int(n.min()), int(n.max()))),
        about={item: (item,) for item in listed},
        notes=[
            *_notes(int((n < FEWEST).sum())),
            *_alone(wave, table["term"][n >= FEWEST], checks),
        ],
        checks=checks,
    )


def _constructs(wave: Wave, items: Items) -> dict[str, list[str]]:
    """Return the constructs asked for; without any named, the ratings of the study."""
    unnamed = items is None and wave.study is not None and not wave.study.constructs
    return named_constructs(wave, wave.ratings() if unnamed else items, UNNAMED)


def _behind(table: pd.DataFrame) -> pd.Series:
    """Return how many people or experts each statistic rests on; words rest on none."""
    return table["n"].astype(float).where(table["rule"] != "wording")


def _told_apart(
    wave: Wave, constructs: Mapping[str, Sequence[str]]
) -> dict[str, Message]:
    """Return names with their constructs for items that are called alike."""
    home = {item: name for name, items in constructs.items() for item in items}
    called = Counter(plain(wave.label(item)) for item in home)
    return {
        item: Message(
            "{item} ({construct})",
            {"item": wave.label(item), "construct": wave.label(name)},
        )
        for item, name in home.items()
        if called[plain(wave.label(item))] > 1
    }


def _wording(wave: Wave, items: Sequence[str]) -> Iterator[dict[str, object]]:
    """Yield how many faults of wording each item has, where its words are known."""
    study = wave.study
    if study is None:
        return
    structure = {(fault.id, fault.rule) for fault in structural_faults(study)}
    found = lint_questionnaire(study).table
    hits = Counter(
        row["id"]
        for row in found.to_dict("records")
        if (row["id"], row["rule"]) not in structure
    )
    for item in items:
        asked = study.items.get(item)
        if asked is not None and asked.text is not None:
            yield fact(item, "wording", hits[item], hits[item])


def constant_items(wave: Wave, items: Sequence[str]) -> list[dict[str, object]]:
    """Return how many different answers each item got, where enough people answered."""
    counts = answer_counts(wave, items).to_dict("records")
    return [
        fact(row["term"], "one_answer", row["answers"], row["n"])
        for row in counts
        if row["n"] >= FEWEST
    ]


def _relevance(
    wave: Wave, items: Sequence[str], ratings: Any, level: float
) -> pd.DataFrame:
    """Return what experts hold of the items, as evidence."""
    if ratings is None and wave.experts is None:
        return pd.DataFrame()
    given = wave if ratings is None else ratings
    if not isinstance(given, ContentValidity):
        given = content_validity(given, level=level)
    table = given.table
    known = table[table["term"].isin(items)].dropna(subset=["estimate"])
    columns = ["term", "estimate", "se", "ci_low", "ci_high", "n"]
    return known[columns].assign(rule="content_validity")


def _alone(
    wave: Wave, answered: Iterable[str], checks: pd.DataFrame
) -> tuple[Message, ...]:
    """Return the note on items that are judged, but not by the others."""
    others = set(checks.loc[checks["rule"] == "item_rest", "term"])
    alone = [item for item in answered if item not in others]
    if not alone:
        return ()
    return (
        Message(
            "Not judged by how they go with other items (none, too few answers to "
            "both, or all alike): {items}.",
            {"items": Listing(tuple(map(wave.label, alone)))},
        ),
    )


def _notes(few: int) -> tuple[Message, ...]:
    if not few:
        return ()
    return (
        Message(
            "Items that fewer than ten people answered: {n}; they have no "
            "coefficients.",
            {"n": Number(few, "count")},
        ),
    )
