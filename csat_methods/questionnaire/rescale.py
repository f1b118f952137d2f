"""How do answers on one scale read on another, say from 0 to 100?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from csat_methods import _checks
from csat_methods._messages import Listing, Message, Number
from csat_methods.result import method

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@method
def rescale(
    wave: Wave, items: str | Sequence[str], *, to: tuple[float, float] = (0, 100)
) -> Wave:
    r"""Return the wave with items moved to another scale.

    .. math:: y = a + (b - a) \frac{x - l}{h - l}

    for an item on l to h and the new scale a to b. Nothing is turned round.

    Parameters
    ----------
    wave : Wave
    items : str or list of str
        Columns or a construct, each with a known scale.
    to : tuple of float
        Ends of the new scale, the lower first.

    Returns
    -------
    Wave
        The same people and design; `scales` of the items are `to`.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If an item's codes have no mean or its scale is not known, or `to` does not
        rise.

    References
    ----------
    Preston, C. C., & Colman, A. M. (2000). Optimal number of response categories in
    rating scales. *Acta Psychologica*, 104, 1-15 (rescaling to 0 to 100).

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, rescale
    >>> frame = pd.DataFrame({"q1": [7.6, 1.0, 10.0]})
    >>> wave = Wave.from_frame(frame, scales={"q1": (1, 10)})
    >>> rescale(wave, "q1").frame["q1"].round(2).tolist()
    [73.33, 0.0, 100.0]
    """
    low, high = _ends(to)
    listed = wave.measured(items)
    unknown = [item for item in listed if item not in wave.scales]
    if unknown:
        raise ValueError(
            f"items={unknown} have no known scale; give it in the study or in scales."
        )
    ends = np.array([wave.scales[item] for item in listed], dtype=float)
    share = (wave.answers(listed) - ends[:, 0]) / (ends[:, 1] - ends[:, 0])
    new = dict(zip(listed, (low + (high - low) * share).T, strict=True))
    scales = {**wave.scales, **dict.fromkeys(listed, (low, high))}
    moved = wave.with_answers(new, scales)
    detail = Message(
        "{items}: moved to a scale from {low} to {high}",
        {
            "items": Listing(tuple(wave.label(item) for item in listed)),
            "low": Number(low),
            "high": Number(high),
        },
    )
    return moved.noted("rescale", detail, wave, wave.n)


def _ends(to: tuple[float, float]) -> tuple[float, float]:
    try:
        low, high = (_checks.finite("to", end) for end in to)
    except (TypeError, ValueError):
        low, high = 0.0, 0.0
    if not low < high:
        raise ValueError(f"to={to!r} must be two numbers, the lower first.")
    return low, high
