"""Tests of lists that repeat themselves in step with a draw."""

import numpy as np
import pandas as pd
import pytest

from csat_methods.sampling.periodic_order import periodic_columns


def waved(period, count=840):
    rows = np.arange(count)
    return pd.DataFrame(
        {
            "day": rows % period,
            "name": [f"day {r % period}" for r in rows],
            "sales": 100 + 40 * np.sin(2 * np.pi * rows / period) + rows % 13,
        }
    )


@pytest.mark.parametrize(
    ("period", "n", "found"),
    [
        (7, 120, ["day", "name", "sales"]),  # every 7th row: always the same day
        (7, 60, ["day", "name", "sales"]),  # every 14th
        (12, 42, ["day", "name"]),  # every 20th: three days, whose sales even out
        (7, 84, []),  # every 10th goes round the week
        (7, 840, []),  # everybody
        (7, 1, []),
    ],
)
def test_a_period_that_goes_with_the_interval_is_found(period, n, found):
    assert periodic_columns(waved(period), n) == found


def test_random_and_sorted_lists_are_no_periods():
    rng = np.random.default_rng(2)
    named = 0
    for _ in range(40):
        frame = pd.DataFrame(
            {"a": rng.normal(size=500), "b": rng.integers(0, 4, 500), "c": range(500)}
        )
        named += len(periodic_columns(frame, 50))
        named += len(periodic_columns(frame.sort_values("a"), 50))
    assert named == 0


def test_a_harmful_order_has_a_larger_variance_over_all_starts():
    frame = waved(7)
    for n, harmful in ((120, True), (84, False)):
        step = len(frame) // n
        sample_means = [
            frame["sales"].iloc[start::step].mean() for start in range(step)
        ]
        simple = frame["sales"].var() / n * (1 - n / len(frame))
        assert (np.var(sample_means) > 2 * simple) == harmful
        assert ("sales" in periodic_columns(frame, n)) == harmful


def test_columns_with_blanks_or_too_many_names_are_not_looked_at():
    frame = waved(7)
    frame["name"] = [f"{i}" for i in range(len(frame))]
    frame.loc[3, "sales"] = np.nan
    assert periodic_columns(frame, 120) == ["day"]
