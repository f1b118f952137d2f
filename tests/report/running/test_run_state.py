"""Does the runs folder tell how each run ended, without telling what was answered?"""

from dataclasses import replace

import pytest

from csat_methods.report import folders
from csat_methods.report.run_state import (
    FAILED,
    REFUSED,
    RUNNING,
    UNCHANGED,
    RunState,
    states,
    write_state,
)
from csat_methods.report.watch import Forked, Spawned, can_fork
from csat_methods.report.wave_run import asked, run_asked

FAST = Forked if can_fork() else Spawned


def test_what_was_noted_is_read_again(tmp_path):
    write_state(tmp_path / "shop", "2025", UNCHANGED)
    found = states(tmp_path)["shop", "2025"]
    assert (found.state, found.where, found.error) == (UNCHANGED, "", "")
    assert found.day is not None
    assert [p.name for p in (tmp_path / "shop" / "_state").iterdir()] == ["2025.json"]


@pytest.mark.parametrize(
    ("words", "where", "error"),
    [
        ("08_gaps, cell 5: ValueError: q1=9 of R-17", "08_gaps, cell 5", "ValueError"),
        ("06_x, cell 2: CellTimeout: The cell ran", "06_x, cell 2", "CellTimeout"),
        ("report.en.html: line 3: an image R-17", "report.en.html", ""),
        ("It said nothing for 660 s.", "", ""),
        ("shop 2025: Parisa said no", "", ""),
    ],
)
def test_of_a_failure_the_place_and_the_kind_are_noted_and_no_answer(
    tmp_path, words, where, error
):
    write_state(tmp_path / "shop", "2025", FAILED, (words, "another"))
    found = states(tmp_path)["shop", "2025"]
    assert (found.where, found.error) == (where, error)
    text = (tmp_path / "shop" / "_state" / "2025.json").read_text("utf8")
    assert "R-17" not in text
    assert "Parisa" not in text


def test_how_far_each_activity_came_is_noted_and_read_again(tmp_path):
    reached = {"Analyse them": "failed", "Communicate the results": "not run"}
    write_state(tmp_path / "shop", "2025", FAILED, ("08_gaps: no",), reached)
    assert states(tmp_path)["shop", "2025"].reached == reached


@pytest.mark.parametrize("text", ["", "{", "[]", '{"a": 1}', '{"state": "happy"}'])
def test_what_cannot_be_read_is_not_there(tmp_path, text):
    write_state(tmp_path / "shop", "2025", REFUSED)
    (tmp_path / "shop" / "_state" / "2025.json").write_text(text)
    assert states(tmp_path) == {}


def test_a_folder_that_cannot_be_written_is_no_failure(tmp_path):
    (tmp_path / "shop").write_text("a file in the way")
    write_state(tmp_path / "shop", "2025", FAILED)
    assert states(tmp_path) == {}


def test_a_run_at_work_is_told_as_long_as_it_lasts(tmp_path):
    write_state(tmp_path / "shop", "2025", FAILED)
    with folders.workplace(tmp_path / "shop" / "2025"):
        assert states(tmp_path) == {("shop", "2025"): RunState(RUNNING)}
    assert states(tmp_path)["shop", "2025"].state == FAILED


def test_what_a_killed_run_left_is_not_at_work(tmp_path):
    (tmp_path / "shop" / ".2025.0123456789ab").mkdir(parents=True)
    assert states(tmp_path) == {}


def test_every_end_of_a_run_is_noted(shop):
    def run(**options):
        ask = asked(shop.wave, out=shop.out, notebooks=shop.notebooks, **options)
        return run_asked(replace(ask, start=FAST), force=False)

    def noted():
        return states(shop.root / "runs")["shop", "2025"]

    run(lang="en")
    assert noted().state == "done"
    run(lang="en")
    assert noted().state == "unchanged"
    shop.add_chapter("07_dimensions", shop.call("1 / 0"))
    run(lang="en")
    assert (noted().state, noted().where) == ("failed", "07_dimensions, cell 5")
    assert noted().error == "ZeroDivisionError"
    shop.wave.write_text('schema: 1\nid: "2025"\ncolour: red\n')
    with pytest.raises(ValueError, match="colour"):
        run(lang="en")
    assert noted().state == "refused"
    before = noted().when
    with pytest.raises(ValueError, match="colour"):
        run(lang="en", only=["06"])
    assert noted().when == before
