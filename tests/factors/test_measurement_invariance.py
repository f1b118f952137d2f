"""Are the levels of invariance lavaan's and semTools', and is the verdict sound?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

CASES = [
    "hs_school_ml",
    "hs_school_mlr",
    "hs_school_mlm",
    "hs_school_fiml",
    "bfi_AC_gender_ml",
    "bfi_AC_gender_mlr",
    "bfi_A_gender_wlsmv_delta",
    "bfi_AC_gender_wlsmv_theta",
    "datcat_wlsmv_delta",
]
THREE = {
    "visual": ["x1", "x2", "x3"],
    "textual": ["x4", "x5", "x6"],
    "speed": ["x7", "x8", "x9"],
}


def model_of(case):
    pairs = (line.split("=~") for line in case["model"].splitlines())
    return {f.strip(): [i.strip() for i in r.split("+")] for f, r in pairs}


def estimator_of(name):
    found = next(e for e in ("fiml", "mlr", "mlm", "wlsmv", "ml") if f"_{e}" in name)
    return "ml" if found == "fiml" else found


@pytest.fixture(scope="module")
def solved(reference, reference_data):
    cache = {}

    def solve(name):
        if name not in cache:
            case = reference(f"psychometrics/invariance/{name}")
            wave = cs.Wave.from_frame(reference_data(case["data"]))
            cache[name] = (
                case,
                cs.measurement_invariance(
                    wave,
                    model_of(case),
                    group=case["group"],
                    estimator=estimator_of(name),
                    missing="fiml" if "fiml" in name else "complete",
                    parameterization="theta" if "theta" in name else "delta",
                ),
            )
        return cache[name]

    return solve


@pytest.mark.parametrize("name", CASES)
def test_levels_are_lavaan_s(name, solved):
    case, result = solved(name)
    steps = result.steps.set_index("level")
    assert list(steps.index) == list(case["values"]["models"])
    robust = estimator_of(name) != "ml"
    for level, model in case["values"]["models"].items():
        fit = model["fit_measures"]
        for measure in ("chisq", "df", "cfi", "tli", "rmsea", "srmr"):
            scaled = robust and measure not in ("df", "srmr")
            wanted = fit[f"{measure}.scaled" if scaled else measure]
            assert steps.loc[level, measure] == pytest.approx(
                wanted, rel=1e-4 if robust else 3e-6, abs=1e-6
            )


@pytest.mark.parametrize("name", CASES)
def test_difference_tests_are_lavaan_s(name, solved):
    case, result = solved(name)
    steps = result.steps.set_index("level")
    for row in case["values"]["difference_tests"][1:]:
        own = steps.loc[row["model"]]
        assert own["delta_chisq"] == pytest.approx(row["Chisq diff"], rel=1e-4)
        assert own["delta_df"] == row["Df diff"]
        assert own["delta_p"] == pytest.approx(row["Pr(>Chisq)"], rel=1e-3)


@pytest.mark.parametrize("name", CASES)
def test_latent_means_are_lavaan_s(name, solved):
    case, result = solved(name)
    means = result.latent_means.set_index(["group", "term"])["estimate"]
    for group, factors in case["values"]["latent_means"].items():
        for factor, value in factors.items():
            assert means[group, f"{factor} ~1"] == pytest.approx(value, abs=1e-5)


def test_published_invariance_of_holzinger_and_swineford(solved):
    """Tutorial of lavaan (Rosseel 2012, JSS 48(2), section 5.3)."""
    _, result = solved("hs_school_ml")
    steps = result.steps.set_index("level")
    assert steps["chisq"].round(3).tolist() == [115.851, 124.044, 164.103, 181.511]
    assert steps["df"].tolist() == [48, 54, 60, 69]
    assert steps["holds"].tolist() == [True, True, False, False]


@pytest.fixture(scope="module")
def schools(reference_data):
    return cs.Wave.from_frame(reference_data("hs1939.csv"))


def drifting(n=800, shift=0.0, items=(), groups=2, seed=3, levels=None):
    """Return answers to four items in groups; some items start higher in later ones."""
    rng = np.random.default_rng(seed)
    person = rng.normal(size=(groups * n, 1))
    x = 4 + person * [0.8, 0.9, 1.0, 0.7] + rng.normal(size=(groups * n, 4)) * 0.7
    group = np.repeat(np.arange(groups), n)
    for item in items:
        x[group > 0, item] += shift
    if levels:
        x = np.clip(np.round(x), 2, 6)
    return pd.DataFrame(x, columns=list("abcd")).assign(wave=group + 2020)


ONE = {"one": list("abcd")}


def test_an_item_that_shifts_is_found_and_released():
    wave = cs.Wave.from_frame(drifting(shift=0.8, items=[2]))
    full = cs.measurement_invariance(wave, ONE, group="wave")
    assert full.reached == "metric"
    assert not full.comparable
    assert "means may not" not in str(full.verdict) or full.reached == "metric"
    found = cs.measurement_invariance(wave, ONE, group="wave", partial=True)
    assert found.released == ("c ~1",)
    assert found.comparable
    assert abs(found.latent_means["estimate"]).max() < 0.15


def test_the_search_stops_where_too_few_items_are_left():
    frame = drifting(shift=0.9, items=[1])
    frame.loc[frame["wave"] > 2020, "c"] -= 0.9
    frame.loc[frame["wave"] > 2020, "d"] += 2.0
    found = cs.measurement_invariance(
        cs.Wave.from_frame(frame), ONE, group="wave", partial=True
    )
    assert len(found.released) <= 2
    assert not found.comparable
    assert any("Releasing further items" in str(note) for note in found.notes)


def test_the_verdict_rests_on_the_scalar_level_alone():
    """Residuals that differ do not forbid comparing means."""
    frame = drifting()
    late = frame["wave"] > 2020
    rng = np.random.default_rng(5)
    frame.loc[late, "a"] += rng.normal(size=late.sum()) * 2
    found = cs.measurement_invariance(cs.Wave.from_frame(frame), ONE, group="wave")
    holds = found.steps.set_index("level")["holds"]
    assert holds["scalar"]
    assert not holds["strict"]
    assert found.comparable
    assert "may be compared" in str(found.verdict)


def test_ratings_that_shift_are_released():
    wave = cs.Wave.from_frame(drifting(shift=0.8, items=[1], levels=True))
    found = cs.measurement_invariance(
        wave, ONE, group="wave", estimator="wlsmv", partial=True
    )
    assert list(found.steps["level"]) == [
        "configural",
        "thresholds",
        "metric",
        "scalar",
    ]
    assert found.released == ("b ~1",)
    assert found.comparable


def test_partial_invariance_of_the_schools(reference, schools):
    """x3 and x7 start from different points (lavaan's tutorial)."""
    found = cs.measurement_invariance(
        schools, THREE, group="school", estimator="ml", partial=True
    )
    assert found.released == ("x3 ~1", "x7 ~1")
    assert found.comparable
    values = reference("psychometrics/invariance/hs_school_ml")["values"]
    fit = values["partial_scalar"]["fit_measures"]
    scalar = found.steps.set_index("level").loc["scalar"]
    assert scalar["chisq"] == pytest.approx(fit["chisq"], rel=1e-6)
    assert scalar["df"] == fit["df"]
    means = found.latent_means.set_index(["group", "term"])["estimate"]
    for group, factors in values["partial_latent_means"].items():
        for factor, value in factors.items():
            assert means[group, f"{factor} ~1"] == pytest.approx(value, abs=1e-5)


def test_nested_models_never_fit_better(schools):
    found = cs.measurement_invariance(schools, THREE, group="school", estimator="ml")
    assert (np.diff(found.steps["chisq"]) >= 0).all()
    assert (np.diff(found.steps["df"]) > 0).all()


def test_a_category_that_one_group_lacks_is_refused():
    frame = drifting(levels=True)
    late = frame["wave"] > 2020
    frame.loc[late & (frame["b"] == 6), "b"] = 5
    with pytest.raises(ValueError, match="b: nobody in group 2021 answered 6"):
        cs.measurement_invariance(
            cs.Wave.from_frame(frame), ONE, group="wave", estimator="wlsmv"
        )


def test_one_group_is_refused():
    frame = drifting().assign(wave=2020)
    with pytest.raises(ValueError, match="group='wave' has 1 groups"):
        cs.measurement_invariance(cs.Wave.from_frame(frame), ONE, group="wave")


def test_waves_that_are_stacked_are_groups_and_people_units_across_them():
    frame = drifting(n=300)
    frame["who"] = np.tile(np.arange(300), 2)
    waves = {
        str(year): cs.Wave.from_frame(part.drop(columns="wave"), person="who")
        for year, part in frame.groupby("wave")
    }
    both = cs.stack(waves)
    found = cs.measurement_invariance(both, ONE, group="wave")
    assert found.groups == ("2020", "2021")
    assert found.comparable
    assert both.design.n_units == 300


def test_levels_may_end_with_the_means():
    rng = np.random.default_rng(5)
    x = rng.normal(size=(600, 1)) + rng.normal(size=(600, 4))
    frame = pd.DataFrame(x, columns=list("abcd")).assign(wave=[1, 2] * 300)
    wave = cs.Wave.from_frame(frame)
    whole = cs.measurement_invariance(wave, ONE, group="wave")
    part = cs.measurement_invariance(wave, ONE, group="wave", until="scalar")
    pd.testing.assert_frame_equal(part.table, whole.table.iloc[:3])
    assert part.comparable is whole.comparable
    assert part.latent_means.equals(whole.latent_means)
    with pytest.raises(ValueError, match="until='metric'"):
        cs.measurement_invariance(wave, ONE, group="wave", until="metric")


@pytest.mark.parametrize("estimator", ["mlr", "wlsmv"])
def test_people_of_one_cluster_alone_leave_the_verdict_open(estimator):
    """R 4.2.2, survey: svydesign(~one) stops, "has only one primary sampling unit"."""
    rng = np.random.default_rng(1)
    x = np.clip(
        np.round(3 + rng.normal(size=(600, 1)) + rng.normal(size=(600, 4))), 1, 5
    )
    frame = pd.DataFrame(x, columns=list("abcd")).assign(wave=[1, 2] * 300, all=1)
    frame["two"] = np.arange(600) // 300
    found = cs.measurement_invariance(
        cs.Wave.from_frame(frame, clusters="all"),
        ONE,
        group="wave",
        estimator=estimator,
    )
    assert not found.comparable
    assert not found.table["holds"].any()
    assert found.table["delta_p"].isna().all()
    assert found.latent_means[["se", "ci_low"]].isna().all(axis=None)
    assert "remains open" in found.summary()
    assert any("one unit of the design" in str(note) for note in found.notes)
    two = cs.measurement_invariance(
        cs.Wave.from_frame(frame, clusters="two"),
        ONE,
        group="wave",
        estimator=estimator,
    )
    assert two.table["delta_p"].notna().any()
    assert two.tested
