"""Which questions are worded so that their answers would mislead?"""

from collections import Counter
from itertools import product
from pathlib import Path

import hypothesis.strategies as st
import pandas as pd
import pytest
import yaml
from hypothesis import given

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


FA_EVEN = "۱ بسیار بد … ۵ بسیار خوب؛ ۹ استفاده نکردم"
FA_EXAMPLES = {
    "double_barrelled": ("قیمت و کیفیت چراغ را چگونه ارزیابی می‌کنید؟", FA_EVEN),
    "leading": ("آیا فکر نمی‌کنید فرم تازه وقت کمتری گرفت؟", "بله | خیر"),
    "loaded": ("از کافهٔ بی‌نظیر ما در ۳ تیر چقدر راضی بودید؟", FA_EVEN),
    "negated": ("رسیدن بسته در روز دوشنبه غیرممکن نبود.", ""),
    "jargon": ("از KPQ فروشگاه ما در ۳ تیر چقدر راضی بودید؟", FA_EVEN),
    "vague_referent": ("آیا از آن زیاد استفاده می‌کنید؟", "بله | خیر"),
    "hypothetical": ("اگر به شهر شما می‌آمدیم، به ما سر می‌زدید؟", "بله | خیر"),
    "absolute": ("آیا آسانسور در هفتهٔ گذشته همیشه سالم بود؟", "بله | خیر"),
    "unbalanced_scale": ("سوپ امروز چطور بود؟", "۱ خوب | ۲ بسیار خوب | ۳ عالی"),
    "unlabelled_scale": ("سوپ امروز چطور بود؟", "۱ … ۵"),
    "mixed_scale": ("سوپ امروز چطور بود؟", "۱ هرگز | ۲ به‌ندرت | ۳ ارزان"),
    "offensive_or_pressure": (
        "آیا آن‌قدر تنبل بودید که راهنما را نخواندید؟",
        "بله | خیر",
    ),
}
SHOWN = [("en", *example) for example in EXAMPLES.items()] + [
    ("fa", *example) for example in FA_EXAMPLES.items()
]


def lint(text, scale, kind="scale", lang="en"):
    item = {"id": "q", "type": kind, "text": text, "scale": scale}
    return cs.lint_items(pd.DataFrame([item]), lang=lang).table


@pytest.mark.parametrize(("lang", "rule", "example"), SHOWN)
def test_an_example_of_each_rule_is_found_and_quoted(lang, rule, example):
    text, scale = example
    found = lint(text, scale, lang=lang)
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


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_every_rule_finds_most_of_the_items_planted_for_it(lang):
    path = Path(__file__).with_name(f"wording_{lang}.csv")
    items = pd.read_csv(path, keep_default_na=False)
    hits = cs.lint_items(items, lang=lang).table
    known = set(zip(hits["id"], hits["rule"], strict=True))
    planted, found = Counter(), Counter()
    for row in items[items["fault"] != ""].to_dict("records"):
        planted[row["fault"]] += 1
        found[row["fault"]] += (row["id"], row["fault"]) in known
    assert len(planted) == 16
    assert not {rule for rule, n in planted.items() if found[rule] < 0.85 * n}
    sound = items.loc[items["fault"] == "", "id"]
    assert hits["id"].isin(sound).sum() <= 0.06 * len(sound)


@pytest.mark.parametrize(
    "spelt",
    [
        "آیا همكاران بي‌نظير ما به موقع رسيدند؟",
        "آیا همکاران بی نظیر ما به‌موقع رسیدند؟",
        "آیا همکاران بینظیر ما به موقع رسیدند؟",
        "آیا همکاران بی‌نظیــر ما به‌موقع رسیدند؟",
        "آیا همکارانِ بی‌نظیرِ ما به موقع رسیدند؟",
    ],
)
def test_a_persian_word_is_found_however_it_is_spelt(spelt):
    found = lint(spelt, "بله | خیر", "binary", "fa")
    assert set(found["rule"]) == {"loaded"}
    assert found["words"].iloc[0] in spelt


def questionnaires(shared):
    text = (shared / "reference" / "wording" / "structure.yaml").read_text("utf8")
    return yaml.safe_load(text)["questionnaires"]


@pytest.mark.parametrize("position", range(5))
def test_a_planted_fault_of_structure_is_the_one_finding(shared, position):
    entry = questionnaires(shared)[position]
    expected = entry["expected"]
    found = cs.lint_questionnaire(cs.Study.from_dict(entry)).table
    named = {*expected["items"], *expected["characteristics"]}
    assert set(found["rule"]) == {expected["fault"]} - {"none"}
    assert set(found["id"]) == named


