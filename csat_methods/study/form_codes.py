"""Under which names does survey software know the items and their answers?

A form is made with these names and its answers are read back by them, so that nobody
maps a column by hand. A name is the item's id, and an answer the study's code, wherever
the software allows it; else it is short, and comes of the id and nothing but the id.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import count

from csat_methods.study.fields import FrozenMapping, code_key, number_of
from csat_methods.study.instrument import Study
from csat_methods.study.questions import Item

Code = int | float | str
RESPONDENT = "respondent"
"""Name of the hidden question that takes the respondent's id."""
LIMESURVEY_OTHER = "-oth-"
"""What LimeSurvey writes for an answer in a person's own words."""


@dataclass(frozen=True)
class FormCodes:
    """The names of one item in a form.

    Attributes
    ----------
    question : str
        Of the item itself.
    answers : dict
        Of each answer offered, to the study's own code. For an item with several
        answers these are its options, and its codes for "not applicable".
    own_words : str
        Of the question for words of one's own; empty where the form has none.
    """

    question: str
    answers: Mapping[str, Code]
    own_words: str = ""

    def name_of(self, code: Code) -> str:
        """Return the name of an answer.

        Raises
        ------
        KeyError
            If it is not offered.
        """
        wanted = code_key(code)
        for name, own in self.answers.items():
            if code_key(own) == wanted:
                return name
        raise KeyError(f"code={code!r} is not offered by {self.question}.")


@dataclass(frozen=True)
class NameRule:
    """Which names a software takes.

    Attributes
    ----------
    fits : pattern
        Of a whole name.
    plain : callable
        An id with what does not fit left out or put otherwise.
    longest : int
        Characters.
    reserved : frozenset of str
        Names the software needs itself, without regard to case.
    """

    fits: re.Pattern[str]
    plain: Callable[[str], str]
    longest: int
    reserved: frozenset[str] = frozenset()

    def takes(self, name: str) -> bool:
        """Whether a name may be used as it is."""
        short = len(name) <= self.longest and name.casefold() not in self.reserved
        return short and self.fits.fullmatch(name) is not None


LIMESURVEY_OWN = frozenset(
    {
        "id", "submitdate", "lastpage", "startlanguage", "seed", "startdate",
        "datestamp", "ipaddr", "refurl", "token", "interviewtime", "firstname",
        "lastname", "email", "emailstatus", "completed", "usesleft", "validfrom",
        "validuntil", "remindercount", "remindersent", "self", "that", "this", "lang",
        "sid", "savedid", "qid", "gid", "sgq", "tid", "newtest", "time", "other",
        RESPONDENT,
    }
)  # fmt: skip
"""Columns of an export of LimeSurvey, and words of its expressions."""
ODK_OWN = frozenset(
    {
        "meta", "start", "end", "today", "deviceid", "username", "instanceid",
        "instancename", "submissiondate", "key", "submitterid", "submittername",
        "attachmentspresent", "attachmentsexpected", "status", "reviewstate", "edits",
        "formversion", "formhub", "__version__", "_id", "_uuid", "_submission_time",
        "_validation_status", "_notes", "_status", "_submitted_by", "_tags", "_index",
        RESPONDENT,
    }
)  # fmt: skip
"""Columns of an export of Kobo or ODK, and names of the forms themselves."""
ODK_LAYOUT = re.compile(
    r"(generated_table_list_label|reserved_name_for_field_list_labels)_[0-9]+"
    r"|consent_note(_[0-9]+)?|part_.+"
)
"""Columns of an export that hold no answers: heads of grids, notes, names of parts."""


def _letters_and_digits(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "", name)


def _from_a_letter(name: str) -> str:
    bare = _letters_and_digits(name)
    return f"q{bare}" if bare[:1].isdigit() else bare


def _of_xml(name: str) -> str:
    bare = re.sub(r"[^A-Za-z0-9_.-]", "", name)
    return bare if re.match(r"[A-Za-z_]", bare) or not bare else f"_{bare}"


def _without_spaces(name: str) -> str:
    return re.sub(r"[^\w.-]+", "_", name)


