"""How does one's own file become a study that runs?"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from csat_methods.guesses import guesses
from csat_methods.study_text import study_text, wave_text
from csat_methods.wave.readers import read_table

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,40}")


def new_study(study: str, source: str | Path, root: str | Path = ".") -> list[Path]:
    """Write a study and a wave file for a file of answers, guesses marked for review.

    Items, labels and scales come from the file (SPSS files carry them all); roles,
    pairs, segments, the weight and the respondent's id are guessed and marked
    ``# review``. The data are copied into ``data/<study>/``, which git ignores.

    Parameters
    ----------
    study : str
        Its name: letters, digits, ``.``, ``_`` and ``-``.
    source : path
        CSV, Excel, Parquet, SPSS, Stata or SQLite file; one row a respondent.
    root : path
        The project's folder.

    Returns
    -------
    list of Path
        The files written: study, wave, data.

    Raises
    ------
    ValueError
        If the name is unsound, the study exists, or the file cannot be read.
    """
    if not NAME.fullmatch(study):
        raise ValueError(
            f"study={study!r} must be 1 to 41 letters, digits, '.', '_' or '-', "
            "beginning with a letter or digit."
        )
    path, home = Path(source), Path(root)
    params = home / "params" / study
    if (params / "study.yaml").exists():
        raise ValueError(f"study={study!r} exists already: {params / 'study.yaml'}.")
    table = read_table(path)
    found = guesses(table)
    wave = re.sub(r"[^A-Za-z0-9._-]+", "-", path.stem).strip("-._")[:41] or "wave1"
    data = home / "data" / study / path.name
    texts = {
        params / "study.yaml": study_text(study, table, found),
        params / "waves" / f"{wave}.yaml": wave_text(study, wave, path.name, found),
    }
    for file, text in texts.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf8")
    data.parent.mkdir(parents=True, exist_ok=True)
    if data.resolve() != path.resolve():
        shutil.copyfile(path, data)
    return [*texts, data]
