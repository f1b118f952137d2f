"""Do translated items ask the same as the originals?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message
from csat_methods.questionnaire.content_validity import (
    FEWEST,
    MOST_POINTS,
    RELEVANT_ENOUGH,
    content_validity,
)
from csat_methods.questionnaire.panel_ratings import (
    chosen_codes,
    codes_on_scale,
    panel,
)
from csat_methods.result import Result, judge, method
from csat_methods.statistics.expert_panel import score_interval
from csat_methods.wave import claims

BACK_POINTS = 7
"""Points of the scale on which a back-translation is held against the original."""

TOO_FAR = 3.0
"""Mean above which an item is looked at again: Sperber (2004), *Gastroenterology*, 126,
S124-S128; one is the same, seven not at all."""

SENTENCES = {
    "good": "{label}: the translation asks the same, {estimate} ({low} to {high}).",
    "bad": "{label}: the translation does not ask the same, {estimate} ({low} to "
    "{high}).",
    "undecided": "{label}: whether the translation asks the same is undecided, "
    "{estimate} ({low} to {high}).",
}

COUNTS = {
    "good": "{n} asking the same for certain",
    "bad": "{n} not asking the same",
    **claims.OPEN,
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class TranslationEquivalence(Result):
    """Items as bilingual people hold their translation against the original."""

    kinds: ClassVar[Mapping[str, str]] = {
        "estimate": "share",
        "kappa": "coefficient",
        "back": "number",
        "back_n": "count",
    }
    line: ClassVar[str] = "translation"
    clause: ClassVar[str] = "7.3.3.4"

    def headline(self) -> Message:
        """Return how many translations ask the same for certain."""
        rows = self.table.dropna(subset=["estimate"])
        if not len(rows):
            return super().headline()
        return Message(
            "Of {all} translated items: {counts}.",
            claims.counted(list(rows["verdict"]), COUNTS),
        )

    def sentence(self, row: Mapping[str, Any], verdict: str) -> Message:
        """Return what is held of one translation."""
        return Message(
            SENTENCES[verdict],
            {
                "label": self.label(row["term"]),
                "estimate": self.number(row, "estimate"),
                "low": self.number(row, "ci_low"),
                "high": self.number(row, "ci_high"),
            },
        )


@method
def translation_equivalence(
    ratings: Any,
    *,
    back: Any = None,
    categories: int = 4,
    lowest: int = 1,
    equivalent: Sequence[int] = (3, 4),
    level: float = 0.95,
) -> TranslationEquivalence:
    r"""Return how far translated items ask the same as the originals.

    .. math:: p_i = \frac{A_i}{N_i}, \qquad
              \kappa^*_i = \frac{p_i - p_c}{1 - p_c}, \qquad
              b_i = \frac{1}{M_i} \sum_m y_{mi}

    with A of N bilingual people calling item i equivalent, and y what M people hold of
    its back-translation: one the same as the original, seven not at all. Whether
    people then answer both versions alike is for `measurement_invariance` by language.

    Parameters
    ----------
    ratings : DataFrame of shape (people, items)
        How far both versions ask the same; a blank is an item that one did not rate.
    back : DataFrame of shape (people, items), optional
        Back-translations held against the originals, one to seven.
    categories, lowest : int
        Points of the scale of `ratings`, and its lowest code.
    equivalent : list of int
        Codes that call the versions equivalent.
    level : float
        Confidence of the intervals, between 0 and 1.

    Returns
    -------
    TranslationEquivalence
        One row an item: ``term, estimate`` (share who call it equivalent), ``se,
        ci_low, ci_high`` (Wilson's), ``n, kappa, back, back_low, back_high`` (score
        interval of the mean), ``back_n, verdict`` (``good, bad, undecided``: the share
        against .78, the mean against 3, each by its whole interval; the worse counts).

    Raises
    ------
    ValueError
        If a code is not on its scale, there are fewer than two people, or items of
        `back` are not those of `ratings`.

    References
    ----------
    Polit, D. F., Beck, C. T., & Owen, S. V. (2007). Is the CVI an acceptable indicator
    of content validity? *Research in Nursing & Health*, 30, 459-467. Sperber, A. D.
    (2004). Translation and validation of study instruments for cross-cultural
    research. *Gastroenterology*, 126, S124-S128. Penfield and Giacobbi (2004), eqs. 5
    and 6.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import translation_equivalence
    >>> both = pd.DataFrame({"q1": [4] * 20, "q2": [1, 2] * 10})
    >>> found = translation_equivalence(both)
    >>> found.table[["estimate", "verdict"]].values.tolist()
    [[1.0, 'good'], [0.0, 'bad']]
    """
    _checks.between("level", level, 0, 1)
    _checks.within(
        "categories", _checks.whole("categories", categories), 2, MOST_POINTS
    )
    chosen_codes("equivalent", equivalent, range(lowest, lowest + categories))
    held = content_validity(
        panel(ratings),
        categories=categories,
        lowest=lowest,
        relevant=equivalent,
        level=level,
    )
    columns = ["term", "estimate", "se", "ci_low", "ci_high", "n", "kappa"]
    table = held.table[columns]
    table = table.join(_back(back, list(table["term"]), level), on="term")
    worst = [_verdict(row) for row in table.to_dict("records")]
    return TranslationEquivalence(
        table=table.assign(verdict=worst),
        method="Equivalence of a translation",
        used=held.used,
        level=level,
        notes=held.notes[: int(held.table["i_cvi"].isna().any())],
    )


def _back(back: Any, items: Sequence[str], level: float) -> pd.DataFrame:
    """Return the means of the back-translations with their score intervals.

    Raises
    ------
    ValueError
        If the items are others, or there are fewer than two people.
    """
    columns = ["back", "back_low", "back_high", "back_n"]
    if back is None:
        blank = pd.DataFrame(np.nan, index=list(items), columns=columns)
        return blank.assign(back_n=0)
    frame = panel(back, "back")
    named = [str(name) for name in frame.columns]
    if set(named) != set(items):
        raise ValueError(f"back has items={named}; those of the ratings are {items}.")
    if len(frame) < FEWEST:
        raise ValueError(f"back has people={len(frame)}; at least {FEWEST} are needed.")
    x = codes_on_scale(frame, 1, BACK_POINTS)
    n = (~np.isnan(x)).sum(axis=0)
    known, steps = np.where(n >= FEWEST, n, np.nan), BACK_POINTS - 1
    v = (np.nansum(x, axis=0) / known - 1) / steps
    low, high = score_interval(v, known, steps, level)
    found = {"back": v, "back_low": low, "back_high": high}
    means = {name: 1 + steps * values for name, values in found.items()}
    return pd.DataFrame(means | {"back_n": n}, index=named)


def _verdict(row: Mapping[str, Any]) -> str:
    """Return the worse of both verdicts; where nothing is known, undecided."""
    verdicts = [
        judge(row["ci_low"], row["ci_high"], RELEVANT_ENOUGH, higher_is_better=True)
    ]
    if row["back_n"]:
        verdicts.append(
            judge(row["back_low"], row["back_high"], TOO_FAR, higher_is_better=False)
        )
    return next(v for v in ("bad", "undecided", "good") if v in verdicts)
