"""Do two folders take each other's names in one step, and is it said where not?"""

import ctypes
import sys

import pytest

from csat_methods.report import exchanging
from csat_methods.report.exchanging import exchanged


@pytest.fixture(autouse=True)
def _asked_anew():
    exchanging._call.cache_clear()
    yield
    exchanging._call.cache_clear()


@pytest.fixture
def two(tmp_path):
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page").write_text(name)
    return tmp_path / "one", tmp_path / "other"


def pages(folders):
    return [(folder / "page").read_text() for folder in folders]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can")
def test_two_folders_take_each_other_s_names(two):
    if not exchanged(*two):
        pytest.skip("this file system cannot")
    assert pages(two) == ["other", "one"]


def test_where_one_is_missing_nothing_changes(two):
    assert not exchanged(two[0], two[1].with_name("missing"))
    assert pages(two) == ["one", "other"]


def test_on_another_system_nothing_changes_and_it_is_said(two, monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not exchanged(*two)
    assert pages(two) == ["one", "other"]


def test_a_system_library_without_the_word_is_no_error(two, monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    assert not exchanged(*two)
    assert pages(two) == ["one", "other"]


def test_a_file_system_that_cannot_is_no_error(two, monkeypatch):
    monkeypatch.setattr(exchanging, "_EXCHANGE", 1 << 20)  # no such wish: EINVAL
    assert not exchanged(*two)
    assert pages(two) == ["one", "other"]
