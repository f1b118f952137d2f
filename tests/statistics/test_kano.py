"""Are Kano's categories and their measures those of the literature?"""

import numpy as np
import pytest

from csat_methods.statistics.kano import (
    CATEGORIES,
    TABLE,
    by_scores,
    categories,
    chances,
    distinct,
    leading,
    leading_by_berger,
    reversed_codes,
    scored,
    strengths,
)

SPELLCHECKER = np.array([52.7, 22.6, 8.3, 12.4, 2.5, 1.5]) / 100
"""A spell-checker in percent, M O A I R Q: Cohn (2005), Agile Estimating, ch. 11."""


def name(place):
    return CATEGORIES[int(place)]


def test_the_table_has_the_frequencies_of_the_literature():
    found = {c: int((i == TABLE).sum()) for i, c in enumerate(CATEGORIES)}
    assert found == {
        "must_be": 3,
        "one_dimensional": 1,
        "attractive": 3,
        "indifferent": 9,
        "reverse": 7,
        "questionable": 2,
    }


def test_turning_both_answers_round_turns_wants_into_their_reverse():
    f, d = np.divmod(np.arange(25), 5)
    turned = categories(d, f)
    for one, other in zip(categories(f, d), turned, strict=True):
        if name(one) in {"attractive", "one_dimensional", "must_be"}:
            assert name(other) == "reverse"
        if name(one) in {"indifferent", "questionable"}:
            assert one == other


def test_a_blank_has_no_category():
    assert categories(np.array([0, -1]), np.array([-1, 4])).tolist() == [-1, -1]


def test_better_and_worse_of_the_spellchecker():
    counts = np.repeat(np.arange(6), np.round(SPELLCHECKER * 1000).astype(int))
    better, worse, base = scored(counts)
    assert better.sum() / base.sum() == pytest.approx(0.3219, abs=5e-5)
    assert worse.sum() / base.sum() == pytest.approx(-0.7844, abs=5e-5)


def test_ties_go_to_what_is_missed_most():
    assert name(leading(np.array([0.3, 0.3, 0.3, 0.1, 0, 0]))) == "must_be"
    assert name(leading(np.array([0, 0.4, 0.4, 0.2, 0, 0]))) == "one_dimensional"
    assert name(leading(np.array([0, 0, 0.1 + 0.2, 0.3, 0.4, 0]))) == "reverse"


def test_berger_s_rule_adds_up_the_wants_first():
    shares = np.array([0.2, 0.15, 0.2, 0.45, 0, 0])
    assert name(leading(shares)) == "indifferent"
    assert name(leading_by_berger(shares)) == "must_be"
    even = np.array([0.25, 0.25, 0, 0.5, 0, 0])
    assert name(leading_by_berger(even)) == "indifferent"


def test_fong_s_test_by_hand():
    # n = 207: 103 and 83 differ by 20, and 1.65 √(186 · 228 / 414) = 16.7.
    assert distinct(np.array([0, 0, 83, 103, 0, 0]) / 207, 207)
    # 91 and 85 differ by 6, and 1.65 √(176 · 238 / 414) = 16.6.
    assert not distinct(np.array([0, 0, 85, 91, 0, 0]) / 207, 207)


def test_strengths_of_the_spellchecker():
    assert strengths(SPELLCHECKER) == pytest.approx((0.301, 0.836))


def test_chances_of_redrawn_people_and_of_their_covariance_are_alike():
    shares, n = np.array([0.4, 0.33, 0.1, 0.1, 0.05, 0.02]), 150
    covariance = (np.diag(shares) - np.outer(shares, shares)) / n
    people = chances(shares, n, None, 20_000, 1)
    normal = chances(shares, n, covariance, 20_000, 2)
    assert people.sum() == normal.sum() == pytest.approx(1)
    assert people == pytest.approx(normal, abs=0.03)


def test_codes_from_the_other_end_are_noticed():
    assert not reversed_codes(SPELLCHECKER)
    assert reversed_codes(np.array([0.1, 0.1, 0.1, 0.1, 0.5, 0.1]))


def test_the_plane_is_cut_at_two_and_left_out_below_zero():
    pleases = np.array([2.0, 1.9, 3.0, 1.0, -0.1, 3.0, np.nan])
    missed = np.array([2.0, 2.0, 1.9, 0.0, 3.0, -1.0, 3.0])
    assert by_scores(pleases, missed).tolist() == [
        *("one_dimensional", "must_be", "attractive", "indifferent"),
        *("", "", ""),
    ]
