"""How do survey platforms name questions, answers and what they add themselves?

A registry: a platform is what is written here of it and no more, so that another one is
another entry of :data:`PLATFORMS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

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
from csat_methods.wave.heading_parts import (
    LONGEST_HEADING,
    Heading,
    limesurvey_heading,
    odk_heading,
    qualtrics_heading,
)
from csat_methods.wave.raw_table import RawTable, heading

_JOINER = "\u2060"
"""What exported forms put into ``${``, so that it names no question."""


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
    ids : tuple of str
        Columns that tell submissions apart, the best first.
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
        Cells of an option's column; `no` is empty where the option's own name may stand
        there, and nothing where it was not chosen.
    others : frozenset of str
        What the platform calls the option of a person's own words.
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
    ids: tuple[str, ...] = ()
    spans: tuple[tuple[str, ...], ...] = ()
    layout: re.Pattern[str] = re.compile(r"(?!)")
    joint: str = ""
    silent: frozenset[str] = frozenset()
    always_silent: frozenset[str] = frozenset()
    yes: frozenset[str] = frozenset({"1", "true", "yes"})
    no: frozenset[str] = frozenset({"0", "false", "no"})
    others: frozenset[str] = frozenset()
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


# ------------------------------------------------------------------------ registry
def _folded(names: Sequence[str]) -> frozenset[str]:
    return frozenset(map(fold, names))


KOBO = Platform(
    codes=xlsform_names,
    read=odk_heading,
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
    ids=("_uuid", "meta-instanceid", "meta/instanceid", "key", "_id"),
    spans=(("start", "end"),),
    layout=ODK_LAYOUT,
    joint=" ",
    silent=frozenset({"n/a"}),
    counted=odk_rows,
)  # fmt: skip
LIMESURVEY = Platform(
    codes=limesurvey_codes,
    read=limesurvey_heading,
    own=_folded([*LIMESURVEY_OWN]),
    personal=_folded(["id", "seed", "ipaddr", "refurl", "token", "email", RESPONDENT]),
    names=_folded(["firstname", "lastname"]),
    ids=("id",),
    spans=(
        ("interviewtime",), ("startdate", "datestamp"), ("startdate", "submitdate"),
    ),
    silent=frozenset({"n/a"}),
    yes=frozenset({"1", "y", "yes", "true", "بله", "بلی"}),
    no=frozenset({"0", "2", "n", "no", "false", "خیر", "نه"}),
    others=_folded(["Other", "سایر", "دیگر", "سایر موارد", "موارد دیگر", "غیره"]),
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
    read=qualtrics_heading,
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
    ids=("responseid",),
    spans=(("duration (in seconds)",), ("startdate", "enddate")),
    joint=",",
    always_silent=frozenset({code_key(-99)}),
    no=frozenset(),
    counted=qualtrics_rows,
)  # fmt: skip
PLATFORMS: dict[str, Platform] = {
    "kobo": KOBO,
    "odk": KOBO,
    "limesurvey": LIMESURVEY,
    "qualtrics": QUALTRICS,
}
"""Kind of a source to the platform that its file comes from."""
