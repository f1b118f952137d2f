"""How is somebody who waits told what a run is doing?"""

from __future__ import annotations

import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Any, TextIO

WIDTH = 24
_LOCK = threading.Lock()


@dataclass
class Progress:
    """One wave's progress: a bar on a terminal, else a line a chapter.

    Attributes
    ----------
    title : str
        Study and wave.
    stream : TextIO
        Where to write; standard error by default.
    bar : bool
        Whether the line is drawn over; only sensible for one wave on a terminal.
    """

    title: str
    stream: TextIO = field(default_factory=lambda: sys.stderr)
    bar: bool = False
    done: int = 0
    total: int = 0
    name: str = ""
    since: float = field(default_factory=time.perf_counter)

    def hear(self, message: dict[str, Any]) -> None:
        """Take what the process of the wave says."""
        said = message["say"]
        if said == "opened":
            self.total = len(message["chapters"])
        elif said in {"chapter", "page"}:
            self.name, self.since = message["name"], time.perf_counter()
            self._draw()
        elif said == "ran":
            self.done += 1
            self._ran(well=message["well"])

    def close(self) -> None:
        """Leave the bar's line."""
        if self.bar and self.name:
            self._write("\r" + " " * 79 + "\r")

    def _draw(self) -> None:
        if not self.bar:
            return
        filled = WIDTH * self.done // max(self.total, 1)
        drawn = "#" * filled + "." * (WIDTH - filled)
        line = f"{self.title} [{drawn}] {self.done}/{self.total} {self.name}"
        self._write(f"\r{line[:79]:<79}")

    def _ran(self, *, well: bool) -> None:
        if self.bar:
            self._draw()
            return
        seconds = time.perf_counter() - self.since
        end = "" if well else "  failed"
        self._write(f"{self.title}  {self.name:<20} {seconds:5.1f} s{end}\n")

    def _write(self, text: str) -> None:
        with _LOCK:
            self.stream.write(text)
            self.stream.flush()
