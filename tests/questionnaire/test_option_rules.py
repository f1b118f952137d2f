"""Does a list of answers have a place for everybody, and only one?"""

import pytest

from csat_methods.questionnaire.answer_words import read_answers
from csat_methods.questionnaire.option_rules import _joined, option_hits
from csat_methods.questionnaire.wording_rules import Asked
from csat_methods.statistics.spelling import Spelling


def test_ranges_that_overlap_or_leave_gaps_are_not_joined():
    assert _joined([(1, 2), (3, 4)])
    assert not _joined([(1, 3), (3, 4)])
    assert not _joined([(1, 2), (4, 5)])


@pytest.mark.parametrize(
    ("last", "sound"),
    [("۶ یا ۷ روز", True), ("۶ روز", False), ("۶ روز یا بیشتر", True)],
)
def test_days_of_a_week_end_at_seven(last, sound):
    answers = read_answers(f"هیچ روز | ۱ تا ۵ روز | {last}", numbered=False)
    text = "در هفتهٔ گذشته چند روز از آسانسور استفاده کردید؟"
    hits = list(option_hits(Asked("nominal", Spelling(text), answers), "fa"))
    assert (not hits) == sound
