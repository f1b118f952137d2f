"""Do several effects together stand out from the errors of the design?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from csat_methods.statistics.wald import wald
from csat_methods.wave.smooth import Piece, joint_estimates

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


def wald_tests(
    wave: Wave, piece: Piece, parts: Sequence[np.ndarray]
) -> list[tuple[float, float]]:
    r"""Return Wald's statistic of each set of effects, with its chance.

    .. math:: W = b^\top V^{-1} b, \qquad
              \frac{W (f - q + 1)}{f q} \sim F(q, f - q + 1)

    with the design's covariance V and degrees of freedom f. NaN where the design has
    too few units for q effects.

    Parameters
    ----------
    piece : Piece
        The effects, their influences, and how weights change them.
    parts : sequence of ndarray of int
        Positions of the effects that are tested together.

    References
    ----------
    Korn, E. L. and Graubard, B. I. (1990). *The American Statistician*, 44, 270-276.
    """
    found = joint_estimates(wave, [piece])
    matrix = found.covariance() if found.covariance else np.empty((0, 0))
    df = float(found.df[0])
    tests = [
        wald(piece.estimate[part], matrix[np.ix_(part, part)], df) for part in parts
    ]
    return [
        (t.chisq, t.p) if np.isfinite(t.statistic) else (np.nan, np.nan) for t in tests
    ]
