"""Is a drawing with words laid out once the one that matplotlib would save?"""

import io
import threading

import pytest
from matplotlib.figure import Figure
from matplotlib.textpath import TextToPath

from csat_methods.plots.outlines import NOTHING, _laid_out, svg_of
from csat_methods.plots.style import drawing

WORDS = ["Speed of delivery", "سرعت تحویل", "\u200f۴٫۲ ▲ NPS", "می‌خواهم", "−1.5", ""]


def figure(words, *, size=9.0):
    made = Figure(figsize=(4, 3), dpi=100)
    ax = made.add_axes((0.1, 0.1, 0.8, 0.8))
    ax.plot([0, 1], [0, 1])
    ax.set_xticks([0, 0.5, 1], ["۱", "two", "3"])
    for i, word in enumerate(words):
        ax.text(0.1, i / 6, word, fontsize=size, weight=["normal", "bold"][i % 2])
    made.text(0.5, 0.95, "turned", rotation=30, ha="right", va="top", style="italic")
    return made


def saved(made):
    out = io.StringIO()
    made.savefig(out, format="svg", metadata=NOTHING)
    return out.getvalue()


@pytest.mark.parametrize("words", [WORDS, WORDS[::-1], ["NPS", "NPS", "NPS"]])
@pytest.mark.parametrize("size", [8.28, 12.24])
def test_the_bytes_are_those_that_matplotlib_saves(words, size):
    with drawing():
        theirs = saved(figure(words, size=size))
        assert svg_of(figure(words, size=size)) == theirs
        assert svg_of(figure(words, size=size)) == theirs


def test_a_drawing_can_be_saved_by_matplotlib_afterwards_too():
    with drawing():
        theirs = saved(figure(WORDS))
        made = figure(WORDS)
        svg_of(made)
        assert made.dpi == 100
        assert saved(made) == theirs


def test_a_word_is_shaped_and_measured_once_whatever_its_size(monkeypatch):
    asked = []
    for name in ("get_glyphs_with_font", "get_text_width_height_descent"):
        own = getattr(TextToPath, name)

        def counted(self, *given, own=own, **named):
            asked.append(own.__name__)
            return own(self, *given, **named)

        monkeypatch.setattr(TextToPath, name, counted)
    with drawing():
        svg_of(figure(["once and for all"]))
        first = len(asked)
        svg_of(figure(["once and for all"], size=20))
    assert first > 0
    assert len(asked) == first


def test_two_threads_draw_what_one_draws():
    with drawing():
        once, found = svg_of(figure(WORDS)), []
        _laid_out.cache_clear()
        made = [figure(WORDS) for _ in range(4)]
        threads = [
            threading.Thread(target=lambda m=m: found.append(svg_of(m))) for m in made
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [once] * 4
