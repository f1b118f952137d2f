"""How are answers weighted so that the cells of one table match known totals?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from csat_methods._messages import Listing, Message
from csat_methods.result import method
from csat_methods.survey_design.steps import Raking
from csat_methods.wave.margins import check_shares, check_sums, level_codes

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@method
def poststratify(wave: Wave, totals: Mapping[Any, Mapping[Any, float]]) -> Wave:
    r"""Return the wave with weights that add up to known totals, cell by cell.

    .. math:: w_i = d_i \frac{N_c}{\sum_{j \in c} d_j}

    The step acts on the rows of the domain now and is remembered: errors take the
    residuals from the weighted cell means, replicates are post-stratified anew.

    Parameters
    ----------
    wave : Wave
    totals : dict
        One set of cells: ``{variable: {level: total}}``, or crossed,
        ``{("race", "sex"): {(1, 2): total}}``, in people.

    Returns
    -------
    Wave

    Raises
    ------
    KeyError
        If a variable is not in the wave.
    ValueError
        If several sets of cells are given, a cell has answers but no total or the
        reverse, a value is missing, or totals are negative or leave a part out.

    References
    ----------
    Holt, D. and Smith, T. M. F. (1979). Post stratification. JRSS A 142, 33-46.
    Särndal, C.-E., Swensson, B. and Wretman, J. (1992). *Model Assisted Survey
    Sampling*, section 7.6.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, poststratify
    >>> wave = Wave.from_frame(pd.DataFrame({"city": ["A", "A", "B"]}))
    >>> poststratify(wave, {"city": {"A": 50, "B": 50}}).weights.tolist()
    [25.0, 25.0, 50.0]
    """
    if not isinstance(totals, Mapping) or len(totals) != 1:
        raise ValueError(
            f"totals={totals!r} must be one set of cells; cross the variables, or use "
            "rake for several margins."
        )
    ((name, levels),) = totals.items()
    rows = np.flatnonzero(wave.domain)
    codes, known = level_codes(wave, name, levels)
    check_sums({str(name): known})
    check_shares(wave, {str(name): known})
    step = Raking((codes[rows],), (known,), rows, name="poststratify")
    new = replace(wave, design=wave.design.then(step))
    cells = Listing((str(name),))
    detail = Message("to {cells}", {"cells": cells})
    return new.noted("poststratify", detail, wave, wave.n)
