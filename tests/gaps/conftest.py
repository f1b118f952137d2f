"""What do the tests of gaps share?"""

import pandas as pd
import pytest

import csat_methods as cs


@pytest.fixture(scope="session")
def kiosk(shared):
    """The wave of 207 kiosk users: 24 expectations and perceptions on 1 to 7."""
    frame = pd.read_csv(shared / "data" / "real" / "kiosk_servqual_kano_ipa.csv")
    columns = [f"{side}{i:02}" for side in "EP" for i in range(1, 25)]
    return cs.Wave.from_frame(frame, scales=dict.fromkeys(columns, (1, 7)))


@pytest.fixture(scope="session")
def dimensions():
    """The eight dimensions, three pairs each in the order of the questionnaire."""
    names = [line.split()[0] for line in KIOSK.strip().splitlines()]
    return {
        name: tuple(
            [f"{side}{i:02}" for i in range(3 * d + 1, 3 * d + 4)] for side in "EP"
        )
        for d, name in enumerate(names)
    }


KIOSK = """
accuracy    6.435 5.805 -.630 .062 .803 .673 .455 .509 .679
fun         3.866 3.919 +.053 .079 .854 .807 .704 .442 .703
control     6.456 5.285 -1.171 .084 .800 .713 .240 .666 .715
saving      6.129 4.596 -1.533 .095 .618 .740 .263 .596 .703
personal    6.306 4.945 -1.361 .089 .741 .606 .152 .594 .630
convenience 6.510 5.130 -1.380 .087 .741 .707 .291 .620 .688
security    6.665 4.955 -1.710 .097 .880 .833 .078 .832 .856
tangible    5.424 4.338 -1.085 .086 .441 .634 .348 .322 .482
"""
"""Worked independently of this package: E, P, gap, SE, alpha of E and P,
their correlation, reliability of the difference by formula, alpha of the gaps."""


@pytest.fixture(scope="session")
def worked():
    """The worked table, by dimension."""
    rows = [line.split() for line in KIOSK.strip().splitlines()]
    names = ["expectation", "perception", "estimate", "se", "alpha_expectation"]
    names += ["alpha_perception", "correlation", "difference_reliability", "alpha_gap"]
    return pd.DataFrame(
        [list(map(float, row[1:])) for row in rows],
        index=[row[0] for row in rows],
        columns=names,
    )
