"""What can be asked for on the command line?

Each command is a small function here and loads what does its work when it is called, so
that asking for help stays quick. Errors are one message: status 2 for faulty input, 1
for a run that failed, 3 where numbers differ from the report they are compared with.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from csat_methods.options import parser

CHANGED = 3
INTERRUPTED = 130
UNREAD = 141
ZWNJ = "\u200c"


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks for, and return the exit status.

    Examples
    --------
    >>> main(["check", "params/demo/waves/2031.yaml"])
    2
    """
    asked = parser(COMMANDS).parse_args(arguments)
    try:
        status = int(asked.do(asked))
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return _told("Interrupted.", INTERRUPTED)
    except BrokenPipeError:  # who reads, as head does, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNREAD
    except KeyError as error:
        return _told(str(error.args[0] if error.args else error), 2, error)
    except ValueError as error:
        return _told(str(error), 2, error)
    except OSError as error:
        return _told(_of_files(error), 1, error)


def _told(words: str, status: int, error: Exception | None = None) -> int:
    if error is not None and os.environ.get("CSAT_TRACEBACK"):
        raise error
    print(f"csat: {_visible(words)}", file=sys.stderr)
    return status


def _of_files(error: OSError) -> str:
    """Return what went wrong with files in words; of a folder's copy, each reason once.

    Examples
    --------
    >>> _of_files(OSError([("a", "b", "No space: 'b'"), ("c", "d", "No space: 'b'")]))
    "No space: 'b'"
    """
    told = error.args[0] if error.args else ""
    reasons = [str(each[-1]) for each in told] if isinstance(told, list) else [error]
    words = (re.sub(r"^\[\w+ \d+\] ", "", str(each)) for each in reasons)
    return "; ".join(dict.fromkeys(words))


def _visible(words: str) -> str:
    r"""Return words in which no sign commands the terminal or turns what it shows.

    Examples
    --------
    >>> print(_visible("ev\u202efdp.yaml: \x1b[2J is no number"))
    ev\u202efdp.yaml: \x1b[2J is no number

    What parts a Persian word is part of its spelling, and no command.

    >>> _visible(repr("می\u200cآید")) == "'می\u200cآید'"
    True
    """
    safe = _from("_messages", "safe_text")
    words = words.replace(ascii(ZWNJ)[1:-1], ZWNJ)
    return "".join(s if safe(s) and s != "\r" else ascii(s)[1:-1] for s in words)


def _from(module: str, name: str) -> Callable[..., Any]:
    return getattr(import_module(f"csat_methods.{module}"), name)


# -------------------------------------------------------------------- commands
def new(asked: argparse.Namespace) -> int:
    """Write a study and a wave file for a file of answers."""
    files = _from("start", "new_study")(asked.study, asked.source, asked.root)
    print(*(_visible(str(file)) for file in files), sep="\n")
    print("Read both files, settle what is marked 'review', then:")
    print(f"csat check {next(f for f in files if f.parent.name == 'waves')}")
    return 0


def check(asked: argparse.Namespace) -> int:
    """Say what of the report can be made from a wave, or every fault."""
    checked = _from("report.checking", "check_given")
    for given in asked.waves:
        for told in checked(given, data_root=asked.data_root):
            print(*map(_visible, told), sep="\n")
    return 0


def run(asked: argparse.Namespace) -> int:
    """Make the reports of waves.

    Raises
    ------
    ValueError
        If a draft of some chapters should be compared with a report.
    """
    if asked.compare and asked.only:
        raise ValueError("--compare is for whole reports; --only makes a draft.")
    options = {name: given for name, given in vars(asked).items() if given is not None}
    for name in ("waves", "do", "compare"):
        options.pop(name, None)
    waves = _from("report.wave_files", "waves_of")(asked.waves)
    before = _earlier(asked.compare, waves)  # now: a run may replace what is compared
    with _stopped_by_terminate():
        results = _from("report.run", "run_waves")(waves, quiet=False, **options)
    for result in results:
        _report(result)
    if not asked.only:
        for reports in (Path(asked.out), *Path(asked.out).glob("@*")):
            _from("report.portal", "build_portal")(reports)
    changed = CHANGED if _compared(before, results) else 0
    pages = [page for result in results if result.well for page in result.reports]
    for page in pages:
        print(page)
    failed = max((2 if r.refused else 1 if r.failed else 0 for r in results), default=0)
    return failed or changed


