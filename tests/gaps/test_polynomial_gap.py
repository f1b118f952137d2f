"""Is the surface the one that was planted, and the gap tested fairly?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs


def survey(n=300, seed=1, square=0.0):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.integers(1, 8, (n, 2)), columns=["e", "p"])
    gap = frame["p"] - frame["e"]
    frame["overall"] = 5 + 0.5 * gap + square * (frame["p"] - 4) ** 2
    frame["overall"] += rng.normal(size=n)
    return frame.assign(w=rng.uniform(1, 2, n))


def found(frame, **design):
    scales = {"e": (1, 7), "p": (1, 7)}
    wave = cs.Wave.from_frame(frame, scales=scales, **design)
    return cs.polynomial_gap(wave, "overall", "e", "p")


def test_coefficients_are_those_of_least_squares_about_the_middle():
    frame = survey()
    e, p = frame["e"] - 4, frame["p"] - 4
    x = np.column_stack([np.ones(300), e, p, e**2, e * p, p**2])
    wanted = np.linalg.lstsq(x, frame["overall"], rcond=None)[0]
    result = found(frame)
    assert result.table["estimate"].tolist() == pytest.approx(wanted.tolist())
    assert result.centre == 4.0


def test_the_surface_follows_from_the_coefficients():
    result = found(survey(square=0.2))
    b = result.table["estimate"].to_numpy()
    wanted = [b[1] + b[2], b[3] + b[4] + b[5], b[1] - b[2], b[3] - b[4] + b[5]]
    assert result.surface["estimate"].tolist() == pytest.approx(wanted)


def test_swapping_both_sides_turns_the_surface_round():
    one = found(survey(square=0.2)).surface["estimate"]
    frame = survey(square=0.2).rename(columns={"e": "p", "p": "e"})
    two = found(frame).surface["estimate"]
    assert two[["a1", "a2", "a4"]].tolist() == pytest.approx(
        one[["a1", "a2", "a4"]].tolist()
    )
    assert two["a3"] == pytest.approx(-one["a3"])


def test_tests_and_intervals_are_those_of_svyglm(reference_data):
    # survey 4.1-1: svyglm(rating ~ e + p + I(e^2) + I(e * p) + I(p^2), d), e =
    # complaints - 60, p = learning - 60, d = svydesign(~1, weights = ~1); confint; F of
    # the four constraints by vcov on 4 and df.residual = 24.
    wave = cs.Wave.from_frame(reference_data("attitude"))
    got = cs.polynomial_gap(wave, "rating", "complaints", "learning", centre=60)
    row = got["perception"]
    assert row["df"] == 24
    assert row["p"] == pytest.approx(0.0108009750, rel=1e-6)
    ends = row[["ci_low", "ci_high"]].tolist()
    assert ends == pytest.approx([0.08000520572, 0.55192920666], rel=1e-6)
    assert got.constraint["statistic"] == pytest.approx(38.6590175, rel=1e-6)
    assert got.constraint["p"] == pytest.approx(3.93862143e-10, rel=1e-6)


def test_too_few_clusters_say_nothing_for_or_against_the_gap():
    got = found(survey().assign(c=lambda d: d.index % 5), clusters="c")
    assert got.table["se"].isna().all()
    assert got.surface["se"].isna().all()
    assert "Nothing speaks against" not in got.summary()


def test_the_test_of_the_gap_keeps_its_size_and_finds_curvature():
    p = [found(survey(seed=k)).constraint["p"] for k in range(200)]
    assert 0.01 < np.mean(np.array(p) < 0.05) < 0.11
    curved = found(survey(square=0.2))
    assert curved.constraint["p"] < 1e-6
    assert "does not follow the gap alone" in curved.summary()


def test_errors_are_those_of_the_jackknife():
    frame = survey()
    wave = cs.Wave.from_frame(frame, weights="w")
    one, two = (
        cs.polynomial_gap(w, "overall", "e", "p").table["se"]
        for w in (wave, cs.replicate(wave, method="jkn"))
    )
    assert one.tolist() == pytest.approx(two.tolist(), rel=0.05)


@pytest.mark.parametrize(
    ("frame", "why"),
    [
        (survey(10), "n=10 people"),
        (survey().assign(overall=1.0), "outcome='overall' is the same"),
        (survey().assign(e=4), "too few different values"),
    ],
)
def test_what_leaves_the_surface_open_is_refused(frame, why):
    with pytest.raises(ValueError, match=why):
        found(frame)


def test_several_columns_a_side_are_a_persons_means():
    frame = survey()
    frame["f"], frame["q"] = frame["e"], frame["p"]
    wave = cs.Wave.from_frame(frame, scales=dict.fromkeys("epfq", (1, 7)))
    both = cs.polynomial_gap(wave, "overall", ["e", "f"], ["p", "q"])
    one = cs.polynomial_gap(wave, "overall", "e", "p")
    assert both.table["estimate"].tolist() == pytest.approx(one.table["estimate"])
    assert both.about["intercept"] == ("overall", "e", "f", "p", "q")


def test_all_pairs_and_the_outcome_come_from_the_study():
    scale, items = {"answers": list(range(1, 8))}, {}
    for j in (1, 2):
        for side, role in (("e", "expectation"), ("p", "perception")):
            items[f"{side}{j}"] = scale | {"role": role, "characteristic": f"c{j}"}
    items["y"] = scale | {"role": "overall"}
    study = cs.Study.from_dict({"id": "x", "title": "X", "items": items})
    rng = np.random.default_rng(5)
    answers = pd.DataFrame(rng.integers(1, 8, (90, 5)), columns=list(items))
    wave = cs.Wave.from_frame(answers, study=study)
    given = cs.polynomial_gap(wave, "y", ["e1", "e2"], ["p1", "p2"])
    assert cs.polynomial_gap(wave).table.equals(given.table)
    with pytest.raises(ValueError, match="perception=None: give both sides"):
        cs.polynomial_gap(wave, "y", "e1")
