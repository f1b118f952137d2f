"""Are the parts of R² those of R, with errors by the design?"""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

import csat_methods as cs
from csat_methods import _messages

PARTS = {
    "lmg": "lmg",
    "dominance": "lmg",
    "johnson": "johnson",
    "pratt": "pratt",
    "first": "first",
    "last": "last",
}
Q = ["q1", "q2", "q3"]


def survey(n=200, seed=2):
    rng = np.random.default_rng(seed)
    person = rng.normal(size=(n, 1))
    x = person + rng.normal(size=(n, 4)) * [0.7, 1, 1.5, 3]
    frame = pd.DataFrame(x, columns=["overall", *Q])
    return frame.assign(w=rng.uniform(1, 3, n), city=rng.choice(["A", "B"], n))


def r_squared(frame, columns):
    if not columns:
        return 0.0
    x = frame[list(columns)].to_numpy()
    x = np.column_stack([np.ones(len(x)), x])
    y = frame["overall"].to_numpy()
    residual = y - x @ np.linalg.lstsq(x, y)[0]
    return 1 - residual @ residual / ((y - y.mean()) @ (y - y.mean()))


def test_lmg_is_the_mean_over_all_orders():
    frame = survey()
    wanted = dict.fromkeys(Q, 0.0)
    for order in permutations(Q):
        for i, name in enumerate(order):
            step = r_squared(frame, order[: i + 1]) - r_squared(frame, order[:i])
            wanted[name] += step / 6
    result = cs.relative_importance(cs.Wave.from_frame(frame), "overall", Q)
    found = result.table.set_index("term")["estimate"].to_dict()
    assert found == pytest.approx(wanted, rel=1e-10)
    assert result.r_squared == pytest.approx(r_squared(frame, Q), rel=1e-12)


@pytest.mark.parametrize("method", PARTS)
@pytest.mark.parametrize("name", ["attitude", "swiss", "bank_12"])
def test_the_parts_are_rs(name, method, reference, reference_data):
    case = reference(f"survey/drivers/{name}")
    columns, values = case["columns"], case["values"]
    data = reference_data(case["data"])[[columns["outcome"], *columns["drivers"]]]
    wave = cs.Wave.from_frame(data.dropna().astype(float))
    result = cs.relative_importance(
        wave, columns["outcome"], columns["drivers"], method=method
    )
    table = result.table.set_index("term")
    assert table["estimate"].to_dict() == pytest.approx(
        values[PARTS[method]], rel=1e-9, abs=1e-12
    )
    assert result.r_squared == pytest.approx(values["R2"], rel=1e-9)
    assert table["slope"].to_dict() == pytest.approx(
        values["beta_standardised"], rel=1e-9
    )
    squared = (table["correlation"] ** 2).to_dict()
    assert squared == pytest.approx(values["first"], rel=1e-9)


def test_one_driver_alone_has_all_of_r_squared():
    # Chatterjee and Price's attitude data: rating and complaints correlate .8254.
    rating = "43 63 71 61 81 43 58 71 72 67 64 67 69 68 77 81 74 65 65 50 50 64 53 40 "
    rating += "63 66 78 48 85 82"
    complaints = "51 64 70 63 78 55 67 75 82 61 53 60 62 83 77 90 85 60 70 58 40 61 66 "
    complaints += "37 54 77 75 57 85 82"
    rows = pd.DataFrame({"rating": rating.split(), "complaints": complaints.split()})
    rows = rows.astype(float)
    result = cs.relative_importance(
        cs.Wave.from_frame(rows), "rating", ["complaints"], method="lmg"
    )
    assert result.estimate == pytest.approx(0.6813, abs=5e-5)
    assert result.table["share"][0] == 1


def test_dominance_is_domirs(reference, reference_data):
    case = reference("survey/drivers/dominance")
    for data, outcome in zip(case["data"], case["columns"]["outcome"], strict=True):
        values = case["values"][data.removesuffix(".csv")]
        names = list(values["general"])
        wave = cs.Wave.from_frame(reference_data(data)[[outcome, *names]].astype(float))
        result = cs.relative_importance(wave, outcome, names, method="dominance")
        general = result.table.set_index("term")["estimate"].to_dict()
        assert general == pytest.approx(values["general"], rel=1e-9)
        wanted = np.array(values["conditional"]["data"], float)
        assert result.conditional.to_numpy() == pytest.approx(wanted, rel=1e-8)
        wanted = np.array(values["complete"]["data"], float)
        assert np.array_equal(result.complete.to_numpy(), wanted, equal_nan=True)
        assert list(result.complete.columns) == names


