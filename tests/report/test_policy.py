"""Does the gate learn the study's own rules?"""

import pandas as pd
import pytest

from csat_methods import Study, Wave
from csat_methods.report.policy import Policy, policy_of

ITEM = {"answers": [1, 2, 3, 4, 5], "role": "overall"}


def study(**analysis):
    mapping = {"id": "x", "title": "X", "items": {"q1": ITEM}, "analysis": analysis}
    return Study.from_dict(mapping)


def test_a_study_says_its_minimum_audience_and_verbatims():
    frame = pd.DataFrame({"q1": [4, 5]})
    stated = study(minimum_cell=5, audience="customer", verbatims=True)
    policy = policy_of(Wave.from_frame(frame, study=stated))
    assert (policy.minimum, policy.audience, policy.verbatims) == (5, "customer", True)


def test_without_a_study_ten_answers_are_the_least_and_no_comment_is_quoted():
    policy = policy_of(Wave.from_frame(pd.DataFrame({"q1": [4, 5]})))
    assert (policy.minimum, policy.verbatims, policy.people) == (10, False, 2)


def test_ids_that_are_no_numbers_are_known_to_the_policy():
    frame = pd.DataFrame({"q1": [4, 5, 3], "who": ["anna-1", "bert-2", None]})
    policy = policy_of(Wave.from_frame(frame, person="who"))
    assert policy.ids == {"anna-1", "bert-2"}
    assert "anna" not in repr(policy)


def test_an_index_of_names_is_known_to_the_policy():
    frame = pd.DataFrame({"q1": [4, 5]}, index=["anna-1", "b2"])
    assert policy_of(Wave.from_frame(frame)).ids == {"anna-1"}


def test_ids_that_are_numbers_cannot_be_told_from_results():
    frame = pd.DataFrame({"q1": [4, 5], "who": [10001, 10002]})
    assert policy_of(Wave.from_frame(frame, person="who")).ids == frozenset()


@pytest.mark.parametrize("least", [2, True, float("nan"), 10.5, "10", None])
def test_fewer_than_three_protect_nobody(least):
    with pytest.raises(ValueError, match=rf"minimum={least!r} must be .* 3 at least"):
        Policy(minimum=least)


def test_an_unknown_audience_is_refused():
    with pytest.raises(ValueError, match="audience='all' must be one of management"):
        Policy(audience="all")
