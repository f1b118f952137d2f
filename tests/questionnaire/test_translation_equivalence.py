"""Is a translation held to be equivalent only where enough say so?"""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

import csat_methods as cs

BOTH = pd.DataFrame({"q1": [4] * 20, "q2": [2] * 20, "q3": [4] * 16 + [2] * 4})


def test_shares_and_kappa_are_those_of_content_validity():
    found, known = cs.translation_equivalence(BOTH), cs.content_validity(BOTH)
    for column in ("estimate", "ci_low", "ci_high", "n", "kappa"):
        assert found.table[column].tolist() == known.table[column].tolist()
    assert found.table["verdict"].tolist() == ["good", "bad", "undecided"]
    assert found.table["back_n"].tolist() == [0, 0, 0]
    assert found.table["back"].isna().all()


def test_a_back_translation_by_hand():
    back = BOTH.assign(q1=[1] * 10 + [2] * 10, q2=[1] * 20, q3=[1] * 20)
    row = cs.translation_equivalence(BOTH, back=back)["q1"]
    # Mean 1.5 on 1 to 7: V = 1/12 of 6 steps, 20 people; Wilson's interval on 120.
    v, n, z = 0.5 / 6, 20 * 6, norm.ppf(0.975)
    half = z * np.sqrt(v * (1 - v) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    centre = (v + z**2 / (2 * n)) / (1 + z**2 / n)
    assert row["back"] == pytest.approx(1.5)
    assert row["back_low"] == pytest.approx(1 + 6 * (centre - half))
    assert row["back_high"] == pytest.approx(1 + 6 * (centre + half))


def test_a_back_translation_that_says_another_thing_is_bad():
    back = pd.DataFrame({"q1": [6] * 12, "q2": [1] * 12, "q3": [3] * 12})
    found = cs.translation_equivalence(BOTH, back=back)
    assert found["q1"]["verdict"] == "bad"
    assert found["q3"]["verdict"] == "undecided"


def test_those_who_skip_an_item_are_not_counted():
    some = BOTH.astype(float).assign(q1=[4.0] * 10 + [np.nan] * 10)
    back = BOTH.astype(float).assign(q1=[1.0] + [np.nan] * 19, q2=1.0, q3=1.0)
    row = cs.translation_equivalence(some, back=back)["q1"]
    assert (row["n"], row["back_n"]) == (10, 1)
    assert np.isnan(row["back"])


def test_the_headline_counts():
    found = cs.translation_equivalence(BOTH)
    assert found.summary().startswith("Of 3 translated items: 1 asking the same")


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"back": pd.DataFrame({"q1": [1, 2]})}, r"back has items=\['q1'\]"),
        ({"back": BOTH.head(1)}, "back has people=1"),
        ({"back": BOTH + 9}, "from 1 to 7"),
        ({"equivalent": ()}, r"equivalent=\[\]"),
        ({"level": 1}, "level=1"),
    ],
)
def test_wrong_input_is_refused(how, why):
    with pytest.raises(ValueError, match=why):
        cs.translation_equivalence(BOTH, **how)


def test_one_person_is_no_panel():
    with pytest.raises(ValueError, match="experts=1"):
        cs.translation_equivalence(BOTH.head(1))


def test_ratings_of_relevance_in_a_wave_say_nothing_of_translations():
    wave = cs.open_wave("params/demo/waves/2025h2.yaml")
    with pytest.raises(ValueError, match="ratings=Wave must be a table"):
        cs.translation_equivalence(wave)
