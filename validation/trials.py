"""What is claimed of chance, and what was seen when it was tried?"""

from __future__ import annotations

import ast
import hashlib
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "csat_methods"
KEPT = ROOT / "docs" / "validation" / "coverage.json"
SEED = 20_180_715
REPETITIONS = 600


@dataclass(frozen=True)
class Trial:
    """Something that is said to happen in a stated share of surveys.

    `once` draws one survey and returns how often it happened, and out of how many;
    `rests_on` names the modules whose code makes it so.
    """

    once: Callable[[np.random.Generator], tuple[int, int]]
    rests_on: tuple[str, ...]
    lowest: float = 0.93
    highest: float = 0.97


@dataclass(frozen=True)
class Rate:
    """How often it happened, how surely that is known, and with which code."""

    name: str
    rate: float
    monte_carlo_error: float
    repetitions: int
    seed: int
    code: str


def measure(
    name: str, trial: Trial, repetitions: int = REPETITIONS, seed: int = SEED
) -> Rate:
    """Return how often it happened in seeded surveys."""
    base = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4])
    seen = [
        trial.once(np.random.default_rng([seed, base, repetition]))
        for repetition in range(repetitions)
    ]
    happened, count = (sum(part) for part in zip(*seen, strict=True))
    rate = happened / count
    error = math.sqrt(rate * (1 - rate) / repetitions)
    return Rate(name, rate, error, repetitions, seed, code_of(trial))


def code_of(trial: Trial) -> str:
    """Return a digest of the code that a trial rests on, and of all below it."""
    files = sorted({path for name in trial.rests_on for path in _closure(name)})
    blob = b"\0".join(path.read_bytes() for path in files)
    return hashlib.sha256(blob).hexdigest()[:16]


@cache
def _closure(module: str) -> frozenset[Path]:
    """Return the files of a module and of what it imports, and so on down."""
    found: set[Path] = set()
    waiting = [module]
    while waiting:
        path = _file(waiting.pop())
        if path is not None and path not in found:
            found.add(path)
            waiting += _imports(path)
    return frozenset(found)


def _file(module: str) -> Path | None:
    """Return the file of a module of the methods; none of figures, params and words."""
    parts = module.split(".")
    if len(parts) < 2 or parts[0] in ("plots", "report", "study"):
        return None
    path = ROOT / PACKAGE / Path(*parts).with_suffix(".py")
    return path if path.exists() else None


def _imports(path: Path) -> Iterator[str]:
    """Yield the modules of the package that a file imports."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE):
            place = (node.module or "").removeprefix(PACKAGE).lstrip(".")
            yield place
            yield from (f"{place}.{alias.name}".lstrip(".") for alias in node.names)


def known() -> dict[str, Rate]:
    """Return what was measured so far, by name."""
    rows = json.loads(KEPT.read_text("utf8")) if KEPT.exists() else []
    return {row["name"]: Rate(**row) for row in rows}


def keep(rates: dict[str, Rate]) -> None:
    """Write the rates beside and rename, in a fixed order."""
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    rows = [asdict(rates[name]) for name in sorted(rates)]
    beside = KEPT.with_suffix(".tmp")
    beside.write_text(json.dumps(rows, indent=1) + "\n", "utf8")
    beside.replace(KEPT)
