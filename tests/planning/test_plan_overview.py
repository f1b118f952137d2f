"""Tests of the plan, point by point."""

import pandas as pd
import pytest

from csat_methods import Study, Wave, language, plan_overview

ITEM = {"answers": [1, 2, 3, 4, 5], "role": "overall"}


def wave_of(**plan):
    study = Study.from_dict({"id": "x", "title": "X", "items": {"q1": ITEM}, **plan})
    return Wave.from_frame(pd.DataFrame({"q1": [4, 5]}), study=study)


def test_a_silent_plan_says_so_and_guesses_nothing():
    result = plan_overview(wave_of())
    assert not result["Budget"]["stated"]
    assert str(result.label(result["Budget"]["content"])) == "not stated"
    assert "not stated" in repr(result)


@pytest.mark.parametrize("point", ["Context", "Interested parties", "Risks"])
def test_context_left_blank_is_printed_as_not_stated(point):
    silent = plan_overview(wave_of()).rounded().set_index("term")["content"]
    assert silent[point] == "not stated"
    stated = plan_overview(
        wave_of(
            context="A shrinking market",
            interested_parties=[{"name": "The works council"}],
            risks=[{"text": "People tire of being asked"}],
        )
    )
    assert stated[point]["stated"]
    assert "not stated" not in stated.rounded().set_index("term")["content"][point]


def test_what_the_plan_says_is_shown():
    plan = plan_overview(
        wave_of(
            purpose={"en": "Learn", "fa": "یادگیری"},
            budget={"amount": 12000, "currency": "EUR"},
            cadence={"kind": "regular", "months": 12, "quiet_days": 90},
            sponsor="The board",
        )
    )
    shown = plan.rounded().set_index("term")["content"]
    assert shown["Budget"] == "12,000 euros"
    assert shown["How often"] == "regular, every 12 months"
    assert shown["Sponsor"] == "The board"
    assert shown["Quiet period of a customer"] == "90 days"
    with language("fa"):
        told = plan.rounded()["content"].tolist()
    assert {"یادگیری", "۱۲٬۰۰۰ یورو"} <= set(told)


@pytest.mark.parametrize(
    ("code", "english", "persian"),
    [
        ("IRR", "500 Iranian rials", "۵۰۰ ریال ایران"),
        ("usd", "500 US dollars", "۵۰۰ دلار آمریکا"),
        ("JPY", "500 Japanese yen", "۵۰۰ ین ژاپن"),
        ("SEK", "500 Swedish kronor", "۵۰۰ کرون سوئد"),
    ],
)
def test_a_budget_names_any_currency_in_both_languages(code, english, persian):
    plan = plan_overview(wave_of(budget={"amount": 500, "currency": code}))
    for lang, words in (("en", english), ("fa", persian)):
        with language(lang):
            assert words in plan.rounded()["content"].tolist()


def test_a_currency_without_a_name_here_is_said_as_the_study_says_it():
    plan = plan_overview(wave_of(budget={"amount": 500, "currency": "shells"}))
    assert plan.rounded().set_index("term")["content"]["Budget"] == "500 shells"


def test_a_wave_without_a_study_has_no_plan():
    with pytest.raises(ValueError, match="no study"):
        plan_overview(Wave.from_frame(pd.DataFrame({"q1": [1]})))
