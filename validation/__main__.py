"""Measure how often what is claimed of chance comes true: ``make validate``.

Seeded and resumable: what was measured with this code is not measured again. Trials
are shared out between the processors.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor, as_completed

from validation.families import TRIALS
from validation.trials import REPETITIONS, Rate, Trial, code_of, keep, known, measure


def main() -> int:
    """Measure what is missing, print everything."""
    before = known()
    rates = {name: before[name] for name in TRIALS if name in before}
    missing = [n for n, trial in TRIALS.items() if not _fresh(rates.get(n), trial)]
    with ProcessPoolExecutor() as processes:
        waiting = [processes.submit(_measured, name) for name in missing]
        for done in as_completed(waiting):
            rate = done.result()
            rates[rate.name] = rate
            keep(rates)
            print(f"measured: {rate.name}", flush=True)
    keep(rates)
    for name in TRIALS:
        rate = rates[name]
        print(f"{name:<64} {rate.rate:.3f} ± {rate.monte_carlo_error:.3f}")
    return 0


def _measured(name: str) -> Rate:
    return measure(name, TRIALS[name])


def _fresh(rate: Rate | None, trial: Trial) -> bool:
    """Say whether a rate was measured with the code as it stands."""
    return (
        rate is not None
        and rate.code == code_of(trial)
        and rate.repetitions >= REPETITIONS
    )


if __name__ == "__main__":
    sys.exit(main())
