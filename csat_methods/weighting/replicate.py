"""How do estimates vary when units are left out and every weighting step repeated?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.result import method
from csat_methods.survey_design.replication import jackknife

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

METHODS = {"jk1": jackknife, "jkn": jackknife}
"""Jackknives: jk1 with one stratum, jkn within strata."""

MOST_WEIGHTS = 400_000_000
"""Most replicate weights that are made: they fill some 3 GB."""


@method
def replicate(wave: Wave, *, method: str = "jkn") -> Wave:
    r"""Return the wave with delete-one-unit replicate weights.

    Replicate r leaves unit r out, gives the others of its stratum
    :math:`n_h / (n_h - 1)` times their base weight and repeats every weighting step.

    .. math:: V = \sum_r \frac{n_h - 1}{n_h} (1 - f_h)
              (\hat\theta_r - \bar\theta)(\hat\theta_r - \bar\theta)^\top

    Parameters
    ----------
    wave : Wave
    method : str
        ``jk1`` (one stratum) or ``jkn``.

    Returns
    -------
    Wave

    Raises
    ------
    ValueError
        If ``jk1`` meets several strata, a stratum has one unit, there are too many
        units for as many sets of weights, or a weighting step cannot do without one.

    References
    ----------
    Wolter, K. M. (2007). *Introduction to Variance Estimation*, 2nd ed., eq. 4.5.1.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, means, replicate
    >>> wave = Wave.from_frame(pd.DataFrame({"q1": [3, 5, 5, 8, 9]}))
    >>> round(means(replicate(wave, method="jk1"), "q1").se, 4)
    1.0954
    """
    _checks.one_of("method", method, METHODS)
    strata = wave.design.first.sizes
    if method == "jk1" and len(strata) > 1:
        raise ValueError(f"method='jk1' has no strata; this wave has {len(strata)}.")
    if (strata < 2).any():
        raise ValueError(
            f"method={method!r}: {int((strata < 2).sum())} strata have one unit; "
            "none can be left out."
        )
    units, n = wave.design.n_units, len(wave.domain)
    if units * n > MOST_WEIGHTS:
        raise ValueError(
            f"method={method!r}: {units} replicates of {n} weights do not fit in "
            "memory; the wave's own errors need no replicates."
        )
    count = Number(units, "count")
    detail = Message("{count} jackknife replicates", {"count": count})
    try:
        design = METHODS[method](wave.design)
    except ValueError as fault:
        raise ValueError(
            f"method={method!r}: a weighting step cannot be repeated without each of "
            f"the units: {fault}"
        ) from fault
    new = replace(wave, design=design)
    return new.noted("replicate", detail, wave)
