"""Is a factor named by the construct whose items it is, and by no other?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods._messages import plain
from csat_methods.factors.factor_words import factor_words

ITEMS = {
    name: {"role": "satisfaction", "answers": [1, 2, 3, 4, 5]} for name in "abcdef"
}
CONSTRUCTS = {
    "goods": {"text": {"en": "Goods"}, "items": list("abc")},
    "people": {"text": {"en": "People"}, "items": list("def")},
}
STUDY = cs.Study.from_dict(
    {"id": "x", "title": "X", "items": ITEMS, "constructs": CONSTRUCTS}
)


@pytest.fixture(scope="module")
def wave():
    rng = np.random.default_rng(3)
    hidden = np.repeat(rng.normal(size=(400, 2)), 3, axis=1)
    x = np.clip(np.rint(3 + hidden + 0.6 * rng.normal(size=(400, 6))), 1, 5)
    return cs.Wave.from_frame(pd.DataFrame(x, columns=list("abcdef")), study=STUDY)


def named(wave, own):
    """The words of factors on which items load, each on one."""
    factors = sorted(set(own))
    rows = [[0.7 * (f == mine) for f in factors] for mine in own]
    loadings = pd.DataFrame(rows, index=list("abcdef"), columns=factors)
    return [plain(words) for words in factor_words(wave, loadings).values()]


def test_factors_that_are_the_constructs_have_their_names(wave):
    found = cs.factor_analysis(wave, list("abcdef"), n_factors=2)
    goods = str(found["a"]["factor"])
    assert plain(found.label(goods)) == "Goods"
    assert {plain(found.label(f)) for f in found.loadings} == {"Goods", "People"}


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ("112222", ["Goods", "People"]),
        ("111122", ["Goods", "People"]),
        ("112211", ["Factor 1", "Factor 2"]),
        ("111111", ["Factor 1"]),
        ("123222", ["Factor 1", "People", "Factor 3"]),
        ("121212", ["Goods", "People"]),
    ],
)
def test_most_items_of_both_must_be_the_same(wave, own, words):
    assert named(wave, own) == words


def test_without_a_study_factors_are_numbered(wave):
    bare = cs.Wave.from_frame(wave.frame)
    assert named(bare, "111222") == ["Factor 1", "Factor 2"]
