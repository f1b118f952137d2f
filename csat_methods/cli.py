"""What can be asked for on the command line?

Each command is a small function here and loads what does its work when it is called, so
that asking for help stays quick. Errors are one message: status 2 for faulty input, 1
for a run that failed.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks for, and return the exit status.

    Examples
    --------
    >>> main(["check", "params/demo/waves/2031.yaml"])
    2
    """
    asked = parser().parse_args(arguments)
    try:
        return int(asked.do(asked))
    except KeyboardInterrupt:
        return _told("Interrupted.", INTERRUPTED)
    except KeyError as error:
        return _told(str(error.args[0] if error.args else error), 2, error)
    except ValueError as error:
        return _told(str(error), 2, error)
    except OSError as error:
        return _told(str(error), 1, error)


def _told(words: str, status: int, error: Exception | None = None) -> int:
    if error is not None and os.environ.get("CSAT_TRACEBACK"):
        raise error
    print(f"csat: {words}", file=sys.stderr)
    return status


def _from(module: str, name: str) -> Callable[..., Any]:
    return getattr(import_module(f"csat_methods.{module}"), name)


# -------------------------------------------------------------------- commands
def new(asked: argparse.Namespace) -> int:
    """Write a study and a wave file for a file of answers."""
    files = _from("start", "new_study")(asked.study, asked.source, asked.root)
    print(*files, sep="\n")
    print("Read both files, settle what is marked 'review', then:")
    print(f"csat check {next(f for f in files if f.parent.name == 'waves')}")
    return 0


def check(asked: argparse.Namespace) -> int:
    """Say what of the report can be made from a wave, or every fault."""
    for path in _from("report.wave_files", "waves_of")(asked.waves):
        told = _from("report.checking", "check_wave")(path, data_root=asked.data_root)
        print(*told, sep="\n")
    return 0


def run(asked: argparse.Namespace) -> int:
    """Make the reports of waves."""
    options = {name: given for name, given in vars(asked).items() if given is not None}
    waves, _ = options.pop("waves"), options.pop("do")
    with _stopped_by_terminate():
        results = _from("report.run", "run_waves")(
            _from("report.wave_files", "waves_of")(waves), quiet=False, **options
        )
    for result in results:
        _report(result)
    if not asked.only and any(r.well and not r.unchanged for r in results):
        for reports in (Path(asked.out), *Path(asked.out).glob("@*")):
            _from("report.portal", "build_portal")(reports)
    pages = [page for result in results if result.well for page in result.reports]
    for page in pages:
        print(page)
    return max((2 if r.refused else 1 if r.failed else 0 for r in results), default=0)


def _report(result: Any) -> None:
    """Say what came of one wave where it is not simply well."""
    title = f"{result.study} {result.wave}"
    if result.unchanged:
        print(f"{title}: unchanged", file=sys.stderr)
    for words in (*result.failed, *filter(None, [result.refused])):
        print(f"csat: {title}: {words}", file=sys.stderr)
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
    _from("report.portal", "build_portal")(asked.out)
    print(Path(asked.out) / "index.html")
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


# ----------------------------------------------------------------------- parser
def parser() -> argparse.ArgumentParser:
    """Return what reads the command line."""
    top = argparse.ArgumentParser(
        prog="csat",
        description="Customer satisfaction the way ISO 10004:2018 describes: "
        "from questionnaires to reports.",
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    for add in (_new, _check, _run, _open, _simulate, _trace, _portal):
        add(commands)
    return top


def _command(commands: Any, name: str, do: Callable[..., int]) -> Any:
    words = (do.__doc__ or "").strip()
    made = commands.add_parser(name, help=words, description=words)
    made.set_defaults(do=do)
    return made


def _data_root(command: Any) -> None:
    command.add_argument(
        "--data-root",
        metavar="FOLDER",
        help="where data paths start (default: the project's folder)",
    )


def _out(command: Any) -> None:
    command.add_argument(
        "--out",
        default="reports",
        metavar="FOLDER",
        help="folder of the reports (default: %(default)s)",
    )


def _waves(command: Any) -> None:
    command.add_argument(
        "waves",
        nargs="+",
        metavar="WAVE",
        help="params/<study>/waves/<wave>.yaml, or the folder of a study",
    )


def _new(commands: Any) -> None:
    command = _command(commands, "new", new)
    command.add_argument("study", metavar="STUDY", help="name of the study")
    command.add_argument(
        "--from",
        dest="source",
        required=True,
        metavar="FILE",
        help="SPSS, Excel, CSV or Parquet file of answers, a row a respondent",
    )
    command.add_argument(
        "--root", default=".", metavar="FOLDER", help="the project's folder"
    )


def _check(commands: Any) -> None:
    command = _command(commands, "check", check)
    _waves(command)
    _data_root(command)


def _run(commands: Any) -> None:
    command = _command(commands, "run", run)
    _waves(command)
    _out(command)
    _data_root(command)
    command.add_argument(
        "--lang", metavar="LANG", help="languages, as en,fa (default: the wave file's)"
    )
    command.add_argument(
        "--audience", metavar="WHO", help="management, function or customer"
    )
    command.add_argument(
        "--engine",
        choices=("csat", "kernel"),
        help="csat: in one process; kernel: papermill's own, a kernel a chapter",
    )
    command.add_argument(
        "--force", action="store_true", help="run although nothing has changed"
    )
    command.add_argument(
        "--figures",
        action="store_true",
        help="each figure as SVG and PNG too, in figures/ beside the report",
    )
    command.add_argument(
        "--jobs", type=int, default=1, metavar="N", help="waves at a time"
    )
    command.add_argument(
        "--scheduler", metavar="ADDRESS", help="a Dask scheduler, as tcp://host:8786"
    )
    command.add_argument(
        "--only",
        type=lambda text: text.split(","),
        metavar="08,09",
        help="chapters; their page is a draft in the run folder",
    )


def _open(commands: Any) -> None:
    command = _command(commands, "open", open_)
    command.add_argument("wave", metavar="WAVE", help="wave file")
    command.add_argument("chapter", metavar="CHAPTER", help="08, gaps or explore")
    command.add_argument(
        "--work", default="work", metavar="FOLDER", help="where the copy goes"
    )
    _data_root(command)


def _simulate(commands: Any) -> None:
    command = _command(commands, "simulate", simulate)
    command.add_argument(
        "to", metavar="FOLDER", help="project folder to write params/ and data/ into"
    )
    command.add_argument("--seed", type=int, required=True, metavar="N")
    command.add_argument(
        "--study", metavar="FILE", help="study.yaml (default: the bundled study)"
    )
    command.add_argument("--waves", type=int, default=6, metavar="N")
    command.add_argument(
        "--n", type=int, default=1500, metavar="N", help="customers asked a wave"
    )


def _trace(commands: Any) -> None:
    command = _command(commands, "trace", trace)
    command.add_argument(
        "--check",
        action="store_true",
        help="fail if a function, chapter or test that is named does not exist",
    )


def _portal(commands: Any) -> None:
    _out(_command(commands, "portal", portal))


if __name__ == "__main__":
    sys.exit(main())
