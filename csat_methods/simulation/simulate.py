"""Which synthetic survey has a truth that every estimate can be held against?"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from csat_methods import _checks
from csat_methods._arguments import checked
from csat_methods.preparation import prepare
from csat_methods.simulation import fieldwork, model
from csat_methods.simulation.comment_codes import write_codes
from csat_methods.simulation.experts import expert_ratings, expert_source
from csat_methods.simulation.organization import (
    OwnFiles,
    link_truth,
    own_files,
    write_own,
)
from csat_methods.simulation.purchases import write_purchases
from csat_methods.simulation.truth import changes, truth_of
from csat_methods.simulation.wave_content import DAYS, blanks_step, wave_file
from csat_methods.wave.reading import read_study, read_wave

POPULATION = 12_000
FORM: dict[str, Any] = {"allow_unicode": True, "sort_keys": False, "width": 88}
FEW_BLANKS = 2
"""Most blanks in an answer that counts as full."""


@dataclass(frozen=True, eq=False)
class Simulation:
    """A study, its waves and what is true of all its customers.

    Attributes
    ----------
    study : Study
    waves : dict of str to Wave
        Prepared, in time order.
    truth : pandas.DataFrame
        ``wave, kind, term, segment, value``: population values.
    """

    study: Any
    waves: Mapping[str, Any]
    truth: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Drawn:
    """One wave as its files hold it."""

    id: str
    start: date
    responses: pd.DataFrame
    contacts: pd.DataFrame
    customers: pd.DataFrame
    margins: Mapping[str, Mapping[str, int]]
    invited: int
    truth: pd.DataFrame
    own: OwnFiles | None = None


def bundled_study() -> Path:
    """Return where the bundled study's file is: in a checkout, or in the package."""
    package = Path(__file__).resolve().parents[1]
    homes = (package.parent, package / "studies")
    files = [home / "params" / "demo" / "study.yaml" for home in homes]
    return next(path for path in files if path.exists())


