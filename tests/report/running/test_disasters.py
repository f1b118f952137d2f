"""Does the last good report stay whole through a full disk, a lock, a kill, a crowd?

Everything here is the real command in a process of its own.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from csat_methods.report import provenance
from csat_methods.report.run_state import states

ROOT = Path(__file__).resolve().parents[3]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs signals and mounts")


@pytest.fixture
def home(tmp_path):
    """A project with one wave of few answers and one chapter."""
    home = tmp_path / "project"
    (home / "params" / "shop" / "waves").mkdir(parents=True)
    (home / "data").mkdir()
    study = {
        "schema": 1,
        "id": "shop",
        "title": {"en": "Shop"},
        "scales": {"five": {"points": [1, 2, 3, 4, 5]}},
        "items": {"overall": {"scale": "five", "role": "overall", "label": "Overall"}},
    }
    wave = {"schema": 1, "id": "2025", "sources": {"responses": "data/2025.csv"}}
    write(home / "params" / "shop" / "study.yaml", study)
    write(wave_of(home), wave | {"chapters": ["06"]})
    rows = "\n".join(str(1 + i * i % 5) for i in range(60))
    (home / "data" / "2025.csv").write_text(f"overall\n{rows}\n")
    return home


def write(path, content):
    path.write_text(json.dumps(content))


def wave_of(home):
    return home / "params" / "shop" / "waves" / "2025.yaml"


def command(home, out, *options):
    arguments = ["run", wave_of(home).parent, "--out", out, *options]
    return [sys.executable, "-m", "csat_methods.cli", *map(str, arguments)]


def csat(home, out, *options):
    return subprocess.run(
        command(home, out, *options),
        capture_output=True,
        check=False,
        cwd=ROOT,
        text=True,
    )


def files(folder):
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def left_over(place):
    """Hidden files and folders that a run has left beside its own."""
    return [p for p in place.rglob(".*") if not p.name.endswith(".lock")]


def is_whole(place):
    """Whether the report is the one that its run has noted, file by file."""
    report = place / "reports" / "shop" / "2025"
    noted = json.loads((place / "runs" / "shop" / "2025" / "run.json").read_text())
    there = {name: report / name for name in files(report)}
    return provenance.digests_of(there) == noted["report"]


@pytest.fixture(autouse=True)
def _interrupts_are_heard():
    """Whatever is started here hears them, though a shell runs the tests behind it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def small_disk(tmp_path):
    """A disk of a few megabytes, where one may be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    made = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=6m", "tmpfs", place],
        capture_output=True,
        check=False,
    )
    if not made or made.returncode:
        pytest.skip("no file system may be mounted here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def fill(disk, leave):
    """Fill a disk but for some bytes."""
    free = shutil.disk_usage(disk).free
    (disk / "ballast").write_bytes(b"x" * max(free - leave, 0))


@pytest.mark.parametrize("share", [0, 0.25, 0.6], ids=["at once", "early", "late"])
def test_on_a_full_disk_the_last_good_report_stays_and_the_run_says_so(
    home, small_disk, share
):
    out = small_disk / "reports"
    assert csat(home, out).returncode == 0
    before = files(out / "shop")
    used = shutil.disk_usage(small_disk).used  # by one run and its report
    fill(small_disk, int(share * used))
    ran = csat(home, out, "--force")
    assert ran.returncode == 1
    assert "No space left on device" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert all(page.stat().st_size for page in small_disk.rglob("*.html"))
    assert files(out / "shop") == before
    assert left_over(small_disk) == []
    (small_disk / "ballast").unlink()
    assert csat(home, out, "--force").returncode == 0
    assert files(out / "shop") == before
    assert is_whole(small_disk)


def test_where_nothing_can_be_written_nothing_is_run_and_the_report_stays(
    home, small_disk
):
    out = small_disk / "reports"
    assert csat(home, out).returncode == 0
    before = files(small_disk)
    remount = ["mount", "-o", "remount,ro", small_disk]
    subprocess.run(remount, check=True)
    started = time.monotonic()
    ran = csat(home, out, "--force")
    assert ran.returncode == 1
    assert time.monotonic() - started < 30
    assert str(small_disk) in ran.stderr
    assert "Traceback" not in ran.stderr
    assert files(small_disk) == before
    unchanged = csat(home, out)
    assert unchanged.stderr == "shop 2025: unchanged\n"
    assert unchanged.returncode == 0
    assert unchanged.stdout == f"{out / 'shop' / '2025' / 'report.en.html'}\n"
    assert files(small_disk) == before


def test_two_runs_of_one_wave_at_once_leave_one_whole_report(home, tmp_path):
    out = tmp_path / "reports"
    options = {"cwd": ROOT, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    both = [
        subprocess.Popen(command(home, out, "--force"), text=True, **options)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=300) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert is_whole(tmp_path)
    assert left_over(tmp_path) == []
    assert "unchanged" in csat(home, out).stderr


@pytest.mark.parametrize(
    ("sent", "status"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 130), (signal.SIGKILL, -9)],
    ids=["interrupt", "terminate", "kill"],
)
@pytest.mark.parametrize("engine", ["csat", "kernel"])
def test_a_run_that_is_ended_leaves_the_good_report_and_no_process(
    home, tmp_path, sent, status, engine
):
    out = tmp_path / "reports"
    good = out / "shop" / "2025"
    good.mkdir(parents=True)
    (good / "report.en.html").write_text("good")
    with subprocess.Popen(
        command(home, out, "--engine", engine), cwd=ROOT, stderr=subprocess.DEVNULL
    ) as process:
        children = until_at_work(process, tmp_path / "runs")
        process.send_signal(sent)
        assert process.wait(60) == status
    assert files(good) == {"report.en.html": b"good"}
    assert gone(children)
    if sent != signal.SIGKILL:
        assert left_over(tmp_path) == []
    assert states(tmp_path / "runs") == {}
    assert csat(home, out).returncode == 0
    assert left_over(tmp_path) == []
    assert is_whole(tmp_path)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_of_a_forced_run_of_two_waves_that_is_ended_nothing_is_left(
    home, tmp_path, sent
):
    text = wave_of(home).read_text().replace('"2025"', '"2024"')
    text = text.replace("2024.csv", "2025.csv")
    wave_of(home).with_name("2024.yaml").write_text(text)
    out = tmp_path / "reports"
    assert csat(home, out).returncode == 0
    before = files(out / "shop")
    with subprocess.Popen(
        command(home, out, "--force", "--jobs", "2"),
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
    ) as process:
        children = until_at_work(process, tmp_path / "runs")
        process.send_signal(sent)
        assert process.wait(60) in {130, -9}
    assert gone(children)
    assert files(out / "shop") == before
    again = csat(home, out)
    assert again.stderr.count("unchanged") == 2
    assert files(out / "shop") == before
    assert left_over(tmp_path) == []


def until_at_work(process, runs):
    """Wait until a chapter runs; return the processes below a process."""
    end = time.monotonic() + 120
    while not list(runs.glob("shop/.202?.*/notebooks")) and time.monotonic() < end:
        time.sleep(0.02)
    return below(process.pid)


def below(parent):
    """Return all processes below one."""
    listed = subprocess.run(
        ["ps", "-eo", "pid=,ppid="], capture_output=True, check=True, text=True
    )
    pairs = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    found = {parent}
    for _ in range(5):
        found |= {pid for pid, above in pairs if above in found}
    return found - {parent}


def gone(processes):
    end = time.monotonic() + 20
    alive = set(processes)
    while alive and time.monotonic() < end:
        alive = {pid for pid in alive if is_alive(pid)}
        time.sleep(0.05)
    return not alive


def is_alive(pid):
    shown = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)],
        capture_output=True,
        check=False,
        text=True,
    )
    return bool(shown.stdout.strip()) and not shown.stdout.startswith("Z")
