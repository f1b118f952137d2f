"""What is to be drawn, from the top stage to the customers?"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from csat_methods import _checks
from csat_methods.sampling.allocate import Allocation
from csat_methods.sampling.size_plan import SampleSize

METHODS = ("srs", "systematic", "pps_systematic", "sampford", "brewer", "quota")
BY_SIZE = ("pps_systematic", "sampford", "brewer")
IN_ORDER = ("systematic", "pps_systematic")
IN_TURN = ("srs", "quota")
"""Methods by which every unit has a turn, so that reserves and kept ones exist."""

Counts = int | tuple[tuple[Any, int], ...] | None
"""A number, numbers by stratum, or everybody."""


@dataclass(frozen=True)
class Stage:
    """One stage: clusters, or customers where `clusters` is None; all where n is."""

    clusters: str | None
    n: Counts
    method: str = "srs"
    size: str | None = None


@dataclass(frozen=True)
class DrawPlan:
    """Everything that decides a draw, but the frame, and whom to exclude or keep."""

    id: str
    seed: int
    stages: tuple[Stage, ...]
    strata: tuple[str, ...] = ()
    start: float | None = None
    reserve: Counts = 0
    order_by: tuple[str, ...] = ()

    @property
    def first(self) -> Stage:
        """The stage that is drawn first."""
        return self.stages[0]

    @property
    def columns(self) -> list[str]:
        """Columns of the frame that the draw looks at."""
        named = [self.id, *self.strata, *self.order_by]
        named += [c for s in self.stages for c in (s.clusters, s.size) if c is not None]
        return list(dict.fromkeys(named))

    def as_record(self) -> dict[str, Any]:
        """Return the plan as JSON would hold it."""
        return {
            "id": self.id,
            "seed": self.seed,
            "strata": list(self.strata),
            "stages": [
                {
                    "clusters": stage.clusters,
                    "n": _recorded(stage.n),
                    "method": stage.method,
                    "size": stage.size,
                }
                for stage in self.stages
            ],
            "start": self.start,
            "reserve": _recorded(self.reserve),
            "order_by": list(self.order_by),
        }


def _recorded(counts: Counts) -> Any:
    if not isinstance(counts, tuple):
        return counts
    return [[list(k) if isinstance(k, tuple) else k, n] for k, n in counts]


def read_plan(
    n: Any,
    *,
    id: str,  # noqa: A002
    seed: int,
    method: str,
    strata: str | Sequence[str] | None,
    clusters: str | None,
    size: str | None,
    stages: Sequence[Mapping[str, Any]] | None,
    start: float | None,
    reserve: Any,
    order_by: str | Sequence[str] | None,
) -> DrawPlan:
    """Return the arguments of a draw as a plan, or refuse them.

    Raises
    ------
    ValueError
        If anything is out of its range, or does not go together.
    """
    _checks.one_of("method", method, METHODS)
    plan = DrawPlan(
        id=id,
        seed=_checks.whole("seed", seed, 0),
        stages=_stages(n, method, clusters, size, stages),
        strata=_names(strata),
        start=None if start is None else _checks.within("start", start, 0, math.inf),
        reserve=_counts("reserve", reserve, 0),
        order_by=_names(order_by),
    )
    faults = _checks.Faults()
    for rule in RULES:
        for sentence in rule(plan):
            faults.add(sentence)
    faults.stop()
    return plan


def _names(names: str | Sequence[str] | None) -> tuple[str, ...]:
    if names is None:
        return ()
    return (names,) if isinstance(names, str) else tuple(names)


# --------------------------------------------------------------------- counts
def _counts(name: str, counts: Any, lowest: int) -> Counts:
    """Return a number, or numbers by stratum, as they are kept in a plan."""
    if isinstance(counts, SampleSize):
        return counts.n
    if isinstance(counts, Allocation):
        counts = counts.by_stratum()
    if not isinstance(counts, Mapping | pd.Series):
        return _checks.whole(name, counts, lowest)
    pairs = {
        _plain(h): _checks.whole(f"{name}[{h!r}]", k, 0) for h, k in counts.items()
    }
    if not any(pairs.values()) and lowest:
        raise ValueError(f"{name}={pairs} must ask for at least one.")
    return tuple(pairs.items())


def _plain(label: Any) -> Any:
    """Return a label as Python has it."""
    if isinstance(label, tuple):
        return tuple(map(_plain, label))
    return label.item() if hasattr(label, "item") else label


# --------------------------------------------------------------------- stages
def _stages(
    n: Any,
    method: str,
    clusters: str | None,
    size: str | None,
    stages: Sequence[Mapping[str, Any]] | None,
) -> tuple[Stage, ...]:
    if stages is None:
        one = Stage(clusters, _counts("n", n, 1), method, size)
        return (one,) if clusters is None else (one, Stage(None, None))
    if clusters is not None:
        raise ValueError("clusters and stages: only one of them may be given.")
    listed = tuple(_stage(number, told) for number, told in enumerate(stages, 1))
    upper = [stage.clusters for stage in listed[:-1]]
    if not listed or None in upper or len({*upper}) < len(upper):
        raise ValueError(
            f"stages={list(stages)!r} must name clusters, each once, from the top."
        )
    if listed[-1].clusters is not None:
        last = Stage(None, None if n is None else _counts("n", n, 1), method, size)
        return (*listed, last)
    if n is not None:
        raise ValueError(f"n={n!r} is said again by the last of the stages.")
    return listed


def _stage(number: int, told: Mapping[str, Any]) -> Stage:
    name = f"stages[{number}]"
    if not isinstance(told, Mapping):
        raise ValueError(
            f"{name}={told!r} must be a dict of clusters, n, method, size."
        )
    _checks.keys(name, told, ("clusters", "n", "method", "size"))
    if "n" not in told:
        raise ValueError(f"{name} must say n.")
    method = _checks.one_of(f"{name}.method", told.get("method", "srs"), METHODS)
    n = _counts(f"{name}.n", told["n"], 1)
    return Stage(told.get("clusters"), n, method, told.get("size"))


# ---------------------------------------------------------------------- rules
def _rule_of_sizes(plan: DrawPlan) -> list[str]:
    faults = []
    for stage in plan.stages:
        by_size = stage.method in BY_SIZE
        if by_size and stage.size is None and stage.clusters is None:
            faults.append(f"method={stage.method!r} needs size, a column of sizes.")
        if stage.size is not None and not by_size:
            faults.append(
                f"size={stage.size!r} has no use with method={stage.method!r}; sizes "
                f"go with {', '.join(BY_SIZE)}."
            )
    return faults


def _rule_of_quota(plan: DrawPlan) -> list[str]:
    methods = [stage.method for stage in plan.stages]
    if "quota" not in methods:
        return []
    if len(methods) > 1:
        return ["method='quota' has no stages: quotas are cells of customers."]
    return [] if plan.strata else ["method='quota' needs strata: the columns of cells."]


def _rule_of_start(plan: DrawPlan) -> list[str]:
    way = plan.first.method
    if plan.start is None:
        return []
    if way in ("sampford", "brewer", "quota"):
        return [f"start={plan.start} has no use with method={way!r}."]
    if way != "systematic" and plan.start >= 1:
        return [f"start={plan.start} must lie from 0 to below 1 for method={way!r}."]
    return []


def _rule_of_order(plan: DrawPlan) -> list[str]:
    if not plan.order_by or any(s.method in IN_ORDER for s in plan.stages):
        return []
    return [f"order_by={list(plan.order_by)} goes with {', '.join(IN_ORDER)} only."]


def _rule_of_reserve(plan: DrawPlan) -> list[str]:
    in_turn = len(plan.stages) == 1 and plan.first.method in IN_TURN
    if plan.reserve == 0 or in_turn:
        return []
    return [f"reserve={plan.reserve} goes with one stage and method srs or quota."]


def _rule_of_lower_stages(plan: DrawPlan) -> list[str]:
    wrong = [s.n for s in plan.stages[1:] if isinstance(s.n, tuple)]
    if not wrong:
        return []
    return [f"n={dict(wrong[0])} by stratum belongs to the first stage only."]


def _rule_of_strata(plan: DrawPlan) -> list[str]:
    if not plan.strata and isinstance(plan.first.n, tuple):
        return [f"n={dict(plan.first.n)} by stratum needs strata, their columns."]
    if not plan.strata and isinstance(plan.reserve, tuple):
        return [f"reserve={dict(plan.reserve)} by stratum needs strata."]
    return []


RULES: tuple[Callable[[DrawPlan], list[str]], ...] = (
    _rule_of_sizes,
    _rule_of_quota,
    _rule_of_start,
    _rule_of_order,
    _rule_of_reserve,
    _rule_of_lower_stages,
    _rule_of_strata,
)
"""What must go together in a plan."""
