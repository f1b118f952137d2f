"""Time the tasks the project makes promises about: ``make bench``.

CPU seconds, medians, peers in the same run.
``--whole`` adds a report from a cold start.
"""

from __future__ import annotations

import sys

from benchmarks.races import races, single_threaded
from benchmarks.timing import line


def main() -> int:
    """Print one line a task."""
    whole = "--whole" in sys.argv[1:]
    with single_threaded():
        for race in races(whole=whole):
            print(line(race), flush=True)
    if not whole:
        print("The pipeline itself: make bench ARGS=--whole (some minutes).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
