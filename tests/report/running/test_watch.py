"""Is a process heard, and ended with all it started when it falls silent or is left?"""

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from csat_methods.report import watch
from csat_methods.report.job import Job
from csat_methods.report.watch import (
    Forked,
    SilentError,
    Spawned,
    environment,
    said_by,
)

pytestmark = pytest.mark.skipif(
    os.name == "nt", reason="signals are not the same there"
)

JOB = Job("a", "b", "c")
SPEAKER = """
import json, subprocess, sys, time
import csat_methods.report.process as process

def begin(job, tell):
    tell({"say": "opened", "chapters": []})
    sleep = "import time; time.sleep(600)"
    grandchild = subprocess.Popen([sys.executable, "-c", sleep])
    tell({"say": "started", "pid": grandchild.pid})
    print("to the log")
    sys.stdin.read()
    {rest}

process.begin = begin
process.main()
"""
ENDINGS = {
    "well": 'tell({"say": "end", "state": "done"})\n    time.sleep(600)',
    "silent": "time.sleep(600)",
    "dead": "raise SystemExit(3)",
    "killed": "import os; os.kill(os.getpid(), 9)",
}


@pytest.fixture
def speaker(tmp_path, monkeypatch):
    """A process that says some things, starts another, and then does what is told."""

    def start(ending):
        code = SPEAKER.replace("{rest}", ENDINGS[ending])
        popen = subprocess.Popen
        monkeypatch.setattr(
            watch.subprocess,
            "Popen",
            lambda _command, **options: popen([sys.executable, "-c", code], **options),
        )
        return Spawned(JOB, tmp_path / "log.txt")

    return start


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)],
        capture_output=True,
        check=False,
        text=True,
    ).stdout
    return not state.startswith("Z") and bool(state)


def gone(pid):
    until = time.monotonic() + 20
    while is_alive(pid) and time.monotonic() < until:
        time.sleep(0.05)
    return not is_alive(pid)


def test_all_that_is_said_is_heard_up_to_the_last_word(speaker, tmp_path):
    child = speaker("well")
    heard = list(said_by(child, 60))
    assert [message["say"] for message in heard] == ["opened", "started", "end"]
    assert gone(heard[1]["pid"])
    assert gone(child.process.pid)
    assert (tmp_path / "log.txt").read_text() == "to the log\n"


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        ("silent", "It said nothing for 1 s."),
        ("dead", "Its process ended before its work was done."),
        ("killed", "Its process ended before its work was done."),
    ],
)
def test_a_process_that_falls_silent_is_ended_with_all_it_started(
    speaker, ending, words
):
    child = speaker(ending)
    heard = [child.hear(60), child.hear(60)]
    with pytest.raises(SilentError, match=words):
        list(said_by(child, 1))
    assert gone(heard[1]["pid"])
    assert gone(child.process.pid)


def test_a_process_that_nobody_listens_to_any_more_is_ended(speaker):
    child = speaker("silent")
    with closing(said_by(child, 60)) as messages:
        pids = [next(messages), next(messages)][1]["pid"], child.process.pid
    assert all(map(gone, pids))


def test_a_process_dies_with_its_parent(tmp_path):
    code = SPEAKER.replace("{rest}", ENDINGS["silent"])
    parent = f"""
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", {code!r}], stdin=-1, stdout=-1,
                         stderr=subprocess.DEVNULL, start_new_session=True)
child.stdin.write({json.dumps(JOB.to_json()).encode()!r} + b"\\n")
child.stdin.flush()
child.stdout.readline()
print(child.pid, child.stdout.readline().decode().split('"pid": ')[1].strip("}}\\n"),
      flush=True)
time.sleep(600)
"""
    with subprocess.Popen(
        [sys.executable, "-c", parent], stdout=subprocess.PIPE, text=True
    ) as process:
        pids = [int(pid) for pid in process.stdout.readline().split()]
        assert all(map(is_alive, pids))
        process.send_signal(signal.SIGKILL)
    assert all(map(gone, pids))


def test_a_process_has_one_thread_for_sums_unless_told_otherwise(monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS")
    monkeypatch.setenv("MKL_NUM_THREADS", "4")
    found = environment()
    assert (found["OMP_NUM_THREADS"], found["MKL_NUM_THREADS"]) == ("1", "4")
    assert found["MPLBACKEND"] == "agg"


@pytest.mark.parametrize("start", [Spawned, Forked])
def test_sets_have_one_order_in_every_process(start, project, tmp_path):
    names = [f"q{i}" for i in range(50)]
    order = f"'sets:' + ' '.join(set({names!r}))"
    project.add_chapter("06_satisfaction", project.call(f"raise ValueError({order})"))
    seen = set()
    for attempt in range(2):
        work = tmp_path / str(attempt)
        work.mkdir()
        places = (project.wave, work, tmp_path / "memo")
        job = Job(*map(str, places), notebooks=str(project.notebooks))
        *_, last = said_by(start(job, work / "log.txt"), 120)
        seen.add(last["words"][0].split("sets:")[1])
    (once,) = seen
    code = f"print(' '.join(set({names!r})))"
    zero = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONHASHSEED": "0"},
        text=True,
    )
    assert once == zero.stdout.strip()


@pytest.mark.parametrize("start", [Spawned, Forked])
def test_a_process_that_two_threads_end_at_once_is_ended(start, tmp_path, monkeypatch):
    child = start(JOB, tmp_path / "log.txt")
    if start is Forked:
        close = child.channel._close

        def slow():
            time.sleep(0.1)
            close()

        monkeypatch.setattr(child.channel, "_close", slow)
    with ThreadPoolExecutor(2) as threads:
        for asked in [threads.submit(child.end) for _ in range(2)]:
            asked.result(60)
    with pytest.raises(SilentError, match="Its process ended"):
        list(said_by(child, 60))
