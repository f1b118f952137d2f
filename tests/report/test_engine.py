"""Does a chapter run in this process put out what a kernel would?"""

import asyncio
import base64
import os
import pickle
import subprocess
import sys
import time
from dataclasses import dataclass

import nbformat
import papermill
import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from papermill.exceptions import PapermillExecutionError

from csat_methods.report.engine import CellTimeout, CsatEngine, alarm, fresh_shell

KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
FIRST_IMPORTS = {
    "ours": "from csat_methods.report.engine import CsatEngine",
    "papermill": "import papermill",
    "engines": "import papermill.engines",
}


def python(code, **environment):
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=False,
        env=os.environ | environment,
        text=True,
    )


def notebook(*sources):
    cells = [
        new_markdown_cell(s[1:].strip()) if s.startswith("#!") else new_code_cell(s)
        for s in sources
    ]
    return new_notebook(cells=cells, metadata={"kernelspec": KERNELSPEC})


def run(tmp_path, *sources, engine="csat", **options):
    """Run cells by papermill; return the executed code cells."""
    path = tmp_path / "chapter.ipynb"
    nbformat.write(notebook(*sources), path)
    settings = {"progress_bar": False, "kernel_name": "python3"} | options
    try:
        papermill.execute_notebook(path, path, engine_name=engine, **settings)
    finally:
        executed = nbformat.read(path, 4)
        nbformat.validate(executed)
    return [c for c in executed.cells if c.cell_type == "code"]


def outputs(tmp_path, *sources, **options):
    return [cell.outputs for cell in run(tmp_path, *sources, **options)]


def failed(tmp_path, *sources, **options):
    """Run cells of which one fails; return the error and the executed notebook."""
    with pytest.raises(PapermillExecutionError) as caught:
        run(tmp_path, *sources, **options)
    return caught.value, nbformat.read(tmp_path / "chapter.ipynb", 4)


# ------------------------------------------------------------------- papermill
@pytest.mark.parametrize("first", FIRST_IMPORTS.values(), ids=FIRST_IMPORTS)
def test_papermill_knows_the_engine_whatever_was_imported_first(first):
    code = (
        f"{first}\nimport papermill.engines as e\nprint(e.papermill_engines.get_engine"
    )
    code += "('csat').__mro__[1].__name__)"
    ran = python(code)
    assert (ran.stdout, ran.stderr) == ("Engine\n", "")


def test_papermill_s_own_commands_stay_light():
    code = "import papermill, sys; print({'pandas', 'matplotlib'} & set(sys.modules))"
    ran = python(code)
    assert ran.stdout == "set()\n"


def test_the_command_papermill_runs_a_notebook_with_parameters(tmp_path):
    cells = [new_code_cell("n = 1", metadata={"tags": ["parameters"]})]
    cells += [new_code_cell("n * 2")]
    made = new_notebook(cells=cells, metadata={"kernelspec": KERNELSPEC})
    nbformat.write(made, tmp_path / "in.ipynb")
    command = ["in.ipynb", "out.ipynb", "--engine", "csat", "-p", "n", "21"]
    subprocess.run(
        [sys.executable, "-m", "papermill", *command, "--no-progress-bar"],
        capture_output=True,
        check=True,
        cwd=tmp_path,
    )
    last = nbformat.read(tmp_path / "out.ipynb", 4).cells[-1]
    assert last.outputs[0].data["text/plain"] == "42"


def test_a_live_shell_is_left_alone(tmp_path):
    code = """
import sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
from csat_methods.report.engine import fresh_shell
try:
    with fresh_shell():
        pass
except RuntimeError as error:
    print(error)
print(InteractiveShell._instance is shell)
"""
    ran = python(code, IPYTHONDIR=str(tmp_path))
    first, second = ran.stdout.splitlines()[-2:]
    assert first == (
        "engine='csat' needs a process in which no IPython shell is at work; "
        "use engine='kernel' here."
    )
    assert second == "True"


def test_two_shells_at_once_are_refused():
    with fresh_shell(), pytest.raises(RuntimeError, match="no IPython shell"):
        fresh_shell().__enter__()
    assert not InteractiveShell.initialized()


def test_the_notebook_says_what_language_it_was_run_in(tmp_path):
    run(tmp_path, "1")
    read = nbformat.read(tmp_path / "chapter.ipynb", 4)
    assert read.metadata.language_info.name == "python"


