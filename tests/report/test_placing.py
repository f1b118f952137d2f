"""Does every number that stands in no cell get a place of its own?"""

from csat_methods import _html
from csat_methods._messages import Listing, Message, Number, Text
from csat_methods.report.placing import ABOUT, fact, numbers, placed, placed_labels


def test_cells_keep_their_place_and_other_numbers_get_one():
    cell, count = Number(4.1, ref="all.estimate"), Number(3, "count")
    inner = Message("{label} ({n})", {"label": "x", "n": count})
    said = Message("{a}: {items}", {"a": cell, "items": Listing((inner, inner))})
    refs = [number.ref for number in numbers(placed(said, "said.headline"))]
    assert refs == [
        "all.estimate",
        "said.headline:items:0:n",
        "said.headline:items:1:n",
    ]


def test_what_is_not_known_has_no_place():
    assert placed(Number(float("nan")), "said.headline:x").ref == ""


def test_words_without_numbers_stay_the_very_same():
    said, words = Message("so"), Text({"en": "Terminal 1"})
    assert placed(said, "x") is said
    assert placed(words, "x") is words


def test_a_label_names_its_result_whatever_sentence_it_stands_in():
    label = Message("Factor {k}", {"k": Number(3, "count")})
    labels = placed_labels({"f3": label, "q": Text({"en": "Price"})}, "07.factors")
    assert labels["q"].texts == {"en": "Price"}
    sentence = Message("{label}: {n}", {"label": labels["f3"], "n": Number(5, "count")})
    told = _html.sentence(placed(sentence, "said.headline"), "09.other#")
    assert 'data-ref="07.factors#said.label:f3:k"' in told
    assert 'data-ref="09.other#said.headline:n"' in told


def test_a_fact_of_the_wave_stands_before_all_results():
    told = _html.data(fact(0.5, "lines.top_box", "percent"), ABOUT)
    assert told == '<data value="0.5" data-ref="#lines.top_box">50%</data>'


def test_numbers_are_found_however_deep_they_stand():
    inner = Message("{n}", {"n": Number(2, ref="b")})
    deep = Message("{x} {y}", {"x": Number(1, ref="a"), "y": Listing((inner, "3"))})
    assert [number.ref for number in numbers(deep)] == ["a", "b"]
