"""Is everything run with nothing but Python, and is it said when that fails?"""

import ast
import re
from pathlib import Path

import pytest

import tasks

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """An empty checkout with a lock, and what would have been run in it."""
    ran = []
    places = {"VENV": ".venv", "STAMP": ".venv/made-from"}
    places |= {"LOCK": "requirements.lock", "PROJECT": "pyproject.toml"}
    for name, place in places.items():
        monkeypatch.setattr(tasks, name, tmp_path / place)
    monkeypatch.setattr(tasks, "ROOT", tmp_path)
    monkeypatch.setattr(tasks, "python", lambda *words: ran.append(words) or 0)
    monkeypatch.setattr(tasks.subprocess, "call", lambda words: ran.append(words) or 0)
    tasks.LOCK.write_text("numpy==2.4.6\n", "utf8")
    tasks.PROJECT.write_text("[project]\n", "utf8")
    tasks.VENV.mkdir()
    return ran


def test_make_knows_the_same_tasks():
    makefile = (ROOT / "Makefile").read_text("utf8")
    assert re.search("^TASKS := (.*)$", makefile, re.MULTILINE)[1].split() == [
        *tasks.TASKS
    ]


def test_what_follows_a_task_is_passed_on_as_it_was():
    words = ["-k", "gap or nps", "tests/x.py::test[1-2]", "-x", "--maxfail=2", "-h"]
    assert tasks.read_command(["test", *words]) == ("test", words)


def test_an_unknown_task_is_refused_with_the_list(capsys):
    with pytest.raises(SystemExit):
        tasks.read_command(["paint"])
    assert "'paint' (choose from" in capsys.readouterr().err


def test_an_old_python_can_read_the_file():
    source = (ROOT / "tasks.py").read_text("utf8")
    assert ast.parse(source, feature_version=(3, 7)).body


def test_an_old_python_is_told_so(monkeypatch):
    monkeypatch.setattr(tasks.sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit, match=r"3\.11 or newer is needed; this is Python 3"):
        tasks.main()


def test_a_python_without_ensurepip_is_told_what_to_install(checkout, monkeypatch):
    monkeypatch.setattr(tasks, "find_spec", lambda name: name != "ensurepip")
    with pytest.raises(SystemExit, match=r"without ensurepip.*apt install"):
        tasks.make_environment()
    assert not checkout


def test_a_missing_environment_is_made_with_every_hash_checked(checkout):
    tasks.make_environment()
    making, locked, editable = checkout
    assert making[1:4] == ["-m", "venv", "--clear"]
    assert "--require-hashes" in locked
    assert {"--no-deps", "--no-build-isolation"} < set(editable)


def test_an_unchanged_environment_is_left_alone(checkout):
    tasks.make_environment()
    checkout.clear()
    tasks.make_environment()
    assert not checkout


@pytest.mark.parametrize("changed", ["LOCK", "PROJECT"])
def test_a_changed_lock_or_project_is_installed_without_starting_over(
    changed, checkout
):
    tasks.make_environment()
    checkout.clear()
    getattr(tasks, changed).write_text("# another\n", "utf8")
    tasks.make_environment()
    assert [words[:3] for words in checkout] == [("-m", "pip", "install")] * 2


def test_a_failed_installation_is_tried_again(checkout, monkeypatch):
    monkeypatch.setattr(tasks, "python", lambda *_words: 1)
    with pytest.raises(SystemExit, match="could not be made; pip says why above"):
        tasks.make_environment()
    assert not tasks.STAMP.exists()


def test_reports_are_made_of_the_bundled_waves_and_their_page_named_last(
    checkout, capsys
):
    for wave in ("abc/waves/2010", "demo/waves/2", "demo/waves/1", "mine/waves/1"):
        path = tasks.ROOT / "params" / f"{wave}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert tasks.report(["--force"]) == 0
    run, portal = checkout
    assert [Path(word).parts[1:] for word in run if word.endswith(".yaml")] == [
        ("demo", "waves", "1.yaml"),
        ("demo", "waves", "2.yaml"),
        ("abc", "waves", "2010.yaml"),
    ]
    assert (run[-1], portal[-1]) == ("--force", "portal")
    assert capsys.readouterr().out.splitlines()[-1] == str(
        tasks.ROOT / "reports" / "index.html"
    )


def test_reports_without_waves_say_what_is_missing(checkout):
    with pytest.raises(SystemExit, match="No wave file matches params"):
        tasks.report([])
    assert not checkout


def test_a_failing_step_does_not_hide_the_later_ones(checkout, monkeypatch, capsys):
    ran = []
    monkeypatch.setattr(tasks, "python", lambda *words: ran.append(words) or 1)
    assert tasks.check([]) == 1
    assert [words[1] for words in ran] == ["ruff", "ruff", "mypy", "pytest"]
    assert "ruff check, ruff format, mypy, house rules" in capsys.readouterr().out
    assert not checkout


def test_cleaning_leaves_what_is_yours(checkout):
    kept = ("work", "data", "params")
    for name in (*kept, "runs", "reports"):
        (tasks.ROOT / name).mkdir()
    assert tasks.clean([]) == 0
    assert {path.name for path in tasks.ROOT.iterdir() if path.is_dir()} == {*kept}
    assert not checkout
