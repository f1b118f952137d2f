"""Is satisfaction lost where it was planted, and do the intervals of gaps hold it?"""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
from scipy.stats import multivariate_normal, norm

import csat_methods as cs
from validation.trials import Trial

SCALE = (1, 7)
CUTS = np.arange(1.5, 7)
"""Where a latent opinion of mean and spread becomes a point from 1 to 7."""

EXPECTED = np.array([6.2, 5.8, 5.4, 6.0])
PERCEIVED = np.array([4.9, 5.6, 5.4, 4.4])
UNDERSTOOD = np.array([5.6, 5.7, 5.2, 5.5])
PLANNED = np.array([5.5, 5.5, 5.0, 6.0])
DELIVERED = np.array([5.2, 5.4, 5.3, 5.9])
"""Latent means of customers and staff; standards; what is truly delivered."""

NAMES = ("quality", "price", "staff", "speed")
SPREAD, SHARED, PAIRED = 1.2, 0.3, 0.4
"""Spread of opinions; their correlation over characteristics, and of both sides."""

STAFF_SPREAD, STAFF, FIGURE_ERROR = 0.8, 24, 0.15


def points(latent: np.ndarray) -> np.ndarray:
    """Return opinions as answers from 1 to 7."""
    return np.digitize(latent, CUTS) + 1.0


def mean_of_points(mean: np.ndarray, spread: float) -> np.ndarray:
    """Return the mean answer of a latent opinion."""
    return 7.0 - norm.cdf((CUTS - mean[:, None]) / spread).sum(axis=1)


EXPECTED_ANSWER = mean_of_points(EXPECTED, SPREAD)
PERCEIVED_ANSWER = mean_of_points(PERCEIVED, SPREAD)
UNDERSTOOD_ANSWER = mean_of_points(UNDERSTOOD, STAFF_SPREAD)
LEVELS = np.array(
    [EXPECTED_ANSWER, UNDERSTOOD_ANSWER, PLANNED, DELIVERED, PERCEIVED_ANSWER]
)
TRUE_LINKS = np.diff(LEVELS, axis=0).T
TRUE_GAPS = PERCEIVED_ANSWER - EXPECTED_ANSWER


