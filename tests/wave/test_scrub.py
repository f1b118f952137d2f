"""Is nothing left of a comment that names its writer, or anybody else?"""

import re

import pytest
from hypothesis import given, strategies as st

from csat_methods.wave.scrub import MARK, scrubber

DIGITS = ["0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"]


def text_of(comment, *names):
    return scrubber(names)(comment).text


@pytest.mark.parametrize(
    "planted",
    [
        "parisa.ahmadi@example.org",
        "parisa @ example.org",
        "parisa(at)example.org",
        "parisa at example dot org",
        "@parisa_a",
        "https://example.org/u/parisa",
        "www.example.org",
        "example.ir/parisa",
        "020 7946 0958",
        "+44 (0)20-7946-0958",
        "۰۹۱۲ ۳۴۵ ۶۷۸۹",
        "٠٩١٢٣٤٥٦٧٨٩",
        "۰۹۱۲\u200c۳۴۵\u200c۶۷۸۹",
        "0912\u200b345\u202e6789",
        "6104 3377 1234 5678",
        "0499370899",
        "IR06 2960 0000 0010 0324 2000 01",
        "GB29 NWBK 6016 1331 9268 19",
        "C-10293",
        "۰۹۱۲ و ۳۴۵ و ۶۷۸۹",
        "0912~345~6789",
        "①②③④⑤⑥⑦",
        "𝟎𝟗𝟏𝟐𝟑𝟒𝟓",
        "۶۰۳۷ ۹۹۷۱ ۱۲۳۴ ۵۶۷۸",
        "IR۸۲ ۰۵۴۰ ۱۰۲۶ ۸۰۰۲ ۰۸۱۷ ۹۰۹۰ ۰۲",
        "۱۲ ب ۳۴۵ ایران ۶۷",
        "۱۲ب۳۴۵-۶۷",
        "ایران ۶۷ - ۳۴۵ الف ۱۲",
        "۱۲و۳۴۵-۶۷",
        "AB12 CDE",
        "B-MW 1234",
        "7ABC123",
        "ABC 1234",
        "SW1A 1AA",
        "parisa @ example . org",
        "parisa (at) example (dot) org",
        "parisa[at]example[dot]org",
        "parisa.ahmadi در example.ir",
        "parisa_ahmadi",
        "mr smith",
        "Mr J. Smith",
        "Dr. van der Berg",
        "I'm Jane Smith",
        "my name is parisa ahmadi",
        "Regards, Jane Smith",
        "جناب آقای مهندس رضایی",
        "خانم دکتر سارا کریمی",
        "اقای رضایی",
        "خ ولیعصر ک مریم پ ۱۲",
        "AB1234567",
        "zero nine one two three four five",
        "oh nine one two, three forty-five, sixty seven eighty nine",
        "صفر نهصد و دوازده، سیصد و چهل و پنج، شصت و هفت، هشتاد و نه",
        "صفر نهصد و دوازده 345 شصت‌وهفت 89",
        "P.a.r.i.s.a",
        "پ ر ی س ا",
        "صفر نه یک دو سه چهار پنج",
        "14 Elm Street",
        "flat 12",
        "خیابان آزادی پلاک ۱۲",
        "کوچه بهار",
        "Mr Smith",
        "Dr. Jane Smith-Jones",
        "خانم احمدی",
        "آقای علی رضایی",
        "my name is Parisa",
        "اسمم پریسا",
    ],
)
def test_what_names_somebody_is_taken_out(planted):
    done = scrubber()(f"Honestly: {planted} ; it was good")
    assert done.removed.total() >= 1
    assert MARK in done.text
    kept = set(re.findall(r"\w{3,}", done.text.lower()))
    assert not kept & set(re.findall(r"\w{3,}", planted.lower())) - {"name", "اسمم"}
    assert not re.search(r"\d{2}", done.text)


@pytest.mark.parametrize(
    "planted",
    [
        "سپاس، پریسا احمدی",
        "با تشکر، علی",
        "با احترام\nنسرین کریمی‌نژاد.",
        "ارادتمند شما: کاوه",
        "سپاس، پریسا احمدی، ۰۹۱۲۳۴۵۶۷۸۹",
    ],
)
def test_who_signs_at_the_end_is_taken_out(planted):
    left = text_of(f"بسته دیر رسید. {planted}")
    assert re.sub(r"[^\w\s]", "", left).split() == ["بسته", "دیر", "رسید"]


