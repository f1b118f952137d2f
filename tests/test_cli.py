"""Does the command line do what it says, quickly, with one message where it cannot?"""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from csat_methods import cli
from csat_methods.cli import main
from csat_methods.report.job import RunResult
from tests.report.references import lookup

ROOT = Path(__file__).resolve().parents[1]
DEMO = "params/demo/waves/2025h2.yaml"


@pytest.fixture(autouse=True)
def from_the_checkout(monkeypatch):
    """Stand where the bundled studies are."""
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("CSAT_TRACEBACK", raising=False)


def csat(*arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", "csat_methods.cli", *map(str, arguments)],
        capture_output=True,
        check=False,
        cwd=ROOT,
        text=True,
        **options,
    )


# ------------------------------------------------------------------------ help
def test_help_names_every_command_and_loads_nothing_heavy():
    code = "import sys; from csat_methods.cli import main\n"
    code += "try:\n    main(['--help'])\nexcept SystemExit as end:\n"
    code += "    print(end.code, {'pandas', 'numpy', 'pydantic'} & set(sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    for command in ("new", "check", "run", "open", "simulate", "trace", "portal"):
        assert re.search(rf"^    {command} ", ran.stdout, re.MULTILINE)
    assert ran.stdout.splitlines()[-1] == "0 set()"


def test_help_takes_a_quarter_of_a_second_of_the_processor_at_most():
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(4):
        assert csat("--help").returncode == 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert seconds / 4 <= 0.25


@pytest.mark.parametrize("command", ["new", "check", "run", "open", "simulate",
                                     "trace", "portal"])  # fmt: skip
def test_every_command_explains_itself(command, capsys):
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: csat {command}")


@pytest.mark.parametrize(
    "arguments", [[], ["rum"], ["run"], ["run", DEMO, "--engine", "x"]]
)
def test_a_command_line_that_is_wrong_has_status_2(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: csat" in capsys.readouterr().err


# ---------------------------------------------------------------------- errors
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "params/demo/waves/2031.yaml"], "2031.yaml"),
        (["run", "params/demo/waves/2031.yaml"], "there is no such wave file"),
        (["run", "notebooks"], "notebooks: there are no wave files"),
        (["run", DEMO, "--lang", "xx"], "lang='xx' must name languages"),
        (["run", DEMO, "--jobs", "0"], "jobs=0 must be a whole number from 1 on"),
        (["open", DEMO, "8"], "chapters=['8'] must be among 00_plan"),
        (["new", "my study!", "--from", "x.csv"], "study='my study!' must be"),
        (["simulate", "x", "--seed", "1", "--study", "none.yaml"], "none.yaml"),
    ],
)
def test_faulty_input_is_one_message_and_status_2(arguments, words, capsys):
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert words in said.err
    assert said.err.startswith("csat: ")
    assert "Traceback" not in said.err
    assert said.out == ""


def test_no_traceback_reaches_the_terminal_unless_it_is_asked_for():
    ran = csat("check", "params/demo/waves/2031.yaml")
    assert (ran.returncode, "Traceback" in ran.stderr) == (2, False)
    asked = {**os.environ, "CSAT_TRACEBACK": "1"}
    ran = csat("check", "params/demo/waves/2031.yaml", env=asked)
    assert ran.returncode == 1
    assert "Traceback" in ran.stderr


WHY = "[Errno 28] No space left on device: 'r.html'"
FULL = shutil.Error([("a/r.html", "b/r.html", WHY), ("a/t.csv", "b/t.csv", WHY)])
"""What a full disk makes of the copy of a folder."""


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (KeyError("Columns ['q9'] are not in the wave."), 2, "Columns ['q9'] are"),
        (ValueError("level=95 must lie between 0 and 1."), 2, "level=95"),
        (
            PermissionError(13, "Permission denied", "reports"),
            1,
            "csat: Permission denied: 'reports'\n",
        ),
        (FULL, 1, "csat: No space left on device: 'r.html'\n"),
        (UnicodeError(f"{'راه‌اندازی'!r} is no column."), 2, "'راه‌اندازی' is"),
        (KeyboardInterrupt(), 130, "Interrupted."),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_error_has_its_status(error, status, words, monkeypatch, capsys):
    def fail(_asked):
        raise error

    monkeypatch.setitem(cli.COMMANDS, "trace", fail)
    assert main(["trace"]) == status
    assert words in capsys.readouterr().err


