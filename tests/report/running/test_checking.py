"""Is it said before a run what will run, and why the rest will not?"""

import pytest

from csat_methods.report import checking
from csat_methods.report.chapters import find_chapters
from csat_methods.report.checking import check_wave


@pytest.fixture(autouse=True)
def own_chapters(shop, monkeypatch):
    """Check the project's chapters instead of the package's."""
    monkeypatch.setattr(
        checking, "find_chapters", lambda: find_chapters(shop.notebooks)
    )


def test_each_chapter_runs_or_says_why_not(shop):
    shop.add_chapter("07_dimensions", shop.call("x = cs.keep(1)", "expectation"))
    needs = ("overall", "n>=1000", "n>=1000")
    part = [shop.call("x = cs.keep(1)", need) for need in needs]
    shop.add_chapter("09_priorities", *part)
    lines = check_wave(shop.wave)
    assert lines[0] == "Wave 2025: 56 of 60 rows in the domain."
    assert lines[1:] == [
        "06_satisfaction  runs",
        "07_dimensions    Left out: no question asks what customers expect.",
        "08_gaps          runs",
        "09_priorities    runs in part",
        "                 Left out: it needs 1,000 answers, and the wave has 56.",
    ]


def test_the_chapters_of_the_wave_file_are_those_that_are_checked(shop):
    shop.wave.write_text(shop.wave.read_text() + "chapters: ['08']\n")
    assert [line.split()[0] for line in check_wave(shop.wave)[1:]] == ["08_gaps"]


def test_every_fault_of_a_wave_is_said(shop):
    shop.wave.write_text('schema: 1\nid: "2025"\ncolour: red\nprevious: 3\n')
    with pytest.raises(ValueError, match=r"(?s)colour") as caught:
        check_wave(shop.wave)
    assert "previous" in str(caught.value)
    assert "sources" in str(caught.value)


def test_data_may_lie_elsewhere(shop, tmp_path):
    (shop.root / "data").rename(tmp_path / "data")
    assert check_wave(shop.wave, data_root=tmp_path)[0].startswith("Wave 2025: 56")


def told(*names, waivers=""):
    aspects = ("product", "delivery", "organization")
    rows = [
        f"  {n}: {{aspect: {a}, expectation_type: explicit}}"
        for n, a in zip(names, aspects, strict=False)
    ]
    return "\n".join([f"waivers: {{{waivers}}}", "characteristics:", *rows, ""])


def test_the_coverage_of_the_catalogue_is_said_zeros_too(shop):
    file = shop.wave.parents[1] / "study.yaml"
    before = file.read_text("utf8")
    file.write_text(before + told("a", "b", "c"), "utf8")
    lines = check_wave(shop.wave)
    parts = "product 1, delivery 1, organization 1, not stated 0"
    assert f"Catalogue, part of the offer: {parts}" in lines
    assert any("not yet put into words 0" in line for line in lines)
    assert "Note: The catalogue is a draft that nobody has approved." in lines


def test_a_catalogue_without_the_organization_is_refused_unless_waived(shop):
    file = shop.wave.parents[1] / "study.yaml"
    before = file.read_text("utf8")
    file.write_text(before + told("a", "b"), "utf8")
    with pytest.raises(ValueError, match="have none of organization; add one"):
        check_wave(shop.wave)
    file.write_text(before + told("a", "b", waivers="organization: Later."), "utf8")
    assert any(line.endswith("organization: Later.") for line in check_wave(shop.wave))


def with_words(shop, text, asked_if=""):
    text = f"    text: {{en: {text!r}}}\n"
    before = shop.study.read_text("utf8")
    price = "    role: satisfaction\n"
    shop.study.write_text(before.replace(price, price + text + asked_if), "utf8")


def test_faults_of_wording_are_printed_as_advice_with_the_length(shop):
    with_words(shop, "How do you rate the price and quality of the bread?")
    lines = check_wave(shop.wave)
    assert "Questionnaire: 2 items; minutes: about 1." in lines
    told = next(line for line in lines if line.startswith("Advice: price:"))
    assert "two things in one question (price and quality)" in told


def test_faults_of_routing_are_printed_as_errors(shop):
    with_words(shop, "How fair was it?", "    asked_if: [{item: gone, in: [1]}]\n")
    lines = [line for line in check_wave(shop.wave) if line.startswith("Error")]
    assert len(lines) == 1
    assert lines[0].startswith("Error: price:")
    assert "(gone)" in lines[0]
