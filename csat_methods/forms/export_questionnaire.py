"""How does a study's questionnaire reach survey software, paper and its reviewers?"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from csat_methods import _checks
from csat_methods._arguments import checked
from csat_methods.forms.form import Form, form_of
from csat_methods.forms.limesurvey import is_limesurvey, write_limesurvey
from csat_methods.forms.paper_form import is_paper_form, write_paper_form
from csat_methods.forms.review_copy import is_review_copy, write_review_copy
from csat_methods.forms.xlsform import is_xlsform, write_xlsform
from csat_methods.study.instrument import Study


@dataclass(frozen=True)
class Format:
    """One way to write a form.

    Attributes
    ----------
    suffixes : tuple of str
        Endings that its files may have, the usual one first.
    write : callable
        The content of a form's file.
    known : callable
        Whether a content was written here, so that it may be written anew.
    """

    suffixes: tuple[str, ...]
    write: Callable[[Form], bytes]
    known: Callable[[bytes], bool]


FORMATS = {
    "xlsform": Format((".xlsx",), write_xlsform, is_xlsform),
    "limesurvey": Format((".txt", ".tsv"), write_limesurvey, is_limesurvey),
    "html": Format((".html", ".htm"), write_paper_form, is_paper_form),
    "markdown": Format((".md", ".markdown"), write_review_copy, is_review_copy),
}


@checked
def export_questionnaire(
    study: Study,
    path: str | Path,
    *,
    format: str,  # noqa: A002 - what is written, as one calls it
    lang: str | None = None,
) -> Path:
    r"""Write a study's questionnaire for survey software, for paper or for review.

    What is asked is the same in all: items in their order, with their answers and
    conditions of asking, in every language of the study. Items that follow each other
    and share scale, role, part and conditions stand in one grid. A question is needed
    if it has a list of answers. Codes for "not applicable" are answers to choose,
    never numbers; codes for "no answer" are not offered.

    Answers given to such a form come back under the items' ids and the codes of the
    study's scales, or under names that :func:`csat_methods.read_wave` knows: nothing
    is mapped by hand. A hidden question ``respondent`` takes the respondent's id.

    Parameters
    ----------
    study : Study
        Each item needs ``text``, or ``label``, in every language written.
    path : str or Path
        The file, in a folder that is there. A questionnaire written before is written
        anew; any other file is left alone. It is written beside and then put in place,
        so that no half of one is ever there.
    format : {"xlsform", "limesurvey", "html", "markdown"}
        ``xlsform``: a workbook for Kobo, ODK and their kin (``.xlsx``); days are picked
        in the item's calendar. ``limesurvey``: a survey structure to import
        (``.txt``). ``html``: the form as a respondent sees it, to print, one after the
        other in each language (``.html``). ``markdown``: every item with its id, words,
        scale and conditions (``.md``).
    lang : str, optional
        One language of the study; all of them where it is not said.

    Returns
    -------
    Path
        The file that was written.

    Raises
    ------
    ValueError
        If the format or the language is unknown, the ending is another one, the folder
        is not there, another file has the name, a question or an answer has no words
        in a language, or nobody can be asked an item.

    References
    ----------
    XLSForm reference (xlsform.org). LimeSurvey manual, "Tab Separated Value survey
    structure".

    Examples
    --------
    >>> import tempfile
    >>> from csat_methods import Study
    >>> item = {"answers": [1, 2, 3], "role": "overall", "text": "How satisfied?"}
    >>> study = Study.from_dict({"id": "x", "title": "X", "items": {"q1": item}})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = export_questionnaire(study, f"{folder}/q.md", format="markdown")
    ...     [line for line in path.read_text("utf8").split("\n") if "q1" in line]
    ['## 1. `q1`']
    """
    place = Path(path)
    chosen = _format_of(format, place)
    form = form_of(study, _languages(study, lang))
    _check_place(place, chosen)
    content = chosen.write(form)
    beside = place.with_name(f".{place.name}.{os.getpid()}.new")
    try:
        beside.write_bytes(content)
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)
    return place


def _format_of(name: str, place: Path) -> Format:
    """Return a format, if a file's ending is its own."""
    found = FORMATS[_checks.one_of("format", name, FORMATS)]
    if place.suffix.lower() not in found.suffixes:
        raise ValueError(
            f"path={place.name!r} must end in {' or '.join(found.suffixes)}, as files "
            f"of format={name!r} do."
        )
    return found


def _languages(study: Study, lang: str | None) -> tuple[str, ...]:
    if lang is None:
        return study.languages
    return (_checks.one_of("lang", lang, study.languages),)


def _check_place(place: Path, chosen: Format) -> None:
    """Refuse a folder that is not there, and a file that is something else."""
    if not place.parent.is_dir():
        raise ValueError(f"path={str(place)!r}: there is no folder {place.parent}.")
    if place.is_dir():
        raise ValueError(f"path={str(place)!r} is a folder; name a file.")
    if place.exists() and not chosen.known(place.read_bytes()):
        raise ValueError(
            f"path={str(place)!r} is there and is no questionnaire written before; "
            "choose another name or move it away."
        )
