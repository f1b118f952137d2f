"""Does a Result come back from its folder as it was, or not at all?"""

import json
import subprocess
import sys
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st
from pandas.testing import assert_frame_equal

from csat_methods import result as house
from csat_methods._messages import Message, Number, Text
from csat_methods.report.store import Memo, read_result, read_results, write_result
from csat_methods.result import Call, Domain, Result, Used, memory, method

numbers = st.floats(allow_nan=True, allow_infinity=True)
RACE = """
import sys
import numpy as np, pandas as pd
from csat_methods.report.store import read_result, write_result
from csat_methods.result import Result, Used
role, folder, number = sys.argv[1], sys.argv[2], float(sys.argv[3])
torn = seen = 0
for i in range(150):
    if role == "write":
        table = pd.DataFrame({"term": list("abc"), "estimate": number})
        made = Result(table=table, method=str(number), used=Used(1, (1, 1)))
        write_result(made, folder)
    else:
        made = read_result(folder)
        seen += made is not None
        torn += made is not None and set(made.table["estimate"]) != {float(made.method)}
print(torn, seen)
"""


@pytest.fixture
def gap():
    table = pd.DataFrame(
        {
            "city": pd.Categorical(["B", "A"], ["B", "A"], ordered=True),
            "term": ["C01", "C01"],
            "estimate": [-0.1, np.nan],
            "n": [20, 0],
        }
    )
    return Result(
        table=table,
        method="Gap",
        used=Used(21, (0, 20), {"no answer": 1}),
        by=("city",),
        notes=(Message("{n} rows", {"n": Number(1.0, "count")}),),
        labels={"C01": Text({"en": "Price", "fa": "قیمت"})},
        about={"C01": ("e1", "p1")},
        domain=Domain(("city known",), "ab12"),
        call=Call("csat_methods.gaps.gap_scores", {"by": "'city'"}),
        name="08.gaps",
        covariance_source=np.diag([0.5, np.nan]),
    )


def same(a, b):
    assert type(a) is type(b)
    assert_frame_equal(a.table, b.table, check_exact=True)
    for name in ("method", "used", "level", "by", "notes", "labels", "about",
                 "domain", "call", "name"):  # fmt: skip
        assert getattr(a, name) == getattr(b, name), name


def test_a_result_comes_back_from_its_folder(tmp_path, gap):
    write_result(gap, tmp_path / "08.gaps")
    got = read_result(tmp_path / "08.gaps")
    same(got, gap)
    assert_frame_equal(got.covariance, gap.covariance)
    assert repr(got) == repr(gap)
    assert got._repr_html_() == gap._repr_html_()


@given(
    estimates=st.lists(numbers, min_size=1, max_size=5),
    level=st.floats(0.5, 0.99),
    terms=st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=5,
                   max_size=5, unique=True),
    words=st.dictionaries(st.text(min_size=1), st.text()),
)  # fmt: skip
def test_any_result_comes_back_as_it_was(
    tmp_path_factory, estimates, level, terms, words
):
    table = pd.DataFrame({"term": terms[: len(estimates)], "estimate": estimates})
    made = Result(
        table=table,
        method="Mean",
        used=Used(9, (1, 9), {key: len(word) for key, word in words.items()}),
        level=level,
        labels={key: Text({"en": word}) for key, word in words.items()},
    )
    folder = tmp_path_factory.mktemp("store") / "06.means"
    write_result(made, folder)
    same(read_result(folder), made)


def test_keeping_again_replaces_the_whole_folder(tmp_path, gap):
    write_result(gap, tmp_path / "08.gaps")
    write_result(replace(gap, table=gap.table.iloc[:0]), tmp_path / "08.gaps")
    assert len(read_result(tmp_path / "08.gaps").table) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["08.gaps"]


@pytest.mark.parametrize(("rows", "kept"), [(500, True), (501, False)])
def test_the_covariance_is_kept_up_to_500_rows(tmp_path, gap, rows, kept):
    table = pd.DataFrame({"term": range(rows), "estimate": 0.0})
    asked = []

    def source():
        asked.append(rows)
        return np.eye(rows)

    made = replace(gap, table=table, by=(), covariance_source=source)
    write_result(made, tmp_path / "long")
    got = read_result(tmp_path / "long")
    assert bool(asked) is kept
    assert (got.covariance_source is not None) is kept
    if kept:
        assert_frame_equal(got.covariance, made.covariance)


def broken(folder, how):
    (first,) = folder.glob("1.parquet")
    content = json.loads((folder / "result.json").read_text())
    hurt = {
        "no folder": lambda: [p.unlink() for p in folder.iterdir()],
        "no json": (folder / "result.json").unlink,
        "half json": lambda: (folder / "result.json").write_text('{"schema": 1, "re'),
        "no table": first.unlink,
        "half table": lambda: first.write_bytes(first.read_bytes()[:50]),
        "other table": lambda: first.write_bytes((folder / "0.parquet").read_bytes()),
        "other schema": lambda: save(folder, content | {"schema": 2}),
        "other class": lambda: save(folder, renamed(content, "os:system")),
        "no such class": lambda: save(folder, renamed(content, "csat_methods.x:Gap")),
        "a value": lambda: save(folder, content | {"result": 5}),
        "a list": lambda: (folder / "result.json").write_text("[]"),
    }
    hurt[how]()


def save(folder, content):
    (folder / "result.json").write_text(json.dumps(content))


def renamed(content, name):
    return content | {"result": content["result"] | {"$": name}}


