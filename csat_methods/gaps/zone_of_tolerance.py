"""Does what customers get lie between what they would accept and what they want?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.result import Result, method
from csat_methods.wave import claims
from csat_methods.wave.estimate import Domains, Estimates, domains
from csat_methods.wave.pairs import Columns, person_means, same_people
from csat_methods.wave.ratios import ratio_estimates, ratio_values
from csat_methods.wave.table import estimates_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

Triples = Mapping[str, tuple[Columns, Columns, Columns]]
SIDES = ("adequate", "desired", "perceived")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ZoneOfTolerance(Result):
    """Perception against what is adequate and desired; the estimate is adequacy."""

    kinds: ClassVar[Mapping[str, str]] = {
        "estimate": "difference",
        "se": "number",
        "adequacy": "difference",
        "superiority": "difference",
        "inside": "share",
        "inside_se": "share",
        "inversions": "count",
    }
    clause: ClassVar[str] = "7.4.3"

    def headline(self) -> Message:
        """Return where perception falls below what customers would accept."""
        rows = claims.known_rows(self)
        if not rows:
            return super().headline()
        low, _ = claims.extremes(rows)
        values = {
            **claims.with_interval(self, low),
            "below": Number(sum(r["ci_high"] < 0 for r in rows), "count"),
            "above": Number(sum(r["ci_low"] > 0 for r in rows), "count"),
            "all": Number(len(rows), "count"),
        }
        if low["ci_high"] < 0:
            return Message(
                "At {below} of {all} customers get clearly less than they would "
                "accept, least at {label} ({estimate}, {low} to {high}).",
                values,
            )
        return Message(
            "Nowhere do customers get clearly less than they would accept; at {above} "
            "of {all} they get clearly more.",
            values,
        )


@method
def zone_of_tolerance(
    wave: Wave,
    triples: Triples | None = None,
    *,
    by: str | Sequence[str] | None = None,
    level: float = 0.95,
) -> ZoneOfTolerance:
    r"""Return where perception lies between what is adequate and what is desired.

    .. math:: \mathrm{adequacy} = \overline{P - A}, \qquad
              \mathrm{superiority} = \overline{P - D}, \qquad
              \mathrm{position} = \frac{\overline{P - A}}{\overline{D - A}}

    over the people who answered all three. Position 0 is just adequate, 1 as desired;
    it and the share inside (A ≤ P ≤ D) leave out people who desire less than they
    would accept: these inversions are errors of the answers, and are counted.

    Parameters
    ----------
    wave : Wave
    triples : dict, optional
        {name: (adequate, desired, perceived)}, a column or an equally long list each;
        from the study when not given.
    by : str or list of str, optional
        Segments; a block of rows each, the design kept whole.
    level : float
        Confidence of the intervals, between 0 and 1.

    Returns
    -------
    ZoneOfTolerance
        One row a triple: ``term, estimate`` (adequacy), ``se, ci_low, ci_high, n, df,
        adequate, desired, perceived`` (means), ``adequacy, superiority,
        superiority_se, position, position_se, inside, inside_se`` (share, 0 to 1),
        ``inversions`` (people).

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If a triple is not three sides of equal length and scale, the study has none,
        or different people answered the sides.

    References
    ----------
    Parasuraman, A., Zeithaml, V. A. and Berry, L. L. (1994). *Journal of Retailing*,
    70, 201-230 (three-column format); Zeithaml, Berry and Parasuraman (1993).
    *Journal of the Academy of Marketing Science*, 21, 1-12.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, zone_of_tolerance
    >>> asked = {"least": [3, 4, 3, 5], "want": [6, 7, 6, 4], "got": [5, 3, 6, 5]}
    >>> wave = Wave.from_frame(pd.DataFrame(asked))
    >>> row = zone_of_tolerance(wave, {"speed": ("least", "want", "got")})["speed"]
    >>> [float(row[name]) for name in ("adequacy", "position", "inside", "inversions")]
    [1.0, 0.444, 0.667, 1.0]
    """
    _checks.between("level", level, 0, 1)
    named = _sound(wave, _declared(wave) if triples is None else triples)
    where = domains(wave, by)
    parts = [_Triple.of(wave, sides) for sides in named.values()]
    same_people(wave, named, np.column_stack([part.held for part in parts]))
    found = _ratios(wave, where, parts, "adequacy")
    more = {k: _ratios(wave, where, parts, k) for k in ("superiority", *_SHARES)}
    return estimates_result(
        wave,
        ZoneOfTolerance,
        "Zone of tolerance",
        where,
        list(named),
        found,
        level=level,
        about={name: sum(sides, ()) for name, sides in named.items()},
        columns={
            **_means(wave, where, parts),
            "adequacy": found.estimate,
            "superiority": more["superiority"].estimate,
            "superiority_se": more["superiority"].se,
            "position": more["position"].estimate,
            "position_se": more["position"].se,
            "inside": more["inside"].estimate,
            "inside_se": more["inside"].se,
            "inversions": _inversions(where, parts),
        },
        notes=_notes(where, parts),
        averages=True,
    )


_SHARES = ("position", "inside")
Sides = tuple[tuple[str, ...], ...]


def _declared(wave: Wave) -> Triples:
    wave.require("adequate", "expectation", "perception")
    return wave.study.triples()


def _sound(wave: Wave, triples: Triples) -> dict[str, Sides]:
    """Return triples by name, each checked, every fault at once.

    Raises
    ------
    ValueError
        If they are no dict, there are none, or any is not three fitting sides.
    """
    if not isinstance(triples, Mapping):
        raise ValueError(f"triples={triples!r} must be {{name: ({', '.join(SIDES)})}}.")
    faults, found = _checks.Faults(), {}
    for name, triple in triples.items():
        if not isinstance(triple, tuple | list) or len(triple) != len(SIDES):
            faults.add(f"triple={name!r} must be ({', '.join(SIDES)}).")
            continue
        sides = tuple(
            tuple(_checks.listed(f"triple={name!r}: side", c)) for c in triple
        )
        if len({len(side) for side in sides}) > 1 or not sides[0]:
            faults.add(f"triple={name!r} has sides of unequal length or none.")
        wave.measured([c for side in sides for c in side])
        scales = {wave.scales.get(c) for side in sides for c in side}
        if len(scales) > 1:
            faults.add(
                f"triple={name!r} has unequal scales: {sorted(map(str, scales))}."
            )
        found[name] = sides
    if not triples:
        faults.add("triples={} must name at least one triple.")
    faults.stop()
    return found


@dataclass(frozen=True, eq=False)
class _Triple:
    """All three sides, zero where a person did not answer all of them."""

    adequate: np.ndarray
    desired: np.ndarray
    perceived: np.ndarray
    held: np.ndarray

    @classmethod
    def of(cls, wave: Wave, sides: Sides) -> _Triple:
        parts = np.stack([person_means(wave, side) for side in sides])
        held = ~np.isnan(parts).any(axis=0)
        adequate, desired, perceived = np.where(held, parts, 0.0)
        return cls(adequate, desired, perceived, held)

    @property
    def inverted(self) -> np.ndarray:
        """Who desires less than would do."""
        return self.held & (self.desired < self.adequate)

    def ratio(self, name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return numerator, denominator and rows of one measure, (n,) each."""
        sane = self.held & ~self.inverted
        within = (self.adequate <= self.perceived) & (self.perceived <= self.desired)
        above = self.perceived - self.adequate
        forms: dict[str, tuple[np.ndarray, Any, np.ndarray]] = {
            "adequacy": (above, 1.0, self.held),
            "superiority": (self.perceived - self.desired, 1.0, self.held),
            "position": (above, self.desired - self.adequate, sane),
            "inside": (within.astype(float), 1.0, sane),
        }
        top, bottom, rows = forms[name]
        return np.where(rows, top, 0.0), np.where(rows, bottom, 0.0), rows