def draw(
    study: Any,
    *,
    waves: int = 6,
    n: int = 1500,
    seed: int,
    population: int = POPULATION,
) -> Iterator[Drawn]:
    """Yield wave after wave as its files hold it, and what is true of it.

    Parameters
    ----------
    study : Study
        Its catalogue, pairs, roles and routing say what is asked.
    waves : int
    n : int
        Customers asked a wave; about half of them answer.
    seed : int
    population : int
        Customers there are.
    """
    rng = np.random.default_rng(seed)
    people = model.customers(population, rng)
    views = model.first_views(population, rng)
    margins = {
        name: people[name].value_counts().sort_index().to_dict()
        for name in ("region", "customer_type", "age_group")
    }
    for wave in range(waves):
        views = model.next_views(views, rng) if wave else views
        answers = model.answers(study, people, views, wave, rng)
        start = date(2023 + wave // 2, 4 if wave % 2 == 0 else 10, 3)
        name = f"{start.year}h{1 + wave % 2}"
        asked = fieldwork.sample(people, n, wave)
        answered = fieldwork.responded(asked, views[asked.index], rng)
        came = asked[answered]
        given = fieldwork.spoiled(study, answers.loc[came.index], came, rng)
        rest = fieldwork.background(came, start, DAYS, rng)
        kept = [*fieldwork.KNOWN, "base_weight"]
        full = (
            given.isna().sum(axis=1)
            <= answers.loc[came.index].isna().sum(axis=1) + FEW_BLANKS
        )
        own = own_files(study, wave, (seed, wave, 2))
        yield Drawn(
            id=name,
            start=start,
            responses=pd.concat([came[kept], rest, given], axis=1),
            contacts=fieldwork.contacts(asked, answered, full, (seed, wave)),
            customers=fieldwork.customer_groups(people),
            margins=margins,
            invited=len(asked),
            truth=pd.concat(
                [
                    truth_of(study, name, answers, people),
                    link_truth(study, name, answers, own),
                ],
                ignore_index=True,
            ),
            own=own,
        )


def _write_data(drawn: Drawn, data: Path) -> None:
    """Write what came back, who was asked, and what the organization says of itself."""
    place = f"{drawn.id}.csv"
    drawn.responses.to_csv(data / place, index=False, float_format="%.10g")
    drawn.contacts.to_csv(data / "contacts" / place, index=False, float_format="%.6g")
    drawn.customers.to_csv(data / "customers.csv", index=False)
    if drawn.own is not None:
        write_own(drawn.own, data, drawn.id)


def _check_sizes(waves: int, n: int, seed: int, population: int) -> None:
    """Refuse sizes of which no survey can be drawn."""
    _checks.whole("waves", waves)
    _checks.whole("n", n, 50)
    _checks.whole("seed", seed, 0)
    _checks.whole("population", population, n)


def write_study(
    out: Path,
    study_file: Path,
    *,
    waves: int = 6,
    n: int = 1500,
    seed: int,
    population: int = POPULATION,
) -> pd.DataFrame:
    """Write a study, its waves and data as a project, and return the truth.

    Parameters
    ----------
    out : Path
        Project folder: ``params/<study>/…`` and ``data/<study>/…`` are made in it.
    study_file : Path
        The ``study.yaml`` to draw answers for.

    Raises
    ------
    ValueError
        If a number is not whole or too small, or more are asked than there are.
    """
    _check_sizes(waves, n, seed, population)
    study = read_study(study_file)
    params, data = out / "params" / study.id, out / "data" / study.id
    for folder in (params / "waves", data / "contacts", data / "purchases"):
        folder.mkdir(parents=True, exist_ok=True)
    (params / "study.yaml").write_text(study_file.read_text("utf8"), "utf8")
    experts = expert_ratings(study, seed)
    if experts is not None:
        experts.to_csv(data / "experts.csv", index=False, float_format="%g")
    codes = write_codes(study, data)
    truth: list[pd.DataFrame] = []
    previous: list[str] = []
    for drawn in draw(study, waves=waves, n=n, seed=seed, population=population):
        _write_data(drawn, data)
        content = wave_file(drawn, study.id, previous)
        content["preparation"] += blanks_step(study, seed)
        content |= write_purchases(drawn, study, data, content["sources"], seed)
        if experts is not None:
            content["sources"]["experts"] = expert_source(study.id)
        content["sources"] |= codes
        text = yaml.safe_dump(content, default_flow_style=None, **FORM)
        (params / "waves" / f"{drawn.id}.yaml").write_text(text, "utf8")
        truth.append(drawn.truth)
        previous = [*previous, drawn.id]
    facts = pd.concat(truth, ignore_index=True)
    return pd.concat([facts, changes(facts)], ignore_index=True)


@checked
def simulate(
    study: str | Path | None = None,
    *,
    waves: int = 6,
    n: int = 1500,
    seed: int,
    population: int = POPULATION,
) -> Simulation:
    """Return a synthetic survey whose truth is known.

    Expectations and perceptions come from one correlated ordinal factor model with
    ceiling and acquiescence; some answer carelessly, the satisfied answer more often,
    waves share customers, and each aspect has a planted change. The waves are read
    and prepared as files would be.

    Parameters
    ----------
    study : path, optional
        A ``study.yaml``; the bundled study when not given.
    waves : int
        Number of waves.
    n : int
        Customers asked a wave; about half answer.
    seed : int
        Equal seeds, equal surveys.
    population : int
        Customers there are; truth is theirs.

    Returns
    -------
    Simulation
        ``.study, .waves, .truth``

    Raises
    ------
    ValueError
        If a number is not whole or too small, or more are asked than there are.

    Examples
    --------
    >>> from csat_methods import means, simulate
    >>> survey = simulate(waves=1, n=400, seed=1, population=2000)
    >>> means(survey.waves["2023h1"], "overall").estimate > 5
    True
    """
    source = Path(study) if study is not None else bundled_study()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        truth = write_study(
            out, source, waves=waves, n=n, seed=seed, population=population
        )
        known = read_study(source)
        files = sorted((out / "params" / known.id / "waves").glob("*.yaml"))
        prepared = {path.stem: prepare(read_wave(path)) for path in files}
    return Simulation(known, prepared, truth)
