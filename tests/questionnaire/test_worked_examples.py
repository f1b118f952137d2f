"""Do published examples come out as printed, through the public functions?"""

import io

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.statistics.reliability import bonett_interval, feldt_interval

KEYS = {"A": ("A1",), "C": ("C4", "C5"), "E": ("E1", "E2"), "N": (), "O": ("O2", "O5")}
"""Scales of psych's bfi, and the items that run the other way."""


@pytest.fixture(scope="module")
def bfi(reference_data):
    frame = reference_data("bfi")
    turned = [item for items in KEYS.values() for item in items]
    return frame.assign(**{item: 7 - frame[item] for item in turned})


def items_of(scale):
    return [f"{scale}{i}" for i in range(1, 6)]


def test_the_agreeableness_scale_of_bfi(bfi):
    # psych 2.2.9, alpha() and guttman(); 2709 complete rows.
    items, wave = items_of("A"), cs.Wave.from_frame(bfi[items_of("A")])
    alpha = cs.cronbach_alpha(wave, items)
    assert alpha["alpha"]["n"] == 2709
    assert alpha.estimate == pytest.approx(0.7037559, abs=5e-8)
    assert alpha.ci_low == pytest.approx(0.685745, abs=5e-7)
    assert alpha.ci_high == pytest.approx(0.721036, abs=5e-7)
    standard = cs.cronbach_alpha(wave, items, standardized=True)
    assert standard.estimate == pytest.approx(0.7135016, abs=5e-8)
    table = cs.item_analysis(wave, items).table
    without = [0.7180, 0.6185, 0.6008, 0.6869, 0.6446]
    assert table["alpha_if_deleted"].tolist() == pytest.approx(without, abs=5e-5)
    rest = [0.3114, 0.5630, 0.5888, 0.3948, 0.4872]
    assert table["item_rest"].tolist() == pytest.approx(rest, abs=5e-5)
    ordinal = cs.ordinal_alpha(wave, items)
    assert ordinal.estimate == pytest.approx(0.7596, abs=5e-5)
    # lavaan: 86.696 on 5; semTools' omega by the model's variance .7121, by the
    # observed one .7141: ours divides by what was observed.
    model = cs.confirmatory_factor_analysis(wave, {"agreeable": items})
    assert model.fit["chisq"] == pytest.approx(86.696, abs=5e-4)
    assert model.fit["df"] == 5
    loads = model.table.query("term.str.contains('=~')")["estimate"].to_numpy()
    common = loads.sum() ** 2 * variance_of("agreeable", model)
    assert common / implied(model) == pytest.approx(0.7121, abs=5e-5)
    observed = bfi[items].dropna().sum(axis=1).var(ddof=0)
    assert common / observed == pytest.approx(0.7141, abs=5e-5)
    assert cs.omega(wave, items).estimate == pytest.approx(common / observed, abs=1e-5)


def variance_of(name, model):
    return model.table.set_index("term")["estimate"][f"{name} ~~ {name}"]


def implied(model):
    """Variance of the sum of a one-factor model's items."""
    table = model.table.set_index("term")["estimate"]
    loads = table[table.index.str.contains("=~")]
    own = table[table.index.str.contains("~~")].drop("agreeable ~~ agreeable")
    return loads.sum() ** 2 * table["agreeable ~~ agreeable"] + own.sum()


def test_the_bounds_of_its_correlations(bfi):
    frame = bfi[items_of("A")].dropna()
    wave = cs.Wave.from_frame((frame - frame.mean()) / frame.std())
    found = cs.guttman_lambdas(wave, items_of("A")).table.set_index("term")["estimate"]
    known = {"lambda1": 0.5708, "lambda2": 0.7210, "lambda5": 0.7140, "lambda6": 0.6832}
    for term, value in known.items():
        assert found[term] == pytest.approx(value, abs=5e-5)
    halves = cs.split_half(wave, items_of("A")).table.set_index("term")["estimate"]
    assert halves["max"] == pytest.approx(0.7555, abs=5e-5)
    assert halves["min"] == pytest.approx(0.6169, abs=5e-5)
    bound = cs.greatest_lower_bound(wave, items_of("A"))
    assert bound.estimate == pytest.approx(0.7555, abs=5e-5)


def test_an_item_that_is_not_turned_round_lowers_alpha_and_is_named(bfi):
    frame = bfi[items_of("A")].assign(A1=7 - bfi["A1"])
    found = cs.cronbach_alpha(cs.Wave.from_frame(frame), items_of("A"))
    assert found.estimate == pytest.approx(0.4306, abs=5e-5)
    assert "A1" in str(found.notes[0])


