"""Tests of the synthetic survey: equal by seed, true by its own population."""

import numpy as np
import pandas as pd
import pytest

from csat_methods import Wave, gap_scores, means, simulate
from csat_methods.simulation.simulate import bundled_study, draw, write_study
from csat_methods.wave.reading import read_study


@pytest.fixture(scope="module")
def survey():
    return simulate(waves=2, n=600, seed=7, population=3000)


def test_equal_seeds_make_equal_surveys(tmp_path):
    first = write_study(tmp_path / "a", bundled_study(), waves=1, n=200, seed=3)
    again = write_study(tmp_path / "b", bundled_study(), waves=1, n=200, seed=3)
    pd.testing.assert_frame_equal(first, again)
    files = [tmp_path / side / "data/demo/2023h1.csv" for side in "ab"]
    assert files[0].read_bytes() == files[1].read_bytes()


def test_another_seed_makes_another_survey(tmp_path):
    one = write_study(tmp_path / "a", bundled_study(), waves=1, n=200, seed=3)
    two = write_study(tmp_path / "b", bundled_study(), waves=1, n=200, seed=4)
    assert not one.equals(two)


def test_waves_are_read_and_prepared_as_files_are(survey):
    assert list(survey.waves) == ["2023h1", "2023h2"]
    for wave in survey.waves.values():
        assert isinstance(wave, Wave)
        assert [entry.step for entry in wave.ledger] == [
            "exclude",
            "exclude",
            "rake",
            "impute",
        ]
        assert wave.weights[wave.domain].sum() == pytest.approx(3000)


def test_waves_share_the_planned_part_of_their_people(survey):
    first, second = (set(w.frame[w.person]) for w in survey.waves.values())
    share = len(first & second) / len(first)
    assert 0.15 < share < 0.45


def test_no_chapter_can_see_the_truth(survey):
    facts = set(survey.truth.columns)
    for wave in survey.waves.values():
        assert not facts & set(wave.frame.columns)
        assert not hasattr(wave, "truth")


def test_estimates_from_all_customers_are_the_truth():
    study = read_study(bundled_study())
    drawn = next(draw(study, waves=1, n=2000, seed=11, population=2000))
    facts = drawn.truth[drawn.truth["segment"] == ""].set_index(["kind", "term"])
    assert set(facts.index.get_level_values("kind")) == {
        "mean",
        "top_box",
        "satisfaction_index",
        "net_promoter_score",
        "gap",
        "alpha",
        "lmg",
        "link",
    }
    lmg = facts.loc["lmg", "value"]
    assert (lmg > 0).all()
    assert lmg.sum() < 1
    index = facts.loc["satisfaction_index", "value"]
    mean = facts.loc["mean", "value"].reindex(index.index)
    of_seven = [name for name in index.index if name[:2] in {"e_", "p_", "i_"}]
    assert index[of_seven].to_numpy() == pytest.approx((mean[of_seven] - 1) / 6 * 100)


def test_estimates_scatter_about_the_truth_as_their_errors_say():
    """Gaps are paired, so the lean of who answers hardly moves them."""
    z = []
    for seed in range(6):
        made = simulate(waves=1, n=900, seed=seed, population=6000)
        found = gap_scores(made.waves["2023h1"]).table.set_index("term")
        facts = made.truth[
            (made.truth["kind"] == "gap") & (made.truth["segment"] == "")
        ]
        true = facts.set_index("term")["value"].reindex(found.index)
        z.append(((found["estimate"] - true) / found["se"]).to_numpy())
    spread = np.concatenate(z)
    assert np.abs(spread).mean() == pytest.approx(0.8, abs=0.45)


def test_the_planted_change_is_seen():
    made = simulate(waves=6, n=1200, seed=2, population=6000)
    waves = [made.waves[name] for name in ("2024h2", "2025h1")]
    before, after = (means(wave, "p_delivery_time").estimate for wave in waves)
    assert after - before == pytest.approx(0.65, abs=0.25)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"waves": 0, "n": 100, "seed": 1}, "waves=0"),
        ({"n": 10, "seed": 1}, "n=10"),
        ({"n": 100, "seed": -1}, "seed=-1"),
        ({"n": 100, "seed": 1, "population": 99}, "population=99"),
    ],
)
def test_unsound_numbers_are_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        simulate(**arguments)
