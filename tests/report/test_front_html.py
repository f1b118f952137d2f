"""Does the front page show every number with its interval, n and verdict in words?"""

import re
from dataclasses import replace
from datetime import date

import pytest

from csat_methods._messages import Message, Text, language, plain
from csat_methods.report import front_html
from csat_methods.report.answer import Said
from csat_methods.report.front_page import FrontPage, front_page
from csat_methods.report.wave_card import WaveCard

EMPTY = FrontPage(Said(Message("Nothing")), (), (), (), (), (), (), ())


@pytest.fixture
def front(parcels_published, parcels_card):
    return front_page(parcels_published, parcels_card)


def text(html):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", html)).strip()


def test_the_cover_tells_whose_when_and_how_many(front, parcels_card):
    made = text(front_html.cover(front, parcels_card))
    for fact in ("Swift Parcels", "First half of 2026", "1 March 2026", "400", "40.0%"):
        assert fact in made


def test_what_is_not_known_is_not_stated():
    made = text(front_html.cover(EMPTY, WaveCard()))
    assert "Response not stated" in made
    assert "Fieldwork" not in made


def test_of_what_readers_are_not_told_it_is_not_said_that_nobody_stated_it():
    made = text(front_html.cover(EMPTY, WaveCard(internal=False)))
    assert "Response" not in made


@pytest.mark.parametrize(
    ("count", "title"),
    [(0, "What"), (1, "One thing"), (2, "Two things"), (3, "Three things")],
)
def test_no_more_things_to_remember_are_promised_than_there_are(front, count, title):
    few = replace(front, remember=front.remember[:1] * count)
    assert f"{title} to remember" in text(front_html.board(few))


def test_each_tile_has_value_interval_n_and_a_verdict_in_words(front):
    made = front_html.tiles(front)
    tiles = made.split("<li ")[1:]
    assert 4 <= len(tiles) <= 6
    for tile in tiles:
        assert 'class="value"' in tile
        assert " to " in text(tile)
        assert "n = 400" in text(tile)
        assert re.search(r"[▲▼●]", tile)
        assert tile.count("<svg") == 1


def test_a_change_stands_with_its_own_interval(front):
    tile = next(t for t in front.tiles if t.row.shown.name == "06.overall_mean")
    changed = replace(tile, change=tile.row)
    made = text(front_html.tiles(replace(front, tiles=(changed,))))
    assert "▲ better 3.60 ( 3.50 to 3.70 )" in made


def test_empty_lists_say_none_and_no_section_is_missing():
    made = front_html.lists(EMPTY)
    for title in ("Strengths", "Weaknesses", "Undecided", "Cautions"):
        assert title in made
    assert made.count("none</p>") == 4
    assert "Nothing falls short" in front_html.board(EMPTY)


def test_an_extract_does_not_say_that_there_are_no_cautions():
    made = front_html.lists(replace(EMPTY, audience="customer"))
    assert "Cautions" not in made
    assert made.count("none in this report</p>") == 3  # elsewhere there may be some
    told = replace(EMPTY, audience="function", cautions=(Said(Message("Look out.")),))
    assert "Look out." in front_html.lists(told)


def test_a_verdict_is_a_sign_a_word_and_a_colour():
    made = front_html.verdict("bad", front_html.LEVEL)
    assert made == (
        '<span class="verdict bad"><span aria-hidden="true">▼</span> '
        "below its line</span>"
    )


def test_every_number_names_its_place(front, parcels_card):
    made = front_html.tiles(front) + front_html.board(front) + front_html.lists(front)
    numbers = re.findall(r"<data ([^>]*)>", made)
    loose = [n for n in numbers if "data-ref" not in n]
    # Ranks, lines and the facts of the wave are no statistics.
    assert len(loose) < len(numbers) / 4


def test_the_ends_of_the_scale_are_told_where_there_is_one():
    one, other = (1.0, 5.0), (0.0, 10.0)
    made = front_html.key(WaveCard(scales={"rating": one, "overall": one}))
    assert "Ratings go from 1 (worst) to 5 (best). Under" in text(made)
    assert 'data-ref="#scales.rating.best"' in made
    both = text(front_html.key(WaveCard(scales={"rating": one, "overall": other})))
    assert "Overall satisfaction goes from 0 (worst) to 10 (best). Under" in both
    rated = text(front_html.key(WaveCard(scales={"rating": one, "importance": (1, 3)})))
    assert "Stated importance goes from 1 (least) to 3 (most). Under" in rated
    alike = text(front_html.key(WaveCard(scales={"rating": one, "importance": one})))
    assert "Stated importance" not in alike
    assert "Ratings go" not in front_html.key(WaveCard())


def test_the_title_of_the_page_is_study_and_wave(parcels_card):
    title = front_html.title_of(parcels_card)
    assert str(title) == "Customers of Swift Parcels, First half of 2026"
    with language("fa"):
        assert plain(title).endswith("، نیمهٔ نخست ۲۰۲۶")
    bare_wave = replace(parcels_card, wave_title=None)
    assert str(front_html.title_of(bare_wave)).endswith(", 2026h1")
    bare = front_html.title_of(WaveCard(title=Text({"en": "T"})))
    assert bare == Text({"en": "T"})


def test_days_are_jalali_in_persian(front):
    card = WaveCard(wave="x", start=date(2026, 3, 21), end=date(2026, 4, 20))
    with language("fa"):
        made = front_html.cover(EMPTY, card)
    assert "۱ فروردین ۱۴۰۵" in made


def test_a_tile_says_its_level_its_change_and_its_course(front):
    tile = next(t for t in front.tiles if t.row.shown.name == "06.overall_mean")
    course = tuple((float("nan"), v, float("nan")) for v in (3.1, 3.4, 3.6))
    told = replace(tile, change=tile.row, course=course)
    made = front_html.tiles(replace(front, tiles=(told,)))
    assert "▲ above its line ( 3.40 ) ▲ better 3.60" in text(made)
    assert 'class="strip spark"' in made
    assert "nan" not in made
    two = replace(told, course=course[1:])
    assert "spark" not in front_html.tiles(replace(front, tiles=(two,)))
