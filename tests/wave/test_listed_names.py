"""Are known names found however they are written, and is nothing else taken?"""

import time

import pytest
from hypothesis import given, strategies as st

from csat_methods.wave.listed_names import name_finder, shape_of

NAMES = ["Parisa Ahmadi", "Parisa", "Ahmadi", "Ali", "Amin", "Ann", "Lee", "O'Brien"]
NAMES += ["پریسا", "رضا احمدی", "رضایی", "Zoé Nuñez", "Нина", "Νίκος", "K-7003"]


def found(text, names=NAMES):
    return [text[start:end] for start, end in name_finder(names)(text)]


@pytest.mark.parametrize(
    "written",
    [
        "parisa",
        "PARISA_AHMADI",
        "ParisaAhmadi",
        "Parisa-Ahmadi's",
        "P.a.r.i.s.a",
        "P a r i s a",
        "P-a-r-i-s-a A-h-m-a-d-i",
        "Pa.ri.sa",
        "A.l.i",
        "Parisaaaa",
        "Annnnn",
        "Par1sa",
        "P4r1s4",
        "A1i",
        "parisa85",
        "Pärisa",
        "Párisá",
        "Раrisа",  # Cyrillic
        "Ρarisα",  # Greek
        "ΡΑRISΑ",
        "zoe nunez",
        "Zoe\u0301 Nun\u0303ez",
        "НИНА",
        "нина",
        "ΝΙΚΟΣ",
        "νικος",
        "O’Brien’s",
        "OBrien",
        "پريسا",
        "پ ر ی س ا",
        "پ.ر.ی.س.ا",
        "پر.یسا",
        "پریسااا",
        "پَریسا",
        "ﭘﺮﻳﺴﺎ",  # forms of letters
        "رضا\u200cاحمدی",
        "رضأ أحمدى",
        "رضائی",
        "رِضایی",
        "K 7003",
        "k7003",
    ],
)
def test_a_name_is_found_however_it_is_written(written):
    assert found(f"with {written} today") == [written]
    assert found(written) == [written]


@pytest.mark.parametrize(
    "text",
    [
        "Annual planning, I am in an alley",
        "a line of an n, two of a l",
        "lees, leeway, alien, minimal, all",
        "Paris a day",
        "پری و سارا",
        "7003",
        "1154 and 41 and 4111",
        "",
    ],
)
def test_what_only_resembles_a_name_stays(text):
    assert found(text) == []


def test_the_longest_name_goes_whole_and_each_is_counted_once():
    assert found("Parisa Ahmadi and Lee, Ann Lee") == [
        *("Parisa Ahmadi", "Lee", "Ann", "Lee"),
    ]
    assert found("Ann Lee", ["Ann", "Ann Lee"]) == ["Ann Lee"]


def test_names_apart_in_a_sentence_are_not_one():
    assert found("Parisa, who met Ahmadi", ["Parisa Ahmadi"]) == []


def test_letters_of_other_alphabets_have_the_shape_they_look_like():
    assert shape_of("Раrisа") == shape_of("PARISA") == "parisa"
    assert shape_of("كتابي") == shape_of("کتابی")


def test_no_names_find_nothing():
    assert found("Parisa", []) == found("Parisa", ["", "-", "P"]) == []


@given(st.text(max_size=60), st.lists(st.text(max_size=12), max_size=5))
def test_places_lie_in_the_text_in_order_and_apart(text, names):
    places = name_finder(names)(text)
    ends = [place for pair in places for place in pair]
    assert ends == sorted(ends)
    assert all(0 <= start < end <= len(text) for start, end in places)


@given(st.sampled_from(NAMES), st.sampled_from(["", ".", "-", "_", " ", "*", " . "]))
def test_any_name_spelled_out_is_found(name, gap):
    letters = [sign for sign in name if sign.isalnum()]
    assert found(f"I met {gap.join(letters)}!")


def test_ten_thousand_names_and_long_comments_take_no_time():
    names = [f"Given{i} Family{i}" for i in range(10_000)]
    finder = name_finder(names)
    started = time.process_time()
    for hostile in ("a " * 5000, "a.b." * 2500, "1a" * 5000, "Given77 " * 1200):
        finder(hostile)
    for i in range(500):
        assert len(finder(f"Thanks to given{i} FAMILY{i} for the good work")) == 1
    assert time.process_time() - started < 5
