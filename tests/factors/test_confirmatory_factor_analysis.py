"""Are confirmatory factor models lavaan's, under every estimator and design?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

AMOUNTS = [
    "hs_ml",
    "hs_ml_stdlv_means",
    "hs_second_order",
    "hs_residual_covariances",
    "hs_bifactor",
    "hs_one_factor",
    "bfi25_ml",
    "hs_mlr",
    "hs_mlm",
    "hs_weights",
    "hs_cluster",
    "demo_twolevel_cluster",
    "hs_fiml",
    "bfi_ACE_fiml_mlr",
]
RATINGS = [
    "bfi_AC_wlsmv",
    "bfi_AC_wlsmv_pairwise",
    "bfi_A_wlsmv_theta",
    "science_wlsmv",
]
THREE = {
    "visual": ["x1", "x2", "x3"],
    "textual": ["x4", "x5", "x6"],
    "speed": ["x7", "x8", "x9"],
}


def model_of(case):
    """Return lavaan's syntax as a mapping."""
    found = {}
    for line in case["model"].splitlines():
        for sign, add in (("=~", _load), ("~~", _covary)):
            if sign in line:
                left, right = line.split(sign)
                names = [name.strip() for name in right.split("+")]
                add(found, left.strip(), names)
    if "orthogonal=TRUE" in case["call"]:
        found["orthogonal"] = [f for f in found if f != "residuals"]
    return found


def _load(found, left, names):
    found[left] = names


def _covary(found, left, names):
    found.setdefault("residuals", []).extend((left, name) for name in names)


def arguments_of(case):
    call = case["call"]
    estimator = next((e for e in ("MLR", "MLM", "WLSMV") if f'"{e}"' in call), "ml")
    found = {"estimator": estimator.lower()}
    found["missing"] = {"fiml": "fiml", "pairwise": "available"}.get(
        case["missing"], "complete"
    )
    if "std.lv=TRUE" in call:
        found["standardize_latent"] = True
    if "theta" in call:
        found["parameterization"] = "theta"
    if "meanstructure=TRUE" in call:
        found["means"] = True
    return found


def design_of(case):
    design = {}
    if "sampling.weights" in case["call"]:
        design["weights"] = "w"
    if "cluster=" in case["call"]:
        design["clusters"] = case["call"].split('cluster="')[1].split('"')[0]
    return design


@pytest.fixture(scope="module")
def solved(reference, reference_data):
    cache = {}

    def solve(name):
        if name not in cache:
            case = reference(f"psychometrics/cfa/{name}")
            frame = reference_data(case["data"])
            wave = cs.Wave.from_frame(frame, **design_of(case))
            cache[name] = (
                case,
                cs.confirmatory_factor_analysis(
                    wave, model_of(case), **arguments_of(case)
                ),
            )
        return cache[name]

    return solve


def term_of(row):
    left, sign, right = row["lhs"], row["op"], row["rhs"]
    return f"{left} ~1" if sign == "~1" else f"{left} {sign} {right}"


def other(term):
    left, sign, right = term.split(" ")
    return f"{right} {sign} {left}"


@pytest.mark.parametrize("name", [*AMOUNTS, *RATINGS])
def test_estimates_and_errors_are_lavaan_s(name, solved):
    case, result = solved(name)
    found = result.table.set_index("term")
    for row in case["values"]["estimates"]:
        term = term_of(row)
        term = term if term in found.index else other(term)
        if row["op"] == "~*~" and "theta" in case["call"]:
            continue
        assert found.loc[term, "estimate"] == pytest.approx(
            row["est"], rel=3e-5, abs=1e-5
        )
        assert found.loc[term, "se"] == pytest.approx(row["se"], rel=1e-4, abs=1e-9)


@pytest.mark.parametrize("name", [*AMOUNTS, *RATINGS])
def test_standardized_values_are_lavaan_s(name, solved):
    case, result = solved(name)
    found = result.standardized.set_index("term")
    shown = result.table.set_index("term")["standardized"]
    for row in case["values"]["standardized"]:
        term = term_of(row)
        if term not in found.index:
            term = other(term) if row["op"] == "~~" else term
        if term not in found.index:
            continue
        assert found.loc[term, "estimate"] == pytest.approx(
            row["est.std"], rel=1e-5, abs=1e-5
        )
        assert shown[term] == pytest.approx(row["est.std"], rel=1e-5, abs=1e-5)
        if row["se"]:
            assert found.loc[term, "se"] == pytest.approx(row["se"], rel=1e-4)


