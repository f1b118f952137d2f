"""How long did people take, for all questions and for each?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods.statistics.weighted_quantiles import weighted_quantiles
from csat_methods.wave.estimate import quantile
from csat_methods.wave.smooth import Piece, joint_estimates

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

Seconds = str | Mapping[str, str] | None
"""A column of the whole time, columns by item, or what the wave's file names."""

SECONDS_A_MINUTE = 60


def item_seconds(wave: Wave, items: Sequence[str], seconds: Seconds) -> np.ndarray:
    """Return the median seconds of each item, shape (k,); NaN where not known.

    Of a whole time each item that a person answered has an equal share.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If seconds are no numbers, or of another item.
    """
    if isinstance(seconds, Mapping):
        _checks.keys("seconds", seconds, items)
        times = [
            _column(wave, seconds[item]) if item in seconds else _unknown(wave)
            for item in items
        ]
        return np.array([_median(wave, each) for each in times])
    answered = wave.frame[list(items)].notna().to_numpy()
    count = answered.sum(axis=1)
    each = _whole(wave, seconds) / np.where(count > 0, count, np.nan)
    alone = np.where(answered, each[:, None], np.nan)
    return np.array([_median(wave, column) for column in alone.T])


def median_minutes(
    wave: Wave, seconds: Seconds, level: float, *, fewest: int
) -> pd.Series:
    """Return the median minutes of the whole questionnaire with Woodruff's interval.

    Returns
    -------
    Series
        ``median, ci_low, ci_high``; missing where no duration of all is known, or of
        fewer than `fewest` people.

    References
    ----------
    Woodruff, R. S. (1952). Confidence intervals for medians and other position
    measures. *JASA*, 47, 635-646.
    """
    x = _unknown(wave) if isinstance(seconds, Mapping) else _whole(wave, seconds)
    w = wave.design.weights
    rows = wave.domain & (w > 0) & ~np.isnan(x)
    names = ["median", "ci_low", "ci_high"]
    if rows.sum() < fewest:
        return pd.Series(np.nan, index=names)
    y, v = x[rows], w[rows]
    middle = float(weighted_quantiles(y, v, 0.5))
    below = (y <= middle).astype(float)[:, None]
    share = v @ below / v.sum()
    found = joint_estimates(
        wave,
        [
            Piece(
                rows,
                share,
                lambda: (below - share) / v.sum(),
                lambda again: again @ below / again.sum(),
            )
        ],
    )
    half = quantile(found.df, level) * found.se
    ends = np.clip([share - half, share + half], 0, 1)[:, 0]
    low, high = weighted_quantiles(y, v, ends)
    return pd.Series([middle, low, high], index=names) / SECONDS_A_MINUTE


def _whole(wave: Wave, seconds: str | None) -> np.ndarray:
    """Return each person's seconds for everything, shape (n,)."""
    if seconds is not None:
        return _column(wave, seconds)
    known = wave.duration
    return _unknown(wave) if known is None else known.to_numpy(float)


def _column(wave: Wave, name: str) -> np.ndarray:
    found: np.ndarray = wave.answers(name)[:, 0]
    return found


def _unknown(wave: Wave) -> np.ndarray:
    return np.full(len(wave.domain), np.nan)


def _median(wave: Wave, x: np.ndarray) -> float:
    rows = wave.domain & ~np.isnan(x)
    return float(weighted_quantiles(x[rows], wave.design.weights[rows], 0.5))
