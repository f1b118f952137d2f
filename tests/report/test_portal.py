"""Does the list of reports show what is there, and nothing else?"""

import json
import os
from dataclasses import replace
from datetime import date

import pytest

from csat_methods._messages import Text
from csat_methods.report.folders import workplace
from csat_methods.report.lint import lint_report
from csat_methods.report.portal import build_portal
from csat_methods.report.run_state import (
    DONE,
    FAILED,
    REFUSED,
    UNCHANGED,
    write_state,
)
from csat_methods.report.tables import write_tables


@pytest.fixture
def reports(tmp_path, parcels_published, parcels_card):
    """Three waves of one study."""
    for year in (2024, 2025, 2026):
        card = replace(
            parcels_card,
            wave=f"{year}h1",
            wave_title=Text({"en": f"Wave {year}", "fa": f"موج {year}"}),
            start=date(year, 3, 1),
            end=date(year, 3, 31),
            state="approved",
        )
        folder = tmp_path / "parcels" / card.wave
        write_tables(parcels_published, folder, card=card)
        (folder / "report.en.html").write_text("page")
    (tmp_path / "parcels" / "2026h1" / "report.fa.html").write_text("page")
    return tmp_path


def page_of(reports, **options):
    return build_portal(reports, **options).read_text("utf8")


def test_every_wave_stands_with_title_period_n_and_key_figure(reports):
    page = page_of(reports)
    assert "Customers of Swift Parcels" in page
    for words in ("Wave 2024", "Wave 2026", ">1 March 2025</time>", ">400</data>"):
        assert words in page
    assert page.count('class="figure"') == 3


def test_the_latest_wave_comes_first(reports):
    page = page_of(reports)
    assert page.index("Wave 2026") < page.index("Wave 2025") < page.index("Wave 2024")


def test_links_are_relative_and_lead_to_every_language(reports):
    page = page_of(reports)
    assert 'href="parcels/2024h1/report.en.html"' in page
    assert 'href="parcels/2026h1/report.fa.html"' in page
    assert page.count("report.fa.html") == 1
    assert str(reports) not in page


def test_three_waves_of_one_figure_make_a_trend(reports):
    assert page_of(reports).count("<polyline") == 1


def test_the_list_itself_has_no_fault(reports):
    assert lint_report(page_of(reports)) == []
    assert 'dir="rtl"' in page_of(reports, lang="en-XA")


def test_extracts_stand_beside_the_wave_and_have_a_list_of_their_own(reports):
    extract = reports / "@customer" / "parcels" / "2026h1"
    extract.mkdir(parents=True)
    whole = reports / "parcels" / "2026h1"
    for name in ("results.json", "report.fa.html"):
        (extract / name).write_bytes((whole / name).read_bytes())
    page = page_of(reports)
    assert 'href="%40customer/parcels/2026h1/report.fa.html"' in page
    assert page.count("For customers") == 2
    assert lint_report(page) == []
    own = page_of(reports / "@customer")
    assert 'href="parcels/2026h1/report.fa.html"' in own
    assert "Wave 2024" not in own


def test_without_reports_it_says_so(tmp_path):
    page = page_of(tmp_path / "reports")
    assert "There are no reports yet." in page


@pytest.mark.parametrize(
    "content",
    [
        *("", "{", "[]", '{"report": 3}', "\x00", "[" * 100_000),
        '{"report": {"study": "a"}}',
        '{"report": {"study": "parcels", "wave": {"a": 1}}}',
        '{"report": {"study": "parcels", "wave": "\\ud800"}}',
    ],
)
def test_what_cannot_be_read_is_not_there(reports, content):
    (reports / "parcels" / "2024h1" / "results.json").write_text(content)
    assert "Wave 2024" not in page_of(reports)


ODD = [3, "", "x", [], {}, {"a": 1}, {"en": ""}, {"en": "\ud800"}, True, 1e999, [[]]]


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_what_no_report_would_say_of_itself_is_left_out_and_the_rest_is_there(
    reports, odd
):
    place = reports / "parcels" / "2026h1" / "results.json"
    content = json.loads(place.read_text("utf8"))
    own = content["report"]
    whole = dict.fromkeys(own.keys() - {"study", "wave"}, odd)
    for changed in (whole, {"figure": dict.fromkeys(own["figure"], odd)}):
        told = {**content, "report": {**own, **changed}}
        place.write_text(json.dumps(told), "utf8")
        page = page_of(reports)
        assert 'href="parcels/2026h1/report.fa.html"' in page
        assert lint_report(page) == []


def test_folders_in_the_making_are_not_there(reports):
    hidden = reports / "parcels" / ".2027h1.abc"
    (reports / "parcels" / "2026h1").rename(hidden)
    assert "Wave 2026" not in page_of(reports)


def test_hostile_names_stay_words(reports):
    place = reports / "parcels" / "2026h1" / "results.json"
    content = json.loads(place.read_text("utf8"))
    bad = "<script>alert(1)</script>\u202e"
    content["report"] |= {"title": {"en": bad}, "wave_title": {"en": bad}}
    content["report"]["headline"] = {"en": bad}
    place.write_text(json.dumps(content), "utf8")
    page = page_of(reports)
    assert "<script" not in page
    assert lint_report(page) == []


