"""Does any figure change as R says, with the people of both waves?"""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

SCALES = {"recommend": (0, 10), "satisfaction": (1, 5)}
FIGURES = {
    "satisfaction": lambda wave: cs.means(wave, "satisfaction", by="wave"),
    "top": lambda wave: cs.top_box(wave, "satisfaction", boxes=2, by="wave"),
    "nps": lambda wave: cs.net_promoter_score(wave, "recommend", by="wave"),
}
UNITS = {"satisfaction": 1, "top": 1, "nps": 100}


@pytest.fixture
def panel(reference_data):
    """Make the three half-overlapping waves: ``panel(person="person")``."""

    def waves(**design):
        return {
            str(wave): cs.Wave.from_frame(
                rows, weights="weight", scales=SCALES, **design
            )
            for wave, rows in reference_data("waves").groupby("wave")
        }

    return waves


def small(shift=0, seed=3, n=120, **design):
    rng = np.random.default_rng(seed)
    answers = rng.integers(1, 6, (n, 3)).clip(None, 5)
    frame = pd.DataFrame(answers, columns=["a", "b", "c"])
    frame["a"] = (frame["a"] + shift).clip(1, 5)
    frame["who"] = np.arange(n) + 40 * seed
    scales = dict.fromkeys("abc", (1, 5))
    return cs.Wave.from_frame(frame, person="who", scales=scales, **design)


def pair(**design):
    return {"spring": small(**design), "autumn": small(shift=1, seed=4, **design)}


def test_a_share_of_four_people_asked_twice_by_hand():
    # the best answer: 0 1 0 0, then 1 1 0 1; changes 1 0 0 1: V = (1/3) / 4 = 1/12
    spring = pd.DataFrame({"who": [1, 2, 3, 4], "q": [3, 5, 2, 4]})
    autumn = pd.DataFrame({"who": [1, 2, 3, 4], "q": [5, 5, 1, 5]})
    waves = {
        name: cs.Wave.from_frame(f, person="who", scales={"q": (1, 5)})
        for name, f in (("spring", spring), ("autumn", autumn))
    }
    shares = cs.top_box(cs.stack(waves), "q", boxes=1, by="wave")
    row = cs.wave_changes(shares, waves)["q"]
    assert row[["before", "after", "estimate"]].tolist() == [0.25, 0.75, 0.5]
    assert row["se"] == pytest.approx(np.sqrt(1 / 12))
    assert row[["n", "n_before", "n_after", "df"]].tolist() == [4, 4, 4, 3]


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize(
    ("case", "design"),
    [
        ("panel", {"person": "person"}),
        ("independent", {}),
        ("panel_within_region", {"person": "person", "strata": "region"}),
    ],
)
def test_changes_of_means_shares_and_scores_are_rs(
    reference, panel, figure, case, design
):
    expected = reference("survey/waves/overlap")["values"][figure]["differences"]
    waves, unit = panel(**design), UNITS[figure]
    result = cs.wave_changes(FIGURES[figure](cs.stack(waves)), waves)
    for before, after in ((1, 2), (2, 3)):
        difference = expected[f"w{after}_minus_w{before}"].get(case)
        if difference is None:
            continue
        row = result.row(wave_before=str(before), wave_after=str(after))
        estimate = difference["estimate"]["contrast"]
        assert row["estimate"] == pytest.approx(unit * estimate, rel=1e-8)
        assert row["se"] == pytest.approx(unit * difference["se"]["contrast"], rel=1e-8)


# --------------------------------------------------------------------- identities
def test_changes_of_means_are_those_of_compare_waves():
    waves = pair()
    found = cs.wave_changes(cs.means(cs.stack(waves), list("abc"), by="wave"), waves)
    other = cs.compare_waves(waves, list("abc"))
    for column in ("before", "after", "estimate", "se", "minimum_detectable"):
        assert found.table[column].to_numpy() == pytest.approx(other.table[column])
    ours, theirs = (r.table["ci_high"] - r.table["ci_low"] for r in (found, other))
    assert (ours >= theirs).all()
    assert ours.to_numpy() == pytest.approx(theirs, rel=0.02)


def test_an_index_of_one_item_moves_as_its_mean_times_a_hundred_over_the_range():
    waves = pair()
    both = cs.stack(waves)
    index = cs.wave_changes(cs.satisfaction_index(both, "a", by="wave"), waves)
    mean = cs.wave_changes(cs.means(both, "a", by="wave"), waves)
    for column in ("estimate", "se", "ci_low", "ci_high"):
        assert index.table[column].iloc[0] == pytest.approx(
            mean.table[column].iloc[0] * 25
        )
    assert index.table["p"].tolist() == pytest.approx(mean.table["p"].tolist())


def test_an_index_of_several_items_moves_as_one():
    waves = pair()
    index = cs.satisfaction_index(cs.stack(waves), ["a", "b", "c"], by="wave")
    found = cs.wave_changes(index, waves)
    (term,) = found.table["term"]
    assert found.about[term] == ("a", "b", "c")
    before, after = index.table["estimate"]
    assert found.estimate == pytest.approx(after - before)


