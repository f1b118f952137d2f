"""Is an unmet need said in one sentence, and a met one not at all?"""

import numpy as np
import pandas as pd
import pytest

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


def test_the_numbers_of_a_need_are_said():
    assert str(parse_need("n>=100").lacking(BARE)) == (
        "Left out: it needs 100 answers, and the wave has 4."
    )
    assert str(parse_need("waves>=3").lacking(RICH)) == (
        "Left out: it needs 3 waves, and there are 2."
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("expectations", "need='expectations' must be .* Did you mean 'expectation'"),
        ("wave>=2", "Did you mean 'waves>=2'"),
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


def test_too_few_people_for_all_drivers_are_counted():
    """The first four of them answered both; two drivers and an outcome need five."""
    scale = {"answers": [1, 2, 3, 4, 5]}
    items = {name: {"role": "satisfaction", **scale} for name in ("a", "b")}
    items["o"] = {"role": "overall", **scale}
    frame = pd.DataFrame({"a": [1.0, 2, 3, 4, None], "b": [1.0, 3, 2, 5, 4]})
    frame["o"] = [1.0, 2, 3, 4, 5]
    study = Study.from_dict({"id": "x", "title": "X", "items": items})
    few = parse_need("drivers").lacking(Wave.from_frame(frame, study=study))
    assert "it needs 5 people who rated everything, and there are 4" in str(few)
    more = pd.concat([frame, frame], ignore_index=True)
    assert parse_need("drivers").lacking(Wave.from_frame(more, study=study)) is None


def test_a_model_of_constructs_needs_three_answered_items_and_people():
    scale = {"answers": [1, 2, 3, 4, 5]}
    items = {name: {"role": "satisfaction", **scale} for name in "abc"}
    constructs = {"whole": {"items": list("abc")}, "pair": {"items": list("ab")}}
    named = Study.from_dict(
        {"id": "x", "title": "X", "items": items, "constructs": constructs}
    )
    frame = pd.DataFrame(
        {"a": [1.0, 2, 3, 4], "b": [2.0, 3, None, 5], "c": [5.0, 4, 3, 2]}
    )
    wave = Wave.from_frame(frame, study=named)
    assert parse_need("modelled>=3").lacking(wave) is None
    assert "it needs 4 people who rated everything, and there are 3" in str(
        parse_need("modelled>=4").lacking(wave)
    )
    assert parse_need("constructs>=1").lacking(wave) is None
    assert "it needs 2 constructs of three items, and there are 1" in str(
        parse_need("constructs>=2").lacking(wave)
    )
    assert "it needs 1 people who rated the same in the wave before" in str(
        parse_need("before>=1").lacking(wave)
    )
    later = wave._with(earlier=lambda: wave)
    assert parse_need("before>=3").lacking(later) is None
    assert "there are 3" in str(parse_need("before>=4").lacking(later))
    other = Wave.from_frame(frame.drop(columns="c"))
    unlike = wave._with(earlier=lambda: other)
    assert "there are 0" in str(parse_need("before>=1").lacking(unlike))
    without = Wave.from_frame(frame.assign(c=np.nan), study=named)
    assert "no construct of the study has three items" in str(
        parse_need("modelled>=1").lacking(without)
    )
