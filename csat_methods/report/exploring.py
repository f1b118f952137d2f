"""How does somebody get a chapter of their own, to change it and run on?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from itertools import count
from pathlib import Path
from typing import Any

from csat_methods.report.chapters import (
    PARAMETERS,
    Chapter,
    chapters_folder,
    find_chapters,
    select,
)
from csat_methods.report.job import path_from, study_and_wave
from csat_methods.study.present import check_file

OPENING = "run_dir=run_dir)"


def open_chapter(
    wave: str | Path,
    chapter: str,
    *,
    folder: str | Path = "work",
    data_root: str | Path | None = None,
) -> Path:
    """Copy a chapter with its parameters filled in, and return the copy's path.

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
        If there is no such wave file or chapter.
    """
    wave, home = Path(wave), Path(folder)
    check_file(wave, wave, "wave file")
    explore = Chapter(chapters_folder() / "explore.ipynb")
    (wanted,) = select((*find_chapters(), explore), [chapter])
    wanted.check({"wave_file": "", "run_dir": ""})
    home.mkdir(parents=True, exist_ok=True)
    given = {"wave_file": path_from(home, wave), "run_dir": ""}
    root = None if data_root is None else path_from(home, Path(data_root))
    place = _free(home, "-".join((*study_and_wave(wave), wanted.name)))
    content = json.dumps(_told(wanted.content, given, root), indent=1)
    place.write_text(content + "\n", "utf8")
    return place


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
