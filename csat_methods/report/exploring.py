"""How does somebody get a chapter of their own, to change it and run on?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csat_methods.report.chapters import (
    PARAMETERS,
    Chapter,
    chapters_folder,
    find_chapters,
    needs_of,
    select,
)
from csat_methods.report.job import path_from, study_and_wave
from csat_methods.report.session import open_wave
from csat_methods.study.present import check_file

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

OPENING = "run_dir=run_dir)"
GOES_ON = "raises-exception"
"""Tag of a cell that may fail: Jupyter runs those below it all the same."""


def open_chapter(
    wave: str | Path,
    chapter: str,
    *,
    folder: str | Path = "work",
    data_root: str | Path | None = None,
) -> Path:
    """Copy a chapter with its parameters filled in, and return the copy's path.

    Above a cell that needs what the wave does not have stands the sentence why; the
    cells below it run all the same.

    Parameters
    ----------
    wave : str or Path
        Wave file.
    chapter : str
        ``08``, ``gaps``, ``08_gaps`` or ``explore``.
    folder : str or Path
        Where the copy goes; git ignores ``work/``. No earlier copy is written over.
    data_root : str or Path, optional
        Folder that data paths start from.

    Raises
    ------
    ValueError
        If there is no such wave file or chapter, or the wave cannot be read.
    """
    wave, home = Path(wave), Path(folder)
    check_file(wave, wave, "wave file")
    explore = Chapter(chapters_folder() / "explore.ipynb")
    (wanted,) = select((*find_chapters(), explore), [chapter])
    wanted.check({"wave_file": "", "run_dir": ""})
    opened = open_wave(wave, data_root=data_root)
    home.mkdir(parents=True, exist_ok=True)
    given = {"wave_file": path_from(home, wave), "run_dir": ""}
    root = None if data_root is None else path_from(home, Path(data_root))
    place = _free(home, "-".join((*study_and_wave(wave), wanted.name)))
    content = _told(wanted.content, given, root)
    content["cells"] = list(_with_reasons(content["cells"], opened))
    place.write_text(json.dumps(content, indent=1) + "\n", "utf8")
    return place


def _with_reasons(
    cells: Iterable[dict[str, Any]], wave: Wave
) -> Iterator[dict[str, Any]]:
    """Yield cells, above those that the wave lacks something for the sentence why."""
    for cell in cells:
        why = wave.lacks(needs_of(cell)) if cell["cell_type"] == "code" else None
        if why is not None:
            told = {"cell_type": "markdown", "id": f"{cell['id']}-why", "metadata": {}}
            yield {**told, "source": str(why)}
            cell["metadata"].setdefault("tags", []).append(GOES_ON)
        yield cell


def _free(folder: Path, name: str) -> Path:
    """Return a path that is not taken: name, name-2, name-3 …."""
    names = (f"{name}-{n}" if n > 1 else name for n in count(1))
    places = (folder / f"{name}.ipynb" for name in names)
    return next(place for place in places if not place.exists())


def _told(
    content: Mapping[str, Any], given: Mapping[str, str], root: str | None
) -> dict[str, Any]:
    """Return a notebook with the values of its parameters, and its root of data."""
    told = deepcopy(dict(content))
    for cell in told["cells"]:
        if PARAMETERS in cell["metadata"].get("tags", []):
            lines = [f"{name}: str = {value!r}" for name, value in given.items()]
            cell["source"] = "\n".join(lines)
        elif root is not None and cell["cell_type"] == "code":
            opening = f"run_dir=run_dir, data_root={root!r})"
            cell["source"] = "".join(cell["source"]).replace(OPENING, opening)
    return told
