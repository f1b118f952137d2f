"""Does the front page say what matters, and "none" where there is nothing?"""

import re
from dataclasses import dataclass, replace
from typing import ClassVar

import pandas as pd
import pytest

from csat_methods import publish
from csat_methods._messages import plain
from csat_methods.report.front_page import (
    BARE,
    MOST,
    SENTENCES,
    front_page,
)
from csat_methods.report.policy import Policy
from csat_methods.report.wave_card import WaveCard
from csat_methods.result import Call, Result, Used


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Ratings(Result):
    """Ratings with a line."""

    line: ClassVar[str] = "mean"


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Changes(Result):
    """Changes of means."""

    kinds: ClassVar[dict[str, str]] = {"estimate": "difference"}


def ratings(estimates, se=0.1, function="means", **about):
    terms = list(estimates)
    values = list(estimates.values())
    table = pd.DataFrame(
        {
            "term": terms,
            "estimate": values,
            "se": se,
            "ci_low": [v - 2 * se for v in values],
            "ci_high": [v + 2 * se for v in values],
            "n": 90,
        }
    )
    return Ratings(
        table=table,
        method="Mean",
        used=Used(99, (90, 90)),
        call=Call(f"csat_methods.x.{function}", {}),
        about={t: about.get(t, (t,)) for t in terms},
    )


def importance(values):
    made = ratings(values, function="relative_importance")
    table = made.table.drop(columns=["ci_low", "ci_high"])
    return Result(table=table, method="I", used=made.used, call=made.call)


CARD = WaveCard(lines={"mean": 3.0}, overall=("overall",))


def front(card=CARD, **results):
    return front_page(publish(results, Policy()), card)


def terms(sentences):
    return [plain(said.message).partition(":")[0] for said in sentences]


def test_strengths_and_weaknesses_are_ranked_by_distance_in_standard_errors():
    made = front(m=ratings({"a": 3.5, "b": 4.0, "c": 2.0, "d": 2.5, "e": 3.05}))
    assert terms(made.strengths) == ["b", "a"]
    assert terms(made.weaknesses) == ["c", "d"]
    assert terms(made.undecided) == ["e"]


def test_there_are_five_of_each_at_most():
    many = ratings({f"g{i}": 4.0 + i / 10 for i in range(9)})
    made = front(m=many)
    assert terms(made.strengths) == ["g8", "g7", "g6", "g5", "g4"]
    assert len(made.strengths) == MOST


def test_the_best_is_not_left_out_because_it_goes_with_the_second_best():
    found = ratings({"a": 4.0, "b": 4.5, "c": 3.9})
    made = front(m=replace(found, about=dict.fromkeys("abc", ("a", "b"))))
    assert terms(made.strengths) == ["b", "a", "c"]


def test_a_thing_is_named_once():
    made = front(m=ratings({"a": 4.0, "b": 4.5}), other=ratings({"a": 4.2}))
    assert terms(made.strengths) == ["b", "a"]


def test_an_end_that_rounds_to_the_line_is_told_apart_from_it():
    (said,) = front(m=ratings({"a": 3.204})).strengths
    assert "(3.004 to 3.404;" in str(said.message)


def test_what_is_undecided_is_ranked_by_importance():
    made = front(
        m=ratings({"a": 3.0, "b": 3.1, "c": 2.95}),
        i=importance({"a": 0.1, "b": 0.2, "c": 0.3}),
    )
    assert terms(made.undecided) == ["c", "b", "a"]


def test_an_interval_over_the_line_is_never_rounded_to_a_verdict():
    made = front(m=ratings({"a": 3.199}))
    assert made.strengths == made.weaknesses == ()


def test_what_matters_more_than_average_is_done_first():
    made = front(
        m=ratings({"a": 1.0, "b": 2.0, "c": 2.5, "d": 1.5}),
        i=importance({"a": 0.1, "b": 0.4, "c": 0.3}),
    )
    assert [action.judged.row.term for action in made.first] == ["b", "c", "d", "a"]
    whys = [action.why.id.rpartition(" certain")[2] for action in made.first]
    assert whys == [
        ", and matters more than average.",
        ", and matters more than average.",
        "; how much it matters was not measured.",
        ", but matters less than average.",
    ]
    assert made.first[2].importance is None
    assert made.first[0].importance[0].value == 0.4


