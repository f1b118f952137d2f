"""What do all tests share?"""

import json
import os
import sys
from pathlib import Path

import hypothesis
import pytest

# Before numpy is loaded: sums in one order, and no quarrel between workers.
for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"
os.environ["MPLBACKEND"] = "Agg"

SHARED = Path(__file__).resolve().parents[2] / "shared"

hypothesis.settings.register_profile(
    "repeatable",
    deadline=None,
    derandomize=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("repeatable")


class FigureCloser:
    """Close what a test or a docstring's example has drawn."""

    def pytest_runtest_teardown(self):
        if "matplotlib.pyplot" in sys.modules:
            sys.modules["matplotlib.pyplot"].close("all")


def pytest_configure(config):
    # Registered, since a hook of this file alone would miss csat_methods/.
    config.pluginmanager.register(FigureCloser(), "figure-closer")


@pytest.fixture(scope="session")
def shared():
    """The folder of reference values and real surveys beside this checkout."""
    if not SHARED.is_dir():
        pytest.skip("no folder shared/ beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def reference(shared):
    """Read the values from R by name: ``reference("psychometrics/efa/hs_ml_3")``."""

    def read(name):
        return json.loads((shared / "reference" / f"{name}.json").read_text("utf8"))

    return read


@pytest.fixture(scope="session")
def reference_data(shared):
    """Read the data behind them by name: ``reference_data("mobi")``."""
    import pandas as pd

    def read(name):
        path = shared / "reference" / "data" / f"{name.removesuffix('.csv')}.csv"
        return pd.read_csv(path, keep_default_na=False, na_values=[""])

    return read
