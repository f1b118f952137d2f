"""Which studies contradict themselves, and which only have faults a reader finds?"""

import pytest

from csat_methods.study.instrument import Study

FIVE = {"lowest": 1, "highest": 5}


def study(**keys):
    items = {"q1": {"scale": "five"}, "q2": {"scale": "five"}}
    plain = {"id": "x", "title": "X", "scales": {"five": FIVE}, "items": items}
    return Study.from_dict({**plain, **keys})


def item(**keys):
    return {"items": {"q1": {"scale": "five"}, "q2": {"type": "text", **keys}}}


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (item(type="scale", scale="fife"), "'fife' is no scale .*did you mean 'five'"),
        (item(block="a"), "items.q2.block: 'a' is no block of the study"),
        (
            item(characteristic="price") | {"characteristics": ["prices"]},
            "'price' is no characteristic of the study; did you mean 'prices'",
        ),
        (item(column="q1"), "items.q2.column: 'q1' is the column of item 'q1' already"),
        ({"constructs": {"c": {"items": ["q1", "q7"]}}}, "'q7' is no item"),
        ({"constructs": {"c": {"items": ["q1", "q1"]}}}, r"\['q1'\] are named twice"),
        ({"constructs": {"c": {"items": []}}}, "constructs.c.items: "),
        ({"constructs": {"q1": {"items": ["q2"]}}}, "'q1' is the name of an item too"),
        ({"analysis": {"families": {"f": ["q9"]}}}, "analysis.families.f: 'q9' is no"),
        (
            {"sources": {"s": {"text": "Log", "characteristics": ["c"]}}},
            "sources.s.characteristics: 'c' is no characteristic",
        ),
        (
            {"benchmarks": [{"name": "N", "of": "q9", "value": 4}]},
            "benchmarks.0.of: 'q9' is no item or construct",
        ),
        ({"state": "approved"}, "state: an approved study names its sponsor"),
    ],
)
def test_a_contradiction_is_refused(keys, words):
    with pytest.raises(ValueError, match=words):
        study(**keys)


def test_all_contradictions_are_said_at_once():
    with pytest.raises(ValueError, match="q8") as caught:
        study(state="approved", constructs={"c": {"items": ["q7", "q8"]}})
    assert len(str(caught.value).splitlines()) == 3


@pytest.mark.parametrize(
    "keys",
    [
        item(asked_if=[{"item": "nowhere", "in": [1]}]),
        item(asked_if=[{"item": "q2", "in": [1]}]),
        item(role="perception"),
        item(role="overall"),
        {"characteristics": ["asked_by_nobody"]},
    ],
    ids=["dead skip", "loop", "no characteristic", "odd overall", "no item"],
)
def test_faults_of_the_questionnaire_are_findings_and_not_refused(keys):
    assert study(**keys).id == "x"
