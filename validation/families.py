"""Which trials are there?"""

from __future__ import annotations

from validation import chain, comparisons, coverage, dimensions, instrument
from validation.trials import Trial

TRIALS: dict[str, Trial] = {
    **coverage.TRIALS,
    **comparisons.TRIALS,
    **dimensions.TRIALS,
    **instrument.TRIALS,
    **chain.TRIALS,
}
