"""Is what a cell puts out in order, and where it belongs?"""

import builtins
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_output

from csat_methods.report.engine import fresh_shell
from csat_methods.report.shell import Outputs, Stream


def shown(text):
    return new_output("display_data", data={"text/plain": text})


def listed(found):
    return [o.get("text") or o["data"]["text/plain"] for o in found]


@pytest.fixture
def outputs():
    return Outputs()


def test_what_is_written_in_a_row_is_one_output(outputs):
    cell = outputs.start()
    out = Stream(outputs, "stdout")
    print("a", file=out)
    print("b", file=out)
    outputs.add(shown("c"))
    print("d", file=out)
    assert listed(cell) == ["a\nb\n", "c", "d\n"]


def test_writing_nothing_puts_out_nothing(outputs):
    cell = outputs.start()
    assert Stream(outputs, "stdout").write("") == 0
    assert cell == []


def test_an_update_changes_what_stands_in_earlier_cells(outputs):
    first = outputs.start()
    outputs.display("d", shown("old"), update=False)
    second = outputs.start()
    outputs.display("d", shown("new"), update=True)
    assert (listed(first), listed(second)) == (["new"], [])
    outputs.display("d", shown("again"), update=False)
    assert (listed(first), listed(second)) == (["again"], ["again"])


def test_what_was_cleared_is_not_updated(outputs):
    cell = outputs.start()
    outputs.display("d", shown("old"), update=False)
    outputs.clear()
    outputs.display("d", shown("new"), update=True)
    assert cell == []


def test_a_late_clear_waits_for_the_next_output(outputs):
    cell = outputs.start()
    outputs.write("stdout", "a")
    outputs.clear_first = True
    assert listed(cell) == ["a"]
    outputs.write("stdout", "b")
    assert listed(cell) == ["b"]


def test_a_late_clear_does_not_reach_into_the_next_cell(outputs):
    first = outputs.start()
    outputs.write("stdout", "a")
    outputs.clear_first = True
    second = outputs.start()
    outputs.write("stdout", "b")
    assert (listed(first), listed(second)) == (["a"], ["b"])


def test_a_cell_tells_whether_it_went_well_and_counts_itself():
    with fresh_shell() as shell:
        good, bad = new_code_cell("2 + 2"), new_code_cell("2 / 0")
        assert shell.execute(good)
        assert not shell.execute(bad)
    assert listed(good.outputs) == ["4"]
    assert (good.execution_count, bad.execution_count) == (1, 2)
    assert bad.outputs[0].ename == "ZeroDivisionError"


def test_input_is_given_back():
    known = builtins.input
    with fresh_shell() as shell:
        shell.execute(new_code_cell("1"))
        assert builtins.input is not known
    assert builtins.input is known


def test_a_shell_has_a_profile_in_its_own_folder_and_makes_no_others():
    with fresh_shell() as shell:
        own = Path(shell.ipython_dir)
        assert shell.profile_dir.location == str(own)
        assert shell.execute(new_code_cell("%lsmagic"))
        assert list(own.iterdir()) == []
    assert not own.exists()
