"""Which design do the columns of a frame describe, and is the frame sound?"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods.survey_design.design import Design, Replicates
from csat_methods.survey_design.making import make_design

REPLICATE_SCALES = {
    "jk1": lambda r, rho: (r - 1) / r,
    "brr": lambda r, rho: 1 / r,
    "fay": lambda r, rho: 1 / (r * (1 - rho) ** 2),
    "bootstrap": lambda r, rho: 1 / (r - 1),
}
"""What the squared deviations of R replicates are multiplied by."""


def named_columns(**arguments: str | Sequence[str] | None) -> dict[str, list[str]]:
    """Return the columns behind each design argument, as lists."""
    return {
        name: [given] if isinstance(given, str) else list(given or ())
        for name, given in arguments.items()
    }


def study_scales(study: Any, frame: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Return the scale of each item of the study that is a column."""
    scales = {name: study.scale_of(name) for name in study.items if name in frame}
    return {name: scale for name, scale in scales.items() if scale is not None}


def check_frame(
    frame: pd.DataFrame,
    named: Mapping[str, list[str]],
    scales: Mapping[str, tuple[float, float]],
) -> None:
    """Refuse a frame that cannot be a wave, with every fault at once."""
    _check_shape(frame)
    wanted = [column for group in named.values() for column in group]
    _checks.columns(map(str, frame.columns), [*wanted, *scales], "the frame")
    faults = _checks.Faults()
    if not frame.index.is_unique:
        faults.add("frame.index repeats; each row needs a label of its own.")
    for column in (*named["weights"], *named["replicate_weights"]):
        _check_weights(frame[column], column, faults)
    for name in ("strata", "clusters", "population_size"):
        for column in named[name]:
            _check_design_column(frame[column], name, column, faults)
    for item, (low, high) in scales.items():
        _check_scale(frame[item], item, low, high, faults)
    faults.stop()


def _check_shape(frame: pd.DataFrame) -> None:
    """Refuse what is no frame, has no rows, or names a column twice."""
    if not isinstance(frame, pd.DataFrame):
        raise ValueError(f"frame={type(frame).__name__} must be a pandas DataFrame.")
    if len(frame) == 0:
        raise ValueError("frame has no rows: nobody answered.")
    repeated = frame.columns[frame.columns.duplicated()].tolist()
    if repeated:
        raise ValueError(f"columns={repeated} are in the frame more than once.")


def _check_weights(column: pd.Series, name: str, faults: _checks.Faults) -> None:
    if column.dtype.kind not in "fiub":
        faults.add(f"weights={name!r} holds text; weights are numbers.")
        return
    values = column.to_numpy(float, na_value=np.nan)
    wrong = ~np.isfinite(values) | (values < 0)
    if wrong.any():
        row = column.index[int(np.flatnonzero(wrong)[0])]
        faults.add(
            f"weights={name!r}: {int(wrong.sum())} are negative, blank or not finite, "
            f"first in row {row} ({column[row]})."
        )
    elif not (values > 0).any():
        faults.add(f"weights={name!r} are all 0; nobody would count.")


def _check_design_column(
    column: pd.Series, argument: str, name: str, faults: _checks.Faults
) -> None:
    missing = column.isna().to_numpy()
    if missing.any():
        row = column.index[int(np.flatnonzero(missing)[0])]
        faults.add(
            f"{argument}={name!r}: {int(missing.sum())} rows are blank, first {row}."
        )
    elif argument == "population_size" and not (
        column.dtype.kind in "fiu" and (column >= 1).all()
    ):
        faults.add(f"population_size={name!r} must count units: numbers from 1 on.")


def _check_scale(
    column: pd.Series, name: str, low: float, high: float, faults: _checks.Faults
) -> None:
    if column.dtype.kind not in "fiub":
        faults.add(f"item={name!r} holds text; its scale is {low:g} to {high:g}.")
        return
    off = ((column < low) | (column > high)).to_numpy(bool, na_value=False)
    if off.any():
        row = column.index[int(np.flatnonzero(off)[0])]
        faults.add(
            f"item={name!r}: {int(off.sum())} answers are off the scale {low:g} to "
            f"{high:g}, first in row {row} ({column[row]:g})."
        )


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
    clusters = [pd.factorize(frame[c])[0] for c in named["clusters"]]
    if strata and clusters and not nested:
        _check_torn(frame, named["strata"][0], named["clusters"][0])
    weights = named["weights"]
    return make_design(
        len(frame),
        weights=frame[weights[0]].to_numpy(float) if weights else None,
        strata=strata[0] if strata else None,
        clusters=clusters,
        population=[frame[c].to_numpy(float) for c in named["population_size"]],
        singleton=singleton,
    )


