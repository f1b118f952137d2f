"""How did estimates move over the waves, and where is the series broken?"""

import numpy as np
import pytest

from csat_methods._messages import Text, language
from csat_methods.plots import draw
from csat_methods.plots.sheet import PHONE_WIDTH
from csat_methods.plots.style import text_width
from csat_methods.plots.trend_figures import Series

WAVES = ["2015", "2016", "2017", "2018"]
VALUES = [3.9, 4.0, 4.2, 4.1]


@pytest.fixture
def one(segments):
    return segments({w: [v] for w, v in zip(WAVES, VALUES, strict=True)}, by="wave")


def lines(ax):
    """Numbers that each drawn line joins."""
    return [line.get_ydata().tolist() for line in ax.lines]


def test_the_line_joins_the_numbers_of_the_table(one, drawn):
    ax = draw(one)
    assert lines(ax) == [VALUES]
    assert drawn.offsets(ax)[:, 1].tolist() == VALUES


def test_every_wave_has_its_interval(one, drawn):
    ends = [s[:, :, 1] for s in drawn.spans(draw(one), 4)]
    wanted = one.table[["ci_low", "ci_high"]].to_numpy()
    assert any(e.shape == wanted.shape and np.allclose(e, wanted) for e in ends)


def test_no_line_crosses_a_break(one, drawn):
    ax = draw(one, breaks={"2017": "new questionnaire"})
    assert lines(ax) == [VALUES[:2], VALUES[2:]]
    assert "new questionnaire" in drawn.texts(ax)
    dashed = [s[:, :, 0] for s in drawn.spans(ax, 1)]
    assert any((d == 1.5).all() for d in dashed)


def test_breaks_may_come_without_words(one):
    assert lines(draw(one, breaks=["2016", "2018"])) == [[3.9], [4.0, 4.2], [4.1]]


def test_a_hidden_wave_keeps_its_place_and_breaks_the_line(segments, drawn):
    result = segments({"2015": [3.9], "2017": [4.2]}, by="wave")
    ax = draw(result, hidden=({"wave": "2016", "term": "q1"},))
    assert {"2016", "hidden"} <= set(drawn.texts(ax))
    (line,) = lines(ax)
    assert line[0] == 3.9
    assert np.isnan(line[1])


@pytest.mark.parametrize("waves", [4, 9, 12])
def test_no_number_of_the_scale_touches_the_first_wave(segments, waves):
    many = segments({f"{2000 + i}": [3.9 + i / 50] for i in range(waves)}, by="wave")
    ax = draw(many, phone=True)
    left, right = ax.get_xlim()
    pixels = PHONE_WIDTH * (0 - left) / (right - left)
    assert pixels >= text_width("4.0", "small") + 10


def test_values_are_written_where_there_is_room(one, drawn, segments):
    assert {"3.90", "4.00", "4.20", "4.10"} <= set(drawn.texts(draw(one)))
    many = segments({f"{2000 + i}": [3 + i / 10] for i in range(12)}, by="wave")
    texts = set(drawn.texts(draw(many)))
    assert {"3.00", "4.10"} <= texts
    assert not {"3.30", "3.70"} & texts


def test_several_items_are_named_at_their_lines_without_overlap(segments, drawn):
    values = {w: [v, v + 0.01, v - 0.3] for w, v in zip(WAVES, VALUES, strict=True)}
    ax = draw(segments(values, by="wave"))
    named = [
        t for t in ax.texts if t.get_text() in {"Staff are helpful", "4.11", "4.10"}
    ]
    boxes = [t.get_window_extent() for t in named]
    assert len(boxes) == 3
    assert len(lines(ax)) >= 3
    rows = sorted(round(b.y0) for b in boxes if b.width < 40)
    assert rows[1] - rows[0] > 10


def test_time_runs_from_the_left_in_persian(one, drawn):
    with language("fa"):
        ax = draw(one)
    ticks = [t.get_text() for t in ax.get_xticklabels()]
    assert ticks == ["۲۰۱۵", "۲۰۱۶", "۲۰۱۷", "۲۰۱۸"]
    assert lines(ax) == [VALUES]


def test_waves_have_the_words_of_the_study(make, one, drawn):
    labels = {"wave=2018": Text({"en": "Spring 2018"})}
    result = make(type(one), one.table, by=("wave",), labels=labels)
    assert "Spring 2018" in drawn.texts(draw(result))


def test_stretches_between_breaks_cover_all_waves(one):
    parts = Series(one, ["2016", "2018", "2015"]).parts()
    found = [i for part in parts for i in range(part.start, part.stop)]
    assert found == [0, 1, 2, 3]
