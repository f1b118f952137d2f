"""Results as methods make them, small enough to be read."""

import numpy as np
import pandas as pd
import pytest

from csat_methods._messages import Text
from csat_methods.estimates.means import Means
from csat_methods.estimates.proportions import Proportions
from csat_methods.gaps.gap_scores import GapScores
from csat_methods.result import Used

WORDS = {
    "q1": ("Staff are helpful", "کارکنان کمک می‌کنند"),
    "q2": ("The price is fair", "قیمت منصفانه است"),
    "q3": ("Open when needed", "در دسترس بودن"),
    "q4": ("Clear information", "اطلاعات روشن"),
}
LABELS = {key: Text({"en": en, "fa": fa}) for key, (en, fa) in WORDS.items()}


def rows(estimates, half=0.1, n=100, **columns):
    """A table of estimates with intervals of one width."""
    estimate = np.array(estimates, float)
    terms = [f"q{i + 1}" for i in range(len(estimate))]
    return pd.DataFrame(
        {
            "term": terms,
            "estimate": estimate,
            "se": half / 1.96,
            "ci_low": estimate - half,
            "ci_high": estimate + half,
            "n": n,
            **columns,
        }
    )


def used(table):
    n = table["n"] if "n" in table and len(table) else pd.Series([0])
    return Used(int(n.max()), (int(n.min()), int(n.max())))


@pytest.fixture
def make():
    """Any Result class with a table: ``make(Means, table, by=("wave",))``."""

    def made(cls, table, **fields):
        fields = {"labels": LABELS, "method": "Mean", "used": used(table), **fields}
        return cls(table=table, **fields)

    return made


@pytest.fixture
def means(make):
    """Means of items: ``means([4.2, 3.9])``."""

    def made(estimates=(3.9, 4.4, 4.05), **columns):
        return make(Means, rows(estimates, **columns))

    return made


@pytest.fixture
def segments(make):
    """Means of items in segments: ``segments({"A": [4.2, 3.9], "B": …})``."""

    def made(levels, by="city", **columns):
        parts = [
            rows(e, **columns).assign(**{by: level}) for level, e in levels.items()
        ]
        return make(Means, pd.concat(parts, ignore_index=True), by=(by,))

    return made


@pytest.fixture
def gaps(make):
    """Gaps with expectation and perception."""

    def made(expected=(6.0, 5.0, 5.5), perceived=(4.5, 5.05, 5.9)):
        e, p = np.array(expected), np.array(perceived)
        return make(GapScores, rows(p - e, expectation=e, perception=p))

    return made


@pytest.fixture
def answers(make):
    """Shares of answers on a scale: ``answers({"q1": [.1, .2, .7]})``."""

    def made(shares):
        parts = [
            pd.DataFrame(
                {
                    "term": term,
                    "category": [str(i + 1) for i in range(len(share))],
                    "category_value": np.arange(1.0, len(share) + 1),
                    "estimate": share,
                    "se": 0.01,
                    "ci_low": np.array(share) - 0.02,
                    "ci_high": np.array(share) + 0.02,
                    "n": 100,
                }
            )
            for term, share in shares.items()
        ]
        return make(Proportions, pd.concat(parts, ignore_index=True))

    return made


def offsets(ax, number=-1):
    """Where the dots of one layer stand, shape (n, 2)."""
    from matplotlib.collections import PathCollection

    layers = [c for c in ax.collections if isinstance(c, PathCollection)]
    return np.asarray(layers[number].get_offsets())


def spans(ax, n):
    """Ends of the first n horizontal or upright lines that are as many as rows."""
    from matplotlib.collections import LineCollection

    return [
        np.array([[s[0], s[-1]] for s in c.get_segments()])
        for c in ax.collections
        if isinstance(c, LineCollection) and len(c.get_segments()) == n
    ]


def texts(ax):
    """All words on the figure of some Axes, without marks of direction."""
    figure = ax.figure
    found = [*figure.texts, *(t for a in figure.axes for t in a.texts)]
    found += [t for a in figure.axes for t in a.get_xticklabels()]
    return [t.get_text().strip("\u200e\u200f") for t in found]


@pytest.fixture
def drawn():
    """How tests look at a figure."""

    class Drawn:
        offsets = staticmethod(offsets)
        spans = staticmethod(spans)
        texts = staticmethod(texts)

    return Drawn
