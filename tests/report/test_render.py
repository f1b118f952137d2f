"""Is the page whole, safe, the same again, and free of what must stay hidden?"""

import json
import re
import zipfile
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from csat_methods import plots, publish
from csat_methods._html import VOID
from csat_methods._messages import Message, languages
from csat_methods.report import render
from csat_methods.report.lint import lint_report, read_page
from csat_methods.report.policy import Policy
from csat_methods.report.render import BUDGET, render_report
from csat_methods.report.tables import results_content, write_tables
from csat_methods.report.waiting import Room
from csat_methods.wave.ledger import Entry
from tests.report.references import absolute, lookup

LATIN = re.compile(r"[A-Za-z]")
NOT_TRANSLATED = {"code", "data", "time", "style", "title"}


@pytest.fixture(scope="module")
def rendered(parcels_chapters, parcels_published, parcels_card, parcels_provenance):
    """The page in every language."""
    return {
        lang: render_report(
            parcels_chapters,
            parcels_published,
            wave=parcels_card,
            provenance=parcels_provenance,
            lang=lang,
        )
        for lang in languages()
    }


# ----------------------------------------------------------------- whole page
def test_a_page_is_one_sound_file_within_its_budget(rendered):
    for page in rendered.values():
        assert page.startswith("<!DOCTYPE html>")
        assert lint_report(page) == []
        assert len(page.encode()) < BUDGET


