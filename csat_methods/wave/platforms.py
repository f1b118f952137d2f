"""How do survey platforms name questions, answers and what they add themselves?

A registry: a platform is what is written here of it and no more, so that another one is
another entry of :data:`PLATFORMS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from csat_methods.study.fields import code_key
from csat_methods.study.form_codes import (
    LIMESURVEY_OWN,
    ODK_LAYOUT,
    ODK_OWN,
    RESPONDENT,
    FormCodes,
    limesurvey_codes,
    xlsform_names,
)
from csat_methods.study.instrument import Study
from csat_methods.wave.export_rows import limesurvey_rows, odk_rows, qualtrics_rows
from csat_methods.wave.raw_table import RawTable, heading

Parts = tuple[str, str]
"""A question and one of its options, as a heading may name them."""
LONGEST_HEADING = 2000
"""Signs of a heading that is taken apart."""
MOST_CUTS = 40
"""Places at which a heading is cut."""
_JOINER = "\u2060"
"""What exported forms put into ``${``, so that it names no question."""


@dataclass(frozen=True)
class Heading:
    """What the heading of one column may mean, the likeliest first.

    Attributes
    ----------
    questions : tuple of str
        Names of a question that the whole column may be.
    options : tuple of (str, str)
        Names of a question, and of the option that the column may be.
    own_words : tuple of str
        Names of a question whose answers in words of one's own it may hold.
    """

    questions: tuple[str, ...]
    options: tuple[Parts, ...] = ()
    own_words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Platform:
    """The conventions of one platform.

    Attributes
    ----------
    codes : callable
        A study's items to their names on the platform.
    read : callable
        The heading of a column, of a table, to what it may mean.
    own : frozenset of str
        Columns that the platform adds, as :func:`fold` spells them.
    personal, names : frozenset of str
        Of these, ids, addresses and places, and names of people: neither is kept.
    spans : tuple
        Columns of seconds, or of start and end, the best first.
    layout : pattern
        Columns of what a form shows and does not ask; empty ones are not kept.
    joint : str
        What stands between the answers of an item with several in one cell.
    silent : frozenset of str
        Cells of closed questions that are no answer, unless the study knows them.
    always_silent : frozenset of str
        Cells that are no answer in any column.
    yes, no : frozenset of str
        Cells of an option's column.
    mask : str
        How a cell begins that was made harmless for spreadsheets, by one more sign.
    renamed : mapping
        Headings in words to the platform's own column.
    counts : callable
        The rows that are no answers, and notes on the others.
    """

    codes: Callable[[Study], Mapping[str, FormCodes]]
    read: Callable[[str, RawTable], Heading]
    own: frozenset[str]
    personal: frozenset[str]
    names: frozenset[str] = frozenset()
    spans: tuple[tuple[str, ...], ...] = ()
    layout: re.Pattern[str] = re.compile(r"(?!)")
    joint: str = ""
    silent: frozenset[str] = frozenset()
    always_silent: frozenset[str] = frozenset()
    yes: frozenset[str] = frozenset({"1", "true", "yes"})
    no: frozenset[str] = frozenset({"0", "false", "no"})
    mask: str = ""
    renamed: Mapping[str, str] = field(default_factory=dict)
    counted: Callable[[RawTable], RawTable] = lambda table: table

    def parts(self, name: str, table: RawTable) -> Heading:
        """Return what the heading of a column may mean."""
        shown = table.twins.get(name, name)
        if len(shown) > LONGEST_HEADING:
            return Heading((shown,))
        return self.read(shown, table)

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Columns that are not kept."""
        return self.personal | self.names


def fold(text: str) -> str:
    """Return a name or words in the spelling under which headings are compared.

    Examples
    --------
    >>> fold(" <b>How satisfied</b>  are you? ")
    'how satisfied are you?'
    """
    plain = re.sub(r"<[^>]{0,200}>", " ", text).replace(_JOINER, "")
    return heading(plain).casefold()


def squeezed(text: str) -> str:
    """Return only the letters and digits of a name."""
    return re.sub(r"[\W_]", "", fold(text))


def plain_codes(study: Study) -> dict[str, FormCodes]:
    """Return the names of items where the study's own are used."""
    made = {}
    for name, item in study.items.items():
        codes = item.option_names if item.type == "multiple" else ()
        points = (*study.answers(name).points, *codes)
        made[name] = FormCodes(name, {str(point): point for point in points})
    return made


# -------------------------------------------------------------------- Kobo and ODK
def _ends(name: str, signs: str) -> Iterator[tuple[str, str]]:
    """Yield a name cut in two at each of these signs, the longest end first."""
    places = (place for place, letter in enumerate(name) if letter in signs)
    for place in islice(places, MOST_CUTS):
        yield name[:place], name[place + 1 :]


def _odk_heading(name: str, _table: RawTable) -> Heading:
    """Read ``group/question`` and ``group/question/option``; ODK joins with ``-``.

    In words a grid's question is what its group says, and what it adds.
    """

    def tails(text: str) -> list[str]:
        return [text, *(end for _, end in _ends(text, "/-:"))]

    cuts = list(reversed(list(_ends(name, "/-:"))))
    stems = [f"{tails(start)[-1]} {end}" for start, end in cuts]
    options = [(q, option) for start, option in cuts for q in tails(start)]
    own = name.removesuffix("_other")
    worded = tuple(tails(own)) if own != name else ()
    whole, *ends = tails(name)
    return Heading((whole, *stems, *ends), tuple(options), worded)


# ---------------------------------------------------------------------- LimeSurvey
_BRACKETS = re.compile(r"(.*?)\s*((?:\[[^\[\]]*\]){1,2})")
_CODE_AND_TEXT = re.compile(r"([A-Za-z]\w*(?:\[[^\[\]]*\])*)\. .*", re.DOTALL)


def _limesurvey_heading(name: str, _table: RawTable) -> Heading:
    """Read ``code``, ``code[sub]``, ``code_sub`` and ``code. words``."""
    coded = _CODE_AND_TEXT.fullmatch(name)
    whole = coded[1] if coded else name
    found = _BRACKETS.fullmatch(whole)
    if found is None:
        cuts = tuple(reversed(list(_ends(whole, "_"))))
        return Heading(tuple(dict.fromkeys((name, whole))), cuts)
    subs = re.findall(r"\[([^\[\]]*)\]", found[2])
    worded = (found[1],) if subs == ["other"] else ()
    joined = "_".join((found[1], *subs))
    questions = [name, whole, joined]
    if len(subs) > 1:
        return Heading(tuple(questions))
    questions += [f"{found[1]} {subs[0]}", subs[0]]
    return Heading(tuple(questions), ((found[1], subs[0]),), worded)


# ----------------------------------------------------------------------- Qualtrics
def _qualtrics_heading(name: str, table: RawTable) -> Heading:
    """Read ``Q1``, ``Q1_2``, their ids, and words such as ``Why? - Price``."""
    text, known = table.labels.get(name, ""), table.aliases.get(name, ())
    plain = text.replace(_CHOICE, "")
    ends = [plain, *(end for _, end in _cuts(text))]
    codes = [(n.rpartition("_")[0], n.rpartition("_")[2]) for n in (name, *known)]
    coded = [(question, option) for question, option in codes if question]
    worded = [(q, end) for q, _ in coded for end in reversed(ends)]
    worded += [*(_cuts(plain) if plain != text else ()), *_cuts(text)]
    told = tuple(dict.fromkeys((name, *known, text, *ends)))
    return Heading(tuple(t for t in told if t), (*worded, *coded))


_CHOICE = " - Selected Choice"
"""What follows the words of a question that takes words of one's own, too."""


def _cuts(text: str) -> list[Parts]:
    """Return a question's words cut in two at each dash."""
    parts = text[:LONGEST_HEADING].split(" - ", MOST_CUTS)
    places = range(1, len(parts))
    return [(" - ".join(parts[:i]), " - ".join(parts[i:])) for i in places]


# ------------------------------------------------------------------------ registry
def _folded(names: Sequence[str]) -> frozenset[str]:
    return frozenset(map(fold, names))


KOBO = Platform(
    codes=xlsform_names,
    read=_odk_heading,
    own=_folded([*ODK_OWN, "subscriberid", "simserial", "phonenumber", "audit"]),
    personal=_folded(
        [
            "deviceid", "username", "subscriberid", "simserial", "phonenumber", "email",
            "audit", "_id", "_uuid", "_submitted_by", "_geolocation", "key",
            "meta-instanceid", "meta/instanceid", "instanceid", "meta/rootuuid",
            "_geolocation_latitude", "_geolocation_longitude", "submitterid",
            RESPONDENT,
        ]
    ),
    names=_folded(["submittername", "meta-instancename", "meta/instancename"]),
    spans=(("start", "end"),),
    layout=ODK_LAYOUT,
    joint=" ",
    silent=frozenset({"n/a"}),
    counted=odk_rows,
)  # fmt: skip
LIMESURVEY = Platform(
    codes=limesurvey_codes,
    read=_limesurvey_heading,
    own=_folded([*LIMESURVEY_OWN]),
    personal=_folded(["id", "seed", "ipaddr", "refurl", "token", "email", RESPONDENT]),
    names=_folded(["firstname", "lastname"]),
    spans=(
        ("interviewtime",), ("startdate", "datestamp"), ("startdate", "submitdate"),
    ),
    silent=frozenset({"n/a"}),
    yes=frozenset({"1", "y", "yes", "true", "بله", "بلی"}),
    no=frozenset({"0", "2", "n", "no", "false", "خیر", "نه"}),
    renamed={
        "response id": "id", "date submitted": "submitdate", "last page": "lastpage",
        "start language": "startlanguage", "date started": "startdate",
        "date last action": "datestamp", "ip address": "ipaddr",
        "referrer url": "refurl", "total time": "interviewtime",
        "first name": "firstname", "last name": "lastname", "email address": "email",
    },
    mask="'=",
    counted=limesurvey_rows,
)  # fmt: skip
QUALTRICS = Platform(
    codes=plain_codes,
    read=_qualtrics_heading,
    own=_folded(
        [
            "startdate", "enddate", "status", "progress", "duration (in seconds)",
            "finished", "recordeddate", "distributionchannel", "userlanguage",
            "ipaddress", "responseid", "recipientlastname", "recipientfirstname",
            "recipientemail", "externalreference", "locationlatitude",
            "locationlongitude",
        ]
    ),
    personal=_folded(
        [
            "ipaddress", "responseid", "recipientemail", "externalreference",
            "locationlatitude", "locationlongitude",
        ]
    ),
    names=_folded(["recipientlastname", "recipientfirstname"]),
    spans=(("duration (in seconds)",), ("startdate", "enddate")),
    joint=",",
    always_silent=frozenset({code_key(-99)}),
    counted=qualtrics_rows,
)  # fmt: skip
PLATFORMS: dict[str, Platform] = {
    "kobo": KOBO,
    "odk": KOBO,
    "limesurvey": LIMESURVEY,
    "qualtrics": QUALTRICS,
}
"""Kind of a source to the platform that its file comes from."""
