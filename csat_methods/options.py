"""What may be said on the command line, and how is each option explained?"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import Any

Do = Callable[..., int]


def parser(commands: Mapping[str, Do]) -> argparse.ArgumentParser:
    """Return what reads the command line.

    Parameters
    ----------
    commands : mapping of str to callable
        What each command does; its docstring is the command's help.

    Examples
    --------
    >>> asked = parser({"portal": print}).parse_args(["portal", "--lang", "fa"])
    >>> asked.do is print, asked.lang
    (True, 'fa')
    """
    top = argparse.ArgumentParser(
        prog="csat",
        description="Customer satisfaction the way ISO 10004:2018 describes: "
        "from questionnaires to reports.",
    )
    listed = top.add_subparsers(required=True, metavar="COMMAND")
    for name, do in commands.items():
        words = (do.__doc__ or "").strip()
        command = listed.add_parser(name, help=words, description=words)
        command.set_defaults(do=do)
        OPTIONS[name](command)
    return top


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


def _new(command: Any) -> None:
    command.add_argument("study", metavar="STUDY", help="name of the study")
    command.add_argument(
        "--from",
        dest="source",
        required=True,
        metavar="FILE",
        help="SPSS, Stata, Excel, CSV, Parquet or SQLite file, a row a respondent",
    )
    command.add_argument(
        "--root",
        default=".",
        metavar="FOLDER",
        help="the project's folder (default: this one)",
    )


def _check(command: Any) -> None:
    _waves(command)
    _data_root(command)


def _run(command: Any) -> None:
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
        help="csat: in one process (the default); kernel: papermill's own, a kernel a "
        "chapter",
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
        "--compare",
        metavar="OLD",
        help="print which published numbers differ from those of an earlier report "
        "(results.json, its folder, or the folder of all reports); status 3 if any",
    )
    command.add_argument(
        "--jobs",
        type=int,
        default=1,
        metavar="N",
        help="waves at a time (default: %(default)s)",
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


def _open(command: Any) -> None:
    command.add_argument("wave", metavar="WAVE", help="wave file")
    command.add_argument("chapter", metavar="CHAPTER", help="08, gaps or explore")
    command.add_argument(
        "--work",
        default="work",
        metavar="FOLDER",
        help="where the copy goes (default: %(default)s)",
    )
    _data_root(command)


def _simulate(command: Any) -> None:
    command.add_argument(
        "to", metavar="FOLDER", help="project folder to write params/ and data/ into"
    )
    command.add_argument(
        "--seed",
        type=int,
        required=True,
        metavar="N",
        help="where the draws start: the same number, the same answers",
    )
    command.add_argument(
        "--study", metavar="FILE", help="study.yaml (default: the bundled study)"
    )
    command.add_argument(
        "--waves",
        type=int,
        default=6,
        metavar="N",
        help="how many waves (default: %(default)s)",
    )
    command.add_argument(
        "--n",
        type=int,
        default=1500,
        metavar="N",
        help="customers asked a wave (default: %(default)s)",
    )


def _trace(command: Any) -> None:
    command.add_argument(
        "--check",
        action="store_true",
        help="fail if a function, chapter or test that is named does not exist",
    )


def _portal(command: Any) -> None:
    _out(command)
    command.add_argument(
        "--lang",
        metavar="LANG",
        help="language of index.html (default: English, and a page in every other "
        "language that reports are in)",
    )


def _gallery(command: Any) -> None:
    command.add_argument(
        "wave", metavar="WAVE", help="wave file; it must have been run"
    )
    _out(command)
    _data_root(command)


OPTIONS: Mapping[str, Callable[[Any], None]] = {
    "new": _new,
    "check": _check,
    "run": _run,
    "open": _open,
    "simulate": _simulate,
    "trace": _trace,
    "portal": _portal,
    "gallery": _gallery,
}
"""Name of a command to what adds its options."""
