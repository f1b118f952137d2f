"""How is a reader of the run folder told what failed?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from csat_methods import _html
from csat_methods._html import Html, tag
from csat_methods.report.reached import reached_list

PAGE = "failed.html"
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;"
    "padding:0 1rem;color:#222;background:#fff}"
    "pre{background:#f4f4f4;padding:1rem;white-space:pre-wrap;overflow-wrap:anywhere}"
    "h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}"
    ".reached{list-style:none;padding:0}"
    ".reached li::before{content:'\\2713\\a0\\a0'}"
    ".reached .failed::before{content:'\\2717\\a0\\a0'}"
    ".reached .not-run::before{content:'\\2013\\a0\\a0'}"
    ".reached .not-run{color:#595959}"
    ".failed{color:#a40000;font-weight:bold}"
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


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


def failure_page(
    wave: str, failures: Iterable[Failure], reached: Mapping[str, str] | None = None
) -> str:
    """Return a page that says what failed, for whoever runs the reports.

    With the state of each activity that the run has `reached`, if that is known.

    Examples
    --------
    >>> page = failure_page("2025h2", [Failure("08_gaps", "ValueError: <no>", 3)])
    >>> "08_gaps, cell 3" in page, "&lt;no&gt;" in page
    (True, True)
    """
    title = f"The run of {wave} failed"
    parts = [part for failure in failures for part in _told(failure)]
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("title", title),
        tag("style", Html(_STYLE)),
    )
    intro = tag(
        "p",
        "The last good report is unchanged. The executed chapters lie in ",
        tag("code", "notebooks"),
        " beside this page, and what was said meanwhile in ",
        tag("code", "log.txt"),
        ". They may hold answers of respondents: do not hand them out.",
    )
    states = _states(reached or {})
    body = tag("body", tag("main", tag("h1", title), intro, *states, *parts))
    return (
        _html.join(Html("<!doctype html>"), tag("html", head, body, lang="en")) + "\n"
    )


def _states(reached: Mapping[str, str]) -> list[Html]:
    listed = reached_list(reached)
    return [tag("h2", "The five activities"), listed] if listed else []


def _told(failure: Failure) -> list[Html]:
    place = f"{failure.where}, cell {failure.cell}" if failure.cell else failure.where
    said = [tag("h2", place), tag("p", failure.what)]
    return said + ([tag("pre", failure.source)] if failure.source else [])
