"""Is the reader warned of what limits the figures?"""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import pandas as pd

from csat_methods import Wave, gap_reliability, publish
from csat_methods._messages import Message, Number, Text, plain
from csat_methods.report.cautions import cautions_of
from csat_methods.report.placing import numbers
from csat_methods.report.policy import Policy
from csat_methods.report.tables import results_content
from csat_methods.report.wave_card import QuestionChange, WaveCard
from csat_methods.result import Call, Domain, Result, Used
from tests.report.references import lookup

SOUND = WaveCard(received=80, invited=100, lines={"alpha": 0.7})


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Alpha(Result):
    """Reliabilities with a line."""

    line: ClassVar[str] = "alpha"


UNCHECKED = (
    "Whether those who answered mirror all customers was not checked against a list "
    "of them."
)


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Coverage(Result):
    """Whom a sample misses."""

    def headline(self):
        return Message("The sample reaches nobody of: {kinds}.", {"kinds": "B"})


def told(card, **results):
    published = publish(results, Policy())
    return [plain(message) for message, _ in cautions_of(published, card)]


def said(card, **results):
    """All cautions but that nobody checked whom the answers mirror."""
    return [words for words in told(card, **results) if words != UNCHECKED]


def made_by(function, n=90, cls=Result, **fields):
    table = pd.DataFrame({"term": ["a"], "estimate": [1.0], "n": [n]})
    used, call = Used(n, (n, n)), Call(f"csat_methods.x.{function}", {})
    return cls(table=table, method="R", used=used, call=call, **fields)


def test_a_sound_survey_has_no_caution_but_on_whom_it_mirrors():
    assert told(SOUND) == [UNCHECKED]


def test_what_must_be_known_of_the_wave_is_told_and_its_numbers_have_places():
    note = Message("Taken together: {n} kinds.", {"n": Number(3, "count")})
    shown, card = publish({}, Policy()), replace(SOUND, notes=(note,))
    (message, prefix), _ = cautions_of(shown, card)
    assert plain(message) == "Taken together: 3 kinds."
    (number,) = numbers(message)
    assert lookup(results_content(shown, card), f"{prefix}{number.ref}") == 3


def test_what_is_known_of_coverage_is_told_instead():
    found = told(SOUND, c=made_by("frame_coverage", cls=Coverage))
    assert found == ["The sample reaches nobody of: B."]
    assert told(SOUND, c=made_by("frame_coverage")) == [UNCHECKED]


def test_a_plan_that_the_answers_cannot_carry_is_told():
    note = Message("The answers are too few for the planned comparison of: A and B.")
    kept, short = made_by("plan_kept"), made_by("plan_kept", notes=(note,))
    assert said(SOUND, p=kept) == []
    assert said(SOUND, p=short) == [plain(note)]


def test_figures_that_rest_on_few_answers_are_pointed_out():
    few = said(SOUND, a=made_by("means", 64), b=made_by("gap_scores", 31))
    assert few == [
        "Some figures rest on few answers, the fewest on 31: their intervals are wide."
    ]
    assert said(SOUND, a=made_by("means", 100)) == []


def test_a_sample_without_known_chances_is_named_first():
    found = said(replace(SOUND, selection="convenience"))
    assert found[0].startswith("The people were not drawn with known chances")


def test_a_low_response_is_told_with_its_numbers():
    found = said(replace(SOUND, received=20))
    assert len(found) == 1
    assert found[0].startswith("20.0% of the 100 people who were asked answered")


def test_an_unknown_response_is_told():
    assert "not stated" in said(replace(SOUND, invited=None))[0]


def test_a_draft_is_called_one():
    assert "draft" in said(replace(SOUND, state="draft"))[0]


def test_changed_questions_are_named():
    change = QuestionChange(
        items=(Text({"en": "Price"}),), what=Text({"en": "new scale"}), comparable=False
    )
    one = said(replace(SOUND, changes=(change,)))
    other = said(replace(SOUND, changes=(replace(change, comparable=True),)))
    assert one == ["Not to be compared with earlier waves: Price (new scale)."]
    assert other == ["Asked otherwise than before: Price (new scale)."]


def test_a_scale_of_low_reliability_is_named_and_a_good_one_is_not():
    table = pd.DataFrame(
        {
            "term": ["x", "y", "z"],
            "estimate": [0.5, 0.9, 0.7],
            "se": 0.05,
            "ci_low": [0.4, 0.85, 0.6],
            "ci_high": [0.6, 0.95, 0.8],
            "n": 90,
        }
    )
    found = said(SOUND, a=Alpha(table=table, method="Alpha", used=Used(99, (90, 90))))
    assert len(found) == 1
    assert found[0].startswith("x: 0.50")


def test_several_scales_of_low_reliability_share_a_sentence():
    table = pd.DataFrame(
        {
            "term": ["x", "y"],
            "estimate": [0.5, 0.4],
            "se": 0.05,
            "ci_low": [0.4, 0.3],
            "ci_high": [0.6, 0.5],
            "n": 90,
        }
    )
    found = said(SOUND, a=Alpha(table=table, method="Alpha", used=Used(99, (90, 90))))
    assert found == ["Not measured reliably enough: x (0.50), y (0.40)."]


def test_gaps_that_tell_nobody_apart_are_told_without_a_line_of_the_study():
    rng = np.random.default_rng(1)
    answers = pd.DataFrame(rng.normal(size=(90, 4)), columns=list("abcd"))
    wave = Wave.from_frame(answers)
    found = gap_reliability(wave, {"staff": (["a", "b"], ["c", "d"])})
    assert len(said(SOUND, g=found)) == 1
    assert said(SOUND, g=found)[0].endswith("compare them by perception.")
    own = replace(SOUND, lines={"gap_reliability": -9.0})
    assert said(own, g=found) == []


def test_hidden_groups_are_told():
    table = pd.DataFrame({"term": ["a"], "estimate": [1.0], "n": [4]})
    few = Result(table=table, method="R", used=Used(4, (4, 4)), domain=Domain((), "x"))
    assert said(SOUND, r=few)[-1].startswith("Hidden: fewer than 10 answers")


def test_what_is_hidden_of_earlier_waves_is_no_caution_of_this_one():
    keys = {"wave": ["1", "2"], "term": ["a", "a"]}
    table = pd.DataFrame({**keys, "estimate": [1.0, 2.0], "n": [4, 90]})
    used, domain = Used(90, (4, 90)), Domain((), "x")
    line = Result(table=table, method="R", used=used, domain=domain, by=("wave",))
    assert said(replace(SOUND, wave="2"), r=line) == []
    assert said(replace(SOUND, wave="1"), r=line)[-1].startswith("Hidden")


def test_importance_is_not_a_cause():
    drivers, stated = made_by("relative_importance"), made_by("stated_importance")
    assert "goes together with satisfaction, not what" in said(SOUND, r=drivers)[0]
    assert "what customers say matters to them, not" in said(SOUND, r=stated)[0]
    assert said(SOUND, r=drivers, s=stated)[0].endswith(
        "neither says what brings it about."
    )