def customers(
    n: int, rng: np.random.Generator, design: str = "people"
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return answers of n customers, and the arguments of their design.

    By ``clusters``, five customers share a branch and a tenth of their opinions.
    """
    k = len(NAMES)
    common = rng.normal(size=(n, 1)) * np.sqrt(SHARED)
    both = rng.normal(size=(n, k)) * np.sqrt(PAIRED)
    own = rng.normal(size=(2, n, k)) * np.sqrt(1 - SHARED - PAIRED)
    opinion = common + both + own
    arguments = {}
    branch = np.arange(n) // 5
    if design == "clusters":
        moved = rng.normal(size=(2, n // 5, k))[:, branch]
        opinion = np.sqrt(0.9) * opinion + np.sqrt(0.1) * moved
        arguments = {"clusters": "branch"}
    sides = np.array([EXPECTED, PERCEIVED])[:, None] + SPREAD * opinion
    frame = pd.DataFrame(
        np.hstack(list(points(sides))),
        columns=[f"{side}_{name}" for side in "ep" for name in NAMES],
    )
    return frame.assign(branch=branch), arguments


def pairs() -> dict[str, tuple[str, str]]:
    """Return the pairs by characteristic."""
    return {name: (f"e_{name}", f"p_{name}") for name in NAMES}


def survey(n: int, rng: np.random.Generator, design: str = "people") -> cs.Wave:
    """Return a wave of customers."""
    frame, arguments = customers(n, rng, design)
    asked = [column for column in frame if column != "branch"]
    return cs.Wave.from_frame(frame, scales=dict.fromkeys(asked, SCALE), **arguments)


def gaps_held(n: int, design: str, rng: np.random.Generator) -> tuple[int, int]:
    """Return how many intervals of gaps hold the truth, and of how many."""
    table = cs.gap_scores(survey(n, rng, design), pairs(), draws=100).table
    inside = (table["ci_low"] <= TRUE_GAPS) & (table["ci_high"] >= TRUE_GAPS)
    return int(inside.sum()), len(table)


def band_held(n: int, rng: np.random.Generator) -> tuple[int, int]:
    """Return whether the simultaneous band holds all gaps together."""
    table = cs.gap_scores(survey(n, rng), pairs(), draws=4000).table
    inside = (table["band_low"] <= TRUE_GAPS) & (table["band_high"] >= TRUE_GAPS)
    return int(inside.all()), 1


def total_held(n: int, rng: np.random.Generator) -> tuple[int, int]:
    """Return whether the interval of the total holds the mean of the true gaps."""
    total = cs.gap_scores(survey(n, rng), pairs(), draws=100).total.loc[0]
    return int(total["ci_low"] <= TRUE_GAPS.mean() <= total["ci_high"]), 1


def chain(n: int, rng: np.random.Generator) -> cs.Result:
    """Return the chain of a survey, of the staff, of standards and of own figures."""
    wave, k = survey(n, rng), len(NAMES)
    shared = rng.normal(size=(STAFF, 1)) * np.sqrt(SHARED)
    own = rng.normal(size=(STAFF, k)) * np.sqrt(1 - SHARED)
    staff = points(UNDERSTOOD + STAFF_SPREAD * (shared + own))
    figures = DELIVERED + FIGURE_ERROR * rng.normal(size=k)
    error = staff.std(axis=0, ddof=1) / np.sqrt(STAFF)
    believed = zip(NAMES, staff.mean(axis=0), error, strict=True)
    return cs.gap_chain(
        wave,
        expected={name: f"e_{name}" for name in NAMES},
        perceived={name: f"p_{name}" for name in NAMES},
        understood={
            name: {"estimate": mean, "se": se, "df": STAFF - 1}
            for name, mean, se in believed
        },
        planned=dict(zip(NAMES, PLANNED, strict=True)),
        delivered={
            name: {"estimate": value, "se": FIGURE_ERROR}
            for name, value in zip(NAMES, figures, strict=True)
        },
    )


def links_held(n: int, rng: np.random.Generator) -> tuple[int, int]:
    """Return how many intervals of links hold the truth, and of how many."""
    table = chain(n, rng).table
    true = TRUE_LINKS.ravel()
    inside = (table["ci_low"] <= true) & (true <= table["ci_high"])
    return int(inside.sum()), len(table)


def links_below(n: int, rng: np.random.Generator) -> tuple[int, int]:
    """Return how many estimated links lie below the truth: half, without bias."""
    table = chain(n, rng).table
    return int((table["estimate"] < TRUE_LINKS.ravel()).sum()), len(table)


def reliability_held(n: int, rng: np.random.Generator) -> tuple[int, int]:
    """Return whether the interval of a gap's reliability holds the truth.

    Three items a side, each of reliability one half; true scores of both sides
    correlate .4: alpha .75, and .64 of the difference.
    """
    true = rng.multivariate_normal([0, 0], [[1, 0.4], [0.4, 1]], n)
    answers = np.repeat(true, 3, axis=1) + rng.normal(size=(n, 6))
    wave = cs.Wave.from_frame(pd.DataFrame(answers, columns=list("abcdef")))
    row = cs.gap_reliability(wave, {"gap": (list("abc"), list("def"))})["gap"]
    alpha, observed = 0.75, 0.4 * 0.75
    known = (alpha - observed) / (1 - observed)
    return int(row["ci_low"] <= known <= row["ci_high"]), 1


def agreement_held(n: int, rng: np.random.Generator) -> tuple[int, int]:
    """Return how many intervals of agreement and correlation hold the truth.

    The gap and what customers say of it directly are normal and correlate .6.
    """
    mean, spread = np.array([-0.5, -0.3]), [[1.0, 0.6], [0.6, 1.0]]
    gap, direct = rng.multivariate_normal(mean, spread, n).T
    expected = rng.normal(size=n)
    frame = pd.DataFrame({"e": expected, "p": expected + gap, "d": direct})
    row = cs.disconfirmation(
        cs.Wave.from_frame(frame), {"x": ("e", "p")}, items={"x": "d"}, middle=0
    )["x"]
    low = multivariate_normal(mean, spread).cdf([0, 0])
    share = low + 1 - norm.cdf(0.5) - norm.cdf(0.3) + low
    inside = [
        row["agreement_low"] <= share <= row["agreement_high"],
        row["correlation_low"] <= 0.6 <= row["correlation_high"],
    ]
    return sum(map(int, inside)), 2


def opportunities_held(n: int, rng: np.random.Generator) -> tuple[int, int]:
    """Return how many intervals of opportunities hold the truth, and of how many."""
    frame, _ = customers(n, rng)
    asked = [f"{side}_{name}" for side in "ep" for name in NAMES]
    wave = cs.Wave.from_frame(frame[asked], scales=dict.fromkeys(asked, SCALE))
    partners = {f"p_{name}": f"e_{name}" for name in NAMES}
    table = cs.opportunity_scores(wave, importance=partners, draws=100).table
    matters, met = ((x - 1) / 0.6 for x in (EXPECTED_ANSWER, PERCEIVED_ANSWER))
    true = matters + np.maximum(matters - met, 0)
    inside = (table["ci_low"] <= true) & (true <= table["ci_high"])
    return int(inside.sum()), len(table)


GAPS, CHAIN = ("gaps.gap_scores",), ("gaps.gap_chain",)

TRIALS: dict[str, Trial] = {
    "gap_scores, answers near the top of the scale, n = 60": Trial(
        partial(gaps_held, 60, "people"), GAPS
    ),
    "gap_scores, 60 clusters of 5": Trial(partial(gaps_held, 300, "clusters"), GAPS),
    "gap_scores, band of four gaps together, n = 200": Trial(
        partial(band_held, 200), GAPS
    ),
    "gap_scores, total of four gaps, n = 100": Trial(partial(total_held, 100), GAPS),
    "gap_chain, every link, 200 customers and 24 staff": Trial(
        partial(links_held, 200), CHAIN
    ),
    "gap_chain, links estimated too low, 200 customers and 24 staff": Trial(
        partial(links_below, 200), CHAIN, 0.47, 0.53
    ),
    "gap_reliability, three items a side, n = 200": Trial(
        partial(reliability_held, 200), ("gaps.gap_reliability",)
    ),
    "disconfirmation, agreement and correlation, n = 150": Trial(
        partial(agreement_held, 150), ("gaps.disconfirmation",)
    ),
    "opportunity_scores, four items, n = 150": Trial(
        partial(opportunities_held, 150), ("priorities.opportunity_scores",)
    ),
}
"""What is said of gaps and of the chain, and how often it happens."""
