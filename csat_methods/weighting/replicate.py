"""How do estimates vary when units are drawn again, every weighting step repeated?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.result import method
from csat_methods.survey_design.design import Design
from csat_methods.survey_design.hadamard import hadamard
from csat_methods.survey_design.replication import bootstrap, half_samples, jackknife
from csat_methods.survey_design.stages import Stage
from csat_methods.wave.lent_weight import lent_note

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

MOST_FACTORS = 400_000_000
"""Most factors of units and replicates that are made: they fill some 3 GB."""

MOST_CELL_FACTORS = 100_000_000
"""Most factors of cells and replicates: weighting them takes several such tables."""

BOOTSTRAPS = 500
"""Bootstrap replicates when their number is not said."""


JACKKNIFE = "{count} jackknife replicates"
HALVES = "{count} half-sample replicates"
SAID = {
    "jk1": JACKKNIFE,
    "jkn": JACKKNIFE,
    "brr": HALVES,
    "fay": HALVES,
    "bootstrap": "{count} bootstrap replicates",
}
"""What the ledger says of each method."""


@dataclass(frozen=True)
class _Request:
    """What was asked for."""

    wave: Wave
    method: str
    replicates: int | None
    rho: float
    seed: int


@method
def replicate(
    wave: Wave,
    *,
    method: str = "jkn",
    replicates: int | None = None,
    rho: float = 0.5,
    seed: int | None = None,
    mse: bool = False,
) -> Wave:
    r"""Return the wave with replicate weights, every weighting step repeated in each.

    ``jk1, jkn``: replicate r leaves unit r out; the others of its stratum count
    :math:`n_h/(n_h - 1)` times.

    .. math:: V = \sum_r \frac{n_h - 1}{n_h} (1 - f_h)
              (\hat\theta_r - \bar\theta)(\hat\theta_r - \bar\theta)^\top

    ``brr``: of two units a stratum one counts twice, by a Hadamard matrix, V the mean
    square. ``fay``: it counts 2 − ρ times, the other ρ, and V is divided by
    :math:`(1 - \rho)^2`. Both take the population as endless. ``bootstrap``: n − 1 of
    the n units of a stratum are drawn with replacement, k times each; a unit counts
    :math:`1 + \sqrt{1 - f_h}\,(k\,n_h/(n_h-1) - 1)` times, V is divided by R − 1.
    Units of finite lower stages are drawn anew too; the other methods leave their
    share of the variance out, and a note says so.

    Parameters
    ----------
    wave : Wave
    method : str
        ``jk1`` (one stratum), ``jkn, brr, fay, bootstrap``.
    replicates : int, optional
        For the bootstrap their number R (500); for half-samples the fewest.
    rho : float
        Fay's coefficient, from 0 on and below 1.
    seed : int, optional
        Of the bootstrap; 0 when not said. The draw does not depend on the order of
        the rows. Where a sample has nobody of a level that weighting knows, the other
        levels of its margin carry the level's total; a cell without respondents, those
        of all cells.
    mse : bool
        Deviations from the estimate instead of the replicates' mean.

    Returns
    -------
    Wave
        ``df`` of its estimates is the rank of the replicate weights less one.

    Raises
    ------
    ValueError
        If a method meets strata it is not made for, a stratum has one unit, the
        replicates do not fit in memory, or a weighting step cannot be repeated.

    References
    ----------
    Wolter, K. M. (2007). *Introduction to Variance Estimation*, 2nd ed., eq. 3.3.3
    and 4.5.1. Judkins, D. R. (1990). Fay's method for variance estimation. *Journal
    of Official Statistics* 6, 223-239. Rao, J. N. K., Wu, C. F. J. and Yue, K. (1992).
    Some recent work on resampling methods for complex surveys. *Survey Methodology*
    18, 209-217. Preston, J. (2009). Rescaled bootstrap for stratified multistage
    sampling. *Survey Methodology* 35, 227-234.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, means, replicate
    >>> wave = Wave.from_frame(pd.DataFrame({"q1": [3, 5, 5, 8, 9]}))
    >>> round(means(replicate(wave, method="jk1"), "q1").se, 4)
    1.0954
    """
    _checks.one_of("method", method, METHODS)
    wanted = None if replicates is None else _checks.whole("replicates", replicates, 2)
    kept = 0 if seed is None else _checks.whole("seed", seed, 0)
    request = _Request(wave, method, wanted, _rho(rho), kept)
    sizes = wave.design.first.sizes
    if (sizes < 2).any():
        raise ValueError(
            f"method={method!r}: {int((sizes < 2).sum())} strata have one unit; "
            "none can be left out."
        )
    check, make = METHODS[method]
    check(request)
    try:
        design: Any = make(request)
    except ValueError as fault:
        raise ValueError(
            f"method={method!r}: a weighting step cannot be repeated without each of "
            f"the units: {fault}"
        ) from fault
    count = Number(design.replicates.held.count, "count")
    detail = Message(SAID[method], {"count": count})
    design = replace(design, replicates=replace(design.replicates, mse=mse))
    said = (*_left_out(request), *lent_note(design.replicates))
    new = replace(wave, design=design, notes=(*wave.notes, *said))
    return new.noted("replicate", detail, wave, wave.n)


def _rho(rho: float) -> float:
    number = _checks.within("rho", rho, 0, 1)
    if number == 1:
        raise ValueError(f"rho={rho!r} must lie below 1.")
    return number


def _check_room(request: _Request, units: int, count: int) -> None:
    if units * count > MOST_FACTORS:
        raise ValueError(
            f"method={request.method!r}: {count} replicates of {units} units do not "
            "fit in memory; the wave's own errors need no replicates."
        )
    cells = max((step.count for step in request.wave.design.steps), default=1)
    if cells * count > MOST_CELL_FACTORS:
        raise ValueError(
            f"method={request.method!r}: {count} replicates of a weighting step that "
            f"knows {cells} kinds of people do not fit in memory; ask for fewer."
        )


def _check_jackknife(request: _Request) -> None:
    design = request.wave.design
    strata, units = len(design.first.population), design.n_units
    if request.method == "jk1" and strata > 1:
        raise ValueError(f"method='jk1' has no strata; this wave has {strata}.")
    if request.replicates not in (None, units):
        raise ValueError(
            f"replicates={request.replicates}: method={request.method!r} leaves each "
            f"of {units} units out once; leave the number away."
        )
    _check_room(request, units, units)


def _check_half_samples(request: _Request) -> None:
    design, least = request.wave.design, request.replicates or 0
    sizes = design.first.sizes
    other = int((sizes != 2).sum())
    if other:
        raise ValueError(
            f"method={request.method!r} needs two units in every stratum; {other} of "
            f"{len(sizes)} have more. Use 'jkn' or 'bootstrap', or make strata of "
            "pairs."
        )
    if least and (least <= len(sizes) or hadamard(least) is None):
        raise ValueError(
            f"replicates={least}: {len(sizes)} strata need the order of a Hadamard "
            "matrix above their number, such as a multiple of 4; leave it away."
        )
    _check_room(request, design.n_units, max(least, len(sizes) + 4))


def _half_samples(request: _Request) -> Design:
    design, least = request.wave.design, request.replicates or 0
    rho = request.rho if request.method == "fay" else 0.0
    order = _order(_row_keys(request.wave), design.first)
    return half_samples(design, order, rho=rho, replicates=least)


def _check_bootstrap(request: _Request) -> None:
    stages = request.wave.design.stages
    deep = [stage for stage in stages if stage.finite] or [stages[0]]
    units = max(len(stage.stratum) for stage in deep)
    _check_room(request, units, request.replicates or BOOTSTRAPS)


def _bootstrap(request: _Request) -> Design:
    keys, design = _row_keys(request.wave), request.wave.design
    return bootstrap(
        design,
        [_order(keys, stage) for stage in design.stages],
        replicates=request.replicates or BOOTSTRAPS,
        seed=request.seed,
    )


Check = Callable[[_Request], None]
Make = Callable[[_Request], Design]

METHODS: dict[str, tuple[Check, Make]] = {
    "jk1": (_check_jackknife, lambda request: jackknife(request.wave.design)),
    "jkn": (_check_jackknife, lambda request: jackknife(request.wave.design)),
    "brr": (_check_half_samples, _half_samples),
    "fay": (_check_half_samples, _half_samples),
    "bootstrap": (_check_bootstrap, _bootstrap),
}
"""Replication methods by name: can it be done, and do it."""


def _row_keys(wave: Wave) -> np.ndarray:
    """Return a number for each row that follows from its answers alone, (n,)."""
    hashed = pd.util.hash_pandas_object(wave.frame, index=False)
    return hashed.to_numpy(np.uint64)


def _order(keys: np.ndarray, stage: Stage) -> np.ndarray:
    """Return units by stratum in an order that does not depend on that of the rows."""
    unit = keys if stage.singular else np.zeros(len(stage.stratum), np.uint64)
    stratum = np.zeros(len(stage.population), np.uint64)
    if not stage.singular:
        np.add.at(unit, stage.unit, keys)
    np.add.at(stratum, stage.stratum, unit)
    return np.lexsort((unit, stratum[stage.stratum]))


def _left_out(request: _Request) -> tuple[Message, ...]:
    """Return the note that lower stages add nothing to these errors."""
    stages = request.wave.design.stages
    whole = request.method == "bootstrap" or len(stages) == 1
    if whole or not stages[0].finite:
        return ()
    return (
        Message(
            "These replicates leave out what varies inside the units of the first "
            "stage; the wave's own errors have it."
        ),
    )
