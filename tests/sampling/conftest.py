"""A list of customers to draw from."""

import numpy as np
import pandas as pd
import pytest


@pytest.fixture
def customers():
    """Three hundred customers of twelve branches in three regions."""
    rng = np.random.default_rng(3)
    branch = rng.integers(0, 12, 300)
    return pd.DataFrame(
        {
            "customer": [f"C{i:03d}" for i in range(300)],
            "branch": [f"b{b}" for b in branch],
            "region": np.array(["north", "south", "west"])[branch % 3],
            "kind": np.where(rng.random(300) < 0.3, "new", "old"),
            "turnover": rng.gamma(2.0, 10.0, 300).round(2) + 1,
        }
    )
