"""May everything around the questionnaire be left out, and is it checked if given?"""

from typing import get_args

import pytest

import csat_methods as cs
from csat_methods.study.context import LineName
from csat_methods.study.instrument import Study

PLAIN = {"id": "x", "title": "X", "items": {"q": {"type": "text"}}}


def study(**keys):
    return Study.from_dict({**PLAIN, **keys})


def test_a_small_study_needs_three_keys():
    small = study()
    assert small.analysis.minimum_cell == 10
    assert small.analysis.level == 0.95
    assert small.analysis.verbatims is False
    assert small.selection == "probability"
    assert small.languages == ("en",)


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"analysis": {"minimum_cell": 2}}, "2 must be greater than or equal to 3"),
        ({"analysis": {"level": 95}}, "95 must be less than 1"),
        ({"analysis": {"audience": "all"}}, "'all' must be one of management"),
        ({"objective": "trends"}, "'trends' must be one of .*did you mean 'trend'"),
        ({"mode": ["web", "fax"]}, "'fax' must be one of"),
        ({"cadence": {"quiet_days": -1}}, "-1 must be greater than or equal to 0"),
        ({"budget": {"unit_costs": {"web": "6"}}}, "'6' must be a number"),
        ({"populations": {"a": {"text": "A", "size": 0}}}, "0 must be greater"),
        ({"risks": [{"response": "none"}]}, "risks.0.text: is missing"),
        ({"waivers": {"price": "none"}}, "'price' must be one of product"),
        ({"selection": "snowball"}, "'snowball' must be one of probability, quota"),
        ({"languages": ["english"]}, "'english' must be a language"),
        ({"characteristics": ["a", ["b"]]}, r"\['b'\] is no name"),
        ({"characteristics": {"c": {"checked": {"by": "X"}}}}, "when: is missing"),
        ({"characteristics": {"c": {"origin": "wish"}}}, "did you mean 'wished'"),
        ({"scope": {"level": "all"}}, "'all' must be one of characteristics, overall"),
        ({"analysis": {"lines": {"gaps": 0}}}, "'gaps' must be .*did you mean 'gap'"),
    ],
)
def test_what_is_given_is_checked(keys, words):
    with pytest.raises(ValueError, match=words):
        study(**keys)


def kinds_of(result):
    """The kinds that a class of results and all classes below it are judged as."""
    own = [c for c in result.__subclasses__() if c.__module__.startswith(cs.__name__)]
    return {result.line}.union(*map(kinds_of, own))


def test_a_line_may_be_set_for_every_kind_of_result_that_one_judges():
    assert all(getattr(cs, name) for name in cs.__all__)
    assert kinds_of(cs.Result) - {""} == set(get_args(LineName))


def test_one_objective_or_mode_may_stand_alone():
    assert study(objective="trend", mode="web").objective == ("trend",)
    assert study(mode=["web", "mail"]).mode == ("web", "mail")
