"""How do published numbers reach a spreadsheet or another program?

``results.json`` holds every published number once, ``tables/`` the same as CSV that no
spreadsheet takes for formulas, and ``tables.xlsx`` banner tables and all others.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from csat_methods import _messages
from csat_methods._html import Html, tag
from csat_methods._messages import Message, Text, translate
from csat_methods._refusals import refusing
from csat_methods.report.about import about_content
from csat_methods.report.long_tables import counts_of
from csat_methods.report.plain_cells import json_value
from csat_methods.report.publish import PublishedResult, check_published
from csat_methods.report.said import said_by
from csat_methods.report.wave_card import WaveCard

SCHEMA = 1
INTERNAL = frozenset({"function", "asked", "left_out"})
"""What is told to those only who may know how a number was made."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}")
_PLAIN = ",;:.=+-_~!*()/@'|[]{}"
"""Signs that need no code inside the address of a download."""


@refusing
def write_tables(
    results: Mapping[str, Any],
    path: str | Path,
    *,
    card: WaveCard | None = None,
    notebooks: Mapping[str, Any] | None = None,
) -> None:
    """Write ``results.json``, ``tables/<name>.csv`` and ``tables.xlsx`` into a folder.

    Parameters
    ----------
    results : Published
        What :func:`publish` returned.
    path : path
        Folder of the report.
    card : WaveCard, optional
        Facts of the wave, for the portal; its first language is the workbook's.
    notebooks : mapping of str to NotebookNode, optional
        Executed chapters by name: what they leave out, they say with numbers.

    Raises
    ------
    ValueError
        If the results did not pass the gate, or a name is no file name.

    Examples
    --------
    >>> import tempfile
    >>> import pandas as pd
    >>> from csat_methods import Wave, means, publish
    >>> from csat_methods.report.policy import Policy
    >>> wave = Wave.from_frame(pd.DataFrame({"q1": [4, 5] * 6}))
    >>> shown = publish({"06.means": means(wave, "q1")}, Policy())
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_tables(shown, folder)
    ...     sorted(p.name for p in Path(folder).rglob("*.*"))
    ['06.means.csv', 'results.json', 'tables.xlsx']
    """
    from csat_methods.report.workbook import FILE, write_workbook

    shown = check_published(results)
    wrong = [name for name in shown if not _NAME.fullmatch(name)]
    if wrong:
        raise ValueError(f"results={wrong} must be named so that files can be.")
    folder = Path(path)
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    for name, each in shown.items():
        place = folder / "tables" / f"{name}.csv"
        place.write_text("\ufeff" + csv_text(each), "utf8", newline="")
    content = results_content(shown, card, notebooks)
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    (folder / "results.json").write_text(text + "\n", "utf8")
    write_workbook(shown, folder / FILE, lang=_first_language(card))


def _first_language(card: WaveCard | None) -> str:
    """Return the first language of a wave that there is a catalogue for."""
    known = _messages.languages()
    return next((x for x in (card.languages if card else ()) if x in known), "en")


# ----------------------------------------------------------------------- CSV
def csv_text(shown: PublishedResult) -> str:
    """Return a published table as CSV; hidden cells say so.

    Text that a spreadsheet would run as a formula is led by an apostrophe; numbers
    stay exact.
    """
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(shown.lines)
    return out.getvalue()


def csv_link(shown: PublishedResult, text: str) -> Html:
    """Return a link that brings a published table, written as CSV, as a file."""
    content = quote("\ufeff" + text, safe=_PLAIN)
    link = tag(
        "a",
        translate("Download as CSV"),
        download=f"{shown.name}.csv",
        href=f"data:text/csv;charset=utf-8,{content}",
    )
    return tag("p", link, class_="download")


# ---------------------------------------------------------------------- JSON
def results_content(
    results: Mapping[str, PublishedResult],
    card: WaveCard | None = None,
    notebooks: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return all published numbers as JSON would hold them.

    Parameters
    ----------
    results : Published
    card : WaveCard, optional
        Facts of the wave.
    notebooks : mapping of str to NotebookNode, optional
        Executed chapters by name: what they leave out, they say with numbers.

    Raises
    ------
    ValueError
        If the results did not pass the gate.
    """
    shown = check_published(results)
    return {
        "schema": SCHEMA,
        "report": {} if card is None else about_content(shown, card, notebooks or {}),
        "results": {name: _result_content(each) for name, each in shown.items()},
    }


def _result_content(shown: PublishedResult) -> dict[str, Any]:
    result = shown.result
    with _messages.language("en"):
        content = {
            "method": result.method,
            "function": result.call.function if result.call else None,
            "clause": result.clause,
            "level": result.level,
            "by": list(result.by),
            "keys": list(result.keys),
            "domain": list(result.domain.words),
            "asked": result.used.asked,
            "used": list(result.used.used),
            "left_out": dict(result.used.left_out),
            "headline": None if shown.empty else result.summary(),
            "said": {key: json_value(n) for key, n in _said(shown).items()},
            "notes": [_messages.plain(note) for note in result.notes],
            "labels": {str(key): _label(words) for key, words in result.labels.items()},
            "rows": [
                {str(key): json_value(cell) for key, cell in row.items()}
                for row in result.records()
            ],
            "hidden": [
                {str(key): json_value(cell) for key, cell in place.items()}
                for place in shown.hidden
            ],
        }
    return {k: v for k, v in content.items() if shown.internal or k not in INTERNAL}


def _said(shown: PublishedResult) -> dict[str, float]:
    """Return the numbers that stand in sentences and heads about a result."""
    return counts_of(shown) | said_by(shown)


def _label(words: Text | Message | str) -> dict[str, str]:
    if isinstance(words, Text):
        return dict(words.texts)
    return {"en": _messages.plain(words)}