def asked_by(study, answers):
    """Return the items a respondent is asked who answers so, walked in order."""
    asked = []
    for name, item in study.items.items():
        met = (
            c.item in asked and answers[c.item] in map(str, c.in_)
            for c in item.asked_if
        )
        if all(met):
            asked.append(name)
    return asked


def reached(study):
    """Return every item that some set of answers reaches, of all that there are."""
    offered = {
        name: [str(code) for code in study.answers(name).points] or [""]
        for name in study.items
    }
    every = product(*offered.values())
    paths = (asked_by(study, dict(zip(offered, given, strict=True))) for given in every)
    return set().union(*paths)


def test_every_path_of_a_sound_questionnaire_ends_and_every_item_is_on_one():
    codes = ["1", "2"]
    items = {
        "a": {"answers": codes, "role": "overall"},
        "b": {"answers": codes, "asked_if": [{"item": "a", "in": ["1"]}]},
        "c": {"answers": codes, "asked_if": [{"item": "b", "in": ["2"]}]},
        "d": {"answers": codes},
    }
    study = cs.Study.from_dict({"id": "x", "title": "X", "items": items})
    assert cs.lint_questionnaire(study).table.empty
    assert reached(study) == set(items)


CONDITIONS = st.lists(
    st.tuples(st.integers(0, 3), st.sets(st.sampled_from("123"), min_size=1)),
    max_size=2,
)


@given(st.lists(CONDITIONS, min_size=4, max_size=4))
def test_an_item_is_said_to_be_unreachable_just_where_no_answers_reach_it(routing):
    items = {}
    for number, conditions in enumerate(routing):
        earlier = [(n, codes) for n, codes in conditions if n < number]
        items[f"q{number}"] = {
            "answers": ["1", "2"],
            "asked_if": [{"item": f"q{n}", "in": sorted(c)} for n, c in earlier],
        }
    study = cs.Study.from_dict({"id": "x", "title": "X", "items": items})
    table = cs.lint_questionnaire(study).table
    told = set(table.loc[table["rule"] == "unreachable_item", "id"])
    lost = set(items) - reached(study)
    assert told <= lost
    assert bool(told) == bool(lost)


def test_items_without_words_are_not_said_to_be_without_fault():
    item = {"role": "overall", "answers": [1, 2]}
    study = cs.Study.from_dict({"id": "x", "title": "X", "items": {"q1": item}})
    found = cs.lint_questionnaire(study)
    assert found.summary() == (
        "The words of the 1 items are not known: only their places were looked at, and "
        "no fault was found there."
    )
    assert not found.notes


def test_both_texts_of_a_bilingual_item_are_read_each_by_its_own_rules():
    en, fa = "How would you rate it?", "قیمت و کیفیت چراغ را چگونه ارزیابی می‌کنید؟"
    labels = {1: {"en": "very bad", "fa": "بسیار بد"}}
    labels |= {5: {"en": "very good", "fa": "بسیار خوب"}}
    scale = {"points": [1, 2, 3, 4, 5], "labels": labels}
    item = {"scale": "s", "role": "overall", "text": {"en": en, "fa": fa}}
    study = {"id": "x", "title": "X", "languages": ["en", "fa"], "scales": {"s": scale}}
    study = cs.Study.from_dict(study | {"items": {"q1": item}})
    both = cs.lint_questionnaire(study).table
    quoted = dict(zip(both["rule"], both["words"], strict=True))
    assert quoted == {"vague_referent": "it", "double_barrelled": "قیمت و کیفیت"}
    alone = cs.lint_questionnaire(study, lang="fa").table
    assert list(alone["rule"]) == ["double_barrelled"]


def test_coverage_names_every_item_and_characteristic_zeros_too():
    base = {"answers": [1, 2, 3], "characteristic": "speed"}
    items = {
        "e": base | {"role": "expectation"},
        "p": base | {"role": "perception"},
        "whole": {"answers": [1, 2, 3], "role": "overall"},
    }
    mapping = {"id": "x", "title": "X", "items": items}
    study = cs.Study.from_dict(mapping | {"characteristics": ["speed", "price"]})
    found = cs.lint_questionnaire(study)
    assert found.coverage.loc["whole"].to_dict() == {"speed": 0, "price": 0}
    assert found.coverage.to_numpy().tolist() == [[1, 0], [1, 0], [0, 0]]
    assert found.roles.loc["price"].to_dict() == {"expectation": 0, "perception": 0}
    told = {(row.id, row.rule) for row in found.table.itertuples()}
    assert told == {("price", "characteristic_without_item")}


