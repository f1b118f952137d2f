"""What do experts hold of the items of a synthetic survey?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

EXPERTS = 20
"""Experts who are asked before the questionnaire goes into the field."""

CHANCES = (0.005, 0.015, 0.21, 0.77)
"""Chances of the codes one (not relevant) to four (highly relevant)."""

SKIPPED = 0.01
"""Chance that an expert skips an item."""


def expert_ratings(study: Any, seed: int) -> pd.DataFrame | None:
    """Return experts' ratings of the items of all constructs; None without any.

    Parameters
    ----------
    study : Study
    seed : int
        Of draws of their own: the customers' answers are the same without them.

    Returns
    -------
    DataFrame
        ``expert`` and a column an item, one to four; blank where one was skipped.
    """
    items = [item for each in study.constructs.values() for item in each.items]
    if not items:
        return None
    rng = np.random.default_rng((seed, 3))
    shape = (EXPERTS, len(items))
    codes = rng.choice([1.0, 2.0, 3.0, 4.0], shape, p=CHANCES)
    codes[rng.random(shape) < SKIPPED] = np.nan
    who = [f"E{number:02d}" for number in range(1, EXPERTS + 1)]
    return pd.DataFrame(codes, columns=items).assign(expert=who)[["expert", *items]]


def expert_source(study: str) -> dict[str, str]:
    """Return what a wave file's sources say of the experts."""
    return {"file": f"data/{study}/experts.csv", "id": "expert"}
