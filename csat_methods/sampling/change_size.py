"""How many answers does a change between two waves take, by which approximation?"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from scipy.optimize import brentq
from scipy.special import nctdtr, ndtri, stdtrit

from csat_methods import _checks
from csat_methods.sampling.size_plan import Circumstances, reachable

FEWEST = 2.0
"""Answers from which on a wave has a standard deviation."""


@dataclass(frozen=True)
class Change:
    """A difference between two waves, as the formulas see it.

    `first` and `second` are standard deviations, `shares` the shares where it is one of
    shares, `reach` the normal quantile of the level and `certainty` that of the power.
    """

    size: float
    first: float
    second: float
    shares: tuple[float, float] | None
    overlap: float
    correlation: float
    reach: float
    certainty: float

    def variance(self, overlap: float) -> float:
        """Variance of one answer's part in the difference."""
        shared = overlap * self.correlation * self.first * self.second
        return self.first**2 + self.second**2 - 2 * shared


def _normal(change: Change) -> float:
    quantiles = (change.reach + change.certainty) ** 2
    return quantiles * change.variance(change.overlap) / change.size**2


def _student(change: Change) -> float:
    """Return the answers that give the power by the noncentral t."""
    paired = change.overlap == 1
    level, power = _share(change.reach), _share(change.certainty)

    def lacking(n: float) -> float:
        df = n - 1 if paired else 2 * (n - 1)
        shift = change.size * math.sqrt(n / change.variance(change.overlap))
        return power - float(1 - nctdtr(df, shift, stdtrit(df, level)))

    if lacking(FEWEST) <= 0:
        return FEWEST
    above = FEWEST + _normal(change)
    while lacking(above) > 0:
        above *= 2
    return float(brentq(lacking, FEWEST, above, xtol=1e-10))


def _share(z: float) -> float:
    """Return the share below a normal quantile."""
    return math.erfc(-z / math.sqrt(2)) / 2


def _pooled(change: Change) -> float:
    first, second = change.shares or (0.0, 0.0)
    both = (first + second) / 2
    alike = math.sqrt(2 * both * (1 - both))
    apart = math.sqrt(change.variance(0.0))
    return (
        (change.reach * alike + change.certainty * apart) / abs(first - second)
    ) ** 2


def _arcsine(change: Change) -> float:
    first, second = change.shares or (0.0, 0.0)
    effect = 2 * math.asin(math.sqrt(first)) - 2 * math.asin(math.sqrt(second))
    return 2 * ((change.reach + change.certainty) / effect) ** 2


METHODS: Mapping[str, Callable[[Change], float]] = {
    "normal": _normal,
    "t": _student,
    "pooled": _pooled,
    "arcsine": _arcsine,
}
"""Answers in each wave before design effect, finite population and response."""


def read_change(
    difference: float | None,
    sd: Any,
    p: Any,
    *,
    power: float,
    goal: str,
    overlap: float,
    correlation: float,
    sides: int,
    level: float,
) -> Change:
    """Return the arguments as the formulas see them, or refuse them.

    Raises
    ------
    ValueError
        If an argument is out of its range or does not go with another.
    """
    _checks.one_of("goal", goal, ("power", "precision"))
    _checks.between("power", power, 0, 1)
    if sides not in (1, 2):
        raise ValueError(f"sides={sides!r} must be 1 or 2.")
    if (sd is None) == (p is None):
        raise ValueError("sd and p: just one of them must be given.")
    shares = None if p is None else _pair("p", p, _share_of)
    first, second = (
        _pair("sd", sd, _checks.positive)
        if shares is None
        else tuple(math.sqrt(share * (1 - share)) for share in shares)
    )
    if difference is None and (shares is None or goal == "precision"):
        raise ValueError(f"difference=None must be given for goal={goal!r}.")
    size = difference if difference is not None else shares[1] - shares[0]  # type: ignore[index]
    change = Change(
        size=abs(_not_zero(size)),
        first=first,
        second=second,
        shares=shares,
        overlap=_checks.within("overlap", overlap, 0, 1),
        correlation=_checks.within("correlation", correlation, -1, 1),
        reach=float(ndtri(1 - (1 - level) / sides)),
        certainty=float(ndtri(power)) if goal == "power" else 0.0,
    )
    if change.variance(change.overlap) <= 1e-12 * (first**2 + second**2):
        raise ValueError(
            f"overlap={overlap} and correlation={correlation} leave no change to "
            "differ between people."
        )
    reachable(change.size, math.sqrt(change.variance(change.overlap)))
    return change


def _share_of(name: str, value: Any) -> float:
    return _checks.between(name, value, 0, 1)


def _not_zero(size: float) -> float:
    if size == 0:
        raise ValueError("difference=0 takes endlessly many answers; name a change.")
    return math.copysign(_checks.positive("difference", abs(size)), size)


def _pair(
    name: str, told: Any, check: Callable[[str, Any], float]
) -> tuple[float, float]:
    """Return a number twice, or a pair of numbers."""
    both = told if hasattr(told, "__len__") or name == "p" else [told, told]
    try:
        first, second = both
    except (TypeError, ValueError) as fault:
        raise ValueError(f"{name}={told!r} must be a pair of numbers.") from fault
    return check(name, first), check(name, second)


def check_method(method: str, goal: str, change: Change) -> None:
    """Refuse a method that is not for this goal or kind of change.

    Raises
    ------
    ValueError
        If it is not.
    """
    _checks.one_of("method", method, METHODS)
    if method == "normal":
        return
    if goal != "power":
        raise ValueError(f"method={method!r} is for goal='power' only.")
    if method == "t" and (change.shares is not None or change.overlap not in (0, 1)):
        raise ValueError("method='t' is for means, with overlap 0 or 1.")
    if method == "t":
        return
    if change.shares is None or change.overlap:
        raise ValueError(f"method={method!r} is for a pair p without overlap.")
    first, second = change.shares
    if not math.isclose(abs(second - first), change.size, rel_tol=1e-9):
        raise ValueError(
            f"method={method!r} takes the difference of p={change.shares}, not another."
        )


def finite_answers(n: float, change: Change, given: Circumstances) -> float:
    """Return the answers of a finite population of the same people in both waves.

    Raises
    ------
    ValueError
        If two samples of this size must share more people than the overlap says.
    """
    ratio = change.variance(1.0) / change.variance(change.overlap)
    found = min(given.finite(n, ratio), given.size)
    if change.correlation and change.overlap < 2 - given.size / found - 1e-9:
        raise ValueError(
            f"overlap={change.overlap} cannot hold: two samples of {found:.0f} of "
            f"{given.size:.0f} customers share more people; raise overlap."
        )
    return found
