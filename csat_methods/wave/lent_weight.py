"""What must be said where samples drawn anew lack people whom weighting knows?"""

from __future__ import annotations

from csat_methods._messages import Message, Number
from csat_methods.survey_design.replicate_weights import Replicates


def lent_note(replicates: Replicates) -> tuple[Message, ...]:
    """Return in how many samples others carried the weight of a level, if in any."""
    if not replicates.lent:
        return ()
    counts = {
        "count": Number(replicates.lent, "count"),
        "all": Number(replicates.held.count, "count"),
    }
    return (
        Message(
            "{count} of {all} samples drawn anew have nobody of a small level that "
            "weighting knows; the other levels carry its weight there.",
            counts,
        ),
    )
