"""Do respondents stand for all, as R and the textbooks weight them?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

LOHR = {  # Lohr (2010), table 8.1: sums of weights of all, and of respondents
    "15-24": (30_322, 18_693, 1.622),
    "25-34": (33_013, 28_143, 1.173),
    "35-44": (27_046, 24_371, 1.110),
    "45-64": (29_272, 28_138, 1.040),
    "65+": (30_451, 30_451, 1.000),
}


@pytest.fixture
def schools(reference_data):
    frame = reference_data("apistrat")
    frame = frame.assign(r=(frame["comp.imp"] == "Yes").astype(int))
    return cs.Wave.from_frame(
        frame, weights="pw", strata="stype", population_size="fpc"
    )


def factors(made, wave, by):
    ratio = (made.weights / wave.weights)[made.domain]
    return ratio.groupby([wave.frame[name] for name in by]).first().to_dict()


# --------------------------------------------------------------------- cells
def test_weighting_classes_are_lohrs():
    rows = [(c, s, r) for c, (a, s, _) in LOHR.items() for r in (1, 0)]
    frame = pd.DataFrame(rows, columns=["age", "w", "r"])
    rest = {c: a - s for c, (a, s, _) in LOHR.items()}
    frame["w"] = frame["w"].where(frame["r"] == 1, frame["age"].map(rest)).astype(float)
    wave = cs.Wave.from_frame(frame, weights="w")
    made = cs.adjust_nonresponse(wave, responded="r", by="age")
    found = factors(made, wave, ["age"])
    assert found == pytest.approx({c: f for c, (*_, f) in LOHR.items()}, abs=6e-4)


def test_cells_are_rs(reference, schools):
    values = reference("survey/weighting/nonresponse")["values"]
    made = cs.adjust_nonresponse(schools, responded="r", by="stype")
    expected = values["cell_factor_stype"]
    assert factors(made, schools, ["stype"]) == pytest.approx(expected, rel=1e-12)
    mean, total = values["adjusted_mean_cells"], values["weight_sum_cells"]
    assert cs.means(made, "api00").estimate == pytest.approx(mean, rel=1e-12)
    assert made.weights.sum() == pytest.approx(total, rel=1e-12)
    size = values["kish_after"]["n_eff"]
    assert cs.effective_sample_size(made) == pytest.approx(size, rel=1e-12)


def test_a_cell_without_respondents_is_joined_and_said_aloud(reference, schools):
    values = reference("survey/weighting/nonresponse")["values"]
    expected = values["cell_factor_stype_schwide"]
    made = cs.adjust_nonresponse(schools, responded="r", by=["stype", "sch.wide"])
    found = factors(made, schools, ["stype", "sch.wide"])
    for cell in (("E", "No"), ("E", "Yes"), ("H", "No"), ("H", "Yes")):
        assert found[cell] == pytest.approx(expected[".".join(cell)], rel=1e-12)
    assert expected["M.No"] == "Inf"
    middle = values["cell_factor_stype"]["M"]
    assert found["M", "Yes"] == pytest.approx(middle, rel=1e-12)
    assert [str(note) for note in made.notes] == [
        "Too few people answered in the cell M, No; it was joined to M, Yes."
    ]


# ---------------------------------------------------------------- propensity
def test_propensity_weights_are_rs(reference, schools):
    values = reference("survey/weighting/nonresponse")["values"]["propensity_weighted"]
    made = cs.adjust_nonresponse(
        schools, responded="r", method="propensity", predictors=["stype", "meals"]
    )
    mean = cs.means(made, "api00").estimate
    assert mean == pytest.approx(values["mean"], rel=1e-10)
    assert made.weights.sum() == pytest.approx(values["weight_sum"], rel=1e-10)


def test_propensity_classes_are_rs(reference, schools):
    values = reference("survey/weighting/nonresponse")["values"]["classes"]
    made = cs.adjust_nonresponse(
        schools,
        responded="r",
        method="propensity_classes",
        predictors=["stype", "meals"],
    )
    ratio = (made.weights / schools.weights)[made.domain]
    found = sorted(set(ratio.round(10)))
    assert found == pytest.approx(sorted(values["factor"].values()), rel=1e-9)


def test_the_propensity_of_one_category_gives_its_cells(schools):
    cells = cs.adjust_nonresponse(schools, responded="r", by="stype")
    logit = cs.adjust_nonresponse(
        schools, responded="r", method="propensity", predictors="stype"
    )
    assert logit.weights.tolist() == pytest.approx(cells.weights.tolist(), rel=1e-9)
    a, b = cs.means(logit, "api00"), cs.means(cells, "api00")
    assert a.se == pytest.approx(b.se, rel=1e-8)


# ---------------------------------------------------------------- properties
def sample(seed, n=60):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "w": rng.uniform(1, 3, n),
            "cell": np.arange(n) % 3,
            "status": rng.choice(["r", "n", "u", "i"], n, p=[0.5, 0.2, 0.2, 0.1]),
            "q1": rng.normal(size=n),
        }
    )
    frame.loc[:11, "status"] = list("rnuirnuirnui")
    frame.loc[:11, "cell"] = np.repeat([0, 1, 2], 4)
    for name, letter in (("r", "r"), ("unknown", "u"), ("ineligible", "i")):
        frame[name] = (frame["status"] == letter).astype(int)
    return frame


@hypothesis.given(st.integers(0, 3000))
def test_unknown_eligibility_is_shared_by_all_then_nonresponse_by_the_eligible(seed):
    # Valliant, Dever and Kreuter (2018), eq. 13.5 and 13.8
    frame = sample(seed)
    wave = cs.Wave.from_frame(frame, weights="w")
    made = cs.adjust_nonresponse(
        wave, responded="r", by="cell", unknown="unknown", ineligible="ineligible"
    )
    sums = frame.pivot_table("w", "cell", "status", "sum")
    known = sums.sum(axis=1) / (sums["r"] + sums["n"] + sums["i"])
    factor = known * (sums["r"] + sums["n"]) / sums["r"]
    answered = frame["r"] == 1
    expected = frame["w"] * frame["cell"].map(factor)
    assert made.weights[answered].to_numpy() == pytest.approx(expected[answered])
    assert (made.weights[frame["status"].isin(["n", "u"])] == 0).all()
    assert made.domain.tolist() == answered.tolist()
    away = made.weights[frame["status"] == "i"].sum()
    assert made.weights[answered].sum() + away == pytest.approx(frame["w"].sum())


@hypothesis.given(st.integers(0, 3000), st.permutations(range(60)))
def test_shuffling_rows_changes_no_weight(seed, turn):
    frame = sample(seed)
    made = [
        cs.adjust_nonresponse(
            cs.Wave.from_frame(each, weights="w"),
            responded="r",
            by="cell",
            unknown="unknown",
            ineligible="ineligible",
        ).weights.sort_index()
        for each in (frame, frame.iloc[turn])
    ]
    assert made[0].to_numpy() == pytest.approx(made[1].to_numpy(), rel=1e-12)


@pytest.mark.parametrize("method", ["cells", "propensity", "propensity_classes"])
def test_full_response_changes_no_weight_and_no_error(method):
    frame = sample(1).assign(r=1)
    wave = cs.Wave.from_frame(frame, weights="w")
    if method == "propensity":
        with pytest.raises(ValueError, match="predictors separate"):
            cs.adjust_nonresponse(wave, responded="r", method=method, predictors="q1")
        return
    if method == "propensity_classes":
        frame.loc[frame.index % 5 == 0, "r"] = 0
        wave = cs.Wave.from_frame(frame, weights="w")
        made = cs.adjust_nonresponse(
            wave, responded="r", method=method, predictors="cell"
        )
        assert made.weights.sum() == pytest.approx(frame["w"].sum())
        return
    made = cs.adjust_nonresponse(wave, responded="r", by="cell")
    assert made.weights.tolist() == frame["w"].tolist()
    assert cs.means(made, "q1").se == pytest.approx(cs.means(wave, "q1").se)


def test_each_replicate_is_adjusted_anew():
    frame = sample(2)
    wave = cs.Wave.from_frame(frame, weights="w")
    made = cs.adjust_nonresponse(
        wave.where(frame["status"].isin(["r", "n"])), responded="r", by="cell"
    )
    weights = cs.replicate(made, method="jk1").design.replicates.weights
    inside = frame["status"].isin(["r", "n"]).to_numpy()
    for r in range(0, 60, 7):
        base = frame["w"].to_numpy() * 60 / 59
        base[r] = 0
        for cell in range(3):
            own = inside & (frame["cell"] == cell).to_numpy()
            assert weights[own, r].sum() == pytest.approx(base[own].sum())


def test_the_step_is_in_the_ledger():
    frame = sample(3)
    wave = cs.Wave.from_frame(frame, weights="w")
    made = cs.adjust_nonresponse(
        wave, responded="r", unknown="unknown", ineligible="ineligible"
    )
    counts = frame["status"].value_counts()
    entry = made.ledger[-1]
    assert (entry.step, entry.before, entry.after) == (
        "adjust_nonresponse",
        60,
        counts["r"],
    )
    silent = counts["n"] + counts["u"]
    assert str(entry.detail) == (
        f"{counts['r']} people stand for {silent} who did not answer"
    )
    assert [s.name for s in made.design.steps] == [
        "unknown_eligibility",
        "adjust_nonresponse",
    ]


# -------------------------------------------------------------------- faults
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"responded": "q1"}, "responded='q1': .* in row 0 must be 0 or 1"),
        ({"responded": "nobody"}, "responded='nobody': nobody with a weight answered"),
        ({"responded": "r", "method": "guess"}, "method='guess' must be one of cells"),
        ({"responded": "r", "minimum": 0}, "minimum=0 must be a whole number from 1"),
        ({"responded": "r", "predictors": "q1"}, "predictors='q1': propensities need"),
        (
            {"responded": "r", "method": "propensity"},
            "predictors=None: propensities need",
        ),
        ({"responded": "r", "unknown": "r"}, "row 0 is two of them at once"),
        ({"responded": "r", "by": "blank"}, r"by=\['blank'\]: 2 people have no value"),
        (
            {"responded": "r", "method": "propensity", "predictors": ["blank"]},
            "predictors: 2 people have no value of 'blank'",
        ),
        (
            {"responded": "r", "method": "propensity", "predictors": ["r"]},
            "predictors separate people who answered",
        ),
        ({"responded": "r", "minimum": 99}, "minimum=99: only .* answered in all"),
    ],
)
def test_what_cannot_be_adjusted_is_refused(arguments, sentence):
    frame = sample(5).assign(nobody=0)
    frame["blank"] = frame["q1"].where(frame.index > 1)
    with pytest.raises(ValueError, match=sentence):
        cs.adjust_nonresponse(cs.Wave.from_frame(frame, weights="w"), **arguments)


def test_an_unknown_column_is_named():
    wave = cs.Wave.from_frame(sample(5))
    for argument in ("by", "unknown", "ineligible"):
        with pytest.raises(KeyError, match=r"\['x'\] are not in the wave"):
            cs.adjust_nonresponse(wave, responded="r", **{argument: "x"})
