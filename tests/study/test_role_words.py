"""Does every role say what is asked, in words that fit the sentence?"""

import pytest

from csat_methods._messages import language, plain
from csat_methods.study.needs import ROLES
from csat_methods.study.role_words import ASKED


def test_every_role_says_what_it_asks():
    assert set(ASKED) == set(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_the_words_go_on_from_a_question_that_asks(role):
    first = plain(ASKED[role]).split()[0]
    assert first in {"what", "how", "who", "whom", "whether", "about", "for"}
    with language("fa"):
        assert plain(ASKED[role]) != ASKED[role].id
