"""Does a figure stand on its page whole: claim, basis, drawing, words, numbers?"""

import re
from urllib.parse import unquote

import numpy as np
import pandas as pd
import pytest

from csat_methods import Wave, importance_performance, means, publish
from csat_methods._messages import Message, language
from csat_methods.plots.style import PALETTE
from csat_methods.report.exhibits import LOOKS, Exhibits
from csat_methods.report.lint import lint_report, read_page
from csat_methods.report.policy import Policy, policy_of
from csat_methods.report.shown import LONG
from csat_methods.report.tables import csv_text
from csat_methods.report.waiting import Room
from csat_methods.result import Result, Used

SAID = {
    "caption": "Promoters, passives and detractors",
    "alt": "A bar of three shares.",
    "heading": 3,
}


@pytest.fixture
def figure(parcels_published):
    return Exhibits().figure(parcels_published["06.nps"], **SAID)


def test_the_claim_is_the_heading_without_its_full_stop(figure, parcels_published):
    heading = re.search(r'<h3 class="claim">(.*?)</h3>', figure)[1]
    said = parcels_published["06.nps"].result.summary()
    plain_heading = re.sub("<[^>]+>", "", heading).replace("\u00a0", " ")
    assert plain_heading == said.removesuffix(".")
    assert 'data-ref="06.nps#all.estimate"' in heading


def test_below_the_claim_stands_what_it_rests_on(figure):
    words = re.sub("<[^>]+>", "", re.search(r'<p class="basis">(.*?)</p>', figure)[1])
    words = words.replace("\u00a0", " ")
    assert words == "Promoters, passives and detractors · n = 400 · 95% intervals"


@pytest.mark.parametrize(("items", "shape"), [(6, "square"), (30, "tall")])
def test_maps_are_low_enough_on_paper_that_two_share_a_sheet(items, shape):
    rates, matters = (
        [f"{side}, a characteristic of service {i}" for i in range(items)]
        for side in "rm"
    )
    drawn = np.random.default_rng(1).integers(1, 8, (60, 2 * items))
    wave = Wave.from_frame(pd.DataFrame(drawn, columns=[*rates, *matters]))
    pairs = dict(zip(rates, matters, strict=True))
    found = importance_performance(wave, importance=pairs, draws=50)
    shown = publish({"map": found}, policy_of(wave))["map"]
    drawing = re.search('<div class="drawing([^"]*)"', Exhibits().figure(shown))[1]
    assert drawing.split()[1:] == [shape]


def test_the_drawing_says_the_finding_to_those_who_cannot_see_it(
    figure, parcels_published
):
    said = parcels_published["06.nps"].result.summary()
    drawn = [e for e in read_page(figure).elements if e.tag == "svg"]
    assert len(drawn) == 2
    for svg in drawn:
        assert svg.attributes["role"] == "img"
        assert svg.attributes["aria-label"] == f"{said} A bar of three shares."
    assert figure.count("<title>") == 1


def test_colours_are_those_of_the_page(parcels_published):
    exhibits = Exhibits()
    drawn = exhibits.figure(parcels_published["06.nps"], caption="a", alt="b")
    light = {pair[0] for pair in PALETTE.values()}
    assert not [colour for colour in light if colour in drawn + exhibits.rules()]
    assert "var(--good)" in exhibits.rules()


def test_a_look_is_explained_once_for_all_marks(parcels_published):
    exhibits = Exhibits()
    drawn = exhibits.figure(parcels_published["06.nps"], caption="a", alt="b")
    used = set(re.findall(r'class="(k\d+)"', drawn))
    assert used == set(exhibits.looks.values())
    assert all(exhibits.rules().count(f".{name}{{") == 1 for name in used)


def test_the_numbers_are_behind_it_as_table_and_as_file(figure, parcels_published):
    assert "<details" in figure
    assert "<table>" in figure
    link = re.search(r'href="data:text/csv;charset=utf-8,([^"]+)"', figure)[1]
    assert unquote(link) == "\ufeff" + csv_text(parcels_published["06.nps"])
    assert "#" not in link
    assert 'download="06.nps.csv"' in figure


def test_files_that_are_put_in_later_stand_where_they_would(parcels_published, figure):
    exhibits = Exhibits(later=True)
    made = exhibits.figure(parcels_published["06.nps"], **SAID)
    assert "download" not in made
    assert exhibits.filled(made, Room()) == figure
    small = Room(data=False, only_wide=None)
    without = Exhibits(room=small).figure(parcels_published["06.nps"], **SAID)
    assert exhibits.filled(made, small) == without


def test_a_page_tells_the_looks_of_those_marks_only_that_stand_on_it(
    parcels_published,
):
    exhibits = Exhibits(later=True)
    figure = exhibits.figure(parcels_published["06.nps"])
    page = f"{LOOKS}{figure}"
    whole = exhibits.filled(page, Room())
    wide = exhibits.filled(page, Room(only_wide=None))
    for filled in (whole, wide):
        used = set(re.findall(r'class="(k\d+)"', filled))
        assert used == set(re.findall(r"\.(k\d+)\{", filled))
    assert wide.count("<svg") == 1
    assert exhibits.filled(page, Room()) == whole


def test_a_page_over_its_budget_goes_without_files_and_narrow_figures(
    parcels_published,
):
    shown = parcels_published["06.nps"]
    room = Room(data=False, only_wide=None)
    small = Exhibits(room=room).figure(shown, caption="x", alt="y")
    assert "data:text/csv" not in small
    assert "plot-narrow" not in small
    assert 'role="region"' in small
    assert lint_report(f"<h1>a</h1><h2>b</h2>{small}") == []


