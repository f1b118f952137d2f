"""Who is asked?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from csat_methods.result import method
from csat_methods.sampling.draw_plan import IN_TURN, read_plan
from csat_methods.sampling.frame_units import id_texts, listed_ids
from csat_methods.sampling.sample import Sample, draw_by_plan


@method
def draw_sample(
    frame: pd.DataFrame,
    n: Any = None,
    *,
    id: str,  # noqa: A002
    seed: int,
    method: str = "srs",
    strata: str | Sequence[str] | None = None,
    clusters: str | None = None,
    size: str | None = None,
    stages: Sequence[Mapping[str, Any]] | None = None,
    start: float | None = None,
    reserve: Any = 0,
    exclude: Any = None,
    keep: Any = None,
    order_by: str | Sequence[str] | None = None,
) -> Sample:
    r"""Draw customers from a list, so that anybody can draw the same ones again.

    Every customer has a permanent random number,

    .. math:: u = \mathrm{BLAKE2b}(\text{seed} \,|\, \text{stage} \,|\, \text{id})
              / 2^{64},

    and so has every cluster: a draw depends on the ids and the seed, never on the order
    of the rows, the platform or the version of a library.

    ============== ===================================================================
    srs            the n smallest numbers: every set of n has the same chance
    systematic     every N/n-th row of the list from a random start
    pps_systematic the same along the cumulated sizes
    sampford       chances in proportion to size, all pairs possible
    brewer         the same, drawn one after another
    quota          the first by number in each cell until it is full; chances unknown
    ============== ===================================================================

    A chance in proportion to size that passes 1 is 1, and the rest is solved again.

    Parameters
    ----------
    frame : DataFrame
        One row a customer.
    n : int, dict, Series, Allocation or SampleSize
        How many: a number (in strata: spread in proportion), or one by stratum. With
        `clusters`: how many clusters. With `stages`: how many customers in each of the
        last clusters; everybody when not given.
    id : str
        Column that names the customers.
    seed : int
        From 0 on. The same seed in the next wave draws largely the same customers.
    method : str
        One of those above.
    strata : str or list of str, optional
        Columns of the strata (of the cells, for quotas), drawn from one by one.
    clusters : str, optional
        Column of clusters that are drawn and asked whole.
    size : str, optional
        Column of sizes, for the methods by size; of a cluster: the same in all its
        rows, or not given, which counts its customers.
    stages : list of dict, optional
        Clusters from the top: ``{"clusters": column, "n": …, "method": …, "size": …}``.
        A cluster with fewer than n is taken whole.
    start : float, optional
        Systematic: the start, in rows from 0 to below N/n, or by size from 0 to below
        1; random when not given. srs: from where on the numbers are counted, 0 to below
        1; moving it by a share of n/N from wave to wave exchanges that share of the
        sample.
    reserve : int or dict
        Further customers for ``reserves``, next in turn; a number is spread as n is.
        Draw again with the larger n when reserves are asked, so that chances are right.
    exclude, keep : ids, boolean Series or Sample, optional
        Who may not be drawn (asked a short time ago), and who stays in (for a planned
        overlap of waves; srs and quota only).
    order_by : str or list of str, optional
        Columns that give a systematic draw its list; the rows as they stand when not
        given, and then their order counts.

    Returns
    -------
    Sample
        ``.frame`` with ``inclusion_probability, base_weight, order``, ``.reserves``,
        ``.record``, ``.verify(frame)``.

    Raises
    ------
    KeyError
        If a column is not in the frame.
    ValueError
        If an id is blank or doubled, a size is not above 0, more are wanted than there
        are, a cluster lies in two strata, or arguments do not go together.

    References
    ----------
    Ohlsson (1995). Särndal, Swensson and Wretman (1992), sections 3.3 to 3.7 and 4.3.
    Sampford (1967). Brewer (1975).

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import draw_sample
    >>> customers = pd.DataFrame({"id": range(100), "city": ["A"] * 80 + ["B"] * 20})
    >>> sample = draw_sample(customers, 10, id="id", seed=7, strata="city")
    >>> sample.table[["term", "n"]].to_dict("list")
    {'term': ['A', 'B'], 'n': [8, 2]}
    >>> sample.verify(customers.sample(frac=1)) == sample.frame["id"].tolist()
    True
    """
    plan = read_plan(
        n,
        id=id,
        seed=seed,
        method=method,
        strata=strata,
        clusters=clusters,
        size=size,
        stages=stages,
        start=start,
        reserve=reserve,
        order_by=order_by,
    )
    out, stay = _told(exclude, frame, "exclude", id), _told(keep, frame, "keep", id)
    if stay and (len(plan.stages) > 1 or plan.first.method not in IN_TURN):
        raise ValueError(
            "keep goes with one stage and method srs or quota, where chances of those "
            "kept stay known."
        )
    return draw_by_plan(frame, plan, out, stay)


def _told(told: Any, frame: pd.DataFrame, name: str, column: str) -> list[str]:
    if isinstance(told, Sample):
        return id_texts(told.frame[told.plan.id], name)
    return listed_ids(told, frame, name, column)
