"""Do blanks enter alpha and item analysis by the rule that is asked for?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

ITEMS = ["q1", "q2", "q3", "q4"]


def gappy(n=200, share=0.15):
    rng = np.random.default_rng(3)
    raw = rng.normal(size=(n, 1)) + rng.normal(size=(n, 4))
    raw[rng.random((n, 4)) < share] = np.nan
    return pd.DataFrame(raw, columns=ITEMS)


@pytest.mark.parametrize("standardized", [False, True])
def test_alpha_of_available_answers_is_psychs(standardized, reference, wave_of):
    case = reference("psychometrics/reliability/alpha_bfi_N_pairwise")
    found = cs.cronbach_alpha(
        wave_of(case), case["items"], missing="available", standardized=standardized
    )
    name = "std_alpha" if standardized else "raw_alpha"
    assert found.estimate == pytest.approx(case["values"][name], rel=1e-9)
    average = found.table["average_r"][0]
    assert average == pytest.approx(case["values"]["average_r"], rel=1e-9)


@pytest.mark.parametrize("name", ["bfi_N", "msq_energy", "sat_act"])
def test_item_analysis_of_available_answers_is_rs(name, reference, wave_of):
    case = reference(f"psychometrics/items/{name}")
    table = cs.item_analysis(wave_of(case), case["items"], missing="available").table
    values = case["values"]
    for row in table.to_dict("records"):
        item = values["items"][row["term"]]
        for column in ("mean", "sd", "floor", "ceiling"):
            assert row[column] == pytest.approx(item[column], rel=1e-9)
        assert row["skew"] == pytest.approx(item["skew"]["type1"], rel=1e-9)
        assert row["kurtosis"] == pytest.approx(item["kurtosis"]["type1"], rel=1e-9)
        if "alpha_if_deleted" not in values:
            continue
        rest = values["item_rest_from_covariances"][row["term"]]
        assert row["item_rest"] == pytest.approx(rest, rel=1e-9)
        total = values["item_total_from_covariances"][row["term"]]
        assert row["item_total"] == pytest.approx(total, rel=1e-9)
        alpha = values["alpha_if_deleted"]["raw"][row["term"]]
        assert row["alpha_if_deleted"] == pytest.approx(alpha, rel=1e-9)


@pytest.mark.parametrize("missing", ["available", "em"])
def test_without_blanks_all_rules_agree(missing):
    wave = cs.Wave.from_frame(gappy(share=0))
    for method in (
        lambda **how: cs.cronbach_alpha(wave, ITEMS, interval="design", **how),
        lambda **how: cs.item_analysis(wave, ITEMS, **how),
    ):
        plain, other = method().table, method(missing=missing).table
        columns = plain.select_dtypes("number").columns
        assert other[columns].to_numpy() == pytest.approx(
            plain[columns].to_numpy(), rel=1e-5
        )


def standardized_alpha(wave, items, **how):
    return cs.cronbach_alpha(wave, items, standardized=True, **how)


@pytest.mark.parametrize("missing", ["available", "em"])
def test_the_error_with_blanks_is_the_jackknifes(missing):
    frame = gappy().assign(w=np.random.default_rng(1).uniform(1, 2, 200))
    wave = cs.Wave.from_frame(frame, weights="w")
    again = cs.replicate(wave, method="jkn")
    for method in (cs.cronbach_alpha, standardized_alpha, cs.item_analysis):
        linear = method(wave, ITEMS, missing=missing).table["se"].to_numpy()
        jackknife = method(again, ITEMS, missing=missing).table["se"].to_numpy()
        assert linear == pytest.approx(jackknife, rel=0.04)


def test_the_most_likely_moments_undo_blanks_that_follow_other_answers():
    rng = np.random.default_rng(9)
    raw = rng.normal(size=(4000, 1)) + rng.normal(size=(4000, 4)) * 0.7
    full = pd.DataFrame(raw, columns=ITEMS)
    holes = full.copy()
    holes.loc[holes["q1"] > 0.5, ["q3", "q4"]] = np.nan
    truth = cs.cronbach_alpha(cs.Wave.from_frame(full), ITEMS).estimate
    wave = cs.Wave.from_frame(holes)
    em = cs.cronbach_alpha(wave, ITEMS, missing="em").estimate
    complete = cs.cronbach_alpha(wave, ITEMS).estimate
    assert em == pytest.approx(truth, abs=0.015)
    assert complete < truth - 0.05


@pytest.mark.parametrize("missing", ["available", "em"])
def test_items_never_answered_together_are_named(missing):
    frame = gappy(share=0)
    frame.loc[:99, "q1"] = np.nan
    frame.loc[100:, "q2"] = np.nan
    wave = cs.Wave.from_frame(frame)
    with pytest.raises(ValueError, match=r"\['q1', 'q2'\]: 0 people answered both"):
        cs.cronbach_alpha(wave, ITEMS, missing=missing)


def test_pairwise_covariances_of_no_answers_are_refused():
    # Each pair on its own rows: r12 = r13 = 1, r23 = -1.
    one = np.tile([1.0, 2.0, 3.0, 4.0, 5.0], 4)
    blank = np.full(20, np.nan)
    parts = [(one, one, blank), (one, blank, one), (blank, one, -one + 6)]
    frame = pd.concat(
        [pd.DataFrame(np.array(p).T, columns=ITEMS[:3]) for p in parts],
        ignore_index=True,
    )
    wave = cs.Wave.from_frame(frame)
    with pytest.raises(ValueError, match="not estimable, because the covariances"):
        cs.cronbach_alpha(wave, ITEMS[:3], missing="available")


def test_intervals_of_complete_answers_are_refused_with_blanks():
    wave = cs.Wave.from_frame(gappy())
    for interval in ("feldt", "bonett", "bootstrap"):
        with pytest.raises(ValueError, match=f"interval='{interval}' is for complete"):
            cs.cronbach_alpha(
                wave, ITEMS, interval=interval, missing="available", seed=1
            )
    found = cs.cronbach_alpha(wave, ITEMS, missing="em")
    assert found.ci_low < found.estimate < found.ci_high
    assert found.table["n"][0] > cs.cronbach_alpha(wave, ITEMS).table["n"][0]


@pytest.mark.parametrize("missing", ["available", "em"])
def test_a_constant_item_has_defined_behaviour(missing):
    wave = cs.Wave.from_frame(gappy().assign(q4=3.0))
    if missing == "em":
        with pytest.raises(ValueError, match=r"not estimable, because .*not vary"):
            cs.cronbach_alpha(wave, ITEMS, missing=missing)
        return
    with pytest.raises(ValueError, match=r"items=\['q4'\] are constant"):
        standardized_alpha(wave, ITEMS, missing=missing)
    assert 0 < cs.cronbach_alpha(wave, ITEMS, missing=missing).estimate < 1


def test_one_person_answered_an_item_and_not_twice_the_same():
    wave = cs.Wave.from_frame(gappy(1, 0))
    with pytest.raises(ValueError, match=r"items=\['q1'\]: 1 people answered it"):
        cs.cronbach_alpha(wave, ITEMS, missing="available")
