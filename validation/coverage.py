"""How often does a 95 % interval hold the truth?"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

import csat_methods as cs
from validation.customers import DESIGNS, ITEMS, SCALES, SIZES, population

ROOT = Path(__file__).resolve().parents[1]
CELLS = ROOT / "docs" / "validation" / "coverage.json"
SEED = 20_180_715
FLOORS = ("survey_design", "statistics", "wave", "estimates", "satisfaction", "gaps")
MORE = ("questionnaire/cronbach_alpha.py", "priorities/relative_importance.py")

METHODS: dict[str, Callable[[cs.Wave], cs.Result]] = {
    "means": lambda wave: cs.means(wave, list(ITEMS)),
    "proportions": lambda wave: cs.proportions(wave, "region"),
    "top_box": lambda wave: cs.top_box(wave, list(ITEMS)),
    "net_promoter_score": lambda wave: cs.net_promoter_score(wave, "nps"),
    "satisfaction_index": lambda wave: cs.satisfaction_index(wave, list(ITEMS)),
    "gap_scores": lambda wave: cs.gap_scores(wave, {"gap": ("e1", "q1")}),
    "cronbach_alpha": lambda wave: cs.cronbach_alpha(
        wave, list(ITEMS), interval="design"
    ),
    "relative_importance": lambda wave: cs.relative_importance(
        wave, "overall", list(ITEMS)
    ),
}
WITHOUT = {("proportions", "stratified"), ("proportions", "raked")}
"""Cells without chance: the shares of what was stratified or raked are known."""


@dataclass(frozen=True)
class Cell:
    """One method under one design with n answers, and how it did."""

    method: str
    design: str
    n: int
    repetitions: int
    coverage: float
    monte_carlo_error: float
    seed: int
    code: str


@cache
def code_hash() -> str:
    """Return a digest of the code the intervals rest on."""
    package = ROOT / "csat_methods"
    files = [
        path for floor in FLOORS for path in sorted((package / floor).glob("*.py"))
    ]
    files += [package / name for name in MORE]
    blob = b"\0".join(path.read_bytes() for path in files)
    return hashlib.sha256(blob).hexdigest()[:16]


@cache
def truth(method: str) -> pd.Series:
    """Return what the method says of all customers, by row key."""
    census = cs.Wave.from_frame(population(), scales=SCALES)
    return _keyed(METHODS[method](census))["estimate"]


def _keyed(result: cs.Result) -> pd.DataFrame:
    return result.table.set_index(list(result.keys))


def wanted() -> Iterator[tuple[str, str, int]]:
    """Yield method, design and size of every cell."""
    for design, sizes in SIZES.items():
        for n in sizes:
            for method in METHODS:
                if (method, design) not in WITHOUT:
                    yield method, design, n


def measure(
    method: str, design: str, n: int, repetitions: int, seed: int = SEED
) -> Cell:
    """Return how often the intervals of one cell held the truth."""
    held, count = 0, 0
    name = f"{method} {design} {n}".encode()
    base = int.from_bytes(hashlib.sha256(name).digest()[:4])
    for repetition in range(repetitions):
        rng = np.random.default_rng([seed, base, repetition])
        table = _keyed(METHODS[method](DESIGNS[design](n, rng)))
        true = truth(method).reindex(table.index)
        inside = (table["ci_low"] <= true) & (true <= table["ci_high"])
        held += int(inside.sum())
        count += len(table)
    share = held / count
    error = math.sqrt(share * (1 - share) / repetitions)
    return Cell(method, design, n, repetitions, share, error, seed, code_hash())


def known() -> dict[str, Cell]:
    """Return the cells measured so far, by name."""
    if not CELLS.exists():
        return {}
    rows = json.loads(CELLS.read_text("utf8"))
    return {
        name_of(row["method"], row["design"], row["n"]): Cell(**row) for row in rows
    }


def name_of(method: str, design: str, n: int) -> str:
    """Return the name of a cell."""
    return f"{method}, {design}, n = {n}"


def keep(cells: dict[str, Cell]) -> None:
    """Write the cells beside and rename, in a fixed order."""
    CELLS.parent.mkdir(parents=True, exist_ok=True)
    rows = [asdict(cells[name]) for name in sorted(cells)]
    beside = CELLS.with_suffix(".tmp")
    beside.write_text(json.dumps(rows, indent=1) + "\n", "utf8")
    beside.replace(CELLS)
