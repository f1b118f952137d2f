"""Do whole reports keep their promises: every number, every word, both languages?"""

import json
import math
import re
from datetime import date
from html import unescape
from urllib.parse import unquote

import pytest
from persiantools.jdatetime import JalaliDate

from csat_methods._messages import language, normal_digits, number
from csat_methods.questionnaire.item_limits import RULES
from csat_methods.report.clauses_html import CLAUSES
from csat_methods.report.lint import read_page
from csat_methods.report.portal import build_portal
from csat_methods.report.render import BUDGET
from tests.report.references import absolute, lookup

LANGUAGES = ("en", "fa")
NUMBER = re.compile(r"<data ([^>]*)>([^<]*)</data>")
PLACES = {
    "tile": 20,
    "gapcell": 9,
    "importance": 3,
    "exhibit": 2000,
    "actions": 15,
    "claim": 40,
    "basis": 60,
    "margin": 20,
    "remember": 3,
    "facts": 2,
    "words": 10,
    "key": 1,
    "list": 20,
    "rank": 3,
}
"""Classes of the places in which numbers stand, and how many do at least."""

PLANNED = ("02.sample_size#", "02.cost#", "02.plan_kept#")
"""What begins the places of people who are to be asked."""

OWN = frozenset(
    {"NPS", "CSV", "KMO", "LMG", "RMSEA", "SRMR", "CFI", "n", "p", "tables"}
)
"""Latin words that a Persian methodologist writes so, too."""


@pytest.fixture(scope="module")
def pages(demo_report):
    return {
        lang: next(
            path.read_text("utf8")
            for path in demo_report.reports
            if path.name == f"report.{lang}.html"
        )
        for lang in LANGUAGES
    }


@pytest.fixture(scope="module")
def names(demo_report):
    """Every word that the study, its data or a source gave, in every language."""
    place = demo_report.reports[0].with_name("results.json")
    content = json.loads(place.read_text("utf8"))
    record = json.loads(place.with_name("run.json").read_text("utf8"))
    listed = {f"tables/{name}.csv" for name in content["results"]}
    found = {*strings(content), *strings(record), *CLAUSES, *listed}
    return found | {text[:16] for text in strings(record)} | {*map(str, range(1, 8))}


def strings(part):
    """All texts of a JSON document, keys included, however deep."""
    if isinstance(part, dict):
        yield from part
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from strings(each)
    elif isinstance(part, str):
        yield normal_digits(part)


def classes(element):
    return element.attributes.get("class", "").split()


def attributes(text):
    return {k: unescape(v) for k, v in re.findall(r'([\w-]+)="([^"]*)"', text)}


