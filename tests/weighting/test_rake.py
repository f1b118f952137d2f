"""Do raked weights and their errors equal R's, and do all margins hold?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

TWO, THREE = ("stype", "sch.wide"), ("stype", "sch.wide", "comp.imp")


def margins_of(values, names):
    return {
        name: dict(zip(table[name], table["Freq"], strict=True))
        for name, table in values["margins"].items()
        if name in names
    }


# R sweeps the margins' residuals ten times; with three margins some 1e-6 is left.
@pytest.mark.parametrize(
    ("case", "names", "rel"), [("two", TWO, 1e-8), ("three", THREE, 3e-6)]
)
def test_raking_is_rs(
    reference, clusters, case, names, rel, assert_weights, assert_estimates
):
    values = reference("survey/weighting/rake")["values"]
    raked = cs.rake(clusters, margins_of(values, names))
    assert_weights(raked, values[case], rel=1e-9)
    assert_estimates(raked, values[case], rel=rel)


def test_post_stratifying_is_raking_to_one_margin_as_in_r(
    reference, clusters, assert_weights, assert_estimates
):
    values = reference("survey/weighting/poststratify")["values"]["one"]
    margin = {"stype": {"E": 4421, "H": 755, "M": 1018}}
    raked = cs.rake(clusters, margin)
    assert_weights(raked, values, rel=1e-12)
    assert_estimates(raked, values, rel=1e-9)
    shares = cs.proportions(raked, "stype").table
    assert shares["estimate"].tolist() == pytest.approx(
        list(values["share_stype"]["estimate"].values())
    )
    assert shares["se"].to_numpy() == pytest.approx(0, abs=1e-12)


def test_post_stratifying_crossed_cells_is_raking_to_a_crossed_margin_as_in_r(
    reference, reference_data, assert_weights, assert_estimates
):
    values = reference("survey/weighting/poststratify")["values"]
    cells = values["crossed_population"]
    keys = zip(cells["stype"], cells["sch.wide"], strict=True)
    margin = {("stype", "sch.wide"): dict(zip(keys, cells["Freq"], strict=True))}
    wave = cs.Wave.from_frame(
        reference_data("apisrs"), weights="pw", population_size="fpc"
    )
    raked = cs.rake(wave, margin)
    assert_weights(raked, values["crossed"], rel=1e-12)
    assert_estimates(raked, values["crossed"], rel=1e-9)


def test_a_looser_tolerance_stops_earlier(reference, clusters):
    values = reference("survey/weighting/rake")["values"]
    loose = cs.rake(clusters, margins_of(values, TWO), tolerance=1e-3)
    exact = cs.rake(clusters, margins_of(values, TWO))
    assert loose.weights.tolist() == pytest.approx(exact.weights.tolist(), rel=1e-2)
    assert np.abs(loose.weights / exact.weights - 1).max() > 1e-9


@pytest.mark.parametrize("case", ["raked", "poststratified"])
def test_replicates_weighted_each_for_itself_are_rs(reference, clusters, case):
    values = reference("survey/replication/raked_replicates")["values"]
    whole = {
        "stype": dict(zip(*values["margin_stype"].values(), strict=True)),
        "sch.wide": dict(zip(*values["margin_sch_wide"].values(), strict=True)),
    }
    margins = whole if case == "raked" else {"stype": whole["stype"]}
    made = cs.rake(cs.replicate(clusters, method="jk1"), margins)
    for estimator, part in ((cs.means, "mean"), (cs.totals, "total")):
        result, expected = estimator(made, ["api00", "enroll"]), values[case][part]
        for term in ("api00", "enroll"):
            row = result[term]
            assert row["estimate"] == pytest.approx(expected["estimate"][term], 1e-7)
            assert row["se"] == pytest.approx(expected["se"][term], rel=1e-6)
            assert row["df"] == values["degf_raked"]


def test_the_textbooks_table_is_raked_as_in_the_textbook():
    # Lohr (2010), section 8.5.2: sums of weights by sex and race
    counts = [[300, 1200, 60, 30, 30], [150, 1080, 90, 30, 30]]
    frame = pd.DataFrame(
        [(s, r, counts[s][r]) for s in range(2) for r in range(5)],
        columns=["sex", "race", "w"],
    )
    raked = cs.rake(
        cs.Wave.from_frame(frame, weights="w"),
        {
            "sex": dict(enumerate([1510, 1490])),
            "race": dict(enumerate([600, 2120, 150, 100, 30])),
        },
    )
    published = [375.59, 1021.46, 53.72, 45.56, 13.67]
    published += [224.41, 1098.54, 96.28, 54.44, 16.33]
    assert raked.weights.tolist() == pytest.approx(published, abs=0.011)


# ------------------------------------------------------------------ properties
def survey(seed, n=60):
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "q1": rng.integers(1, 8, n),
            "sex": np.where(np.arange(n) % 2 == 0, "f", "m"),
            "age": np.resize(["20", "30", "40"], n),
            "w": rng.uniform(1, 3, n),
            "c": np.arange(n) // 2,
        }
    )


def totals(seed):
    rng = np.random.default_rng(seed + 1)
    sex, age = rng.uniform(40, 60, 2), rng.uniform(25, 40, 3)
    return {
        "sex": dict(zip("fm", sex / sex.sum() * 1000, strict=True)),
        "age": dict(zip(["20", "30", "40"], age / age.sum() * 1000, strict=True)),
    }


def assert_margins(weights, frame, margins):
    for name, levels in margins.items():
        sums = weights.groupby(frame[name]).sum()
        assert sums.to_dict() == pytest.approx(levels, rel=1e-9)


@hypothesis.settings(max_examples=20)
@hypothesis.given(st.integers(0, 3000))
def test_margins_hold_in_the_weights_and_in_every_replicate(seed):
    frame, margins = survey(seed), totals(seed)
    wave = cs.Wave.from_frame(frame, weights="w", clusters="c")
    raked = cs.replicate(cs.rake(wave, margins), method="jk1")
    assert_margins(raked.weights, frame, margins)
    for column in raked.design.replicates.weights.T:
        assert_margins(pd.Series(column), frame, margins)


@hypothesis.given(st.integers(0, 3000))
def test_shares_of_a_margin_are_known_without_error(seed):
    raked = cs.rake(cs.Wave.from_frame(survey(seed), weights="w"), totals(seed))
    table = cs.proportions(raked, "sex").table
    assert (table["estimate"] * 1000).tolist() == pytest.approx(
        list(totals(seed)["sex"].values())
    )
    assert table["se"].to_numpy() == pytest.approx(0, abs=1e-9)


def test_raking_twice_to_the_same_margins_changes_nothing():
    raked = cs.rake(cs.Wave.from_frame(survey(1), weights="w"), totals(1))
    again = cs.rake(raked, totals(1))
    assert again.weights.tolist() == pytest.approx(raked.weights.tolist(), rel=1e-9)
    one, two = cs.means(raked, "q1"), cs.means(again, "q1")
    assert two.se == pytest.approx(one.se, rel=1e-6)


def test_the_order_of_margins_does_not_matter():
    wave = cs.Wave.from_frame(survey(2), weights="w")
    margins = totals(2)
    one = cs.rake(wave, margins)
    other = cs.rake(wave, dict(reversed(margins.items())))
    assert other.weights.tolist() == pytest.approx(one.weights.tolist(), rel=1e-8)
    assert cs.means(other, "q1").se == pytest.approx(cs.means(one, "q1").se, rel=1e-7)


def test_only_the_domain_is_weighted():
    frame = survey(3)
    wave = cs.Wave.from_frame(frame, weights="w")
    women = wave.where(frame["sex"] == "f", name="women")
    raked = cs.rake(women, {"age": {"20": 10, "30": 20, "40": 30}})
    outside = frame["sex"] == "m"
    assert raked.weights[outside].tolist() == frame.loc[outside, "w"].tolist()
    assert raked.weights[~outside].sum() == pytest.approx(60)


def test_raking_leaves_a_line_and_the_weights_before():
    wave = cs.Wave.from_frame(survey(4), weights="w")
    raked = cs.rake(wave, totals(4))
    (line,) = raked.ledger
    assert (line.step, str(line.detail)) == ("rake", "to sex, age")
    assert wave.weights.tolist() == survey(4)["w"].tolist()
    assert raked.design.steps[0].name == "rake"


# ---------------------------------------------------------------------- faults
@pytest.mark.parametrize(
    ("margins", "sentence"),
    [
        ({}, r"margins=\{\} must name at least one variable"),
        (None, "margins=None must name at least one variable"),
        ([("sex", {"f": 1})], r"margins=\[.* must name at least one variable"),
        ({"sex": 1000}, r"margin 'sex'=1000 must be \{level: total\}"),
        ({"sex": {"f": 500}}, r"levels \['m'\] have answers but no total"),
        (
            {"sex": {"f": 1, "m": 1}, "age": {"20": 9, "30": 9, "40": 9}},
            "add up to diff",
        ),
        ({"sex": {"f": 0, "m": 0}}, r"margins=\['sex'\] must add up to people"),
        ({"sex": {"f": -5, "m": 5}}, "total of 'f'=-5 must be a number from 0 on"),
    ],
)
def test_margins_that_cannot_be_met_are_refused(margins, sentence):
    with pytest.raises(ValueError, match=sentence):
        cs.rake(cs.Wave.from_frame(survey(5)), margins)


def test_an_unknown_variable_is_a_key_error():
    with pytest.raises(KeyError, match=r"\['region'\] are not in the wave"):
        cs.rake(cs.Wave.from_frame(survey(5)), {"region": {"A": 1}})


@pytest.mark.parametrize("tolerance", [0, -1, np.inf, "small"])
def test_a_tolerance_is_a_number_above_nought(tolerance):
    with pytest.raises(ValueError, match="tolerance="):
        cs.rake(cs.Wave.from_frame(survey(5)), totals(5), tolerance=tolerance)
