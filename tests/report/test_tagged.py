"""Does every value come back from JSON as it was, and is the rest refused?"""

import json
import math
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

from csat_methods._messages import Day, Listing, Message, Number, Text
from csat_methods.report.tagged import class_named, decode, encode
from csat_methods.result import Call, Domain, Used


def back(value):
    return decode(json.loads(json.dumps(encode(value))))


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.dates(),
    st.datetimes(),
)
keys = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(), st.tuples(st.text(), st.dates())
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner),
        st.lists(inner).map(tuple),
        st.dictionaries(keys, inner),
        st.dictionaries(st.sampled_from(["$", "v", "term"]), inner),
    ),
    max_leaves=12,
)


def same(a, b):
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        pairs = zip(a.items(), b.items(), strict=True)
        return len(a) == len(b) and all(same(x, y) for x, y in pairs)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, float):
        return (math.isnan(a) and math.isnan(b)) or (
            a == b and math.copysign(1, a) == math.copysign(1, b)
        )
    return a == b


@given(values)
def test_any_nest_of_plain_values_comes_back_as_it_was(value):
    assert same(back(value), value)


@pytest.mark.parametrize(
    "value",
    [
        np.float64("nan"),
        np.float64(-0.0),
        np.float32(1.1),
        np.int64(2**62),
        np.uint8(7),
        np.bool_(True),
        np.str_("سلام"),
        np.datetime64("2024-03-20", "D"),
        np.timedelta64(5, "s"),
    ],
    ids=str,
)
def test_a_number_of_numpy_keeps_its_type(value):
    got = back(value)
    assert type(got) is type(value)
    assert got.dtype == value.dtype
    assert repr(got) == repr(value)


@pytest.mark.parametrize(
    "value",
    [
        pd.Timestamp("2024-03-20 01:02:03.000000004").as_unit("ns"),
        pd.Timestamp("2024-03-20").as_unit("s"),
        pd.Timestamp("2024-03-20 12:00", tz="Asia/Tehran"),
        datetime(2024, 3, 20, 1, 2, tzinfo=UTC),
    ],
    ids=str,
)
def test_a_moment_keeps_its_unit_and_zone(value):
    got = back(value)
    assert (got, repr(got), type(got)) == (value, repr(value), type(value))


def test_missing_values_of_pandas_come_back_as_themselves():
    assert back(pd.NA) is pd.NA
    assert back(pd.NaT) is pd.NaT


@pytest.mark.parametrize(
    "value",
    [
        Used(90, (80, 88), {"no answer": 2}),
        Domain(("city = A",), "abc", named=False),
        Call("csat_methods.gaps.gap_scores", {"wave": "wave", "by": "'city'"}),
        Message(
            "{label}: {n} of {all} on {day}; {list}.",
            {
                "label": Text({"en": "Price", "fa": "قیمت"}),
                "n": Number(3.0, "count", "all.n"),
                "all": Number(math.inf),
                "day": Day(date(2024, 3, 20)),
                "list": Listing((Text({"en": "a"}), Message("b"))),
            },
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_dataclass_of_this_package_comes_back_equal(value):
    assert back(value) == value
    assert type(back(value)) is type(value)


def test_a_read_only_mapping_comes_back_as_a_dict():
    assert back(MappingProxyType({"a": 1})) == {"a": 1}


@dataclass(frozen=True)
class Foreign:
    n: int = 0


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"a": [1, {2}]}, r"value\['a'\]\[1\] is a builtins.set"),
        (Used(1, (1, 1), {"x": object()}), r"value.left_out\['x'\] is a builtins.obj"),
        (Foreign(), "Foreign, which is not of csat_methods"),
        (len, "builtin_function_or_method"),
        (b"bytes", "builtins.bytes"),
        (1 + 2j, "builtins.complex"),
        (np.complex128(1j), "complex128"),
        (np.longdouble(1), "cannot be kept"),
        (pd.DataFrame({"a": [1]}), "value is a table, which has no place here"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_could_not_come_back_is_refused_and_its_place_named(value, words):
    with pytest.raises(ValueError, match=words):
        encode(value)


@pytest.mark.parametrize(
    "name",
    [
        "os:system",
        "csat_methods.result:judge",
        "csat_methods.result:np",
        "csat_methods.report.store:Used",
        "csat_methods.result:Used.__init__",
        "csat_methodsx.result:Used",
        "csat_methods..result:Used",
        "tests.report.test_tagged:Foreign",
    ],
)
def test_only_dataclasses_of_this_package_are_ever_made(name):
    with pytest.raises(ValueError, match="is not"):
        class_named(name)
    with pytest.raises(ValueError, match="is not"):
        decode({"$": name, "v": {}})


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="kind='pickle' is unknown"):
        decode({"$": "pickle", "v": ""})


def test_a_table_without_its_file_is_refused():
    with pytest.raises(ValueError, match="'frame' needs the tables"):
        decode({"$": "frame", "at": 0})
