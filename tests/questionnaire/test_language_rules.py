"""Is an item written in the language that people are asked in?"""

import pandas as pd
import pytest

from csat_methods import Study, lint_items, lint_questionnaire


def hits(text, lang, answers=""):
    kind = "scale" if answers else "open"
    row = {"id": "q", "type": kind, "text": text, "scale": answers}
    table = lint_items(pd.DataFrame([row]), lang=lang).table
    return table.loc[table["rule"] == "other_language", "words"].tolist()


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("از کیفیت غذا در ناهار چقدر راضی بودید؟", "en"),
        ("How satisfied were you with the food at lunch?", "fa"),
        ("هل أنت راضٍ عن الطعام؟", "en"),
    ],
)
def test_an_item_in_another_script_is_found_and_quoted_whole(text, lang):
    assert hits(text, lang) == [text]


@pytest.mark.parametrize(
    ("text", "lang", "words"),
    [
        ("How was the food at the hotel? غذا چگونه بود؟", "en", "غذا چگونه بود"),
        ("غذای امروز در رستوران هتل چگونه بود؟ (how was the food)", "fa",
         "how was the food"),
    ],
)  # fmt: skip
def test_a_row_of_words_in_another_script_is_found_and_quoted(text, lang, words):
    assert hits(text, lang) == [words]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("از سرعت Wi-Fi در هتل Espinas Palace چقدر راضی بودید؟", "fa"),
        ("How was the «چلوکباب ویژهٔ خانه» dish?", "en"),
        ("How was the ghormeh sabzi (قرمه سبزی) at lunch?", "en"),
        ("از برنامهٔ «My Bank for You» چقدر راضی بودید؟", "fa"),
        ("How many nights: 1, 2, 3?", "en"),
        ("۱۲۳؟", "fa"),
    ],
)
def test_names_and_what_is_quoted_are_no_fault(text, lang):
    assert hits(text, lang) == []


def test_answers_in_another_script_are_found():
    answers = "1 خیلی بد … 5 خیلی خوب"
    assert hits("How good was the food at lunch?", "en", answers) == [answers]


def test_an_item_in_another_language_is_not_read_by_the_rules_of_this_one():
    row = {"id": "q", "type": "open", "text": "How fair and fast was it?", "scale": ""}
    table = lint_items(pd.DataFrame([row]), lang="fa").table
    assert table["rule"].tolist() == ["other_language"]


def test_the_words_of_a_study_are_looked_at_in_each_language():
    text = {"en": "چقدر راضی بودید؟", "fa": "چقدر راضی بودید؟"}
    items = {"q": {"answers": [1, 2], "role": "overall", "text": text}}
    told = {"id": "x", "title": "X", "languages": ["en", "fa"], "items": items}
    table = lint_questionnaire(Study.from_dict(told)).table
    assert table["rule"].tolist().count("other_language") == 1


@pytest.mark.parametrize("kind", ["good", "faulty"])
@pytest.mark.parametrize("lang", ["en", "fa"])
def test_none_of_the_reference_items_is_in_another_language(shared, lang, kind):
    path = shared / "reference" / "wording" / f"{kind}_{lang}.csv"
    found = lint_items(pd.read_csv(path), lang=lang).table
    assert "other_language" not in set(found["rule"])
