"""Tests of how guesses are written as a study and a wave file."""

import re

import numpy as np
import pandas as pd
import yaml

from csat_methods.guesses import guesses
from csat_methods.study_text import study_text, wave_text
from csat_methods.wave.raw_table import RawTable


def written(columns):
    frame = pd.DataFrame(
        {name: list(map(str, cells)) for name, cells in columns.items()}
    )
    table = RawTable(frame, np.arange(len(frame)) + 2, "x.csv")
    found = guesses(table)
    study = study_text("own", table, found)
    return yaml.safe_load(study), wave_text("own", "w1", "x.csv", found), study


def test_words_have_their_language_where_it_is_not_english():
    marks = [1, 2, 3, 4, 5] * 4
    study, _, text = written({"رضایت شما": marks, "Your rating": marks})
    assert [item["text"] for item in study["items"].values()] == [
        {"fa": "رضایت شما"},
        "Your rating",
    ]
    assert "languages" not in study
    persian, _, text = written({"رضایت شما": marks, "شعبه": ["ونک", "کرج"] * 10})
    assert persian["languages"] == ["fa"]
    assert "languages: [fa]  # review" in text
    twice = written({"رضایت از قیمت": marks, "رضایت از کارکنان": marks})[0]
    assert twice["constructs"]["satisfaction"]["text"] == {"fa": "رضایت"}


def test_a_line_is_asked_for_where_gaps_can_fall_short():
    marks = [1, 2, 3, 4, 5] * 4
    paired, _, text = written({"e_staff": marks, "p_staff": marks})
    assert paired["analysis"] == {"lines": {"gap": 0}}
    assert "# review: below which number" in text
    assert "analysis" not in written({"a": marks, "b": marks})[0]


def test_columns_of_names_are_told_to_the_wave_and_are_no_items():
    names = [f"Person {k} of ours" for k in range(20)]
    study, wave, _ = written({"Name": names, "q1": [1, 2, 3, 4, 5] * 4})
    assert list(study["items"]) == ["q1"]
    assert yaml.safe_load(wave)["columns"]["names"] == ["Name"]


def test_an_answer_that_nobody_gave_has_no_words_and_is_asked_for():
    said = ["Strongly disagree", "Disagree", "Neutral", "Agree"] * 5
    study, _, text = written({"q1": said})
    (scale,) = study["scales"].values()
    assert scale["points"] == [1, 2, 3, 4, 5]
    assert 5 not in scale["labels"]
    assert "And what does it say?" in text


def test_a_column_that_becomes_no_item_is_said_with_what_it_is_good_for():
    stamps = [f"12/03/2025 10:{k:02d}:07" for k in range(20)]
    marks = [1, 2, 3, 4, 5] * 4
    study, _, text = written({"Timestamp": stamps, "q1": marks, "sign: #": ["+-"] * 20})
    assert list(study["items"]) == ["q1"]
    assert (
        "  # review: Timestamp is no item: days with times; the first and last tell "
        "the fieldwork\n" in text
    )
    assert "  # review: 'sign: #' is no item: no cell has words of its own\n" in text


def test_every_item_says_what_of_it_is_guessed_and_why():
    columns = {
        "q1": [1, 2, 3, 4, 5] * 4,
        "again": [0, 1] * 10,
        "age": [18 + 3 * k for k in range(20)],
        "bought": [f"2025-03-{k:02d}" for k in range(1, 21)],
        "خرید": [f"1404/01/{k:02d}" for k in range(1, 21)],
        "why": ["price;choice", "price"] * 10,
        "remarks": ["Nothing at all to say about any of it"] * 20,
    }
    study, _, text = written(columns)
    assert list(study["items"]) == list(columns)
    blocks = re.split(r"\n  (?=\S)", text.split("items:\n", 1)[1])
    assert [block for block in blocks if "  # review" not in block] == []
    assert "    type: date  # review: every cell is a day\n" in text
    assert "different texts: 1" in text


def test_amounts_that_may_be_customers_and_no_rating_are_marked_for_review():
    text = written({"spending": ["Low", "Medium", "High", "Very high"] * 5})[2]
    line = next(line for line in text.splitlines() if "role:" in line)
    assert "# review: 4 answers in words, in the order of these" in line