@pytest.mark.parametrize(
    "how",
    ["no folder", "no json", "half json", "no table", "half table", "other table",
     "other schema", "other class", "no such class", "a value", "a list"],
)  # fmt: skip
def test_what_cannot_be_read_is_not_there(tmp_path, gap, how):
    write_result(gap, tmp_path / "08.gaps")
    broken(tmp_path / "08.gaps", how)
    assert read_result(tmp_path / "08.gaps") is None


def test_two_processes_never_tear_a_result(tmp_path):
    command = [sys.executable, "-c", RACE]
    roles = [("write", "1"), ("write", "2"), ("read", "0")]
    started = [
        subprocess.Popen(
            [*command, role, str(tmp_path / "r"), number],
            stdout=subprocess.PIPE,
            text=True,
        )
        for role, number in roles
    ]
    outputs = [process.communicate()[0] for process in started]
    assert [process.returncode for process in started] == [0, 0, 0]
    torn = int(outputs[-1].split()[0])
    assert torn == 0
    assert read_result(tmp_path / "r") is not None


def test_results_are_read_in_the_order_of_their_names(tmp_path, gap):
    for name in ("08.gaps", "06.means", ".06.means.half"):
        write_result(gap, tmp_path / name)
    (tmp_path / "07.empty").mkdir()
    assert list(read_results(tmp_path)) == ["06.means", "08.gaps"]


def test_only_results_are_written(tmp_path):
    with pytest.raises(ValueError, match="result=DataFrame must be a Result"):
        write_result(pd.DataFrame(), tmp_path / "x")
    assert not list(tmp_path.iterdir())


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Homemade(Result):
    extra: object = None


def test_a_result_of_another_package_is_refused(tmp_path, gap):
    made = Homemade(table=gap.table, method="Mine", used=gap.used)
    with pytest.raises(ValueError, match="Homemade, which is not of csat_methods"):
        write_result(made, tmp_path / "x")


def test_what_cannot_be_kept_is_refused_with_its_place(tmp_path, gap):
    table = gap.table.assign(term=pd.Series([1, "C01"], dtype=object))
    with pytest.raises(ValueError, match=r"Result.table\['term'\] mixes int and str"):
        write_result(replace(gap, table=table), tmp_path / "x")
    assert not list(tmp_path.iterdir())


# ---------------------------------------------------------------------- memo
@pytest.fixture
def calls(monkeypatch, tmp_path):
    monkeypatch.setattr(memory, "store", Memo(tmp_path / "memo", code="c" * 64))
    return []


def test_a_method_is_not_computed_twice(calls, gap):
    @method
    def gap_scores(wave, *, by=None):
        calls.append(by)
        return gap

    frame = pd.DataFrame({"a": [1.0, 2.0]})
    first, again = gap_scores(frame, by="city"), gap_scores(frame.copy(), by="city")
    gap_scores(frame, by="town")
    gap_scores(frame * 2, by="city")
    assert calls == ["city", "town", "city"]
    same(again, first)
    assert_frame_equal(again.covariance, first.covariance)


def test_other_code_makes_other_results(calls, tmp_path, gap):
    old, new = Memo(tmp_path, code="a" * 64), Memo(tmp_path, code="b" * 64)
    old.put("key", gap)
    assert new.get("key") is None
    same(old.get("key"), gap)


def test_what_other_code_has_made_can_be_forgotten(tmp_path, gap):
    old, new = Memo(tmp_path, code="a" * 64), Memo(tmp_path, code="b" * 64)
    for memo in (old, new):
        memo.put("key", gap)
    (tmp_path / "mine").mkdir()
    new.forget_other_code()
    assert (tmp_path / "mine").is_dir()
    assert (old.get("key"), new.get("key").name) == (None, "08.gaps")


def test_a_result_that_would_lose_something_is_computed_again(calls, gap):
    table = pd.DataFrame({"term": range(501), "estimate": 0.0})
    long = replace(gap, table=table, by=(), covariance_source=np.eye(501))
    homemade = Homemade(table=gap.table, method="Mine", used=gap.used)
    for number, made in enumerate([long, homemade, pd.DataFrame()]):
        memory.store.put(f"k{number}", made)
        assert memory.store.get(f"k{number}") is None


def test_the_store_is_what_the_decorator_asks_for(calls):
    store: house.Store = memory.store
    assert store.get("never seen") is None


def test_what_is_remembered_is_kept_under_a_name_without_being_encoded_again(
    tmp_path, gap, monkeypatch
):
    memo = Memo(tmp_path / "memo", code="c" * 64)
    memo.put("key", gap)
    write_result(replace(gap, name="08.x"), tmp_path / "written")
    monkeypatch.setattr("csat_methods.report.store.encode", None)
    for known in (gap, memo.get("key")):
        assert memo.give(known, "08.x", tmp_path / "given")
        files = {p.name: p.read_bytes() for p in (tmp_path / "written").iterdir()}
        assert {p.name: p.read_bytes() for p in (tmp_path / "given").iterdir()} == files


def test_what_is_not_remembered_or_was_damaged_is_not_given(tmp_path, gap):
    memo = Memo(tmp_path / "memo", code="c" * 64)
    assert not memo.give(gap, "08.x", tmp_path / "given")
    memo.put("key", gap)
    assert not memo.give(replace(gap), "08.x", tmp_path / "given")
    for path in memo.folder.rglob("*.parquet"):
        path.write_bytes(b"torn")
    assert not memo.give(gap, "08.x", tmp_path / "given")
    assert not (tmp_path / "given").exists()
