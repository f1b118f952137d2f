"""How many customers does each person drawn stand for, by the chance of being drawn?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from csat_methods import _checks
from csat_methods._messages import Listing, Message
from csat_methods.result import method

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@method
def base_weights(wave: Wave, *, probabilities: str | Sequence[str]) -> Wave:
    r"""Return the wave with weights that are the inverse of the inclusion probability.

    .. math:: d_i = \frac{1}{\prod_s \pi_{si}}

    over the stages s. They take the place of weights the wave came with, and come
    before every other weighting step.

    Parameters
    ----------
    wave : Wave
    probabilities : str or list of str
        Columns of inclusion probabilities, above 0 and at most 1: one a stage, each
        given that the unit above was drawn.

    Returns
    -------
    Wave

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If a probability is missing, 0, negative or above 1, or the wave has weighting
        steps or replicate weights already.

    References
    ----------
    Horvitz, D. G. and Thompson, D. J. (1952). JASA 47, 663-685. Särndal, C.-E.,
    Swensson, B. and Wretman, J. (1992). *Model Assisted Survey Sampling*, eq. 2.8.1
    and 4.3.1.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, base_weights
    >>> frame = pd.DataFrame({"branch": [0.5, 0.5, 0.2], "person": [0.1, 0.2, 0.1]})
    >>> wave = Wave.from_frame(frame)
    >>> base_weights(wave, probabilities=["branch", "person"]).weights.tolist()
    [20.0, 10.0, 50.0]
    """
    names = [probabilities] if isinstance(probabilities, str) else list(probabilities)
    if not names:
        raise ValueError(f"probabilities={names} must name at least one column.")
    _checks.columns(wave.frame.columns, names, "the wave")
    if wave.design.steps or wave.design.replicates is not None:
        raise ValueError(
            f"probabilities={names}: the wave has weighting steps or replicate weights "
            "already; base weights come first."
        )
    faults = _checks.Faults()
    chances = [_chance(wave, name, faults) for name in names]
    faults.stop()
    base = 1 / np.prod(chances, axis=0)
    design = replace(wave.design, base=base, weights=base, weighted=True)
    detail = Message("inverse of {columns}", {"columns": Listing(tuple(names))})
    return replace(wave, design=design).noted("base_weights", detail, wave, wave.n)


def _chance(wave: Wave, name: str, faults: _checks.Faults) -> np.ndarray:
    """Return a column of probabilities; note what is wrong with it."""
    column = wave.frame[name]
    if column.dtype.kind not in "fiu":
        faults.add(f"probabilities={name!r} must hold numbers, not {column.dtype}.")
        return np.ones(len(column))
    p = column.to_numpy(float)
    blank = np.isnan(p)
    if blank.any():
        row = column.index[blank.argmax()]
        faults.add(
            f"probabilities={name!r}: {int(blank.sum())} are missing, the first in row "
            f"{row}."
        )
    off = ~blank & ~((p > 0) & (p <= 1))
    if off.any():
        at = off.argmax()
        faults.add(
            f"probabilities={name!r}: {p[at]:g} in row {column.index[at]} must lie "
            f"above 0 and at most at 1; so must {int(off.sum()) - 1} others."
        )
    return p
