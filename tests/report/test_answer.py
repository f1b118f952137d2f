"""Has every state of satisfaction its sentence, and none that claims too much?"""

import re

from csat_methods._messages import plain
from csat_methods.report.answer import ALONE, LEVELS, answer
from csat_methods.report.wave_card import WaveCard


def test_every_headline_has_its_sentence():
    changes, levels = ("good", "bad", "undecided"), ("good", "bad", "undecided", "")
    wanted = {(c, "", w) for c in changes for w in (True, False)}
    wanted |= {("", level, w) for level in levels for w in (True, False)}
    assert set(LEVELS) == wanted


def test_readers_who_are_not_told_of_every_shortfall_are_denied_none():
    assert set(ALONE) == {(change, level) for change, level, _ in LEVELS}
    assert not any("nothing" in sentence for sentence in ALONE.values())


def test_no_sentence_claims_a_cause_or_holds_a_digit():
    sentences = list(LEVELS.values())
    assert not re.search(r"\d|cause|because|due to|leads to", " ".join(sentences))


def test_without_a_figure_the_answer_is_that_too_few_answered():
    assert "Too few answers" in plain(answer((), (), WaveCard()).message)
