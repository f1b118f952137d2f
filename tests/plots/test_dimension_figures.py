"""Are correlations and the rules for the number of dimensions drawn?"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods._messages import language
from csat_methods.plots import draw


@pytest.fixture(scope="module")
def wave():
    rng = np.random.default_rng(1)
    x = np.repeat(rng.normal(size=(300, 2)), 3, axis=1) + rng.normal(size=(300, 6))
    return cs.Wave.from_frame(pd.DataFrame(x, columns=list("abcdef")))


def test_every_pair_is_written_twice(wave, drawn):
    result = cs.correlation_matrix(wave, list("abc"))
    texts = drawn.texts(draw(result))
    for value in result.table["estimate"]:
        assert texts.count(f"{value:.2f}".replace("-", "\u2212")) == 2


def test_a_hidden_pair_is_hatched(wave):
    result = cs.correlation_matrix(wave, list("abc"))
    whole = draw(result).collections[0].get_array().mask.sum()
    shown = replace(result, table=result.table.iloc[1:])
    assert draw(shown).collections[0].get_array().mask.sum() == whole + 2


def test_many_items_have_no_numbers(wave):
    rng = np.random.default_rng(2)
    frame = pd.DataFrame(rng.normal(size=(90, 15))).rename(columns="q{}".format)
    result = cs.correlation_matrix(cs.Wave.from_frame(frame), list(frame))
    assert all(t.get_text() == "" for t in draw(result).texts)


def test_rules_have_a_dot_each_at_their_number(wave, drawn):
    result = cs.number_of_factors(wave, list("abcdef"), draws=50, seed=1)
    ax = draw(result)
    below = ax.figure.axes[1]
    dots = [
        c.get_offsets()[0].tolist() for c in below.collections if len(c.get_offsets())
    ]
    at = [x for x, _ in dots if x in set(result.table["estimate"])]
    assert len(at) >= len(result.table)
    texts = drawn.texts(ax)
    assert any("Named most often" in text for text in texts)
    assert {"answers", "chance", "Empirical Kaiser criterion"} <= set(texts)


def test_the_rules_are_persian(wave, drawn):
    result = cs.number_of_factors(wave, list("abcdef"), draws=50, seed=1)
    with language("fa"):
        texts = " ".join(drawn.texts(draw(result)))
    assert "\u062a\u062d\u0644\u06cc\u0644" in texts
