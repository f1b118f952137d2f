"""How do executed chapters and published results become one page?

Once a language, from the same results: nothing is computed and no chapter is run. The
page is one file that asks for nothing from outside and runs no script.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from nbconvert.exporters import TemplateExporter

from csat_methods import _messages
from csat_methods._html import Html, join, tag
from csat_methods._messages import plain, translate
from csat_methods.plots.style import drawing
from csat_methods.report import front_html
from csat_methods.report.exhibits import LOOKS, Exhibits
from csat_methods.report.first_html import first_title
from csat_methods.report.front_page import FrontPage, front_page
from csat_methods.report.isolation import isolated
from csat_methods.report.lint import check_page
from csat_methods.report.long_tables import FIRST
from csat_methods.report.method_html import foot, method_html, provenance_html
from csat_methods.report.prose import prose
from csat_methods.report.publish import Published, check_published
from csat_methods.report.sections import METHOD, Section, page_notebook, sections_of
from csat_methods.report.style_sheet import HERE, page_head, style_sheet
from csat_methods.report.waiting import Room
from csat_methods.report.wave_card import WaveCard, card_of
from csat_methods.wave.wave import Wave

BUDGET = 975_000
"""Bytes of a page; past it the files to download go first, then what long tables behind
figures hold past their first rows, then narrow figures."""

TIGHT = tuple(Room(data=False, rows=first) for first in FIRST)

SAVINGS = (
    Room(data=False),
    *TIGHT,
    *(replace(room, only_wide=frozenset({METHOD})) for room in TIGHT),
    replace(TIGHT[-1], only_wide=None),
)
"""What a page without files to download has room for; narrow figures that are for
auditors go first."""


def render_report(
    notebooks: Mapping[str, Any],
    published: Mapping[str, Any],
    *,
    wave: Wave | WaveCard,
    provenance: Mapping[str, Any],
    lang: str = "en",
) -> str:
    """Return the report of a wave in one language, as one HTML page.

    Parameters
    ----------
    notebooks : mapping of str to NotebookNode
        Executed chapters by name, as ``08_gaps``. Their prose is translated, their
        references become figures and tables, everything else is dropped.
    published : Published
        All results of the run, after the gate.
    wave : Wave or WaveCard
        The wave, or the facts of it.
    provenance : mapping
        What :func:`csat_methods.report.provenance.record` returned.
    lang : str
        Language of the page.

    Raises
    ------
    ValueError
        If the results did not pass the gate, the language is unknown, or the page has
        a fault that the linter knows.
    KeyError
        If a chapter shows what was not published.
    """
    shown = check_published(published)
    card = wave if isinstance(wave, WaveCard) else card_of(wave)
    with _messages.language(lang), drawing():
        front = front_page(shown, card)
        exhibits = Exhibits(
            conditions=card.conditions,
            lines=card.lines,
            known=frozenset(said.message.id for said in front.cautions),
            published=tuple(shown.values()),
            breaks=card.breaks,
            later=True,
        )
        empty = _page(notebooks, shown, card, provenance, front, exhibits)
        page = _within_budget(exhibits, empty)
    check_page(page, ids=shown.policy.ids)
    return page


def _page(
    notebooks: Mapping[str, Any],
    published: Published,
    card: WaveCard,
    provenance: Mapping[str, Any],
    front: FrontPage,
    exhibits: Exhibits,
) -> str:
    """Return a page whose drawings, files and tables behind figures are to come."""
    notebook = page_notebook(
        notebooks, published, exhibits, method=method_html(published, card)
    )
    parts = {
        "lang": _messages.current_language(),
        "direction": _messages.direction(),
        "head": page_head(plain(front_html.title_of(card)), style_sheet() + LOOKS),
        "words": {"skip": translate("Skip to the report")},
        "contents": contents([s for s, _ in sections_of(notebooks)], front),
        "front": join(
            front_html.cover(front, card),
            front_html.tiles(front),
            front_html.board(front),
            front_html.key(card),
            front_html.lists(front),
        ),
        "foot": join(Html(_SAVING), provenance_html(published, provenance), foot(card)),
    }
    html, _ = exporter().from_notebook_node(notebook, {"page": parts})
    return str(isolated(html))


@cache
def exporter() -> TemplateExporter:
    """Return what puts cells into the template of a page."""
    made = TemplateExporter(
        extra_template_basedirs=[str(HERE / "templates")],
        template_name="csat",
        template_file="index.html.j2",
        exclude_input=True,
        exclude_raw=True,
        default_preprocessors=[],  # each would have the page checked once more
    )
    made.register_filter("prose", prose)
    return made


def _within_budget(exhibits: Exhibits, page: str) -> str:
    """Return a page with all that it has room for."""
    for room in SAVINGS:
        filled = _filled(exhibits, page, room)
        if len(filled.encode()) <= BUDGET:
            break
    # written into addresses the files take more than their length
    if room is not SAVINGS[0] or len(filled) + sum(map(len, exhibits.files)) > BUDGET:
        return filled
    whole = _filled(exhibits, page, Room())
    return whole if len(whole.encode()) <= BUDGET else filled


def _filled(exhibits: Exhibits, page: str, room: Room) -> str:
    """Return a page with what it has room for, and with the words for what it lacks."""
    said = "" if room.data else _saving()
    return exhibits.filled(page, room).replace(_SAVING, said)


_SAVING = "<!--saving-->"
"""Stands where a page says what was left out to keep it small."""


def _saving() -> Html:
    """Say that the files to download were left out."""
    said = translate(
        "To keep this page small, the tables are not attached to it as files; they "
        "stand beside it in the folder named tables."
    )
    return isolated(tag("p", said, class_="after"))


# ------------------------------------------------------------------ contents
READERS = ("For managers", "For auditors, researchers")
PARTS = ("What was found", "About the survey")
"""What the groups of sections are called: in an extract they are all for its reader."""


def contents(sections: Iterable[Section], front: FrontPage) -> Html:
    """Return the contents, in three groups."""
    listed = [(section.id, section.short) for section in sections]
    found, measured = READERS if front.audience == "management" else PARTS
    groups = {
        "In one minute": _one_minute(front),
        found: [entry for entry in listed if entry[0] != METHOD],
        measured: [
            *(entry for entry in listed if entry[0] == METHOD),
            ("provenance", "Provenance"),
        ],
    }
    items = (
        tag("li", tag("span", translate(name)), _links(links), class_="group")
        for name, links in groups.items()
        if links
    )
    return tag(
        "nav", tag("ol", *items), class_="contents", aria_label=translate("Contents")
    )


def _one_minute(front: FrontPage) -> list[tuple[str, str]]:
    cautioned = front_html.cautioned(front)
    return [
        ("summary", "What matters"),
        ("first", first_title(front.audience)),
        ("strengths", "Strengths, cautions" if cautioned else "Strengths, weaknesses"),
    ]


def _links(links: Iterable[tuple[str, str]]) -> Html:
    return tag(
        "ol",
        *(tag("li", tag("a", translate(words), href=f"#{at}")) for at, words in links),
    )
