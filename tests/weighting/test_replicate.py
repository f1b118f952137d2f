"""Does leaving out each unit in turn give R's errors, and is nothing left unsaid?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs


@pytest.fixture
def frame():
    rng = np.random.default_rng(2)
    return pd.DataFrame(
        {
            "q1": rng.normal(size=24),
            "w": rng.uniform(1, 3, 24),
            "s": np.arange(24) // 8,
            "c": np.arange(24) // 2,
            "sex": np.where(np.arange(24) % 3 == 0, "f", "m"),
        }
    )


@pytest.mark.parametrize("finite", [True, False])
def test_our_cluster_jackknife_is_rs(reference, reference_data, finite):
    values = reference("survey/replication/jk1_cluster")["values"]
    design = {"population_size": "fpc"} if finite else {}
    wave = cs.Wave.from_frame(
        reference_data("apiclus1"), weights="pw", clusters="dnum", **design
    )
    made = cs.replicate(wave, method="jk1")
    case = values["fpc_mse_false" if finite else "nofpc_mse_false"]
    for estimator, part in ((cs.means, "mean"), (cs.totals, "total")):
        result, expected = estimator(made, ["api00", "enroll"]), case[part]
        for term in ("api00", "enroll"):
            assert result[term]["se"] == pytest.approx(expected["se"][term], rel=1e-9)
            assert result[term]["df"] == case["degf"]
        matrix = np.array(expected["vcov"]["data"])
        assert result.covariance.to_numpy() == pytest.approx(matrix, rel=1e-8)


def test_the_replicate_weights_are_rs(reference, reference_data):
    values = reference("survey/replication/jk1_cluster")["values"]
    frame = reference_data("apiclus1")
    wave = cs.Wave.from_frame(frame, weights="pw", clusters="dnum")
    made = cs.replicate(wave, method="jk1").design.replicates
    expected = np.array(values["weights_nofpc"]["data"])
    order = [str(c) for c in dict.fromkeys(frame["dnum"])]
    at = [order.index(c) for c in values["cluster_of_replicate"]]
    assert made.weights[:, at] == pytest.approx(expected, rel=1e-12)
    assert made.scale.tolist() == pytest.approx([14 / 15] * 15)


def test_the_jackknife_of_a_mean_by_hand(frame):
    # of a simple mean it is s² / n exactly (Wolter 2007, section 4.2)
    wave = cs.replicate(cs.Wave.from_frame(frame), method="jk1")
    assert cs.means(wave, "q1").se == pytest.approx(frame["q1"].std() / np.sqrt(24))


def test_jk1_and_jkn_are_one_where_there_is_one_stratum(frame):
    wave = cs.Wave.from_frame(frame, weights="w", clusters="c")
    one, other = (cs.replicate(wave, method=m) for m in ("jk1", "jkn"))
    assert one.design.replicates.weights.tolist() == (
        other.design.replicates.weights.tolist()
    )


def test_totals_have_the_errors_they_had(frame):
    wave = cs.Wave.from_frame(frame, weights="w", strata="s", clusters="c")
    linear, again = cs.totals(wave, "q1"), cs.totals(cs.replicate(wave), "q1")
    assert again.estimate == linear.estimate
    assert again.se == pytest.approx(linear.se, rel=1e-9)


def test_each_replicate_is_weighted_anew(frame):
    wave = cs.Wave.from_frame(frame, weights="w")
    raked = cs.rake(wave, {"sex": {"f": 50, "m": 50}})
    made = cs.replicate(raked, method="jk1").design.replicates.weights
    women = frame["sex"].to_numpy() == "f"
    assert made[women].sum(axis=0) == pytest.approx(50)
    assert (np.diag(made) == 0).all()


def test_the_step_is_in_the_ledger(frame):
    made = cs.replicate(cs.Wave.from_frame(frame, clusters="c"))
    assert (made.ledger[-1].step, str(made.ledger[-1].detail)) == (
        "replicate",
        "12 jackknife replicates",
    )


def test_narrowing_after_replicating_is_narrowing_before(frame):
    wave = cs.Wave.from_frame(frame, weights="w")
    mask = frame["sex"] == "f"
    after = cs.means(cs.replicate(wave).where(mask), "q1")
    before = cs.means(cs.replicate(wave.where(mask)), "q1")
    assert (after.se, after["q1"]["df"]) == (before.se, before["q1"]["df"])


# ---------------------------------------------------------------------- faults
def test_strata_need_the_jackknife_for_strata(frame):
    wave = cs.Wave.from_frame(frame, strata="s")
    with pytest.raises(ValueError, match="method='jk1' has no strata; this wave has 3"):
        cs.replicate(wave, method="jk1")


def test_a_stratum_of_one_unit_cannot_leave_it_out(frame):
    alone = frame.assign(s=[9, *frame["s"][1:]])
    wave = cs.Wave.from_frame(alone, strata="s", singleton="adjust")
    with pytest.raises(ValueError, match="method='jkn': 1 strata have one unit; none"):
        cs.replicate(wave)


def test_a_level_of_one_person_cannot_do_without_them(frame):
    alone = frame.assign(sex=["x", *["m"] * 23])
    raked = cs.rake(cs.Wave.from_frame(alone), {"sex": {"x": 5, "m": 95}})
    with pytest.raises(
        ValueError, match="method='jkn': a weighting step cannot be rep"
    ):
        cs.replicate(raked)


def test_more_weights_than_fit_in_memory_are_refused():
    wave = cs.Wave.from_frame(pd.DataFrame({"q1": np.zeros(30_000)}))
    with pytest.raises(ValueError, match="30000 replicates of 30000 units do not fit"):
        cs.replicate(wave)


def test_an_unknown_method_is_refused(frame):
    with pytest.raises(ValueError, match="method='half' must be one of jk1, jkn"):
        cs.replicate(cs.Wave.from_frame(frame), method="half")


# --------------------------------------------------- half-samples and bootstrap
@pytest.fixture
def scd(reference_data):
    # Levy and Lemeshow's ambulances: two in each of three areas
    return cs.Wave.from_frame(
        reference_data("scd"), strata="ESA", clusters="ambulance", nested=True
    )


@pytest.mark.parametrize(
    ("method", "rho", "case"),
    [
        ("brr", 0.5, "brr"),
        ("brr", 0.5, "brr_mse"),
        ("fay", 0.3, "fay_.3"),
        ("fay", 0.5, "fay_.5_mse"),
        ("jkn", 0.5, "jkn"),
    ],
)
def test_half_samples_are_rs(reference, scd, method, rho, case):
    values = reference("survey/replication/brr_fay_scd")["values"][case]
    made = cs.replicate(scd, method=method, rho=rho, mse="mse" in case)
    names = ["alive", "arrests"]
    for estimator, part in ((cs.means, "mean"), (cs.totals, "total")):
        found = estimator(made, names).table
        expected = list(values[part]["se"].values())
        assert found["se"].tolist() == pytest.approx(expected, rel=1e-12)
        assert found["df"].tolist() == [values["degf"]] * 2
    ratio = cs.ratios(made, *names)
    (expected,) = values["ratio"]["se"].values()
    assert ratio.se == pytest.approx(expected, rel=1e-12)


def test_the_ratio_of_ambulances_is_levy_and_lemeshows(scd):
    # published: .15350635, linearised .0098073, four half-samples .0094184
    for wave, se in (
        (scd, 0.0098073036),
        (cs.replicate(scd, method="brr"), 0.0094184007),
        (cs.replicate(scd, method="fay", rho=0.3), 0.0095251875),
    ):
        ratio = cs.ratios(wave, "alive", "arrests")
        assert ratio.estimate == pytest.approx(0.15350635, abs=5e-9)
        assert ratio.se == pytest.approx(se, abs=5e-10)


JACKKNIVES = ["small", "small_mse", "small_fpc", "full", "full_fpc", "full_fpc_mse"]


@pytest.mark.parametrize("name", JACKKNIVES)
def test_the_stratified_jackknife_is_rs(reference, reference_data, name):
    case = reference("survey/replication/jkn_stratified")["values"][name]
    finite = {"population_size": "fpc"} if "fpc" in name else {}
    frame = reference_data("apistrat_small" if "small" in name else "apistrat")
    wave = cs.Wave.from_frame(frame, weights="pw", strata="stype", **finite)
    made = cs.replicate(wave, mse="mse" in name)
    for estimator, part in ((cs.means, "mean"), (cs.totals, "total")):
        found = estimator(made, ["api00", "enroll"]).table
        expected = list(case[part]["se"].values())
        assert found["se"].tolist() == pytest.approx(expected, rel=1e-11)
        assert found["df"].tolist() == [case["degf"]] * 2
    (expected,) = case["ratio"]["se"].values()
    ratio = cs.ratios(made, "api00", "enroll")
    assert ratio.se == pytest.approx(expected, rel=1e-11)


BOOTSTRAPS = ["subbootstrap", "subbootstrap_mse", "bootstrap_fpc", "mrb_fpc"]


@pytest.mark.parametrize("name", BOOTSTRAPS)
def test_bootstrap_weights_that_were_given_are_rs(reference, reference_data, name):
    case = reference("survey/replication/bootstrap")["values"][name]
    weights = np.array(case["weights"]["data"])
    columns = [f"r{r}" for r in range(weights.shape[1])]
    frame = reference_data("apistrat_small").reset_index(drop=True)
    wave = cs.Wave.from_frame(
        frame.join(pd.DataFrame(weights, columns=columns)),
        weights="pw",
        replicate_weights=columns,
        replicate_scales=list(case["scale"] * np.array(case["rscales"])),
        replicate_mse="mse" in name,
    )
    for estimator, part in ((cs.means, "mean"), (cs.totals, "total")):
        found = estimator(wave, ["api00", "enroll"]).table
        expected = list(case[part]["se"].values())
        assert found["se"].tolist() == pytest.approx(expected, rel=1e-11)
        assert found["df"].tolist() == [case["degf"]] * 2


def test_replicates_that_are_all_alike_have_no_error():
    frame = pd.DataFrame({"y": [1.0, 2, 3], "a": 1.0, "b": 1.0})
    wave = cs.Wave.from_frame(
        frame, replicate_weights=["a", "b"], replicate_method="bootstrap"
    )
    found = cs.means(wave, "y")
    assert np.isnan(found.se)
    assert "has no error" in " ".join(map(str, found.notes))


def pairs(seed, strata=25):
    rng = np.random.default_rng(seed)
    n = strata * 2 * 3
    return pd.DataFrame(
        {
            "h": np.arange(n) // 6,
            "c": np.arange(n) // 3,
            "w": rng.uniform(1, 3, n),
            "y": rng.normal(size=n) + np.repeat(rng.normal(size=n // 3), 3),
            "sex": np.arange(n) % 2,
        }
    )


@pytest.mark.parametrize("method", ["brr", "fay"])
def test_half_samples_of_a_total_have_its_linearised_error(method):
    wave = cs.Wave.from_frame(pairs(1), weights="w", strata="h", clusters="c")
    made = cs.replicate(wave, method=method)
    assert cs.totals(made, "y").se == pytest.approx(cs.totals(wave, "y").se)
    assert made.design.replicates.held.count == 28


def test_half_samples_may_be_more_than_needed():
    wave = cs.Wave.from_frame(pairs(1), weights="w", strata="h", clusters="c")
    made = cs.replicate(wave, method="brr", replicates=40)
    assert made.design.replicates.held.count == 40
    assert cs.totals(made, "y").se == pytest.approx(cs.totals(wave, "y").se)
    with pytest.raises(ValueError, match="replicates=20: 25 strata need the order of"):
        cs.replicate(wave, method="brr", replicates=20)
    with pytest.raises(ValueError, match="replicates=30: 25 strata need the order of"):
        cs.replicate(wave, method="brr", replicates=30)


def weighted(frame, **design):
    wave = cs.Wave.from_frame(frame, weights="w", **design)
    return cs.poststratify(wave, {"sex": {0: 500, 1: 700}})


@pytest.mark.parametrize("method", ["jkn", "brr", "fay", "bootstrap"])
def test_shuffling_rows_changes_nothing(method):
    frame = pairs(2)
    turned = frame.sample(frac=1, random_state=3).reset_index(drop=True)
    results = [
        cs.means(
            cs.replicate(
                weighted(each, strata="h", clusters="c"), method=method, seed=5
            ),
            "y",
            by="sex",
        ).table
        for each in (frame, turned)
    ]
    pd.testing.assert_frame_equal(*results, rtol=1e-9)


def test_a_seed_gives_the_draw_and_another_seed_another():
    wave = weighted(pairs(2), strata="h", clusters="c")
    errors = [
        cs.means(cs.replicate(wave, method="bootstrap", replicates=60, seed=s), "y").se
        for s in (1, 1, 2, None, 0)
    ]
    assert errors[0] == errors[1] != errors[2]
    assert errors[3] == errors[4]


@pytest.mark.parametrize("finite", [False, True])
def test_the_bootstrap_is_near_the_linearised_error(finite):
    frame = pairs(3, 10).assign(size=4)
    more = {"population_size": "size"} if finite else {}
    wave = weighted(frame, strata="h", clusters="c", **more)
    made = cs.replicate(wave, method="bootstrap", replicates=4000, seed=1)
    weights = made.design.replicates.weights
    assert (weights >= 0).all()
    for estimator in (cs.means, cs.totals):
        linear, again = estimator(wave, "y"), estimator(made, "y")
        assert again.estimate == pytest.approx(linear.estimate, rel=1e-12)
        assert again.se == pytest.approx(linear.se, rel=0.06)
    for level, total in ((0, 500), (1, 700)):
        own = (frame["sex"] == level).to_numpy()
        assert weights[own].sum(axis=0) == pytest.approx(total)


def test_the_bootstrap_of_two_finite_stages_has_both_parts(reference_data):
    # Särndal et al. (1992), example 4.3.1: 2274.25
    wave = cs.Wave.from_frame(
        reference_data("mu284"), clusters=["id1", "id2"], population_size=["n1", "n2"]
    )
    made = cs.replicate(wave, method="bootstrap", replicates=20_000, seed=4)
    assert cs.totals(made, "y1").se == pytest.approx(2274.2547, rel=0.02)
    assert made.notes == wave.notes
    left = cs.replicate(wave, method="jk1")
    assert "leave out what varies inside" in str(left.notes[-1])
    assert cs.totals(left, "y1").se < 2274.2547


def test_the_bootstrap_of_three_stages_has_all_parts():
    rng = np.random.default_rng(8)
    n = 4 * 3 * 5
    frame = pd.DataFrame({"a": np.arange(n) // 15, "b": np.arange(n) // 5})
    frame["y"] = rng.normal(size=4)[frame["a"]] + rng.normal(size=12)[frame["b"]]
    frame["y"] += 3 * rng.normal(size=n)
    frame = frame.assign(na=6, nb=7, nc=9)
    wave = cs.Wave.from_frame(
        frame, clusters=["a", "b"], population_size=["na", "nb", "nc"]
    )
    made = cs.replicate(wave, method="bootstrap", replicates=20_000, seed=4)
    assert cs.totals(made, "y").se == pytest.approx(cs.totals(wave, "y").se, rel=0.02)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"method": "brr"}, "method='brr' needs two units in every stratum; 3 of 3"),
        ({"method": "fay"}, "Use 'jkn' or 'bootstrap', or make strata of pairs"),
        ({"method": "fay", "rho": 1}, "rho=1 must lie below 1"),
        ({"method": "fay", "rho": -0.1}, "rho=-0.1 must lie from 0 to 1"),
        ({"method": "bootstrap", "replicates": 1}, "replicates=1 must be a whole numb"),
        ({"method": "bootstrap", "seed": -1}, "seed=-1 must be a whole number from 0"),
        ({"method": "jkn", "replicates": 5}, "replicates=5: method='jkn' leaves each"),
    ],
)
def test_requests_that_do_not_fit_are_refused(frame, arguments, sentence):
    wave = cs.Wave.from_frame(frame, strata="s", clusters="c")
    with pytest.raises(ValueError, match=sentence):
        cs.replicate(wave, **arguments)


def test_a_step_with_too_many_kinds_of_people_is_refused(frame, monkeypatch):
    amounts = frame.assign(orders=np.arange(24.0) + 1)
    wave = cs.calibrate(cs.Wave.from_frame(amounts), {"orders": 310})
    place = "csat_methods.weighting.replicate.MOST_CELL_FACTORS"
    monkeypatch.setattr(place, 500)
    with pytest.raises(ValueError, match="24 replicates of a weighting step that know"):
        cs.replicate(wave)


def test_one_cluster_cannot_be_left_out(frame):
    wave = cs.Wave.from_frame(frame.assign(c=1), clusters="c")
    for method in ("jk1", "bootstrap"):
        with pytest.raises(ValueError, match="1 strata have one unit; none can"):
            cs.replicate(wave, method=method)


def test_in_a_sample_without_a_level_the_others_carry_its_weight(frame):
    few = frame.assign(sex=np.where(frame.index < 2, "x", "f"))
    wave = cs.poststratify(cs.Wave.from_frame(few), {"sex": {"x": 10, "f": 90}})
    drawn = cs.replicate(wave, method="bootstrap", replicates=400, seed=1)
    weights = drawn.design.replicates.weights
    mine, all_ = weights[:2].sum(axis=0), weights.sum(axis=0)
    assert all_ == pytest.approx(np.full(400, 100.0))
    assert mine[mine > 0] == pytest.approx(np.full((mine > 0).sum(), 10.0))
    # 23 of 24 people drawn with replacement: two are missing from (22/24)^23 of samples
    lost = int((mine == 0).sum())
    assert lost == pytest.approx(400 * (22 / 24) ** 23, abs=30)
    said = " ".join(map(str, drawn.notes))
    assert f"{lost} of 400 samples drawn anew have nobody of a small level" in said
    assert cs.means(drawn, "q1").se > 0


def test_where_all_levels_are_drawn_nothing_is_said(frame):
    wave = cs.poststratify(cs.Wave.from_frame(frame), {"sex": {"f": 10, "m": 90}})
    drawn = cs.replicate(wave, method="bootstrap", replicates=50, seed=1)
    assert drawn.notes == wave.notes


def test_a_raked_level_of_three_people_lets_constructs_be_told_apart():
    rng = np.random.default_rng(4)
    common = rng.normal(size=(120, 2))
    made = np.repeat(common, 3, axis=1) + rng.normal(size=(120, 6))
    answers = np.clip(np.round(4 + 1.2 * made), 1, 7).astype(int)
    frame = pd.DataFrame(answers, columns=list("abcdef"))
    frame["g"] = np.where(np.arange(120) < 3, "few", "many")
    wave = cs.rake(cs.Wave.from_frame(frame), {"g": {"few": 50, "many": 950}})
    model = {"A": list("abc"), "B": list("def")}
    found = cs.discriminant_validity(wave, model, draws=200, seed=1)
    assert (found.table["ci_low"] < found.table["ci_high"]).all()
    assert "of 200 samples drawn anew have nobody" in " ".join(map(str, found.notes))
