"""Is a figure told what belongs beside its result, and nothing else?"""

from dataclasses import replace

import pytest

import csat_methods as cs
from csat_methods import language, publish
from csat_methods._messages import Text
from csat_methods.report.beside import breaks_of, style_of
from csat_methods.report.exhibits import Exhibits
from csat_methods.report.policy import policy_of

WHY = {"speed": {"2026h1": Text({"en": "new words", "fa": "واژه‌های تازه"})}}


@pytest.fixture(scope="module")
def published(parcels_published):
    return tuple(parcels_published.values())


@pytest.fixture(scope="module")
def series(parcels):
    """Two waves of the same customers, as results by wave."""
    both = cs.stack({"2025h2": parcels, "2026h1": parcels})
    found = {
        "10.speed": cs.means(both, "speed", by="wave"),
        "10.price": cs.means(both, "price", by="wave"),
    }
    named = {name: replace(result, name=name) for name, result in found.items()}
    return publish(named, policy_of(parcels))


def test_answers_are_told_the_means_of_their_items(parcels_published, published):
    told = style_of(parcels_published["06.answers"], {}, lines={}, published=published)
    assert told["means"] is parcels_published["06.means"].result
    assert "total" not in told


def test_segments_are_told_what_all_customers_say(parcels_published, published):
    shown = parcels_published["06.segments"]
    told = style_of(shown, {}, lines={"mean": 3.4}, published=published)
    assert told["total"] is parcels_published["06.means"].result
    assert "line" not in told
    drawn = Exhibits(published=published).figure(shown, caption="By city")
    assert "▲ ▼ clearly above or below all customers" in drawn


def test_results_of_other_people_or_fewer_items_are_not_set_beside(
    parcels, parcels_published
):
    part = parcels.where(parcels.frame["city"] == "Ash", name="city = Ash")
    few = {
        "06.ash": replace(cs.means(part, "speed"), name="06.ash"),
        "06.one": replace(cs.means(parcels, "speed"), name="06.one"),
    }
    others = tuple(publish(few, policy_of(parcels)).values())
    shown = parcels_published["06.segments"]
    assert "total" not in style_of(shown, {}, lines={}, published=others)


def test_the_line_is_for_everybody_only_and_the_chapter_s_word_comes_first(
    parcels_published,
):
    lines = {"mean": 3.4}
    shown = parcels_published["06.means"]
    assert style_of(shown, {}, lines=lines)["line"] == 3.4
    assert style_of(shown, {"line": 4.0}, lines=lines)["line"] == 4.0
    assert style_of(shown, {}, lines={})["hidden"] == shown.hidden


def test_a_series_breaks_where_its_own_items_do(series):
    with language("fa"):
        assert breaks_of(series["10.speed"], WHY) == {"2026h1": "واژه‌های تازه"}
    assert breaks_of(series["10.price"], WHY) == {}
    told = style_of(series["10.speed"], {}, lines={}, breaks=WHY)
    assert told["breaks"] == {"2026h1": "new words"}


def test_a_broken_series_is_drawn_without_a_line_over_the_break(series):
    shown = series["10.speed"]
    whole = shown.result.plot()
    broken = shown.result.plot(breaks={"2026h1": "new words"})
    joined = [line for line in whole.lines if len(line.get_xdata()) == 2]
    apart = [line for line in broken.lines if len(line.get_xdata()) == 2]
    assert len(joined) == 1
    assert apart == []
