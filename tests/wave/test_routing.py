"""Is everybody asked what the questionnaire's conditions say?"""

import numpy as np
from hypothesis import given, strategies as st

from csat_methods.study.fields import code_key
from csat_methods.study.instrument import Study
from csat_methods.wave.question import Reading
from csat_methods.wave.routing import ASKED, NOT_ASKED, UNKNOWN, Routing


def reading(codes):
    """The reading of codes, None for no answer."""
    keys = [None if code is None else code_key(code) for code in codes]
    known = np.array([key is not None for key in keys])
    return Reading(
        {},
        known,
        np.zeros(len(keys), bool),
        lambda wanted: np.array([key in wanted for key in keys]),
    )


def routing(conditions, answers, not_asked=()):
    items = {
        name: {"answers": [1, 2], "asked_if": conditions.get(name)} for name in answers
    }
    study = Study.from_dict({"id": "x", "title": "X", "items": items})
    readings = {n: reading(c) for n, c in answers.items() if n not in not_asked}
    return Routing(study, readings, not_asked, len(next(iter(answers.values()))))


def only_if(item, *codes):
    return {"item": item, "in": list(codes)}


def test_everybody_is_asked_without_conditions():
    assert routing({}, {"a": [1, None]}).asked("a").tolist() == [ASKED, ASKED]


def test_a_condition_is_met_not_met_or_not_known():
    found = routing({"b": [only_if("a", 1)]}, {"a": [1, 2, None], "b": [1, 1, 1]})
    assert found.asked("b").tolist() == [ASKED, NOT_ASKED, UNKNOWN]


def test_all_conditions_must_hold_and_one_that_fails_decides():
    answers = {"a": [1, 1, 2, 2], "b": [1, 2, None, 1], "c": [1] * 4}
    found = routing({"c": [only_if("a", 1), only_if("b", 1)]}, answers)
    assert found.asked("c").tolist() == [ASKED, NOT_ASKED, NOT_ASKED, NOT_ASKED]


def test_who_was_not_asked_the_filter_is_not_asked_what_follows():
    answers = {"a": [2, 1], "b": [1, 1], "c": [1, 1]}
    found = routing({"b": [only_if("a", 1)], "c": [only_if("b", 1)]}, answers)
    assert found.asked("c").tolist() == [NOT_ASKED, ASKED]


def test_the_order_of_the_items_does_not_matter():
    conditions = {"a": [only_if("b", 1)], "b": [only_if("c", 1)]}
    answers = {"a": [1, 1], "b": [1, 1], "c": [1, 2]}
    assert routing(conditions, answers).asked("a").tolist() == [ASKED, NOT_ASKED]


def test_a_wave_that_did_not_ask_a_filter_asks_nothing_behind_it():
    found = routing({"b": [only_if("a", 1)]}, {"a": [1], "b": [1]}, not_asked=("a",))
    assert found.asked("a").tolist() == [NOT_ASKED]
    assert found.asked("b").tolist() == [NOT_ASKED]


def test_loops_and_dead_skips_restrict_nobody_and_end():
    loop = {"a": [only_if("b", 1)], "b": [only_if("a", 1)]}
    assert routing(loop, {"a": [1], "b": [1]}).asked("a").tolist() == [ASKED]
    dead = {"a": [only_if("zz", 1)]}
    assert routing(dead, {"a": [1, 2]}).asked("a").tolist() == [ASKED, ASKED]


def naive(conditions, answers, item, row):
    """Whom the questionnaire asks, one person at a time."""
    states = [ASKED]
    for condition in conditions.get(item, ()):
        other = condition["item"]
        above = naive(conditions, answers, other, row)
        code = answers[other][row]
        met = ASKED if code in condition["in"] else NOT_ASKED
        known = UNKNOWN if code is None else met
        states.append(NOT_ASKED if above == NOT_ASKED else known)
    return min(states)


names = ["a", "b", "c", "d"]
codes = st.sampled_from([1, 2, None])


@st.composite
def questionnaires(draw):
    """Conditions that look back, and answers."""
    rows = draw(st.integers(1, 5))
    answers = {
        name: draw(st.lists(codes, min_size=rows, max_size=rows)) for name in names
    }
    conditions = {}
    for place, name in enumerate(names[1:], 1):
        above = draw(st.lists(st.sampled_from(names[:place]), max_size=2, unique=True))
        wanted = st.lists(st.sampled_from([1, 2]), min_size=1, unique=True)
        conditions[name] = [only_if(other, *draw(wanted)) for other in above]
    return conditions, answers


@given(questionnaires())
def test_all_rows_at_once_are_each_person_alone(questionnaire):
    conditions, answers = questionnaire
    found = routing(conditions, answers)
    for name in names:
        rows = range(len(answers["a"]))
        alone = [naive(conditions, answers, name, row) for row in rows]
        assert found.asked(name).tolist() == alone
