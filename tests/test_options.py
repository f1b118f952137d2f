"""Is what is said on the command line understood, and explained?"""

import argparse

import pytest

from csat_methods.options import OPTIONS, parser


def wave(asked):
    """Do as a command would."""
    return 0


@pytest.fixture
def read():
    reader = parser(dict.fromkeys(OPTIONS, wave))
    return lambda *words: reader.parse_args(words)


def test_a_run_takes_what_the_runner_takes(read):
    asked = read(
        *("run", "a.yaml", "b.yaml", "--lang", "en,fa", "--only", "08,09"),
        *("--jobs", "2", "--force", "--figures", "--compare", "old"),
    )
    assert asked.waves == ["a.yaml", "b.yaml"]
    assert (asked.only, asked.jobs) == (["08", "09"], 2)
    assert (asked.force, asked.figures, asked.compare) == (True, True, "old")
    assert asked.do is wave


def test_what_is_not_said_is_left_to_the_runner(read):
    asked = read("run", "a.yaml")
    assert (asked.lang, asked.engine, asked.only, asked.compare) == (None,) * 4
    assert (asked.out, asked.jobs, asked.force, asked.figures) == (
        *("reports", 1),
        *(False, False),
    )


def test_every_option_is_explained(read, capsys):
    for command in OPTIONS:
        with pytest.raises(SystemExit):
            read(command, "--help")
        told = capsys.readouterr().out
        assert "Do as a command would." in told
        assert "SUPPRESS" not in told


@pytest.mark.parametrize("command", OPTIONS)
def test_no_option_stands_without_a_word(command):
    reader = argparse.ArgumentParser()
    OPTIONS[command](reader)
    assert [action.dest for action in reader._actions if not action.help] == []


def test_the_status_of_a_comparison_is_explained(read, capsys):
    with pytest.raises(SystemExit):
        read("run", "--help")
    assert "status 3" in " ".join(capsys.readouterr().out.split())


def test_only_commands_that_can_be_done_are_known(capsys):
    with pytest.raises(SystemExit):
        parser({"portal": wave}).parse_args(["run", "a.yaml"])
    assert "invalid choice: 'run'" in capsys.readouterr().err
