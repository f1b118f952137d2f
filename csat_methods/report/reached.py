"""How far did each of the five activities of measuring come in a run that failed?

They are those of the guidance: identify expectations, gather data, analyse, communicate
and monitor.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from csat_methods import _html
from csat_methods._html import Html, tag
from csat_methods._messages import Message

ACTIVITIES: tuple[tuple[Message, tuple[str, ...]], ...] = (
    (Message("Identify what customers expect"), ("01",)),
    (Message("Gather the answers"), ("00", "02", "03", "05")),
    (Message("Analyse them"), ("06", "07", "08", "09")),
    (Message("Communicate the results"), ()),
    (Message("Monitor satisfaction over time"), ("10",)),
)
"""The five activities and the numbers of their chapters.

What is communicated is the report itself, made when all chapters have run well.
"""

DONE, FAILED, NOT_RUN = "done", "failed", "not run"
SAID = {
    DONE: Message("{activity}: done"),
    FAILED: Message("{activity}: failed"),
    NOT_RUN: Message("{activity}: not run"),
}
"""State of an activity to what is said of it."""


def activities(chapters: Iterable[str], failed: Collection[str]) -> dict[str, str]:
    """Return how far each of the five activities of measuring came in a failed run.

    Parameters
    ----------
    chapters : iterable of str
        All chapters of the run.
    failed : collection of str
        Chapters, or pages of the report, that failed.

    Returns
    -------
    dict
        Activity to ``done, failed``, or ``not run`` where it has no chapter in the run
        or waits for one that failed.

    Examples
    --------
    >>> found = activities(["06_satisfaction", "10_trends"], ["06_satisfaction"])
    >>> [state for state in found.values()]
    ['not run', 'not run', 'failed', 'not run', 'done']
    """
    ran = {name: name not in failed for name in chapters}
    found = {}
    for activity, numbers in ACTIVITIES:
        well = [fine for name, fine in ran.items() if name[:2] in numbers]
        found[activity.id] = (DONE if all(well) else FAILED) if well else NOT_RUN
        if not numbers and all(ran.values()):
            found[activity.id] = FAILED
    return found


def known_states(reached: object) -> dict[str, str]:
    """Return the states of activities that a file holds, without anything else."""
    told = reached if isinstance(reached, Mapping) else {}
    known = ((activity.id, told.get(activity.id)) for activity, _ in ACTIVITIES)
    return {name: state for name, state in known if state in SAID}


def reached_list(reached: Mapping[str, str]) -> Html:
    """Return a list of the activities, each with its state, in the language shown now.

    Examples
    --------
    >>> "Analyse them: failed" in reached_list({"Analyse them": "failed"})
    True
    """
    rows = [
        tag(
            "li",
            _html.sentence(
                Message(SAID[reached[activity.id]].id, {"activity": activity})
            ),
            class_=reached[activity.id].replace(" ", "-"),
        )
        for activity, _ in ACTIVITIES
        if activity.id in reached
    ]
    return tag("ul", *rows, class_="reached") if rows else Html("")
