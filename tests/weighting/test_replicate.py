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
    with pytest.raises(
        ValueError, match="30000 replicates of 30000 weights do not fit"
    ):
        cs.replicate(wave)


def test_an_unknown_method_is_refused(frame):
    with pytest.raises(ValueError, match="method='brr' must be one of jk1, jkn"):
        cs.replicate(cs.Wave.from_frame(frame), method="brr")
