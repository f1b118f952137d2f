"""Which reports are there, and how did their last runs end?

``index.html`` beside the reports lists every study and wave, from the file system
alone: what ``results.json`` of each says, and what the folder of the runs tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from csat_methods import _messages
from csat_methods._messages import safe_text
from csat_methods._refusals import refusing
from csat_methods.report import folders
from csat_methods.report.audience import AUDIENCES
from csat_methods.report.job import languages_in
from csat_methods.report.lint import check_page
from csat_methods.report.own_json import read_json
from csat_methods.report.portal_entry import Entry, sound_facts
from csat_methods.report.portal_page import LANGUAGES, portal_page
from csat_methods.report.run_state import (
    FAILED,
    REFUSED,
    RUNNING,
    RunState,
    states,
)
from csat_methods.study.present import is_file, real

FILE = "index.html"
FIRST = "en"
NOTEWORTHY = {FAILED, REFUSED, RUNNING}
"""States of waves that are listed although they have no report."""


@refusing
def build_portal(
    out: str | Path = "reports",
    *,
    lang: str | None = None,
    runs: str | Path | None = None,
) -> Path:
    """Write the list of all reports below a folder, and return its path.

    A page that would be what it is already is not written: where nothing has changed,
    nothing need be writable.

    Parameters
    ----------
    out : path
        ``<out>/<study>/<wave>/results.json`` make the list.
    lang : str, optional
        Language of ``index.html``. When not given it is English, and
        ``index.<lang>.html`` stands beside it for every other language that some
        report is in.
    runs : path, optional
        Folder of the runs, which says how the last ones ended; beside `out` by
        default.

    Raises
    ------
    ValueError
        If the language is unknown.
    OSError
        If it cannot be written.
    """
    folder = Path(out)
    home = Path(runs) if runs is not None else real(folder).parent / "runs"
    folders.tidy(home, folder)
    entries = list(_entries(folder, states(home)))
    first = lang or FIRST
    others = () if lang else _languages(entries)
    pages = {first: FILE, **{other: f"index.{other}.html" for other in others}}
    made = {folder / file: _page(entries, name, pages) for name, file in pages.items()}
    changed = {place: page for place, page in made.items() if not _holds(place, page)}
    if changed:
        folders.check_writable(folder)
    for place, page in changed.items():
        folders.write_whole(place, page)
    return folder / FILE


def _languages(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Return the languages of all reports but the first."""
    found = {lang for entry in entries for lang in entry.pages} - {FIRST}
    return tuple(sorted(found & set(_messages.languages()) & set(LANGUAGES)))


def _page(entries: Sequence[Entry], lang: str, pages: Mapping[str, str]) -> bytes:
    """Return the list in a language, which leads to its pages in the others."""
    others = {name: file for name, file in pages.items() if name != lang}
    with _messages.language(lang):
        page = portal_page(entries, others)
    check_page(page)
    return page.encode()


def _holds(place: Path, page: bytes) -> bool:
    """Whether a file, and no link to one, holds a page already."""
    return not place.is_symlink() and is_file(place) and place.read_bytes() == page


def _entries(
    folder: Path, known: Mapping[tuple[str, str], RunState]
) -> Iterator[Entry]:
    """Yield every wave with a report or a run; what cannot be read is not there."""
    reported = set()
    for place in sorted(folder.glob("[!._]*/[!._]*/results.json")):
        facts = _facts(place)
        if facts is None:
            continue
        pages = languages_in(place.parent)
        parts = place.parent.relative_to(folder).parts
        reported.add(parts)
        state = known.get((parts[0], parts[1]))
        extracts = _extracts(folder, parts)
        yield Entry("/".join(map(quote, parts)), facts, pages, state, extracts)
    for study, wave in sorted(set(known) - reported):
        state = known[study, wave]
        if state.state in NOTEWORTHY:
            named = {"study": safe_text(study), "wave": safe_text(wave)}
            yield Entry("", named, (), state)


def _extracts(folder: Path, parts: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the audiences that have a report of a wave, and its languages."""
    found = {}
    for audience in AUDIENCES:
        pages = languages_in(folder.joinpath(f"@{audience}", *parts))
        if pages:
            found[audience] = pages
    return found


def _facts(place: Path) -> Mapping[str, Any] | None:
    try:
        return sound_facts(read_json(place).get("report"))
    except (OSError, ValueError, AttributeError):
        return None
