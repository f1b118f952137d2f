"""Does the waterfall lead from expectation to perception?"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot
from matplotlib.collections import LineCollection

import csat_methods as cs
from csat_methods.plots.draw import draw, svg

ASKED = np.random.default_rng(2).integers(1, 8, (80, 4))
FRAME = pd.DataFrame(ASKED, columns=list("epfq"))


@pytest.fixture(scope="module")
def chain():
    wave = cs.Wave.from_frame(FRAME, scales=dict.fromkeys("epfq", (1, 7)))
    return cs.gap_chain(
        wave,
        expected={"speed": "e", "staff": "f"},
        perceived={"speed": "p", "staff": "q"},
        planned={"speed": 6, "staff": 2},
        delivered={"speed": 5},
        promised={"speed": 7},
    )


def bars_of(ax):
    """The ends of the bars, which are the widest lines."""
    lines = [c for c in ax.collections if isinstance(c, LineCollection)]
    return max(lines, key=lambda c: max(c.get_linewidths())).get_segments()


def test_bars_lead_from_mean_expectation_to_mean_perception(chain, drawn):
    ax = draw(chain)
    bars = bars_of(ax)
    assert len(bars) == len(chain.total) - 1 + len(chain.table) - 1
    whole = [x for bar in bars[: len(chain.total) - 1] for x in bar[:, 0]]
    for level in ("expected", "perceived"):
        mean = chain.levels.groupby("level")["estimate"].mean()[level]
        assert np.isclose(whole, mean).any()
    assert "all characteristics" in drawn.texts(ax)
    assert not any("promise" in text for text in drawn.texts(ax))
    pyplot.close(ax.figure)


def test_without_the_whole_the_characteristics_remain(chain):
    ax = draw(replace(chain, total=chain.total[:0]))
    assert len(bars_of(ax)) == len(chain.table) - 1
    pyplot.close(ax.figure)


def test_only_the_widest_gaps_are_drawn_where_so_asked(chain, drawn):
    ax = draw(chain, most=1)
    gaps = chain.gaps.set_index("characteristic")["estimate"]
    assert {str(gaps.idxmin())} == {"speed", "staff"} & set(drawn.texts(ax))
    pyplot.close(ax.figure)


def test_hidden_rows_are_named_and_hatched(chain):
    shown = replace(chain, table=chain.table[:4], total=chain.total[:0])
    keys = chain.table.loc[4:, ["characteristic", "link"]].to_dict("records")
    assert svg(shown, lang="fa", phone=True, hidden=keys)
