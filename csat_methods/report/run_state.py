"""How did the last run of each wave end, and is one at work now?

The runs folder says so: a small file a wave, written as a run ends, and the folder that
a run works in as long as it lasts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from csat_methods.report import folders
from csat_methods.report.own_json import read_json
from csat_methods.report.reached import known_states

FOLDER = "_state"
DONE, UNCHANGED, FAILED, REFUSED, RUNNING = (
    *("done", "unchanged", "failed", "refused", "running"),
)
_PLACE = re.compile(r"^([\w.-]+(?:, cell \d+)?): (?:(\w+(?:Error|Timeout|Exit)):)?")
_AT_WORK = re.compile(r"\.([^/]+)\.[0-9a-f]{12}")


@dataclass(frozen=True)
class RunState:
    """How the last run of a wave ended.

    Attributes
    ----------
    state : str
        ``done, unchanged, failed, refused`` or ``running``.
    when : str
        The moment, as ISO 8601; empty while it runs.
    where, error : str
        Of a failure: chapter and cell, or page; and the kind of error. What the error
        says may hold answers, and stays in the page of the failure.
    reached : dict of str to str
        Activity of measuring to how far it came in a run that failed.
    """

    state: str
    when: str = ""
    where: str = ""
    error: str = ""
    reached: Mapping[str, str] = field(default_factory=dict)

    @property
    def day(self) -> date | None:
        """The day it ended, if it has."""
        try:
            return datetime.fromisoformat(self.when).date()
        except ValueError:
            return None


def write_state(
    home: Path,
    wave: str,
    state: str,
    words: tuple[str, ...] = (),
    reached: Mapping[str, str] | None = None,
) -> None:
    """Note how a run ended; a folder that cannot be written is no reason to fail.

    Parameters
    ----------
    home : Path
        ``runs/<study>``.
    wave : str
    state : str
    words : tuple of str
        What failed, a sentence each.
    reached : mapping, optional
        How far each activity came, of a run that failed.
    """
    found = _PLACE.match(words[0]) if words else None
    where, error = found.groups("") if found else ("", "")
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    content = asdict(RunState(state, now, where, error, known_states(reached)))
    with suppress(OSError):
        place = home / FOLDER / f"{wave}.json"
        folders.write_whole(place, json.dumps(content).encode())


def states(runs: Path) -> dict[tuple[str, str], RunState]:
    """Return the state of every wave by study and wave; a run at work comes first."""
    noted = {
        (place.parents[1].name, place.stem): state
        for place in sorted(runs.glob(f"[!._]*/{FOLDER}/*.json"))
        if (state := _read(place)) is not None
    }
    return noted | dict.fromkeys(_at_work(runs), RunState(RUNNING))


def _read(place: Path) -> RunState | None:
    """Return what was noted; what cannot be read is not there."""
    try:
        content: Any = read_json(place)
        reached = known_states(content.pop("reached", None))
        words = {str(k): str(v) for k, v in content.items()}
        found = RunState(**words, reached=reached)
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    return found if found.state in {DONE, UNCHANGED, FAILED, REFUSED} else None


def _at_work(runs: Path) -> Iterator[tuple[str, str]]:
    """Yield study and wave of every run that is at work now."""
    for place in sorted(runs.glob("[!._]*/.*")):
        named = _AT_WORK.fullmatch(place.name)
        if named and place.is_dir() and folders.is_worked_in(place):
            yield place.parent.name, named[1]
