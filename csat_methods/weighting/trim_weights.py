"""How are single answers kept from counting too much, or too little?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.result import method
from csat_methods.survey_design.trimming import Trimming, trimmed

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@method
def trim_weights(
    wave: Wave, *, lower: float | None = None, upper: float | None = None
) -> Wave:
    r"""Return the wave with weights between limits, their sum kept.

    Weights outside go to the limit; what they lose is added in equal amounts to the
    others, again and again until nobody is outside. Totals that an earlier step met
    no longer hold exactly: rake or calibrate after trimming.

    Who is trimmed, and by how much, is decided once, for the whole sample: errors and
    replicates take each person's factor as given (R's convention).

    Parameters
    ----------
    wave : Wave
    lower, upper : float, optional
        Limits of the weights, on either side of their mean.

    Returns
    -------
    Wave

    Raises
    ------
    ValueError
        If no limit is given, a limit is negative or not a number, the mean weight is
        not between them, or there are negative weights.

    References
    ----------
    Potter, F. J. (1990). A study of procedures to identify and trim extreme sampling
    weights. *ASA Proceedings*, 225-230. Valliant, R., Dever, J. A. and Kreuter, F.
    (2018). *Practical Tools for Designing and Weighting Survey Samples*, 2nd ed.,
    section 14.4.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, trim_weights
    >>> frame = pd.DataFrame({"w": [1.0, 3.0, 10.0]})
    >>> wave = trim_weights(Wave.from_frame(frame, weights="w"), upper=6)
    >>> wave.weights.tolist()
    [3.0, 5.0, 6.0]
    """
    low = 0.0 if lower is None else _checks.within("lower", lower, 0, np.inf)
    high = np.inf if upper is None else _checks.positive("upper", upper)
    if lower is None and upper is None:
        raise ValueError("lower=None and upper=None: give at least one limit.")
    rows = np.flatnonzero(wave.domain & (wave.design.weights > 0))
    if not len(rows):
        raise ValueError("trim_weights: nobody in the domain has a weight above 0.")
    before = wave.design.weights[rows]
    after = trimmed(before, low, high)
    cut = int(((before < low) | (before > high)).sum())
    step = Trimming(after / before, rows)
    detail = Message("{n} weights outside the limits", {"n": Number(cut, "count")})
    new = replace(wave, design=wave.design.then(step))
    return new.noted("trim_weights", detail, wave, cut)
