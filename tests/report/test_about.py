"""Does results.json hold every number that a page says of the report as a whole?"""

import json

import nbformat
import pytest

from csat_methods._messages import Message, Number, Text, language, plain
from csat_methods.report.about import about_content, absence_of, detail_of
from csat_methods.report.placing import numbers
from csat_methods.report.tables import results_content
from csat_methods.report.tagged import encode
from csat_methods.report.wave_card import WaveCard
from csat_methods.wave.ledger import Entry
from tests.report.references import lookup

LACKS = Message(
    "Left out: it needs {needed} waves, and has {there}.",
    {"needed": Number(2, "count"), "there": Number(1, "count")},
)
STEPS = (
    Entry("exclude", Message("too fast"), 801, 746, 55),
    Entry("impute", Message("{n} blanks", {"n": Number(44, "count")}), 746, 746, 43),
)


def chapter(*cells):
    return nbformat.v4.new_notebook(cells=list(cells))


def absent_cell(name):
    cell = nbformat.v4.new_markdown_cell(str(LACKS), id=name)
    cell.metadata["csat"] = {"absent": encode(LACKS)}
    return cell


@pytest.fixture
def card():
    return WaveCard(
        answers=746,
        received=801,
        invited=1500,
        lines={"mean": 3.4, "top_box": 0.6},
        design={"strata": 4},
        ledger=STEPS,
    )


@pytest.fixture
def content(parcels_published, card):
    chapters = {"10_trends": chapter(absent_cell("10-05"))}
    return json.loads(json.dumps(results_content(parcels_published, card, chapters)))


@pytest.mark.parametrize(
    ("ref", "value"),
    [
        ("#answers", 746),
        ("#received", 801),
        ("#invited", 1500),
        ("#response", 801 / 1500),
        ("#level", 0.95),
        ("#minimum", 10),
        ("#lines.top_box", 0.6),
        ("#design.strata", 4),
        ("#steps.0.before", 801),
        ("#steps.1.after", 746),
        ("#first.0.rank", 1),
        ("#said.step:1:n", 44),
        ("#said.absent:10_trends:10-05:needed", 2),
        ("#said.absent:10_trends:10-05:there", 1),
    ],
)
def test_every_fact_of_a_wave_is_found_by_its_place(content, ref, value):
    assert lookup(content, ref) == value


@pytest.mark.parametrize(
    "ref", ["#nothing", "#lines.gap", "#said.headline", "#first.9.rank", "#"]
)
def test_a_fact_that_nobody_said_is_refused(content, ref):
    with pytest.raises(KeyError):
        lookup(content, ref)


def test_sentences_about_steps_and_absences_name_the_same_places(content):
    said = [detail_of(STEPS[1], 1), absence_of("10_trends", absent_cell("10-05"))]
    for number in (n for each in said for n in numbers(each)):
        assert lookup(content, f"#{number.ref}") == number.value
    assert absence_of("10_trends", nbformat.v4.new_markdown_cell("x")) is None


def test_what_comes_first_names_its_row(content):
    first = content["report"]["first"][0]
    name, _, key = first["row"].partition("#")
    assert lookup(content, f"{name}#{key}.estimate") < 3.4


def test_a_headline_with_a_number_is_told_in_parts_too(parcels_published):
    shown = parcels_published
    card = WaveCard(title=Text({"en": "Parcels"}), languages=("en", "fa"))
    told = about_content(shown, card, {})
    content = results_content(shown, card)
    for lang in ("en", "fa"):
        parts = told["headline_parts"][lang]
        (number,) = (part for part in parts if not isinstance(part, str))
        assert lookup(content, number["ref"]) == number["value"]
        with language(lang):
            shown_number = plain(Number(number["value"], number["kind"]))
        words = [shown_number if part is number else part for part in parts]
        assert "".join(words) == told["headline"][lang]


def test_a_headline_without_a_number_needs_no_parts(parcels_published, parcels_card):
    assert about_content(parcels_published, parcels_card, {})["headline_parts"] is None
