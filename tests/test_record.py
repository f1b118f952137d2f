"""Does a result know which call made it, and is no other call taken for it?"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

import csat_methods as cs
from csat_methods._record import Call, digest_of_data, key_of, memory, method

PLAIN = st.one_of(
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=5),
    st.booleans(),
    st.none(),
)


@pytest.mark.parametrize("same", [(1, 1.0, np.int64(1), np.float64(1)), (0.5, 0.5)])
def test_equal_numbers_have_one_key(same):
    assert len({key_of(value) for value in same}) == 1


@pytest.mark.parametrize("same", [([1, "a"], (1, "a")), ({"a": 1}, {"a": 1.0})])
def test_lists_and_tuples_of_equal_parts_have_one_key(same):
    assert key_of(same[0]) == key_of(same[1])


@given(st.lists(PLAIN, min_size=2, max_size=2, unique_by=lambda v: (type(v), v)))
def test_different_plain_values_have_different_keys(values):
    one, other = values
    alike = one == other and not isinstance(one, bool) and not isinstance(other, bool)
    assert (key_of(one) == key_of(other)) == alike


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, "1"),
        (True, 1),
        ([1, 2], [12]),
        (["a,b"], ["a", "b"]),
        ({"a": 1}, {"a": 2}),
        (None, "None"),
        (date(2025, 1, 2), "2025-01-02"),
        (pd.Series([1, 2]), pd.Series([2, 1])),
        (pd.Series([1, 2], name="a"), pd.Series([1, 2], name="b")),
        (pd.DataFrame({"a": [1]}), pd.DataFrame({"b": [1]})),
        (np.array([1, 2]), np.array([[1, 2]])),
        (np.array([1, 2]), np.array([1.0, 2.0])),
        (np.array(["a"], object), np.array(["b"], object)),
    ],
)
def test_what_differs_has_another_key(one, other):
    assert key_of(one) != key_of(other)


def test_arrays_of_objects_are_told_apart_by_value_and_not_by_place():
    one = np.array(["".join(["pr", "ice"])], object)
    assert digest_of_data(one) == digest_of_data(np.array(["price"], object))


def test_whatever_has_a_key_goes_by_it():
    wave = cs.Wave.from_frame(pd.DataFrame({"q1": [1, 2]}))
    assert key_of(wave) == wave.key


def test_a_callable_has_no_key():
    with pytest.raises(TypeError, match="no key"):
        key_of(len)


# ---------------------------------------------------------------------- calls
class Kept:
    """A store in memory, which counts what it is asked."""

    def __init__(self):
        self.results, self.hits = {}, 0

    def get(self, key):
        self.hits += key in self.results
        return self.results.get(key)

    def put(self, key, result):
        self.results[key] = result


@pytest.fixture
def store(monkeypatch):
    kept = Kept()
    monkeypatch.setattr(memory, "store", kept)
    return kept


@pytest.fixture
def wave():
    return cs.Wave.from_frame(pd.DataFrame({"q1": [1, 2, 4], "w": [1.0, 2, 3]}))


def test_a_result_records_function_and_arguments(wave):
    call = cs.means(wave, "q1").call
    assert call == Call(
        "csat_methods.estimates.means.means",
        {"wave": "wave", "items": "'q1'", "by": "None", "level": "0.95"},
    )


def test_long_arguments_are_cut():
    @dataclass(frozen=True)
    class Made:
        call: Call | None = None

    @method
    def made(items):
        return Made()

    written = made(list(range(1000))).call.arguments["items"]
    assert len(written) == 200
    assert written.endswith("...")


def test_the_same_call_is_remembered(wave, store):
    first = cs.means(wave, "q1")
    assert cs.means(wave, items="q1", level=0.95) is first
    assert store.hits == 1


def test_another_call_is_not_the_same(wave, store):
    cs.means(wave, "q1")
    cs.means(wave, "q1", level=0.9)
    cs.totals(wave, "q1")
    cs.means(wave.where(wave.frame["q1"] > 1), "q1")
    assert store.hits == 0
    assert len(store.results) == 4


def test_waves_that_a_step_makes_are_not_kept(wave, store):
    margins = {"q1": {1: 5, 2: 5, 4: 5}}
    assert isinstance(cs.rake(wave, margins), cs.Wave)
    assert store.results == {}


def test_a_call_with_a_callable_is_never_remembered(store):
    @method
    def taken(statistic):
        return cs.means(cs.Wave.from_frame(pd.DataFrame({"q1": [1, 2]})), "q1")

    taken(len)
    assert len(store.results) == 1  # the inner call's only


def test_a_method_keeps_its_name_and_words():
    assert cs.means.__name__ == "means"
    assert cs.means.__doc__.startswith("Return the weighted mean")


def test_missing_arguments_are_pythons_own_error():
    with pytest.raises(TypeError, match="missing a required argument: 'items'"):
        cs.means(None)


def test_words_that_go_with_a_table_are_part_of_its_key():
    plain = pd.DataFrame({"size": [1, 2]})
    named = plain.copy()
    named.attrs["labels"] = {"a": "North"}
    assert digest_of_data(named) != digest_of_data(plain)
    renamed = named.copy()
    renamed.attrs["labels"] = {"a": "South"}
    assert digest_of_data(renamed) != digest_of_data(named)
    assert digest_of_data(plain.copy()) == digest_of_data(plain)
