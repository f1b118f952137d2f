"""How did any figure change from wave to wave: an index, a share, a score, a gap?"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import ndtri, stdtr

from csat_methods import _checks
from csat_methods.result import Result, Used, method
from csat_methods.statistics.multiplicity import ADJUSTMENTS, adjusted
from csat_methods.trends.compare_waves import POWER, WaveChanges
from csat_methods.trends.wave_differences import (
    Differences,
    break_notes,
    comparable_items,
)
from csat_methods.wave.estimate import interval
from csat_methods.wave.stack import Waves, named_waves

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

FIRST = [
    *("term", "wave_before", "wave_after", "before", "after"),
    *("estimate", "se", "ci_low", "ci_high", "n", "n_before", "n_after", "df"),
]
"""Columns in their order; the others follow."""

Places = Mapping[tuple[str, str], int]
"""Wave and term to the row of a table."""


@method
def wave_changes(
    result: Result,
    waves: Waves,
    *,
    adjust: str = "holm",
    power: float = POWER,
    unasked: bool = True,
) -> WaveChanges:
    r"""Return how any estimate changed from each wave to the next, in its own unit.

    .. math:: \hat\Delta = \hat\theta_2 - \hat\theta_1, \qquad
              V(\hat\Delta) = V_1 + V_2 - 2\, C_{12}

    For means, :func:`compare_waves` gives the same changes and errors. The covariance
    :math:`C_{12}` of people who took part in both waves is that of the stacked waves.
    The interval and the test are by t, with the fewer degrees of freedom of the two
    waves: never narrower than those of the stacked design. p-values are adjusted over
    all terms of a pair of waves.

    Parameters
    ----------
    result : Result
        Estimates by wave with their covariance, as
        ``net_promoter_score(stack(waves), "recommend", by="wave")``.
    waves : dict or sequence of Wave
        The waves that were stacked, in time order; they say what is comparable.
    adjust : str
        ``holm, bonferroni, hochberg, hommel, bh`` or ``by``.
    power : float
        Chance with which ``minimum_detectable`` would be found, between 0 and 1.
    unasked : bool
        Whether a pair of waves of which one did not ask has a row, without a change.

    Returns
    -------
    WaveChanges
        A row a term and pair of neighbouring waves: ``term, wave_before, wave_after,
        before, after, estimate`` (after − before, in the unit of `result`), ``se,
        ci_low, ci_high, n`` (the fewer answers of the two), ``n_before, n_after, df,
        p, p_adjusted, minimum_detectable, comparable``: False where a scale changed or
        the later wave's file says so; such a change is missing.

    Raises
    ------
    AttributeError
        If the estimates have no covariance.
    ValueError
        If `result` is not by wave, lacks one of the waves, has fewer than two, or a
        choice is unknown.

    References
    ----------
    Kish, L. (1965). *Survey Sampling*, section 12.4. Wiley. Holm, S. (1979).
    *Scandinavian Journal of Statistics* 6, 65-70.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, means, stack, wave_changes
    >>> spring = pd.DataFrame({"who": [1, 2, 3, 4], "q1": [3, 4, 4, 5]})
    >>> autumn = pd.DataFrame({"who": [1, 2, 3, 4], "q1": [4, 5, 4, 6]})
    >>> waves = {"spring": spring, "autumn": autumn}
    >>> waves = {k: Wave.from_frame(f, person="who") for k, f in waves.items()}
    >>> row = wave_changes(means(stack(waves), "q1", by="wave"), waves)["q1"]
    >>> row[["estimate", "se"]].astype(float).round(2).tolist()
    [0.75, 0.25]
    """
    _checks.between("power", power, 0, 1)
    _checks.one_of("adjust", adjust, ADJUSTMENTS)
    named = named_waves(waves)
    terms = _checked(result, named)
    columns = list(dict.fromkeys(c for term in terms for c in _about(result, term)))
    broken = Differences(named, columns, comparable_items(named, columns))
    table = _table(result, terms, broken, adjust, power)
    table = table if unasked else _asked_twice(table)
    return WaveChanges(
        table=table,
        method="Change from wave to wave",
        unit=result.kind("estimate"),
        used=Used(result.used.asked, (int(table["n"].min()), int(table["n"].max()))),
        level=result.level,
        about={term: _about(result, term) for term in terms},
        labels=dict(result.labels),
        notes=(*result.notes, *break_notes(broken)),
        domain=result.domain,
    )


def _about(result: Result, term: str) -> tuple[str, ...]:
    """Return the columns behind a term."""
    return tuple(result.about.get(term) or (term,))


def _checked(result: Result, named: Mapping[str, Wave]) -> list[str]:
    """Return the terms of a result that speaks of all these waves, and of nothing else.

    Raises
    ------
    ValueError
        If it does not, or there are fewer than two waves.
    """
    if len(named) < 2:
        raise ValueError(f"waves={list(named)}: a change needs two waves or more.")
    keys = (*result.by, "term")
    if len(result.by) != 1 or result.keys != keys:
        raise ValueError(
            f"result by={list(result.by)} with keys {list(result.keys)} must be one "
            'row a term and wave: by="wave".'
        )
    table = result.table
    missing = [name for name in named if name not in set(map(str, table[keys[0]]))]
    if missing:
        raise ValueError(f"waves={missing} are not in the result; stack all of them.")
    return list(dict.fromkeys(table["term"]))


def _table(
    result: Result, terms: list[str], waves: Differences, adjust: str, power: float
) -> pd.DataFrame:
    """Return the tidy table: pairs of waves in time order, terms in theirs."""
    column = result.table[result.by[0]].astype(str)
    keyed = zip(column, result.table["term"], strict=True)
    place = {key: i for i, key in enumerate(keyed)}
    covariance = result.covariance.to_numpy(float)
    pairs = list(pairwise(waves.named))
    parts = []
    for k, pair in enumerate(pairs):
        part = _pair(result, covariance, _rows(place, pair, terms))
        comparable = np.array([_comparable(result, t, waves, k) for t in terms])
        told = _told(part, comparable, result.level, adjust, power)
        parts.append({**part, "comparable": comparable, **told})
    table = {
        "term": terms * len(pairs),
        "wave_before": [before for before, _ in pairs for _ in terms],
        "wave_after": [after for _, after in pairs for _ in terms],
        **{name: np.concatenate([part[name] for part in parts]) for name in parts[0]},
    }
    del table["variance"]
    return pd.DataFrame(table, columns=[*FIRST, *(c for c in table if c not in FIRST)])


def _asked_twice(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of which both waves have answers; all, if none has."""
    asked = (table[["n_before", "n_after"]] > 0).all(axis=1)
    return table[asked].reset_index(drop=True) if asked.any() else table


