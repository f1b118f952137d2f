"""By which limits does an item stay, change or go, and who says so?

The table that verdicts on items read. A study may set its own limits and name their
source under ``analysis.limits``; one of ``analysis.lines`` counts too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from csat_methods._messages import Message, Text
from csat_methods.result import judge

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@dataclass(frozen=True)
class ItemRule:
    """One rule.

    Attributes
    ----------
    label : Message
        What it looks at.
    limit : float
    source : str or Text
        Who says so.
    higher_is_better : bool
    then : str
        ``revise`` or ``drop``: what is advised where the whole interval falls short.
    kind : str
        How its numbers are written.
    both_sides : bool
        Whether as far below nought is as bad as above.
    fact : bool
        Whether it is counted, not estimated: the limit itself is then good.
    """

    label: Message
    limit: float
    source: str | Text
    higher_is_better: bool
    then: str
    kind: str = "share"
    both_sides: bool = False
    fact: bool = False

    def verdict(self, low: float, high: float) -> str:
        """Return ``good``, ``bad`` or ``undecided`` of an interval.

        Examples
        --------
        >>> RULES["skew"].verdict(-3.0, -2.5), RULES["skew"].verdict(-2.5, 0.0)
        ('bad', 'undecided')
        """
        better = self.higher_is_better
        if self.fact:
            enough = low >= self.limit if better else low <= self.limit
            return "good" if enough else "bad"
        sides = [judge(low, high, self.limit, higher_is_better=better)]
        if self.both_sides:
            sides += [judge(low, high, -self.limit, higher_is_better=not better)]
        told = ("bad", "undecided", "good")
        return next(verdict for verdict in told if verdict in sides)


RULES: Mapping[str, ItemRule] = {
    "wording": ItemRule(
        Message("faults of wording"),
        0.0,
        "Dillman, Smyth and Christian (2014), ch. 4 and 5",
        higher_is_better=False,
        then="revise",
        kind="count",
        fact=True,
    ),
    "one_answer": ItemRule(
        Message("different answers"),
        2.0,
        "Streiner, Norman and Cairney (2015), ch. 5",
        higher_is_better=True,
        then="drop",
        kind="count",
        fact=True,
    ),
    "content_validity": ItemRule(
        Message("experts who call it relevant"),
        0.78,
        "Lynn (1986), Nursing Research, 35, 382-385",
        higher_is_better=True,
        then="drop",
    ),
    "item_nonresponse": ItemRule(
        Message("left blank by those it applies to"),
        0.05,
        "Schafer (1999), Statistical Methods in Medical Research, 8, 3-15",
        higher_is_better=False,
        then="revise",
    ),
    "floor": ItemRule(
        Message("answers at the lowest point"),
        0.80,
        "Streiner, Norman and Cairney (2015), ch. 5",
        higher_is_better=False,
        then="revise",
    ),
    "ceiling": ItemRule(
        Message("answers at the highest point"),
        0.80,
        "Streiner, Norman and Cairney (2015), ch. 5",
        higher_is_better=False,
        then="revise",
    ),
    "skew": ItemRule(
        Message("skewness"),
        2.0,
        "West, Finch and Curran (1995), in Hoyle, ch. 4",
        higher_is_better=False,
        then="revise",
        kind="number",
        both_sides=True,
    ),
    "direction": ItemRule(
        Message("runs against the other items"),
        0.0,
        "Nunnally and Bernstein (1994), ch. 8",
        higher_is_better=True,
        then="revise",
        kind="number",
    ),
    "item_rest": ItemRule(
        Message("correlation with the other items"),
        0.30,
        "Nunnally and Bernstein (1994), ch. 8",
        higher_is_better=True,
        then="drop",
        kind="number",
    ),
    "alpha_if_deleted": ItemRule(
        Message("rise of alpha without it"),
        0.0,
        "Raykov (2008), British J. Math. Stat. Psychology, 61, 275-285",
        higher_is_better=False,
        then="revise",
        kind="coefficient",
    ),
    "omega_if_deleted": ItemRule(
        Message("rise of omega without it"),
        0.0,
        "Raykov (2008), British J. Math. Stat. Psychology, 61, 275-285",
        higher_is_better=False,
        then="revise",
        kind="coefficient",
    ),
    "minutes": ItemRule(
        Message("minutes to answer, median"),
        20.0,
        "Revilla and Ochoa (2017), Int. J. Market Research, 59, 557-565",
        higher_is_better=False,
        then="revise",
        kind="index",
    ),
    "items_to_mend": ItemRule(
        Message("items that fall short for certain"),
        1 / 3,
        "this project",
        higher_is_better=False,
        then="stop",
    ),
}
"""Rules by name, in the order in which they are told.

Schafer's five per cent is that of blanks which hardly matter; the four fifths of floor
and ceiling those of an answer that tells people no longer apart."""


def rules_of(wave: Wave) -> dict[str, ItemRule]:
    """Return the rules with the limits that the study of a wave sets itself."""
    if wave.study is None:
        return dict(RULES)
    own, lines = wave.study.analysis.limits, wave.study.analysis.lines
    found = dict(RULES)
    for name, rule in RULES.items():
        if name in own:
            source = own[name].source or "the study"
            found[name] = replace(rule, limit=own[name].value, source=source)
        elif name in lines:
            found[name] = replace(rule, limit=lines[name], source="the study")
    return found
