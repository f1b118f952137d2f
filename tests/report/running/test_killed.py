"""Is there a whole report at its place wherever the process that replaces it is killed?

A process is killed before each thing it does to the file system, from the first to the
last; nothing is done afterwards to put right what it left.
"""

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and kill")

KILLED = '''
import json, os, shutil, signal, sys
from pathlib import Path

from csat_methods.report import folders, wave_run

home, can_exchange = Path(sys.argv[1]), sys.argv[2] == "True"
if not can_exchange:
    folders.exchanged = lambda *_: False
path = home / "params" / "shop" / "waves" / "2025.yaml"
ask = wave_run.asked(path, out=home / "reports")
places = ask.places.report, ask.places.run
TOUCHES = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree"}


def write(folder, words):
    for name in ("report.en.html", "results.json", "tables/a.csv"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(words)


def held(folder):
    return {p.relative_to(folder).as_posix(): p.read_text()
            for p in sorted(folder.rglob("*")) if p.is_file()}


def replace_it():
    with folders.workplace(places[1]) as work:
        write(work / "results", "new")
        write(work / wave_run.REPORT, "new")
        outcome = {"languages": ["en"], "chapters": ["06"]}
        wave_run._hand_out(ask, outcome, work)


def killed_before(last):
    """Replace the report in a child that is killed before its last-th operation."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    done = 0

    def heard(event, arguments):
        nonlocal done
        done += event in TOUCHES
        if event in TOUCHES and done == last:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(heard)
    replace_it()
    os._exit(0)


found, last, more = [], 0, True
while more:
    last += 1
    for name in ("reports", "runs"):
        shutil.rmtree(home / name, ignore_errors=True)
    write(places[0], "old")
    write(places[1] / "results", "old")
    more = killed_before(last)
    at_once = held(places[0])
    folders.tidy(home / "runs", home / "reports")
    left = [p.name for p in home.rglob(".*") if p.is_dir() or p.suffix == ".lock"]
    found.append((at_once, held(places[0]), held(places[1]), left))
print(json.dumps(found))
'''


def after_each_operation(project, *, can_exchange):
    """Return what is there after each kill: at once, then tidied, the run, remains."""
    command = [sys.executable, "-c", KILLED, str(project.root), str(can_exchange)]
    ran = subprocess.run(command, capture_output=True, check=False, text=True)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def is_whole(files):
    return len(files) == 3 and len(set(files.values())) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can exchange folders")
def test_killed_before_any_operation_the_old_report_is_there_or_the_new(project):
    found = after_each_operation(project, can_exchange=True)
    assert len(found) > 30
    assert [files for files, *_ in found if not is_whole(files)] == []
    words = [files["report.en.html"] for files, *_ in found]
    assert words == sorted(words, reverse=True)
    assert set(words) == {"old", "new"}
    assert all(is_whole(tidied) and not left for _, tidied, _, left in found)


def test_where_folders_cannot_be_exchanged_the_next_command_puts_the_report_back(
    project,
):
    found = after_each_operation(project, can_exchange=False)
    gone = [tidied for files, tidied, *_ in found if not files]
    assert 0 < len(gone) < 3
    assert [files for files, *_ in found if files and not is_whole(files)] == []
    assert all(is_whole(tidied) and not left for _, tidied, _, left in found)
