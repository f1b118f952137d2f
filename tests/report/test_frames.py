"""Does every table come back with its types, labels and order, or not at all?"""

import json
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st
from pandas.testing import assert_frame_equal, assert_series_equal

from csat_methods._messages import Text
from csat_methods.report.frames import FlatTables
from csat_methods.report.store import streams_of, tables_of


def back(value):
    """Through JSON and Arrow, as the store does."""
    tables = FlatTables()
    coded = json.loads(json.dumps(tables.put(value, "table")))
    return FlatTables(tables_of(streams_of(tables.flat))).get(coded)


def column(strategy, dtype=None):
    return st.lists(strategy, min_size=3, max_size=3).map(
        lambda v: pd.Series(v, dtype=dtype)
    )


int64 = st.integers(-(2**63), 2**63 - 1)
text = st.text(st.characters(exclude_categories=["Cs"]))
maybe = st.one_of(st.none(), text)
columns = st.one_of(
    column(st.floats(), "float64"),
    column(st.floats(width=32), "float32"),
    column(int64, "int64"),
    column(st.integers(0, 255), "uint8"),
    column(st.booleans(), "bool"),
    column(maybe, "str"),
    column(maybe, object),
    column(st.one_of(st.none(), st.booleans()), object),
    column(st.one_of(st.none(), int64), "Int64"),
    column(st.one_of(st.none(), st.booleans()), "boolean"),
    column(st.dates(date(1700, 1, 1), date(2200, 1, 1)), "datetime64[s]"),
    column(st.tuples(text, int64), object),
    column(st.sampled_from("cab"), pd.CategoricalDtype(list("bca"), ordered=True)),
    column(st.sampled_from([3, 1]), pd.CategoricalDtype([3, 1, 2])),
)
labels = st.one_of(
    st.lists(text, unique=True, min_size=1, max_size=4),
    st.lists(int64, unique=True, min_size=1, max_size=4),
)


@st.composite
def frames(draw):
    names = draw(labels)
    made = {i: draw(columns) for i in range(len(names))}
    frame = pd.DataFrame(made).set_axis(names, axis=1)
    index = draw(st.sampled_from(["range", "text", "number", "two"]))
    return frame.set_axis(INDICES[index](len(frame)))


CROSSED = pd.MultiIndex.from_tuples([("a", 1), ("b", 2)])
INTERVAL = pd.interval_range(0, 1)
INDICES = {
    "range": lambda n: pd.RangeIndex(2, 2 + 3 * n, 3, name="row"),
    "text": lambda n: pd.Index(list("zyx")[:n], name=("a", 1)),
    "number": lambda n: pd.Index([0.5, np.nan, -np.inf][:n]),
    "two": lambda n: pd.MultiIndex.from_arrays(
        [list("aab")[:n], range(n)], names=["segment", None]
    ),
}


@given(frames())
def test_any_table_comes_back_as_it_was(frame):
    got = back(frame)
    assert_frame_equal(got, frame, check_exact=True)
    assert got.columns.dtype == frame.columns.dtype
    for i in range(frame.shape[1]):
        if frame.dtypes.iloc[i].kind == "f":
            signs = np.signbit(got.iloc[:, i]) == np.signbit(frame.iloc[:, i])
            assert (signs | frame.iloc[:, i].isna()).all()


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame(),
        pd.DataFrame(index=range(3)),
        pd.DataFrame({"a": pd.Series([], dtype="str")}),
        pd.DataFrame([[1, 2.0]], columns=["twice", "twice"]),
        pd.DataFrame([[1, 2.0]], columns=pd.Index(["a", 1], dtype=object)),
        pd.DataFrame([[1, 2.0]], columns=CROSSED),
        pd.DataFrame({"day": pd.date_range("2024-03-20", periods=2, tz="Asia/Tehran")}),
        pd.DataFrame({"words": [Text({"fa": "قیمت"}), None]}, dtype=object),
        pd.DataFrame({"took": pd.to_timedelta([1, None], unit="s")}),
        pd.DataFrame({"mixed missing": pd.Series([None, np.nan, "x"], dtype=object)}),
    ],
    ids=["empty", "no columns", "no rows", "twice", "mixed labels", "crossed", "zone",
         "words", "durations", "missing"],
)  # fmt: skip
def test_a_table_of_an_odd_shape_comes_back_as_it_was(frame):
    assert_frame_equal(back(frame), frame)


@pytest.mark.parametrize("storage", ["python", "pyarrow"])
@pytest.mark.parametrize("missing", [np.nan, pd.NA], ids=str)
def test_texts_come_back_wherever_they_were_stored(storage, missing):
    words = ["a", None, "ب"]
    stored = pd.DataFrame({"x": pd.array(words, pd.StringDtype(storage, missing))})
    here = pd.DataFrame({"x": pd.array(words, pd.StringDtype(na_value=missing))})
    assert_frame_equal(back(stored), here)


def test_missing_objects_keep_which_missing_they_were():
    frame = pd.DataFrame({"x": pd.Series([None, np.nan, pd.NA, "x"], dtype=object)})
    got = back(frame)["x"].tolist()
    assert got[0] is None
    assert isinstance(got[1], float)
    assert got[2] is pd.NA


@given(columns, st.one_of(st.none(), text, st.tuples(text, int64)))
def test_a_series_keeps_its_name_and_labels(values, name):
    series = values.rename(name).set_axis(list("abc"))
    assert_series_equal(back(series), series, check_exact=True)


@pytest.mark.parametrize(
    "array",
    [
        np.eye(3)[:, :2],
        np.arange(24, dtype="int16").reshape(2, 3, 4),
        np.array(2.5),
        np.zeros((0, 4)),
        np.array([[True, False]]),
        np.array([["فارسی", "b"]]),
        np.array([None, (1, 2)], dtype=object),
        np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    ],
    ids=lambda array: f"{array.dtype}{array.shape}",
)
def test_an_array_keeps_its_shape_and_type(array):
    got = back(array)
    assert (got.dtype, got.shape) == (array.dtype, array.shape)
    assert (got == array).all()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (pd.DataFrame({"x": [1, "x"]}, dtype=object), r"\['x'\] mixes int and str"),
        (pd.DataFrame({"x": [{1}]}), "builtins.set"),
        (pd.DataFrame({"x": [1j]}), "of type complex128"),
        (pd.DataFrame({"x": pd.interval_range(0, 2)}), r"of type interval\[int64"),
        (pd.DataFrame({"x": pd.period_range("2024", periods=2)}), "of type period"),
        (pd.DataFrame({"x": pd.cut(pd.Series([1, 2]), 2)}), r"of type interval\[float"),
        (pd.DataFrame([[1]], columns=INTERVAL), "columns are of type int"),
        (pd.DataFrame([[1]], index=INTERVAL), "index is of type interval"),
        (np.array([1], "float16"), "of type float16"),
        (np.array([{}, []], dtype=object), "mixes dict and list"),
    ],
    ids=["mixed", "sets", "complex", "intervals", "periods", "cut", "labels", "index",
         "float16", "objects"],
)  # fmt: skip
def test_what_could_not_come_back_is_refused_and_its_place_named(value, words):
    with pytest.raises(ValueError, match=words):
        FlatTables().put(value, "table")
