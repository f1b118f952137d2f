"""How is a reader of the run folder told what failed?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from csat_methods import _html, _messages
from csat_methods._html import Html, tag
from csat_methods._messages import Message, Number, plain, translate
from csat_methods.report.reached import reached_list
from csat_methods.report.style_sheet import HERE, page_head, style_sheet

PAGE = "failed.html"
_RULES = HERE / "templates" / "csat" / "failed.css"


@dataclass(frozen=True)
class Failure:
    """One thing that went wrong in a run.

    Attributes
    ----------
    where : str
        Chapter or page.
    what : str
        The sentence.
    cell : int
        Number of the cell; 0 where it is no cell's.
    source : str
        The cell's code.
    """

    where: str
    what: str
    cell: int = 0
    source: str = ""

    def __str__(self) -> str:
        place = f"{self.where}, cell {self.cell}" if self.cell else self.where
        return f"{place}: {self.what}"


def words_of(error: Exception) -> str:
    """Return what an error says; a KeyError would put it in quotation marks."""
    return str(error.args[0]) if error.args else type(error).__name__


def failure_page(
    wave: str,
    failures: Iterable[Failure],
    reached: Mapping[str, str] | None = None,
    languages: Sequence[str] = ("en",),
) -> str:
    """Return a page that says what failed, for whoever runs the reports.

    With the state of each activity that the run has `reached`, if that is known; in
    each of the `languages`. What failed is told once, in its own words.

    Examples
    --------
    >>> page = failure_page("2025h2", [Failure("08_gaps", "ValueError: <no>", 3)])
    >>> "08_gaps</bdi>, cell" in page, "&lt;no&gt;" in page
    (True, True)
    """
    parts = [_part(wave, reached or {}, language) for language in languages]
    told = [part for failure in failures for part in _told(failure, languages)]
    with _messages.language(_lettered(languages)):
        style = style_sheet(figures=False) + _RULES.read_text("utf8")
    with _messages.language(languages[0]):
        side, head = _messages.direction(), page_head(plain(_title(wave)), style)
    body = tag("body", tag("main", *parts, *told))
    page = tag("html", head, body, lang=languages[0], dir=side)
    return f"<!doctype html>{page}\n"


def _lettered(languages: Sequence[str]) -> str:
    """Return the language whose letters the page must bring: Persian, if it is one."""
    return "fa" if "fa" in languages else languages[0]


def _title(wave: str) -> Message:
    return Message("The run of {wave} failed", {"wave": wave})


def _part(wave: str, reached: Mapping[str, str], language: str) -> Html:
    """Return what a page says in one language."""
    with _messages.language(language):
        intro = Message(
            "The last good report is unchanged. The executed chapters lie in "
            "{folder} beside this page, and what was said meanwhile in {log}. They "
            "may hold answers of respondents: do not hand them out.",
            {"folder": "notebooks", "log": "log.txt"},
        )
        return tag(
            "section",
            tag("h1", _html.sentence(_title(wave))),
            tag("p", _html.sentence(intro)),
            *_states(reached),
            lang=language,
            dir=_messages.direction(),
        )


def _states(reached: Mapping[str, str]) -> list[Html]:
    listed = reached_list(reached)
    return [tag("h2", translate("The five activities")), listed] if listed else []


def _told(failure: Failure, languages: Sequence[str]) -> list[Html]:
    """Return what failed: where, in each language, and what, in its own words."""
    places = (_place(failure, language) for language in languages)
    said = [
        tag("h2", Html(" · ".join(dict.fromkeys(places)))),
        tag("p", failure.what, class_="said", lang="en"),
    ]
    code = tag("pre", failure.source, class_="said", lang="en")
    return [*said, code] if failure.source else said


def _place(failure: Failure, language: str) -> Html:
    if not failure.cell:
        return tag("bdi", failure.where, translate="no")
    cell = Number(failure.cell, "count")
    place = Message("{where}, cell {cell}", {"where": failure.where, "cell": cell})
    with _messages.language(language):
        side = _messages.direction()
        return tag("bdi", _html.sentence(place), lang=language, dir=side)
