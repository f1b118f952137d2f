"""Does the picture of the weights show everybody, before and after?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods._messages import language
from csat_methods.plots import draw


@pytest.fixture
def report():
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"w": rng.uniform(1, 3, 90), "city": np.arange(90) % 3})
    wave = cs.Wave.from_frame(frame, weights="w")
    return cs.weight_report(cs.poststratify(wave, {"city": {0: 90, 1: 20, 2: 40}}))


def test_bars_are_the_weights_now_and_the_line_those_that_came(report):
    ax = draw(report)
    heights = [bar.get_height() for bar in ax.patches]
    assert heights == pytest.approx(report.bins["after"].tolist())
    (line,) = [line for line in ax.lines if len(line.get_xdata()) > 2]
    assert line.get_ydata()[::2] == pytest.approx(report.bins["before"].to_numpy())
    assert line.get_xdata()[0] == report.bins["low"].iloc[0]
    assert line.get_xdata()[-1] == report.bins["high"].iloc[-1]


def test_the_mean_weight_is_marked(report):
    ax = draw(report)
    marks = [c.get_segments()[0][0][0] for c in ax.collections]
    assert 1 in marks


def test_what_bars_and_line_are_is_said_in_both_languages(report, drawn):
    assert "bars: weights now; line: as they came" in drawn.texts(draw(report))
    with language("fa"):
        words = " ".join(drawn.texts(draw(report)))
    assert "bars" not in words
