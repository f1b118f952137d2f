"""Is the reliability of gaps what was worked out, and its error the jackknife's?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods._messages import plain


def test_the_dimensions_of_the_kiosk_survey(kiosk, dimensions, worked):
    table = cs.gap_reliability(kiosk, dimensions).table.set_index("term")
    for column in (
        "alpha_expectation",
        "alpha_perception",
        "correlation",
        "difference_reliability",
        "alpha_gap",
    ):
        assert table[column].tolist() == pytest.approx(worked[column], abs=5.001e-4)
    assert table["estimate"].tolist() == table["difference_reliability"].tolist()


def test_more_than_half_of_the_kiosk_s_expectations_stand_at_the_top(kiosk):
    # worked beforehand: 54 per cent of all expectation answers are the top box;
    # the correlation of a person's mean expectation and perception is .364
    sides = [[f"{side}{i:02}" for i in range(1, 25)] for side in "EP"]
    row = cs.gap_reliability(kiosk, {"all": tuple(sides)})["all"]
    assert row["ceiling"] == pytest.approx(0.54, abs=5e-3)
    assert row["correlation"] == pytest.approx(0.364, abs=5e-4)
    frame = kiosk.frame
    answers, perceived = (frame[side].to_numpy() for side in sides)
    assert row["ceiling"] == pytest.approx((answers == 7).mean())
    assert row["floor"] == pytest.approx((answers == 1).mean())
    assert row["inversions"] == pytest.approx((perceived > answers).mean())


def parallel(correlation, people=4000, k=4, seed=2):
    """Return answers whose sides have reliability .8 and true scores that correlate."""
    rng = np.random.default_rng(seed)
    shape = [[1, correlation], [correlation, 1]]
    true = rng.multivariate_normal([0, 0], shape, people)
    # alpha = k v / (k v + 1) = .8 with error variance 1 and true variance v = 4 / k
    scores = np.repeat(true * np.sqrt(4 / k), k, axis=1)
    frame = pd.DataFrame(scores + rng.normal(size=(people, 2 * k)))
    frame.columns = [*(f"e{i}" for i in range(k)), *(f"p{i}" for i in range(k))]
    pairs = {"x": ([f"e{i}" for i in range(k)], [f"p{i}" for i in range(k)])}
    return frame, pairs


@pytest.mark.parametrize(
    ("observed", "expected"), [(0.5, 0.60), (0.0, 0.80), (0.8, 0.0)]
)
def test_simulated_sides_have_the_reliability_of_the_formula(observed, expected):
    frame, pairs = parallel(observed / 0.8)
    row = cs.gap_reliability(cs.Wave.from_frame(frame), pairs)["x"]
    assert row["estimate"] == pytest.approx(expected, abs=4 * row["se"])
    assert row["alpha_gap"] == pytest.approx(expected, abs=4 * row["alpha_gap_se"])
    assert row["se"] < 0.05


DESIGNS = {
    "plain": (1, {}),
    "weights": (1, {"weights": "w"}),
    "strata": (1, {"weights": "w", "strata": "h"}),
    "clusters": (4, {"weights": "w", "clusters": "u"}),
    "strata with clusters": (4, {"weights": "w", "strata": "h", "clusters": "u"}),
    "finite population": (1, {"strata": "h", "population_size": "size"}),
}


@pytest.mark.parametrize("name", DESIGNS)
def test_the_linearised_error_is_the_jackknifes(name):
    # both are ratios of quadratic forms: the second order, 1 / n, shows at 200 units
    per_unit, design = DESIGNS[name]
    frame, pairs = parallel(0.4, people=200 * per_unit)
    rng = np.random.default_rng(5)
    frame["u"] = np.repeat(np.arange(200), per_unit)
    frame["h"] = frame["u"] % 4
    frame["w"] = rng.uniform(1, 2, len(frame))
    frame["size"] = 400
    wave = cs.Wave.from_frame(frame, **design)
    linear = cs.gap_reliability(wave, pairs)["x"]
    again = cs.gap_reliability(cs.replicate(wave, method="jkn"), pairs)["x"]
    for column in ("se", "alpha_gap_se"):
        assert linear[column] == pytest.approx(again[column], rel=0.04)
    assert linear["estimate"] == pytest.approx(again["estimate"])


def test_at_a_thousand_units_the_jackknife_gives_the_same_error():
    frame, pairs = parallel(0.4, people=1000)
    frame["w"] = np.random.default_rng(5).uniform(1, 2, 1000)
    wave = cs.Wave.from_frame(frame, weights="w")
    linear = cs.gap_reliability(wave, pairs)["x"]
    again = cs.gap_reliability(cs.replicate(wave, method="jkn"), pairs)["x"]
    for column in ("se", "alpha_gap_se"):
        assert linear[column] == pytest.approx(again[column], rel=0.0075)


def test_the_error_is_the_spread_of_estimates_over_surveys():
    # it lies below the jackknife's and above what chance of 400 surveys allows
    rng = np.random.default_rng(8)
    found = []
    for _ in range(400):
        frame, pairs = parallel(0.4, people=200, seed=int(rng.integers(2**31)))
        row = cs.gap_reliability(cs.Wave.from_frame(frame), pairs)["x"]
        found.append(row[["estimate", "se", "alpha_gap", "alpha_gap_se"]])
    table = pd.DataFrame(found)
    for estimate, error in (("estimate", "se"), ("alpha_gap", "alpha_gap_se")):
        typical = np.sqrt((table[error] ** 2).mean())
        assert typical == pytest.approx(table[estimate].std(), rel=4 / np.sqrt(800))


def test_the_interval_stands_on_the_scale_of_what_is_left(kiosk, dimensions):
    row = cs.gap_reliability(kiosk, dimensions)["tangible"]
    left = np.log(1 - row[["ci_low", "estimate", "ci_high"]].astype(float))
    assert left.iloc[0] - left.iloc[1] == pytest.approx(left.iloc[1] - left.iloc[2])
    reach = 1.971547 * row["se"] / (1 - row["estimate"])  # t of 206 degrees
    assert left.iloc[0] - left.iloc[1] == pytest.approx(reach, rel=1e-6)


def test_the_error_carries_two_chained_weighting_steps():
    frame, pairs = parallel(0.4, people=200)
    rng = np.random.default_rng(6)
    frame["sex"] = rng.choice(["f", "m"], 200)
    frame["orders"] = frame["p0"].clip(-1, 1) + 3
    raked = cs.rake(cs.Wave.from_frame(frame), {"sex": {"f": 110, "m": 90}})
    people = raked.weights.groupby(frame["sex"]).sum().to_dict()
    total = float((raked.weights * frame["orders"]).sum())
    wave = cs.calibrate(raked, {"sex": people, "orders": total * 1.02})
    linear = cs.gap_reliability(wave, pairs)["x"]
    again = cs.gap_reliability(cs.replicate(wave, method="jkn"), pairs)["x"]
    assert linear["se"] == pytest.approx(again["se"], rel=0.04)


def test_weights_of_one_and_their_scale_change_nothing(kiosk, dimensions):
    frame = kiosk.frame.copy()
    plain = cs.gap_reliability(kiosk, dimensions).table
    frame = pd.concat([frame, pd.Series(3.0, frame.index, name="w")], axis=1)
    weighted = cs.Wave.from_frame(frame, weights="w", scales=kiosk.scales)
    table = cs.gap_reliability(weighted, dimensions).table
    numbers = plain.select_dtypes("number").columns
    assert table[numbers].to_numpy() == pytest.approx(plain[numbers].to_numpy())


# -------------------------------------------------------------- edges, faults
def test_single_items_show_room_but_no_reliability():
    frame = pd.DataFrame({"e": [7, 7, 5, 1], "p": [5, 6, 6, 4]})
    wave = cs.Wave.from_frame(frame, scales={"e": (1, 7), "p": (1, 7)})
    result = cs.gap_reliability(wave, {"speed": ("e", "p")})
    row = result["speed"]
    assert row[["ceiling", "floor", "inversions"]].tolist() == [0.5, 0.25, 0.5]
    assert row["correlation"] == pytest.approx(frame.corr().iloc[0, 1])
    missing = ["estimate", "se", "alpha_gap", "alpha_gap_se", "alpha_expectation"]
    assert row[missing].isna().all()
    assert str(result.notes[-1]).endswith("speed.")


def test_expectations_all_alike_have_no_reliability():
    frame, pairs = parallel(0.3, people=50)
    frame[[f"e{i}" for i in range(4)]] = 7
    row = cs.gap_reliability(cs.Wave.from_frame(frame), pairs)["x"]
    missing = ["estimate", "se", "alpha_expectation", "correlation"]
    assert row[missing].isna().all()
    assert row["alpha_gap"] == pytest.approx(row["alpha_perception"])


@pytest.mark.parametrize("people", [0, 1])
def test_too_few_people_have_no_reliability(people):
    frame, pairs = parallel(0.3, people=5)
    frame.loc[people:, "e0"] = np.nan
    row = cs.gap_reliability(cs.Wave.from_frame(frame), pairs)["x"]
    assert row["n"] == people
    assert row[["estimate", "se", "alpha_gap", "correlation"]].isna().all()


def test_pairs_come_from_the_study_s_constructs():
    items = {
        f"{side}{i}": {
            "role": role,
            "answers": [1, 2, 3, 4, 5],
            "characteristic": f"c{i}",
        }
        for side, role in (("e", "expectation"), ("p", "perception"))
        for i in range(4)
    }
    study = cs.Study.from_dict(
        {
            "id": "x",
            "title": "X",
            "items": items,
            "constructs": {"staff": {"items": ["p0", "p1", "p2", "p3"]}},
        }
    )
    frame, pairs = parallel(0.3, people=60)
    wave = cs.Wave.from_frame(frame.round().clip(-2, 2) + 3, study=study)
    result = cs.gap_reliability(wave)
    assert result.about == {"staff": tuple(pairs["x"][0] + pairs["x"][1])}


def test_faults_are_those_of_gap_scores(kiosk):
    with pytest.raises(ValueError, match="2 expectations and 1 perceptions"):
        cs.gap_reliability(kiosk, {"x": (["E01", "E02"], "P01")})
    with pytest.raises(ValueError, match="level=95"):
        cs.gap_reliability(kiosk, {"x": ("E01", "P01")}, level=95)
    with pytest.raises(ValueError, match="Left out"):
        cs.gap_reliability(kiosk)


# ------------------------------------------------------------------ sentences
def test_the_headline_advises_what_to_compare_customers_by(kiosk, dimensions):
    assert cs.gap_reliability(kiosk, dimensions).summary() == (
        "5 of 8 gaps are too unreliable to compare single customers by, most so "
        "tangible (0.32, where 0.70 is needed): compare them by perception."
    )
    good = cs.gap_reliability(kiosk, {"security": dimensions["security"]})
    assert good.summary().startswith(
        "The gap at security is reliable enough to compare single customers by (0.83, "
        "0.7"
    )


def test_a_gap_whose_reliability_is_clearly_low_gives_way_to_perception(
    kiosk, dimensions
):
    result = cs.gap_reliability(kiosk, dimensions)
    found = {f.subject: f for f in result.findings({"gap_reliability": 0.7})}
    verdicts = {name: each.verdict for name, each in found.items()}
    assert verdicts["tangible"] == "bad"  # .32, from .10 to .49
    assert verdicts["control"] == "undecided"  # .67, from .55 to .75
    assert verdicts["security"] == "good"  # .83, from .78 to .87
    assert plain(found["tangible"].message).endswith(
        "too unreliable to compare single customers by (0.32, 0.10 to 0.49): compare "
        "them by perception."
    )


def test_single_items_give_no_advice(kiosk):
    result = cs.gap_reliability(kiosk, {"first": ("E01", "P01")})
    assert result.findings({"gap_reliability": 0.7}) == ()
    assert "207 of 207" in result.summary()
