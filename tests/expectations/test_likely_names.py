"""Are names told from words that only begin a sentence, shout or stand in a title?"""

import pytest

from csat_methods.expectations.likely_names import likely_names


@pytest.mark.parametrize(
    ("comments", "names"),
    [
        (["I met Sarah", "We like Sarah"], {"sarah"}),
        (["Sarah met me. Sarah was kind"], set()),
        (["PLEASE HELP SARAH"], set()),
        (["they let Sarah wait"], set()),
        (["The TSA was rude"], set()),
        (["Great Staff", "The staff was great", "Kind staff"], set()),
        (["Ask McDonald, or Ana-Maria"], {"mcdonald", "ana"}),
        (["«Ask Zoë»", "Was kind to Zoë"], {"zoë"}),
    ],
)
def test_a_name_stands_with_a_capital_inside_sentences(comments, names):
    assert likely_names(comments) == names