# ---------------------------------------------------------------------- states
def noted(reports, wave, state, *words, reached=None):
    write_state(reports.parent / "runs" / "parcels", wave, state, words, reached)


@pytest.fixture
def reports_with_runs(reports, tmp_path):
    """The same reports below a project of their own."""
    home = tmp_path / "project" / "reports"
    home.mkdir(parents=True)
    (reports / "parcels").rename(home / "parcels")
    return home


def test_every_state_of_a_run_is_told_with_its_day(reports_with_runs):
    reports = reports_with_runs
    noted(reports, "2024h1", DONE)
    noted(reports, "2025h1", UNCHANGED)
    told = {"Gather the answers": "done", "Analyse them": "failed"}
    failure = "08_gaps, cell 5: ValueError: q1=9 of R-17"
    noted(reports, "2026h1", FAILED, failure, reached=told)
    noted(reports, "2027h1", REFUSED, "data/2027h1.csv: q1=9 in row 17")
    page = page_of(reports)
    assert "Made on <time" in page
    assert "Unchanged when it was last run, on <time" in page
    assert "The run failed on <time" in page
    assert "<code" in page
    assert ">08_gaps, cell 5 (ValueError)</code>" in page
    assert '<li class="done">Gather the answers: done</li>' in page
    assert '<li class="failed">Analyse them: failed</li>' in page
    assert page.count('class="reached"') == 1
    assert page.count("The last good report stays.") == 1
    assert "The run was refused on <time" in page
    assert "R-17" not in page
    assert "row 17" not in page
    assert lint_report(page) == []


def test_a_wave_without_a_report_is_listed_first_where_its_run_needs_a_look(
    reports_with_runs,
):
    reports = reports_with_runs
    noted(reports, "2027h1", FAILED, "06_x, cell 2: KeyError: no")
    noted(reports, "2028h1", UNCHANGED)
    page = page_of(reports)
    assert page.index(">2027h1<") < page.index("Wave 2026")
    assert "2028h1" not in page
    assert "Customers of Swift Parcels" in page
    assert page.count("<polyline") == 1


def test_a_run_at_work_is_told(reports_with_runs):
    reports = reports_with_runs
    with workplace(reports.parent / "runs" / "parcels" / "2026h1"):
        assert "A run is at work now." in page_of(reports)
    assert "A run is at work now." not in page_of(reports)


def test_the_list_is_in_english_and_in_every_language_of_a_report(reports_with_runs):
    reports = reports_with_runs
    noted(reports, "2026h1", FAILED, "08_gaps, cell 5: ValueError: no")
    english = page_of(reports)
    persian = (reports / "index.fa.html").read_text("utf8")
    assert 'href="index.fa.html"' in english
    assert 'href="index.html"' in persian
    assert 'dir="rtl"' in persian
    assert "اجرا در" in persian
    assert "موج 2026" in persian
    assert lint_report(persian) == []


def test_a_language_that_is_asked_for_is_that_of_the_index(reports_with_runs):
    page = page_of(reports_with_runs, lang="fa")
    assert 'lang="fa"' in page
    assert not (reports_with_runs / "index.fa.html").exists()


def test_the_same_reports_give_the_same_bytes(reports):
    assert page_of(reports) == page_of(reports)
    assert not list(reports.glob(".*"))


def test_where_nothing_may_be_written_a_list_that_has_not_changed_is_no_failure(
    reports, monkeypatch
):
    page = page_of(reports)

    def refused(folder, *_):
        raise PermissionError(13, "Nothing can be written to", str(folder))

    for name in ("check_writable", "write_whole"):
        monkeypatch.setattr(f"csat_methods.report.folders.{name}", refused)
    assert page_of(reports) == page
    (reports / "parcels" / "2024h1" / "results.json").unlink()
    with pytest.raises(PermissionError, match="Nothing can be written to"):
        build_portal(reports)
    assert (reports / "index.html").read_text("utf8") == page


@pytest.mark.skipif(os.name == "nt", reason="needs links")
def test_a_list_that_is_a_link_is_written_anew_and_its_target_stays(reports):
    page = page_of(reports)
    place, target = reports / "index.html", reports.parent / "elsewhere.html"
    place.rename(target)
    place.symlink_to(target)
    assert page_of(reports) == page
    assert not place.is_symlink()
    assert target.read_text("utf8") == page


@pytest.mark.skipif(os.name == "nt", reason="needs links and devices")
@pytest.mark.parametrize("kind", ["file", "ring", "lost", "device"])
def test_a_place_that_is_no_folder_is_named(tmp_path, kind):
    place = tmp_path / "reports"
    target = {"ring": "reports", "lost": "none", "device": "/dev/null"}.get(kind)
    place.symlink_to(target) if target else place.write_text("")
    with pytest.raises(NotADirectoryError, match=r"This is no folder.*reports"):
        build_portal(place)
