"""Which questions are worded so that their answers would mislead?"""

import pandas as pd
import pytest

import csat_methods as cs

EVEN = "1 very poor … 5 very good; 9 did not use it"
EXAMPLES = {
    "double_barrelled": ("How would you rate the price and quality of the lamp?", EVEN),
    "leading": ("Don't you think the new form saved time?", "yes | no"),
    "loaded": ("How would you rate our superb café on 3 May?", EVEN),
    "negated": ("It was not unreasonable that the parcel came at 9 on Monday.", ""),
    "jargon": ("How would you rate the KPQ of our shop on 3 May?", EVEN),
    "vague_referent": ("Do you use it often?", "yes | no"),
    "hypothetical": ("If we moved to your town, would you visit us?", "yes | no"),
    "absolute": ("Was the lift always in order last week?", "yes | no"),
    "unbalanced_scale": (
        "How was the soup today?",
        "1 good | 2 very good | 3 excellent",
    ),
    "unlabelled_scale": ("How was the soup today?", "1 … 5"),
    "mixed_scale": ("How was the soup today?", "1 never | 2 rarely | 3 cheap"),
    "offensive_or_pressure": ("Were you too lazy to read the guide?", "yes | no"),
}


def lint(text, scale, kind="scale"):
    item = {"id": "q", "type": kind, "text": text, "scale": scale}
    return cs.lint_items(pd.DataFrame([item]), lang="en").table


@pytest.mark.parametrize("rule", EXAMPLES)
def test_an_example_of_each_rule_is_found_and_quoted(rule):
    text, scale = EXAMPLES[rule]
    found = lint(text, scale)
    quotes = found.loc[found["rule"] == rule, "words"]
    assert len(quotes) == 1
    assert quotes.iloc[0] in f"{text} {scale}"


@pytest.mark.parametrize(
    ("rule", "kind", "text", "scale"),
    [
        ("assumes", "open", "Why did you leave our club this year?", ""),
        ("sensitive_demand", "open", "Enter your passport number.", ""),
        ("missing_option", "nominal", "How did you come today?", "bus | car"),
        ("missing_option", "nominal", "How old are you?", "1 to 20 | 30 to 50 | more"),
    ],
)
def test_rules_for_other_types_find_their_example(rule, kind, text, scale):
    assert set(lint(text, scale, kind)["rule"]) == {rule}


def test_one_long_sentence_is_too_long_and_two_short_ones_are_not():
    words = "word " * 30
    assert set(lint(f"{words}and {words}?", "")["rule"]) == {"too_long"}
    assert lint(f"{words}. {words}?", "").empty


def found_in(shared, name, lang):
    path = shared / "reference" / "wording" / f"{name}_{lang}.csv"
    items = pd.read_csv(path, keep_default_na=False)
    return items, cs.lint_items(items, lang=lang).table


def meets(quote, words, text):
    one, two = text.find(quote), text.find(words)
    known = one >= 0 and two >= 0
    return known and one < two + len(words) and two < one + len(quote)


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_most_planted_faults_are_found_by_rule_and_place(shared, lang):
    items, hits = found_in(shared, "faulty", lang)
    found = 0
    for row in items.to_dict("records"):
        own = hits[(hits["id"] == row["id"]) & (hits["rule"] == row["fault"])]
        texts = (row["text"], row["scale"])
        found += any(meets(q, row["words"], t) for q in own["words"] for t in texts)
    assert found >= 0.85 * len(items)


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_few_good_items_are_blamed(shared, lang):
    _, hits = found_in(shared, "good", lang)
    assert hits["id"].nunique() <= 3


def test_a_study_is_read_with_its_structure_and_its_labels():
    answers = {1: "good", 2: "very good", 3: "excellent"}
    item = {"answers": answers, "text": "How was the soup today?"}
    study = cs.Study.from_dict({"id": "x", "title": "X", "items": {"q1": item}})
    found = cs.lint_questionnaire(study)
    rules = dict(zip(found.table["rule"], found.table["id"], strict=True))
    assert rules == {"no_overall": "x", "unbalanced_scale": "q1"}
    assert 0 < found.minutes < 1


def test_a_table_that_cannot_be_read_is_refused_with_all_its_faults():
    item = {"id": "q", "type": "slider", "text": " ", "scale": ""}
    with pytest.raises(ValueError, match=r"id=\['q'\].*type='slider'.*blank"):
        cs.lint_items(pd.DataFrame([item, item]), lang="en")
    with pytest.raises(KeyError, match="scale"):
        cs.lint_items(pd.DataFrame([{"id": 1}]), lang="en")
    with pytest.raises(ValueError, match="lang='de' must be"):
        cs.lint_items(pd.DataFrame([item]), lang="de")
