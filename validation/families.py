"""Which trials are there?"""

from __future__ import annotations

from validation import comparisons, coverage, dimensions
from validation.trials import Trial

TRIALS: dict[str, Trial] = {
    **coverage.TRIALS,
    **comparisons.TRIALS,
    **dimensions.TRIALS,
}