def _codes(frame: pd.DataFrame, names: list[str]) -> list[np.ndarray]:
    return [pd.factorize(frame[name])[0] for name in names]


def _check_torn(frame: pd.DataFrame, stratum: str, cluster: str) -> None:
    strata = frame.groupby(cluster, sort=False)[stratum].nunique()
    torn = strata[strata > 1].index.tolist()
    if torn:
        raise ValueError(
            f"clusters={cluster!r}: {len(torn)} clusters lie in two strata, e.g. "
            f"{torn[0]!r}; say nested=True if their ids repeat across strata."
        )


def with_replicates(
    design: Design,
    weights: np.ndarray,
    *,
    method: str | None,
    scales: float | Sequence[float] | None,
    rho: float | None,
    mse: bool,
) -> Design:
    """Return the design with replicate weights as given.

    Raises
    ------
    ValueError
        If the scales cannot be known, or have another length.
    """
    count = weights.shape[1]
    if scales is None:
        if method not in REPLICATE_SCALES:
            raise ValueError(
                f"replicate_method={method!r} does not fix the scales; name one of "
                f"{', '.join(REPLICATE_SCALES)} or give replicate_scales."
            )
        scale = REPLICATE_SCALES[method](count, rho or 0.0)
        return replace(design, replicates=_replicates(weights, scale, mse=mse))
    given = np.asarray(scales, float)
    if given.ndim and given.shape != (count,):
        raise ValueError(
            f"replicate_scales has {given.size} numbers for {count} replicates."
        )
    return replace(design, replicates=_replicates(weights, given, mse=mse))


def _replicates(weights: np.ndarray, scale: Any, *, mse: bool) -> Replicates:
    return Replicates(
        weights, np.broadcast_to(scale, weights.shape[1]).astype(float), mse
    )


def sound_mask(mask: Any, index: pd.Index) -> np.ndarray:
    """Return a mask as an array.

    Raises
    ------
    ValueError
        If it is no boolean Series over this very index, or has missing values.
    """
    if not isinstance(mask, pd.Series) or mask.dtype.name not in ("bool", "boolean"):
        kind = mask.dtype if isinstance(mask, pd.Series) else type(mask).__name__
        raise ValueError(f"mask={kind} must be a boolean Series over wave.frame.index.")
    if mask.isna().any():
        raise ValueError(f"mask has {int(mask.isna().sum())} missing values.")
    if not mask.index.equals(index):
        raise ValueError(
            "mask has another index than wave.frame; other people would be selected."
        )
    return mask.to_numpy(bool)


def without(design: Design, kept: np.ndarray) -> Design:
    """Return the design of some of the rows; populations stay as they were."""
    stages = []
    for stage in design.stages:
        unit = stage.unit[kept]
        present, new = np.unique(unit, return_inverse=True)
        strata, stratum = np.unique(stage.stratum[present], return_inverse=True)
        stages.append(
            replace(
                stage,
                unit=new.reshape(-1),
                stratum=stratum.reshape(-1),
                population=stage.population[strata],
            )
        )
    replicates = design.replicates
    if replicates is not None:
        replicates = replace(replicates, weights=replicates.weights[kept])
    return replace(
        design,
        base=design.base[kept],
        weights=design.weights[kept],
        stages=tuple(stages),
        replicates=replicates,
    )


def digest_frame(frame: pd.DataFrame) -> str:
    """Return a digest of all cells and names of a frame."""
    hashed = pd.util.hash_pandas_object(frame, index=False).to_numpy().tobytes()
    names = repr(frame.columns.tolist()).encode()
    return hashlib.sha256(names + hashed).hexdigest()


def key_after(source_key: str, change: str, data: Any) -> str:
    """Return the key of a source after a change; empty if it never had one."""
    if not source_key:
        return ""
    blob = digest_frame(data).encode() if isinstance(data, pd.DataFrame) else data
    raw = blob if isinstance(blob, bytes) else np.ascontiguousarray(blob).tobytes()
    return hashlib.sha256(source_key.encode() + change.encode() + raw).hexdigest()
