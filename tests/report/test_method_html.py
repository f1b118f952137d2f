"""Can an auditor see how it was measured and what made each number?"""

import re
from dataclasses import replace

import pytest

from csat_methods import preparation_log
from csat_methods._messages import Message, language
from csat_methods.report.lint import lint_report
from csat_methods.report.method_html import foot, method_html, provenance_html
from csat_methods.report.policy import Policy
from csat_methods.report.publish import publish
from csat_methods.report.wave_card import WaveCard
from csat_methods.wave.ledger import Entry


def text(html):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", html)).strip()


def page(html):
    return f"<h1>a</h1><h2>b</h2>{html}"


def test_the_design_is_told_in_questions_and_answers(parcels_published, parcels_card):
    made = text(method_html(parcels_published, parcels_card))
    for words in (
        "All customers of a year",
        "At random, everybody with a known chance",
        "online",
        "400 came in, 400 are used",
        "10 answers at least",
        "net promoter score 0.0",
    ):
        assert words in made


@pytest.mark.parametrize(
    ("steps", "weighted", "words"),
    [
        (2, 1, "weighting steps: 2"),
        (0, 1, "weights come with the file"),
        (0, 0, "no weights"),
    ],
)
def test_the_design_says_where_weights_come_from(
    parcels_published, steps, weighted, words
):
    counts = {"strata": 1, "units": 9, "stages": 1, "steps": steps}
    card = WaveCard(design={**counts, "weighted": weighted})
    assert words in text(method_html(parcels_published, card))


def test_what_the_study_does_not_say_is_not_stated(parcels_published):
    made = text(method_html(parcels_published, WaveCard()))
    assert made.count("not stated") >= 4


def test_every_step_of_preparation_has_its_counts(parcels_published, parcels_card):
    words = Message("ineligible: {r}", {"r": Message("staff")})
    entry = Entry("drop", words, 420, 400, 20)
    made = method_html(parcels_published, replace(parcels_card, ledger=(entry,)))
    assert "ineligible: staff" in text(made)
    assert "420" in text(made)
    assert lint_report(page(made)) == []


def test_steps_that_a_chapter_logs_do_not_stand_twice(parcels, parcels_card):
    dropped = parcels.drop(parcels.frame["price"].isna(), reason="ineligible: staff")
    steps = {"05.steps": replace(preparation_log(dropped), name="05.steps")}
    logged = publish(steps, Policy())
    card = replace(parcels_card, ledger=dropped.ledger)
    assert "ineligible: staff" in text(method_html({}, card))
    assert "ineligible: staff" not in text(method_html(logged, card))


def test_every_result_names_its_function(parcels_published, parcels_provenance):
    made = provenance_html(parcels_published, parcels_provenance)
    assert "csat_methods.estimates.means.means" in made.replace("<wbr>", "")
    assert "aaaaaaaaaaaaaaaa<" in made
    assert "study.yaml" in made
    assert lint_report(page(made.replace("<h2", "<h2"))) == []


def test_clauses_have_the_digits_of_the_language(parcels_published, parcels_provenance):
    with language("fa"):
        made = provenance_html(parcels_published, parcels_provenance)
    assert "<code>۷.۴.۳</code>" in made
    assert "<code>7.4" not in made


def test_a_record_that_is_silent_makes_a_shorter_section(parcels_published):
    made = provenance_html(parcels_published, {})
    assert "Key of the run" not in made
    assert lint_report(page(made)) == []


def test_the_foot_claims_alignment_only(parcels_card):
    assert "self-assessment" in foot(parcels_card)


def test_an_extract_tells_its_key(parcels_published, parcels_provenance):
    inside = {n: replace(p, internal=False) for n, p in parcels_published.items()}
    made = text(provenance_html(inside, parcels_provenance))
    assert "Key of the run" in made
    assert "to the byte" not in made
