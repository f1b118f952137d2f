"""People who were to be asked, small enough to be worked by hand."""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs


@pytest.fixture
def simple():
    """Forty young and sixty old customers; half and nine tenths of them answered."""
    people = pd.DataFrame({"age": ["young"] * 40 + ["old"] * 60})
    people["came"] = [1] * 20 + [0] * 20 + [1] * 54 + [0] * 6
    return cs.Wave.from_frame(people)


def population(size, rng):
    """Customers with their true chance to answer."""
    people = pd.DataFrame(
        {
            "age": rng.choice(["young", "middle", "old"], size, p=[0.3, 0.45, 0.25]),
            "city": rng.choice(["A", "B"], size),
            "orders": rng.poisson(5, size).astype(float),
        }
    )
    lean = (
        -0.4
        + 0.9 * (people["age"] == "old")
        + 0.4 * (people["city"] == "A")
        + 0.08 * people["orders"]
    )
    people["chance"] = 1 / (1 + np.exp(-lean))
    return people
