"""Is an unmet need said in one sentence, and a met one not at all?"""

import re

import numpy as np
import pandas as pd
import pytest

from csat_methods._messages import language, plain
from csat_methods.study.faults import validated
from csat_methods.study.instrument import Study
from csat_methods.study.needs import ROLES, SIZES, STATES, parse_need
from csat_methods.study.plan import WaveFile
from csat_methods.study.strict_yaml import Document
from csat_methods.wave.wave import Wave

FRAME = pd.DataFrame(
    {
        "e": [5.0, 4, 3, 5],
        "p": [4.0, 4, np.nan, 2],
        "nps": [np.nan] * 4,
        "w": [1.0, 2, 1, 1],
        "s": list("aabb"),
    }
)


def study(**keys):
    scale = {"answers": [1, 2, 3, 4, 5]}
    items = {
        "e": {"role": "expectation", "characteristic": "c", **scale},
        "p": {"role": "perception", "characteristic": "c", **scale},
        "nps": {"role": "recommend", **scale},
    }
    return Study.from_dict({"id": "x", "title": "X", "items": items, **keys})


FULL = study(
    characteristics=["c"],
    constructs={"k": {"items": ["p"]}},
    segments={"s": {"text": "Side"}},
    analysis={"planned": {"margin": 0.1}},
    budget={"unit_costs": {"web": 6}},
)
FILE = validated(
    WaveFile,
    Document(
        "w",
        {
            "schema": 1,
            "id": "w",
            "sources": {"responses": "a.csv", "frame": "b.csv"},
            "previous": ["v"],
        },
    ),
)
BARE = Wave.from_frame(FRAME, selection="convenience")
ASKED = Wave.from_frame(FRAME.assign(responded=[1, 0, 1, 1]), study=FULL)
RICH = Wave.from_frame(
    FRAME.assign(attempts=1), study=FULL, weights="w", strata="s"
)._with(file=FILE, contacts=ASKED, customers=FRAME)


@pytest.mark.parametrize(
    "need",
    [
        "expectation",
        "perception",
        "weights",
        "counted",
        "probability",
        "strata",
        "segments",
        "constructs",
        "catalogue",
        "pairs",
        "frame",
        "contacts",
        "attempts",
        "planned",
        "known_of_all",
        "costs",
        "waves>=2",
        "n>=4",
        "n >= 4",
    ],
)
def test_a_met_need_says_nothing(need):
    assert parse_need(need).lacking(RICH) is None


@pytest.mark.parametrize("need", [*ROLES, *STATES, "drivers", "waves>=2", "n>=5"])
def test_an_unmet_need_says_one_sentence(need):
    sentence = str(parse_need(need).lacking(BARE))
    assert sentence.startswith("Left out: ")
    assert sentence.endswith(".")


def test_a_role_that_nobody_answered_is_lacking():
    assert parse_need("recommend").lacking(RICH) is not None
    nobody = RICH.where(RICH.frame["p"].isna(), name="without perception")
    assert parse_need("perception").lacking(nobody) is not None


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_named_in_words_in_every_language(role):
    said = parse_need(role).lacking(BARE)
    assert "_" not in str(said)
    with language("fa"):
        assert not re.search("[A-Za-z]", plain(said))


def test_the_numbers_of_a_need_are_said():
    assert str(parse_need("n>=100").lacking(BARE)) == (
        "Left out: it needs 100 answers, and the wave has 4."
    )
    assert str(parse_need("waves>=3").lacking(RICH)) == (
        "Left out: comparing waves needs 3 of them; up to this one the study has 2."
    )


def test_what_lacks_whole_is_said_in_one_sentence_whatever_needs_it():
    no_pairs, no_importance = map(parse_need, ("pairs", "importance"))
    assert str(parse_need("weighed_pairs").lacking(BARE)) == str(no_pairs.lacking(BARE))
    lacks = str(no_importance.lacking(RICH))
    assert str(parse_need("important>=2").lacking(RICH)) == lacks
    assert str(parse_need("weighed_pairs").lacking(RICH)) == lacks


def test_one_importance_item_of_two_is_counted():
    keys = {"characteristic": "c", "answers": [1, 2, 3, 4, 5]}
    roles = {"e": "expectation", "p": "perception", "i": "importance"}
    items = {name: {"role": role, **keys} for name, role in roles.items()}
    one = Study.from_dict({"id": "x", "title": "X", "items": items})
    wave = Wave.from_frame(FRAME.assign(i=5.0), study=one)
    assert str(parse_need("important>=2").lacking(wave)) == (
        "Left out: it needs 2 items on importance, and has 1."
    )
    few = str(parse_need("weighed_pairs").lacking(wave))
    assert few.startswith("Left out: fewer than two characteristics have")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("expectations", "need='expectations' must be .* did you mean 'expectation'"),
        ("wave>=2", "did you mean 'waves>=2'"),
        ("n>100", "need='n>100' must be one of"),
        ("", "need='' must be one of"),
    ],
)
def test_an_unknown_need_is_refused_with_the_nearest(text, words):
    with pytest.raises(ValueError, match=words):
        parse_need(text)


def test_sizes_count_from_the_first_that_is_enough():
    for name in SIZES:
        assert parse_need(f"{name}>=0").lacking(BARE) is None


def test_items_that_nobody_answered_are_not_said_to_be_missing():
    wave = Wave.from_frame(FRAME, study=study())
    assert str(parse_need("recommend").lacking(wave)) == (
        "Left out: nobody answered a question that asks whether customers would "
        "recommend."
    )
    assert "no question asks" in str(parse_need("adequate").lacking(wave))