# -------------------------------------------------------------------- commands
def test_check_says_what_runs(capsys):
    assert main(["check", "params/abc"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Wave annual: 266 of 266 rows in the domain."
    assert re.match(r"08_gaps +Left out: ", next(x for x in lines if "08_gaps" in x))


def test_open_gives_a_copy_and_the_command_that_opens_it(tmp_path, capsys):
    assert main(["open", DEMO, "gaps", "--work", str(tmp_path / "my work")]) == 0
    place = tmp_path / "my work" / "demo-2025h2-08_gaps.ipynb"
    assert capsys.readouterr().out == f'jupyter lab "{place}"\n'
    assert place.is_file()


def test_a_file_of_one_s_own_becomes_a_study_that_can_be_checked(tmp_path, capsys):
    answers = tmp_path / "answers.csv"
    rows = "\n".join(f"{i},{1 + i % 5},{1 + i % 4}" for i in range(40))
    answers.write_text(f"id,overall,price\n{rows}\n")
    assert main(["new", "mine", "--from", str(answers), "--root", str(tmp_path)]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("csat check ")
    assert main(last.split()[1:]) == 0


@pytest.mark.parametrize(
    ("given", "words"),
    [("--n=0", "n=0 must be"), ("--waves=0", "waves=0"), ("--seed=-1", "seed=-1")],
)
def test_simulate_refuses_what_cannot_be_drawn(given, words, tmp_path, capsys):
    assert main(["simulate", "--seed=1", given, str(tmp_path / "sim")]) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "sim").exists()


def test_simulate_writes_a_project_and_its_truth(tmp_path, capsys):
    arguments = ["simulate", str(tmp_path), "--seed", "3", "--waves", "2", "--n", "200"]
    assert main(arguments) == 0
    *waves, truth = map(Path, capsys.readouterr().out.splitlines())
    assert [path.name for path in waves] == ["2023h1.yaml", "2023h2.yaml"]
    columns = truth.read_text().splitlines()[0].split(",")
    assert set(columns) == {"wave", "kind", "term", "segment", "value"}
    assert main(["check", str(waves[1])]) == 0


def test_trace_prints_and_checks(capsys):
    assert main(["trace"]) == 0
    assert "T001" in capsys.readouterr().out
    assert main(["trace", "--check"]) in {0, 1}


# ------------------------------------------------------------------------- run
def study(root):
    """A project with two waves of few answers."""
    home = root / "params" / "shop"
    (home / "waves").mkdir(parents=True)
    (root / "data").mkdir()
    content = {
        "schema": 1,
        "id": "shop",
        "title": {"en": "Shop"},
        "languages": ["en"],
        "scales": {"five": {"points": [1, 2, 3, 4, 5]}},
        "items": {"overall": {"scale": "five", "role": "overall",
                              "label": {"en": "Overall"}}},
    }  # fmt: skip
    (home / "study.yaml").write_text(json.dumps(content))
    for wave in ("2024", "2025"):
        path = home / "waves" / f"{wave}.yaml"
        sources = {"responses": f"data/{wave}.csv"}
        path.write_text(
            json.dumps(
                {"schema": 1, "id": wave, "sources": sources, "chapters": ["06"]}
            )
        )
        rows = "\n".join(str(1 + i * i % 5) for i in range(60))
        (root / "data" / f"{wave}.csv").write_text(f"overall\n{rows}\n")
    return home


def test_run_makes_reports_and_ends_with_their_paths(tmp_path):
    home, out = study(tmp_path), tmp_path / "reports"
    ran = csat("run", home, "--out", out, "--jobs", "2")
    assert ran.returncode == 0, ran.stderr
    paths = [out / "shop" / wave / "report.en.html" for wave in ("2024", "2025")]
    assert ran.stdout.splitlines() == list(map(str, paths))
    assert all(path.is_file() for path in paths)
    assert (out / "index.html").is_file()
    assert sorted(re.findall(r"shop (\d{4})  06_satisfaction", ran.stderr)) == [
        "2024",
        "2025",
    ]
    again = csat("run", home, "--out", out)
    assert again.stdout == ran.stdout
    assert again.stderr == "shop 2024: unchanged\nshop 2025: unchanged\n"


def test_a_run_that_fails_has_status_1_and_names_the_page(tmp_path):
    home, out = study(tmp_path), tmp_path / "reports"
    (out / "shop").mkdir(parents=True)
    (home / "waves" / "2024.yaml").unlink()
    (out / "shop" / "2025").write_text("a file in the way")
    ran = csat("run", home, "--out", out)
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    assert str(out / "shop" / "2025") in ran.stderr


def test_one_faulty_wave_has_status_2_and_the_other_its_report(tmp_path):
    home, out = study(tmp_path), tmp_path / "reports"
    (tmp_path / "data" / "2024.csv").write_text("overall\n9\n")
    ran = csat("run", home, "--out", out, "--only", "06")
    assert ran.returncode == 2
    assert "csat: shop 2024: " in ran.stderr
    assert "overall" in ran.stderr
    (path,) = ran.stdout.splitlines()
    assert path.endswith("report.en.html")
    assert not out.exists()


def test_a_name_in_the_report_compared_with_commands_no_terminal(capsys, tmp_path):
    page = tmp_path / "report.en.html"
    (tmp_path / "results.json").write_text('{"results": {}}')
    row = {"keys": [], "rows": [{"\x1b[2J": 1}], "hidden": []}
    result = RunResult("shop", "2025", (page,))
    before = {("shop", "2025"): {"results": {"\x1b[2J": row}}}
    assert cli._compared(before, [result])
    assert capsys.readouterr().out == "shop 2025\t\\x1b[2J#all.\\x1b[2J\t1\t-\n"


def test_compare_prints_the_numbers_that_changed_and_has_status_3(tmp_path):
    home, out = study(tmp_path), tmp_path / "reports"
    wave = home / "waves" / "2025.yaml"
    assert csat("run", wave, "--out", out).returncode == 0
    same = csat("run", wave, "--out", out, "--force", "--compare", out)
    assert same.returncode == 0, same.stderr
    assert "shop 2025: no numbers changed" in same.stderr
    before = json.loads((out / "shop" / "2025" / "results.json").read_text())
    data = tmp_path / "data" / "2025.csv"
    data.write_text(data.read_text().replace("\n1\n", "\n5\n", 1))
    changed = csat("run", wave, "--out", out, "--compare", out / "shop" / "2025")
    assert changed.returncode == 3, changed.stderr
    *lines, _page = changed.stdout.splitlines()
    told = {line.split("\t")[1]: line.split("\t")[2:] for line in lines}
    after = json.loads((out / "shop" / "2025" / "results.json").read_text())
    assert any(ref.endswith(".estimate") for ref in told)
    for ref, (was, now) in told.items():
        for value, content in ((was, before), (now, after)):
            if value != "-":
                assert float(value) == lookup(content, ref)
    assert len(lines) == int(re.search(r"(\d+) numbers changed", changed.stderr)[1])


def test_a_draft_is_compared_with_no_report(capsys):
    assert main(["run", "wave.yaml", "--only", "08", "--compare", "reports"]) == 2
    assert "--only makes a draft" in capsys.readouterr().err


def test_an_earlier_report_that_is_not_there_is_refused_before_anything_runs(tmp_path):
    home, out = study(tmp_path), tmp_path / "reports"
    ran = csat("run", home, "--out", out, "--compare", tmp_path / "nowhere")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "there is no results.json of shop 2024" in ran.stderr
    assert not out.exists()


def test_portal_lists_what_is_there(tmp_path, capsys):
    assert main(["portal", "--out", str(tmp_path)]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'index.html'}\n"
    assert (tmp_path / "index.html").is_file()


def test_a_study_is_checked_before_it_has_a_wave(tmp_path, capsys):
    folder = tmp_path / "params" / "clinic"
    folder.mkdir(parents=True)
    words = "{en: Was the doctor friendly and competent?}"
    item = f"p: {{role: overall, answers: [1, 2, 3, 4, 5], text: {words}}}"
    text = f"schema: 1\nid: clinic\ntitle: Clinic\nitems:\n  {item}\n"
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    for given in (folder, folder / "study.yaml"):
        assert main(["check", str(given)]) == 0
        told = capsys.readouterr().out
        assert told.startswith("Study clinic: no wave yet.")
        assert "Advice: p: two things in one question (" in told
    assert main(["run", str(folder)]) == 2
    assert "there are no wave files" in capsys.readouterr().err


@pytest.mark.parametrize("asked", [["trace"], ["check", DEMO]])
def test_a_reader_that_has_seen_enough_is_no_error(asked):
    command = [sys.executable, "-m", "csat_methods.cli", *asked]
    gone, pipe = os.pipe()
    os.close(gone)
    ran = subprocess.run(
        command, check=False, cwd=ROOT, stdout=pipe, stderr=subprocess.PIPE, text=True
    )
    os.close(pipe)
    assert (ran.returncode, ran.stderr) == (141, "")
