"""How are answers weighted so that totals of any kind match what is known?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from csat_methods import _checks
from csat_methods._messages import Listing, Message
from csat_methods.result import method
from csat_methods.survey_design.calibration import Calibration
from csat_methods.survey_design.distances import DISTANCES
from csat_methods.survey_design.stages import codes, compact
from csat_methods.wave.margins import check_shares, check_sums, level_codes

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

BOUNDS_ON = ("ratio", "weight")


@method
def calibrate(
    wave: Wave,
    totals: Mapping[Any, Any],
    *,
    distance: str = "linear",
    bounds: Sequence[float] | None = None,
    bounds_on: str = "ratio",
    tolerance: float = 1e-10,
) -> Wave:
    r"""Return the wave with weights calibrated to known totals.

    The new weights are :math:`w_i = d_i\, g(x_i^\top \lambda)` with λ such that
    :math:`\sum w_i x_i = T`; they are the ones nearest to d by the distance. With
    ``linear`` this is the generalised regression estimator. Errors take the residuals
    of the regression on x with the weights d, times the new weights, whatever the
    distance and the bounds; replicates are calibrated each for itself.

    Parameters
    ----------
    wave : Wave
    totals : dict
        ``{column: total}`` for numbers, ``{variable: {level: total}}`` for categories,
        mixed freely; crossed as ``{("race", "sex"): {(1, 2): total}}``.
    distance : str
        ``linear``: :math:`g = 1 + u`; ``raking``: :math:`g = e^u`; ``logit``: between
        bounds without reaching them; ``truncated``: linear, cut off at the bounds.
        The last two need bounds; the first two are cut off at bounds that are given.
    bounds : pair of float, optional
        Lowest and highest new over old weight, with 1 between them; with
        ``bounds_on="weight"`` lowest and highest new weight.
    bounds_on : str
        ``ratio`` or ``weight``. In a replicate the bounds of the ratio hold that were
        those of the person.
    tolerance : float
        Largest relative error of a total.

    Returns
    -------
    Wave

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If a level has answers but no total or the reverse, a number is missing, the
        totals contradict each other or cannot be met within the bounds, or a weight
        would be negative.

    References
    ----------
    Deville, J.-C. and Särndal, C.-E. (1992). Calibration estimators in survey
    sampling. JASA 87, 376-382, eq. 2.3 and table 1.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, calibrate
    >>> frame = pd.DataFrame({"city": ["A", "A", "B"], "orders": [1, 3, 4]})
    >>> wave = Wave.from_frame(frame)
    >>> new = calibrate(wave, {"city": {"A": 20, "B": 10}, "orders": 84})
    >>> [round(w, 6) for w in new.weights]
    [8.0, 12.0, 10.0]
    """
    _checks.one_of("distance", distance, DISTANCES)
    _checks.one_of("bounds_on", bounds_on, BOUNDS_ON)
    _checks.positive("tolerance", tolerance)
    if not isinstance(totals, Mapping) or not totals:
        raise ValueError(f"totals={totals!r} must name at least one column.")
    rows = np.flatnonzero(wave.domain)
    x, targets, key = _auxiliaries(wave, totals)
    limits = _limits(wave.design.weights[rows], distance, bounds, bounds_on)
    firsts, group = _grouped(key[rows], limits)
    step = Calibration(
        x[rows][firsts],
        targets,
        rows,
        distance,
        tolerance,
        group=group,
        lower=None if limits is None else limits[0][firsts],
        upper=None if limits is None else limits[1][firsts],
    )
    design = wave.design.then(step)
    negative = int((design.weights < 0).sum())
    if negative:
        raise ValueError(
            f"distance={distance!r} makes {negative} weights negative; use "
            "distance='raking', fewer totals, or totals nearer to the sample."
        )
    variables = Listing(tuple(str(name) for name in totals))
    detail = Message("to totals of {variables}", {"variables": variables})
    return replace(wave, design=design).noted("calibrate", detail, wave, wave.n)


def _auxiliaries(
    wave: Wave, totals: Mapping[Any, Any]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the auxiliary columns of all rows, their totals, and which are alike."""
    columns, targets, sums = [], [], {}
    alike = np.zeros(len(wave.domain), np.int64)
    for name, given in totals.items():
        if isinstance(given, Mapping):
            level, levels = level_codes(wave, name, given)
            columns.append((level[:, None] == np.arange(len(levels))).astype(float))
            targets.append(levels)
            sums[str(name)] = levels
        else:
            amounts = _amounts(wave, name)
            columns.append(amounts[:, None])
            targets.append(np.array([_checked_total(name, given)]))
            level, _ = codes(amounts)
        ways = int(level.max()) + 2
        alike = compact(alike * ways + level + 1, (int(alike.max()) + 1) * ways)[1]
    if sums:
        check_sums(sums)
        check_shares(wave, sums)
    return np.hstack(columns), np.concatenate(targets), alike


def _grouped(
    key: np.ndarray, limits: tuple[np.ndarray, np.ndarray] | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return one row of each cell of alike rows, and the cell of each row."""
    if limits is not None:
        own = codes(limits[0])[0]
        key = key * (int(own.max(initial=0)) + 1) + own
    cells, group = compact(key, int(key.max(initial=0)) + 1)
    firsts = np.zeros(len(cells), np.int64)
    firsts[group[::-1]] = np.arange(len(key))[::-1]
    return firsts, group


def _limits(
    weights: np.ndarray,
    distance: str,
    bounds: Sequence[float] | None,
    bounds_on: str,
) -> tuple[np.ndarray, np.ndarray] | None:
    """Return the lowest and highest factor of each row; None without bounds."""
    if bounds is None:
        if DISTANCES[distance].bounded:
            raise ValueError(f"distance={distance!r} needs bounds=(lowest, highest).")
        return None
    lowest, highest = _pair(bounds)
    if bounds_on == "ratio":
        if not lowest < 1 < highest:
            raise ValueError(f"bounds={bounds!r} must lie on either side of 1.")
        return np.full(len(weights), lowest), np.full(len(weights), highest)
    held = np.where(weights > 0, weights, np.nan)
    low, high = lowest / held, highest / held
    outside = int(((low >= 1) | (high <= 1)).sum())
    if outside and distance == "logit":
        raise ValueError(
            f"bounds={bounds!r}: {outside} weights lie outside already; distance="
            "'logit' starts inside them; use 'truncated'."
        )
    return np.nan_to_num(low, nan=0.5), np.nan_to_num(high, nan=2.0)


def _pair(bounds: Any) -> tuple[float, float]:
    """Return two numbers from 0 on that rise.

    Raises
    ------
    ValueError
        If they are something else.
    """
    try:
        low, high = (float(each) for each in bounds)
    except (TypeError, ValueError):
        raise ValueError(f"bounds={bounds!r} must be (lowest, highest).") from None
    if not 0 <= low < high or not np.isfinite(low):
        raise ValueError(f"bounds={bounds!r} must be numbers from 0 on that rise.")
    return low, min(high, 1e12)


def _checked_total(name: Any, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | np.number):
        raise ValueError(f"total of {name!r}={value!r} must be a number.")
    if not np.isfinite(value):
        raise ValueError(f"total of {name!r}={value!r} must be finite.")
    return float(value)


def _amounts(wave: Wave, name: str) -> np.ndarray:
    x = wave.answers([name])[:, 0]
    blank = int(np.isnan(x[wave.domain]).sum())
    if blank:
        raise ValueError(f"total of {name!r}: {blank} people of the domain have none.")
    return np.where(np.isnan(x), 0.0, x)
