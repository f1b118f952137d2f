"""What must be known of a draw before anybody relies on it?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from csat_methods._messages import Listing, Message, Number
from csat_methods.sampling.draw_plan import DrawPlan
from csat_methods.sampling.frame_units import Customers
from csat_methods.sampling.multistage import Selection
from csat_methods.sampling.periodic_order import periodic_columns

QUOTA = Message(
    "Customers were chosen by quota: their chances of being asked are not known, and "
    "no margin of error can be given."
)

COUNTED = {
    "excluded": (
        "Excluded before the draw: {count} customers; the weights stand for all others."
    ),
    "kept": (
        "Kept from an earlier sample: {count} customers; their chances are right if "
        "they were drawn at random from the same customers."
    ),
    "gone": "To be kept, but no longer in the list: {count} customers.",
    "empty": (
        "Groups without anybody drawn: {count}; the sample does not speak of them."
    ),
    "small": (
        "Clusters with fewer customers than wanted: {count}; they are asked whole."
    ),
    "certain": "Drawn for certain because of their size: {count}.",
    "short": "Reserves that are wanted and not there: {count}.",
}
"""What is noted when it happens, with how often."""


def draw_notes(
    frame: pd.DataFrame,
    plan: DrawPlan,
    people: Customers,
    chosen: Selection,
    table: pd.DataFrame,
    reserves: np.ndarray,
) -> tuple[Message, ...]:
    """Return the notes of a draw: quota, exclusions, repeating lists and the rest."""
    counts = {
        "excluded": int(people.out.sum()),
        "kept": int(people.kept.sum()),
        "gone": people.gone,
        "empty": int((table["n"] == 0).sum()),
        "small": chosen.small,
        "certain": chosen.certain,
        "short": int(reserves.sum() - table["reserve"].sum()),
    }
    said = [
        Message(text, {"count": Number(counts[name], "count")})
        for name, text in COUNTED.items()
        if counts[name]
    ]
    quota = [QUOTA] if plan.first.method == "quota" else []
    return (*quota, *said, *_periods(frame, plan, people, chosen))


def _periods(
    frame: pd.DataFrame, plan: DrawPlan, people: Customers, chosen: Selection
) -> tuple[Message, ...]:
    """Return the warning that a list repeats itself in step with the draw."""
    if plan.first.method != "systematic" or len(plan.stages) > 1:
        return ()
    others = [c for c in frame.columns if c not in {plan.id, *plan.strata}]
    found: dict[str, None] = {}
    for cell, n in enumerate(chosen.counts):
        rows = chosen.rows[chosen.cell == cell]
        rows = rows[np.argsort(people.place[rows], kind="stable")]
        if n:
            found |= dict.fromkeys(periodic_columns(frame[others].iloc[rows], int(n)))
    if not found:
        return ()
    warning = (
        "The order of the list repeats itself in step with the draw, in {columns}: "
        "sort the list another way, or draw at random."
    )
    return (Message(warning, {"columns": Listing(tuple(found))}),)
