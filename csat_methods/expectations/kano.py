"""Which features must be there, which please by degrees, and which delight?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Listing, Message, Number
from csat_methods.expectations.kano_answers import CODES, Pairs, features
from csat_methods.expectations.kano_measures import (
    SHARES,
    covariance_blocks,
    measured,
    measures_table,
    probabilities,
)
from csat_methods.expectations.kano_notes import kano_notes
from csat_methods.result import Result, method
from csat_methods.statistics import kano as textbook
from csat_methods.wave.estimate import domains
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

DRAWS = 2000
DECIDED = 0.95
"""Probability from which a category is said without doubt."""

WORDS = {
    "must_be": Message("basic"),
    "one_dimensional": Message("performance"),
    "attractive": Message("attractive"),
    "indifferent": Message("indifferent"),
    "reverse": Message("reverse"),
    "questionable": Message("questionable"),
    "": Message(""),
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Kano(Result):
    """Features by Kano's categories, better and worse.

    Attributes
    ----------
    probabilities : pandas.DataFrame
        Rows of the table × the six categories: how often each would lead.
    """

    probabilities: pd.DataFrame

    kinds: ClassVar[Mapping[str, str]] = {
        **dict.fromkeys(SHARES, "share"),
        **dict.fromkeys(("strength", "total_strength"), "share"),
        "probability": "percent",
        "better": "number",
        "worse": "number",
    }
    clause: ClassVar[str] = "7.2.3"

    def headline(self) -> Message:
        """Return which features must be there, and which delight, for certain."""
        rows = self.table[self.table["probability"] >= DECIDED]
        named = {
            kind: Listing(tuple(self.label(t) for t in dict.fromkeys(part["term"])))
            for kind, part in rows.groupby("category")
        }
        if "must_be" in named and "attractive" in named:
            return Message(
                "Taken for granted, and missed if absent: {must_be}. Unexpected, and "
                "welcome: {attractive}.",
                {k: named[k] for k in ("must_be", "attractive")},
            )
        if "must_be" in named:
            return Message(
                "Taken for granted, and missed if absent: {must_be}.",
                {"must_be": named["must_be"]},
            )
        if "attractive" in named:
            return Message(
                "Unexpected, and welcome: {attractive}.",
                {"attractive": named["attractive"]},
            )
        turned = rows["category"].isin(("reverse", "questionable"))
        if turned.any():
            return Message(
                "Most answers are reverse or questionable at {turned} of {all} "
                "features: see whether the codes of one question run the other way.",
                {
                    "turned": Number(int(turned.sum()), "count"),
                    "all": Number(len(self.table), "count"),
                },
            )
        return Message(
            "Of {all} features {decided} fall clearly into one category.",
            {
                "all": Number(len(self.table), "count"),
                "decided": Number(len(rows), "count"),
            },
        )

    def sentence(self, row: Mapping[str, Any], verdict: str) -> Message:
        """Return the category of one feature."""
        return Message(
            "{label}: {category} (probability {probability}; n = {n}).",
            {
                "label": self.label(row["term"]),
                "category": self.label(row["category"]),
                "probability": self.number(row, "probability"),
                "n": self.number(row, "n"),
            },
        )


@method
def kano(
    wave: Wave,
    pairs: Pairs | None = None,
    *,
    codes: Sequence[float] = CODES,
    by: str | Sequence[str] | None = None,
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = 0,
) -> Kano:
    r"""Return Kano's category of each feature, and how much it can please or annoy.

    .. math:: \mathrm{better} = \frac{A + O}{A + O + M + I}, \qquad
              \mathrm{worse} = -\frac{O + M}{A + O + M + I}

    with A, O, M, I the weighted shares of the people to whom a feature is attractive,
    performance (one-dimensional), basic (must-be) and indifferent, by their answers to
    the question how they would feel with it (functional) and without it
    (dysfunctional).

    Parameters
    ----------
    wave : Wave
    pairs : dict, optional
        {name: (functional, dysfunctional)} columns; from the study when not given.
    codes : list of five numbers
        Codes of: I like it, it must be so, neutral, I can live with it, I dislike it.
    by : str or list of str, optional
        Segments; a block of rows each, the design kept whole.
    level : float
        Confidence of the intervals, between 0 and 1.
    draws, seed : int
        Redrawn surveys behind `probability`, and where they start. People are redrawn
        where they were drawn alone; under a design shares are drawn by their
        covariance.

    Returns
    -------
    Kano
        One row a feature: ``term, n, must_be, one_dimensional, attractive,
        indifferent, reverse, questionable`` (shares), ``category`` (the largest; ties:
        M > O > A > I), ``category_berger, probability`` (of `category`), ``strength``
        (largest less second), ``total_strength`` (A + O + M), ``distinct`` (Fong's
        test, 90 %, with the effective n), ``better, better_se, better_low,
        better_high`` (0 to 1, ends by the log odds), the same of ``worse`` (−1 to 0),
        ``better_worse`` (their correlation as estimates), ``functional_mean,
        functional_mean_se, dysfunctional_mean, dysfunctional_mean_se`` (DuMouchel's
        scores, −2 to 4),
        ``category_continuous`` (their place in his plane; none where a mean is below
        zero). Where all answers are reverse or questionable there is no better or
        worse.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If there are no pairs, or answers that are none of the codes.

    References
    ----------
    Kano et al. (1984); Berger et al. (1993), section 4 (table, Timko's better and
    worse, DuMouchel's scores); Fong (1996); Lee and Newcomb (1997).

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, kano
    >>> answers = pd.DataFrame({"with": [2, 2, 1, 3, 2, 2], "without": [5] * 6})
    >>> row = kano(Wave.from_frame(answers), {"brakes": ("with", "without")})["brakes"]
    >>> row["category"], float(row["better"]), float(row["worse"])
    ('must_be', 0.1667, -1.0)
    """
    _checks.between("level", level, 0, 1)
    _checks.whole("draws", draws)
    found = features(wave, pairs, codes)
    where = domains(wave, by)
    each = {name: measured(wave, where, feature) for name, feature in found.items()}
    blocks = covariance_blocks(each, where)
    table = measures_table(wave, where, found, each, blocks, level)
    n = table["n"].to_numpy()
    chances = probabilities(wave, where, each, blocks, n, (draws, seed))
    lead = textbook.leading(table[list(SHARES)].to_numpy())
    # One unit redrawn is always itself: that is no certainty.
    chances = np.where((table["df"] < 1).to_numpy()[:, None], np.nan, chances)
    likely = np.take_along_axis(chances, lead[:, None], axis=1)[:, 0]
    table["probability"] = np.where(n > 0, likely, np.nan)
    return result_of(
        wave,
        Kano,
        "Kano's categories",
        table,
        level=level,
        by=where.by,
        about={name: feature.columns for name, feature in found.items()},
        labels={**wave.labels(found), **WORDS},
        notes=kano_notes(wave, table),
        probabilities=pd.DataFrame(chances, columns=list(SHARES)),
    )
