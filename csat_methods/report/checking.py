"""What of the report can be made from a wave, before anything is run?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from csat_methods.beforehand import told_of_catalogue, told_of_questionnaire
from csat_methods.report.chapters import Chapter, find_chapters, select
from csat_methods.report.session import open_wave
from csat_methods.report.wave_files import study_alone, waves_of
from csat_methods.wave.reading import read_study

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


def check_given(
    given: str, *, data_root: str | Path | None = None
) -> Iterator[list[str]]:
    """Yield what is told of each wave that is meant.

    Of a study that has no wave yet, what is told of its questions: they are written,
    and mended, before anybody answers.

    Parameters
    ----------
    given : str
        A wave file, a pattern, or a study's folder or file.
    data_root : str or Path, optional
        Folder that data paths start from.

    Raises
    ------
    ValueError
        With every fault of the params and of the data.
    """
    alone = study_alone(Path(given))
    if alone is not None:
        study = read_study(alone)
        first = f"Study {study.id}: no wave yet."
        yield [first, *told_of_questionnaire(study)]
        return
    for path in waves_of([given]):
        yield check_wave(path, data_root=data_root)


def check_wave(path: str | Path, *, data_root: str | Path | None = None) -> list[str]:
    """Return a line on the wave, and for each chapter whether it runs or why not.

    Parameters
    ----------
    path : str or Path
        Wave file.
    data_root : str or Path, optional
        Folder that data paths start from.

    Raises
    ------
    ValueError
        With every fault of the params and of the data, and where the catalogue leaves
        something out without saying why.

    Examples
    --------
    >>> lines = check_wave("params/abc/waves/annual.yaml")
    >>> lines[0]
    'Wave annual: 266 of 266 rows in the domain.'
    >>> [line.split()[1] for line in lines if line.startswith("09")]
    ['runs']
    """
    wave = open_wave(path, data_root=data_root)
    notes = [f"Note: {note}" for note in wave.notes]
    notes += told_of_catalogue(wave)
    notes += told_of_questionnaire(wave.study)
    chapters = select(find_chapters(), wave.file.chapters)
    width = max(len(chapter.name) for chapter in chapters)
    told = [line for c in chapters for line in _lines(c, wave, width)]
    return [repr(wave), *notes, *told]


def _lines(chapter: Chapter, wave: Wave, width: int) -> Iterator[str]:
    missing = chapter.missing(wave)
    reasons = list(dict.fromkeys(str(why) for why in missing if why is not None))
    whole = bool(missing) and all(why is not None for why in missing)
    first = [] if whole else ["runs in part" if reasons else "runs"]
    for number, words in enumerate([*first, *reasons]):
        name = "" if number else chapter.name
        yield f"{name:<{width}}  {words}"