def test_each_code_cell_is_announced(tmp_path):
    seen = []

    def announced(cell, cell_index):
        seen.append((cell_index, cell.source))

    run(tmp_path, "#! Prose", "a = 1", " ", "a", on_cell_start=announced)
    assert seen == [(1, "a = 1"), (3, "a")]


# --------------------------------------------------------------------- fidelity
AWKWARD = {
    "a value": "{'a': [1, 2]}",
    "no value": "x = 5;",
    "silenced": "5;",
    "none": "None",
    "markdown": "from IPython.display import *\nMarkdown('**b**')",
    "html with metadata": "display(HTML('<b>x</b>'), metadata={'a': {'b': 1}})",
    "a bundle": "display({'text/plain': 'p', 'application/json': {'a': 1}}, raw=True)",
    "updated later": "handle = display('old', display_id='d')",
    "updating": "handle.update('new')",
    "shown again": "display('newest', display_id='d')",
    "unknown display": "from IPython.display import update_display\n"
    "update_display('x', display_id='none')",
    "cleared": "from IPython.display import clear_output\nprint('a')\nclear_output()\n"
    "print('b')",
    "cleared late": "print('a')\nclear_output(wait=True)\nprint('b')",
    "cleared late, with nothing": "print('kept')\nclear_output(wait=True)",
    "awaited": "import asyncio\nawait asyncio.sleep(0, 'slept')",
    "underscores": "_, _i.strip(), Out[1]",
    "a frame": "import pandas as pd\npd.DataFrame({'a': [1, 2]})",
    "a figure": "import matplotlib.pyplot as plt\nax = plt.plot([1, 2])",
    "figures by show": "plt.figure(figsize=(1, 1))\nplt.show()\nprint('after')",
    "a shell command": "!echo shell",
    "its lines": "found = !echo one\nfound",
    "bash": "%%bash\necho bash",
    "captured": "%%capture caught\nprint('hidden')",
    "magic": "%matplotlib inline",
    "persian": "print('سلام')",
    "a class": "class Gap:\n    def __repr__(self):\n        return 'gap'\n\nGap()",
    "its module": "Gap.__module__, __name__",
    "pickled": "import pickle\npickle.loads(pickle.dumps(Gap()))",
    "a broken repr": "class Bad:\n    def __repr__(self):\n        1 / 0",
}


def comparable(found):
    """Outputs as both engines should make them, streams joined, images not compared."""
    joined = {}
    for output in found:
        if output.output_type == "stream":
            joined[output.name] = joined.get(output.name, "") + output.text
    others = [dict(o) for o in found if o.output_type != "stream"]
    for other in others:
        other["data"] = {
            kind: "png" if kind == "image/png" else text
            for kind, text in other.get("data", {}).items()
        }
    return joined, others


@pytest.mark.filterwarnings("default")
def test_awkward_cells_put_out_what_a_kernel_puts_out(tmp_path, monkeypatch):
    monkeypatch.delenv("MPLBACKEND")
    ours = run(tmp_path, *AWKWARD.values())
    theirs = run(tmp_path, *AWKWARD.values(), engine=None)
    for name, here, there in zip(AWKWARD, ours, theirs, strict=True):
        assert comparable(here.outputs) == comparable(there.outputs), name
        assert here.execution_count == there.execution_count, name


def test_a_figure_is_an_image_in_every_chapter_of_one_process(tmp_path):
    draw = "import matplotlib.pyplot as plt\nax = plt.plot([1, 2])"
    for _ in range(2):
        (found,) = outputs(tmp_path, draw)[0]
        image = base64.b64decode(found.data["image/png"])
        assert image.startswith(b"\x89PNG")


def test_display_metadata_such_as_alternative_text_survives(tmp_path):
    show = "from IPython.display import display\n"
    show += "display({'image/svg+xml': '<svg/>'}, metadata={'alt': 'words'}, raw=True)"
    (found,) = outputs(tmp_path, show)[0]
    assert found.metadata == {"alt": "words"}


def test_bytes_become_base64(tmp_path):
    show = "from IPython.display import display\n"
    show += "display({'image/png': b'abc'}, raw=True)"
    (found,) = outputs(tmp_path, show)[0]
    assert found.data["image/png"] == base64.b64encode(b"abc").decode()


def test_both_streams_keep_their_order(tmp_path):
    write = "import sys\nprint('a')\nprint('b', file=sys.stderr)\nprint('c', end='')"
    (found,) = outputs(tmp_path, write)
    assert [(o.name, o.text) for o in found] == [
        ("stdout", "a\n"),
        ("stderr", "b\n"),
        ("stdout", "c"),
    ]


