"""Does a reader always see a whole folder or file, the old one or the new?"""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from csat_methods.report import folders

HOLD = """
import sys, time
from pathlib import Path
from csat_methods.report import folders
with folders.workplace(Path(sys.argv[1])) as work:
    print(work.name, flush=True)
    time.sleep(60)
"""


def write(folder, text):
    with folders.workplace(folder) as new:
        for name in "ab":
            (new / name).write_text(text)
        folders.put_in_place(new, folder)


def fail_half_way(folder):
    with folders.workplace(folder) as new:
        (new / "a").write_text("half")
        raise RuntimeError("half way")


def lose_the_new_folder(folder):
    with folders.workplace(folder) as new:
        new.rename(folder.with_name("stolen"))
        folders.put_in_place(new, folder)


def names_in(place):
    with os.scandir(place) as entries:
        return [entry.name for entry in entries]


def text_of(name, place):
    with os.fdopen(os.open(name, os.O_RDONLY, dir_fd=place)) as file:
        return file.read()


def test_a_folder_is_replaced_whole(tmp_path):
    write(tmp_path / "report", "old")
    write(tmp_path / "report", "new")
    assert {p.read_text() for p in (tmp_path / "report").iterdir()} == {"new"}
    assert [p.name for p in tmp_path.iterdir()] == ["report"]


def test_a_failure_leaves_the_old_folder_and_nothing_else(tmp_path):
    write(tmp_path / "report", "old")
    with pytest.raises(RuntimeError, match="half way"):
        fail_half_way(tmp_path / "report")
    assert (tmp_path / "report" / "a").read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["report"]


