"""What is true of all customers, so that estimates can be held against it?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from csat_methods.statistics.relative_importance import lmg
from csat_methods.statistics.reliability import alpha

Fact = dict[str, Any]


def truth_of(
    study: Any, wave: str, answers: pd.DataFrame, people: pd.DataFrame
) -> pd.DataFrame:
    """Return every population value of a wave: kind, term, segment, value."""
    facts = [*_items(study, answers), *_gaps(study, answers), *_scales(study, answers)]
    for region in sorted(people["region"].unique()):
        inside = answers[(people["region"] == region).to_numpy()]
        facts += [{**fact, "segment": region} for fact in _items(study, inside)]
        facts += [{**fact, "segment": region} for fact in _gaps(study, inside)]
    facts += list(_drivers(study, answers))
    return pd.DataFrame(facts).assign(wave=wave).fillna({"segment": ""})


def _items(study: Any, answers: pd.DataFrame) -> Iterator[Fact]:
    """Yield means, top-two shares, promoter scores and indices of items."""
    rated = [n for n in answers if not study.items[n].role.startswith("kano")]
    for name in rated:
        low, high = study.scale_of(name)
        held = answers[name].dropna()
        yield {"kind": "mean", "term": name, "value": held.mean()}
        yield {"kind": "top_box", "term": name, "value": (held >= high - 1).mean()}
        index = 100 * (held.mean() - low) / (high - low)
        yield {"kind": "satisfaction_index", "term": name, "value": index}
        if study.items[name].role == "recommend":
            score = 100 * ((held >= 9).mean() - (held <= 6).mean())
            yield {"kind": "net_promoter_score", "term": name, "value": score}


def _gaps(study: Any, answers: pd.DataFrame) -> Iterator[Fact]:
    pairs = study.pairs().items()
    for name, (expected, perceived) in (
        (k, v) for k, v in pairs if set(v) <= set(answers)
    ):
        gap = (answers[perceived] - answers[expected]).mean()
        yield {"kind": "gap", "term": name, "value": gap}


def _scales(study: Any, answers: pd.DataFrame) -> Iterator[Fact]:
    for name, construct in study.constructs.items():
        complete = answers[list(construct.items)].dropna().to_numpy()
        covariance = np.cov(complete, rowvar=False)
        yield {"kind": "alpha", "term": name, "value": float(alpha(covariance))}


def _drivers(study: Any, answers: pd.DataFrame) -> Iterator[Fact]:
    outcome = study.role("overall")
    ratings = [name for name in study.role("perception") if name in answers]
    if not outcome or len(ratings) < 2:
        return
    complete = answers[[outcome[0], *ratings]].dropna().to_numpy()
    shares = lmg(np.cov(complete, rowvar=False))
    for name, value in zip(ratings, np.asarray(shares).ravel(), strict=True):
        yield {"kind": "lmg", "term": name, "value": float(value)}


def changes(truth: pd.DataFrame) -> pd.DataFrame:
    """Return the change of each mean from each wave to the next."""
    means = truth[(truth["kind"] == "mean") & (truth["segment"] == "")]
    wide = means.pivot(index="term", columns="wave", values="value")
    moved = wide.diff(axis=1).iloc[:, 1:].stack().rename("value").reset_index()
    return moved.assign(kind="change", segment="")
