"""Is nothing lost when a long table shows its first rows only?"""

import csv
import io
import re

import pandas as pd
import pytest

from csat_methods import publish
from csat_methods._messages import Text, language
from csat_methods.report.crossed_table import rows_behind
from csat_methods.report.exhibits import Exhibits
from csat_methods.report.lint import lint_report
from csat_methods.report.long_tables import (
    FIRST,
    PAPER,
    SPARED,
    behind,
    counts_of,
    shortened,
)
from csat_methods.report.policy import Policy
from csat_methods.report.shown import LONG
from csat_methods.report.style_sheet import style_sheet
from csat_methods.report.tables import results_content, write_tables
from csat_methods.report.waiting import Room
from csat_methods.result import Result, Used
from tests.report.references import absolute, lookup

ROWS = 31


def published(rows=ROWS, **more):
    names = [f"q{i}" for i in range(rows)]
    table = pd.DataFrame({"term": names, "estimate": 1.25, "n": 90, **more})
    labels = {name: Text({"en": "Item", "fa": "گویه"}) for name in names}
    result = Result(table=table, method="R", used=Used(90, (90, 90)), labels=labels)
    return publish({"07.many": result}, Policy())


def crossed(items=ROWS):
    cells = [(f"q{i}", level) for i in range(items) for level in ("a", "b")]
    table = pd.DataFrame(cells, columns=["term", "city"]).assign(estimate=1.5, n=90)
    result = Result(table=table, method="R", used=Used(90, (90, 90)), by=("city",))
    return publish({"06.cities": result}, Policy())


def first_of(shown, caption, first):
    return shortened(shown, behind(shown, caption), first)


def words_of(html):
    return re.sub("<[^>]+>", "", html)


@pytest.mark.parametrize("first", FIRST)
def test_a_long_table_keeps_its_first_rows_and_says_where_the_others_stand(first):
    made = first_of(published()["07.many"], "All", first)
    assert made.count("<tr") == first + 1
    said = f"The other {ROWS - first} rows stand in tables/07.many.csv, beside this"
    assert said in words_of(made)
    assert lint_report(f"<h1>a</h1>{made}") == []


def test_the_sentence_is_said_in_persian_too():
    with language("fa"):
        made = first_of(published()["07.many"], "", FIRST[0])
    assert "۱۱ ردیف دیگر در tables/07.many.csv" in words_of(made)
    assert '<bdi translate="no">tables/07.many.csv</bdi>' in made


@pytest.mark.parametrize(("more", "short"), [(SPARED, False), (SPARED + 1, True)])
@pytest.mark.parametrize("first", FIRST)
def test_no_table_is_shortened_for_a_few_rows(first, more, short):
    made = first_of(published(first + more)["07.many"], "", first)
    assert ("The other" in made) == short
    assert made.count("<tr") == 1 + (first if short else first + more)


def test_with_room_all_rows_stand_on_the_page():
    assert behind(published()["07.many"], "").count("<tr") == ROWS + 1


def test_a_crossed_table_counts_its_own_rows():
    made = first_of(crossed()["06.cities"], "", FIRST[0])
    assert made.count("<tr") == FIRST[0] + 1
    assert f"The other {ROWS - FIRST[0]} rows" in words_of(made)


@pytest.mark.parametrize("results", [published(), crossed()])
def test_the_file_that_is_named_is_written_and_holds_all_rows(results, tmp_path):
    shown = next(iter(results.values()))
    named = re.search(r"tables/[\w.]+csv", first_of(shown, "", FIRST[1]))[0]
    write_tables(results, tmp_path)
    written = (tmp_path / named).read_text("utf8").lstrip("\ufeff")
    rows = list(csv.DictReader(io.StringIO(written)))
    assert [row["term"] for row in rows] == list(shown.result.table["term"])
    assert {float(row["estimate"]) for row in rows} == set(
        shown.result.table["estimate"]
    )


@pytest.mark.parametrize("results", [published(), crossed()])
@pytest.mark.parametrize("first", [None, *FIRST])
def test_every_number_that_is_left_names_its_place(results, first):
    content = results_content(results)
    whole = absolute(first_of(next(iter(results.values())), "", first))
    given = re.findall(r"<data ([^>]*)>", whole)
    found = re.findall(r'value="([^"]+)" data-ref="([^"]+)"', whole)
    assert len(found) == len(given) > 8
    for value, ref in found:
        assert lookup(content, ref) == float(value), ref


def test_the_counts_are_facts_of_the_result():
    counts = counts_of(published()["07.many"])
    assert counts == {"rows": ROWS, "rows:past:20": 11, "rows:past:8": 23}
    assert counts_of(published(5)["07.many"]) == {"rows": 5}


def test_what_the_gate_hides_stays_hidden_in_the_rows_that_are_left(parcels_published):
    shown = parcels_published["06.segments"]
    made, whole = first_of(shown, "", 1), behind(shown, "")
    assert shown.hidden
    assert 0 < made.count(">hidden<") < whole.count(">hidden<")
    assert set(re.findall("<td.*?</td>", made)) < set(re.findall("<td.*?</td>", whole))


def test_only_what_passed_the_gate_is_shortened():
    table = pd.DataFrame({"term": ["a"], "estimate": 1.0, "n": 90})
    loose = Result(table=table, method="R", used=Used(90, (90, 90)))
    with pytest.raises(ValueError, match="must come from publish"):
        first_of(loose, "", FIRST[0])
    with pytest.raises(ValueError, match="must come from publish"):
        rows_behind(loose)


def test_a_page_that_is_tight_has_short_tables_where_the_whole_ones_stood():
    shown = published()["07.many"]
    exhibits = Exhibits(later=True)
    page = exhibits._behind(shown, "All")
    assert page.count("<tr") == 0
    assert exhibits.filled(page, Room()).count("<tr") == ROWS + 1
    assert exhibits.filled(page, Room(rows=8)).count("<tr") == 9
    assert exhibits.filled(page, Room()) == Exhibits()._behind(shown, "All")


def test_what_is_folded_says_how_many_rows_it_has_and_where_that_stands():
    html = Exhibits().table(published()["07.many"], caption="All")
    assert ROWS > LONG
    assert '<data value="31" data-ref="07.many#said.rows">31</data> rows' in html


@pytest.mark.parametrize(("rows", "printed"), [(PAPER, True), (PAPER + 1, False)])
def test_paper_says_where_the_rows_stand_that_it_does_not_show(rows, printed):
    html = Exhibits().table(published(rows)["07.many"], caption="All")
    said = "Its rows stand in tables/07.many.csv, beside this report."
    assert (said in words_of(html)) != printed
    assert f".long:has(tbody > tr:nth-child({PAPER + 1}))" in style_sheet()