def test_weights_designs_and_categories_are_relaimpos(reference, reference_data):
    case = reference("survey/drivers/weighted")
    columns, values = case["columns"], case["values"]
    outcome, drivers = columns["outcome"], columns["drivers"]
    data = reference_data(case["data"])
    design = {"weights": columns["weight"], "strata": columns["strata"]}
    design["population_size"] = columns["fpc"]
    for how, name in (({}, "unweighted"), (design, "weighted"), (design, "design")):
        wave = cs.Wave.from_frame(data, **how)
        for method in ("lmg", "last", "first", "pratt"):
            if method in values[name]:
                result = cs.relative_importance(wave, outcome, drivers, method=method)
                found = result.table.set_index("term")["estimate"].to_dict()
                assert found == pytest.approx(values[name][method], rel=1e-8, abs=1e-12)
                assert result.r_squared == pytest.approx(values[name]["R2"], rel=1e-9)
    assert (result.table["n"] == values["n"]).all()
    result = cs.relative_importance(wave, outcome, drivers, method="johnson")
    found = result.table.set_index("term")["estimate"].to_dict()
    assert found == pytest.approx(values["johnson_weighted"], rel=1e-9)
    # The factor case leaves out rows without avg.ed as well.
    held = wave.where(wave.frame["avg.ed"].notna(), name="avg.ed known")
    group = cs.relative_importance(
        held, outcome, ["stype", "ell", "meals", "mobility"], method="lmg"
    )
    found = group.table.set_index("term")["estimate"].to_dict()
    assert found == pytest.approx(values["factor"]["lmg"], rel=1e-8)
    assert group.r_squared == pytest.approx(values["factor"]["R2"], rel=1e-9)


@given(st.integers(0, 60))
def test_the_parts_add_up_to_r_squared(seed):
    wave = cs.Wave.from_frame(survey(40, seed), weights="w")
    for method in ("lmg", "johnson", "pratt", "dominance"):
        result = cs.relative_importance(wave, "overall", Q, method=method)
        assert result.table["estimate"].sum() == pytest.approx(result.r_squared)
        assert result.table["share"].sum() == pytest.approx(1)
    lmg = cs.relative_importance(wave, "overall", Q)
    assert (lmg.table["estimate"] >= 0).all()


@given(st.floats(0.01, 100), st.integers(0, 20))
def test_units_and_a_common_weight_change_nothing(factor, seed):
    frame = survey(60, seed)
    plain = cs.relative_importance(cs.Wave.from_frame(frame), "overall", Q).table
    frame = frame.assign(w=factor, q1=frame["q1"] * factor - 2)
    other = cs.relative_importance(
        cs.Wave.from_frame(frame, weights="w"), "overall", Q
    ).table
    columns = ["estimate", "se", "share", "r_squared", "correlation", "slope"]
    assert other[columns].to_numpy() == pytest.approx(plain[columns].to_numpy())


def test_a_weight_of_two_is_two_alike_respondents():
    frame = survey(60)
    weights = np.where(np.arange(60) < 20, 2.0, 1.0)
    twice = pd.concat([frame, frame.iloc[:20]], ignore_index=True)
    weighted = cs.Wave.from_frame(frame.assign(w=weights), weights="w")
    a = cs.relative_importance(weighted, "overall", Q).table["estimate"]
    b = cs.relative_importance(cs.Wave.from_frame(twice), "overall", Q).table[
        "estimate"
    ]
    assert a.to_numpy() == pytest.approx(b.to_numpy(), rel=1e-12)


@pytest.mark.parametrize("method", [m for m in PARTS if m != "dominance"])
@pytest.mark.parametrize("by", [None, "city"])
def test_the_linearised_error_is_the_jackknifes(method, by):
    wave = cs.Wave.from_frame(survey(600 if by else 200), weights="w")
    how = {"method": method, "by": by}
    linear = cs.relative_importance(wave, "overall", Q, **how)
    again = cs.relative_importance(cs.replicate(wave), "overall", Q, **how)
    assert linear.table["estimate"].to_numpy() == pytest.approx(
        again.table["estimate"], rel=1e-9
    )
    # A part near zero is a bad case for any linearisation: it is held to a share of
    # the largest error.
    slack = 0.02 * linear.table["se"].max()
    assert linear.table["se"].to_numpy() == pytest.approx(
        again.table["se"], rel=0.03, abs=slack
    )


