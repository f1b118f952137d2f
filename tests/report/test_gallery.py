"""Does the gallery draw every figure that a wave has something for, in every look?"""

from pathlib import Path

import pytest

from csat_methods.plots.figure_names import NAMED
from csat_methods.report import gallery
from csat_methods.report.lint import lint_report, read_page
from csat_methods.report.session import RESULTS, open_wave, open_waves
from csat_methods.report.store import read_results
from csat_methods.report.wave_card import card_of

DEMO = Path(__file__).resolve().parents[2] / "params" / "demo" / "waves" / "2025h2.yaml"
OF_CHAPTERS = {
    *("allocation", "changes", "distribution", "drivers", "dumbbell", "funnel"),
    *("gap_reliability", "heat", "intervals", "item_analysis", "loadings", "matrix"),
    *("points", "promoters", "size_steps", "trend"),
}
OF_THE_WAVE = {"profile", "shares", "tile"}


@pytest.fixture(scope="module")
def kept(demo_report):
    """What the chapters of the demo kept."""
    (page, *_) = demo_report.reports
    runs = page.parents[3] / "runs" / "demo" / "2025h2"
    return read_results(runs / RESULTS)


@pytest.fixture(scope="module")
def found(kept):
    """A result for each figure, and why others have none."""
    waves = open_waves(DEMO, run_dir="")
    return gallery.figures_of(kept, waves, open_wave(DEMO))


def test_every_figure_is_drawn_or_said_to_be_missing_with_a_reason(found):
    shown, lacking = found
    assert set(shown) | set(lacking) == set(NAMED)
    assert not set(shown) & set(lacking)
    assert set(shown) >= OF_CHAPTERS | OF_THE_WAVE
    assert all(lacking.values())


def test_each_stands_in_both_languages_both_schemes_wide_and_narrow(found):
    shown = {name: found[0][name] for name in ("heat", "tile", "trend")}
    page = gallery._page(shown, {"kano_plane": "No pairs."}, card_of(open_wave(DEMO)))
    assert lint_report(page) == []
    elements = read_page(page).elements
    cells = [e.attributes for e in elements if e.has_class("cell")]
    looks = [(cell["lang"], cell["dir"], cell["class"]) for cell in cells]
    each = [
        ("en", "ltr", "cell light"),
        ("en", "ltr", "cell dark"),
        ("fa", "rtl", "cell light"),
        ("fa", "rtl", "cell dark"),
    ]
    assert looks == each * 3
    for width in ("plot-wide", "plot-narrow"):
        assert sum(e.has_class(width) for e in elements) == 12
    assert "No pairs." in page
    assert ".dark{--good:" in page


def test_a_wave_that_was_never_run_has_no_gallery(tmp_path):
    with pytest.raises(ValueError, match=r"it has no run beside .* csat run makes one"):
        gallery.build_gallery(DEMO, out=tmp_path / "reports")


def test_what_a_wave_lacks_is_said_and_stops_nothing(kept, monkeypatch):
    def refuse(*_):
        raise ValueError("No such question.")

    monkeypatch.setattr(gallery, "MORE", {"tile": refuse})
    waves = open_waves(DEMO, run_dir="")
    _, lacking = gallery.figures_of(kept, waves, open_wave(DEMO))
    assert lacking["tile"] == "No such question."


def test_the_page_is_written_whole_and_through_no_link(
    kept, found, monkeypatch, demo_report, tmp_path
):
    one = {"trend": found[0]["trend"]}
    monkeypatch.setattr(gallery, "figures_of", lambda *_: (one, {}))
    out = demo_report.reports[0].parents[2]
    other = tmp_path / "other.html"
    other.write_text("stays")
    (out / "gallery.html").unlink(missing_ok=True)
    (out / "gallery.html").symlink_to(other)
    place = gallery.build_gallery(DEMO, out=out)
    assert place == out / "gallery.html"
    assert other.read_text() == "stays"
    page = place.read_text("utf8")
    assert page.startswith("<!DOCTYPE html>")
    assert page.count("<figure") == 4
    assert kept
