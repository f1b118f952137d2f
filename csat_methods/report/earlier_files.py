"""What do the files of a study's waves say of earlier ones, without their answers?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from csat_methods.preparation import condition_of
from csat_methods.study.files import read_wave_file

if TYPE_CHECKING:
    from csat_methods.study.plan import WaveFile
    from csat_methods.wave.wave import Wave


def files_of(wave: Wave) -> tuple[WaveFile, ...]:
    """Return the files of the earlier waves and of this one, in time order."""
    if wave.file is None:
        return ()
    if wave.path is None:
        return (wave.file,)
    places = [wave.path.with_name(f"{name}.yaml") for name in wave.file.previous]
    return (*(read_wave_file(p)[1] for p in places if p.is_file()), wave.file)


def narrowed_in(file: WaveFile) -> tuple[str, ...]:
    """Return what preparation narrows a wave's domain by, in words, as its file says.

    Who was not eligible leaves the design too, and narrows nothing.
    """
    steps = [step["exclude"] for step in file.preparation if "exclude" in step]
    return tuple(condition_of(s["reason"]) for s in steps if not s.get("ineligible"))


def earlier_conditions(wave: Wave) -> dict[str, tuple[str, ...]]:
    """Return what narrowed the domain of each earlier wave, by its name."""
    return {file.id: narrowed_in(file) for file in files_of(wave)[:-1]}