def test_an_interrupt_between_the_two_renames_gives_the_old_folder_its_name_back(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(folders, "exchanged", lambda *_: False)
    write(tmp_path / "report", "old")
    renamed, seen = folders._renamed, []

    def interrupted(source, target):
        seen.append(target)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return renamed(source, target)

    monkeypatch.setattr(folders, "_renamed", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "report", "new")
    assert (tmp_path / "report" / "a").read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["report"]


@pytest.mark.skipif(
    os.open not in os.supports_dir_fd, reason="folders cannot be held open here"
)
def test_readers_never_see_a_mix_while_two_writers_take_turns(tmp_path):
    folder, mixes, stop = tmp_path / "report", [], threading.Event()
    write(folder, "0")

    def writer(letter):
        for i in range(100):
            write(folder, f"{letter}{i}")

    def reader():
        while not stop.is_set():
            try:
                place = os.open(folder, os.O_RDONLY)
            except FileNotFoundError:
                continue
            try:
                texts = {text_of(name, place) for name in names_in(place)}
            except FileNotFoundError:
                continue  # the old folder is being removed
            finally:
                os.close(place)
            if len(texts) > 1:
                mixes.append(texts)

    threads = [threading.Thread(target=writer, args=(letter,)) for letter in "xy"]
    watcher = threading.Thread(target=reader)
    watcher.start()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stop.set()
    watcher.join()
    assert not mixes
    assert [p.name for p in tmp_path.iterdir()] == ["report"]


def test_a_folder_that_cannot_be_replaced_is_an_error_and_stays(tmp_path):
    write(tmp_path / "report", "old")
    with pytest.raises(OSError, match="report is replaced by others without end"):
        lose_the_new_folder(tmp_path / "report")
    assert (tmp_path / "report" / "a").read_text() == "old"


def test_a_folder_moved_aside_by_a_killed_process_is_recovered(tmp_path):
    write(tmp_path / "report", "old")
    (tmp_path / "report").rename(tmp_path / ".report.old-123")
    folders.recover(tmp_path / "report")
    assert (tmp_path / "report" / "a").read_text() == "old"


def test_what_a_killed_process_left_is_swept_and_what_is_in_work_stays(tmp_path):
    wave = tmp_path / "2024"
    command = [sys.executable, "-c", HOLD, str(wave)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
        held = other.stdout.readline().strip()
        assert folders.sweep(wave) == []
        assert (tmp_path / held).is_dir()
        other.kill()
    assert folders.sweep(wave) == [held]
    assert not list(tmp_path.iterdir())


def test_a_sweep_touches_no_other_wave(tmp_path):
    for name in (
        ".2024.5.0123456789ab",
        "2024",
        ".2024.notes",
        ".2024.old-0123456789ab",
    ):
        (tmp_path / name).mkdir()
    assert folders.sweep(tmp_path / "2024") == [".2024.old-0123456789ab"]
    assert len(list(tmp_path.iterdir())) == 3


def test_a_workplace_leaves_nothing_but_what_was_put_in_place(tmp_path):
    with folders.workplace(tmp_path / "2024") as work:
        (work / "page").write_text("whole")
        folders.put_in_place(work, tmp_path / "2024")
    with folders.workplace(tmp_path / "2024") as work:
        (work / "page").write_text("given up")
    assert (tmp_path / "2024" / "page").read_text() == "whole"
    assert [path.name for path in tmp_path.iterdir()] == ["2024"]


def test_two_can_work_beside_one_folder_at_once(tmp_path):
    with folders.workplace(tmp_path / "2024") as one:
        with folders.workplace(tmp_path / "2024") as two:
            assert one != two
            folders.put_in_place(two, tmp_path / "2024")
        folders.put_in_place(one, tmp_path / "2024")
    assert [path.name for path in tmp_path.iterdir()] == ["2024"]


def test_a_place_that_cannot_be_written_is_named_before_work_begins(tmp_path):
    folders.check_writable(tmp_path / "not" / "yet")
    (tmp_path / "file").write_text("")
    with pytest.raises(NotADirectoryError, match="file"):
        folders.check_writable(tmp_path / "file" / "reports")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_folder_that_is_read_only_is_named(tmp_path):
    (tmp_path / "closed").mkdir(mode=0o555)
    with pytest.raises(PermissionError, match="closed"):
        folders.check_writable(tmp_path / "closed" / "reports")


MEMO = "runs/shop/_memo/0123456789abcdef"

LEFT = [
    *("runs/shop/.2025", "runs/shop/_failed/.2025", "runs/shop/_only/.2025"),
    *("runs/shop/_audience/customer/.2025", "reports/shop/.2025"),
    *("reports/@customer/shop/.2025", f"{MEMO}/.k1"),
]


@pytest.mark.parametrize("left", LEFT)
def test_what_was_left_of_any_run_is_tidied_away_and_what_is_in_work_stays(
    tmp_path, left
):
    killed = tmp_path / f"{left}.0123456789ab"
    (killed / "notebooks").mkdir(parents=True)
    with folders.workplace(killed.with_name("2024")) as work:
        folders.tidy(tmp_path / "runs", tmp_path / "reports")
        assert work.is_dir()
    assert not killed.exists()


def test_a_report_that_a_killed_run_had_moved_aside_is_there_again(tmp_path):
    aside = tmp_path / "reports" / "shop" / ".2025.old-0123456789ab"
    aside.mkdir(parents=True)
    (aside / "report.en.html").write_text("good")
    folders.tidy(tmp_path / "runs", tmp_path / "reports")
    assert aside.with_name("2025").joinpath("report.en.html").read_text() == "good"
    assert not aside.exists()


@pytest.mark.parametrize("name", [".hidden", ".2025.lock", ".2025.0123", "2025"])
def test_what_is_no_folder_of_a_run_is_not_tidied_away(tmp_path, name):
    (tmp_path / "runs" / "shop" / name).mkdir(parents=True)
    (tmp_path / "runs" / "shop" / "_memo" / ".hidden").mkdir(parents=True)
    folders.tidy(tmp_path / "runs", tmp_path / "nowhere")
    assert len(list((tmp_path / "runs" / "shop").iterdir())) == 2
    assert len(list((tmp_path / "runs" / "shop" / "_memo").iterdir())) == 1


@pytest.mark.parametrize("left", LEFT)
def test_a_mark_whose_folder_was_never_made_or_is_gone_is_tidied_away(tmp_path, left):
    mark = tmp_path / f"{left}.0123456789ab.lock"
    mark.parent.mkdir(parents=True)
    mark.touch()
    folders.tidy(tmp_path / "runs", tmp_path / "reports")
    assert not mark.exists()


def test_a_mark_that_a_process_holds_stays_though_its_folder_is_not_made_yet(tmp_path):
    new, mark = folders._marked(tmp_path / "2025")
    with mark:
        assert folders.sweep(tmp_path / "2025") == []
        folders.tidy(tmp_path)
        assert folders._mark_of(new).exists()
    assert folders.sweep(tmp_path / "2025") == [new.name]
    assert not list(tmp_path.iterdir())


def test_a_process_whose_mark_was_swept_before_it_locked_it_takes_another(
    tmp_path, monkeypatch
):
    lock, swept = folders._lock, []

    def late(mark):
        if not swept:
            swept.append(Path(mark.name))
            assert folders._is_swept(swept[0].with_suffix(""))
        lock(mark)

    monkeypatch.setattr(folders, "_lock", late)
    with folders.workplace(tmp_path / "2025") as work:
        assert folders._mark_of(work) != swept[0]
        assert folders.sweep(tmp_path / "2025") == []
        assert work.is_dir()
    assert not list(tmp_path.iterdir())


# ----------------------------------------------------------------------- files
def test_a_file_is_replaced_whole(tmp_path):
    for text in (b"old", b"new"):
        folders.write_whole(tmp_path / "there" / "page", text)
    assert (tmp_path / "there" / "page").read_bytes() == b"new"
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["page"]


def test_a_file_that_cannot_be_written_stays_and_leaves_nothing(tmp_path, monkeypatch):
    folders.write_whole(tmp_path / "page", b"old")

    def full(path, content):
        with path.open("wb") as file:
            file.write(content[:1])
        raise OSError("no space left")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="no space left"):
        folders.write_whole(tmp_path / "page", b"new")
    assert (tmp_path / "page").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["page"]


def test_a_file_is_not_written_through_a_link(tmp_path):
    kept = tmp_path / "kept"
    kept.write_text("kept")
    (tmp_path / "page").symlink_to(kept)
    folders.write_whole(tmp_path / "page", b"new")
    assert kept.read_text() == "kept"
    assert not (tmp_path / "page").is_symlink()


def test_a_second_name_holds_what_it_held_when_the_first_is_replaced(tmp_path):
    known, given = tmp_path / "memo" / "k1", tmp_path / "results" / "06.means"
    folders.write_whole(known, b"known")
    folders.write_whole(given, b"before")
    for _ in range(2):
        folders.write_whole(given, known)
        assert [path.name for path in given.parent.iterdir()] == ["06.means"]
    folders.write_whole(known, b"later")
    assert given.read_bytes() == b"known"


def test_where_there_can_be_no_second_name_the_file_stays(tmp_path):
    folders.write_whole(tmp_path / "page", b"old")
    with pytest.raises(FileNotFoundError):
        folders.write_whole(tmp_path / "page", tmp_path / "nowhere")
    assert (tmp_path / "page").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["page"]


def test_what_is_being_written_into_a_memo_stays(tmp_path, monkeypatch):
    written, seen = Path.write_bytes, []

    def watched(path, content):
        written(path, content[:1])
        folders.tidy(tmp_path / "runs")
        seen.append(path.exists())
        return written(path, content)

    monkeypatch.setattr(Path, "write_bytes", watched)
    folders.write_whole(tmp_path / MEMO / "k1", b"whole")
    assert seen == [True]
    assert [path.name for path in (tmp_path / MEMO).iterdir()] == ["k1"]
    assert (tmp_path / MEMO / "k1").read_bytes() == b"whole"


def test_a_report_moved_aside_is_swept_only_when_another_has_taken_its_place(tmp_path):
    aside = tmp_path / ".2025.old-0123456789ab"
    aside.mkdir()
    assert folders.sweep(tmp_path / "2025") == []
    (tmp_path / "2025").mkdir()
    assert folders.sweep(tmp_path / "2025") == [aside.name]


@pytest.mark.parametrize(
    "place",
    ["", "shop/_state", "shop/_published", "@customer", "shop/_memo/0123456789abcdef"],
)
def test_a_file_that_was_left_half_written_is_tidied_away_when_nobody_writes_it(
    tmp_path, place
):
    (tmp_path / place).mkdir(parents=True, exist_ok=True)
    now, old = (tmp_path / place / f".i.html.{i}123456789ab" for i in range(2))
    for file in (now, old):
        file.touch()
    before = time.time() - 2 * 3600
    os.utime(old, (before, before))
    folders.tidy(tmp_path)
    assert (now.exists(), old.exists()) == (True, False)


CROWD = """
import sys, time
from pathlib import Path
from csat_methods.report import folders
home, end, lost = Path(sys.argv[1]), time.monotonic() + 1.5, 0
while time.monotonic() < end:
    folders.tidy(home)
    with folders.workplace(home / "shop" / "2025") as work:
        folders.write_whole(home / "shop" / "_memo" / "0" / "k", bytes(100_000))
        folders.tidy(home)
        folders.write_whole(work / "results" / "k", bytes(100_000))
        lost += not (work / "results" / "k").exists()
sys.exit(lost)
"""


def test_of_those_who_work_and_tidy_at_once_none_loses_what_it_holds(tmp_path):
    command = [sys.executable, "-c", CROWD, str(tmp_path)]
    crowd = [subprocess.Popen(command) for _ in range(3)]
    assert [each.wait(60) for each in crowd] == [0, 0, 0]
    found = [path.name for path in (tmp_path / "shop").rglob("*")]
    assert sorted(found) == ["0", "_memo", "k"]