@pytest.mark.parametrize(
    "comment",
    [
        "The parcel came on time, twice in 2025.",
        "I waited 45 minutes and paid 1,200.",
        "بسته به موقع رسید و کارکنان مهربان بودند",
        "It costs 20 % more than last year",
        "I paid EUR 500 for 12 days, the Dr was late",
        "بین 50 و 200 تومان بود",
        "I am happy: 10 of 10",
        "I paid one hundred and twenty three thousand two hundred for two",
        "صد و بیست و سه هزار و دویست تومان برای دو بسته و یک نامه",
        "In the U.S. at 5 p.m. or 6 a.m. I am in it",
        "با تشکر از برخورد خوب همکاران",
        "ممنون، اما کالا دیر رسید و کسی پاسخ نداد",
    ],
)
def test_what_names_nobody_stays_as_it_was_written(comment):
    done = scrubber(["Parisa"])(comment)
    assert done.text == comment
    assert done.removed.total() == 0


def test_listed_names_go_however_they_are_written():
    names = ["Parisa Ahmadi", "پریسا"]
    comment = "PARISA  AHMADI's desk; پريسا، and parisa ahmadi."
    done = scrubber(names)(comment)
    assert done.text == f"{MARK} desk; {MARK}، and {MARK}."
    assert done.removed["name"] == 3


def test_a_listed_name_inside_another_word_stays():
    assert text_of("Annual fees", "Ann") == "Annual fees"


def test_the_longer_of_two_names_goes_whole():
    assert text_of("Ann Lee came", "Ann", "Ann Lee") == f"{MARK} came"


def test_pieces_side_by_side_leave_one_mark():
    assert text_of("Mr Smith, a@b.org") == MARK


def test_signs_that_turn_the_text_do_not_come_along():
    assert text_of("good\u202e\u2066 day\x07") == "good day"


@pytest.mark.parametrize("digits", DIGITS)
@given(
    number=st.integers(10_000, 10**16),
    gaps=st.lists(st.sampled_from(" -./"), max_size=8),
)
def test_no_run_of_five_digits_stays_in_any_script_with_any_gaps(digits, number, gaps):
    signs = list(str(number))
    for place, gap in enumerate(gaps, start=1):
        if place * 2 < len(signs):
            signs.insert(place * 2, gap)
    spelled = "".join(digits[int(s)] if s.isdigit() else s for s in signs)
    assert not re.search(r"\d", text_of(f"call {spelled} now"))


@given(st.text(max_size=300))
def test_any_text_is_scrubbed_once_and_for_all(comment):
    once = text_of(comment, "Parisa")
    assert "parisa" not in once.lower().split()
    assert scrubber(["Parisa"])(once).text == once


def test_ten_thousand_signs_take_no_time():
    for hostile in (
        "1 " * 5000,
        "a." * 5000,
        "a@" * 5000,
        "Mr A" * 2500,
        "no 1 " * 2000,
        "aA1" * 3000,
        "آقای " * 2000,
        "خ ا " * 2500,
        "a @ b dot " * 1000,
    ):
        assert len(text_of(hostile)) <= len(hostile)


@pytest.mark.parametrize(
    "written",
    [
        "Ｐａｒｉｓａ Ａｈｍａｄｉ",
        "Parisa\u200cAhmadi",
        "Parisa_Ahmadi",
        "PARISA.AHMADI",
    ],
)
def test_listed_names_are_found_in_any_letters_and_with_any_gap(written):
    assert text_of(f"{written} came", "Parisa Ahmadi") == f"{MARK} came"


@pytest.mark.parametrize("written", ["رضا احمدی", "رضا\u200cاحمدی", "رِضا اَحمَدی"])
def test_listed_names_are_found_with_vowels_and_joined(written):
    assert text_of(f"{written} آمد", "رضا احمدی") == f"{MARK} آمد"


@pytest.mark.parametrize("sign", "'’ʼ`")
def test_an_apostrophe_is_one_however_it_is_written(sign):
    assert text_of(f"O{sign}Brien came", "O'Brien") == f"{MARK} came"


@pytest.mark.parametrize("unit", ["a", "a.", "1"])
def test_a_comment_of_one_endless_word_holds_nobody_up(unit):
    # Tried from each of its letters to its end, it took minutes.
    endless = unit * (60_000 // len(unit))
    found = scrubber(["Parisa Ahmadi"])(f"{endless} p@shop.com {endless}")
    assert "shop" not in found.text
