"""How many customers gave each answer?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Listing, Message, Number, Text
from csat_methods.estimates.categories import (
    categories_of,
    category_number,
    category_text,
    category_words,
    chosen_answers,
)
from csat_methods.result import Result, method
from csat_methods.statistics.share_intervals import INTERVALS
from csat_methods.wave import claims
from csat_methods.wave.estimate import domains
from csat_methods.wave.shares import shares_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

SCALE = 3
"""Answers from which on an item is a scale with a middle."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Proportions(Result):
    """Shares of answers; one row a category, ``category`` and ``category_value``."""

    term_keys: ClassVar[tuple[str, ...]] = ("term", "category")
    kinds: ClassVar[dict[str, str]] = {"estimate": "share"}
    line: ClassVar[str] = "proportion"
    clause: ClassVar[str] = "7.4.3"

    def headline(self) -> Message:
        """Return the most frequent answer of a single question, if one is clear."""
        rows = claims.known_rows(self)
        if len({row["term"] for row in rows}) > 1 and not self.by:
            return self._above_the_middle(rows)
        if len(rows) < 2 or self.by:
            return super().headline()
        *_, second, first = sorted(rows, key=lambda row: row["estimate"])
        label = self.label(first["term"])
        if not claims.apart(second, first):
            return Message(
                "{label}: no answer is clearly the most frequent.", {"label": label}
            )
        return Message(
            "{label}: the most frequent answer is “{answer}”, given by {estimate} "
            "({low} to {high}; n = {n}).",
            {**claims.with_interval(self, first), "answer": self.answer(first)},
        )

    def _above_the_middle(self, rows: Sequence[claims.Row]) -> Message:
        """Return how many answer above the middle of the scale, item by item."""
        table = pd.DataFrame(rows)
        value = table["category_value"].astype(float)
        by_term = value.groupby(table["term"])
        middle = (by_term.transform("min") + by_term.transform("max")) / 2
        if value.isna().any() or (by_term.nunique() < SCALE).any():
            return super().headline()
        above = table["estimate"].where(value > middle, 0.0).groupby(table["term"])
        shares = above.sum()
        fewest, most = shares.idxmin(), shares.idxmax()
        return Message(
            "{low} ({last}) to {high} ({first}) of the answers are above the middle of "
            "the scale.",
            {
                "low": Number(float(shares[fewest]), "percent"),
                "last": self.label(fewest),
                "high": Number(float(shares[most]), "percent"),
                "first": self.label(most),
            },
        )

    @property
    def most_frequent(self) -> pd.Series:
        """The most frequent answers of each row's term: all of them where they tie."""
        names = [*self.by, "term"]
        table = self.table
        largest = table.groupby(names)["estimate"].transform("max")
        first = table[table["estimate"] >= largest - 1e-12]
        return first.groupby(names, sort=False)["category"].agg(tuple)

    def answer(self, row: claims.Row) -> Text | Message | str:
        """Return the words of a row's category."""
        return self.labels.get(f"{row['term']}={row['category']}", row["category"])


@method
def proportions(
    wave: Wave,
    items: str | Sequence[str],
    *,
    by: str | Sequence[str] | None = None,
    interval: str = "logit",
    level: float = 0.95,
) -> Proportions:
    r"""Return the weighted share of each answer, with design-based errors.

    .. math:: \hat p_c = \frac{\sum w_i\, 1(y_i = c)}{\sum w_i}

    over the people who answered the item. With 8 degrees of freedom, intervals are
    claimed to hold for ``logit`` from 30 effective answers on, for ``wilson`` from 10
    with 2 on the rarer side, for ``mean`` from 15 on the rarer side, for ``beta``
    always (it is too wide rather than too narrow); a note says where they are not.

    Parameters
    ----------
    wave : Wave
    items : str or list of str
        A column of codes or words, a list, a construct's name, or an item with
        several answers (each option is then a 0/1 column of its own).
    by : str or list of str, optional
        Segments; a block of rows each, the design kept whole.
    interval : str
        ``logit`` (by t on the log odds), ``wilson`` (n over the design effect),
        ``beta`` (Korn and Graubard's exact one) or ``mean`` (by t on the share).
        A share of exactly 0 or 1 always has an exact interval.
    level : float
        Confidence of the interval, between 0 and 1.

    Returns
    -------
    Proportions
        One row a category, offered ones that nobody chose included: ``term,
        category`` (text), ``category_value`` (number or missing), ``estimate`` (0 to
        1), ``se, ci_low, ci_high, n, df, asked, not_applicable, deff``.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If an item holds open answers or days, nobody is in the domain or answered, or
        `interval` or `level` is unknown.

    References
    ----------
    Särndal, Swensson and Wretman (1992), eq. 5.6.10. Lumley, T. (2010). *Complex
    Surveys*, section 2.3 (`svyciprop`); Korn and Graubard (1998), *Survey
    Methodology* 24, 193-201.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, proportions
    >>> visits = pd.DataFrame({"channel": ["shop", "web", "web", "web"]})
    >>> result = proportions(Wave.from_frame(visits), "channel")
    >>> result.table[["category", "estimate", "n"]].values.tolist()
    [['shop', 0.25, 4], ['web', 0.75, 4]]
    """
    _checks.between("level", level, 0, 1)
    _checks.one_of("interval", interval, INTERVALS)
    where = domains(wave, by)
    asked = {item: categories_of(wave, item) for item in _columns(wave, items)}
    found = {item: values for item, values in asked.items() if values}
    if not found:
        raise ValueError(f"items={list(asked)}: nobody in the domain answered them.")
    offered = [(item, value) for item in found for value in found[item]]
    return shares_result(
        wave,
        Proportions,
        "Share of each answer",
        where,
        [item for item, _ in offered],
        [chosen_answers(wave, item, values) for item, values in found.items()],
        interval=interval,
        level=level,
        labels={**wave.labels(found), **category_words(wave, offered)},
        columns={
            "category": [category_text(value) for _, value in offered] * len(where),
            "category_value": [category_number(value) for _, value in offered]
            * len(where),
        },
        notes=_unanswered(wave, [item for item in asked if item not in found]),
    )


def _columns(wave: Wave, items: str | Sequence[str]) -> list[str]:
    """Return the columns of items, those of an item with several answers spelt out."""
    if isinstance(items, str):
        item = wave.item(items)
        several = item is not None and item.type == "multiple"
        return wave.columns(item.frame_columns if several else items)
    return wave.columns([c for name in items for c in _columns(wave, name)])


def _unanswered(wave: Wave, items: list[str]) -> tuple[Message, ...]:
    """Return the note on items without any answer."""
    if not items:
        return ()
    named = Listing(tuple(wave.label(item) for item in items))
    return (Message("Left out, since nobody answered: {items}.", {"items": named}),)