def test_the_same_result_shown_twice_has_two_ids(parcels_published):
    exhibits = Exhibits()
    shown = parcels_published["06.nps"]
    both = exhibits.figure(shown, caption="a", alt="b") + exhibits.figure(
        shown, caption="a", alt="b"
    )
    assert lint_report(f"<h1>a</h1><h2>b</h2>{both}") == []


def test_words_of_a_figure_are_words_of_the_page(parcels_published):
    drawn = Exhibits().figure(parcels_published["06.nps"], caption="a", alt="b")
    assert ">Promoters</text>" in drawn
    assert "<use" not in drawn


def test_a_table_without_rows_is_the_sentence_that_says_so():
    nothing = Result(
        table=pd.DataFrame({"term": [], "estimate": [], "n": []}),
        method="R",
        used=Used(90, (90, 90)),
    )
    html = Exhibits().table(publish({"r": nothing}, Policy())["r"], caption="All")
    assert "<table" not in html
    assert ">All</p>" in html


@pytest.mark.parametrize(("rows", "folded"), [(LONG, False), (LONG + 1, True)])
def test_a_long_table_is_folded_away_and_still_printed(rows, folded):
    names = [f"q{i}" for i in range(rows)]
    table = pd.DataFrame({"term": names, "estimate": 1.0, "n": 90})
    listed = Result(table=table, method="R", used=Used(90, (90, 90)))
    html = Exhibits().table(publish({"r": listed}, Policy())["r"], caption="All")
    assert ('<details class="long">' in html) == folded
    assert html.count("<tr") == rows + 1
    assert lint_report(f"<h1>a</h1>{html}") == []


def test_a_hidden_result_shows_nothing_but_that(parcels):
    few = parcels.where(parcels.frame["city"] == "Dunwich", name="city = Dunwich")
    shown = publish({"r": means(few, "speed")}, policy_of(parcels))["r"]
    made = Exhibits().figure(shown, caption="Speed in Dunwich", alt="x")
    assert "Hidden: fewer than" in made
    assert "<svg" not in made
    assert "n = " not in re.sub("<[^>]+>", "", made)


def test_notes_stand_in_the_margin(parcels_published):
    made = Exhibits().figure(parcels_published["06.segments"], caption="a", alt="b")
    margin = re.search(r'<div class="margin" role="note">(.*?)</div>', made)[1]
    assert "Hidden: fewer than" in margin


def test_a_figure_is_drawn_in_the_language_of_the_page(parcels_published):
    shown = parcels_published["06.nps"]
    with language("fa"):
        persian = Exhibits().figure(shown, caption="a", alt="b")
    assert persian != Exhibits().figure(shown, caption="a", alt="b")


def test_the_same_figure_is_the_same_to_the_byte(parcels_published, figure):
    again = Exhibits().figure(
        parcels_published["06.nps"],
        caption="Promoters, passives and detractors",
        alt="A bar of three shares.",
        heading=3,
    )
    assert again == figure


def test_hostile_words_stay_words(parcels_published):
    bad = '<script>alert(1)</script>" onload="x'
    made = Exhibits().figure(parcels_published["06.nps"], caption=bad, alt=bad)
    assert "<script" not in made
    assert lint_report(f"<h1>a</h1><h2>b</h2>{made}") == []


def test_only_what_passed_the_gate_is_shown(parcels_results):
    with pytest.raises(ValueError, match="must come from publish"):
        Exhibits().figure(parcels_results["06.nps"], caption="a", alt="b")
    with pytest.raises(ValueError, match="must come from publish"):
        Exhibits().table(parcels_results["06.nps"], caption="a")


def test_a_table_stands_alone_with_its_caption(parcels_published):
    made = Exhibits().table(parcels_published["02.composition"], caption="Answers")
    assert "<caption>Answers · <bdi>City</bdi></caption>" in made
    assert "<figure" not in made
    assert lint_report(f"<h1>a</h1>{made}") == []


def test_a_figure_shows_the_line_its_rows_are_judged_by(parcels_published):
    shown = parcels_published["06.means"]
    plain_one, judging = Exhibits(), Exhibits(lines={"mean": 3.4})
    for exhibits in (plain_one, judging):
        exhibits.figure(shown, caption="a", alt="b")
    assert "var(--bad)" in judging.rules()
    assert "var(--bad)" not in plain_one.rules()


def test_what_the_page_says_once_no_margin_repeats():
    note = Message("Intervals are as if drawn at random.")
    result = Result(
        table=pd.DataFrame({"term": ["a"], "n": [90]}),
        method="R",
        used=Used(90, (90, 90)),
        notes=(note,),
    )
    shown = publish({"r": result}, Policy())["r"]
    assert note.id in Exhibits().table(shown, caption="x")
    assert note.id not in Exhibits(known=frozenset({note.id})).table(shown, caption="x")


def test_a_figure_that_starts_on_the_left_is_scrolled_from_there(parcels_published):
    exhibits = Exhibits(room=Room(only_wide=None))
    with language("fa"):
        bars = exhibits.figure(parcels_published["02.composition"])
        dots = exhibits.figure(parcels_published["06.means"])
    assert 'class="drawing scroll from-left"' in bars
    assert 'class="drawing scroll"' in dots
