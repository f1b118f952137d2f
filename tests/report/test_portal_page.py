"""Is each report listed with its state, its figure and its links?"""

import re

import pytest

from csat_methods import language
from csat_methods.report.lint import lint_report
from csat_methods.report.portal_entry import Entry
from csat_methods.report.portal_page import SAID, portal_page
from csat_methods.report.run_state import RunState

FACTS = {
    "study": "parcels",
    "wave": "2026h1",
    "title": {"en": "Parcels", "fa": "مرسوله‌ها"},
    "end": "2026-03-31",
    "start": "2026-03-01",
    "answers": 400,
    "figure": {
        "label": {"en": "Satisfaction", "fa": "رضایت"},
        "function": "top_box",
        "term": "overall",
        "kind": "share",
        "estimate": 0.5,
        "ci_low": 0.4,
        "ci_high": 0.6,
        "verdict": "undecided",
    },
}


def entry(wave="2026h1", **changes):
    return Entry(f"parcels/{wave}", {**FACTS, "wave": wave, **changes}, ("en", "fa"))


def test_a_wave_is_told_with_its_figure_interval_and_links():
    page = portal_page([entry()], {})
    for part in ("Parcels", ">50.0%</data>", 'href="parcels/2026h1/report.fa.html"'):
        assert part in page


def test_three_waves_of_one_figure_make_a_trend_and_two_do_not():
    waves = [entry(w, end=f"202{i}-01-31") for i, w in enumerate("abc")]
    assert portal_page(waves, {}).count("<polyline") == 1
    assert "<polyline" not in portal_page(waves[:2], {})


@pytest.mark.parametrize("state", SAID)
@pytest.mark.parametrize("lang", ["en", "fa"])
def test_every_state_has_its_sentence_in_every_language(state, lang):
    told = RunState(state, "2026-04-05T10:00:00+00:00", "08_gaps, cell 5", "KeyError")
    with language(lang):
        page = portal_page([Entry("", {"study": "x", "wave": "y"}, (), told)], {})
    shown = {"en": "5 April 2026", "fa": "۱۶ فروردین ۱۴۰۵"}[lang]
    assert (shown in page) is (state != "running")
    assert f'class="state {state}"' in page
    assert "stays" not in page


def numbers(page):
    return re.findall(r'<data value="([^"]+)" data-ref="([^"]*)">', page)


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_every_number_names_its_place_in_the_report_it_is_of(lang):
    parts = ["Overall stands at ", {"value": 0.5, "kind": "share", "ref": "06.t#all.x"}]
    each = {"headline": {"en": "x", "fa": "x"}, "headline_parts": {lang: parts}}
    with language(lang):
        page = portal_page([entry(**each)], {})
    assert numbers(page) == [
        ("0.5", "parcels/2026h1/06.t#all.x"),
        ("400", "parcels/2026h1/#answers"),
        ("0.5", "parcels/2026h1/#figure.estimate"),
        ("0.4", "parcels/2026h1/#figure.ci_low"),
        ("0.6", "parcels/2026h1/#figure.ci_high"),
    ]
    assert page.count("<data ") == 5
    assert lint_report(page) == []


def test_other_languages_of_the_list_are_linked():
    page = portal_page([], {"fa": "index.fa.html"})
    assert '<a href="index.fa.html" hreflang="fa" lang="fa" translate="no">' in page
