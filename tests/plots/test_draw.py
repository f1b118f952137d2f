"""Which figure belongs to a Result, and how does it reach a page?"""

import importlib
import inspect
import re
import subprocess
import sys
from dataclasses import dataclass

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib import pyplot

from csat_methods import plots
from csat_methods._messages import Text, language
from csat_methods.estimates.means import Means
from csat_methods.plots.draw import draw, svg, takes
from csat_methods.plots.figure_names import FIGURES, NAMED
from csat_methods.plots.style import PALETTE
from csat_methods.result import Result, Used


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Special(Means):
    """A class that no figure knows."""


def test_the_package_shows_drawing_and_svg_only():
    assert plots.draw is draw
    assert plots.svg is svg


@pytest.mark.parametrize("name", NAMED)
def test_every_figure_takes_a_result_and_a_sheet(name):
    module = importlib.import_module(f"csat_methods.plots.{NAMED[name]}")
    taken = list(inspect.signature(getattr(module, name)).parameters)
    assert taken[:2] == ["result", "sheet"]


def test_every_class_has_a_figure_that_exists():
    names = [name for name in FIGURES.values() if isinstance(name, str)]
    assert set(names) <= set(NAMED)


def test_a_result_plots_itself(means):
    ax = means().plot()
    assert ax in pyplot.gcf().axes


def test_a_figure_is_found_by_the_class_above(make, means):
    table = means().table
    ax = draw(make(Special, table))
    assert len(ax.figure.axes) == 1


def test_estimates_of_any_class_have_a_figure(make, means, drawn):
    ax = draw(make(Result, means([4.0, 5.0]).table))
    assert drawn.offsets(ax)[:, 0].tolist() == [5.0, 4.0]


def test_words_have_no_figure(make):
    table = pd.DataFrame({"term": ["a"], "value": ["b"]})
    with pytest.raises(ValueError, match=r"result=Result has no figure: .* as a table"):
        draw(make(Result, table))


def test_what_is_no_result_is_refused():
    with pytest.raises(ValueError, match="result=list must be a Result"):
        draw([1, 2])


def test_an_unknown_figure_is_refused(means):
    with pytest.raises(ValueError, match=r"figure='pie' must be one of .*allocation"):
        draw(means(), figure="pie")


def test_style_that_a_figure_does_not_take_is_refused(means):
    with pytest.raises(ValueError, match=r"style=\['colour'\] .*it takes \['line'"):
        draw(means(), colour="red")


def test_one_may_ask_what_style_a_figure_takes(means, segments):
    assert takes(means()) == ("line", "sort", "most", "hidden")
    assert "total" in takes(segments({"A": [4.0, 4.1]}))


def test_an_unknown_language_is_refused(means):
    with pytest.raises(ValueError, match="language='xx' must be one of en"):
        svg(means(), lang="xx")


def test_nothing_to_be_seen_says_hidden(means, make, drawn):
    ax = draw(make(Means, means().table[:0]))
    assert "hidden" in drawn.texts(ax)
    assert ax.patches[0].get_hatch()


def test_what_could_not_be_estimated_says_so(means, drawn):
    nothing = means([float("nan")])
    assert "cannot be estimated" in drawn.texts(draw(nothing))
    assert "hidden" in drawn.texts(draw(nothing, hidden=({"term": "q2"},)))


def test_every_figure_may_be_told_what_is_hidden(means):
    assert svg(means(), figure="tile", hidden=({"term": "q9"},))


def test_a_claim_and_a_note_stand_above_on_request(means, drawn):
    bare, titled = draw(means()), draw(means(), title=True)
    assert means().summary().split()[0] in drawn.texts(titled)[0]
    assert "Mean; 95% intervals; n = 100." in drawn.texts(titled)
    assert titled.figure.get_figheight() > bare.figure.get_figheight()


def test_the_page_s_drawing_has_neither_title_nor_role(means):
    drawing = svg(means())
    assert "<title" not in drawing
    assert "role=" not in drawing
    assert drawing.startswith("<svg ")


@pytest.mark.parametrize("lang", ["en", "fa", "en-XA"])
@pytest.mark.parametrize("phone", [False, True])
def test_equal_results_give_equal_bytes(means, lang, phone):
    one, two = (svg(means(), lang=lang, phone=phone, line=4.0) for _ in range(2))
    assert one == two


def test_bytes_do_not_depend_on_what_was_drawn_before(means, gaps):
    first = svg(means(), prefix="a-")
    svg(gaps(), prefix="b-")
    with mpl.rc_context(
        {"font.size": 30, "lines.linewidth": 9, "font.family": "serif"}
    ):
        again = svg(means(), prefix="a-")
    assert again == first


def test_drawing_changes_no_setting_and_opens_no_figure(means):
    before, figures = mpl.rcParams.copy(), pyplot.get_fignums()
    svg(means())
    assert mpl.rcParams == before
    assert pyplot.get_fignums() == figures
    draw(means())
    assert mpl.rcParams == before


def test_a_page_is_720_pixels_wide_and_a_phone_360(means):
    assert 'width="720"' in svg(means())
    assert 'width="360"' in svg(means(), phone=True)


def test_the_colours_are_the_light_palette_s(means):
    light = {pair[0] for pair in PALETTE.values()}
    drawing = svg(means([3.9, 4.4, 4.05]), line=4.0)
    assert set(re.findall(r"#[0-9a-f]{6}", drawing)) <= light


def test_persian_digits_stand_on_the_axis(means):
    with language("fa"):
        ax = draw(means([3.0, 5.0]))
    texts = [t.get_text().strip("\u200e") for t in ax.get_xticklabels()]
    assert texts == ["۳", "۴", "۵"]


def test_words_of_the_study_stay_as_they_are_written(make, means, drawn):
    text = Text({"en": "Costs <$5> & $10"})
    result = make(Means, means([4.0]).table, labels={"q1": text})
    assert "Costs <$5> & $10" in drawn.texts(draw(result))
    assert svg(result).count("<svg") == 1


def test_drawing_goes_into_axes_that_are_given(means):
    left, right = pyplot.subplots(1, 2)[1]
    before = len(left.figure.axes)
    assert draw(means(), right) is right
    assert len(left.figure.axes) == before
    assert not left.collections


def test_asking_for_a_drawing_loads_its_own_figures_only():
    code = (
        "import sys; from csat_methods import plots; "
        "sys.exit('seaborn' in sys.modules or "
        "any('figures' in m for m in sys.modules if m.startswith('csat_methods')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_no_answers_at_all_have_a_figure(make, means):
    result = make(Means, means().table[:0], used=Used(0, (0, 0)))
    assert svg(result)


def test_every_word_of_the_library_is_translated(means, gaps, segments, drawn):
    with language("en-XA"):
        figures = [
            draw(means([3.5, 4.5, 4.0]), line=4.0, hidden=({"term": "q4"},)),
            draw(gaps()),
            draw(
                segments({"1": [4.0, 4.1], "2": [4.2, 4.0]}), total={"q1": 4, "q2": 4}
            ),
        ]
    said = [text for ax in figures for text in drawn.texts(ax)]
    wordy = [text for text in said if any(letter.isalpha() for letter in text)]
    assert len(wordy) > 15
    assert not [text for text in wordy if "⟦" not in text]
