"""Does a sample reach every kind of customer?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Listing, Message, Text
from csat_methods.result import Result, Used, method
from csat_methods.sampling.customer_frame import CustomerFrame
from csat_methods.sampling.frame_units import id_texts, listed_ids, sorted_codes
from csat_methods.sampling.sample import Sample

USUAL = ("customer_type", "channel")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class FrameCoverage(Result):
    """Customers and sample by kind.

    Columns ``variable, term, population, eligible, n, share, sample_share,
    difference``: n of the sample, shares of all customers and of the sample.
    """

    term_keys: ClassVar[tuple[str, ...]] = ("variable", "term")
    clause: ClassVar[str] = "7.3.3.3"
    kinds: ClassVar[Mapping[str, str]] = {
        "population": "count",
        "eligible": "count",
        "share": "share",
        "sample_share": "share",
        "difference": "share_difference",
    }

    def headline(self) -> Message:
        """Return whom the sample misses, or that it misses nobody."""
        if len(self.table) == 0:
            return Message("No groups are shown.")
        missed = self.table[self.table["n"] == 0]
        if len(missed) == 0:
            return Message("The sample reaches every kind of customer that is shown.")
        terms = tuple(self.label(term) for term in missed["term"])
        return Message(
            "The sample reaches nobody of: {kinds}.", {"kinds": Listing(terms)}
        )


@method
def frame_coverage(
    customers: CustomerFrame,
    sample: Any,
    *,
    by: str | Sequence[str] | None = None,
) -> FrameCoverage:
    """Return how a sample covers each kind of customer, and warn of kinds it misses.

    Parameters
    ----------
    customers : CustomerFrame
        From :func:`customer_frame`.
    sample : Sample or ids
        Who was drawn.
    by : str or list of str, optional
        Columns of the frame; the customer type, and the channel where there is one,
        when not given.

    Returns
    -------
    FrameCoverage
        One row a kind; a note for every kind of which nobody was drawn.

    Raises
    ------
    KeyError
        If a column is not in the frame.
    ValueError
        If an id of the sample is not in the frame, or the sample is empty.

    References
    ----------
    ISO 10004:2018, C.2 (kinds of customers).

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import customer_frame, frame_coverage
    >>> people = pd.DataFrame({"id": range(10), "chain": [1] * 4 + [0] * 6})
    >>> rules = {"indirect": {"chain": 1}, "direct": {"chain": 0}}
    >>> customers = customer_frame(people, id="id", rules=rules)
    >>> frame_coverage(customers, [4, 5, 6]).summary()
    'The sample reaches nobody of: indirect.'
    """
    frame = customers.frame
    columns = [by] if isinstance(by, str) else list(by or _usual(frame))
    _checks.columns(map(str, frame.columns), columns, "the frame of customers")
    drawn = _drawn(customers, frame, sample)
    parts = [_of_column(frame, drawn, column) for column in columns]
    table = pd.concat(parts, ignore_index=True)
    result = FrameCoverage(
        table=table,
        method="Coverage of the customers",
        used=Used(len(frame), (int(drawn.sum()), int(drawn.sum()))),
        labels={term: Text({"en": str(term)}) for term in table["term"]},
    )
    return _warned(result)


def _usual(frame: pd.DataFrame) -> list[str]:
    return [name for name in USUAL if name in frame.columns]


def _drawn(customers: CustomerFrame, frame: pd.DataFrame, sample: Any) -> np.ndarray:
    column = customers.id_column
    if isinstance(sample, Sample):
        ids = id_texts(sample.frame[sample.plan.id], "the sample")
    else:
        ids = listed_ids(sample, frame, "sample", column)
    texts = pd.Series(id_texts(frame[column], "the frame"))
    unknown = sorted(set(ids) - set(texts))[:5]
    if unknown or not ids:
        raise ValueError(f"sample: {len(ids)} ids; not among the customers: {unknown}.")
    return texts.isin(ids).to_numpy()


def _of_column(frame: pd.DataFrame, drawn: np.ndarray, column: str) -> pd.DataFrame:
    """Return the rows of one column's kinds."""
    codes, levels = sorted_codes(frame[column])
    inside = codes >= 0

    def count(rows: np.ndarray) -> np.ndarray:
        return np.bincount(codes[rows & inside], minlength=len(levels))

    population, n = count(np.ones(len(frame), bool)), count(drawn)
    share, sample_share = population / population.sum(), n / max(n.sum(), 1)
    return pd.DataFrame(
        {
            "variable": column,
            "term": [str(level) for level in levels],
            "population": population,
            "eligible": count(frame["eligible"].to_numpy(bool)),
            "n": n,
            "share": share,
            "sample_share": sample_share,
            "difference": sample_share - share,
        }
    )


def _warned(result: FrameCoverage) -> FrameCoverage:
    """Return the result with a note for each kind of which nobody was drawn."""
    missed = result.table[result.table["n"] == 0].to_dict("records")
    notes = tuple(
        Message(
            "Nobody was drawn of {kind}, {share} of the customers.",
            {"kind": result.label(row["term"]), "share": result.number(row, "share")},
        )
        for row in missed
    )
    return replace(result, notes=notes)
