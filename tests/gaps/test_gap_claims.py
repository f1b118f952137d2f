"""Is the widest gap called so only where it is clear of the others?"""

import pandas as pd

import csat_methods as cs


def test_a_shortfall_is_called_the_furthest_only_if_it_is_clear_of_all_others():
    table = pd.DataFrame({"e": [7, 6, 7, 6], "p": [3, 2, 3, 3], "q": [6, 6, 7, 5]})
    pairs = {"a": (["e"], ["p"]), "b": (["e"], ["q"])}
    found = cs.gap_scores(cs.Wave.from_frame(table), pairs).summary()
    assert found.startswith("a falls furthest short of what customers expect: 2.75")
    alike = {"a": (["e"], ["p"]), "b": (["e"], ["p"])}
    found = cs.gap_scores(cs.Wave.from_frame(table), alike).summary()
    assert "though not clearly further than others" in found


def test_of_gaps_in_groups_the_clearest_difference_is_told_or_that_there_is_none():
    table = pd.DataFrame(
        {
            "city": ["A"] * 4 + ["B"] * 4,
            "e": [7, 6, 7, 6] * 2,
            "p": [3, 2, 3, 3, 7, 6, 7, 7],
            "q": [6, 6, 7, 5] * 2,
        }
    )
    wave = cs.Wave.from_frame(table)
    pairs = {"a": (["e"], ["p"]), "b": (["e"], ["q"])}
    assert cs.gap_scores(wave, pairs, by="city").summary() == (
        "The clearest difference between groups: a, a gap of −3.75 in A against +0.25 "
        "in B."
    )
    alike = {"b": (["e"], ["q"]), "c": (["q"], ["e"])}
    assert cs.gap_scores(wave, alike, by="city").summary() == (
        "At no characteristic do the gaps of two groups differ clearly."
    )
