"""Are domains, intervals and degrees of freedom those of the rows that enter?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from scipy import stats

import csat_methods as cs
from csat_methods.wave.estimate import (
    OWN_COLUMNS,
    Domains,
    counts,
    domains,
    interval,
    quantile,
    segment_frame,
    sizes,
)

FRAME = pd.DataFrame(
    {
        "q1": [1.0, 5, 3, 2, 4, 4],
        "city": ["Qom", "Rey", None, "Qom", "Rey", "Rey"],
        "sex": ["f", "m", "f", None, "f", "m"],
        "w": [1.0, 2, 1, 0, 1, 2],
        "s": [1, 1, 1, 2, 2, 2],
        "c": ["x", "x", "y", "z", "u", "u"],
    }
)


def wave(frame=FRAME, **design):
    return cs.Wave.from_frame(frame, **design)


# -------------------------------------------------------------------- domains
def test_without_segments_there_is_one_domain():
    made = wave()
    where = domains(made.where(FRAME["q1"] > 2))
    assert where.codes.tolist() == [-1, 0, 0, -1, 0, 0]
    assert (where.by, where.keys, len(where)) == ((), [()], 1)
    assert domains(made, []).keys == [()]


def test_a_blank_belongs_to_no_segment():
    where = domains(wave(), "city")
    assert where.codes.tolist() == [0, 1, -1, 0, 1, 1]
    assert where.keys == [("Qom",), ("Rey",)]


def test_two_segments_make_the_pairs_that_occur():
    where = domains(wave(), ["city", "sex"])
    assert where.keys == [("Qom", "f"), ("Rey", "f"), ("Rey", "m")]
    assert where.codes.tolist() == [0, 2, -1, -1, 1, 2]
    assert segment_frame(where, 2) == {
        "city": ["Qom", "Qom", "Rey", "Rey", "Rey", "Rey"],
        "sex": ["f", "f", "f", "f", "m", "m"],
    }


def test_levels_of_nobody_in_the_domain_do_not_count():
    ordered = pd.Categorical(FRAME["city"], ["Yazd", "Rey", "Qom"], ordered=True)
    made = wave(FRAME.assign(city=ordered))
    assert domains(made, "city").keys == [("Rey",), ("Qom",)]
    assert domains(made.where(FRAME["q1"] > 3), "city").keys == [("Rey",)]


@hypothesis.given(st.lists(st.tuples(*[st.sampled_from("abc")] * 2), min_size=1))
def test_segments_are_pandas_own_groups(rows):
    frame = pd.DataFrame(rows, columns=["g", "h"]).assign(q1=1.0)
    where = domains(wave(frame), ["g", "h"])
    groups = frame.groupby(["g", "h"]).indices
    assert dict(zip(where.keys, range(len(where)), strict=True)).keys() == groups.keys()
    for code, key in enumerate(where.keys):
        assert np.flatnonzero(where.codes == code).tolist() == groups[key].tolist()


def test_nobody_is_no_domain():
    with pytest.raises(ValueError, match="domain: nobody is in it"):
        domains(wave().where(FRAME["q1"] > 9))
    blank = wave(FRAME.assign(city=None))
    with pytest.raises(ValueError, match=r"by=\['city'\]: everybody .* has a blank"):
        domains(blank, "city")


def test_an_unknown_segment_is_refused():
    with pytest.raises(KeyError, match=r"\['town', 'job'\] are not in the wave"):
        domains(wave(), ["city", "town", "job"])


@pytest.mark.parametrize("name", sorted(OWN_COLUMNS))
def test_a_segment_must_not_hide_a_column_of_the_table(name):
    made = wave(FRAME.assign(**{name: 1}))
    with pytest.raises(ValueError, match=rf"by=\['{name}'\] must name segments once"):
        domains(made, name)


def test_a_segment_is_named_once():
    with pytest.raises(ValueError, match=r"by=\['city', 'city'\] must name segments"):
        domains(wave(), ["city", "city"])


# ------------------------------------------------------------------ intervals
@pytest.mark.parametrize("level", [0.5, 0.9, 0.95, 0.99])
def test_the_quantile_is_students(level):
    df = np.array([1.0, 2, 10, 1000])
    expected = stats.t.ppf((1 + level) / 2, df)
    assert quantile(df, level).tolist() == pytest.approx(expected, rel=1e-10)


def test_without_a_degree_of_freedom_there_is_no_interval():
    df, one = np.array([0.0, -1, 0.5, np.nan]), np.ones(4)
    assert np.isnan(quantile(df, 0.95)).all()
    assert np.isnan(interval(one, one, df, 0.95)).all()


def test_an_interval_lies_around_its_estimate():
    low, high = interval(np.array([5.0]), np.array([2.0]), np.array([4.0]), 0.95)
    # t(4) = 2.776445 (Student's table)
    assert [low[0], high[0]] == pytest.approx([5 - 5.55289, 5 + 5.55289], rel=1e-6)


# ------------------------------------------------------- answers and freedoms
def entering(made, columns=("q1",)):
    x = made.answers(list(columns))
    return ~np.isnan(x) & (made.design.weights > 0)[:, None] & made.domain[:, None]


def test_answers_are_counted_by_domain_and_term():
    where = Domains(("g",), [("a",), ("b",)], np.array([0, 0, 1, -1]))
    enters = np.array([[1, 1], [1, 0], [0, 1], [1, 1]], bool)
    assert counts(where, enters).tolist() == [[2, 1], [0, 1]]


@pytest.mark.parametrize(
    ("design", "n", "df"),
    [
        ({}, 6, 5),
        ({"weights": "w"}, 5, 4),
        ({"weights": "w", "strata": "s"}, 5, 3),
        # units x and y of stratum 1, u of stratum 2: z has no weight
        ({"weights": "w", "strata": "s", "clusters": "c"}, 5, 1),
        ({"weights": "w", "clusters": "c"}, 5, 2),
    ],
)
def test_rows_without_weight_are_no_members(design, n, df):
    made = wave(**design)
    found = sizes(made, domains(made), entering(made))
    assert [float(each[0, 0]) for each in found] == [n, df]
    row = cs.means(made, "q1")["q1"]
    assert [row["n"], row["df"]] == [n, df]
    assert made.design.degrees(made.domain) == df


@hypothesis.given(st.integers(0, 3000), st.booleans(), st.booleans())
def test_freedoms_of_every_cell_are_the_designs_own(seed, strata, clusters):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"q1": rng.normal(size=40), "q2": rng.normal(size=40)})
    frame = frame.mask(rng.random((40, 2)) < 0.3)
    frame["w"] = rng.integers(0, 3, 40) + (np.arange(40) < 8)
    frame["s"], frame["c"] = np.arange(40) % 4, rng.integers(0, 3, 40)
    frame["g"] = rng.integers(0, 3, 40)
    columns = {"strata": "s"} if strata else {}
    columns |= {"clusters": "c", "nested": True} if clusters else {}
    made = wave(frame, weights="w", singleton="remove", **columns)
    where, enters = domains(made, "g"), entering(made, ["q1", "q2"])
    n, df = sizes(made, where, enters)
    for d in range(len(where)):
        for term in range(2):
            rows = enters[:, term] & (where.codes == d)
            assert n[d, term] == rows.sum()
            assert df[d, term] == made.design.degrees(rows)


def test_under_replicates_a_domain_has_the_freedoms_of_its_own_rows():
    frame = pd.DataFrame({"q1": np.arange(12.0), "g": [0] + [1] * 11})
    made = cs.replicate(wave(frame), method="jk1")
    table = cs.means(made, "q1", by="g").table
    assert table["df"].tolist() == [0, 10]
    assert np.isnan(table["se"][0])
    assert cs.means(made, "q1")["q1"]["df"] == 11


def test_what_is_no_segment_is_refused():
    with pytest.raises(ValueError, match="by=3 must be a column, or a list of columns"):
        domains(wave(), 3)
