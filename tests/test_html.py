"""Is everything escaped that is not HTML already, and does each number name itself?"""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from csat_methods import _html
from csat_methods._html import Html, data, join, sentence, tag, text, value
from csat_methods._messages import Day, Listing, Message, Number, Text, language


def test_text_is_escaped_and_html_is_not():
    assert join("a < b", Html("<br>")) == "a &lt; b<br>"


@given(st.text(alphabet="<>&\"'ab", max_size=20))
def test_no_text_opens_an_element(words):
    assert "<" not in text(words)
    assert tag("p", words).count("<") == 2


def test_attributes_are_escaped_and_none_is_left_out():
    made = tag("a", "x", href='"><script>', title=None, data_ref="r", class_="c")
    assert made == ('<a href="&quot;&gt;&lt;script&gt;" data-ref="r" class="c">x</a>')


def test_a_void_element_has_no_end():
    assert tag("br") == "<br>"


def test_a_line_may_end_inside_an_identifier_but_not_inside_a_word():
    made = _html.identifier("csat_methods.gaps<.x_")
    assert made == "<code>csat_<wbr>methods.<wbr>gaps&lt;.<wbr>x_</code>"


def test_a_number_carries_its_exact_value_and_its_place():
    made = data(Number(4.123456, "number", "term=q1.estimate"), "06.means#")
    assert made == (
        '<data value="4.123456" data-ref="06.means#term=q1.estimate">4.12</data>'
    )


def test_a_number_without_a_place_has_no_reference():
    assert data(Number(0.95, "percent")) == '<data value="0.95">95%</data>'


def test_a_number_is_the_same_element_in_a_page_read_from_the_right():
    with language("en-XA"):
        assert data(Number(-1.5)) == '<data value="-1.5">\u22121.50</data>'


def test_a_day_is_a_time_element():
    assert value(Day(date(2018, 5, 1))) == (
        '<time datetime="2018-05-01">1 May 2018</time>'
    )


def test_words_of_the_study_keep_their_own_direction():
    assert value(Text({"en": "a < b"})) == "<bdi>a &lt; b</bdi>"


def test_a_name_without_words_is_not_to_be_translated():
    assert value("north & west") == '<bdi translate="no">north &amp; west</bdi>'


def test_a_sentence_keeps_the_order_of_its_parts():
    message = Message(
        "{name}: {items} (n = {n})",
        {
            "name": Text({"en": "Staff"}),
            "items": Listing((Number(1, "count"), Number(2, "count"))),
            "n": Number(3, "count"),
        },
    )
    assert sentence(message) == (
        '<bdi>Staff</bdi>: <data value="1">1</data>, <data value="2">2</data> '
        '(n\u00a0=\u00a0<data value="3">3</data>)'
    )


def test_a_sentence_inside_a_sentence_gives_its_prefix_on():
    inner = Message("{n} people", {"n": Number(3, "count", "all.n")})
    made = sentence(Message("{who} answered.", {"who": inner}), "06.means#")
    assert 'data-ref="06.means#all.n"' in made
    assert made.endswith("</data> people answered.")


def test_hostile_words_stay_words():
    hostile = "<img src=x onerror=alert(1)>\u202e"
    made = sentence(Message("{x}!", {"x": Text({"en": hostile})}))
    assert "<img" not in made
    assert made.startswith("<bdi>&lt;img")


@pytest.mark.parametrize("name", sorted(_html.VOID))
def test_every_void_element_is_written_without_an_end(name):
    assert f"</{name}>" not in tag(name)


def test_words_in_another_language_than_the_page_s_say_so():
    both = Text({"en": "Speed", "fa": "سرعت"})
    with language("fa"):
        assert value(both) == "<bdi>سرعت</bdi>"
        assert value(Text({"en": "Speed"})) == '<bdi lang="en">Speed</bdi>'
        assert value("2018") == '<bdi translate="no">۲۰۱۸</bdi>'
    assert value(Text({"en": "Speed"})) == "<bdi>Speed</bdi>"
    assert value(Text({"fa": "سرعت"})) == '<bdi lang="fa">سرعت</bdi>'
