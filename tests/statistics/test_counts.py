"""Are answers, pairs of answers and patterns counted right?"""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, strategies as st
from hypothesis.extra import numpy as hnp

from csat_methods.statistics import counts
from csat_methods.statistics.counts import (
    category_counts,
    pair_counts,
    patterns,
    positions,
)

BLANK = float("nan")
FIVE = [1, 2, 3, 4, 5]


def surveys():
    """Answers 1 to 5 with blanks."""
    shape = st.tuples(st.integers(1, 25), st.integers(1, 4))
    code = st.sampled_from([*map(float, FIVE), BLANK])
    return hnp.arrays(float, shape, elements=code)


def as_text(row):
    return tuple("-" if np.isnan(v) else f"{v:g}" for v in row)


def test_answers_are_counted_by_hand():
    x = [[1, 2], [1, BLANK], [5, 2]]
    assert category_counts(x, None, FIVE).tolist() == [[2, 0, 0, 0, 1], [0, 2, 0, 0, 0]]
    assert category_counts(x, [1, 2, 4], FIVE)[0].tolist() == [3, 0, 0, 0, 4]


@pytest.mark.parametrize("name", ["bfi", "science"])
def test_tables_of_two_items_are_those_of_r(reference, answers, name):
    case = reference(f"psychometrics/correlations/polychoric_pairs_{name}")
    x = answers(case, complete=False)
    for pair in case["values"]["pairs"]:
        i, j = (case["items"].index(pair[side]) for side in "xy")
        known = [float(v) for v in pair["table"]["rows"]]
        assert (
            pair_counts(x[:, [i, j]], None, known)[0, 1].tolist()
            == (pair["table"]["data"])
        )


def test_answers_of_an_item_are_counted_as_by_r(reference, answers):
    case = reference("psychometrics/correlations/polychoric_bfi_A")
    got = category_counts(answers(case), None, range(1, 7))
    expected = [list(c.values()) for c in case["values"]["counts"].values()]
    assert got.tolist() == expected


@given(surveys())
def test_pairs_are_counted_as_one_by_one(x):
    got = pair_counts(x, None, FIVE)
    for i in range(x.shape[1]):
        for j in range(x.shape[1]):
            count = Counter((a, b) for a, b in x[:, [i, j]].tolist())
            expected = [
                [count[a, b] for b in map(float, FIVE)] for a in map(float, FIVE)
            ]
            assert got[i, j].tolist() == expected


@given(surveys())
def test_an_item_with_itself_is_its_own_count(x):
    w = np.linspace(1, 2, len(x))
    pairs, single = pair_counts(x, w, FIVE), category_counts(x, w, FIVE)
    for i in range(x.shape[1]):
        np.testing.assert_allclose(pairs[i, i], np.diag(single[i]))
        np.testing.assert_allclose(pairs[i], pairs[:, i].transpose(0, 2, 1))


def test_blocks_of_rows_do_not_change_the_counts(monkeypatch):
    x = np.random.default_rng(0).integers(1, 6, (50, 3)).astype(float)
    whole = pair_counts(x, None, FIVE), pair_counts(x, np.arange(50.0), FIVE)
    monkeypatch.setattr(counts, "BLOCK", 7)
    parts = pair_counts(x, None, FIVE), pair_counts(x, np.arange(50.0), FIVE)
    assert np.array_equal(whole, parts)


@given(surveys())
def test_patterns_are_the_distinct_rows(x):
    w = np.linspace(1, 2, len(x))
    found = patterns(x, w)
    seen = Counter(map(as_text, x))
    assert {as_text(row): n for row, n in zip(found.rows, found.n, strict=True)} == seen
    assert [as_text(row) for row in found.rows[found.index]] == [*map(as_text, x)]
    np.testing.assert_allclose(found.weight, np.bincount(found.index, w))
    filled = np.where(np.isnan(found.rows), np.inf, found.rows)
    assert filled.tolist() == sorted(filled.tolist())


@pytest.mark.parametrize("name", ["airquality", "bfi_AN", "hs1939_missing", "sat_act"])
def test_patterns_of_blanks_are_those_of_r(reference, answers, name):
    case = reference(f"psychometrics/missing/{name}")
    here = ~np.isnan(answers(case, complete=False))
    found = patterns(here[here.any(axis=1)])
    names = ["".join(f"{v:.0f}" for v in row) for row in found.rows]
    shown = dict(zip(names, found.n.tolist(), strict=True))
    assert len(shown) == case["values"]["n_patterns"]
    for listed in case["values"]["patterns"]:
        assert shown[listed["pattern"]] == listed["n"]


def test_long_rows_of_many_values_keep_their_patterns():
    x = np.random.default_rng(1).normal(size=(300, 60))
    x = np.concatenate([x, x[:100]])
    found = patterns(x)
    assert len(found.n) == 300
    assert np.array_equal(found.rows[found.index], x)
    assert (found.weight == found.n).all()


@pytest.mark.parametrize("known", [[0.5, 1.5, 2.5], [-3, 0, 2_000_000], [7]])
def test_categories_need_not_be_small_whole_numbers(known):
    x = np.random.default_rng(2).choice(known, (20, 2))
    assert np.array_equal(np.asarray(known, dtype=float)[positions(x, known)], x)


@pytest.mark.parametrize("stranger", [6.0, 2.5, -1.0, np.inf])
def test_an_answer_off_the_list_is_refused(stranger):
    with pytest.raises(ValueError, match=rf"answers=\[{stranger}\] are not among"):
        category_counts([[1.0], [stranger], [BLANK]], None, FIVE)


def test_bad_arguments_are_refused():
    with pytest.raises(ValueError, match=r"categories=\[2.0, 1.0\] must ascend"):
        positions([[1.0]], [2, 1])
    with pytest.raises(ValueError, match=r"weights of shape \(1,\) .* each of 2 rows"):
        pair_counts([[1.0], [2.0]], [1.0], FIVE)
    with pytest.raises(ValueError, match="must be finite"):
        patterns([[1.0], [2.0]], [1.0, BLANK])
    with pytest.raises(ValueError, match=r"x of shape \(1,\)"):
        patterns([1.0])