def test_all_scales_of_bfi(bfi):
    # psych::scoreItems fills blanks by the item's median before it takes alpha.
    known = dict(zip(KEYS, [0.701, 0.725, 0.760, 0.812, 0.597], strict=True))
    for scale, value in known.items():
        frame = bfi[items_of(scale)]
        wave = cs.Wave.from_frame(frame.fillna(frame.median()))
        found = cs.cronbach_alpha(wave, items_of(scale))
        assert found.estimate == pytest.approx(value, abs=5e-4)


def test_feldt_and_bonett_by_the_numbers_in_print():
    # statpsych prints .7971254 to .8931436 with n (k - 1); Feldt's has (n - 1)(k - 1).
    low, high = feldt_interval(0.85, 89, 7)
    assert (low, high) == pytest.approx((0.7970649, 0.8931666), abs=5e-8)
    low, high = bonett_interval(0.85, 89, 7)
    error = np.log((1 - low) / (1 - high)) / (2 * 1.959963985) * 0.15
    assert error == pytest.approx(0.0245652, abs=5e-8)


def test_an_alpha_of_913_of_873_people_and_twenty_items():
    # MRC Cognition and Brain Sciences Unit: .9044024 to .9211588.
    low, high = feldt_interval(0.913, 873, 20)
    assert (low, high) == pytest.approx((0.9044024, 0.9211588), abs=5e-8)