def referenced(page):
    """Reference, value and shown text of the numbers that name a place."""
    whole = absolute(page)
    found = [(attributes(told), shown) for told, shown in NUMBER.findall(whole)]
    return [
        (told["data-ref"], told["value"], unescape(shown))
        for told, shown in found
        if "data-ref" in told
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_whole_report_stays_within_its_budget(pages, lang):
    assert len(pages[lang].encode()) <= BUDGET < 1_000_000


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_number_of_a_whole_report_is_that_of_results_json(
    pages, demo_report, lang
):
    place = demo_report.reports[0].with_name("results.json")
    content = json.loads(place.read_text("utf8"))
    found = referenced(pages[lang])
    assert len(found) > 800
    wrong = [ref for ref, value, _ in found if lookup(content, ref) != float(value)]
    assert wrong == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_number_that_a_reader_sees_names_its_place(pages, lang):
    """In tables, their heads and labels, in sentences, on the front page."""
    told = [e for e in read_page(pages[lang]).elements if e.tag == "data"]
    assert [e.line for e in told if not e.attributes.get("data-ref")] == []
    around = [{c for o in e.inside for c in classes(o)} for e in told]
    for place, least in PLACES.items():
        assert sum(place in each for each in around) >= least, place
    for part in ("thead", "tbody", "th"):
        assert sum(e.within(part) for e in told) > 10


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_other_digit_is_of_a_day_a_name_or_a_citation(pages, names, lang):
    """A number of the report cannot hide in an element that is for names."""
    found = []
    whole = pages[lang].replace("<wbr>", "")  # a name may go on in the next line
    for around, text in read_page(whole).texts:
        if around is None or not around.within("body") or not re.search(r"\d", text):
            continue
        if around.tag in {"data", "time"} or around.within("svg"):
            continue
        found.append((around.tag, normal_digits(text)))
    assert {tag for tag, _ in found} == {"bdi", "code"}
    assert len(found) > 300
    assert {text for _, text in found} - names == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_drawing_with_numbers_has_them_behind_it_with_their_places(pages, lang):
    page = read_page(pages[lang])
    drawn = {
        o.line: o
        for around, text in page.texts
        if around is not None and around.within("svg") and re.search(r"\d", text)
        for o in around.inside
        if o.tag == "figure"
    }
    behind = {
        o.line
        for e in page.elements
        if e.tag == "data" and any(o.has_class("behind") for o in e.inside)
        for o in e.inside
        if o.tag == "figure"
    }
    assert len(drawn) > 20
    assert set(drawn) - behind == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_number_of_the_list_of_reports_is_that_of_its_report(demo_report, lang):
    place = demo_report.reports[0].with_name("results.json")
    content = json.loads(place.read_text("utf8"))
    page = build_portal(place.parents[2], lang=lang).read_text("utf8")
    numbers = referenced(page)
    assert page.count("<data ") == len(numbers) >= 4
    for ref, value, shown in numbers:
        assert ref.startswith("demo/2025h2/")
        assert lookup(content, ref.removeprefix("demo/2025h2/")) == float(value)
        assert normal_digits(shown).replace(",", "") in {
            f"{float(value):.1f}",
            f"{float(value):.0f}",
        }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_number_is_shown_as_what_it_is(pages, lang):
    """Its digits, Persian ones read as Latin, are its value's to the last one shown.

    People to be asked are whole ones: a part of one is one more.
    """
    wrong = []
    for ref, value, shown in referenced(pages[lang]):
        text = normal_digits(shown).replace(",", "").replace("\u2212", "-")
        digits = len(text.rstrip("%").partition(".")[2])
        exact = {float(value), 100 * float(value)}
        if ref.startswith(PLANNED):
            exact.add(math.ceil(float(value)))
        if text.endswith("0.001") and text[0] not in "+-0":  # "less than"
            text, exact = "0.0005", {max(float(value), 0.0005)}
        near = min(abs(float(text.rstrip("%")) - each) for each in exact)
        wrong += [(value, shown)] if near > 0.5000001 * 10**-digits else []
    assert wrong == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_languages_tell_the_same_numbers_in_their_own_digits(pages, lang):
    """But for rows that the larger page leaves to the file that it names."""
    told = [{(r, v) for r, v, _ in referenced(pages[x])} for x in LANGUAGES]
    shortened = {r.split("#")[0] for each in told for r, _ in each if ":past:" in r}
    here, there = ({t for t in x if t[0].split("#")[0] not in shortened} for x in told)
    assert len(here) > 800
    assert here == there
    latin = re.compile("[0-9]")
    shown = [text for _, _, text in referenced(pages[lang])]
    assert bool(any(map(latin.search, shown))) == (lang == "en")


def test_days_of_a_persian_report_are_jalali(pages):
    told = re.findall(r'<time datetime="([^"]+)">([^<]+)</time>', pages["fa"])
    assert len(told) >= 2
    for iso, shown in told:
        jalali = JalaliDate(date.fromisoformat(iso), locale="fa")
        with language("fa"):
            day, year = (
                number(v, "count").replace("٬", "") for v in (jalali.day, jalali.year)
            )
        assert shown == f"{day} {jalali.strftime('%B')} {year}"


def test_no_english_is_left_in_a_persian_report(pages):
    """But for names of this program, of the study and of books, which are names."""
    page = read_page(pages["fa"])
    found = set()
    books = {rule.source for rule in RULES.values()}
    for around, text in page.texts:
        if around is None or not around.within("body") or text in books:
            continue
        elements = (*around.inside, around)
        named = any(
            e.attributes.get("translate") == "no" or e.tag in {"code", "svg", "style"}
            for e in elements
        )
        if not named:
            found |= set(re.findall(r"[A-Za-z][A-Za-z'-]*", text))
    assert found - OWN == set()


def test_persian_words_that_are_joined_without_a_space_are_joined_so(pages):
    texts = "".join(text for _, text in read_page(pages["fa"]).texts)
    assert re.findall(r"\b(?:می|نمی) [آ-ی]{2,}", texts) == []
    assert len(re.findall("[آ-ی]\u200c[آ-ی]", texts)) > 50
    assert not set("يك") & set(texts)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_number_axes_run_from_the_left_in_every_language(pages, lang):
    assert re.search(r"(?:^|[ }])data \{[^}]*direction: ltr", pages[lang])
    assert re.search(r"\.drawing \{[^}]*direction: ltr", pages[lang])
    assert re.search(r"\.strip \{[^}]*direction: ltr", pages[lang])


def test_the_demo_s_tiles_have_value_interval_change_and_n(pages):
    tiles = pages["en"].split('<li class="tile')[1:]
    assert 4 <= len(tiles) <= 6
    for tile in tiles:
        refs = [unquote(ref) for ref, _, _ in referenced(tile.split("</li>")[0])]
        lines = [ref for ref in refs if ref.startswith("#lines.")]
        refs = [ref for ref in refs if ref not in lines]
        columns = [ref.rpartition(".")[2] for ref in refs]
        assert len(lines) <= 1
        assert columns == [
            *("estimate", "ci_low", "ci_high"),
            *("estimate", "ci_low", "ci_high"),
            "n",
        ]
        assert refs[3].startswith("10.")