def test_an_item_without_a_characteristic_is_told():
    items = {"p": {"answers": [1, 2], "role": "perception"}}
    items["whole"] = {"answers": [1, 2, 3], "role": "overall"}
    mapping = {"id": "x", "title": "X", "items": items, "characteristics": ["speed"]}
    found = cs.lint_questionnaire(cs.Study.from_dict(mapping)).table
    told = set(zip(found["id"], found["rule"], strict=True))
    assert ("p", "item_without_characteristic") in told


def test_a_characteristic_without_an_item_is_told():
    items = {"whole": {"answers": [1, 2, 3], "role": "overall"}}
    mapping = {"id": "x", "title": "X", "items": items, "characteristics": ["speed"]}
    found = cs.lint_questionnaire(cs.Study.from_dict(mapping)).table
    assert found[["id", "rule"]].to_numpy().tolist() == [
        ["speed", "characteristic_without_item"]
    ]


def rules_of(**items):
    base = {"answers": ["1", "2"]}
    listed = {name: base | item for name, item in items.items()}
    study = cs.Study.from_dict({"id": "x", "title": "X", "items": listed})
    return cs.lint_questionnaire(study).table.groupby("rule")["id"].agg(list).to_dict()


def after(name, *codes):
    return {"asked_if": [{"item": name, "in": list(codes)}]}


def test_a_dead_skip_a_loop_and_an_item_out_of_reach_are_found():
    found = rules_of(
        whole={"role": "overall"},
        skipped=after("gone", "1"),
        one=after("two", "1"),
        two=after("one", "1"),
        lost=after("whole", "3"),
        early=after("late", "1"),
        late={},
    )
    assert found == {
        "dead_skip": ["skipped"],
        "loop": ["one", "two"],
        "unreachable_item": ["lost"],
        "other": ["early"],
    }


def test_a_scope_of_satisfaction_as_a_whole_without_its_item_is_a_fault():
    asked = {"answers": [1, 2, 3], "text": "How fast was the delivery?"}
    told = {"id": "x", "title": "X", "scope": {"level": "overall", "text": "All"}}
    lacking = cs.Study.from_dict({**told, "items": {"q": asked}})
    found = cs.lint_questionnaire(lacking).table
    assert "no_overall" in set(found["rule"])
    whole = {"answers": [1, 2, 3], "text": "How satisfied are you?", "role": "overall"}
    full = cs.Study.from_dict({**told, "items": {"q": asked, "whole": whole}})
    assert "no_overall" not in set(cs.lint_questionnaire(full).table["rule"])


def test_no_overall_item_and_two_are_told():
    overall = {"role": "overall"}
    assert rules_of(q={}) == {"no_overall": ["x"]}
    assert rules_of(q=overall, r=overall) == {"two_overall": ["q", "r"]}
    assert rules_of(q=overall, r={}) == {}


def test_a_sound_questionnaire_in_two_languages_has_no_findings():
    bad, good = {"en": "very poor", "fa": "بسیار بد"}, {"en": "very good"}
    labels = {1: bad, 5: good | {"fa": "بسیار خوب"}}
    scale = {"points": [1, 2, 3, 4, 5], "labels": labels, "not_applicable": [9]}
    lift = {
        "en": "How would you rate the cleanliness of the lift you used today?",
        "fa": "تمیزی آسانسوری را که امروز سوار شدید چگونه ارزیابی می‌کنید؟",
    }
    visit = {
        "en": "All things considered, how would you rate your visit today?",
        "fa": "روی هم رفته، بازدید امروز خود را چگونه ارزیابی می‌کنید؟",
    }
    used = {"en": "Did you use the lift today?", "fa": "آیا امروز سوار آسانسور شدید؟"}
    yes = {"yes": {"en": "yes", "fa": "بله"}, "no": {"en": "no", "fa": "خیر"}}
    clean = {"role": "perception", "characteristic": "clean", "scale": "s"}
    items = {
        "used": {"type": "binary", "role": "filter", "answers": yes, "text": used},
        "lift": clean | {"text": lift} | after("used", "yes"),
        "whole": {"role": "overall", "scale": "s", "text": visit},
    }
    mapping = {"id": "x", "title": "X", "languages": ["en", "fa"], "items": items}
    mapping |= {"characteristics": ["clean"], "scales": {"s": scale}}
    found = cs.lint_questionnaire(cs.Study.from_dict(mapping))
    assert found.table.empty
    assert found.notes == ()
    assert 0 < found.minutes < 1


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