def test_the_interval_covers():
    # Population: overall = q1 + q2 + noise; correlations known, so are the parts.
    S = np.array([[1, 0.5, 0.5], [0.5, 1, 0.3], [0.5, 0.3, 1]])
    both = 2 * 0.25 * (1 - 0.3) / (1 - 0.09)
    truth = both / 2
    rng, held = np.random.default_rng(9), 0
    root = np.linalg.cholesky(S).T
    for _ in range(600):
        x = rng.normal(size=(150, 3)) @ root
        wave = cs.Wave.from_frame(pd.DataFrame(x, columns=["overall", "q1", "q2"]))
        row = cs.relative_importance(wave, "overall", ["q1", "q2"])["q1"]
        held += row["ci_low"] <= truth <= row["ci_high"]
    # Four Monte Carlo errors of 600 samples: 3.6 points.
    assert held / 600 == pytest.approx(0.95, abs=0.036)


def test_two_drivers_alike_receive_equal_parts():
    # Alike in all that counts: the same variances and correlations with everything.
    x = np.random.default_rng(3).normal(size=(50, 3))
    x -= x.mean(axis=0)
    x = np.linalg.qr(x)[0]
    R = np.array([[1, 0.6, 0.6], [0.6, 1, 0.9], [0.6, 0.9, 1]])
    frame = pd.DataFrame(x @ np.linalg.cholesky(R).T, columns=["overall", "q1", "q2"])
    result = cs.relative_importance(cs.Wave.from_frame(frame), "overall", ["q1", "q2"])
    assert result["q1"]["estimate"] == pytest.approx(result["q2"]["estimate"])
    assert result.table["leads"].all()


def test_the_largest_driver_is_among_the_leaders():
    # The truly largest is left out in five samples of a hundred at most; 200 samples,
    # four Monte Carlo errors: 6.2 points.
    missed = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        x = rng.normal(size=(120, 1)) + rng.normal(size=(120, 4)) * [1, 1, 1.03, 1.03]
        wave = cs.Wave.from_frame(pd.DataFrame(x, columns=["overall", *Q]))
        missed += not cs.relative_importance(wave, "overall", Q)["q1"]["leads"]
    assert missed / 200 < 0.05 + 0.062


def test_a_permuted_outcome_leaves_parts_near_zero():
    frame = survey(2000)
    shuffled = np.random.default_rng(1).permutation(frame["overall"])
    wave = cs.Wave.from_frame(frame.assign(overall=shuffled))
    result = cs.relative_importance(wave, "overall", Q)
    assert (result.table["estimate"] < 0.01).all()


def test_leaving_out_a_driver_that_matters_is_noticed():
    wave = cs.Wave.from_frame(survey())
    whole = cs.relative_importance(wave, "overall", Q)
    without = cs.relative_importance(wave, "overall", Q[1:])
    assert without.r_squared < whole.r_squared - 0.1


def test_a_planted_driver_ranks_first_in_95_of_100_samples():
    first = 0
    for seed in range(100):
        wave = cs.Wave.from_frame(survey(250, seed))
        table = cs.relative_importance(wave, "overall", Q).table
        first += table["term"][table["estimate"].idxmax()] == "q1"
    assert first >= 95


def test_segments_have_blocks_and_their_own_r_squared():
    frame = survey()
    wave = cs.Wave.from_frame(frame, weights="w")
    result = cs.relative_importance(wave, "overall", Q, by="city")
    assert result.keys == ("city", "term")
    assert result.table["city"].tolist() == ["A"] * 3 + ["B"] * 3
    alone = cs.relative_importance(wave.where(wave.frame["city"] == "B"), "overall", Q)
    assert result.row(city="B", term="q1")["se"] == pytest.approx(alone["q1"]["se"])
    assert result.r_squared.to_dict() == pytest.approx(
        {"A": result.table["r_squared"][0], "B": alone.r_squared}
    )
    covariance = result.covariance.to_numpy()
    assert np.sqrt(np.diag(covariance)) == pytest.approx(result.table["se"])


def test_a_segment_without_answers_is_missing_and_noted():
    frame = survey()
    frame.loc[frame["city"] == "B", "q2"] = 3.0
    result = cs.relative_importance(cs.Wave.from_frame(frame), "overall", Q, by="city")
    assert result.table["estimate"].isna().tolist() == [False] * 3 + [True] * 3
    assert result.table["leads"].tolist()[3:] == [False] * 3
    assert any("Segments without an estimate: 1" in str(n) for n in result.notes)


