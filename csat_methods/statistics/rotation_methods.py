"""Which rotation is which criterion, orthogonal or oblique?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from csat_methods.statistics import rotation_criteria as criteria
from csat_methods.statistics.gradient_projection import OBLIQUE, ORTHOGONAL, Space


@dataclass(frozen=True, eq=False, kw_only=True)
class Options:
    """The size of the loadings and the options of one rotation."""

    p: int
    m: int
    power: float
    epsilon: float
    target: np.ndarray


@dataclass(frozen=True, eq=False, kw_only=True)
class Method:
    """One way to rotate.

    Attributes
    ----------
    criterion : callable
        Of the options.
    space : Space
    first : callable, optional
        Options of factor_analyzer's `Rotator` for a first start, if it knows the way.
    kaiser : bool
        Whether items are rotated as if of equal communality.
    fixed : int
        Columns at the left that keep their place; -1 for all.
    """

    criterion: Callable[[Options], criteria.Criterion]
    space: Space
    first: Callable[[Options], dict[str, object]] | None = None
    kaiser: bool = False
    fixed: int = 0


def _equamax(o: Options) -> float:
    return o.m / (2 * o.p)


_VARIMAX = Method(
    criterion=lambda _o: criteria.varimax(),
    space=ORTHOGONAL,
    first=lambda _o: {"method": "varimax"},
    kaiser=True,
)

METHODS: dict[str, Method] = {
    "varimax": _VARIMAX,
    "quartimax": Method(
        criterion=lambda _o: criteria.quartimax(),
        space=ORTHOGONAL,
        first=lambda _o: {"method": "quartimax"},
    ),
    "equamax": Method(
        criterion=lambda o: criteria.crawford_ferguson(_equamax(o)),
        space=ORTHOGONAL,
        first=lambda o: {"method": "equamax", "kappa": _equamax(o)},
    ),
    "promax": _VARIMAX,
    "oblimin": Method(
        criterion=lambda _o: criteria.crawford_ferguson(0.0),
        space=OBLIQUE,
        first=lambda _o: {"method": "oblimin"},
    ),
    "geomin": Method(
        criterion=lambda o: criteria.geomin(o.epsilon),
        space=OBLIQUE,
        first=lambda o: {"method": "geomin_obl", "delta": o.epsilon},
    ),
    "geomin_orthogonal": Method(
        criterion=lambda o: criteria.geomin(o.epsilon),
        space=ORTHOGONAL,
        first=lambda o: {"method": "geomin_ort", "delta": o.epsilon},
    ),
    "bifactor": Method(
        criterion=lambda _o: criteria.bifactor(), space=ORTHOGONAL, fixed=1
    ),
    "target": Method(
        criterion=lambda o: criteria.target(o.target), space=OBLIQUE, fixed=-1
    ),
    "target_orthogonal": Method(
        criterion=lambda o: criteria.target(o.target), space=ORTHOGONAL, fixed=-1
    ),
}
"""Rotations by name. Promax starts from varimax; oblimin is with gamma = 0."""