def test_what_may_matter_as_much_as_the_average_is_not_put_last():
    stated = importance({"a": 5.9, "b": 6.3})
    ends = {"ci_low": [5.7, 6.2], "ci_high": [6.2, 6.4]}
    stated = replace(stated, table=stated.table.assign(**ends))
    made = front(m=ratings({"a": 1.0, "b": 2.5}), i=stated)
    assert [action.judged.row.term for action in made.first] == ["a", "b"]
    assert "undecided" in made.first[0].why.id


def test_nothing_is_done_first_that_does_not_fall_short_for_certain():
    assert front(m=ratings({"a": 2.9, "b": 4.0})).first == ()


def test_a_report_of_nothing_says_so():
    made = front()
    assert made.tiles == made.remember == made.first == ()
    assert plain(made.headline.message).startswith("Too few answers")


@pytest.mark.parametrize(
    ("results", "said"),
    [
        ({"overall": 4.0, "a": 2.0}, "above its line; the clearest shortfall: a"),
        ({"overall": 4.0}, "above its line, and nothing falls short for certain"),
        (
            {"overall": 3.1, "a": 2.0},
            "its line is undecided; the clearest shortfall: a",
        ),
        ({"overall": 3.1}, "its line is undecided; nothing falls short"),
    ],
)
def test_the_headline_answers_in_one_sentence(results, said):
    assert said in plain(front(m=ratings(results)).headline.message)


def test_without_a_line_the_headline_tells_the_level():
    made = front(WaveCard(overall=("overall",)), m=ratings({"overall": 4.0}))
    assert plain(made.headline.message) == "overall stands at 4.00"


def test_a_change_of_satisfaction_as_a_whole_makes_the_headline():
    past = ratings({"overall": -0.5}, function="compare_waves")
    past = Changes(table=past.table, method="C", used=past.used, call=past.call)
    made = front(m=ratings({"overall": 4.0}), c=past)
    assert plain(made.headline.message).startswith("Satisfaction fell, yet nothing")


@pytest.mark.parametrize("kind", sorted(SENTENCES))
def test_a_list_says_what_its_numbers_are(kind):
    bare = set(re.findall(r"{(\w+)}", BARE))
    assert set(re.findall(r"{(\w+)}", SENTENCES[kind])) == bare
    assert terms(front(m=ratings({"a": 4.0})).strengths) == ["a"]
    assert "rated 4.00" in plain(front(m=ratings({"a": 4.0})).strengths[0].message)


def test_three_sentences_at_most_are_to_be_remembered(parcels_published, parcels_card):
    made = front_page(parcels_published, parcels_card)
    assert 1 <= len(made.remember) <= 3
    assert all("people answered" not in said.message.id for said in made.remember)


def test_what_is_to_be_mended_first_is_said_as_the_list_beside_it_says_it(
    parcels_published, parcels_card
):
    made = front_page(parcels_published, parcels_card)
    said = [plain(s.message) for s in made.remember]
    names = ", ".join(plain(a.judged.row.label) for a in made.first[:3])
    assert f"To be mended first: {names}." in said


def test_customers_are_told_what_falls_short_most_not_what_is_to_be_mended(
    parcels_published, parcels_card
):
    customers = replace(parcels_card, audience="customer", internal=False)
    said = [plain(s.message) for s in front_page(parcels_published, customers).remember]
    assert any(each.startswith("Falling short most: ") for each in said)
    assert not any("mended" in each for each in said)
    units = replace(customers, audience="function")
    said = [plain(s.message) for s in front_page(parcels_published, units).remember]
    assert any(each.startswith("To be mended first: ") for each in said)


def test_every_sentence_knows_whose_numbers_it_tells(parcels_published, parcels_card):
    made = front_page(parcels_published, parcels_card)
    for said in (*made.strengths, *made.weaknesses, *made.remember):
        assert said.prefix.removesuffix("#") in parcels_published


def test_only_what_passed_the_gate_reaches_the_front_page(parcels_results):
    with pytest.raises(ValueError, match="must come from publish"):
        front_page(parcels_results, CARD)
