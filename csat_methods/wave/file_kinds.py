"""Does a file of answers look like the export of a survey platform?"""

from __future__ import annotations

from collections.abc import Iterable

from csat_methods.wave.platforms import fold

SIGNS = {
    "kobo": (("_uuid", "_submission_time"),),
    "odk": (("submissiondate", "key"),),
    "limesurvey": (("submitdate", "startlanguage"), ("date submitted", "response id")),
    "qualtrics": (("responseid", "recordeddate"),),
}
"""Kind of a source to columns that only its platform writes together."""
CALLED = {
    "kobo": "Kobo",
    "odk": "ODK",
    "limesurvey": "LimeSurvey",
    "qualtrics": "Qualtrics",
}
ALIKE = frozenset({"kobo", "odk"})
"""Kinds that are read alike."""


def another_kind(columns: Iterable[str], kind: str) -> str:
    """Return a sentence on the platform that a file seems to come from.

    Parameters
    ----------
    columns : iterable of str
    kind : str
        What the params say of the file.

    Returns
    -------
    str
        Empty where the params say so, or nothing is seen.

    Examples
    --------
    >>> another_kind(["submitdate. Date submitted", "startlanguage"], "auto")
    "the columns submitdate, startlanguage are LimeSurvey's; say kind: limesurvey."
    >>> another_kind(["submitdate", "startlanguage"], "limesurvey")
    ''
    """
    known = {fold(column) for column in columns}
    known |= {column.partition(". ")[0] for column in known}
    for name, signs in SIGNS.items():
        found = next((each for each in signs if known.issuperset(each)), None)
        if found and kind != name and not {kind, name} <= ALIKE:
            return (
                f"the columns {', '.join(found)} are {CALLED[name]}'s; say kind: "
                f"{name}."
            )
    return ""
