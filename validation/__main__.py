"""Measure how often what is claimed of chance comes true: ``make validate``.

Seeded and resumable: what was measured with this code is not measured again.
"""

from __future__ import annotations

import sys

from validation.families import TRIALS
from validation.trials import REPETITIONS, Rate, Trial, code_of, keep, known, measure


def main() -> int:
    """Measure what is missing, print everything."""
    before = known()
    rates = {name: before[name] for name in TRIALS if name in before}
    for name, trial in TRIALS.items():
        if not _fresh(rates.get(name), trial):
            rates[name] = measure(name, trial)
            keep(rates)
        rate = rates[name]
        print(f"{name:<56} {rate.rate:.3f} ± {rate.monte_carlo_error:.3f}", flush=True)
    keep(rates)
    return 0


def _fresh(rate: Rate | None, trial: Trial) -> bool:
    """Say whether a rate was measured with the code as it stands."""
    return (
        rate is not None
        and rate.code == code_of(trial)
        and rate.repetitions >= REPETITIONS
    )


if __name__ == "__main__":
    sys.exit(main())