LIMESURVEY_QUESTION = NameRule(
    re.compile(r"[A-Za-z][A-Za-z0-9]*"), _from_a_letter, 20, LIMESURVEY_OWN
)
LIMESURVEY_OPTION = NameRule(
    re.compile(r"[A-Za-z0-9]+"), _letters_and_digits, 20, frozenset({"other", "time"})
)
LIMESURVEY_ANSWER = NameRule(re.compile(r"[A-Za-z0-9]+"), _letters_and_digits, 5)
ODK_QUESTION = NameRule(re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*"), _of_xml, 64, ODK_OWN)
ODK_ANSWER = NameRule(re.compile(r"[\w.-]+"), _without_spaces, 64)


# ------------------------------------------------------------------- the two forms
def limesurvey_codes(study: Study) -> dict[str, FormCodes]:
    """Return the codes of a study's items in LimeSurvey.

    A question's code has at most 20 Latin letters and digits and starts with a letter,
    an answer's at most 5; small and capital letters are not told apart. An export's
    heading is ``code``; in an array of several items ``array[code]``; for an item with
    several answers ``code[option]``. Words of one's own stand in ``code[other]``.

    Parameters
    ----------
    study : Study

    Returns
    -------
    dict
        Item to :class:`FormCodes`, in the order of the items.

    Examples
    --------
    >>> from csat_methods import Study
    >>> items = {"p_quality": {"answers": [1, 2, -9]}}
    >>> study = Study.from_dict({"id": "x", "title": "X", "items": items})
    >>> codes = limesurvey_codes(study)["p_quality"]
    >>> codes.question, dict(codes.answers)
    ('pquality', {'1': 1, '2': 2, 'Ad5c5': -9})
    """
    named = _names(study.items, LIMESURVEY_QUESTION)
    made = {}
    for name, item in study.items.items():
        rule = LIMESURVEY_OPTION if item.type == "multiple" else LIMESURVEY_ANSWER
        made[name] = FormCodes(named[name], _answer_names(study, item, rule))
    return made


def xlsform_names(study: Study) -> dict[str, FormCodes]:
    """Return the names of a study's items in an XLSForm, read by Kobo and ODK.

    A name has Latin letters, digits, ``_``, ``.`` and ``-``: phones read no others in
    conditions. An answer has no spaces. An export's heading is the name, which may come
    after its groups' names; of several answers a cell lists the names, with spaces
    between; words of one's own stand in a question that follows. Days are written as
    2026-03-31, whatever calendar and format the item has.

    Parameters
    ----------
    study : Study

    Returns
    -------
    dict
        Item to :class:`FormCodes`, in the order of the items.

    Examples
    --------
    >>> from csat_methods import Study
    >>> items = {"1a": {"type": "nominal", "answers": ["by post", "web"]}}
    >>> study = Study.from_dict({"id": "x", "title": "X", "items": items})
    >>> codes = xlsform_names(study)["1a"]
    >>> codes.question, dict(codes.answers)
    ('_1a', {'by_post': 'by post', 'web': 'web'})
    """
    named = _names(study.items, ODK_QUESTION)
    taken, made = set(named.values()), {}
    for name, item in study.items.items():
        answers = _answer_names(study, item, ODK_ANSWER)
        own = unused(f"{named[name]}_other", taken) if item.other is not None else ""
        taken |= {own}
        made[name] = FormCodes(named[name], answers, own)
    return made


# ------------------------------------------------------------------------- answers
def offered(study: Study, name: str) -> tuple[Code, ...]:
    """Return the codes a form offers: points or options, then "not applicable".

    Codes for "no answer" are not offered: that is an empty field.
    """
    item = study.item(name)
    scale = study.scales.get(item.scale or "")
    absent = (*(scale.not_applicable if scale else ()), *item.not_applicable)
    given = item.option_names or study.answers(name).points
    own = {code_key(code): _whole(code) for code in (*given, *absent)}
    return tuple(own.values())


def _whole(code: Code) -> Code:
    """Return 3 for 3.0."""
    return int(code) if isinstance(code, float) and code.is_integer() else code


def _answer_names(study: Study, item: Item, rule: NameRule) -> Mapping[str, Code]:
    codes = {str(code): code for code in offered(study, item.id)}
    named = _names(codes, rule)
    return FrozenMapping({named[text]: code for text, code in codes.items()})


# --------------------------------------------------------------------------- names
def unused(wanted: str, taken: Iterable[str]) -> str:
    """Return a name that is not taken yet, without regard to case.

    Examples
    --------
    >>> unused("q1_other", ["q1", "Q1_other"])
    'q1_other_2'
    """
    known = {each.casefold() for each in taken}
    tries = (f"{wanted}_{more}" if more > 1 else wanted for more in count(1))
    return next(name for name in tries if name.casefold() not in known)


def _names(ids: Iterable[str], rule: NameRule) -> dict[str, str]:
    """Return a name for each id: the id itself, a plain form of it, or a digest.

    The plain form is used where no other id has it; an id that is its own plain form
    keeps it.
    """
    listed = list(ids)
    plain = {each: _plain(each, rule) for each in listed}
    shared = Counter(name.casefold() for name in plain.values())
    made: dict[str, str] = {}
    for each, name in plain.items():
        alone = shared[name.casefold()] == 1
        first = each == name and not _taken(name, made.values())
        good = rule.takes(name) and (alone or first)
        others = {*made.values(), *plain.values()}
        made[each] = name if good else _derived(each, rule, others)
    return made


def _plain(each: str, rule: NameRule) -> str:
    """Return the plain form of an id; a number has none but itself."""
    if rule.takes(each):
        return each
    return "" if number_of(each) is not None else rule.plain(each)


def _taken(name: str, others: Iterable[str]) -> bool:
    return name.casefold() in {other.casefold() for other in others}


def _derived(each: str, rule: NameRule, others: Iterable[str]) -> str:
    """Return the start of an id and enough of its digest to be its own."""
    taken = {other.casefold() for other in others}
    tries = (_digested(f"{each}{'!' * more}", rule) for more in count())
    return next(name for name in tries if name.casefold() not in taken)


def _digested(each: str, rule: NameRule) -> str:
    digest = hashlib.sha256(each.encode()).hexdigest()
    if rule.longest < 8:
        return f"A{digest}"[: rule.longest]
    bare = _from_a_letter(each) or "q"
    return f"{bare[: min(rule.longest, 20) - 6]}{digest[:6]}"
