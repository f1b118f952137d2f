"""Are new themes suggested, known ones not, and nobody's words quoted?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.report.policy import policy_of
from tests.conftest import SHARED

ANSWERS = SHARED / "reference" / "wording" / "expectations_open_answers.csv"
KNOWN = [
    "Prices are too high",
    "the price rose",
    "rude staff",
    "Staff was kind",
    "قیمت‌ها بالاست",
    "رفتار کارکنان خوب بود",
]
PLANTED = {
    "en": ["Where do I park?", "parking is full", "no parking at all", "park nearby"],
    "fa": ["جای پارک نبود", "پاركينگ پر بود", "پارکینگ‌تون کوچیکه", "پارکینگ ندارید"],
}
SURE = {"status": "confirmed", "confirmed_by": "A. B.", "date": "2025-11-30"}


def study(**analysis):
    return cs.Study.from_dict(
        {
            "id": "x",
            "title": "X",
            "items": {
                "q": {"answers": [1, 2, 3, 4, 5], "role": "overall"},
                "why": {"type": "text", "role": "open"},
            },
            "characteristics": {
                "price": {"text": {"en": "Price", "fa": "قیمت"}, "aspect": "product"},
                "staff": {
                    "text": {"en": "Staff", "fa": "کارکنان"},
                    "aspect": "organization",
                },
            },
            "analysis": analysis,
        }
    )


def wave(planted, of=200, **analysis):
    """Return comments of which a few hold a theme that the catalogue lacks."""
    said = [KNOWN[i % len(KNOWN)] for i in range(of - len(planted))] + list(planted)
    frame = pd.DataFrame({"why": said, "q": 4.0})
    return cs.Wave.from_frame(frame, study=study(**analysis))


@pytest.mark.parametrize(("lang", "word"), [("en", "park"), ("fa", "پارکینگ")])
def test_a_theme_planted_in_one_comment_of_twenty_is_listed_and_known_ones_not(
    lang, word
):
    found = cs.suggest_themes(wave(PLANTED[lang] * 3, of=240), least=5)
    assert list(found.table["language"].unique()) == [lang]
    assert any(word in words for words in found.table["together"])
    every = " ".join(found.table["together"])
    assert not any(known in every for known in ("price", "staff", "قیمت", "کارکنان"))
    assert found.aside == 228


def test_a_confirmed_code_file_makes_a_theme_known():
    made = wave(PLANTED["en"] * 3, of=240)
    assert len(cs.suggest_themes(made, least=5).table) > 0
    codes = pd.DataFrame([{"theme": "parking", "words": "park*", **SURE}])
    assert len(cs.suggest_themes(made, least=5, frame=codes).table) == 0
    unsure = codes.assign(status="suggested")
    assert len(cs.suggest_themes(made, least=5, frame=unsure).table) > 0


def test_a_suggestion_is_no_estimate_and_cannot_be_counted():
    found = cs.suggest_themes(wave(PLANTED["en"] * 3), least=3)
    assert not {"estimate", "share", "ci_low"} & set(found.table)
    draft = found.code_file
    assert set(draft["status"]) == {"suggested"}
    assert (draft[["confirmed_by", "date"]] == "").all(axis=None)
    with pytest.raises(ValueError, match="suggested rows is confirmed"):
        cs.comment_themes(wave(PLANTED["en"] * 3), frame=draft)


def test_words_of_few_are_hidden_when_it_is_published():
    made = wave([*PLANTED["en"] * 2, *["queue"] * 14], minimum_cell=10)
    policy = policy_of(made)
    found = cs.suggest_themes(made, least=3)
    assert len(found.table) > 1
    shown = cs.publish({"01.new": found}, policy)["01.new"].result
    assert shown.table["term"].tolist() == ["queue"]
    assert "park" not in shown.summary()
    assert cs.suggest_themes(made).table["term"].tolist() == ["queue"]


def test_names_and_numbers_are_never_suggested():
    said = ["Mr Okafor came", "Linda was there", "call 07700 900146"] * 4
    made = wave(said, names=["Linda"], minimum_cell=3)
    words = " ".join(cs.suggest_themes(made).table["together"]).casefold()
    assert not any(part in words for part in ("okafor", "linda", "07700"))


def test_one_language_only_and_at_most_as_many_as_asked():
    made = wave(PLANTED["en"] * 3 + PLANTED["fa"] * 3)
    only = cs.suggest_themes(made, least=3, lang="fa").table
    assert set(only["language"]) == {"fa"}
    assert len(cs.suggest_themes(made, least=3, most=1).table) == 2


def test_of_the_open_answers_most_suggestions_are_of_one_theme():
    """The open answers have 14 themes; a suggestion should mark one of them."""
    if not ANSWERS.exists():
        pytest.skip("the open answers are not there")
    coded = pd.read_csv(ANSWERS)
    found = cs.suggest_themes(cs.Wave.from_frame(coded), "text", most=14)
    pure = []
    for words in found.table["together"]:
        rule = pd.DataFrame([{"theme": "x", "words": words, **SURE}])
        held = _held(coded, rule)
        themes = coded.loc[held, "theme"].str.split(";").explode().value_counts()
        pure.append(themes.iloc[0] / held.sum())
    assert len(pure) >= 20
    assert np.mean(np.array(pure) >= 0.5) >= 0.6
    personal = coded[coded["contains_personal"] == "yes"]
    names = (
        "okafor",
        "linda",
        "whitcombe",
        "aisha",
        "derek",
        "شریفی",
        "مرادی",
        "عباسی",
    )
    every = " ".join(found.table["together"])
    assert len(personal) > 20
    assert not any(name in every for name in names)


def _held(coded, rule):
    from csat_methods.expectations.theme_rules import themes_of
    from csat_methods.wave.code_file import code_file_of

    return themes_of(coded["text"].tolist(), code_file_of(rule))[:, 0]


@pytest.mark.parametrize(
    ("how", "error", "why"),
    [
        ({"lang": "de"}, ValueError, "lang='de' must be one of en, fa"),
        ({"least": 0}, ValueError, "least=0"),
        ({"most": 0}, ValueError, "most=0"),
        ({"item": "q"}, ValueError, "item='q' holds numbers"),
        ({"item": "zz"}, KeyError, "zz"),
    ],
)
def test_wrong_arguments_are_refused(how, error, why):
    with pytest.raises(error, match=why):
        cs.suggest_themes(wave(PLANTED["en"]), **how)


def test_a_wave_without_comments_has_no_suggestions():
    made = wave([]).assign(why=[None] * 200)
    found = cs.suggest_themes(made, "why")
    assert len(found.table) == 0
    assert found.summary() == "Comments hold no further words that may be a theme."


def test_a_name_that_many_write_is_passed_over_and_no_file_needs_to_list_it():
    met = ["I spoke to Sarah", "Thanks to Sarah at parking", "The guide, Sarah, parked"]
    made = wave([*met * 4, *PLANTED["en"] * 3], of=240)
    found = cs.suggest_themes(made, least=5)
    every = "; ".join(found.table["together"])
    assert "sarah" not in every
    assert "park" in every
    assert any("look like names: 1." in str(note) for note in found.notes)


def test_a_word_that_stands_with_a_capital_now_and_then_is_no_name():
    tidy = ["Where is the parking?", "Bad parking", "So Little Parking", "No PARKING"]
    found = cs.suggest_themes(wave(tidy * 4, of=240), least=5)
    assert "parking" in "; ".join(found.table["together"])
    assert not any("look like names" in str(note) for note in found.notes)


def test_persian_words_come_with_what_cannot_be_known_of_them():
    said = "Persian has no capital letters"
    persian = cs.suggest_themes(wave(PLANTED["fa"] * 3, of=240), least=5)
    assert any(said in str(note) for note in persian.notes)
    english = cs.suggest_themes(wave(PLANTED["en"] * 3, of=240), least=5)
    assert not any(said in str(note) for note in english.notes)
