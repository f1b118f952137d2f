"""Is the surface that of the coefficients?"""

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot

import csat_methods as cs
from csat_methods.plots.draw import draw
from csat_methods.plots.surface_figures import heights

RNG = np.random.default_rng(4)
FRAME = pd.DataFrame(RNG.integers(1, 8, (200, 2)), columns=["e", "p"]).astype(float)


def made(y):
    wave = cs.Wave.from_frame(FRAME.assign(y=y), scales={"e": (1, 7), "p": (1, 7)})
    return cs.polynomial_gap(wave, "y", "e", "p")


def test_heights_are_those_of_the_fit():
    y = 2 + FRAME["p"] - 0.5 * FRAME["e"] + 0.1 * FRAME["e"] * FRAME["p"]
    found = heights(made(y), FRAME["e"].to_numpy(), FRAME["p"].to_numpy())
    assert found == pytest.approx(y.to_numpy())


def test_if_the_gap_alone_counts_lines_run_along_equality():
    y = FRAME["p"] - FRAME["e"] + RNG.normal(0, 1e-6, 200)
    ax = draw(made(y))
    contour = next(c for c in ax.collections if hasattr(c, "allsegs"))
    for segments in contour.allsegs:
        for line in segments:
            assert np.ptp(line[:, 1] - line[:, 0]) < 1e-3
    pyplot.close(ax.figure)


def test_nothing_is_drawn_where_hardly_anybody_answers():
    rng = np.random.default_rng(2)
    frame = pd.DataFrame(
        {"e": rng.integers(5, 8, 200), "p": rng.integers(3, 6, 200), "y": 0.0}
    )
    frame["y"] = frame["p"] + rng.normal(0, 0.1, 200)
    wave = cs.Wave.from_frame(frame, scales={"e": (1, 7), "p": (1, 7)})
    result = cs.polynomial_gap(wave, "y", "e", "p")
    assert result.seen == (5.0, 7.0, 3.0, 5.0)
    ax = draw(result)
    contour = next(c for c in ax.collections if hasattr(c, "allsegs"))
    lines = np.vstack([line for segments in contour.allsegs for line in segments])
    assert lines[:, 0].min() >= 5 - 1e-9
    assert lines[:, 1].max() <= 5 + 1e-9
    # Where answers lie, and a part of the line where both are equal; to one scale.
    assert ax.get_xlim() == pytest.approx((5 - 2 / 3, 7))
    assert ax.get_ylim() == pytest.approx((3, 5))
    assert list(ax.lines[0].get_xdata()) == pytest.approx([5 - 2 / 3, 5])
    box = ax.get_window_extent()
    assert box.width / box.height == pytest.approx((8 / 3) / 2)
    pyplot.close(ax.figure)
