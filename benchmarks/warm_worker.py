"""How many CPU seconds does a wave take in a worker in which all is loaded?

``python -m benchmarks.warm_worker WAVE en,fa`` prints them; the process that does the
wave is forked, as those of a fork server are.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from csat_methods.report.job import Job
from csat_methods.report.process import begin


def cpu_of(job: Job) -> float:
    """Return the CPU seconds of a forked process that does a job."""
    worker = os.fork()
    if not worker:
        said: list[dict[str, object]] = []
        begin(job, said.append)
        os._exit(0 if said[-1]["state"] == "done" else 1)
    _, status, used = os.wait4(worker, 0)
    if status:
        raise RuntimeError(f"The worker ended with status {status}.")
    return used.ru_utime + used.ru_stime


def main() -> int:
    """Do a wave, and print the CPU seconds."""
    wave, languages = sys.argv[1:]
    import csat_methods.report.warm  # noqa: F401 - loads everything

    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "work"
        work.mkdir()
        memo = Path(folder) / "memo"
        job = Job(wave, str(work), str(memo), languages=tuple(languages.split(",")))
        print(cpu_of(job))
    return 0


if __name__ == "__main__":
    sys.exit(main())
