"""How many CPU seconds does a call take, and how many times as many its peer?"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Race:
    """A task, what it may cost, and who else does it.

    Attributes
    ----------
    name : str
    ours : callable
        Runs the task and returns its CPU seconds.
    budget : float
        CPU seconds the task may take.
    peer : callable, optional
        The same task by another library, in the same run.
    peer_name : str
    rounds : int
        Counted runs of each, after one warm-up.
    recorded : dict
        Peers that are not run here to the CPU seconds they took elsewhere, one
        thread, the same task.
    """

    name: str
    ours: Callable[[], float]
    budget: float
    peer: Callable[[], float] | None = None
    peer_name: str = ""
    rounds: int = 5
    recorded: Mapping[str, float] = field(default_factory=dict)


def in_process(task: Callable[[], object]) -> Callable[[], float]:
    """Return a task that gives the CPU seconds it took in this process."""

    def timed() -> float:
        before = time.process_time()
        task()
        return time.process_time() - before

    return timed


def as_process(command: Sequence[str], cwd: str) -> Callable[[], float]:
    """Return a task that gives the CPU seconds of a command and its children.

    Bytecode is kept from the warm-up, as Python does unless it is told otherwise.
    """
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

    def timed() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, capture_output=True, cwd=cwd, env=kept)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        user = after.ru_utime - before.ru_utime
        return user + after.ru_stime - before.ru_stime

    return timed


def median_seconds(race: Race) -> tuple[float, float | None]:
    """Return the median CPU seconds of ours and of the peer, run in turn."""
    ours, theirs = [], []
    for round_ in range(race.rounds + 1):
        spent = race.ours()
        other = race.peer() if race.peer else None
        if round_:
            ours.append(spent)
            theirs.append(other)
    peer = statistics.median(t for t in theirs if t is not None) if race.peer else None
    return statistics.median(ours), peer


def line(race: Race) -> str:
    """Return one line of the benchmark's report."""
    ours, peer = median_seconds(race)
    verdict = "within" if ours <= race.budget else "OVER"
    text = f"{race.name:<58} {ours:8.3f} s  {verdict} {race.budget:g} s"
    peers = {race.peer_name: peer} if peer is not None else {}
    peers |= {f"{name} (recorded)": spent for name, spent in race.recorded.items()}
    told = [
        f"{name} {spent:.3f} s, {spent / max(ours, 1e-9):.1f} times"
        for name, spent in peers.items()
    ]
    return "  ".join([text, *told])
