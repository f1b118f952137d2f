"""How do a study's files and a wave's data become a wave?"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from csat_methods._arguments import checked
from csat_methods.study.files import (
    project_folder,
    read_study,
    read_wave_file,
    shown,
    study_path,
)
from csat_methods.study.plan import Design, WaveFile
from csat_methods.study.sources import DataFile
from csat_methods.study.steps import Step
from csat_methods.wave.code_file import read_code_file
from csat_methods.wave.coding import coded
from csat_methods.wave.consents import consenting
from csat_methods.wave.contacts import (
    ATTEMPTS,
    DISPOSITION,
    attempts_of_answers,
    contact_design,
    read_contacts,
    read_customers,
)
from csat_methods.wave.durations import timed
from csat_methods.wave.experts import read_experts
from csat_methods.wave.exports import as_study
from csat_methods.wave.file_columns import Pseudonyms, matching
from csat_methods.wave.known_totals import totals_of
from csat_methods.wave.ledger import ledger_of
from csat_methods.wave.organization import read_organization
from csat_methods.wave.private_words import private_words, words_elsewhere
from csat_methods.wave.purchases import read_purchases
from csat_methods.wave.raw_table import RawTable
from csat_methods.wave.source_tables import SourceTables
from csat_methods.wave.wave import Wave

__all__ = ["read_study", "read_wave"]

Read = Callable[[DataFile], RawTable]
"""What reads the rows of a source that are meant."""


@checked
def read_wave(path: str | Path, *, data_root: str | Path | None = None) -> Wave:
    """Return a wave as it came in, before any step of preparation.

    Parameters
    ----------
    path : str or Path
        ``params/<study>/waves/<wave>.yaml``; its study lies one folder above.
    data_root : str or Path, optional
        Folder that data paths start from; the project's folder when not given (the
        nearest one above that has ``params/``). No path may leave it.

    Returns
    -------
    Wave
        Its frame's index is the row of the file each answer stands in.

    Raises
    ------
    ValueError
        With one sentence a fault: of the params, with file and line, or of the data,
        with file, column and row.
    """
    path = Path(path)
    study, file = read_wave_file(path)
    folder = Path(data_root) if data_root is not None else project_folder(path)
    digest = hashlib.sha256(study_path(path).read_bytes() + path.read_bytes())
    where = shown(path)
    sources = SourceTables(folder, where, digest)
    source = file.sources.responses
    read = sources.table(source)
    declared = file.duration is not None
    read, file = as_study(read, study, file)
    read = consenting(read, study)
    private = private_words(read, study, file)
    left_out = file.sources.responses.leave_out
    table = read.without(left_out).without(file.columns.names)
    file = _with_totals(file, sources.table, where)
    pseudonyms = Pseudonyms(study.id)
    answers = coded(table, study, file, pseudonyms)
    people = _people(file, sources)
    private |= words_elsewhere(people, study, file)
    contacts = _contacts(people, file, study, answers.frame, pseudonyms)
    frame = _with_attempts(answers.frame, contacts, file)
    frame, seconds, untimed = timed(
        frame, file.duration, source.file, declared=declared
    )
    wave = Wave.from_frame(
        frame,
        study=study,
        scales=answers.scales,
        selection=study.selection,
        **_design(file.columns, frame),
    )
    return wave._with(
        file=file,
        path=path,
        contacts=contacts,
        customers=_customers(people, file, study),
        purchases=_purchases(people, file, study, pseudonyms),
        organization=read_organization(file, study, sources.table),
        experts=read_experts(file, study, sources.shared),
        codes=read_code_file(file, sources.shared),
        absent=answers.absent,
        reasons=answers.reasons,
        contradictions=answers.contradictions,
        notes=(*answers.notes, *untimed),
        timed=seconds,
        ledger=ledger_of(table),
        source_key=digest.hexdigest(),
        private=private,
    )


# ----------------------------------------------------------------------- parts
def _people(file: WaveFile, sources: SourceTables) -> dict[str, RawTable]:
    """Return what the other files about customers hold, all columns of them."""
    told = {name: getattr(file.sources, name) for name in PEOPLE}
    if file.contacts is None:
        told["dispositions"] = None
    read = dict.fromkeys(PEOPLE, sources.table)
    if file.customers.size is not None:  # groups, of which none is a person
        read["frame"] = sources.shared
    return {n: read[n](source) for n, source in told.items() if source is not None}


def _contacts(
    people: Mapping[str, RawTable],
    file: WaveFile,
    study: Any,
    answers: Any,
    pseudonyms: Pseudonyms,
) -> Wave | None:
    """Return everybody who was to be asked; None where nothing says so."""
    source = file.sources.dispositions
    if source is None or "dispositions" not in people:
        return None
    table = people["dispositions"].without(source.leave_out)
    frame = read_contacts(table, study, file, answers, pseudonyms)
    asked = Wave.from_frame(
        frame, study=study, selection=study.selection, **contact_design(file, frame)
    )
    return asked._with(domain=(frame[DISPOSITION] != "NE").to_numpy())


def _with_attempts(answers: Any, contacts: Wave | None, file: WaveFile) -> Any:
    """Return the answers with the attempts that each took, where they are known."""
    if contacts is None or ATTEMPTS not in contacts.frame:
        return answers
    if ATTEMPTS in answers:
        raise ValueError(
            f"{file.sources.responses.file}: column {ATTEMPTS!r} is in the contact "
            "file too; leave one of them out."
        )
    respondent = str(file.columns.respondent)
    tried = attempts_of_answers(contacts.frame, answers, respondent)
    return answers.assign(**{ATTEMPTS: tried})


def _customers(
    people: Mapping[str, RawTable], file: WaveFile, study: Any
) -> pd.DataFrame | None:
    """Return the frame of customers; None where the wave file names none."""
    source = file.sources.frame
    if source is None:
        return None
    table = people["frame"].without(source.leave_out)
    found = read_customers(table, file.customers.size, tuple(study.segments))
    return found.copy(deep=False)


def _purchases(
    people: Mapping[str, RawTable], file: WaveFile, study: Any, pseudonyms: Pseudonyms
) -> pd.DataFrame | None:
    """Return what is recorded of purchases; None where nothing is."""
    source = file.sources.purchases
    if source is None:
        return None
    table = people["purchases"].without(source.leave_out)
    return read_purchases(table, study, file, pseudonyms)


PEOPLE = ("dispositions", "frame", "purchases")
"""Sources about customers, beside their answers."""

NOT_OF_THE_WAVE = {
    "respondent",
    "population",
    "pooled",
    "names",
    "combined",
    "first_of",
    "replicate_scales",
}
"""Columns of a wave file that are used up in reading it."""


def _design(design: Design, frame: pd.DataFrame) -> dict[str, Any]:
    """Return the arguments of a wave that a wave file's columns give."""
    told = {
        name: getattr(design, name)
        for name in design.model_fields_set
        if name not in NOT_OF_THE_WAVE
    }
    if design.replicate_weights:
        told["replicate_weights"] = matching(design.replicate_weights, frame.columns)
    if design.replicate_scales:
        scales = list(design.replicate_scales)
        told["replicate_scales"] = scales[0] if len(scales) == 1 else scales
    return {
        name: list(given) if isinstance(given, tuple) else given
        for name, given in told.items()
        if given not in (None, ())
    }


# --------------------------------------------------------------------- margins
TOTALS = {"rake": "margins", "poststratify": "totals", "calibrate": "totals"}
"""Steps that need known totals, and the argument that has them."""


def _with_totals(file: WaveFile, table_of: Read, where: str) -> WaveFile:
    """Return the wave file with totals from files written into its steps."""
    steps = tuple(
        _filled(step, file, table_of, where) if step.name in TOTALS else step
        for step in file.steps
    )
    return file.model_copy(update={"steps": steps})


def _filled(step: Step, file: WaveFile, table_of: Read, where: str) -> Step:
    argument = TOTALS[step.name]
    given = getattr(getattr(step, step.name), argument)
    if isinstance(given, Mapping):
        return step
    source = DataFile(file=given) if given is not None else file.sources.margins
    if source is None:
        raise ValueError(
            f"{where}: the step {step.name} has no {argument}, and sources name no "
            "margins."
        )
    totals = totals_of(table_of(source).without(source.leave_out))
    part = getattr(step, step.name).model_copy(update={argument: totals})
    return step.model_copy(update={step.name: part})
