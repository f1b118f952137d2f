"""Does a Result come back from its file as it was, or not at all?"""

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

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
role, file, number = sys.argv[1], sys.argv[2], float(sys.argv[3])
torn = seen = 0
for i in range(150):
    if role == "write":
        table = pd.DataFrame({"term": list("abc"), "estimate": number})
        made = Result(table=table, method=str(number), used=Used(1, (1, 1)))
        write_result(made, file)
    else:
        made = read_result(file)
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


def test_a_result_comes_back_from_its_file(tmp_path, gap):
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
    file = tmp_path_factory.mktemp("store") / "06.means"
    write_result(made, file)
    same(read_result(file), made)


def test_keeping_again_replaces_the_whole_file(tmp_path, gap):
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


def parts_of(file):
    """What a file holds after its digest: the JSON, and the tables."""
    _, head, streams = file.read_bytes().split(b"\n", 2)
    return json.loads(head), streams


def save(file, content, streams):
    """Write a file whose digest is right, whatever it holds."""
    whole = json.dumps(content).encode() + b"\n" + streams
    digest = hashlib.sha256(whole).hexdigest().encode()
    file.write_bytes(digest + b"\n" + whole)


def renamed(content, name):
    return content | {"result": content["result"] | {"$": name}}


def without(content, name):
    return {key: part for key, part in content.items() if key != name}


DAMAGED = {
    "nothing": lambda _whole: b"",
    "digest alone": lambda whole: whole[:64],
    "half json": lambda whole: whole[:90],
    "no table": lambda whole: b"\n".join(whole.split(b"\n", 2)[:2]) + b"\n",
    "half table": lambda whole: whole[:-50],
    "other table": lambda whole: whole.replace(b"C01", b"C02"),
    "longer": lambda whole: whole + b"\0",
    "no text": lambda _whole: bytes(range(256)),
}
CHANGED = {
    "other schema": lambda json, tables: (json | {"schema": 1}, tables),
    "no schema": lambda json, tables: (without(json, "schema"), tables),
    "no result": lambda json, tables: (without(json, "result"), tables),
    "other class": lambda json, tables: (renamed(json, "os:system"), tables),
    "no such class": lambda json, tables: (renamed(json, "csat_methods.x:A"), tables),
    "a value": lambda json, tables: (json | {"result": 5}, tables),
    "a list": lambda _json, tables: ([], tables),
    "no table": lambda json, _tables: (json, b""),
    "half table": lambda json, tables: (json, tables[:50]),
    "no stream": lambda json, _tables: (json, b"no stream of Arrow" * 20),
}


@pytest.mark.parametrize("how", DAMAGED)
def test_what_is_damaged_is_not_there(tmp_path, gap, how):
    file = tmp_path / "08.gaps"
    write_result(gap, file)
    file.write_bytes(DAMAGED[how](file.read_bytes()))
    assert read_result(file) is None


@pytest.mark.parametrize("how", CHANGED)
def test_what_was_written_otherwise_is_not_there(tmp_path, gap, how):
    file = tmp_path / "08.gaps"
    write_result(gap, file)
    save(file, *parts_of(file))
    same(read_result(file), gap)
    save(file, *CHANGED[how](*parts_of(file)))
    assert read_result(file) is None


@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_one_bit_that_turned_is_found(tmp_path_factory, where, bit):
    file = tmp_path_factory.mktemp("store") / "06.means"
    table = pd.DataFrame({"term": ["q1"], "estimate": [4.2], "n": [99]})
    write_result(Result(table=table, method="Mean", used=Used(99, (99, 99))), file)
    content = bytearray(file.read_bytes())
    content[int(where * len(content))] ^= 1 << bit
    file.write_bytes(content)
    assert read_result(file) is None


def test_a_folder_where_a_file_should_be_is_not_there(tmp_path):
    (tmp_path / "08.gaps").mkdir()
    assert read_result(tmp_path / "08.gaps") is None
    assert read_result(tmp_path / "08.none") is None


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
    (tmp_path / "07.folder").mkdir()
    (tmp_path / "07.empty").touch()
    read = read_results(tmp_path)
    assert [(name, each.name) for name, each in read.items()] == [
        ("06.means", "06.means"),
        ("08.gaps", "08.gaps"),
    ]


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
    monkeypatch.setattr("csat_methods.report.store.encode", None)
    for known, name in ((gap, "08.x"), (memo.get("key"), "08.y")):
        assert memo.give(known, tmp_path / "given" / name)
    given = read_results(tmp_path / "given")
    assert list(given) == ["08.x", "08.y"]
    for name, result in given.items():
        same(result, replace(gap, name=name))
        assert_frame_equal(result.covariance, gap.covariance)


def test_what_is_not_remembered_or_was_damaged_is_not_given(tmp_path, gap):
    memo = Memo(tmp_path / "memo", code="c" * 64)
    assert not memo.give(gap, tmp_path / "given" / "08.x")
    memo.put("key", gap)
    assert not memo.give(replace(gap), tmp_path / "given" / "08.x")
    (memo.folder / "key").write_bytes(b"torn")
    assert not memo.give(gap, tmp_path / "given" / "08.x")
    assert not (tmp_path / "given").exists()


def test_where_files_have_one_name_only_a_result_is_written_again(
    tmp_path, gap, monkeypatch
):
    def refuse(*_places):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    memo = Memo(tmp_path / "memo", code="c" * 64)
    memo.put("key", gap)
    assert not memo.give(gap, tmp_path / "given" / "08.x")
    assert list((tmp_path / "given").iterdir()) == []
