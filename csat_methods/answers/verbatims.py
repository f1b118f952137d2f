"""What do customers say in their own words, without who says it?"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.result import Result, Used, method
from csat_methods.wave.comments import comments_of
from csat_methods.wave.private_words import words_to_hide
from csat_methods.wave.scrub import MARK, Scrubbed, scrubber
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

MOST = 40
LONGEST = 600
"""Signs of a comment that are quoted."""

READ = 2000
"""Signs of a comment that are read; of the last hundred a piece might be cut in two."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Verbatims(Result):
    """Comments as they were written, but for names, addresses and numbers.

    Attributes
    ----------
    removed : pandas.Series
        Kind of piece to how many were taken out of all comments.
    """

    removed: pd.Series

    verbatim: ClassVar[bool] = True
    clause: ClassVar[str] = "7.3"
    kinds: ClassVar[Mapping[str, str]] = {"taken_out": "count"}

    def headline(self) -> Message:
        """Return how many comments there are, and how many are quoted."""
        quoted = len(self.table)
        if not quoted:
            return Message("No comment is quoted.")
        return Message(
            "{quoted} comments, names, addresses and numbers taken out.",
            {"quoted": Number(quoted, "count")},
        )


@method
def verbatims(
    wave: Wave, item: str, *, by: str | None = None, most: int = MOST
) -> Verbatims:
    """Return comments that may be quoted, where the study allows it.

    Addresses, e-mail addresses, numbers of five digits and more (Latin, Persian or
    Arabic, also with gaps or in words), streets and names are taken out and counted:
    names that the study lists, those of the wave file's columns of names, ids and
    columns left out, those of columns that nobody declared and that hold names, in the
    answers and in the files of customers, contacts and purchases, and whoever is called
    by a title. Known names are found in any case, accent, vowel sign
    and letters that look alike, spelled out, joined or in pieces.

    Not found is a name that nobody listed and no title stands before; one in another
    alphabet than it was listed in (Parisa for پریسا), misspelt, short or a nickname;
    and who is known by a place, a function or a story. Read the comments before they
    are handed on.

    Parameters
    ----------
    wave : Wave
    item : str
        An item of type text.
    by : str, optional
        One segment; comments of a segment with few of them are hidden at publishing.
    most : int
        Comments quoted a segment, chosen by a digest of their words: neither the first
        nor the longest.

    Returns
    -------
    Verbatims
        `by` column, ``term`` (a running number), ``comment, taken_out`` (pieces), ``n``
        (comments of the segment, quoted or not); `.removed` by kind.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If the item holds no text, `most` is no number from 1 on, or `by` is a list:
        comments with two facts about their writer name the writer.

    References
    ----------
    Information Commissioner's Office (2012). *Anonymisation: managing data protection
    risk*, annex 2 (free text).

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, verbatims
    >>> said = ["Mr Smith was kind", None, "Call me: 020 7946 0958"]
    >>> result = verbatims(Wave.from_frame(pd.DataFrame({"why": said})), "why")
    >>> sorted(result.table["comment"])
    ['Call me: […]', '[…] was kind']
    """
    named = [name for name in (item, by) if name is not None]
    _checks.columns(map(str, wave.frame), named, "the wave")
    most = _checks.whole("most", most)
    comments = _comments(wave, item, by)
    scrub = scrubber(words_to_hide(wave, item))
    cleaned = [scrub(comment[:READ]) for comment in comments["comment"]]
    table = _table(comments, cleaned, by, most)
    pieces: Counter[str] = sum((c.removed for c in cleaned), Counter())
    n = (int(table["n"].min()), int(table["n"].max())) if len(table) else (0, 0)
    return result_of(
        wave,
        Verbatims,
        "Comments",
        table,
        level=0.95,
        by=(by,) if by else (),
        about=dict.fromkeys(table["term"], (item,)),
        labels={},
        used=Used(wave.n, n),
        notes=_notes(pieces, len(comments)),
        removed=pd.Series(dict(sorted(pieces.items())), dtype="int64"),
    )


def _comments(wave: Wave, item: str, by: str | None) -> pd.DataFrame:
    """Return what was written, and in which segment."""
    said = comments_of(wave, item)
    frame = pd.DataFrame({"comment": said})
    if by is None:
        return frame.reset_index(drop=True)
    frame[by] = wave.frame.loc[said.index, by]
    return frame.dropna().reset_index(drop=True)


def _table(
    comments: pd.DataFrame, cleaned: list[Scrubbed], by: str | None, most: int
) -> pd.DataFrame:
    found = comments.assign(
        comment=[
            _short(each.text, whole=len(comment) <= READ)
            for each, comment in zip(cleaned, comments["comment"], strict=True)
        ],
        taken_out=[each.removed.total() for each in cleaned],
    )
    groups = found[by] if by else pd.Series(0, found.index)
    found["n"] = groups.groupby(groups, sort=False).transform("size").astype("int64")
    found["place"] = [_digest(text) for text in found["comment"]]
    found = found.sort_values([*([by] if by else []), "place", "comment"])
    found = found.groupby(groups.loc[found.index], sort=False).head(most)
    found["term"] = [str(i) for i in range(1, len(found) + 1)]
    columns: list[Any] = [*([by] if by else []), "term", "comment", "taken_out", "n"]
    return found[columns].reset_index(drop=True)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _short(text: str, *, whole: bool) -> str:
    sure = text if whole else text[:-100]
    cut = len(sure) > LONGEST or not whole
    return f"{sure[:LONGEST].rstrip()} {MARK}" if cut else sure


def _notes(pieces: Counter[str], comments: int) -> tuple[Message, ...]:
    note = Message(
        "Taken out of {comments} comments: {pieces} names, addresses and numbers. A "
        "person may still be known by a story: read them before handing them on.",
        {
            "comments": Number(comments, "count"),
            "pieces": Number(pieces.total(), "count"),
        },
    )
    return (note,)
