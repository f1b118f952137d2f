"""How full are the quotas?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from csat_methods._messages import Message, Number
from csat_methods.result import Result, Used, method
from csat_methods.sampling.draw_notes import QUOTA
from csat_methods.sampling.frame_units import id_texts, listed_ids, strata_of
from csat_methods.sampling.sample import Sample, stratum_terms


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class QuotaFill(Result):
    """How many of each cell have answered: ``term, quota, n, open, share``."""

    clause: ClassVar[str] = "7.3.3.3"
    kinds: ClassVar[Mapping[str, str]] = {
        "quota": "count",
        "open": "count",
        "share": "share",
    }

    def headline(self) -> Message:
        """Return how many answers are still wanted."""
        rows = self.table
        if len(rows) == 0:
            return Message("No groups are shown.")
        open_ = rows[rows["open"] > 0]
        if len(open_) == 0:
            return Message("Every quota is full.")
        return Message(
            "{open} of {quota} answers are still wanted, in {cells} groups.",
            {
                "open": Number(int(open_["open"].sum()), "count"),
                "quota": Number(int(rows["quota"].sum()), "count"),
                "cells": Number(len(open_), "count"),
            },
        )


@method
def quota_fill(sample: Sample, answered: Any) -> QuotaFill:
    """Return how full each cell of a quota sample is, and refuse one that is overfull.

    Parameters
    ----------
    sample : Sample
        Drawn with ``method="quota"``; its reserves may answer too.
    answered : ids or Series
        Ids of those who have answered.

    Returns
    -------
    QuotaFill
        One row a cell: ``term, quota, n, open, share``.

    Raises
    ------
    ValueError
        If the sample has no quotas, an id is not in it or stands twice, or a cell has
        more answers than its quota.

    References
    ----------
    Moser, C. A. and Kalton, G. (1971). *Survey Methods in Social Investigation*, 2nd
    ed., section 6.5. Heinemann.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import draw_sample, quota_fill
    >>> people = pd.DataFrame({"id": range(40), "city": ["A", "B"] * 20})
    >>> arguments = {"id": "id", "seed": 1, "strata": "city", "method": "quota"}
    >>> sample = draw_sample(people, {"A": 5, "B": 3}, **arguments)
    >>> quota_fill(sample, sample.frame["id"].head(6)).table["open"].tolist()
    [0, 2]
    """
    if sample.selection != "quota":
        raise ValueError(
            f"sample of method {sample.plan.first.method!r} has no quotas."
        )
    people = pd.concat([sample.frame, sample.reserves])
    name = sample.plan.id
    texts = id_texts(people[name], "the sample")
    ids = listed_ids(answered, people, "answered", name)
    unknown = sorted(set(ids) - set(texts))[:5]
    twice = sorted({i for i, count in Counter(ids).items() if count > 1})[:5]
    if unknown or twice:
        raise ValueError(f"answered: not in the sample {unknown}, twice {twice}.")
    codes, levels = strata_of(people, sample.plan.strata)
    inside = pd.Series(texts).isin(ids).to_numpy()
    n = np.bincount(codes[inside], minlength=len(levels))
    return _result(sample, dict(zip(stratum_terms(levels), n.tolist(), strict=True)))


def _result(sample: Sample, counts: Mapping[Any, int]) -> QuotaFill:
    quota = sample.table.set_index("term")["n"]
    n = np.array([counts.get(term, 0) for term in quota.index])
    over = {
        term: f"{k} of {q}"
        for term, k, q in zip(quota.index, n.tolist(), quota, strict=True)
        if k > q
    }
    if over:
        raise ValueError(f"answered: cells hold more than their quota: {over}.")
    wanted = quota.to_numpy()
    return QuotaFill(
        table=pd.DataFrame(
            {
                "term": quota.index.tolist(),
                "quota": wanted,
                "n": n,
                "open": wanted - n,
                "share": n / np.maximum(wanted, 1),
            }
        ),
        method="Quotas",
        used=Used(int(wanted.sum()), (int(n.sum()), int(n.sum()))),
        notes=(QUOTA,),
    )