def _earlier(place: str | None, waves: list[Path]) -> Any:
    """Return what the earlier reports published, where one is to be compared with."""
    return _from("report.comparing", "earlier_reports")(place, waves) if place else {}


def _compared(before: Any, results: Any) -> bool:
    """Print the numbers that changed, a line each: place, before, after."""
    found = False
    for result in (r for r in results if r.well and r.reports and before):
        known = before[result.study, result.wave]
        folder = result.reports[0].parent
        changes = _from("report.comparing", "changes_since")(known, folder)
        found |= bool(changes)
        title = f"{result.study} {result.wave}"
        many = "1 number" if len(changes) == 1 else f"{len(changes) or 'no'} numbers"
        print(f"{title}: {many} changed", file=sys.stderr)
        lines = (_visible(f"{title}\t{change}\n") for change in changes)
        print(*lines, sep="", end="")
    return found


def _report(result: Any) -> None:
    """Say what came of one wave where it is not simply well."""
    title = f"{result.study} {result.wave}"
    if result.unchanged:
        print(f"{title}: unchanged", file=sys.stderr)
    for words in (*result.failed, *filter(None, [result.refused])):
        print(_visible(f"csat: {title}: {words}"), file=sys.stderr)
    if result.page is not None:
        print(f"csat: {title}: see {result.page}", file=sys.stderr)


def open_(asked: argparse.Namespace) -> int:
    """Copy a chapter with its parameters filled in, to change it and run on."""
    place = _from("report.exploring", "open_chapter")(
        asked.wave, asked.chapter, folder=asked.work, data_root=asked.data_root
    )
    print(f'jupyter lab "{place}"' if " " in str(place) else f"jupyter lab {place}")
    return 0


def simulate(asked: argparse.Namespace) -> int:
    """Write a synthetic study whose truth is known."""
    module = import_module("csat_methods.simulation.simulate")
    study = Path(asked.study) if asked.study else module.bundled_study()
    folder = Path(asked.to)
    truth = module.write_study(
        folder, study, waves=asked.waves, n=asked.n, seed=asked.seed
    )
    truth.to_csv(folder / "truth.csv", index=False)
    print(*sorted(folder.glob("params/*/waves/*.yaml")), sep="\n")
    print(folder / "truth.csv")
    return 0


def trace(asked: argparse.Namespace) -> int:
    """Say which guidance is covered where."""
    words, status = _from("trace", "main_trace")(check=asked.check)
    print(words)
    return int(status)


def portal(asked: argparse.Namespace) -> int:
    """Make the page that lists all reports."""
    print(_from("report.portal", "build_portal")(asked.out, lang=asked.lang))
    return 0


def gallery(asked: argparse.Namespace) -> int:
    """Draw every figure from the last run of a wave, on one page."""
    build = _from("report.gallery", "build_gallery")
    print(build(asked.wave, out=asked.out, data_root=asked.data_root))
    return 0


@contextmanager
def _stopped_by_terminate() -> Iterator[None]:
    """Let a request to terminate clean up as an interrupt does."""

    def stop(_number: int, _frame: Any) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # not the main thread: nothing can be asked of it
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


COMMANDS: dict[str, Callable[..., int]] = {
    "new": new,
    "check": check,
    "run": run,
    "open": open_,
    "simulate": simulate,
    "trace": trace,
    "portal": portal,
    "gallery": gallery,
}


if __name__ == "__main__":
    sys.exit(main())
