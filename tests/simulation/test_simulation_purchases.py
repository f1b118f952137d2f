"""Do simulated records of purchases mostly say what customers say?"""

import numpy as np
import pandas as pd

import csat_methods as cs
from csat_methods.simulation.purchases import UNKNOWN, WRONG, purchase_records


def test_few_records_are_lacking_or_differ():
    rng = np.random.default_rng(1)
    said = pd.DataFrame(
        {
            "customer": [f"C{i}" for i in range(20_000)],
            "had_delivery": rng.integers(0, 2, 20_000),
            "orders": rng.integers(1, 9, 20_000),
        }
    )
    told = purchase_records(said, (1, 2))
    both = said.set_index("customer").join(told.set_index("customer"), how="inner")
    assert abs(1 - len(told) / len(said) - UNKNOWN) < 0.005
    for answer, record in (("had_delivery", "delivered"), ("orders", "purchases")):
        wrong = (both[answer] != both[record]).mean()
        assert abs(wrong - WRONG) < 0.004
    assert set(told["delivered"]) == {0, 1}
    assert purchase_records(said, (1, 2)).equals(told)


def test_a_simulated_wave_is_held_against_its_records():
    wave = cs.simulate(waves=1, n=400, seed=1, population=2000).waves["2023h1"]
    checks = cs.check_responses(wave)
    assert 0 < checks["against_records"]["share"] < 0.05
    assert 0 <= checks["not_recorded"]["share"] < 0.06
    assert wave.timed == "seconds"
    assert wave.imputation["items"] == ["overall", "recommend", "stay", "effort"]
