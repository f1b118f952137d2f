"""How does papermill run a chapter in this process, without a kernel?

``papermill --engine csat`` and the runner use it. The process must be without a shell,
and is given back as it was: modules, builtins, environment, figures, options, warnings
and the state of chance.
"""

from __future__ import annotations

import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import FrameType
from typing import Any

from csat_methods.report import surroundings


class CellTimeout(BaseException):
    """A cell ran longer than it may; nothing in the cell catches this by accident."""


# papermill loads its engines while it is being imported. If this module is what asked
# for papermill, the name must be there by then; the class follows below.
globals()["CsatEngine"] = None
papermill: Any = import_module("papermill.engines")


class CsatEngine(papermill.Engine):
    """Papermill's engine ``csat``: an IPython shell in this process."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        _kernel_name: str,
        *,
        execution_timeout: float | None = None,
        on_cell_start: Callable[..., Any] | None = None,
        **_others: Any,
    ) -> None:
        """Run the cells in order and stop at the first that fails.

        Parameters
        ----------
        nb_man : papermill.engines.NotebookExecutionManager
            The notebook and its bookkeeping.
        execution_timeout : float, optional
            Seconds that a cell may take, where the system has alarms.
        on_cell_start : callable, optional
            Called with `cell` and `cell_index` before each code cell, as by nbclient.

        Raises
        ------
        RuntimeError
            If a shell is at work in this process.
        """
        with fresh_shell() as shell:
            for index, cell in enumerate(nb_man.nb.cells):
                nb_man.cell_start(cell, cell_index=index)
                if on_cell_start and _has_code(cell):
                    on_cell_start(cell=cell, cell_index=index)
                with alarm(execution_timeout):
                    well = shell.execute(cell) if _has_code(cell) else True
                if not well:
                    nb_man.cell_exception(cell, cell_index=index)
                nb_man.cell_complete(cell, cell_index=index)
                if not well:
                    break
            nb_man.nb.metadata["language_info"] = dict(shell.language)


papermill.papermill_engines.register("csat", CsatEngine)


def _has_code(cell: Any) -> bool:
    return cell.cell_type == "code" and bool(cell.source.strip())


@contextmanager
def fresh_shell() -> Iterator[Any]:
    """Give a shell of its own to the block; afterwards the process is as before.

    Raises
    ------
    RuntimeError
        If a shell is at work in this process.
    """
    from csat_methods.report.shell import Shell

    if Shell.initialized() or super(Shell, Shell).initialized():
        raise RuntimeError(
            "engine='csat' needs a process in which no IPython shell is at work; "
            "use engine='kernel' here."
        )
    with surroundings.put_back(), tempfile.TemporaryDirectory() as profile:
        shell = Shell.instance(ipython_dir=profile)
        surroundings.draw_inline(shell)
        try:
            yield shell
        finally:
            shell.close()


@contextmanager
def alarm(seconds: float | None) -> Iterator[None]:
    """Raise :class:`CellTimeout` in the block after so many seconds.

    It needs the alarm signal and the main thread; elsewhere nothing happens, and who
    started the process must end it.
    """
    main = threading.current_thread() is threading.main_thread()
    if not seconds or not main or not hasattr(signal, "SIGALRM"):
        yield
        return

    def late(_number: int, _frame: FrameType | None) -> None:
        raise CellTimeout(f"The cell ran longer than {seconds:g} s.")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
