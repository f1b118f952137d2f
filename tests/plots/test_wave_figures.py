"""What changed from wave to wave, and is the change more than chance?"""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from csat_methods.plots import draw, svg
from csat_methods.trends.compare_waves import WaveChanges

WAVES = ("2016", "2017", "2018")


@pytest.fixture
def many(segments):
    """Seven items over three waves, the last a bit higher."""
    start = np.linspace(3.5, 4.1, 7)
    return segments({w: start + 0.05 * i for i, w in enumerate(WAVES)}, by="wave")


@pytest.fixture
def changes(make, means):
    def made(estimates=(0.3, 0.15, -0.2), p=(0.001, 0.3, 0.01), pairs=1):
        table = means(estimates).table.assign(
            before=4.0, after=4.1, p_adjusted=p, minimum_detectable=0.14
        )
        waves = pairwise(WAVES)
        parts = [
            table.assign(wave_before=a, wave_after=b) for a, b in list(waves)[:pairs]
        ]
        return make(WaveChanges, pd.concat(parts, ignore_index=True))

    return made


def test_the_last_wave_is_filled_and_the_earlier_ones_stand_beside_it(many, drawn):
    ax = draw(many)
    wide = many.table.pivot(index="term", columns="wave", values="estimate")
    wide = wide.sort_values("2018", ascending=False)
    for layer, wave in enumerate(WAVES):
        assert drawn.offsets(ax, layer)[:, 0] == pytest.approx(wide[wave])


def test_items_are_joined_since_the_last_break_only(many, drawn):
    whole = [np.ptp(s[:, :, 0], axis=1) for s in drawn.spans(draw(many), 7)]
    since = [
        np.ptp(s[:, :, 0], axis=1) for s in drawn.spans(draw(many, breaks=["2017"]), 7)
    ]
    assert any(np.allclose(s, 0.1) for s in whole)
    assert any(np.allclose(s, 0.05) for s in since)
    assert not any(np.allclose(s, 0.1) for s in since)


def test_the_first_and_last_wave_are_named_once(many, drawn):
    texts = drawn.texts(draw(many))
    assert (texts.count("2016"), texts.count("2018")) == (1, 1)


def test_changes_stand_with_their_intervals_the_largest_rise_first(changes, drawn):
    ax = draw(changes((0.15, 0.3, -0.2), p=(0.3, 0.001, 0.01)))
    assert drawn.offsets(ax)[:, 0].tolist() == [0.3, 0.15, -0.2]
    ends = [s[:, :, 0] for s in drawn.spans(ax, 3)]
    assert any(np.allclose(e, [[0.2, 0.4], [0.05, 0.25], [-0.3, -0.1]]) for e in ends)


def test_a_change_is_undecided_unless_clear_of_chance_among_all(changes, drawn):
    texts = drawn.texts(draw(changes()))
    assert {"+0.30", "+0.15", "−0.20", "undecided"} <= set(texts)
    assert [texts.count(s) for s in "▲●▼"] == [1, 1, 1]


def test_ticks_show_what_could_have_been_found(changes, drawn):
    ax = draw(changes())
    ticks = [s[:, 0, 0] for s in drawn.spans(ax, 6)]
    assert any(np.allclose(t, [0.14] * 3 + [-0.14] * 3) for t in ticks)
    assert "detectable" in drawn.texts(ax)


def test_pairs_of_waves_stand_below_each_other(changes, drawn):
    texts = drawn.texts(draw(changes(pairs=2)))
    assert {"2016 to 2017", "2017 to 2018"} <= set(texts)
    assert texts.count("Staff are helpful") == 2


def test_a_change_that_cannot_be_told_has_a_dash(changes, drawn):
    texts = drawn.texts(draw(changes((0.3, np.nan), p=(0.001, np.nan))))
    assert "—" in texts
    assert "●" not in texts


def test_a_tile_is_small_and_has_no_words(segments, drawn):
    result = segments({w: [4.0 + i / 10] for i, w in enumerate(WAVES)}, by="wave")
    ax = draw(result, figure="tile")
    assert ax.lines[0].get_ydata().tolist() == pytest.approx([4.0, 4.1, 4.2])
    assert not any(drawn.texts(ax))
    assert 'width="168"' in svg(result, figure="tile")


def test_the_tile_of_one_number_is_its_interval(means, drawn):
    ax = draw(means([4.2]), figure="tile")
    assert drawn.offsets(ax)[:, 0].tolist() == [4.2]
    assert any(np.allclose(s[:, :, 0], [[4.1, 4.3]]) for s in drawn.spans(ax, 1))
