"""Do Kano's questions and the ratings say the same of a feature?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from csat_methods._messages import Listing, Message, Number
from csat_methods.expectations.kano import DECIDED, WORDS as CATEGORIES, Kano
from csat_methods.expectations.penalty_reward import (
    UNDECIDED,
    WORDS as KINDS,
    PenaltyReward,
)
from csat_methods.result import Result, Used, method

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

SAME = {
    "must_be": "basic",
    "one_dimensional": "performance",
    "attractive": "exciting",
}
"""Kano's category to the kind that ratings give it."""

WORDS = {
    **CATEGORIES,
    **KINDS,
    "same": Message("the same"),
    "different": Message("different"),
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class KindAgreement(Result):
    """Features with Kano's category, the kind by ratings, and whether both agree."""

    kinds: ClassVar[Mapping[str, str]] = {"probability": "percent"}
    clause: ClassVar[str] = "7.4.3"

    def headline(self) -> Message:
        """Return of how many features both ways say the same."""
        verdict = self.table["verdict"]
        different = self.table.loc[verdict == "different", "term"]
        values = {
            "same": Number(int((verdict == "same").sum()), "count"),
            "decided": Number(int((verdict != UNDECIDED).sum()), "count"),
            "features": Listing(tuple(self.label(term) for term in different)),
        }
        if len(different):
            return Message(
                "Of {decided} features on which both ways are decided, {same} are of "
                "the same kind; different: {features}.",
                values,
            )
        return Message(
            "Of {decided} features on which both ways are decided, {same} are of the "
            "same kind.",
            values,
        )


@method
def kind_agreement(wave: Wave, asked: Kano, rated: PenaltyReward) -> KindAgreement:
    """Return whether Kano's questions and the ratings say the same of each feature.

    A feature is decided when its Kano category has a probability of at least .95 and
    is basic, performance or attractive, and its kind by ratings is decided.

    Parameters
    ----------
    wave : Wave
    asked : Kano
        Without segments.
    rated : PenaltyReward
        Its items meet Kano's features by name, or by their characteristic.

    Returns
    -------
    KindAgreement
        ``term, n, category, probability, kind, verdict`` (same, different, undecided).

    Raises
    ------
    ValueError
        If `asked` has segments, or no feature is in both.

    References
    ----------
    Mikulić, J. and Prebežac, D. (2011). *Managing Service Quality*, 21, 46-66.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, kano, kind_agreement, penalty_reward
    >>> rated = pd.DataFrame({"q": [1, 1, 1, 3, 3, 3, 5, 5, 5] * 3})
    >>> rated["overall"] = [2, 1, 2, 4, 5, 4, 5, 4, 5] * 3
    >>> wave = Wave.from_frame(rated.assign(**{"with": 2, "without": 5}))
    >>> asked = kano(wave, {"q": ("with", "without")})
    >>> found = penalty_reward(wave, "overall", "q", low=2, high=5)
    >>> kind_agreement(wave, asked, found)["q"]["verdict"]
    'same'
    """
    if not isinstance(asked, Kano) or not isinstance(rated, PenaltyReward):
        raise ValueError(
            f"asked={type(asked).__name__} and rated={type(rated).__name__} must be "
            "results of kano and of penalty_reward."
        )
    if asked.by:
        raise ValueError(f"asked has segments {list(asked.by)}; it must have none.")
    kinds = {_feature(wave, r["term"]): r["kind"] for _, r in rated.table.iterrows()}
    table = asked.table[asked.table["term"].isin(kinds)].copy()
    if table.empty:
        raise ValueError(
            f"asked={list(asked.table['term'])} and rated={list(kinds)} share no "
            "feature."
        )
    table["kind"] = table["term"].map(kinds)
    table["verdict"] = [_verdict(row) for row in table.to_dict("records")]
    n = table["n"].to_numpy(int)
    columns = ["term", "n", "category", "probability", "kind", "verdict"]
    return KindAgreement(
        table=pd.DataFrame(table[columns]),
        method="Agreement of kinds",
        used=Used(asked.used.asked, (int(n.min()), int(n.max()))),
        labels={**wave.labels(table["term"]), **WORDS},
        about={t: asked.about.get(t, (t,)) for t in table["term"]},
        domain=asked.domain,
    )


def _feature(wave: Wave, item: str) -> str:
    """Return the characteristic an item is about, else the item itself."""
    known = wave.study is not None and item in wave.study.items
    return str((wave.item(item).characteristic if known else None) or item)


def _verdict(row: Mapping[str, Any]) -> str:
    wanted = SAME.get(row["category"])
    if row["probability"] < DECIDED or row["kind"] == UNDECIDED or wanted is None:
        return UNDECIDED
    return "same" if wanted == row["kind"] else "different"