@pytest.mark.parametrize("name", [*AMOUNTS, *RATINGS])
def test_every_fit_measure_is_lavaan_s(name, solved):
    case, result = solved(name)
    wanted = case["values"]["fit_measures"]
    tolerance = 1e-4 if name in RATINGS or "scaled" in str(wanted) else 2e-6
    checked = 0
    for measure, value in result.fit.items():
        if measure not in wanted or wanted[measure] is None:
            assert measure not in wanted or np.isnan(value)
            continue
        assert value == pytest.approx(wanted[measure], rel=tolerance, abs=1e-6), measure
        checked += 1
    assert checked >= 25


@pytest.mark.parametrize("name", ["hs_ml", "bfi25_ml", "bfi_AC_wlsmv", "hs_fiml"])
def test_residual_correlations_are_lavaan_s(name, solved, matrix):
    case, result = solved(name)
    wanted = case["values"]["residual_correlations"]
    wanted = wanted if isinstance(wanted, dict) else wanted[0]
    ours = result.residuals.loc[wanted["rows"], wanted["cols"]].to_numpy()
    off = ~np.eye(len(ours), dtype=bool)
    assert ours[off] == pytest.approx(matrix(wanted)[off], abs=2e-5)


@pytest.mark.parametrize("name", [*AMOUNTS, *RATINGS])
def test_modification_indices_are_lavaan_s(name, solved):
    case, result = solved(name)
    found = cs.modification_indices(result).table.set_index("term")
    for row in case["values"].get("modification_indices_top10", []):
        term = term_of(row)
        term = term if term in found.index else other(term)
        assert found.loc[term, "mi"] == pytest.approx(row["mi"], rel=1e-4)
        assert found.loc[term, "epc"] == pytest.approx(row["epc"], rel=1e-4, abs=1e-5)


TWO = {"A": ["A1", "A2", "A3", "A4", "A5"], "C": ["C1", "C2", "C3", "C4", "C5"]}


@pytest.mark.parametrize(
    ("equal", "parameterization", "npar", "df", "chisq", "scaled"),
    [
        (("intercepts",), "delta", 84, 106, 579.9343, 750.7588),
        (("loadings", "intercepts"), "delta", 76, 114, 604.8400, 706.9529),
        (("loadings", "thresholds", "means"), "delta", 74, 116, 1201.0534, 1124.8184),
        (("loadings", "thresholds", "means"), "theta", 74, 116, 1201.0534, 1124.8182),
        (("loadings", "thresholds", "residuals"), "theta", 66, 124, 658.922, 736.5926),
        (("loadings", "thresholds", "residuals"), "delta", 76, 114, 604.84, 706.9529),
        (("means",), "delta", 122, 68, 494.9444, 644.0809),
    ],
)
def test_what_is_equal_of_ratings_is_so_as_by_lavaan(
    equal, parameterization, npar, df, chisq, scaled, reference_data
):
    """lavaan 0.6-14: cfa(…, bfi, ordered = TRUE, group = "gender", group.equal = …)."""
    found = cs.confirmatory_factor_analysis(
        cs.Wave.from_frame(reference_data("bfi.csv")),
        TWO,
        estimator="wlsmv",
        group="gender",
        equal=equal,
        parameterization=parameterization,
    )
    assert (found.fit["npar"], found.fit["df"]) == (npar, df)
    assert found.fit["chisq"] == pytest.approx(chisq, rel=1e-6)
    assert found.fit["chisq.scaled"] == pytest.approx(scaled, rel=2e-5)


def test_the_same_people_taken_twice_fit_as_they_do_once(reference_data):
    """Robust measures of ratings too: lavaan 0.6-14 adds a trace too many there."""
    people = reference_data("bfi.csv")[[*TWO["A"], *TWO["C"]]].dropna()
    twice = pd.concat([people.assign(g=1), people.assign(g=2)], ignore_index=True)
    for estimator in ("ml", "mlr", "wlsmv"):
        one, two = (
            cs.confirmatory_factor_analysis(
                cs.Wave.from_frame(frame),
                TWO,
                estimator=estimator,
                group=group,
                means=True,
            ).fit
            for frame, group in ((people, None), (twice, "g"))
        )
        suffix = "" if estimator == "ml" else ".robust"
        for measure in ("cfi", "tli", "rmsea"):
            name = measure + suffix
            assert two[name] == pytest.approx(one[name], abs=2e-5), name