def test_only_people_who_answered_everything_count():
    frame = survey()
    frame.loc[:19, "q3"] = np.nan
    frame.loc[15:29, "overall"] = np.nan
    result = cs.relative_importance(cs.Wave.from_frame(frame), "overall", Q)
    assert (result.table["n"] == 170).all()
    assert result.about["q1"] == ("overall", *Q)


@pytest.mark.parametrize(
    ("change", "how", "error", "match"),
    [
        ({}, {"method": "shap"}, ValueError, "method='shap' must be one of lmg"),
        ({}, {"level": 1.5}, ValueError, r"level=1\.5 must lie"),
        ({}, {"predictors": ["q1", "q7"]}, KeyError, "q7"),
        ({}, {"predictors": ["overall"]}, ValueError, "among the predictors"),
        ({"q1": 2.0}, {}, ValueError, r"columns=\['q1'\] are constant"),
        ({"q1": np.nan}, {}, ValueError, "0 people answered the outcome"),
        (
            {},
            {"by": "city", "method": "dominance"},
            ValueError,
            r"by=\['city'\]: method='dominance'",
        ),
    ],
)
def test_bad_input_is_refused(change, how, error, match):
    wave = cs.Wave.from_frame(survey().assign(**change))
    with pytest.raises(error, match=match):
        cs.relative_importance(wave, "overall", **({"predictors": Q} | how))


@pytest.fixture
def many():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(400, 1)) + rng.normal(size=(400, 31))
    frame = pd.DataFrame(x, columns=["overall", *(f"d{i}" for i in range(30))])
    return cs.Wave.from_frame(frame)


def test_too_many_drivers_are_refused(many):
    with pytest.raises(ValueError, match="predictors=30: all subsets of at most 22"):
        cs.relative_importance(many, "overall", list(many.frame)[1:])


def test_past_what_can_be_ordered_relative_weights_divide_the_same(many):
    # Genizi (1993): with Z = X R^(-1/2), weights are (R^(1/2))^2 times (Z'y)^2 / n^2.
    drivers = list(many.frame)[1:]
    result = cs.relative_importance(many, "overall", drivers, method="auto")
    assert result.method == "Relative weights (Johnson)"
    z = ((many.frame - many.frame.mean()) / many.frame.std(ddof=0)).to_numpy()
    values, vectors = np.linalg.eigh(z[:, 1:].T @ z[:, 1:] / 400)
    root = vectors * np.sqrt(values) @ vectors.T
    told = (z[:, 1:] @ np.linalg.inv(root)).T @ z[:, 0] / 400
    expected = root**2 @ told**2
    np.testing.assert_allclose(result.table["estimate"], expected, rtol=1e-9)
    assert result.table["estimate"].sum() == pytest.approx(result.r_squared)
    few = cs.relative_importance(many, "overall", drivers[:5], method="auto")
    assert few.method == "Relative importance (LMG)"
    plan = cs.importance_performance(
        many, performance=drivers, importance="derived", outcome="overall"
    )
    np.testing.assert_allclose(plan.table["importance"], expected, rtol=1e-9)


def test_one_respondent_is_refused():
    with pytest.raises(ValueError, match="1 people answered the outcome"):
        cs.relative_importance(cs.Wave.from_frame(survey(1)), "overall", Q)


def test_the_headline_names_leaders_only_if_they_lead():
    result = cs.relative_importance(cs.Wave.from_frame(survey(2000)), "overall", Q)
    assert result.summary() == "q1 goes most with overall."
    assert result.table["leads"].tolist() == [True, False, False]
    few = cs.relative_importance(cs.Wave.from_frame(survey(12)), "overall", Q)
    assert few.summary() == (
        "None of the 3 drivers clearly goes more closely with overall than the others."
    )
    some = replace(result, table=result.table.assign(leads=[True, True, False]))
    assert some.summary() == "q1, q2 go most with overall; their order is undecided."
    for rows in (0, 1):
        assert replace(result, table=result.table.iloc[:rows]).summary()
    with _messages.language("en-XA"):
        assert "most" not in result.summary()
        assert "True" not in repr(result)


def test_a_sentence_says_the_share():
    result = cs.relative_importance(cs.Wave.from_frame(survey()), "overall", Q)
    row = result.table.to_dict("records")[0]
    words = str(result.sentence(row, "undecided"))
    assert words.startswith(f"q1: {row['share']:.1%} of what all drivers account for")
