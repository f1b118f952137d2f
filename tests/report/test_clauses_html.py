"""Does each part of the guidance say what of it is in a report?"""

from csat_methods.report.clauses_html import CLAUSES, clauses


def rows_of(shown):
    made = clauses(shown)
    return {c: r for c in CLAUSES for r in made.split("<tr>") if f"<code>{c}<" in r}


def test_each_clause_says_which_methods_meet_it(parcels_published):
    rows = rows_of(parcels_published.values())
    assert set(rows) == set(CLAUSES)
    assert "Mean" in rows["7.4"]
    assert "not in this report" in rows["7.2"]


def test_a_report_brings_results_to_readers_by_itself():
    rows = rows_of([])
    assert "this report itself" in rows["7.5"]
    assert all("not in this report" in rows[c] for c in set(CLAUSES) - {"7.5"})


def test_an_extract_names_only_what_it_belongs_to(parcels_published):
    made = clauses(parcels_published.values(), whole=False)
    assert "not in this report" not in made
    assert "<code>7.4<" in made


def test_a_report_that_names_nothing_to_do_first_does_not_say_so():
    assert "what comes first" in clauses([])
    assert "what comes first" not in clauses([], first=False)
