"""How much is there of each: shares, drivers, answers to collect, answers left?"""

import numpy as np
import pandas as pd
import pytest

from csat_methods import allocate, sample_size_proportion
from csat_methods._messages import Text, language
from csat_methods.answers.preparation_log import PreparationLog
from csat_methods.estimates.proportions import Proportions
from csat_methods.plots import draw
from csat_methods.priorities.relative_importance import Importance
from csat_methods.result import Result


def widths(ax):
    """Lengths of the bars from the top."""
    bars = [p for p in ax.patches if not p.get_hatch()]
    assert all(min(p.get_x(), p.get_x() + p.get_width()) == 0 for p in bars)
    return [p.get_width() for p in sorted(bars, key=lambda p: p.get_y())]


@pytest.fixture
def importance(make, means):
    def made(estimates=(0.05, 0.2)):
        table = means(estimates, half=0.04).table
        share = table["estimate"] / table["estimate"].sum()
        table = table.assign(share=share, r_squared=0.25)
        return make(Importance, table, outcome="overall")

    return made


@pytest.fixture
def nominal(make):
    def made(terms=("q1",)):
        parts = [
            pd.DataFrame(
                {
                    "term": term,
                    "category": ["web", "shop"],
                    "category_value": np.nan,
                    "estimate": [0.7, 0.3],
                    "ci_low": [0.6, 0.2],
                    "ci_high": [0.8, 0.4],
                    "n": 90,
                }
            )
            for term in terms
        ]
        labels = {"q1=web": Text({"en": "Web site", "fa": "وب‌گاه"})}
        return make(Proportions, pd.concat(parts, ignore_index=True), labels=labels)

    return made


def test_drivers_are_bars_from_zero_the_longest_first(importance, drawn):
    ax = draw(importance())
    assert widths(ax) == [0.2, 0.05]
    ends = [s[:, :, 0] for s in drawn.spans(ax, 2)]
    assert any(np.allclose(e, [[0.16, 0.24], [0.01, 0.09]]) for e in ends)


def test_drivers_have_their_part_of_r_squared_and_their_share(importance, drawn):
    texts = drawn.texts(draw(importance()))
    assert {"20.0%", "5.0%", "80%", "20%", "explained", "share"} <= set(texts)


def test_an_interval_below_zero_is_seen(importance):
    assert draw(importance((0.02, 0.2))).get_xlim()[0] < -0.02


def test_bars_keep_their_labels_at_the_zero_end_in_persian(importance):
    with language("fa"):
        ax = draw(importance())
    label = next(t for t in ax.figure.texts if "قیمت" in t.get_text())
    assert label.get_position()[0] < ax.get_position().x0
    assert label.get_ha() == "right"


def test_answers_without_a_scale_are_bars_of_shares(nominal, drawn):
    ax = draw(nominal())
    assert widths(ax) == [0.7, 0.3]
    assert {"Web site", "shop", "70.0%"} <= set(drawn.texts(ax))


def test_several_questions_stand_below_each_other(nominal, drawn):
    texts = drawn.texts(draw(nominal(("q1", "q2"))))
    assert {"q1", "q2"} <= set(texts)
    assert texts.count("shop") == 2


def test_a_hidden_question_is_named(nominal, drawn):
    texts = drawn.texts(draw(nominal(), hidden=({"term": "q2"},)))
    assert {"hidden", "q2"} <= set(texts)


def test_an_allocation_is_bars_of_its_answers(drawn):
    strata = pd.DataFrame({"size": [600, 300, 100]}, index=["North", "South", "West"])
    result = allocate(strata, 100)
    ax = draw(result)
    assert widths(ax) == result.table["n"].tolist()
    assert {"North", "60", "10.0%"} <= set(drawn.texts(ax))


def test_a_sample_size_is_drawn_step_by_step(drawn):
    result = sample_size_proportion(margin=0.05, population=1000, response_rate=0.5)
    ax = draw(result)
    assert widths(ax) == pytest.approx(result.table["n_exact"])
    assert {str(result.n), str(result.invitations)} <= set(drawn.texts(ax))
    exact = result.table["n_exact"].iloc[0]
    assert drawn.texts(ax).count(f"{exact + 0.5:.0f}") == 2  # people are whole


def test_the_funnel_shows_what_each_step_left(make, drawn):
    table = pd.DataFrame(
        {
            "term": ["0", "1", "2", "3"],
            "detail": ["read", "exclude", "weight", "drop"],
            "before": [300, 300, 280, 280],
            "after": [300, 280, 280, 210],
        }
    )
    ax = draw(make(PreparationLog, table))
    assert widths(ax) == [300, 280, 210]
    texts = drawn.texts(ax)
    assert {"20 left out", "70 left out", "93%", "70%", "exclude"} <= set(texts)
    assert "weight" not in texts


def test_a_histogram_has_the_counts_of_its_bins(make, drawn):
    table = pd.DataFrame({"low": [0.0, 1.0, 2.0], "high": [1.0, 2.0, 3.0]})
    table["n"] = [10, 30, 5]
    ax = draw(make(Result, table), figure="histogram")
    assert [p.get_height() for p in ax.patches] == [10, 30, 5]
    assert "30" in drawn.texts(ax)
