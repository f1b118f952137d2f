"""Who may not have read the questions, and would it matter?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Listing, Message, Number
from csat_methods._record import digest_of_data
from csat_methods.answers.careless_flags import (
    Judged,
    flagged_people,
    judged,
    lines_of_grids,
    named_grids,
    rule_row,
    scales_of,
)
from csat_methods.answers.careless_measures import measures, scaled_items
from csat_methods.answers.careless_rules import RARE, RULES, check_limits
from csat_methods.answers.flagged_effect import compared
from csat_methods.answers.rule_set import rule_set
from csat_methods.result import Result, Used, method
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class CarelessResponses(Result):
    """Rules, and how many people break each; nobody is removed.

    Attributes
    ----------
    people : pandas.DataFrame
        One row a person of `wave.frame`: every measure, how many ``rules`` are broken
        (see `signs`), the ``signs`` (their names) and ``flagged``. Not for publication.
    comparison : pandas.DataFrame
        Items: weighted means of ``all`` and ``without`` those flagged, each with its
        interval, and their ``difference`` with its interval.
    grids : pandas.DataFrame
        ``grid, items, found, checked, share``: people with one answer all over a grid.
    """

    people: pd.DataFrame
    comparison: pd.DataFrame
    grids: pd.DataFrame

    kinds: ClassVar[Mapping[str, str]] = {
        "limit": "number",
        "found": "count",
        "checked": "count",
        "share": "share",
    }
    clause: ClassVar[str] = "7.4.2"
    personal: ClassVar[tuple[str, ...]] = ("people",)

    @property
    def key(self) -> str:
        """Digest: other people flagged, another key."""
        return super().key + digest_of_data(self.people)

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
            return Message(
                "None of {checked} people shows signs enough of careless answers.",
                values,
            )
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
    items: str | Sequence[str] | None = None,
    *,
    scales: Mapping[str, Sequence[str]] | None = None,
    grids: Mapping[str, Sequence[str]] | None = None,
    duration: str | None = None,
    limits: Mapping[str, float] | None = None,
    signs: int | None = None,
    synonyms: float | None = None,
    seed: int = 0,
    level: float = 0.95,
) -> CarelessResponses:
    """Return signs that questions were not read; a recommendation, never a deletion.

    Parameters
    ----------
    wave : Wave
    items : str or list of str, optional
        Three at least, in the order they were asked; all items on scales of the study
        when not given.
    scales : dict, optional
        {name: items} for even-odd consistency; the study's constructs when not given.
    grids : dict, optional
        {name: items} asked in one grid; when not given the blocks of the study, and
        items of one role and scale.
    duration : str, optional
        Column of the seconds that a person took; the wave file's when not given.
    limits : dict, optional
        {rule: limit} in place of those of the study, else of the literature.
    signs : int, optional
        Rules that a person must break to be flagged, a break-off and the blanks that
        it leaves being one; the study's, else 2.
    synonyms : float, optional
        Correlation from which two items are synonyms; the study's, else .60.
    seed : int
        Start of the robust distances and of the people drawn.
    level : float
        Confidence of the intervals with and without those flagged.

    Returns
    -------
    CarelessResponses
        One row a rule that applies: ``term, limit, found, checked, share``; last
        ``flagged``.
        ``.people`` has, as they apply: ``longstring`` (longest run of equal answers as
        they were given), ``longstring_mean, irv`` (standard deviation, n − 1),
        ``even_odd`` (Spearman-Brown, 1 is careful), ``mahalanobis`` (squared),
        ``mahalanobis_robust, likelihood`` (mean logarithm of the chance of an answer),
        ``person_total`` (with the means of all others),
        ``psychometric_synonyms, straight_lines`` (share of grids), ``attention_missed,
        nearest_match, seconds_per_item, broke_off, missing``, the chances
        ``longstring_chance, irv_chance, straight_lines_chance, nearest_match_chance``,
        and ``rules, signs, flagged``.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If there are fewer than three items, nobody is in the domain, a limit is of no
        rule or one that everybody meets, `signs` is below 1, or a scale or grid has
        other items or fewer than two.

    Notes
    -----
    Where most people give the highest answer, many who read every question give it all
    over. A run, little variation, a straight line and a copy are signs beyond their
    limits only if at most 1 in 100 careful people would show as much of them with
    these very answers: the ``…_chance`` in ``.people``, from 4000 people drawn with the
    shares and correlations of the answers as given (reversed items not turned round).
    So ten times the answer of nearly everyone is no sign and ten times a rare one is,
    and one answer all over a battery with reversed items is. Who straight-lines on the
    answer that most people give all over cannot be told from them by answers alone.
    Distances and the ``likelihood`` of one's answers are signs from where 3 in 100 of
    the people drawn lie.

    Correlations inside a person over few pairs are low by chance in careful people too:
    their limits never lie nearer than two robust standard deviations of Fisher's z to
    the median person; those whose limit lies below −.9 tell nothing and are left out.
    Limits that are given stand as they are, whatever the chance.

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
    _checks.between("level", level, 0, 1)
    listed, rules = scaled_items(wave, items), rule_set(wave)
    own = {} if limits is None else _checks.mapping("limits", limits)
    given = {**rules.careless, **own}
    check_limits(given)
    enough = (
        rules.limits["signs"] if signs is None else _checks.whole("signs", signs, 1)
    )
    drawn = named_grids(wave, listed, grids)
    found = measures(
        wave,
        listed,
        scales_of(wave, listed, scales),
        drawn,
        duration=wave.timed if duration is None else duration,
        seed=seed,
        alike=rules.limits["synonyms"]
        if synonyms is None
        else _checks.within("synonyms", synonyms, -1, 1),
    )
    told = judged(found.people[wave.domain], len(listed), given, found.drawn)
    people = flagged_people(found.people, told.broken, enough)
    flagged = rule_row("flagged", np.nan, int(people["flagged"].sum()), wave.n)
    rows = [*told.rows, flagged]
    return result_of(
        wave,
        CarelessResponses,
        "Careless answers",
        pd.DataFrame(rows),
        level=level,
        about={row["term"]: tuple(listed) for row in rows},
        labels={
            **{name: rule.words for name, rule in RULES.items()},
            **wave.labels(drawn),
            "flagged": Message("signs enough to look at"),
        },
        used=Used(wave.n, (wave.n, wave.n)),
        notes=[rules.note, *_notes(enough, told)],
        people=people,
        comparison=compared(wave, listed, people["flagged"].to_numpy(), level),
        grids=lines_of_grids(wave, listed, drawn),
    )


def _notes(enough: float, told: Judged) -> list[Message]:
    """Return what makes a flag, who is excused, and which rules tell nothing."""
    notes = [
        Message(
            "Who shows {signs} signs or more is flagged for a look; nobody is removed.",
            {"signs": Number(enough, "count")},
        )
    ]
    if told.excused.any():
        values = {
            "excused": Number(int(told.excused.sum()), "count"),
            "rare": Number(RARE, "share"),
        }
        notes.append(
            Message(
                "{excused} people give one answer over and over, but more than {rare} "
                "of careful people would do so here, too: this is no sign.",
                values,
            )
        )
    if told.untold:
        rules = Listing(tuple(RULES[name].words for name in told.untold))
        notes.append(
            Message(
                "Too few pairs of items to judge people by: {rules}.", {"rules": rules}
            )
        )
    return notes
