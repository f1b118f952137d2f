"""Is everything wrong with a params file said, at once, in words, with its line?"""

import pytest

from csat_methods.study.faults import attempted, validated
from csat_methods.study.instrument import Study
from csat_methods.study.plan import WaveFile
from csat_methods.study.strict_yaml import Document, parse_yaml

FAULTY = """\
schema: 2
id: my study
titel: {en: A}
langauges: [en]
scales:
  five: {lowest: 1, highest: 5, not_applicable: [5, 6]}
items:
  - {id: q1, role: percption, scale: five}
  - id: q2
    typ: scale
    scale: fiv
  - {id: q3, type: text, scale: five}
  - {id: q4, type: number, asked_if: [{item: q1, in: [1], if: 2}]}
constructs:
  taste: {items: [q1, q9]}
analysis: {minimum_cell: 2, verbatims: 1, families: {a: [zz]}}
"""

SENTENCES = [
    "s.yaml:1: title: is missing.",
    "s.yaml:1: schema: 2 must be 1, the version that is read here.",
    "s.yaml:2: id: 'my study' must be at most 41 Latin letters",
    "s.yaml:3: titel: unknown key; did you mean 'title'?",
    "s.yaml:4: langauges: unknown key; did you mean 'languages'?",
    "s.yaml:6: scales.five: the code 5 is both in points and in not_applicable.",
    "s.yaml:8: items.q1.role: 'percption' must be one of ",
    "s.yaml:10: items.q2.typ: unknown key; did you mean 'type'?",
    "s.yaml:11: items.q2.scale: 'fiv' is no scale of the study",
    "s.yaml:12: items.q3: scale is for items of type scale, binary, nominal.",
    "s.yaml:13: items.q4.asked_if.0.if: unknown key.",
    "s.yaml:15: constructs.taste.items: 'q9' is no item of the study.",
    "s.yaml:16: analysis.minimum_cell: 2 must be greater than or equal to 3.",
    "s.yaml:16: analysis.verbatims: 1 must be true or false.",
    "s.yaml:16: analysis.families.a: 'zz' is no item or construct of the study.",
]


def faults_of(text, model=Study):
    return attempted(model, parse_yaml(text, "s.yaml"))[1]


def test_every_fault_is_said_at_once_with_file_and_line():
    found = faults_of(FAULTY)
    missing = [start for start in SENTENCES if not any(map(starts(start), found))]
    assert not missing, "\n".join(found)
    assert len(found) == len(SENTENCES), "\n".join(found)


def starts(sentence):
    return lambda found: found.startswith(sentence)


def test_faults_come_in_the_order_of_their_lines():
    lines = [int(sentence.split(":")[1]) for sentence in faults_of(FAULTY)]
    assert lines == sorted(lines)


def test_the_nearest_role_is_suggested():
    (sentence,) = [s for s in faults_of(FAULTY) if "percption" in s]
    assert sentence.endswith("did you mean 'perception'?")


def test_no_name_is_unknown_because_its_own_part_is_faulty():
    text = (
        "schema: 1\nid: x\ntitle: X\nscales:\n  five: {lowest: 5, highest: 1}\n"
        "items: {q1: {scale: five}, q2: {scale: five}}\n"
        "constructs: {c: {items: [q1]}}\n"
    )
    assert faults_of(text) == [
        "s.yaml:5: scales.five: points must rise, and be two at least."
    ]


def test_writing_and_meaning_are_judged_together():
    text = "schema: 1\nid: x\nid: y\ntitel: X\nitems: {q1: {type: text}}\n"
    assert faults_of(text) == [
        "s.yaml:3: 'id' is given twice, first on line 2.",
        "s.yaml:1: title: is missing.",
        "s.yaml:4: titel: unknown key; did you mean 'title'?",
    ]


@pytest.mark.parametrize("data", [[1, 2], "text", 5])
def test_a_file_that_is_no_mapping_is_refused(data):
    with pytest.raises(ValueError, match=r"s: .* must be a mapping of keys"):
        validated(Study, Document("s", data))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("items: 5", "items: 5 must be a mapping of keys"),
        ("items: {q1: 5}", "items.q1: 5 must be a mapping of keys"),
        ("items: [5]", "items: each item of a list needs an id"),
        ("items: [{id: a, type: text}, {id: a, type: text}]", "given twice"),
        ("items: {}", "items: "),
        ("items: {q1: {type: text, id: q2}}", "items.q1.id: 'q2' must be 'q1'"),
        ("items: {'a:b': {type: text}}", "items.a:b: 'a:b' must be"),
        ("risks: {}", "risks: .* must be a list"),
    ],
)
def test_parts_of_the_wrong_shape_are_refused(text, words):
    head = "schema: 1\nid: x\ntitle: X\n"
    rest = "" if text.startswith("items") else "items: {q1: {type: text}}\n"
    with pytest.raises(ValueError, match=words):
        validated(Study, parse_yaml(head + rest + text, "s.yaml"))


def test_the_keys_of_a_step_are_suggested():
    text = (
        "schema: 1\nid: w\nsources: {responses: a.csv}\npreparation:\n"
        "  - rak: {margins: {a: {1: 2}}}\n  - rake: {marginz: {a: {1: 2}}}\n"
    )
    assert faults_of(text, WaveFile) == [
        "s.yaml:5: preparation.0.rak: unknown key; did you mean 'rake'?",
        "s.yaml:6: preparation.1.rake.marginz: unknown key; did you mean 'margins'?",
    ]


def test_a_mapping_has_the_same_sentences_without_a_line():
    with pytest.raises(ValueError, match=r"^study: titel: unknown key; did you"):
        Study.from_dict(
            {"id": "x", "title": "X", "titel": 1, "items": {"a": {"type": "text"}}}
        )
