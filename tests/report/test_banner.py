"""Does a banner table hold what was published, and nothing else?"""

from dataclasses import replace

import pandas as pd
import pytest

from csat_methods import Wave, language, means, proportions, publish
from csat_methods.estimates.compare_segments import compare_segments
from csat_methods.report.banner import banners
from csat_methods.report.policy import Policy, policy_of


@pytest.fixture(scope="module")
def banner(parcels_published):
    """The banner of ratings by city; the last two cities are hidden."""
    (found,) = banners(parcels_published)
    return found


def cells(banner, item, what):
    (line,) = [x for x in banner.lines if (x.item, x.what) == (item, what)]
    return dict(zip(banner.heads, line.cells, strict=True))


def test_items_are_rows_and_segments_are_columns_all_people_first(banner):
    assert banner.heads == ("All", "Ash", "Bree", "Cork", "Dunwich")
    assert banner.title == "Mean by City"
    assert [line.item for line in banner.lines[::2]][:2] == [
        "Speed of delivery",
        "Care for the goods",
    ]


def test_every_cell_is_the_published_one(banner, parcels_published):
    by_city = parcels_published["06.segments"].result
    for city in ("Ash", "Bree"):
        row = by_city.row(term="price", city=city)
        assert cells(banner, "Price", "Estimate")[city] == row["estimate"]
        assert cells(banner, "Price", "n")[city] == row["n"]
    whole = parcels_published["06.means"].result["price"]
    assert cells(banner, "Price", "Estimate")["All"] == whole["estimate"]
    assert cells(banner, "Price", "n")["All"] == whole["n"]


def test_only_hidden_cells_say_that_they_are_hidden(banner, parcels_published):
    hidden = {place["city"] for place in parcels_published["06.segments"].hidden}
    for line in banner.lines:
        said = dict(zip(banner.heads, line.cells, strict=True))
        assert {name for name, cell in said.items() if cell == "hidden"} == hidden


def test_words_are_those_of_the_language(parcels_published):
    with language("fa"):
        (found,) = banners(parcels_published)
    assert found.heads[1] == "اَش"
    assert found.lines[0].item == "سرعت تحویل"
    assert found.lines[0].cells[-1] != "hidden"


def test_without_all_people_published_there_is_no_such_column(parcels_results, parcels):
    shown = {"06.segments": parcels_results["06.segments"]}
    (found,) = banners(publish(shown, policy_of(parcels)))
    assert found.heads[0] == "Ash"


def test_shares_of_answers_stand_answer_by_answer(parcels):
    result = replace(proportions(parcels, "price", by="city"), name="06.shares")
    (found,) = banners(publish({"06.shares": result}, policy_of(parcels)))
    assert found.lines[0].item.startswith("Price: ")
    assert found.lines[0].kind == "share"
    lines = [line.cells for line in found.lines if line.what == "Estimate"]
    assert sum(cells[0] for cells in lines) == pytest.approx(1)
    assert {cells[-1] for cells in lines} == {"hidden"}


def letters_of(frame, minimum=3):
    wave = Wave.from_frame(frame)
    results = {
        "06.means": means(wave, ["q1"], by="city"),
        "06.pairs": compare_segments(wave, ["q1"], by="city"),
    }
    (found,) = banners(publish(results, Policy(minimum=minimum)))
    told = {line.what: line.cells for line in found.lines}
    return found.letters, told.get("Higher than")


def test_letters_name_the_columns_a_cell_is_higher_than():
    rows = {"A": [1, 2, 1, 2, 1, 2], "B": [5, 6, 5, 6, 5, 6], "C": [5, 6, 6, 5, 6, 5]}
    frame = pd.DataFrame(
        [(value, city) for city, values in rows.items() for value in values],
        columns=["q1", "city"],
    )
    heads, told = letters_of(frame)
    assert heads == ("A", "B", "C")
    assert told == ("", "A", "A")


def test_a_result_without_segments_makes_no_banner(parcels_results, parcels):
    shown = {"06.means": parcels_results["06.means"]}
    assert list(banners(publish(shown, policy_of(parcels)))) == []
