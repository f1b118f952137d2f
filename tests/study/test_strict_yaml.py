"""Is YAML read strictly, and is every fault placed on its line?"""

import json

import pytest
from hypothesis import given, strategies as st

from csat_methods.study.strict_yaml import (
    LARGEST_FILE,
    MOST_PARTS,
    Document,
    parse_yaml,
    read_yaml,
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("no", "no"),
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("012", "012"),
        ("1:30", "1:30"),
        ("2026-13-01", "2026-13-01"),
        ("2026-03-31", "2026-03-31"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        (".inf", ".inf"),
        ("12345678901234567890", "12345678901234567890"),
        ("1e3", 1000.0),
        ("-5", -5),
        (".5", 0.5),
        ("5.", 5.0),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ('"5"', "5"),
        ("'true'", "true"),
    ],
)
def test_scalars_are_read_as_version_1_2_writes_them(written, read):
    found = parse_yaml(f"key: {written}", "f").data["key"]
    assert found == read
    assert type(found) is type(read)


letters = st.characters(min_codepoint=32, max_codepoint=126) | st.sampled_from("آبپ۵é")
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(letters)
)
values = st.recursive(
    scalars,
    lambda part: st.lists(part) | st.dictionaries(st.text(letters), part),
    max_leaves=20,
)


@given(st.dictionaries(st.text(letters), values, min_size=1))
def test_json_is_yaml_and_comes_back_as_it_was(data):
    text = json.dumps(data, ensure_ascii=False)
    assert parse_yaml(text, "f").data == data


def test_integer_keys_stay_integers():
    assert parse_yaml("labels: {1: bad, 5: good}", "f").data == {
        "labels": {1: "bad", 5: "good"}
    }


def test_every_part_knows_its_line():
    text = (
        "id: x\nitems:\n  - {id: q1,\n     type: scale}\n  - id: q2\n    type: text\n"
    )
    document = parse_yaml(text, "f")
    assert document.line(("id",)) == 1
    assert document.line(("items", 0, "type")) == 4
    assert document.line(("items", "q2", "type")) == 6
    assert document.line(("items", "q2", "scale")) == 5
    assert document.line(("title",)) == 1


def test_all_keys_given_twice_and_all_tags_are_said_at_once():
    text = 'a: 1\na: 2\nb: !!python/x ["id"]\nb: 3\nc: !x 4\n'
    assert parse_yaml(text, "s.yaml").faults == (
        "s.yaml:2: 'a' is given twice, first on line 1.",
        "s.yaml:3: the tag !!python/x is not read; write plain values.",
        "s.yaml:4: 'b' is given twice, first on line 3.",
        "s.yaml:5: the tag !x is not read; write plain values.",
    )


def test_a_tag_on_a_text_or_a_key_is_refused_too():
    assert "!!str" in parse_yaml("a: !!str 5", "f").faults[0]
    assert "!!int" in parse_yaml('!!int "5": a', "f").faults[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: [1, 2\nb: 3", r"f:2: is no YAML"),
        ("", "f: is empty"),
        ("# only a comment\n", "f: is empty"),
        ("? [1]\n: 2", "f:1: .*a key must be a word or a number"),
        ("[" * 60 + "]" * 60, "f:1: .*nested deeper than 40"),
        ("\ta: 1", "f:1: is no YAML"),
        ('a: "\x07"', "f: is no YAML: unacceptable character"),
    ],
)
def test_what_is_no_yaml_is_refused_with_its_line(text, words):
    with pytest.raises(ValueError, match=words):
        parse_yaml(text, "f")


def test_an_alias_repeats_a_part():
    assert parse_yaml("a: &x [1, 2]\nb: *x", "f").data == {"a": [1, 2], "b": [1, 2]}


@pytest.mark.parametrize("text", ["a: &a [*a]", "a: *nowhere"])
def test_an_alias_of_nothing_is_refused(text):
    assert "names no part that ends before it" in parse_yaml(text, "f").faults[0]


def test_aliases_that_would_fill_the_memory_are_refused():
    lines = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]")
    with pytest.raises(ValueError, match=f"more than {MOST_PARTS} parts"):
        parse_yaml("\n".join(lines), "f")


def test_a_second_document_is_refused():
    assert parse_yaml("a: 1\n---\nb: 2", "f").faults == (
        "f:2: a second document starts; one a file is read.",
    )


def test_a_file_that_is_missing_too_large_or_not_utf_8_is_refused(tmp_path):
    path = tmp_path / "study.yaml"
    with pytest.raises(ValueError, match=r"study.yaml: there is no such file"):
        read_yaml(path, "study.yaml")
    path.write_bytes(b"id: x\ntitle: \xff\n")
    with pytest.raises(ValueError, match=r"study.yaml:2: is not UTF-8"):
        read_yaml(path, "study.yaml")
    path.write_bytes(b"# " + b"x" * LARGEST_FILE)
    with pytest.raises(ValueError, match=r"at most 2000000 are read"):
        read_yaml(path, "study.yaml")


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path):
    path = tmp_path / "study.yaml"
    path.write_bytes(b"\xef\xbb\xbfid: x\n")
    assert read_yaml(path).data == {"id": "x"}


def test_a_document_without_lines_names_the_place_only():
    sentence = Document("study", {}).sentence(("items", "q1"), "is missing.")
    assert sentence == "study: items.q1: is missing."


def test_a_merge_key_merges_nothing():
    text = "base: &b {a: 1}\nmore: {<<: *b, c: 2}"
    assert parse_yaml(text, "f").data["more"] == {"<<": {"a": 1}, "c": 2}


@pytest.mark.parametrize("sign", ["[", "{a: ", "- ", "? "])
def test_a_hundred_thousand_levels_are_refused_at_once(sign):
    with pytest.raises(ValueError, match=r"f:1: is no YAML"):
        parse_yaml(sign * 100_000, "f")


def test_a_scalar_of_megabytes_is_refused_unread(tmp_path):
    path = tmp_path / "study.yaml"
    path.write_text(f"title: {'x' * 3_000_000}\n")
    with pytest.raises(ValueError, match=r"study.yaml: 3000008 bytes; at most 2000000"):
        read_yaml(path, "study.yaml")


def test_a_number_of_a_million_digits_stays_text():
    digits = "9" * 1_000_000
    assert parse_yaml(f"n: {digits}", "f").data == {"n": digits}
