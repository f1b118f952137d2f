"""What was left blank, and how long are runs of one answer?"""

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

import csat_methods as cs
from csat_methods._messages import language
from csat_methods.plots import draw
from csat_methods.plots.style import color


@pytest.fixture
def wave():
    rng = np.random.default_rng(1)
    x = rng.integers(1, 6, (200, 8)).astype(float)
    x[:30, 2] = np.nan
    x[10:20, 5] = np.nan
    x[180:] = 3
    frame = pd.DataFrame(x).add_prefix("q")
    made = cs.Wave.from_frame(frame)
    return made._with(absent={"q5": np.where(np.arange(200) < 20, 2, 0)})


def test_the_map_has_a_column_a_pattern_and_marks_blanks(wave, drawn):
    result = cs.missingness(wave, [f"q{i}" for i in range(8)])
    ax = draw(result)
    words = drawn.texts(ax)
    assert words.count("×") == 2  # q2 in the patterns with it blank
    assert words.count("–") == 1  # q5, not asked
    for share in ("85.0%", "10.0%", "5.0%", "15.0%"):
        assert share in words


def test_the_map_marks_items_with_many_blanks(wave):
    ax = draw(cs.missingness(wave, ["q0", "q2"]))
    faces = [to_hex(c) for c in ax.collections[0].get_facecolors()]
    assert faces.count(color("bad_soft").lower()) == 2


def test_bars_are_as_long_as_people_are_many(wave):
    result = cs.answer_runs(wave, [f"q{i}" for i in range(8)])
    ax = draw(result)
    bars = sorted(ax.patches, key=lambda p: p.get_y())
    assert [p.get_width() for p in bars] == result.table["n"].tolist()
    far = [to_hex(p.get_facecolor()) == color("bad_soft").lower() for p in bars]
    assert far == (result.table["low"] >= result.limit).tolist()
    assert any(far)


def test_a_phone_and_persian_have_the_same_bars(wave, drawn):
    result = cs.answer_runs(wave, [f"q{i}" for i in range(8)])
    with language("fa"):
        ax = draw(result, phone=True)
        assert any(
            "۱۰" in word or "%" in word or "٪" in word for word in drawn.texts(ax)
        )
