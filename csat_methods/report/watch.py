"""How is the process of a wave started, listened to, and ended if it falls silent?"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Generator
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from csat_methods.report.job import Job

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
GRACE = 60.0
"""Seconds that a process may take over a cell's time before it is ended."""


class SilentError(Exception):
    """The process of a wave has said nothing for too long, or has died."""


class Child(Protocol):
    """The process of one wave, seen by who started it."""

    def hear(self, seconds: float) -> dict[str, Any] | None:
        """Return what it says next; None if it has ended, TimeoutError if silent."""

    def end(self) -> None:
        """End it, and all it has started."""


def said_by(child: Child, patience: float) -> Generator[dict[str, Any], None, None]:
    """Yield what a process says, up to its last word; then it is ended.

    Raises
    ------
    SilentError
        If it dies before its last word, or says nothing for so many seconds.
    """
    try:
        while True:
            try:
                message = child.hear(patience)
            except TimeoutError:
                raise SilentError(f"It said nothing for {patience:g} s.") from None
            if message is None:
                raise SilentError("Its process ended before its work was done.")
            yield message
            if message["say"] == "end":
                return
    finally:
        child.end()


ALWAYS = {"MPLBACKEND": "agg", "PYTHONHASHSEED": "0", "PYTHONUNBUFFERED": "1"}
"""Figures go into files, and sets have one order: the same wave, the same bytes."""

MEMORY = {
    "MALLOC_MMAP_THRESHOLD_": str(2**28),
    "MALLOC_TOP_PAD_": str(2**26),
    "MALLOC_TRIM_THRESHOLD_": str(2**30),
}
"""A wave keeps what memory it has had; glibc would hand each large array back, and ask
the system for the next one."""


def environment() -> dict[str, str]:
    """Return the environment of a wave's process; sums use one thread unless told."""
    single = {name: os.environ.get(name, "1") for name in THREADS}
    return MEMORY | os.environ | single | ALWAYS


class Spawned:
    """A fresh Python process: nothing is loaded in it yet."""

    def __init__(self, job: Job, log: Path) -> None:
        with log.open("ab") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "csat_methods.report.process"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=file,
                env=environment(),
                start_new_session=True,
            )
        self.said: queue.Queue[dict[str, Any] | None] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        with contextlib.suppress(BrokenPipeError):
            self._write(json.dumps(job.to_json()) + "\n")

    def _write(self, text: str) -> None:
        if self.process.stdin is not None:
            self.process.stdin.write(text.encode())
            self.process.stdin.flush()

    def _listen(self) -> None:
        if self.process.stdout is not None:
            with contextlib.suppress(ValueError):
                for line in self.process.stdout:
                    self.said.put(json.loads(line))
        self.said.put(None)

    def hear(self, seconds: float) -> dict[str, Any] | None:
        """Return what it says next; None if it has ended."""
        try:
            return self.said.get(timeout=seconds)
        except queue.Empty:
            raise TimeoutError from None

    def end(self) -> None:
        """End it, and all it has started."""
        end_group(self.process.pid)
        with contextlib.suppress(OSError):
            self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


class Forked:
    """A process forked from a server in which everything is loaded already."""

    def __init__(self, job: Job, log: Path) -> None:
        from csat_methods.report.process import forked

        context = fork_server()
        self.channel, theirs = context.Pipe()
        arguments = (job.to_json(), theirs, str(log))
        self.process = context.Process(target=forked, args=arguments)
        self.ending = threading.Lock()
        self.process.start()
        theirs.close()

    def hear(self, seconds: float) -> dict[str, Any] | None:
        """Return what it says next; None if it has ended."""
        try:
            said = self.channel.poll(seconds)
            message = self.channel.recv() if said else {}
        except (EOFError, OSError):
            return None
        if not said:
            raise TimeoutError
        return message

    def end(self) -> None:
        """End it, and all it has started; two threads may ask for it at once."""
        with self.ending:
            if self.process.is_alive() and self.process.pid is not None:
                end_group(self.process.pid)
            self.process.kill()
            self.process.join()
            self.channel.close()


def can_fork() -> bool:
    """Return whether this system has a fork server."""
    import multiprocessing

    return "forkserver" in multiprocessing.get_all_start_methods()


@cache
def fork_server() -> Any:
    """Return the way to processes that are forked from a server made ready once."""
    import multiprocessing
    from multiprocessing.forkserver import ensure_running

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["csat_methods.report.warm"])
    before = dict(os.environ)
    os.environ.update(environment())
    try:
        ensure_running()
    finally:
        os.environ.clear()
        os.environ.update(before)
    return context


def end_group(leader: int) -> None:
    """End a process and all in its group, where the system has groups."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(leader, signal.SIGKILL)
