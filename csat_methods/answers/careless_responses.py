"""Who may not have read the questions, and would it matter?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.answers.careless_measures import measures
from csat_methods.answers.careless_rules import RULES
from csat_methods.result import Result, Used, method
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

FEWEST_ITEMS = 3
ENOUGH = 2
"""Rules that a person must break to be flagged."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class CarelessResponses(Result):
    """Rules, and how many people break each; nobody is removed.

    Attributes
    ----------
    people : pandas.DataFrame
        One row a person of `wave.frame`: every measure, and ``flagged``. Not for
        publication.
    comparison : pandas.DataFrame
        Items: ``all, without, difference`` of their weighted means.
    """

    people: pd.DataFrame
    comparison: pd.DataFrame

    kinds: ClassVar[Mapping[str, str]] = {
        "limit": "number",
        "found": "count",
        "checked": "count",
        "share": "share",
    }
    clause: ClassVar[str] = "7.4.2"

    def headline(self) -> Message:
        """Return how many are flagged, and what leaving them out would change."""
        flagged = self.table[self.table["term"] == "flagged"]
        if len(flagged) == 0:
            return super().headline()
        row = flagged.iloc[0].to_dict()
        values = {
            "found": self.number(row, "found"),
            "checked": self.number(row, "checked"),
            "share": self.number(row, "share"),
            "change": Number(self._largest(), "number"),
        }
        if not row["found"]:
            return Message("Of {checked} people nobody answers carelessly.", values)
        return Message(
            "{found} of {checked} people ({share}) may not have read the questions; "
            "without them no mean moves by more than {change}; nobody was removed.",
            values,
        )

    def _largest(self) -> float:
        moved = self.comparison["difference"].abs().max()
        return 0.0 if np.isnan(moved) else float(moved)


@method
def careless_responses(
    wave: Wave,
    items: str | Sequence[str],
    *,
    scales: Mapping[str, Sequence[str]] | None = None,
    duration: str | None = None,
    limits: Mapping[str, float] | None = None,
    seed: int = 0,
) -> CarelessResponses:
    """Return signs that questions were not read; a recommendation, never a deletion.

    Parameters
    ----------
    wave : Wave
    items : str or list of str
        Three at least, in the order they were asked.
    scales : dict, optional
        {name: items} for even-odd consistency; the study's constructs when not given.
    duration : str, optional
        Column of the seconds that a person took.
    limits : dict, optional
        {rule: limit} in place of those of the table.
    seed : int
        Start of the robust distances.

    Returns
    -------
    CarelessResponses
        One row a rule that applies: ``term, limit, found, checked, share``; last
        ``flagged``: people who break two rules or more.
        ``.people`` has, as they apply: ``longstring`` (longest run of equal answers as
        they were given), ``longstring_mean, irv`` (standard deviation, n − 1),
        ``even_odd`` (Spearman-Brown, 1 is careful), ``mahalanobis`` (squared),
        ``mahalanobis_robust, person_total`` (with the means of all others),
        ``psychometric_synonyms, straight_lines`` (share of blocks), ``nearest_match,
        seconds_per_item, broke_off, missing, rules, flagged``.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If there are fewer than three items, nobody is in the domain, a limit is of no
        rule, or a scale has other items or fewer than two.

    References
    ----------
    Meade, A. W. and Craig, S. B. (2012). *Psychological Methods*, 17, 437-455; Curran,
    P. G. (2016). *J. Experimental Social Psychology*, 66, 4-19.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> from csat_methods import Wave, careless_responses
    >>> rng = np.random.default_rng(1)
    >>> answers = pd.DataFrame(rng.integers(1, 6, (60, 12)))
    >>> answers.columns = [f"q{i}" for i in range(12)]
    >>> answers.loc[0] = 3
    >>> found = careless_responses(Wave.from_frame(answers), list(answers))
    >>> bool(found.people["flagged"].iloc[0]), int(found.people["longstring"].iloc[0])
    (True, 12)
    """
    listed = wave.measured(items)
    if len(listed) < FEWEST_ITEMS or not wave.domain.any():
        raise ValueError(
            f"items={len(listed)} must be at least {FEWEST_ITEMS}, and people in the "
            f"domain={int(wave.domain.sum())} at least one."
        )
    _checks.keys("limits", limits or {}, RULES)
    people = measures(wave, listed, _scales(wave, listed, scales), duration, seed)
    rows, broken = _judged(people[wave.domain], len(listed), limits or {})
    broken = broken.reindex(people.index, fill_value=False)
    people = people.assign(
        rules=broken.sum(axis=1), flagged=broken.sum(axis=1) >= ENOUGH
    )
    people.loc[~wave.domain, ["rules", "flagged"]] = [0, False]
    people["flagged"] = people["flagged"].astype(bool)
    count = int(wave.domain.sum())
    found = int(people.loc[wave.domain, "flagged"].sum())
    rows.append(_row("flagged", np.nan, found, count))
    return result_of(
        wave,
        CarelessResponses,
        "Careless answers",
        pd.DataFrame(rows),
        level=0.95,
        about={row["term"]: tuple(listed) for row in rows},
        labels={
            **{name: rule.words for name, rule in RULES.items()},
            "flagged": Message("two signs or more"),
        },
        used=Used(count, (count, count)),
        people=people,
        comparison=_comparison(wave, listed, people["flagged"].to_numpy()),
    )


def _scales(
    wave: Wave, items: list[str], scales: Mapping[str, Sequence[str]] | None
) -> dict[str, list[int]]:
    """Return the columns of each scale among the items."""
    if scales is None:
        known = wave.study.constructs if wave.study is not None else {}
        given = {n: [i for i in c.items if i in items] for n, c in known.items()}
        given = {n: listed for n, listed in given.items() if len(listed) > 1}
    else:
        given = {name: list(listed) for name, listed in scales.items()}
        wrong = {
            name: listed
            for name, listed in given.items()
            if len(listed) < 2 or not set(listed) <= set(items)
        }
        if wrong:
            raise ValueError(f"scales={wrong} must each be two items or more of items.")
    return {name: [items.index(i) for i in listed] for name, listed in given.items()}


def _judged(
    people: pd.DataFrame, items: int, limits: Mapping[str, float]
) -> tuple[list[dict[str, Any]], pd.DataFrame]:
    """Return a row a rule, and who breaks which."""
    rows, broken = [], {}
    for name, rule in RULES.items():
        if rule.column in people:
            values = people[rule.column].to_numpy(float)
            limit = float(limits.get(name, rule.limit(items)))
            broken[name] = rule.flags(values, limit)
            checked = int((~np.isnan(values)).sum())
            rows.append(_row(name, limit, int(broken[name].sum()), checked))
    return rows, pd.DataFrame(broken, index=people.index)


def _row(term: str, limit: float, found: int, checked: int) -> dict[str, Any]:
    share = found / checked if checked else np.nan
    values = {"limit": limit, "found": found, "checked": checked, "share": share}
    return {"term": term, **values}


def _comparison(wave: Wave, items: list[str], flagged: np.ndarray) -> pd.DataFrame:
    """Return weighted means of all people, and without those who are flagged."""
    x, w = wave.answers(items), wave.design.weights * wave.domain
    held = ~np.isnan(x)
    filled = np.where(held, x, 0.0)
    means = {}
    for name, weights in (("all", w), ("without", w * ~flagged)):
        total = weights @ held
        means[name] = np.divide(
            weights @ filled, total, out=np.full(len(items), np.nan), where=total > 0
        )
    table = pd.DataFrame(means, index=items)
    return table.assign(difference=table["without"] - table["all"])
