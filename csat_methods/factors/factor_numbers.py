"""What do the rules for the number of factors say together?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from csat_methods._messages import Listing, Message, Number
from csat_methods.result import Result

RULES: dict[str, str] = {
    "kaiser": "Eigenvalues above one",
    "scree": "Scree (optimal coordinates)",
    "map": "Average partial correlation",
    "map_revised": "Average partial correlation, revised",
    "ekc": "Empirical Kaiser criterion",
    "hull": "Hull",
    "comparison_data": "Comparison data",
    "parallel_pca": "Parallel analysis",
    "parallel_factor": "Parallel analysis, common part",
    "consensus": "Named most often",
}
"""Terms and their words."""

VOTES = ("map", "map_revised", "ekc", "hull", "comparison_data", "parallel_pca")
"""Rules that count for the consensus. Eigenvalues above one, the scree and the common
part of parallel analysis find too many in simulations (Auerswald and Moshagen 2019)."""


SENTENCES = {
    (0, True): "The items have no dimension in common: {votes} of {all} rules say so.",
    (1, True): "The items have one dimension: {votes} of {all} rules say so.",
    (2, True): "The items have {factors} dimensions: {votes} of {all} rules say so.",
    (0, False): "How many dimensions the items have is undecided; no dimension is "
    "named most often, by {votes} of {all} rules.",
    (1, False): "How many dimensions the items have is undecided; one dimension is "
    "named most often, by {votes} of {all} rules.",
    (2, False): "How many dimensions the items have is undecided; {factors} are named "
    "most often, by {votes} of {all} rules.",
}
"""By the number (none, one, more) and whether most rules say so."""

TIED = (
    "How many dimensions the items have is undecided; as many rules, {votes} of {all}, "
    "name each of these: {numbers}. That nearest the middle is taken: {factors}."
)
"""What is said where no number is named more often than every other."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class FactorNumbers(Result):
    """What each rule says; the consensus is what most of those that vote say.

    Attributes
    ----------
    eigenvalues : pandas.DataFrame
        One row a factor: ``eigenvalue, threshold`` (parallel analysis), ``reference``
        (empirical Kaiser criterion), ``reduced, reduced_threshold`` (common part),
        ``average_partial`` (after that many components).
    n_factors : int
        The consensus.
    """

    eigenvalues: pd.DataFrame
    n_factors: int

    kinds: ClassVar[Mapping[str, str]] = {"estimate": "count"}
    clause: ClassVar[str] = "7.4.3"

    def headline(self) -> Message:
        """Return what most rules agree on."""
        rows = {row["term"]: row for row in self.records()}
        known = {t: r for t, r in rows.items() if not np.isnan(r["estimate"])}
        if "consensus" not in known:
            return super().headline()
        votes = [known[t]["estimate"] for t in VOTES if t in known]
        agreed = known["consensus"]["estimate"]
        values = {
            "factors": self.number(known["consensus"], "estimate"),
            "votes": Number(sum(v == agreed for v in votes), "count"),
            "all": Number(len(votes), "count"),
        }
        times = Counter(votes)
        often = [n for n in sorted(times) if times[n] == times[agreed]]
        if len(often) > 1:
            numbers = Listing(tuple(Number(n, "count") for n in often))
            return Message(TIED, {**values, "numbers": numbers})
        most = 2 * values["votes"].value > len(votes)
        return Message(SENTENCES[min(int(agreed), 2), bool(most)], values)
