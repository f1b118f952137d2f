"""What does a cell put out, when it is run in this process and not in a kernel?

An IPython shell whose displays, results, streams and errors become the outputs of a
notebook, as a kernel and nbclient would make them. Not so: what is written to the
process's own file descriptors, and widgets.
"""

from __future__ import annotations

import atexit
import base64
import builtins
import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import Any, ClassVar

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.profiledir import ProfileDir
from nbformat import NotebookNode
from nbformat.v4 import new_output
from traitlets import Type
from traitlets.config import Config

LANGUAGE = {
    "name": "python",
    "version": sys.version.split()[0],
    "mimetype": "text/x-python",
    "codemirror_mode": {"name": "ipython", "version": sys.version_info[0]},
    "pygments_lexer": "ipython3",
    "nbconvert_exporter": "python",
    "file_extension": ".py",
}


class Outputs:
    """The outputs of the cell that runs, and where each display stands."""

    def __init__(self) -> None:
        self.cell: list[NotebookNode] = []
        self.displays: dict[str, list[NotebookNode]] = {}
        self.clear_first = False

    def start(self) -> list[NotebookNode]:
        """Begin a cell; its outputs are appended to the list given back."""
        self.cell, self.clear_first = [], False
        return self.cell

    def add(self, output: NotebookNode) -> None:
        """Append an output; `clear_output(wait=True)` waits for it."""
        if self.clear_first:
            self.clear()
        self.cell.append(output)

    def clear(self) -> None:
        """Forget what the cell has put out so far."""
        gone = {id(output) for output in self.cell}
        for name, shown in self.displays.items():
            self.displays[name] = [o for o in shown if id(o) not in gone]
        self.cell.clear()
        self.clear_first = False

    def write(self, name: str, text: str) -> None:
        """Append text to a stream, joined with what was written just before."""
        last = self.cell[-1] if self.cell and not self.clear_first else {}
        if last.get("name") == name:
            last["text"] += text
        elif text:
            self.add(new_output("stream", name=name, text=text))

    def display(self, name: str | None, output: NotebookNode, *, update: bool) -> None:
        """Show an output, and again wherever its name was shown before."""
        for shown in self.displays.get(name or "", []):
            shown.data, shown.metadata = output.data, output.metadata
        if update:
            return
        self.add(output)
        if name:
            self.displays.setdefault(name, []).append(output)


class Stream(io.TextIOBase):
    """The standard output or error of a cell."""

    encoding = "utf-8"

    def __init__(self, outputs: Outputs, name: str) -> None:
        self.outputs, self.name = outputs, name

    def writable(self) -> bool:
        """Return that it can be written."""
        return True

    def write(self, text: str) -> int:
        """Add text to the cell's outputs."""
        self.outputs.write(self.name, str(text))
        return len(text)


class Publisher(DisplayPublisher):
    """What ``display`` and ``clear_output`` call."""

    shell: Any

    def publish(  # type: ignore[override]
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **_others: Any,
    ) -> None:
        """Show a bundle in the cell's outputs."""
        output = _shown("display_data", data, metadata)
        name = (transient or {}).get("display_id")
        self.shell.outputs.display(name, output, update=update)

    def clear_output(self, wait: bool = False) -> None:  # noqa: FBT001, FBT002 - IPython's
        """Forget the cell's outputs, now or when the next one comes."""
        if wait:
            self.shell.outputs.clear_first = True
        else:
            self.shell.outputs.clear()


class Hook(DisplayHook):
    """What shows the value of a cell's last expression."""

    shell: Any

    def write_output_prompt(self) -> None:
        """Write no prompt."""

    def write_format_data(
        self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None
    ) -> None:
        """Show the value in the cell's outputs."""
        output = _shown("execute_result", format_dict, md_dict)
        output.execution_count = self.prompt_count
        self.shell.outputs.add(output)

    def finish_displayhook(self) -> None:
        """End without the blank lines of a terminal."""
        self._is_active = False


def _shown(
    kind: str, data: dict[str, Any], metadata: dict[str, Any] | None
) -> NotebookNode:
    """Return an output; it is checked with the notebook, not by itself as well."""
    output = NotebookNode(output_type=kind, metadata=NotebookNode(metadata or {}))
    output.data = _jsonable(data)
    return output


def _jsonable(data: dict[str, Any]) -> dict[str, Any]:
    return {
        kind: base64.b64encode(part).decode() if isinstance(part, bytes) else part
        for kind, part in data.items()
    }


class Profile(ProfileDir):
    """A profile in whose folders nothing is kept: it makes none."""

    def _mkdir(self, _path: str, _mode: int | None = None) -> bool:
        return False


class Shell(InteractiveShell):
    """A shell without terminal, history or input."""

    display_pub_class = Type(Publisher)
    displayhook_class = Type(Hook)
    language: ClassVar[dict[str, Any]] = LANGUAGE
    settings: ClassVar[Config] = Config(
        {
            "HistoryManager": {"enabled": False},
            "InteractiveShell": {"colors": "nocolor", "autoindent": False},
        }
    )

    def __init__(self, **options: Any) -> None:
        self.outputs = Outputs()
        super().__init__(config=self.settings, **options)

    def init_profile_dir(self, _given: Any) -> None:
        """Have a profile without folders in the shell's own."""
        self.profile_dir = Profile(location=self.ipython_dir, parent=self)

    def enable_gui(self, gui: str | None = None) -> None:
        """Have no windows."""

    def ask_exit(self) -> None:
        """Refuse to end the process that other chapters need.

        Raises
        ------
        RuntimeError
            Always.
        """
        raise RuntimeError("exit() would end the run; a chapter ends with its cells.")

    def close(self) -> None:
        """Forget everything, and leave the process without a shell."""
        # IPython would do so too, and collect garbage twice: a fifth of a second each.
        self._atexit_once_called = True
        self.user_ns.clear()
        self.user_ns_hidden.clear()
        self.restore_sys_module_state()
        self.atexit_operations()
        atexit.unregister(self.atexit_operations)
        type(self).clear_instance()

    def _showtraceback(self, etype: type, evalue: Any, stb: list[str]) -> None:
        lines = self.InteractiveTB.stb2text(stb).splitlines()
        error = {"ename": etype.__name__, "evalue": str(evalue), "traceback": lines}
        self.outputs.add(new_output("error", **error))

    def execute(self, cell: NotebookNode) -> bool:
        """Run a code cell, fill its outputs, and return whether it went well."""
        cell.outputs = self.outputs.start()
        cell.execution_count = self.execution_count
        out, err = (Stream(self.outputs, name) for name in ("stdout", "stderr"))
        vars(builtins)["input"] = _no_input
        with redirect_stdout(out), redirect_stderr(err):
            ran = self.run_cell(cell.source, store_history=True)
        return bool(ran.success)


def _no_input(prompt: str = "") -> str:
    raise StdinNotImplementedError(f"input({prompt!r}): nobody is there to answer.")
