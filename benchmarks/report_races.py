"""What do reports cost: the first, the next language, many waves, and nothing to do?"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.timing import Race, as_process
from csat_methods.report.watch import environment

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "work" / "bench"
WAVE = "params/demo/waves/2025h2.yaml"
RUN = [sys.executable, "-m", "csat_methods.cli", "run"]
ENGLISH = [*RUN, WAVE, "--lang", "en", "--out", str(OUT / "reports")]
LOOP = (
    "for f in notebooks/0*.ipynb notebooks/10*.ipynb; do "
    'papermill "$f" "$d/$(basename $f)" && '
    'jupyter nbconvert --to html "$d/$(basename $f)"; done'
)


def report_races() -> Iterator[Race]:
    """Yield the tasks in which whole commands are timed; some minutes."""
    yield Race(
        "a demo wave, nine chapters, one language, cold start",
        _anew(as_process(ENGLISH, str(ROOT))),
        9.0,
        as_process(["bash", "-c", _shell()], str(ROOT)),
        "papermill and nbconvert in a shell loop",
        1,
    )
    yield Race("the same in a warm worker", lambda: _in_worker("en"), 4.0, rounds=5)
    yield Race(
        "what a second language adds to it",
        lambda: _in_worker("en,fa") - _in_worker("en"),
        2.5,
        rounds=2,
    )
    yield Race(
        "an unchanged wave",
        _after(ENGLISH, as_process(ENGLISH, str(ROOT))),
        0.6,
        rounds=3,
    )
    waves = sorted(map(str, (ROOT / "params/demo/waves").glob("*.yaml")))
    six = [*RUN, *waves, "--jobs", "2", "--out", str(OUT / "reports")]
    yield Race(
        "six demo waves, --jobs 2, wall clock", _anew(_wall(six)), 30.0, rounds=1
    )


def _shell() -> str:
    return f'd=$(mktemp -d); export PATH="{Path(sys.executable).parent}:$PATH"; {LOOP}'


def _anew(task: Callable[[], float]) -> Callable[[], float]:
    """Return a task before which no run is remembered."""

    def timed() -> float:
        shutil.rmtree(OUT, ignore_errors=True)
        return task()

    return timed


def _after(command: Sequence[str], task: Callable[[], float]) -> Callable[[], float]:
    """Return a task before which a command has run."""

    def timed() -> float:
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
        return task()

    return timed


def _in_worker(languages: str) -> float:
    """Return the CPU seconds of a wave in a worker in which all is loaded."""
    command = [sys.executable, "-m", "benchmarks.warm_worker", WAVE, languages]
    ran = subprocess.run(
        command,
        check=True,
        capture_output=True,
        cwd=ROOT,
        env=environment(),
        text=True,
    )
    return float(ran.stdout.splitlines()[-1])


def _wall(command: Sequence[str]) -> Callable[[], float]:
    """Return a task that gives the seconds a command takes on the clock."""

    def timed() -> float:
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
        return time.perf_counter() - started

    return timed
