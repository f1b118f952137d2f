"""How are answers weighted so that totals of any kind match what is known?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from csat_methods import _checks
from csat_methods._messages import Listing, Message
from csat_methods.result import method
from csat_methods.survey_design.steps import DISTANCES, Calibration
from csat_methods.wave.margins import check_sums, level_codes

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@method
def calibrate(
    wave: Wave,
    totals: Mapping[Any, Any],
    *,
    distance: str = "linear",
    tolerance: float = 1e-10,
) -> Wave:
    r"""Return the wave with weights calibrated to known totals.

    The new weights are :math:`w_i = d_i\, g(x_i^\top \lambda)` with λ such that
    :math:`\sum w_i x_i = T`; they are the ones nearest to d by the distance. With
    ``linear`` this is the generalised regression estimator.

    Parameters
    ----------
    wave : Wave
    totals : dict
        ``{column: total}`` for numbers, ``{variable: {level: total}}`` for categories,
        mixed freely; crossed as ``{("race", "sex"): {(1, 2): total}}``.
    distance : str
        ``linear`` or ``raking``.
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
        totals contradict each other, or a linear weight would be negative.

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
    _checks.positive("tolerance", tolerance)
    if not isinstance(totals, Mapping) or not totals:
        raise ValueError(f"totals={totals!r} must name at least one column.")
    rows = np.flatnonzero(wave.domain)
    x, targets = _auxiliaries(wave, totals)
    step = Calibration(x[rows], targets, rows, distance, tolerance)
    design = wave.design.then(step)
    negative = int((design.weights < 0).sum())
    if negative:
        raise ValueError(
            f"distance={distance!r} makes {negative} weights negative; use "
            "distance='raking', fewer totals, or totals nearer to the sample."
        )
    variables = Listing(tuple(str(name) for name in totals))
    detail = Message("to totals of {variables}", {"variables": variables})
    return replace(wave, design=design).noted("calibrate", detail, wave)


def _auxiliaries(
    wave: Wave, totals: Mapping[Any, Any]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the auxiliary columns of all rows and their totals."""
    columns, targets, sums = [], [], {}
    for name, given in totals.items():
        if isinstance(given, Mapping):
            codes, levels = level_codes(wave, name, given)
            columns.append((codes[:, None] == np.arange(len(levels))).astype(float))
            targets.append(levels)
            sums[str(name)] = levels
        else:
            columns.append(_amounts(wave, name)[:, None])
            targets.append(np.array([_checked_total(name, given)]))
    if sums:
        check_sums(sums)
    return np.hstack(columns), np.concatenate(targets)


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
