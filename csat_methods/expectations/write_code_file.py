"""What is a person to read before themes of comments may be counted?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from csat_methods import _checks
from csat_methods._refusals import refusing
from csat_methods.expectations.suggest_themes import suggest_themes
from csat_methods.wave.code_file import COLUMNS, SUGGESTED, answer_key
from csat_methods.wave.comments import comments_of, open_item
from csat_methods.wave.private_words import words_to_hide
from csat_methods.wave.scrub import scrubber

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

KINDS = ("words", "answers")


@refusing
def write_code_file(
    wave: Wave,
    path: str | Path,
    item: str | None = None,
    *,
    of: str = "words",
    **how: Any,
) -> Path:
    """Write the draft of a code file, for a person to confirm row by row.

    A row counts once its status is ``confirmed``, with the person's name and the day
    beside it; ``rejected`` rows may stay. The draft is working material: it is not for
    handing out, though names, addresses and numbers have been taken out of answers as
    far as they could be found.

    Parameters
    ----------
    wave : Wave
    path : str or Path
        A CSV file that does not exist yet.
    item : str, optional
        An item of type text; the study's first open one when not given.
    of : str
        ``words``: a row a suggestion of `suggest_themes`. ``answers``: a row a distinct
        answer, with a key that says nothing of who wrote it, for reading one by one.
    **how
        Arguments of `suggest_themes`, for words.

    Returns
    -------
    Path

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If there is a file already, the item holds no text, or `of` is unknown.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from csat_methods import Wave, write_code_file
    >>> wave = Wave.from_frame(pd.DataFrame({"why": ["Late!", "late", "Kind."]}))
    >>> with TemporaryDirectory() as folder:
    ...     made = write_code_file(wave, Path(folder) / "c.csv", "why", of="answers")
    ...     pd.read_csv(made)[["text", "times", "status"]].values.tolist()
    [['Late!', 2, 'suggested'], ['Kind.', 1, 'suggested']]
    """
    _checks.one_of("of", of, KINDS)
    target, asked = Path(path), open_item(wave, item)
    if target.exists():
        raise ValueError(f"path={str(path)!r} exists; nobody's work is written over.")
    if of == "answers" and how:
        raise ValueError(f"{sorted(how)} are for of='words' only.")
    draft = (
        suggest_themes(wave, asked, **how).code_file
        if of == "words"
        else _answers(wave, asked)
    )
    draft.to_csv(target, index=False, encoding="utf-8")
    return target


def _answers(wave: Wave, item: str) -> pd.DataFrame:
    """Return a row a distinct answer, the most frequent first, nothing confirmed."""
    scrub = scrubber(words_to_hide(wave, item))
    said = comments_of(wave, item)
    table = pd.DataFrame({"answer": said.map(answer_key), "text": said})
    groups = table.groupby("answer", sort=False)["text"]
    rows = groups.agg(["first", "size"]).sort_values(
        "size", ascending=False, kind="stable"
    )
    draft = pd.DataFrame({"answer": rows.index, "status": SUGGESTED})
    draft = draft.reindex(columns=list(COLUMNS), fill_value="")
    texts = [scrub(text).text for text in rows["first"]]
    return draft.assign(text=texts, times=rows["size"].to_numpy())
