"""Does each person belong to one level, and each level to somebody?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.wave.margins import check_shares, check_sums, level_codes

FRAME = pd.DataFrame(
    {
        "sex": ["f", "m", "m", "f"],
        "age": [1.0, 2.0, 1.0, 2.0],
        "size": pd.array([1, 2, 1, 2], dtype="Int64"),
        "member": [True, False, True, False],
        "blank": ["a", None, "a", "a"],
    }
)


@pytest.fixture
def wave():
    return cs.Wave.from_frame(FRAME)


@pytest.mark.parametrize(
    ("name", "levels", "codes"),
    [
        ("sex", {"m": 6, "f": 4}, [1, 0, 0, 1]),
        ("age", {2: 6, 1: 4}, [1, 0, 1, 0]),
        ("size", {1: 6, 2.0: 4}, [0, 1, 0, 1]),
        ("member", {True: 6, False: 4}, [0, 1, 0, 1]),
        (
            ("sex", "age"),
            {("f", 1): 1, ("m", 2): 2, ("m", 1): 3, ("f", 2): 4},
            range(4),
        ),
        (("sex",), {"f": 1, "m": 9}, [0, 1, 1, 0]),
    ],
)
def test_levels_are_found_whatever_their_type(wave, name, levels, codes):
    found, totals = level_codes(wave, name, levels)
    assert found.tolist() == list(codes)
    assert totals.tolist() == list(levels.values())


def test_categories_are_found(wave):
    made = cs.Wave.from_frame(FRAME.assign(sex=FRAME["sex"].astype("category")))
    assert level_codes(made, "sex", {"f": 1, "m": 1})[0].tolist() == [0, 1, 1, 0]


def test_people_outside_the_domain_have_no_level(wave):
    women = wave.where(wave.frame["sex"] == "f")
    assert level_codes(women, "sex", {"f": 9})[0].tolist() == [0, -1, -1, 0]
    named = wave.where(wave.frame["blank"].notna())
    assert level_codes(named, "blank", {"a": 9})[0].tolist() == [0, -1, 0, 0]


@pytest.mark.parametrize(
    ("name", "levels", "sentence"),
    [
        ("sex", {"f": 1}, r"margin 'sex': levels \['m'\] have answers but no total"),
        (
            "sex",
            {"f": 1, "m": 1, "x": 2},
            r"levels \['x'\] have a total but no answers",
        ),
        ("age", {"1": 5, "2": 5}, r"levels \[1, 2\] have answers but no total"),
        ("blank", {"a": 3}, "margin 'blank': 1 people have no value"),
        ("sex", {"f": -1, "m": 1}, "margin 'sex': total of 'f'=-1 must be a number"),
        ("sex", {"f": np.nan, "m": 1}, "total of 'f'=nan must be a number from 0 on"),
        ("sex", {"f": "2", "m": 1}, "total of 'f'='2' must be a number"),
        ("sex", {"f": True, "m": 1}, "total of 'f'=True must be a number"),
        ("sex", 5, r"margin 'sex'=5 must be \{level: total\}"),
        ("sex", {}, r"margin 'sex'=\{\} must be"),
        (("sex", "age"), {("f", 1): 1}, r"levels \[\('m', 2\), \('m', 1\), \('f', 2\)"),
    ],
)
def test_what_does_not_fit_is_named(wave, name, levels, sentence):
    with pytest.raises(ValueError, match=sentence):
        level_codes(wave, name, levels)


def test_faults_of_one_margin_are_said_at_once(wave):
    with pytest.raises(ValueError, match="no value") as refused:
        level_codes(wave, "blank", {"b": 3})
    assert len(str(refused.value).split("\n")) == 3


def test_of_many_levels_the_first_are_named_and_the_others_counted():
    wave = cs.Wave.from_frame(pd.DataFrame({"who": [f"p{i}" for i in range(3000)]}))
    with pytest.raises(ValueError, match=r"'p20' and 2979 more\] have answers") as none:
        level_codes(wave, "who", {"p0": 5})
    assert len(str(none.value)) < 300
    many = {f"x{i}": 5 for i in range(3000)}
    with pytest.raises(ValueError, match=r"'x19' and 2980 more\] have a total"):
        level_codes(wave, "who", many)


def test_an_unknown_variable_is_a_key_error(wave):
    with pytest.raises(KeyError, match=r"\['town'\] are not in the wave"):
        level_codes(wave, ("sex", "town"), {("f", 1): 1})


def test_a_level_nobody_has_may_have_a_total_of_none(wave):
    codes, totals = level_codes(wave, "sex", {"f": 5, "m": 5, "x": 0})
    assert codes.max() == 1
    assert totals.tolist() == [5, 5, 0]


def test_sums_of_margins_must_agree():
    check_sums({"a": np.array([1.0, 2]), "b": np.array([3.0])})
    with pytest.raises(ValueError, match=r"different populations: a 3, b 4,000"):
        check_sums({"a": np.array([1.0, 2]), "b": np.array([4000.0])})
    with pytest.raises(ValueError, match=r"margins=\['a'\] must add up to people"):
        check_sums({"a": np.zeros(2)})


MANY = pd.DataFrame({"sex": ["f", "m"] * 100, "w": 0.004})


@pytest.mark.parametrize("total", [0.9, 0.95, 1.1, 85, 95, 101])
def test_shares_that_miss_their_whole_by_a_little_are_a_slip(total):
    wave = cs.Wave.from_frame(MANY)
    rule = rf"margins=\['sex'\] add up to {total:g}, fewer than the people"
    with pytest.raises(ValueError, match=rule):
        check_shares(wave, {"sex": np.array([total / 2, total / 2])})


@pytest.mark.parametrize("total", [1.0, 100.0, 200.0, 5000.0, 3.0])
def test_whole_shares_counts_and_other_units_are_taken(total):
    check_shares(cs.Wave.from_frame(MANY), {"sex": np.array([total / 2, total / 2])})


def test_totals_near_the_weights_now_are_in_their_unit():
    wave = cs.Wave.from_frame(MANY, weights="w")
    check_shares(wave, {"sex": np.array([0.4, 0.5])})
