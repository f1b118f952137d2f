"""Is whatever is no file refused at once, with what it is instead?"""

import os
from functools import partial
from pathlib import Path

import pytest

from csat_methods.report.wave_run import asked
from csat_methods.study.files import read_study, read_wave_file
from csat_methods.study.present import check_file, is_file, real
from csat_methods.study.strict_yaml import LARGEST_FILE, read_yaml
from csat_methods.wave.readers import read_table
from csat_methods.wave.reading import read_wave

posix = pytest.mark.skipif(os.name == "nt", reason="needs pipes, devices and links")

INSTEAD = {
    "missing": (lambda path: None, "there is no such"),
    "folder": (Path.mkdir, "is a folder; a .*file is needed"),
    "pipe": (os.mkfifo, "is a pipe or a device; a .*file is needed"),
    "device": (lambda path: path.symlink_to("/dev/zero"), "is a pipe or a device"),
    "ring": (lambda path: path.symlink_to(path), "is a link that leads back to itself"),
    "ring of two": (
        lambda path: (path.symlink_to(f"{path}2"), Path(f"{path}2").symlink_to(path)),
        "is a link that leads back to itself",
    ),
    "lost": (lambda path: path.symlink_to("none"), "is a link that leads nowhere"),
    "within a file": (
        lambda path: (path.parent.rmdir(), path.parent.write_text("")),
        "there is no such",
    ),
}
"""What may lie where a file should, and what is said of it."""


@pytest.fixture(params=INSTEAD)
def instead(request, tmp_path):
    """A path without a file, and what is said of it."""
    path = tmp_path / "params" / "x" / "waves" / "a.yaml"
    path.parent.mkdir(parents=True)
    make, words = INSTEAD[request.param]
    make(path)
    return path, words


@posix
def test_what_is_no_file_is_named_with_what_it_is(instead):
    path, words = instead
    with pytest.raises(ValueError, match=rf"^it: {words}"):
        check_file(path, "it")


@posix
@pytest.mark.parametrize("read", [read_yaml, read_study, read_wave_file, read_wave])
def test_params_that_are_no_file_are_refused_and_nobody_waits_for_them(instead, read):
    path, words = instead
    lacking = "|there is no such file" if read is read_study else ""  # in a folder
    with pytest.raises(ValueError, match=words + lacking):
        read(path)


@posix
@pytest.mark.parametrize("read", [asked, partial(read_table, kind="csv")])
def test_runs_and_answers_are_made_of_files_only(instead, read):
    path, words = instead
    with pytest.raises(ValueError, match=rf"a\.yaml: {words}"):
        read(path)


@posix
@pytest.mark.parametrize("kind", ["folder", "pipe", "device", "ring", "lost"])
def test_a_study_beside_a_sound_wave_may_be_no_file_either(tmp_path, kind):
    wave = tmp_path / "params" / "x" / "waves" / "b.yaml"
    wave.parent.mkdir(parents=True)
    wave.write_text("schema: 1\nid: b\nsources: {responses: data/a.csv}\n")
    make, words = INSTEAD[kind]
    make(wave.parent.parent / "study.yaml")
    with pytest.raises(ValueError, match=rf"study\.yaml: {words}"):
        read_wave_file(wave)


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000])
def test_what_cannot_be_a_path_is_refused_too(tmp_path, name):
    with pytest.raises(ValueError, match=r"^it: cannot be "):
        check_file(tmp_path / name, "it")


def test_a_file_of_gigabytes_is_refused_unread(tmp_path):
    path = tmp_path / "study.yaml"
    path.touch()
    os.truncate(path, 1 << 40)  # more than any machine has room for
    with pytest.raises(ValueError, match=rf"{1 << 40} bytes; at most {LARGEST_FILE}"):
        read_yaml(path)


@posix
def test_where_a_path_leads_is_known_without_an_end(tmp_path):
    ring = tmp_path / "ring"
    ring.symlink_to(ring)
    assert real(ring).name == "ring"
    (tmp_path / "way").symlink_to(tmp_path)
    assert real(tmp_path / "way" / "a") == real(tmp_path) / "a"


@posix
def test_a_file_that_may_not_be_read_says_so_and_so_does_its_folder(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    path = folder / "a.csv"
    path.write_text("q\n1\n")
    for closed in (path, folder):
        mode = closed.stat().st_mode
        closed.chmod(0)
        try:
            if os.access(closed, os.R_OK):
                pytest.skip("who runs the tests may read everything")
            with pytest.raises(ValueError, match="it: cannot be read: Permission"):
                check_file(path, "it")
            assert not is_file(path)
        finally:
            closed.chmod(mode)
    assert is_file(path)