def test_ratings_of_shrout_and_fleiss():
    ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8]]
    ratings += [[7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    long = pd.DataFrame(ratings).rename_axis("who").reset_index().melt("who")
    found = cs.intraclass_correlation(
        long, target="who", rater="variable", rating="value"
    ).table
    known = [0.1657, 0.2898, 0.7148, 0.4428, 0.6201, 0.9093]
    assert found["estimate"].tolist() == pytest.approx(known, abs=5e-5)
    low, high = [-0.133, 0.019, 0.342], [0.723, 0.761, 0.946]
    assert found["ci_low"].tolist()[:3] == pytest.approx(low, abs=5e-4)
    assert found["ci_high"].tolist()[:3] == pytest.approx(high, abs=5e-4)


CRITICAL = {8: 0.750, 9: 0.778, 10: 0.800, 11: 0.636, 12: 0.667, 13: 0.538}
CRITICAL |= {5: 1, 6: 1, 7: 1, 14: 0.571, 15: 0.600, 20: 0.500, 25: 0.440, 30: 0.333}
CRITICAL |= {35: 0.314, 40: 0.300}
LAWSHE = {10: 0.62, 15: 0.49, 20: 0.42, 25: 0.37}


@pytest.mark.parametrize("n", CRITICAL)
def test_the_least_ratio_beyond_chance_exact_and_as_lawshe_printed_it(n):
    # Ayre and Scally (2014), exact binomial, one-tailed .05; Lawshe (1975).
    row = cs.content_validity(pd.DataFrame({"q": [4] * n}))["q"]
    assert row["cvr_critical"] == pytest.approx(CRITICAL[n], abs=5e-4)
    if n in LAWSHE:
        assert row["cvr_lawshe"] == LAWSHE[n]


def test_twelve_items_by_six_experts():
    # PMC7253559, table 4: ten items 1.00, two .83; S-CVI/Ave .97, S-CVI/UA .83.
    ratings = pd.DataFrame({f"q{i}": [4] * 6 for i in range(12)})
    ratings.loc[0, ["q3", "q7"]] = 2
    found = cs.content_validity(ratings)
    assert sorted(found.table["i_cvi"].round(2).unique()) == [0.83, 1.0]
    assert round(found.s_cvi_ave, 2) == 0.97
    assert round(found.s_cvi_ua, 2) == 0.83


@pytest.mark.parametrize(
    ("n", "agree", "kappa"),
    [
        (3, 2, 0.47),
        (4, 3, 0.67),
        (5, 4, 0.76),
        (6, 5, 0.816),
        (7, 6, 0.85),
        (8, 7, 0.87),
        (8, 6, 0.72),
        (9, 8, 0.89),
        (9, 7, 0.76),
    ],
)
def test_modified_kappa_of_polit_beck_and_owen(n, agree, kappa):
    # Their .81 of five in six comes from a rounded index.
    ratings = pd.DataFrame({"q": [4] * agree + [1] * (n - agree)})
    found = cs.content_validity(ratings)["q"]["kappa"]
    assert found == pytest.approx(kappa, abs=6e-3)


def test_aikens_v_of_a_mean_of_3_8_is_70():
    ratings = pd.DataFrame({"q": [4, 4, 4, 4, 3]})
    found = cs.content_validity(ratings, categories=5, relevant=(4, 5))["q"]
    assert found["aiken_v"] == pytest.approx(0.70)


def test_aikens_v_has_the_interval_of_penfield_and_giacobbi():
    # Their equations 5 and 6, for n experts on a scale of k steps.
    ratings = pd.DataFrame({"q": [4, 4, 4, 4, 3, 5, 5, 2, 4, 3]})
    found = cs.content_validity(ratings, categories=5, relevant=(4, 5))["q"]
    n, k, v, z = 10, 4, (ratings["q"].mean() - 1) / 4, 1.959963984540054
    middle, root = 2 * n * k * v + z**2, z * np.sqrt(4 * n * k * v * (1 - v) + z**2)
    low, high = (
        (middle - root) / (2 * (n * k + z**2)),
        (middle + root) / (2 * (n * k + z**2)),
    )
    assert found["aiken_v"] == pytest.approx(v)
    assert found["aiken_low"] == pytest.approx(low, abs=1e-12)
    assert found["aiken_high"] == pytest.approx(high, abs=1e-12)


def test_littles_test_of_airquality(reference, reference_data):
    case = reference("psychometrics/missing/airquality_six")
    wave = cs.Wave.from_frame(reference_data(case["data"])[case["items"]].astype(float))
    found = cs.little_mcar(wave, case["items"])
    assert found.statistic == pytest.approx(35.106, abs=5e-4)
    assert found.df == 14
    assert found.p == pytest.approx(0.00142, abs=5e-6)


def test_mardia_of_the_agreeableness_items(reference_data):
    frame = reference_data("bfi")
    kept = frame.dropna(subset=[f"{s}{i}" for s in KEYS for i in range(1, 6)])
    wave = cs.Wave.from_frame(kept[items_of("A")].astype(float))
    found = cs.sampling_adequacy(wave, items_of("A")).mardia
    # psych takes the covariances with n - 1, the textbook with n: (n - 1)^3 / n^3.
    n = len(kept)
    assert n == 2436
    assert found["skewness"] * ((n - 1) / n) ** 3 == pytest.approx(5.33, abs=6e-3)
    assert found["kurtosis"] * ((n - 1) / n) ** 2 == pytest.approx(44.96, abs=1e-2)
    third = found["skewness_statistic"] * ((n - 1) / n) ** 3
    assert third == pytest.approx(2164.69, abs=1e-2)
    fourth = found["kurtosis"] * ((n - 1) / n) ** 2
    assert (fourth - 35) / np.sqrt(8 * 35 / n) == pytest.approx(29.37, abs=1e-2)


def test_longest_runs_of_the_same_answer():
    runs = [*range(10, 100, 10), 10]
    rows = [np.r_[np.full(run, 3), np.tile([1, 2], 50)][:100] for run in runs]
    frame = pd.DataFrame(np.array(rows, float)).add_prefix("q")
    found = cs.careless_responses(cs.Wave.from_frame(frame), list(frame)).people
    assert found["longstring"].tolist() == runs


WIDE = """\
1,1,1,1,1,1,1,1,1,1,1
1,1,1,1,1,1,1,1,0,1,0
,0,1,1,,1,1,1,1,0,0
1,1,1,0,1,1,0,1,1,0,0
1,1,1,1,1,0,0,0,1,0,0
0,1,,0,1,1,1,1,0,0,0
1,1,1,1,0,0,1,0,0,0,0
1,1,1,1,1,0,0,0,0,0,0
0,1,0,1,1,0,0,0,0,1,0
1,0,0,1,0,1,0,0,,0,0
1,1,1,0,0,0,0,0,0,0,0
1,0,0,1,0,0,0,0,0,0,0
"""
"""pingouin's cronbach_wide_missing."""


def test_eleven_questions_of_twelve_people_with_blanks():
    frame = pd.read_csv(io.StringIO(WIDE), header=None).add_prefix("q")
    wave, items = cs.Wave.from_frame(frame.astype(float)), list(frame)
    # pingouin's .732661 of pairs rests on covariances that no answers can have.
    assert np.linalg.eigvalsh(frame.cov().to_numpy())[0] < -0.005
    with pytest.raises(ValueError, match="not positive definite"):
        cs.cronbach_alpha(wave, items, missing="available")
    # pingouin prints .581 to .933: it counts twelve people where nine are complete.
    complete = cs.cronbach_alpha(wave, items, interval="feldt")
    assert complete.table["n"].tolist() == [9]
    assert complete.estimate == pytest.approx(0.801695, abs=5e-7)
    assert complete.ci_low == pytest.approx(0.5330, abs=5e-5)
    assert complete.ci_high == pytest.approx(0.9472, abs=5e-5)