def test_replicate_weights_give_the_same_changes():
    waves = {
        name: cs.Wave.from_frame(w.frame, scales=w.scales) for name, w in pair().items()
    }
    again = {name: cs.replicate(w, method="jkn") for name, w in waves.items()}
    one, other = (
        cs.wave_changes(cs.means(cs.stack(w), list("abc"), by="wave"), w)
        for w in (waves, again)
    )
    assert one.table["estimate"].to_numpy() == pytest.approx(other.table["estimate"])
    assert one.table["se"].to_numpy() == pytest.approx(other.table["se"], rel=0.02)


def test_no_change_is_called_a_change_as_often_as_its_level_says():
    found = []
    for seed in range(150):
        waves = {str(i): small(seed=2 * seed + i, n=60) for i in (0, 1)}
        both = cs.stack({k: replace(w, person=None) for k, w in waves.items()})
        found.append(cs.wave_changes(cs.top_box(both, "b", by="wave"), waves))
    rejected = np.mean([result.table["p"].iloc[0] < 0.05 for result in found])
    assert 0.005 < rejected < 0.11


# ------------------------------------------------------------------------ units
@pytest.mark.parametrize(
    ("figure", "kind"),
    [
        (lambda w: cs.means(w, "a", by="wave"), "difference"),
        (lambda w: cs.top_box(w, "a", by="wave"), "share_difference"),
        (lambda w: cs.satisfaction_index(w, "a", by="wave"), "points"),
        (lambda w: cs.gap_scores(w, {"x": ("a", "b")}, by="wave"), "difference"),
    ],
    ids=["mean", "share", "index", "gap"],
)
def test_a_change_is_written_in_the_unit_of_its_figure(figure, kind):
    waves = pair()
    result = figure(cs.stack(waves))
    found = cs.wave_changes(result, waves)
    assert {found.kind(c) for c in ("estimate", "ci_low", "ci_high")} == {kind}
    assert found.kind("before") == result.kind("estimate")
    assert found.about == result.about
    assert found.labels == result.labels


# -------------------------------------------------------------------- comparable
def test_a_wave_file_that_says_not_comparable_leaves_a_change_out():
    waves = pair()
    change = SimpleNamespace(items=("a",), comparable=False, what=None)
    file = SimpleNamespace(changes=(change,), id="autumn")
    gaps = cs.gap_scores(cs.stack(waves), {"x": ("a", "b"), "y": ("b", "c")}, by="wave")
    broken = waves | {"autumn": replace(waves["autumn"], file=file)}
    found = cs.wave_changes(gaps, broken)
    assert np.isnan(found["x"]["estimate"])
    assert not found["x"]["comparable"]
    assert found["y"]["estimate"] == pytest.approx(
        cs.wave_changes(gaps, waves)["y"]["estimate"]
    )
    assert any("not comparable" in str(note) for note in found.notes)


def test_a_wave_that_did_not_ask_has_no_change():
    waves = pair()
    frame = waves["spring"].frame.drop(columns="c")
    scales = dict.fromkeys("ab", (1, 5))
    waves["spring"] = cs.Wave.from_frame(frame, person="who", scales=scales)
    found = cs.wave_changes(cs.means(cs.stack(waves), ["a", "c"], by="wave"), waves)
    assert np.isnan(found["c"][["estimate", "se", "p"]].astype(float)).all()
    assert np.isfinite(found["a"]["se"])
    stacked = cs.means(cs.stack(waves), ["a", "c"], by="wave")
    asked = cs.wave_changes(stacked, waves, unasked=False)
    assert list(asked.table["term"]) == ["a"]


# ----------------------------------------------------------------------- refusals
def test_what_is_not_by_wave_is_refused():
    waves = pair()
    with pytest.raises(ValueError, match=r"result by=\[\].*must be one row a term"):
        cs.wave_changes(cs.means(waves["spring"], "a"), waves)


def test_a_wave_that_the_result_does_not_have_is_refused():
    waves = pair()
    result = cs.means(cs.stack(waves), "a", by="wave")
    with pytest.raises(ValueError, match=r"waves=\['winter'\] are not in the result"):
        cs.wave_changes(result, waves | {"winter": small(seed=9)})


def test_one_wave_is_no_change():
    waves = {"spring": small()}
    with pytest.raises(ValueError, match=r"waves=\['spring'\]: a change needs two"):
        cs.wave_changes(cs.means(cs.stack(waves), "a", by="wave"), waves)


def test_unknown_choices_are_refused():
    waves = pair()
    result = cs.means(cs.stack(waves), "a", by="wave")
    with pytest.raises(ValueError, match="adjust='none'"):
        cs.wave_changes(result, waves, adjust="none")
    with pytest.raises(ValueError, match="power=1"):
        cs.wave_changes(result, waves, power=1)