def _ratios(
    wave: Wave, where: Domains, parts: Sequence[_Triple], name: str
) -> Estimates:
    top, bottom, rows = zip(*(part.ratio(name) for part in parts), strict=True)
    return ratio_estimates(
        wave,
        where,
        np.column_stack(top),
        np.column_stack(bottom),
        np.column_stack(rows),
    )


def _means(
    wave: Wave, where: Domains, parts: Sequence[_Triple]
) -> dict[str, np.ndarray]:
    held = np.column_stack([part.held for part in parts]).astype(float)
    return {
        side: ratio_values(
            wave, where, np.column_stack([getattr(p, side) for p in parts]), held
        ).ravel()
        for side in SIDES
    }


def _inversions(where: Domains, parts: Sequence[_Triple]) -> np.ndarray:
    counts = [
        np.bincount(where.codes[p.inverted & (where.codes >= 0)], minlength=len(where))
        for p in parts
    ]
    return np.column_stack(counts).ravel()


def _notes(where: Domains, parts: Sequence[_Triple]) -> list[Message]:
    count = int(_inversions(where, parts).sum())
    if not count:
        return []
    return [
        Message(
            "Answers that desire less than would be accepted: {n}; they are left out "
            "of position and of the share inside.",
            {"n": Number(count, "count")},
        )
    ]