def test_robust_measures_of_groups_expect_each_group_s_trace_once(reference_data):
    """CFI .901386 from lavaan's own parts: T, c, df, T₀ and the sum of traces of Γ.

    ``lav_fit_catml_dwls``: 753.939578, 1.097961, 68, 6965.250700; traces add up to
    77.00053, where lavaan has 90 times 1.902777.
    """
    found = cs.confirmatory_factor_analysis(
        cs.Wave.from_frame(reference_data("bfi.csv")),
        TWO,
        estimator="wlsmv",
        group="gender",
    )
    wanted = 1 - (753.939578 - 1.097961 * 68) / (6965.250700 - 77.00053)
    assert found.fit["cfi.robust"] == pytest.approx(wanted, abs=2e-6)


SE_OF_GROUPS = {
    ("A =~ A2", "1"): 0.1119080,
    ("C =~ C5", "1"): 0.0398182,
    ("A ~~ A", "1"): 0.0171384,
    ("C ~~ C", "1"): 0.0258719,
    ("A ~~ C", "1"): 0.0105527,
    ("A =~ A2", "2"): 0.1119080,
    ("C =~ C5", "2"): 0.0398182,
    ("A ~~ A", "2"): 0.0190940,
    ("C ~~ C", "2"): 0.0320887,
    ("A ~~ C", "2"): 0.0098248,
    ("A ~1", "2"): 0.0227208,
    ("C ~1", "2"): 0.0306758,
}


def test_errors_of_groups_of_ratings_are_lavaan_s(reference_data):
    """lavaan 0.6-14, group.equal = c("loadings", "thresholds"), delta."""
    found = cs.confirmatory_factor_analysis(
        cs.Wave.from_frame(reference_data("bfi.csv")),
        TWO,
        estimator="wlsmv",
        group="gender",
        equal=("loadings", "thresholds"),
    )
    table = found.table.set_index(["term", "group"])["se"]
    for (term, group), se in SE_OF_GROUPS.items():
        assert table[term, group] == pytest.approx(se, rel=5e-5)


def test_residuals_of_ratings_are_shares_of_a_group_s_own_variance(reference_data):
    """Of the second group, whose responses have scales of their own.

    lavaan 0.6-14: standardizedSolution(cfa("A =~ A1 + A2 + A3 + A4 + A5", bfi, ordered
    = TRUE, group = "gender", group.equal = c("loadings", "thresholds"))).
    """
    items = [f"A{i}" for i in range(1, 6)]
    found = cs.confirmatory_factor_analysis(
        cs.Wave.from_frame(reference_data("bfi")),
        {"A": items},
        estimator="wlsmv",
        group="gender",
        equal=("loadings", "thresholds"),
    )
    share = found.table.set_index(["term", "group"])["standardized"]
    wanted = [0.810140803, 0.480892648, 0.396270693, 0.752750904, 0.578115715]
    got = [share[f"{item} ~~ {item}", "2"] for item in items]
    assert got == pytest.approx(wanted, abs=1e-5)
    assert share["A =~ A5", "2"] ** 2 == pytest.approx(1 - got[-1])


def test_replicates_that_leave_people_out_meet_blanks():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(120, 1)) + rng.normal(size=(120, 4))
    x[rng.random(x.shape) < 0.1] = np.nan
    wave = cs.Wave.from_frame(pd.DataFrame(x, columns=list("abcd")))
    asked = {"model": {"one": list("abcd")}, "missing": "fiml"}
    found = cs.confirmatory_factor_analysis(wave, **asked)
    replicated = cs.replicate(wave, method="jk1")
    again = cs.confirmatory_factor_analysis(replicated, **asked)
    assert again.table["estimate"].tolist() == pytest.approx(
        found.table["estimate"].tolist()
    )
    free = found.table["se"] > 0
    assert (again.table["se"][free] / found.table["se"][free]).between(0.6, 1.6).all()
