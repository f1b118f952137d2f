"""How many customers name each theme in their own words?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Day, Listing, Message, Number, Text
from csat_methods.expectations.interview_themes import HELD
from csat_methods.expectations.theme_rules import themes_of
from csat_methods.result import Result, method
from csat_methods.statistics.share_intervals import INTERVALS
from csat_methods.wave import claims
from csat_methods.wave.code_file import CodeFile, code_file_of
from csat_methods.wave.comments import comments_of, open_item
from csat_methods.wave.estimate import counts, domains
from csat_methods.wave.shares import shares_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class CommentThemes(Result):
    """Shares of those who wrote a comment; one row a confirmed theme."""

    kinds: ClassVar[dict[str, str]] = {
        "estimate": "share",
        "people": "count",
        "deff": "number",
    }
    clause: ClassVar[str] = "7.2.2"

    def headline(self) -> Message:
        """Return what is said most often, where that is clear."""
        rows = claims.known_rows(self)
        if not rows or self.by:
            return super().headline()
        *rest, first = sorted(rows, key=lambda row: row["estimate"])
        values = claims.with_interval(self, first)
        if rest and not claims.apart(rest[-1], first):
            return Message(
                "No theme is clearly named most often in comments; {label} comes first "
                "({estimate}, {low} to {high}; n = {n}).",
                values,
            )
        return Message(
            "Most often named in comments: {label}, by {estimate} of those who wrote "
            "one ({low} to {high}; n = {n}).",
            values,
        )


@method
def comment_themes(
    wave: Wave,
    item: str | None = None,
    *,
    frame: pd.DataFrame | None = None,
    by: str | Sequence[str] | None = None,
    interval: str = "logit",
    level: float = 0.95,
) -> CommentThemes:
    r"""Return which share of those who wrote a comment name each confirmed theme.

    .. math:: \hat p_t = \frac{\sum w_i\, 1(i \text{ wrote, and names } t)}
              {\sum w_i\, 1(i \text{ wrote})}

    Only what a person has confirmed in a code file is counted; words that
    `suggest_themes` finds are not. A comment may name several themes.

    Parameters
    ----------
    wave : Wave
    item : str, optional
        An item of type text; the study's first open one when not given.
    frame : DataFrame, optional
        The code file: ``theme, status`` (confirmed, suggested, rejected),
        ``confirmed_by, date`` (2025-11-30), and ``words`` (words and phrases with
        ``;`` between them, ``*`` after a word for any ending) or ``answer`` (the key
        of an answer that was read, its themes with ``;`` between them). Columns ``en``
        and ``fa`` hold the themes' words. The wave file's ``sources.themes`` when not
        given; `write_code_file` drafts one.
    by : str or list of str, optional
        Segments; a block of rows each, the design kept whole.
    interval : str
        As in `proportions`.
    level : float
        Confidence of the interval, between 0 and 1.

    Returns
    -------
    CommentThemes
        One row a theme: ``term, estimate`` (0 to 1, of those who wrote a comment),
        ``se, ci_low, ci_high, n`` (comments), ``df, asked, not_applicable, deff,
        people`` (who name it, unweighted), and, where the study has characteristics,
        ``catalogue`` (known or new).

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If there is no code file or nothing in it is confirmed, it is not sound, or
        nobody wrote a comment.

    References
    ----------
    Krippendorff, K. (2018). *Content Analysis*, 4th ed., chapters 6 and 7 (recording
    is done by people, by written rules).

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, comment_themes
    >>> said = pd.DataFrame({"why": ["Late again", "came late", "dear", None]})
    >>> codes = pd.DataFrame({"theme": ["punctual"], "words": ["late"]})
    >>> who = {"status": "confirmed", "confirmed_by": "A. B.", "date": "2025-11-30"}
    >>> found = comment_themes(Wave.from_frame(said), "why", frame=codes.assign(**who))
    >>> found.table[["term", "people", "n"]].values.tolist()
    [['punctual', 2, 3]]
    """
    _checks.between("level", level, 0, 1)
    _checks.one_of("interval", interval, INTERVALS)
    asked, codes = open_item(wave, item), confirmed_codes(wave, frame)
    said = comments_of(wave, asked)
    if said.empty:
        raise ValueError(f"item={asked!r}: nobody in the domain wrote anything.")
    where, themes = domains(wave, by), list(codes.themes)
    held = wave.frame.index.isin(said.index)
    named = np.zeros((len(held), len(themes)), bool)
    named[held] = themes_of(said.tolist(), codes)
    wrote = np.repeat(held[:, None], len(themes), axis=1)
    more = {"people": counts(where, named).ravel(), **_origin(wave, themes, len(where))}
    return shares_result(
        wave,
        CommentThemes,
        "Themes of comments",
        where,
        themes,
        [lambda: (named.astype(float), wrote)],
        interval=interval,
        level=level,
        labels={**_labels(wave, codes), **HELD},
        about=dict.fromkeys(themes, (asked,)),
        columns=more,
        notes=_notes(wave, codes, int((~named[held].any(axis=1)).sum()), len(said)),
    )


def confirmed_codes(wave: Wave, frame: pd.DataFrame | None) -> CodeFile:
    """Return the code file given, else the wave's.

    Raises
    ------
    ValueError
        If there is none, or no row of it is confirmed.
    """
    codes = wave.codes if frame is None else code_file_of(frame)
    if codes is None:
        raise ValueError(
            "frame=None: themes are counted only by a code file that a person has "
            "confirmed; give one, or name it under sources.themes of the wave file "
            "(write_code_file() drafts it)."
        )
    if not codes.themes:
        raise ValueError(
            f"frame: none of its {codes.open} suggested rows is confirmed, so there is "
            "nothing to count."
        )
    return codes


def _origin(wave: Wave, themes: Sequence[str], repeat: int) -> dict[str, list[str]]:
    """Return whether each theme is in the catalogue, where the study has one."""
    known = set(wave.study.catalogue) if wave.study is not None else set()
    each = ["known" if theme in known else "new" for theme in themes]
    return {"catalogue": each * repeat} if known else {}


def _labels(wave: Wave, codes: CodeFile) -> dict[str, Text | Message]:
    """Return the words of themes: of the catalogue, else of the code file."""
    known = wave.labels(codes.themes)
    catalogue = set(wave.study.catalogue) if wave.study is not None else set()
    return {**known, **{t: w for t, w in codes.labels.items() if t not in catalogue}}


def _notes(wave: Wave, codes: CodeFile, without: int, comments: int) -> list[Message]:
    """Return who confirmed the themes, what holds none, and what is not confirmed."""
    names = dict.fromkeys(row.confirmed_by for row in codes.rows)
    people = tuple(wave.study.person(n) if wave.study is not None else n for n in names)
    last = max(row.day for row in codes.rows)
    notes = [
        Message(
            "Confirmed by {people}, last on {day}.",
            {"people": Listing(people), "day": Day(last)},
        ),
        Message(
            "{without} of {comments} comments hold none of these themes.",
            {
                "without": Number(without, "count"),
                "comments": Number(comments, "count"),
            },
        ),
    ]
    if codes.open:
        notes.append(
            Message(
                "Rows of the code file that nobody has confirmed, and so not counted: "
                "{n}.",
                {"n": Number(codes.open, "count")},
            )
        )
    return notes
