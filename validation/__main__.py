"""Measure how often intervals hold the truth: ``make validate``.

Seeded and resumable: a cell that was measured with this code is not measured again.
"""

from __future__ import annotations

import sys

from validation.coverage import code_hash, keep, known, measure, name_of, wanted

REPETITIONS = 600


def main() -> int:
    """Measure what is missing, print every cell."""
    cells = known()
    for method, design, n in wanted():
        name = name_of(method, design, n)
        cell = cells.get(name)
        if cell is None or cell.code != code_hash() or cell.repetitions < REPETITIONS:
            cells[name] = measure(method, design, n, REPETITIONS)
            keep(cells)
        cell = cells[name]
        print(
            f"{name:<48} {cell.coverage:.3f} ± {cell.monte_carlo_error:.3f}", flush=True
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
