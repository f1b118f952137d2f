"""Which themes did interviews bring for the catalogue of expectations, and how often?

Counts of interviews and mentions; never who was interviewed, nor in which interview.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Listing, Message, Number
from csat_methods.expectations.expectation_coverage import UNSTATED, WORDS
from csat_methods.result import Result, Used, method

ASKED = ("aspect", "expectation_type", "origin")
"""What the catalogue says of a characteristic."""

HELD = {"known": Message("in the catalogue"), "new": Message("not in the catalogue")}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class InterviewThemes(Result):
    """Themes of interviews, how many brought each, and what the catalogue says of it.

    Interviews are few and chosen to differ: their counts are no shares of customers.
    """

    kinds: ClassVar[Mapping[str, str]] = {
        "interviews": "count",
        "mentions": "count",
    }
    clause: ClassVar[str] = "7.2.2"

    def label(self, key: Any) -> Any:
        """Return the words of a theme or of a kind of expectation."""
        return WORDS.get(key) or super().label(key)

    def headline(self) -> Message:
        """Return which themes the catalogue lacks."""
        table = self.table
        new = table.loc[table["catalogue"] == "new", "term"]
        values = {
            "themes": Number(len(table), "count"),
            "interviews": Number(self.used.asked, "count"),
            "new": Listing(tuple(self.label(term) for term in new)),
        }
        if len(new):
            return Message(
                "{interviews} interviews brought {themes} themes; not in the catalogue "
                "yet: {new}.",
                values,
            )
        return Message(
            "{interviews} interviews brought {themes} themes, all of them in the "
            "catalogue.",
            values,
        )

    def characteristics(self) -> dict[str, dict[str, str]]:
        """Return the themes that the catalogue lacks, as a draft for ``study.yaml``.

        What a person has yet to decide is left blank: reading the study refuses it.
        """
        table = self.table
        new = table.loc[table["catalogue"] == "new", "term"]
        blank = dict.fromkeys(ASKED, "")
        return {str(term): {"text": str(term), **blank} for term in new}


@method
def interview_themes(
    codes: pd.DataFrame,
    *,
    interview: str | Sequence[str],
    theme: str,
    study: Any = None,
    separator: str = ";",
) -> InterviewThemes:
    """Return what coded interviews bring for the catalogue: counts, no identities.

    Parameters
    ----------
    codes : DataFrame
        One row a coded mention; a cell may hold several themes.
    interview : str or list of str
        Columns that together name an interview; nothing of them is kept.
    theme : str
        Column of the theme.
    study : Study or Wave, optional
        Whose catalogue the themes are held against.
    separator : str
        Between several themes of one mention.

    Returns
    -------
    InterviewThemes
        One row a theme, those of most interviews first: ``term, interviews`` (that
        brought it), ``mentions, n`` (interviews in all), ``catalogue`` (known or new),
        ``aspect, expectation_type, origin`` as the catalogue says. Characteristics
        that no interview brought stand last with zeros.

    Raises
    ------
    KeyError
        If a column is not in the table.
    ValueError
        If rows have no interview (they are named), or there are no themes.

    References
    ----------
    Guest, G., Bunce, A. and Johnson, L. (2006). How many interviews are enough?
    *Field Methods*, 18, 59-82.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import interview_themes
    >>> said = pd.DataFrame({"who": [7, 7, 3, 3], "theme": ["a", "a;b", "a", ""]})
    >>> found = interview_themes(said, interview="who", theme="theme")
    >>> found.table[["term", "interviews", "mentions"]].values.tolist()
    [['a', 2, 3], ['b', 1, 1]]
    """
    names = [interview] if isinstance(interview, str) else list(interview)
    _checks.columns(codes.columns, [*names, theme], "the codes")
    place = _places(codes, names)
    split = codes[theme].astype("string").str.split(separator).explode().str.strip()
    said = split[split.notna() & (split != "")]
    if said.empty:
        raise ValueError(f"theme={theme!r}: no row names one.")
    catalogue = _catalogue(study)
    found = pd.DataFrame({"term": said.astype(object), "at": place.loc[said.index]})
    table = _counts(found, int(place.max()) + 1, catalogue)
    return InterviewThemes(
        table=table,
        method="Themes of interviews",
        used=Used(int(place.max()) + 1, (int(place.max()) + 1,) * 2),
        labels=_labels(study, table["term"]),
    )


def _places(codes: pd.DataFrame, names: list[str]) -> pd.Series:
    """Return the place of each mention's interview, in the order they were held.

    Raises
    ------
    ValueError
        If rows have no interview.
    """
    blank = codes[names].isna().any(axis=1)
    if blank.any():
        rows = codes.index[blank].tolist()[:20]
        raise ValueError(f"interview={names} is blank in rows {rows}.")
    return codes.groupby(names, sort=False).ngroup()


def _study(given: Any) -> Any:
    return given if hasattr(given, "catalogue") else getattr(given, "study", None)


def _catalogue(study: Any) -> Mapping[str, Any]:
    own = _study(study)
    return {} if own is None else own.catalogue


def _labels(study: Any, terms: pd.Series) -> dict[str, Any]:
    """Return the study's words for themes, and those for known and new."""
    own = _study(study)
    told = {} if own is None else {str(term): own.label(str(term)) for term in terms}
    return {**{term: text for term, text in told.items() if text is not None}, **HELD}


def _counts(
    found: pd.DataFrame, interviews: int, catalogue: Mapping[str, Any]
) -> pd.DataFrame:
    """Return one row a theme; characteristics that nobody brought with zeros."""
    groups = found.groupby("term", sort=False)["at"]
    table = groups.agg(interviews="nunique", mentions="size")
    silent = [name for name in catalogue if name not in table.index]
    table = table.reindex([*table.index, *silent]).fillna(0).astype(int)
    order = ["interviews", "mentions"]
    table = table.sort_values(order, ascending=False, kind="stable")
    table = table.assign(n=interviews)
    said = [_said(catalogue.get(term)) for term in table.index]
    kinds = pd.DataFrame(said, index=table.index, columns=["catalogue", *ASKED])
    return pd.concat([table, kinds], axis=1).rename_axis("term").reset_index()


def _said(characteristic: Any) -> list[str]:
    """Return whether the catalogue holds a theme, and what it says of it."""
    if characteristic is None:
        return ["new", *[UNSTATED] * len(ASKED)]
    told = (getattr(characteristic, kind) or UNSTATED for kind in ASKED)
    return ["known", *told]
