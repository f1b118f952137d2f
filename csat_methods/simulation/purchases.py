"""What do the organization's records say of each customer's purchases?

Mostly what the customer says; a few records differ, and a few customers have none.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

RECORDED = ("had_delivery", "orders")
"""What is known of purchases besides answers."""

COLUMNS = {
    "id": "customer",
    "answers": {"had_delivery": "delivered", "orders": "purchases"},
    "within": {"orders": 1.0},
}
"""What a wave file says of the records."""

UNKNOWN, WRONG = 0.02, 0.01
"""Share of customers without a record, and of records that differ."""


def purchase_records(responses: pd.DataFrame, seed: Sequence[int]) -> pd.DataFrame:
    """Return one row a customer: ``customer, delivered, purchases``."""
    rng = np.random.default_rng(seed)
    known = rng.random(len(responses)) >= UNKNOWN
    delivered, orders = (responses[name].to_numpy(int) for name in RECORDED)
    wrong = rng.random((2, len(responses))) < WRONG
    told = pd.DataFrame(
        {
            "customer": responses["customer"],
            "delivered": np.where(wrong[0], 1 - delivered, delivered),
            "purchases": np.where(wrong[1], orders + rng.integers(2, 5), orders),
        }
    )
    return told[known]


def recorded(study: Any) -> bool:
    """Whether the study asks what the records of purchases hold."""
    return all(name in study.items for name in RECORDED)


def write_purchases(
    drawn: Any, study: Any, data: Path, sources: dict[str, Any], seed: int
) -> dict[str, Any]:
    """Write the records of purchases, and return their columns; none without them."""
    if not recorded(study):
        return {}
    place = data / "purchases" / f"{drawn.id}.csv"
    start = (seed, int(drawn.start.strftime("%Y%m")), 3)
    purchase_records(drawn.responses, start).to_csv(place, index=False)
    sources["purchases"] = f"data/{study.id}/purchases/{place.name}"
    return {"purchases": COLUMNS}
