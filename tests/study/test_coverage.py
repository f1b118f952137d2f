"""Is a catalogue that leaves something out without a reason refused?"""

import pytest

from csat_methods.study.coverage import refuse_uncovered, uncovered, untyped
from csat_methods.study.instrument import Study

TYPED = {"aspect": "product", "expectation_type": "explicit"}


def study(**changes):
    given = {"id": "x", "title": "X", "items": {"q": {"answers": [1, 2]}}}
    return Study.from_dict(given | changes)


def test_aspects_and_types_that_lack_are_found():
    made = study(characteristics={"price": TYPED, "staff": {"aspect": "organization"}})
    assert uncovered(made) == ("delivery",)
    assert untyped(made) == ("staff",)
    with pytest.raises(ValueError, match=r"(?s)none of delivery.*\['staff'\] have"):
        refuse_uncovered(made)


def test_a_reason_given_is_enough():
    why = dict.fromkeys(("delivery", "organization", "expectation_type"), "For now.")
    made = study(characteristics={"price": {"aspect": "product"}}, waivers=why)
    assert uncovered(made) == untyped(made) == ()
    assert refuse_uncovered(made) is None


def test_what_may_not_be_waived_is_refused():
    with pytest.raises(ValueError, match="waivers"):
        study(waivers={"origin": "Not known."})
