"""What is made of the results of a run, once they are all there?

All pass the gate together; then come a page a language, tables, figures where they are
asked for, and the record of the run.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat

from csat_methods.report import provenance, session, unchanged
from csat_methods.report.audience_chapters import chapters_for
from csat_methods.report.disclosed import FOLDER as DISCLOSED
from csat_methods.report.extracts import card_for, record_for
from csat_methods.report.failure import Failure, words_of
from csat_methods.report.figure_files import (
    FOLDER as FIGURES,
    figures_shown,
    write_figures,
)
from csat_methods.report.gate import through_gate
from csat_methods.report.job import REPORT, languages_in, page_in
from csat_methods.report.publish import Published
from csat_methods.report.render import render_report
from csat_methods.report.tables import write_tables
from csat_methods.report.wave_card import WaveCard, card_of

if TYPE_CHECKING:
    from csat_methods.report.child import Opened


@dataclass(frozen=True)
class _Made:
    """What a reader may see of a run, and where it is written."""

    opened: Opened
    folder: Path
    published: Published
    card: WaveCard
    whole: Mapping[str, Any]
    record: Mapping[str, Any]
    notebooks: Mapping[str, Any]

    @property
    def gate(self) -> str:
        """Digest of what is hidden: where it is the same, so are all tables."""
        listed = self.published.items()
        return provenance.digest_of({n: list(map(repr, r.places)) for n, r in listed})


def report_faults(
    opened: Opened, tell: Callable[[dict[str, Any]], None]
) -> list[Failure]:
    """Make the pages, tables and the record of a run; return their faults.

    A run whose chapters were executed before gets the pages that it lacks. If the gate
    hides otherwise by now, since another wave was published, all are made anew.
    """
    made = _through_gate(opened)
    known = unchanged.fact(opened.work, "gate", "") if opened.job.rendered else ""
    languages = opened.languages if known == made.gate else _all_languages(made)
    faults = []
    for lang in languages:
        tell({"say": "page", "name": lang})
        faults += _page_faults(made, lang)
        if opened.job.figures:
            _write_figures(made, lang)
    if known != made.gate:
        write_tables(
            made.published, made.folder, card=made.card, notebooks=made.notebooks
        )
        public = json.dumps(made.record, indent=1, ensure_ascii=False) + "\n"
        (made.folder / unchanged.FILE).write_text(public, "utf8", newline="\n")
    _remember(made)
    return faults


def _through_gate(opened: Opened) -> _Made:
    wave, job, folder = opened.wave, opened.job, opened.work / REPORT
    folder.mkdir(exist_ok=True)
    results = session.results_of(opened.work)
    told = Path(job.memo).parent / DISCLOSED
    published = through_gate(
        results, wave, told, audience=job.audience, draft=bool(job.only)
    )
    reader, minimum = published.policy.reader, published.policy.minimum
    whole = provenance.record(wave, results, opened.origin, minimum=minimum)
    read = {c.name: _read(opened.notebook(c)) for c in opened.chapters}
    return _Made(
        opened,
        folder,
        published,
        card_for(card_of(wave), reader, {p.result.line for p in published.values()}),
        whole,
        record_for(whole, reader),
        chapters_for(read, published, reader),
    )


def _read(notebook: Path) -> Any:
    """Return a chapter that papermill has checked as it wrote it."""
    return nbformat.v4.reads(notebook.read_text("utf8"))


def _all_languages(made: _Made) -> tuple[str, ...]:
    """Return the languages to make, and those of pages that are there already."""
    there = languages_in(made.folder)
    return tuple(dict.fromkeys((*made.opened.languages, *there)))


def _page_faults(made: _Made, lang: str) -> list[Failure]:
    """Write the page of a language; return its faults instead."""
    place = page_in(made.folder, lang)
    try:
        page = render_report(
            made.notebooks,
            made.published,
            wave=made.card,
            provenance=made.record,
            lang=lang,
        )
    except (ValueError, KeyError) as error:
        return [Failure(place.name, words_of(error))]
    place.write_text(page, "utf8", newline="\n")
    return []


def _write_figures(made: _Made, lang: str) -> None:
    write_figures(
        made.published,
        made.folder / FIGURES,
        figures=figures_shown(made.notebooks),
        lines=made.card.lines,
        breaks=made.card.breaks,
        lang=lang,
    )


def _remember(made: _Made) -> None:
    job = made.opened.job
    known = unchanged.fact(made.opened.work, "figured", []) if job.rendered else []
    drawn = made.opened.languages if job.figures else ()
    unchanged.remember(
        made.opened.work,
        made.whole,
        files=made.opened.files,
        report=made.folder,
        data_root=job.data_root,
        engine=job.engine,
        only=job.only,
        notebooks=job.notebooks,
        chosen=made.opened.wave.file.chapters,
        wanted=made.opened.wanted,
        languages=languages_in(made.folder),
        figured=sorted({*known, *drawn}),
        gate=made.gate,
    )
