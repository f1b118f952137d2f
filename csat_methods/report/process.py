"""How does the process of one wave begin, and how does it end with its parent?

It is told its job once, says what it does as it goes, and dies when nobody listens.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any

from csat_methods.report.job import Job

UNNEEDED = ("rfc3987_syntax", "isoduration")
"""What jsonschema loads if it can, for two formats that no notebook has: the first
builds a grammar for two seconds."""

Tell = Callable[[dict[str, Any]], None]


def begin(job: Job, tell: Tell) -> None:
    """Do a job, saying what is done."""
    gc.disable()  # while everything is loaded: nothing of it is garbage
    for name in UNNEEDED:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]
    import pandas as pd

    from csat_methods.report.child import work

    # What is loaded stays: no need to look through it for garbage, again and again;
    # and the figures of a page are not worth a look each either.
    gc.freeze()
    gc.set_threshold(500_000, 20, 50)
    gc.enable()
    # Tables are many and small: Arrow, made for millions of rows, is slower for them.
    pd.set_option("mode.string_storage", "python")
    tell({"say": "end", **work(job, tell)})


def main() -> None:
    """Read a job from standard input, and write what is done to standard output.

    Whatever the chapters write themselves goes to standard error, and what they read
    is empty.
    """
    listening, speaking = os.dup(0), os.dup(1)
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123 - the device
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    # Unbuffered: at its end the interpreter would wait for the lock of a buffer.
    asked = os.fdopen(listening, "rb", buffering=0)
    answers = os.fdopen(speaking, "w", encoding="utf8")
    job = Job.from_json(json.loads(asked.readline()))
    end_with(asked.read)
    lock = threading.Lock()

    def tell(message: dict[str, Any]) -> None:
        with lock:
            answers.write(json.dumps(message) + "\n")
            answers.flush()

    begin(job, tell)


def forked(job: dict[str, Any], channel: Any, log: str) -> None:
    """Do a job in a process that was forked, talking over a connection."""
    if hasattr(os, "setsid"):
        os.setsid()
    with open(log, "ab") as file, open(os.devnull, "rb") as nothing:  # noqa: PTH123
        os.dup2(nothing.fileno(), 0)
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    end_with(channel.recv)
    begin(Job.from_json(job), channel.send)


def end_with(parent: Callable[[], Any]) -> None:
    """End this process and its children when the parent is gone."""

    def wait() -> None:
        try:
            parent()
        except (EOFError, OSError):
            pass
        finally:
            end_group()

    threading.Thread(target=wait, daemon=True).start()


def end_group() -> None:
    """End this process at once, and where it can be done those it started."""
    if hasattr(os, "killpg"):
        os.killpg(os.getpgid(0), signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    main()
