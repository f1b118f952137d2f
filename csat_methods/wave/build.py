"""Which design do the columns of a frame describe?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from csat_methods._checks import Faults
from csat_methods.survey_design.design import Design
from csat_methods.survey_design.making import lonely_faults, make_design
from csat_methods.survey_design.stages import Stage


def study_scales(study: Any, frame: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Return the scale of each item of the study that is a column."""
    scales = {name: study.scale_of(name) for name in study.items if name in frame}
    return {name: scale for name, scale in scales.items() if scale is not None}


def design_of(
    frame: pd.DataFrame,
    named: Mapping[str, list[str]],
    *,
    nested: bool,
    singleton: str,
) -> Design:
    """Return the design that the columns describe.

    Raises
    ------
    ValueError
        If a cluster lies in two strata and `nested` was not said, or the design is
        faulty.
    """
    strata = _codes(frame, named["strata"])
    clusters = _codes(frame, named["clusters"])
    if strata and clusters and not nested:
        _check_torn(frame, named["strata"][0], named["clusters"][0])
    weights = _amounts(frame, named["weights"])
    return make_design(
        len(frame),
        weights=weights[0] if weights else None,
        strata=strata[0] if strata else None,
        clusters=clusters,
        population=_amounts(frame, named["population_size"]),
        singleton=singleton,
        labels=frame.index,
    )


def _codes(frame: pd.DataFrame, names: list[str]) -> list[np.ndarray]:
    return [pd.factorize(frame[name])[0] for name in names]


def _amounts(frame: pd.DataFrame, names: list[str]) -> list[np.ndarray]:
    return [frame[name].to_numpy(float) for name in names]


def _check_torn(frame: pd.DataFrame, stratum: str, cluster: str) -> None:
    strata = frame.groupby(cluster, sort=False)[stratum].nunique()
    torn = strata[strata > 1].index.tolist()
    if torn:
        raise ValueError(
            f"clusters={cluster!r}: {len(torn)} clusters lie in two strata, e.g. "
            f"{torn[0]!r}; say nested=True if their ids repeat across strata."
        )


def without(design: Design, kept: np.ndarray) -> Design:
    """Return the design of some of the rows; populations stay as they were.

    Raises
    ------
    ValueError
        If a stratum is left with one unit, and nobody said what it should do.
    """
    stages = tuple(_stage_of(stage, kept) for stage in design.stages)
    faults = Faults()
    for sentence in lonely_faults(stages, design.singleton):
        faults.add(sentence)
    faults.stop()
    replicates = design.replicates
    if replicates is not None:
        replicates = replace(replicates, held=replicates.held.some(kept))
    return replace(
        design,
        base=design.base[kept],
        weights=design.weights[kept],
        stages=stages,
        replicates=replicates,
    )


def _stage_of(stage: Stage, kept: np.ndarray) -> Stage:
    """Return a stage of some of the rows, units and strata counted anew."""
    present, unit = np.unique(stage.unit[kept], return_inverse=True)
    strata, stratum = np.unique(stage.stratum[present], return_inverse=True)
    return replace(
        stage,
        unit=unit.reshape(-1),
        stratum=stratum.reshape(-1),
        population=stage.population[strata],
    )
