"""Is a thing called by the study's own words, and by which where it has several?"""

from csat_methods.study.instrument import Study

FIVE = {"lowest": 1, "highest": 5, "labels": {1: "Bad", 5: {"en": "Good", "fa": "خوب"}}}


def study():
    block = {"block": "equipment", "scale": "five"}
    return Study.from_dict(
        {
            "id": "x",
            "title": "X",
            "scales": {"five": FIVE, "back": {**FIVE, "direction": "descending"}},
            "blocks": {"equipment": {"en": "Equipment", "fa": "تجهیزات"}},
            "characteristics": {"food": {"text": "Food"}, "bare": {}},
            "segments": {
                "city": {"text": "City", "levels": {1: "Shiraz", "b": "Tabriz"}},
                "plain": {},
            },
            "populations": {"all": {"text": "Everybody"}},
            "items": {
                "labelled": {"label": "Short", "text": "Long?", "scale": "five"},
                "asked": {"text": "Long?", "scale": "five", "characteristic": "food"},
                "about": {"scale": "five", "characteristic": "food"},
                "e1": block,
                "e2": {**block, "role": "importance"},
                "e3": block,
                "e9": {**block, "number": 9},
                "mute": {"scale": "back"},
                "why": {
                    "type": "multiple",
                    "delimiter": ";",
                    "options": {"price": {"en": "Price"}, 2: {"en": "Two"}},
                },
            },
            "constructs": {"quality": {"items": ["e1", "e3"], "text": "Quality"}},
        }
    )


def words(name):
    found = study().label(name)
    return found.texts if found is not None else None


def test_an_item_is_called_by_its_label_then_its_text_then_what_it_is_about():
    assert words("labelled") == {"en": "Short"}
    assert words("asked") == {"en": "Long?"}
    assert words("about") == {"en": "Food"}
    assert words("mute") is None


def test_an_item_without_words_is_called_by_block_and_number():
    assert words("e1") == {"en": "Equipment 1", "fa": "تجهیزات ۱"}
    assert words("e3") == {"en": "Equipment 2", "fa": "تجهیزات ۲"}
    assert words("e2") == {"en": "Equipment 1", "fa": "تجهیزات ۱"}
    assert words("e9") == {"en": "Equipment 9", "fa": "تجهیزات ۹"}


def test_other_things_have_words_too():
    assert words("quality") == {"en": "Quality"}
    assert words("food") == {"en": "Food"}
    assert words("city") == {"en": "City"}
    assert words("all") == {"en": "Everybody"}
    assert words("equipment") == {"en": "Equipment", "fa": "تجهیزات"}
    assert words("why:price") == {"en": "Price"}
    assert words("why:2") == {"en": "Two"}
    assert words("why:zz") is None
    assert words("nothing") is None
    assert words("bare") is None
    assert words("plain") is None


def level(segment, value):
    found = study().level_label(segment, value)
    return found.texts["en"] if found is not None else None


def test_a_level_is_found_however_its_code_came():
    assert level("city", 1) == level("city", 1.0) == level("city", "1") == "Shiraz"
    assert level("city", "B") == "Tabriz"
    assert level("city", 7) is None
    assert level("nowhere", 1) is None


def test_an_answer_has_the_words_of_its_scale_turned_with_it():
    assert level("asked", 5.0) == "Good"
    assert level("mute", 5.0) == "Bad"
    assert level("mute", 3) is None
