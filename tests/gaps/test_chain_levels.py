"""Are the levels those of their sources, each with its error?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.gaps.chain_levels import combined, joint_levels, links_of
from csat_methods.gaps.chain_places import CUSTOMERS, FIGURE, STAFF, Place

RNG = np.random.default_rng(6)
FRAME = pd.DataFrame(RNG.normal(size=(50, 2)), columns=["e", "p"])
CHAIN = {
    "speed": {
        "expected": Place(CUSTOMERS, ("e",)),
        "understood": Place(STAFF),
        "planned": Place(FIGURE, value=0.5, se=0.1, n=9, df=8),
        "perceived": Place(CUSTOMERS, ("p",)),
    }
}
RATED = pd.DataFrame({"speed": RNG.normal(size=12)})


def test_each_source_has_a_covariance_of_its_own():
    found = joint_levels(cs.Wave.from_frame(FRAME), CHAIN, RATED)
    means = [FRAME["e"].mean(), RATED["speed"].mean(), 0.5, FRAME["p"].mean()]
    assert found.value == pytest.approx(means)
    assert found.n.tolist() == [50, 12, 9, 50]
    both = found.covariances[CUSTOMERS][np.ix_([0, 3], [0, 3])]
    assert both == pytest.approx(FRAME.cov().to_numpy() / 50)
    assert found.covariances[STAFF][1, 1] == pytest.approx(RATED["speed"].var() / 12)
    assert found.covariances[FIGURE][2, 2] == pytest.approx(0.01)


def test_degrees_of_freedom_are_satterthwaites():
    found = joint_levels(cs.Wave.from_frame(FRAME), CHAIN, RATED)
    way = np.array([[0.0, -1, 1, 0], [0, 0, 1, 0], [-1, 0, 0, 1]])
    _, se, df = combined(found, way)
    staff = RATED["speed"].var() / 12
    assert se[0] == pytest.approx(np.sqrt(staff + 0.01))
    assert df[0] == pytest.approx((staff + 0.01) ** 2 / (staff**2 / 11 + 0.01**2 / 8))
    assert df[1:] == pytest.approx([8, 49])


def test_what_has_no_error_has_endless_degrees():
    exact = {"a": {"planned": Place(FIGURE, value=2.0)}}
    found = joint_levels(cs.Wave.from_frame(FRAME), exact, None)
    estimate, se, df = combined(found, np.eye(1))
    assert (estimate[0], se[0], df[0]) == (2.0, 0.0, np.inf)


def test_links_lead_over_the_levels_there_are():
    assert links_of(["perceived", "expected", "delivered", "promised"]) == [
        ("expected", "delivered"),
        ("delivered", "perceived"),
        ("delivered", "promised"),
    ]
    assert links_of(["expected", "perceived", "promised"]) == [
        ("expected", "perceived")
    ]