def _rows(place: Places, pair: tuple[str, str], terms: list[str]) -> np.ndarray:
    """Return the rows of a pair of waves, shape (2, k); −1 where there is none."""
    return np.array([[place.get((wave, term), -1) for term in terms] for wave in pair])


def _comparable(result: Result, term: str, waves: Differences, pair: int) -> bool:
    """Whether all columns behind a term may be compared."""
    behind = np.isin(waves.items, _about(result, term))
    return bool(waves.comparable[pair][behind].all())


def _pair(
    result: Result, covariance: np.ndarray, rows: np.ndarray
) -> dict[str, np.ndarray]:
    """Return the estimates of two waves and the variance of their difference."""
    known, table = (rows >= 0).all(axis=0), result.table
    estimate, n, df = (table[name].to_numpy()[rows] for name in ("estimate", "n", "df"))
    i, j = rows
    variance = covariance[i, i] + covariance[j, j] - 2 * covariance[i, j]
    return {
        "before": np.where(known, estimate[0], np.nan),
        "after": np.where(known, estimate[1], np.nan),
        "variance": np.where(known, np.maximum(variance, 0.0), np.nan),
        "n": np.where(known, n.min(axis=0), 0),
        "n_before": np.where(i >= 0, n[0], 0),
        "n_after": np.where(j >= 0, n[1], 0),
        "df": np.where(known, df.min(axis=0), 0.0),
    }


def _told(
    part: Mapping[str, np.ndarray],
    comparable: np.ndarray,
    level: float,
    adjust: str,
    power: float,
) -> dict[str, np.ndarray]:
    """Return one pair's changes with their errors, intervals and tests."""
    change = np.where(comparable, part["after"] - part["before"], np.nan)
    df = part["df"]
    se = np.where(comparable & (df >= 1), np.sqrt(part["variance"]), np.nan)
    low, high = interval(change, se, df, level)
    p = _p_values(change, se, df)
    return {
        "estimate": change,
        "se": se,
        "ci_low": low,
        "ci_high": high,
        "p": p,
        "p_adjusted": adjusted(p, adjust),
        "minimum_detectable": (ndtri((1 + level) / 2) + ndtri(power)) * se,
    }


def _p_values(change: np.ndarray, se: np.ndarray, df: np.ndarray) -> np.ndarray:
    """Return two-sided p-values; missing where nothing varies."""
    known = (se > 0) & (df >= 1)
    t = np.divide(change, se, out=np.zeros_like(se), where=known)
    return np.where(known, 2 * stdtr(np.where(known, df, 1.0), -np.abs(t)), np.nan)