class Balance(HTMLParser):
    """Follows which elements are open."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_every_element_that_opens_closes(rendered):
    for page in rendered.values():
        reader = Balance()
        reader.feed(page)
        assert reader.open == []


def test_figures_are_sound_drawings(rendered):
    drawn = re.findall(r"<svg.*?</svg>", rendered["en"], flags=re.DOTALL)
    assert len(drawn) > 10
    for svg in drawn:
        assert ElementTree.fromstring(svg).tag == "svg"  # noqa: S314 - made here


def test_sections_stand_in_the_order_of_the_contents(rendered):
    page = rendered["en"]
    links = re.findall(r'<a href="#([a-z]+)">', page)
    places = [page.index(f'id="{name}"') for name in links]
    assert links[:3] == ["summary", "first", "strengths"]
    assert links[-2:] == ["method", "provenance"]
    assert places[3:] == sorted(places[3:])


def test_one_sentence_heads_the_page(rendered):
    heading = re.search(r"<h1>(.*?)</h1>", rendered["en"])[1]
    words = re.sub("<[^>]+>", "", heading)
    assert words == (
        "Satisfaction is above its line; the clearest shortfall: Speed of delivery"
    )


def test_raw_outputs_and_code_stay_behind(rendered):
    for page in rendered.values():
        assert "RAW SECRET" not in page
        assert "cs.show" not in page


def test_no_script_and_nothing_from_outside(rendered):
    for page in rendered.values():
        elements = read_page(page).elements
        assert not [e for e in elements if e.tag in {"script", "link", "iframe"}]
        assert "http://" not in page.replace("http://www.w3.org", "")
        assert "https://" not in page
        assert "default-src 'none'" in unescape(page)


# -------------------------------------------------------------------- numbers
def test_every_printed_statistic_is_that_of_results_json(
    rendered, parcels_published, parcels_card, parcels_chapters
):
    held = results_content(parcels_published, parcels_card, parcels_chapters)
    content = json.loads(json.dumps(held))
    for page in rendered.values():
        whole = absolute(page)
        found = re.findall(r'<data value="([^"]+)" data-ref="([^"]+)"', whole)
        assert len(found) > 100
        for value, ref in found:
            assert lookup(content, ref) == float(value), ref


def test_the_same_things_give_the_same_bytes(
    rendered, parcels_chapters, parcels_published, parcels_card, parcels_provenance
):
    again = render_report(
        parcels_chapters,
        parcels_published,
        wave=parcels_card,
        provenance=parcels_provenance,
    )
    assert again == rendered["en"]


# ------------------------------------------------------------ the small segment
def texts_of(path):
    """Yield what a file holds; of a workbook, every part of it."""
    if not zipfile.is_zipfile(path):
        yield path.read_text("utf8")
        return
    with zipfile.ZipFile(path) as book:
        yield from (book.read(name).decode() for name in book.namelist())


def test_three_people_are_in_no_byte_of_anything_written(
    rendered, parcels_published, parcels_results, parcels_card, tmp_path
):
    write_tables(parcels_published, tmp_path, card=parcels_card)
    written = [text for path in tmp_path.rglob("*.*") for text in texts_of(path)]
    assert len(written) > 10
    full = parcels_results["06.segments"].table
    rows = full[full["city"].isin(["Dunwich", "Cork"])]
    numbers = rows[["estimate", "se", "ci_low", "ci_high"]].stack().dropna()
    secrets = {repr(float(v)) for v in numbers}
    exact = {s for s in secrets if len(s) > 8}
    assert len(exact) > 20
    for text in (*written, *rendered.values()):
        assert not [s for s in exact if s in text]
        named = r'data-ref="06\.segments#city=(Dunwich|Cork)'
        assert not re.search(named, absolute(text))


def test_three_people_cannot_be_had_by_subtraction(parcels_published, parcels_results):
    total = parcels_results["06.means"].table.set_index("term")
    left = parcels_published["06.segments"].result.table
    secret = parcels_results["06.segments"].table.set_index(["city", "term"])
    for term, rows in left.groupby("term"):
        n = total.loc[term, "n"] - rows["n"].sum()
        rest = total.loc[term, "estimate"] * total.loc[term, "n"]
        rest -= (rows["estimate"] * rows["n"]).sum()
        assert n >= 10
        assert abs(rest / n - secret.loc[("Dunwich", term), "estimate"]) > 1e-9


def test_the_size_of_the_small_segment_is_in_no_table(parcels_published):
    for shown in parcels_published.values():
        if shown.result.by == ("city",):
            assert "asked" not in shown.result.table
    shares = parcels_published["02.composition"].result.table
    assert set(shares["category"]) == {"Ash", "Bree"}


# ------------------------------------------------------------------ languages
def texts_to_translate(page):
    """The texts of a page in order, but for names and exact things."""
    for around, text in page.texts:
        elements = () if around is None else (*around.inside, around)
        tags = {e.tag for e in elements}
        named = any(e.attributes.get("translate") == "no" for e in elements)
        if "body" in tags and not (tags & NOT_TRANSLATED) and not named:
            yield text


def outside_brackets(text):
    """What of a text stands outside the brackets of the pseudo-locale."""
    depth, outside = 0, []
    for letter in text:
        depth += (letter == "\u27e6") - (letter == "\u27e7")
        outside.append("" if depth or letter == "\u27e7" else letter)
    return "".join(outside)


def test_the_pseudo_locale_reads_from_the_right_and_leaves_no_word(rendered):
    assert '<html lang="en-XA" dir="rtl">' in rendered["en-XA"]
    page = read_page(rendered["en-XA"])
    texts = "".join(texts_to_translate(page))
    assert len(texts) > 2000
    assert LATIN.findall(outside_brackets(texts)) == []


def test_what_is_read_aloud_is_translated_too(rendered):
    elements = read_page(rendered["en-XA"]).elements
    names = ("aria-label", "alt", "title")
    said = [e.attributes[n] for e in elements for n in names if n in e.attributes]
    assert len(said) > 10
    assert [text for text in said if LATIN.search(outside_brackets(text))] == []


def test_english_and_pseudo_tell_the_same_numbers(rendered):
    refs = [
        sorted(re.findall(r'data-ref="([^"]+)"', absolute(rendered[lang])))
        for lang in ("en", "en-XA")
    ]
    assert refs[0] == refs[1]


# --------------------------------------------------------------------- refusals
def test_only_what_passed_the_gate_is_rendered(parcels_chapters, parcels_results):
    with pytest.raises(ValueError, match="must come from publish"):
        render_report(parcels_chapters, parcels_results, wave=None, provenance={})


def test_an_unknown_language_is_refused(parcels_published, parcels_card):
    with pytest.raises(ValueError, match="language='xx'"):
        render_report(
            {}, parcels_published, wave=parcels_card, provenance={}, lang="xx"
        )


def test_a_page_with_a_fault_is_not_handed_out(parcels_published, parcels_card):
    step = Entry("drop", Message("We are certified since 2020."), 400, 400, 0)
    said = replace(parcels_card, ledger=(step,))
    with pytest.raises(ValueError, match="page: 2 faults"):
        render_report({}, parcels_published, wave=said, provenance={})


def test_a_respondents_id_stops_a_page(parcels_results, parcels_card):
    policy = Policy(ids=frozenset({"06.means"}))
    published = publish(parcels_results, policy)
    with pytest.raises(ValueError, match="ids of 1 respondents"):
        render_report({}, published, wave=parcels_card, provenance={})


def test_past_the_budget_the_files_go_first_and_the_page_says_so(
    monkeypatch,
    rendered,
    parcels_chapters,
    parcels_published,
    parcels_card,
    parcels_provenance,
):
    monkeypatch.setattr(render, "BUDGET", len(rendered["en"].encode()) - 1)
    page = render_report(
        parcels_chapters,
        parcels_published,
        wave=parcels_card,
        provenance=parcels_provenance,
    )
    assert "data:text/csv" not in page
    assert "plot-narrow" in page
    assert "the tables are not attached" in page


def test_a_wave_will_do_for_its_card(parcels, parcels_published):
    page = render_report({}, parcels_published, wave=parcels, provenance={})
    assert "Customers of Swift Parcels" in page


def test_a_page_that_is_too_large_is_made_again_from_the_same_drawings(
    monkeypatch,
    parcels_chapters,
    parcels_published,
    parcels_card,
    parcels_provenance,
    rendered,
):
    drawn = []
    draw = plots.svg

    def counted(result, **how):
        drawn.append(how["prefix"])
        return draw(result, **how)

    monkeypatch.setattr(plots, "svg", counted)
    given = {"wave": parcels_card, "provenance": parcels_provenance}
    monkeypatch.setattr(render, "BUDGET", len(rendered["en"].encode()) - 1)
    smaller = render_report(parcels_chapters, parcels_published, **given)
    assert len(drawn) == len(set(drawn)) == rendered["en"].count('class="plot"')
    monkeypatch.setattr(render, "SAVINGS", (Room(data=False),))
    assert render_report(parcels_chapters, parcels_published, **given) == smaller