# ----------------------------------------------------------------------- errors
def test_a_failing_cell_stops_the_chapter_and_shows_its_traceback(tmp_path):
    error, executed = failed(tmp_path, "a = 1", "1 / 0", "a")
    assert (error.ename, error.evalue) == ("ZeroDivisionError", "division by zero")
    code = [c for c in executed.cells if c.cell_type == "code"]
    assert code[1].outputs[0].traceback[-1] == "ZeroDivisionError: division by zero"
    assert not any("\x1b" in line for line in code[1].outputs[0].traceback)
    states = [cell.metadata.papermill.status for cell in code]
    assert states == ["completed", "failed", "pending"]
    assert code[2].execution_count is None


def test_a_cell_that_is_no_python_is_an_error(tmp_path):
    error, _ = failed(tmp_path, "a = = 1")
    assert error.ename == "SyntaxError"


@pytest.mark.filterwarnings("ignore:To exit")
@pytest.mark.parametrize("engine", ["csat", None])
def test_sys_exit_ends_a_chapter_quietly_and_another_code_fails_it(tmp_path, engine):
    cells = run(tmp_path, "import sys\nsys.exit(0)", "1", engine=engine)
    assert cells[1].outputs == []
    error, _ = failed(tmp_path, "import sys\nsys.exit(3)", engine=engine)
    assert (error.ename, error.evalue) == ("SystemExit", "3")


def test_exit_does_not_end_the_process(tmp_path):
    error, _ = failed(tmp_path, "exit()")
    assert error.evalue == "exit() would end the run; a chapter ends with its cells."


def test_asking_somebody_is_an_error(tmp_path):
    error, _ = failed(tmp_path, "input('name? ')")
    assert error.ename == "StdinNotImplementedError"


@pytest.mark.parametrize(
    "forever",
    [
        "while True:\n    pass",
        "import time\ntime.sleep(60)",
        "while True:\n    try:\n        1 / 0\n    except Exception:\n        pass",
        "import asyncio\nawait asyncio.sleep(60)",
    ],
    ids=["busy", "asleep", "catching", "awaiting"],
)
def test_a_cell_that_takes_too_long_is_stopped(tmp_path, forever):
    started = time.monotonic()
    error, _ = failed(tmp_path, forever, "1", execution_timeout=0.5)
    assert time.monotonic() - started < 20
    assert (error.ename, error.evalue) == (
        "CellTimeout",
        "The cell ran longer than 0.5 s.",
    )


def test_a_cell_in_time_leaves_no_alarm_behind(tmp_path):
    run(tmp_path, "1", execution_timeout=0.3)
    time.sleep(0.4)


def test_an_alarm_rings_in_the_main_thread_only():
    def elsewhere():
        with alarm(0.01):
            time.sleep(0.05)
        return "quiet"

    assert asyncio.run(asyncio.to_thread(elsewhere)) == "quiet"
    with pytest.raises(CellTimeout, match=r"longer than 0\.01 s"), alarm(0.01):
        time.sleep(1)


# ------------------------------------------------------------- no trace is left
@dataclass
class Wave:
    n: int


def test_the_caller_can_still_pickle_its_own_classes(tmp_path):
    main = sys.modules["__main__"]
    run(tmp_path, "class Wave:\n    pass")
    assert sys.modules["__main__"] is main
    assert pickle.loads(pickle.dumps(Wave(3))) == Wave(3)  # noqa: S301


def test_nothing_of_one_chapter_is_seen_in_the_next(tmp_path):
    run(tmp_path, "secret = 1\n_", "secret")
    error, _ = failed(tmp_path, "secret")
    assert error.ename == "NameError"
    assert run(tmp_path, "1", "Out, len(In)")[1].execution_count == 2


def test_no_history_and_no_profile_is_written(tmp_path, monkeypatch):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    run(tmp_path, "1")
    assert not (tmp_path / "ipython").exists()
    assert not (tmp_path / "home").exists()


def test_the_shell_is_gone_afterwards(tmp_path):
    run(tmp_path, "1")
    assert not InteractiveShell.initialized()
    failed(tmp_path, "1 / 0")
    assert not InteractiveShell.initialized()


def test_the_engine_is_an_engine_of_papermill():
    assert issubclass(CsatEngine, papermill.engines.Engine)
