"""Which rows has the chain: its links, its gaps and what they add up to?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from csat_methods.gaps.chain_claims import PROMISE
from csat_methods.gaps.chain_levels import Levels, combined, links_of
from csat_methods.gaps.chain_places import PROMISED, Chain
from csat_methods.wave.estimate import interval

GAP = ("expected", "perceived")
ESTIMATES = ("estimate", "se", "ci_low", "ci_high")


@dataclass(frozen=True, eq=False)
class ChainRows:
    """The links of a chain as sums of its levels.

    Attributes
    ----------
    unsure : bool
        Whether links with the staff's level have no error: too few were asked.
    """

    chain: Chain
    levels: Levels
    unsure: bool
    level: float

    def _estimated(
        self, ways: np.ndarray, untested: Sequence[bool] = ()
    ) -> dict[str, np.ndarray]:
        """Return estimates of sums of levels, without errors where untested."""
        estimate, se, df = combined(self.levels, ways)
        lost = np.array([*untested, *[False] * (len(ways) - len(untested))], bool)
        se, df = np.where(lost, np.nan, se), np.where(lost, np.nan, df)
        low, high = interval(estimate, se, df, self.level)
        return {
            **dict(zip(ESTIMATES, (estimate, se, low, high), strict=True)),
            "df": df,
        }

    def _way(self, name: str, link: tuple[str, str]) -> np.ndarray:
        before, after = (self.levels.keys.index((name, end)) for end in link)
        way = np.zeros(len(self.levels.keys))
        way[before], way[after] = -1.0, 1.0
        return way

    def links(self) -> pd.DataFrame:
        """Return one row a link of each characteristic."""
        listed = [
            (name, link) for name, c in self.chain.items() for link in links_of(c)
        ]
        ways = np.array([self._way(name, link) for name, link in listed])
        untested = [self.unsure and "understood" in link for _, link in listed]
        start, end = np.maximum(-ways, 0), np.maximum(ways, 0)
        found = self._estimated(ways, untested)
        df = found.pop("df")
        return pd.DataFrame(
            {
                "characteristic": [name for name, _ in listed],
                "link": [named(link) for _, link in listed],
                **found,
                "n": [self.people(name) for name, _ in listed],
                "df": df,
                "start": combined(self.levels, start)[0],
                "end": combined(self.levels, end)[0],
            }
        )

    def gaps(self) -> pd.DataFrame:
        """Return one row a characteristic: perceived less expected."""
        ways = np.array([self._way(name, GAP) for name in self.chain])
        found = self._estimated(ways)
        found.pop("df")
        n = [self.people(name) for name in self.chain]
        return pd.DataFrame({"characteristic": list(self.chain), **found, "n": n})

    def total(self) -> tuple[pd.DataFrame, dict[str, float]]:
        """Return one row a link over all characteristics, and the mean gap.

        A link's row is the sum of its parts over the number of all characteristics, so
        that the rows add up to the mean gap; the promise's is a mean of its own.
        """
        held: dict[tuple[str, str], list[str]] = {}
        for name, places in self.chain.items():
            for link in links_of(places):
                held.setdefault(link, []).append(name)
        ordered = sorted(held, key=_place)
        ways = [
            sum(self._way(name, link) for name in held[link])
            / (len(held[link]) if PROMISED in link else len(self.chain))
            for link in ordered
        ]
        untested = [self.unsure and "understood" in link for link in ordered]
        whole = sum(self._way(name, GAP) for name in self.chain) / len(self.chain)
        found = self._estimated(np.array([*ways, whole]), untested)
        table = pd.DataFrame(
            {
                "link": [named(link) for link in ordered],
                **{key: found[key][:-1] for key in ESTIMATES},
                "characteristics": [len(held[link]) for link in ordered],
            }
        )
        return table, {key: float(found[key][-1]) for key in ESTIMATES}

    def frame(self) -> pd.DataFrame:
        """Return the levels: one row a level of each characteristic."""
        estimate, se, _ = combined(self.levels, np.eye(len(self.levels.keys)))
        names, levels = zip(*self.levels.keys, strict=True)
        columns: dict[str, Any] = {"characteristic": names, "level": levels}
        return pd.DataFrame(
            {**columns, "estimate": estimate, "se": se, "n": self.levels.n}
        )

    def people(self, name: str) -> int:
        """Return how many answered both sides; what figures rest on, without sides."""
        ends = [self.levels.n[self.levels.keys.index((name, end))] for end in GAP]
        known = [n for n in ends if not np.isnan(n)]
        return int(min(known)) if known else 0

    def columns(self, name: str) -> tuple[str, ...]:
        """Return the columns of the wave behind a characteristic."""
        places = self.chain[name].values()
        return tuple(dict.fromkeys(c for place in places for c in place.columns))


def named(link: tuple[str, str]) -> str:
    """Return what a link is called."""
    return PROMISE if PROMISED in link else " → ".join(link)


def _place(link: tuple[str, str]) -> tuple[bool, int, int]:
    order = ("expected", "understood", "planned", "delivered", "perceived", PROMISED)
    return PROMISED in link, order.index(link[0]), order.index(link[1])
