"""How is everything here run with nothing but Python?

``python3 tasks.py report`` and its sisters need Python 3.11 and no other tool.
The first one called makes ``.venv`` from ``requirements.lock``, every file
checked against its hash; later ones only look whether the lock has changed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "made-from"
LOCK = ROOT / "requirements.lock"
PROJECT = ROOT / "pyproject.toml"
OLDEST_PYTHON = (3, 11)
STUDIES = ("demo", "abc")
MADE_BY_RUNS = (
    ".coverage",
    ".hypothesis",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    "dist",
    "reports",
    "runs",
)


def report(arguments: list[str]) -> int:
    """Make the reports of the studies that come with the package."""
    waves = [
        str(path.relative_to(ROOT))
        for study in STUDIES
        for path in sorted(ROOT.glob(f"params/{study}/waves/*.yaml"))
    ]
    if not waves:
        sys.exit(f"No wave file matches params/{{{','.join(STUDIES)}}}/waves/*.yaml.")
    jobs = ["--jobs", str(os.cpu_count() or 1)]
    ran = python("-m", "csat_methods.cli", "run", *waves, *jobs, *arguments)
    portal = python("-m", "csat_methods.cli", "portal")
    if not (ran or portal):
        print(ROOT / "reports" / "index.html")
    return ran or portal


def test(arguments: list[str]) -> int:
    """Run pytest with the arguments given; without any, the whole suite."""
    whole_suite = ("-n", "2", "--dist", "loadfile", "-rs")
    return python("-m", "pytest", *(arguments or whole_suite))


def check(_arguments: list[str]) -> int:
    """Run the linter, the formatter, the type checker and the house rules."""
    rules = ("tests/test_layers.py", "tests/test_notebooks.py")
    steps = {
        "ruff check": ("ruff", "check", "."),
        "ruff format": ("ruff", "format", "--check", "."),
        "mypy": ("mypy",),
        "house rules": ("pytest", "-q", *rules),
    }
    failed = [name for name, step in steps.items() if python("-m", *step)]
    print(f"check failed: {', '.join(failed)}" if failed else "check passed")
    return 1 if failed else 0


def lab(arguments: list[str]) -> int:
    """Open JupyterLab on this folder."""
    return python("-m", "jupyterlab", f"--ServerApp.root_dir={ROOT}", *arguments)


def bench(arguments: list[str]) -> int:
    """Measure speed and memory against the peers."""
    return python("-m", "benchmarks", *arguments)


def validate(arguments: list[str]) -> int:
    """Simulate, and compare what the methods claim with what they do."""
    return python("-m", "validation", *arguments)


def lock(arguments: list[str]) -> int:
    """Write requirements.lock anew; ``--upgrade`` takes the newest versions."""
    shape = ("--universal", "--python-version", ".".join(map(str, OLDEST_PYTHON)))
    content = ("--extra", "dev", "--fork-strategy", "fewest", "--generate-hashes")
    # Without --no-config the addresses of this machine's registries could leak in.
    quiet = ("--no-config", "--no-annotate", "--quiet")
    header = ("--custom-compile-command", "python3 tasks.py lock")
    source = (PROJECT.name, "--output-file", LOCK.name)
    options = (*shape, *content, *quiet, *header, *source)
    return python("-m", "uv", "pip", "compile", *options, *arguments)


def clean(_arguments: list[str]) -> int:
    """Remove what runs have made, and the environment; ``work/`` is yours."""
    for name in (*MADE_BY_RUNS, VENV.name):
        path = ROOT / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return 0


TASKS = {
    task.__name__: task
    for task in (report, test, check, lab, bench, validate, lock, clean)
}


def main() -> int:
    """Read the command line, see to the environment, do the task."""
    if sys.version_info < OLDEST_PYTHON:
        oldest = ".".join(map(str, OLDEST_PYTHON))
        found = ".".join(map(str, sys.version_info[:2]))
        sys.exit(f"Python {oldest} or newer is needed; this is Python {found}.")
    name, arguments = read_command(sys.argv[1:])
    if name != "clean":
        make_environment()
    return TASKS[name](arguments)


def read_command(words: list[str]) -> tuple[str, list[str]]:
    """Split the words after ``tasks.py`` into the task and its arguments."""
    parser = argparse.ArgumentParser(
        prog="tasks.py",
        description="Everything this project does, by name.",
        epilog="What follows the task is passed on, as in: tasks.py test -x -q",
    )
    tasks = parser.add_subparsers(dest="task", metavar="task", required=True)
    for name, task in TASKS.items():
        summary = (task.__doc__ or "").replace("``", "")
        tasks.add_parser(name, help=summary, add_help=False)
    chosen, arguments = parser.parse_known_args(words)
    return chosen.task, arguments


def make_environment() -> None:
    """Install the lock into ``.venv`` where it is missing or has changed."""
    wanted = hashlib.sha256(LOCK.read_bytes() + PROJECT.read_bytes()).hexdigest()
    made_from = STAMP.read_text("utf8") if STAMP.is_file() else None
    if made_from == wanted:
        return
    if made_from is None:
        make_empty_environment()
    print("Installing what requirements.lock names into .venv ...", flush=True)
    locked = ("--require-hashes", "--requirement", str(LOCK))
    checkout = ("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    for what in (locked, checkout):
        if python("-m", "pip", "install", "--quiet", *what):
            sys.exit("The environment could not be made; pip says why above.")
    STAMP.write_text(wanted, "utf8")


def make_empty_environment() -> None:
    """Make ``.venv`` from nothing: a half-made one is not trusted."""
    missing = [name for name in ("venv", "ensurepip") if not find_spec(name)]
    if missing:
        sys.exit(
            f"This Python comes without {' and '.join(missing)}, needed to make .venv. "
            "On Debian and Ubuntu: apt install python3-venv"
        )
    print("Making .venv ...", flush=True)
    making = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if subprocess.call(making):
        sys.exit("The environment could not be made; Python says why above.")


def python(*arguments: str) -> int:
    """Run the environment's Python in this folder; give back its exit status."""
    folder, name = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return subprocess.call([str(VENV / folder / name), *arguments], cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main())
