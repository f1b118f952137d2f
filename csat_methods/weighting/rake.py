"""How are answers weighted so that several margins match known totals?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from csat_methods import _checks
from csat_methods._messages import Listing, Message
from csat_methods.result import method
from csat_methods.survey_design.steps import Raking
from csat_methods.wave.margins import check_shares, check_sums, level_codes

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@method
def rake(
    wave: Wave,
    margins: Mapping[Any, Mapping[Any, float]],
    *,
    tolerance: float = 1e-10,
) -> Wave:
    r"""Return the wave with weights raked to known margins.

    Margin after margin the weights of each level are multiplied by

    .. math:: \frac{T_\ell}{\sum_{i \in \ell} w_i}

    until the largest relative error of a margin is below `tolerance`. The step acts on
    the rows of the domain now and is remembered: errors take its residuals, and
    replicates repeat it.

    Parameters
    ----------
    wave : Wave
    margins : dict
        ``{variable: {level: total}}``; a crossed margin as ``{("race", "sex"): {(1, 2):
        total}}``. All margins have the same sum, in people.
    tolerance : float
        Largest relative error of a margin.

    Returns
    -------
    Wave

    Raises
    ------
    KeyError
        If a variable is not in the wave.
    ValueError
        If a level has answers but no total or the reverse, a value is missing, totals
        are negative or their sums differ, or the margins do not settle.

    References
    ----------
    Deming, W. E. and Stephan, F. F. (1940). Annals of Mathematical Statistics 11,
    427-444. Deville, J.-C. and Särndal, C.-E. (1992), JASA 87, 376-382, eq. 3.4.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, rake
    >>> frame = pd.DataFrame({"city": ["A", "A", "B"], "q1": [4, 5, 3]})
    >>> raked = rake(Wave.from_frame(frame), {"city": {"A": 50, "B": 50}})
    >>> raked.weights.tolist()
    [25.0, 25.0, 50.0]
    """
    _checks.positive("tolerance", tolerance)
    if not isinstance(margins, Mapping) or not margins:
        raise ValueError(f"margins={margins!r} must name at least one variable.")
    rows = np.flatnonzero(wave.domain)
    coded = [level_codes(wave, name, levels) for name, levels in margins.items()]
    named = {str(k): total for k, (_, total) in zip(margins, coded, strict=True)}
    check_sums(named)
    check_shares(wave, named)
    step = Raking(
        tuple(codes[rows] for codes, _ in coded),
        tuple(total for _, total in coded),
        rows,
        tolerance,
    )
    new = replace(wave, design=wave.design.then(step))
    names = (n for m in margins for n in (m if isinstance(m, tuple) else (m,)))
    variables = Listing(tuple(wave.label(str(name)) for name in names))
    detail = Message("to {variables}", {"variables": variables})
    return new.noted("rake", detail, wave, wave.n)
