"""Do whole reports keep their promises: every number, every word, both languages?"""

import json
import re
from datetime import date
from html import unescape
from urllib.parse import unquote

import pytest
from persiantools.jdatetime import JalaliDate

from csat_methods._messages import language, number
from csat_methods.questionnaire.item_limits import RULES
from csat_methods.report.lint import read_page
from csat_methods.report.render import BUDGET
from csat_methods.report.tables import lookup
from tests.report.references import absolute

LANGUAGES = ("en", "fa")
NUMBER = re.compile(r"<data ([^>]*)>([^<]*)</data>")
ESTIMATES = {"tile", "gapcell", "importance", "exhibit"}
"""Classes of the places in which a table's or a list's numbers are estimates."""

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
    assert len(pages[lang].encode()) <= BUDGET == 900_000


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
def test_every_estimate_names_its_place(pages, lang):
    """Facts of the wave and numbers in names of rows have none."""
    count, loose = 0, []
    for e in read_page(pages[lang]).elements:
        around = {c for o in e.inside for c in o.attributes.get("class", "").split()}
        cell = any(o.tag == "td" and not o.has_class("text") for o in e.inside)
        cell |= bool(around & {"tile", "gapcell"})
        if e.tag == "data" and cell and around & ESTIMATES:
            count += 1
            loose += [e.line] if "data-ref" not in e.attributes else []
    assert count > 400
    assert loose == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_number_over_a_column_and_every_count_of_rows_names_its_place(
    pages, lang
):
    found = [
        e
        for e in read_page(pages[lang]).elements
        if e.tag == "data" and e.within("thead", "summary")
        if not any(o.has_class("actions") for o in e.inside)
    ]
    assert len(found) > 30
    assert [e.line for e in found if "data-ref" not in e.attributes] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_number_of_a_claim_its_basis_and_its_notes_names_its_place(pages, lang):
    places = {"claim", "basis", "margin", "remember"}
    count, loose = 0, []
    for e in read_page(pages[lang]).elements:
        around = {c for o in e.inside for c in o.attributes.get("class", "").split()}
        if e.tag == "data" and around & places:
            count += 1
            loose += [e.line] if "data-ref" not in e.attributes else []
    assert count > 200
    assert loose == []


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
        columns = [ref.rpartition(".")[2] for ref in refs]
        assert columns == [
            *("estimate", "ci_low", "ci_high"),
            *("estimate", "ci_low", "ci_high"),
            "n",
        ]
        assert refs[3].startswith("10.")
