"""Are correlations those of R, whatever their kind and the missing rule?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

ITEMS = ["A1", "A2", "A3", "A4", "A5"]


@pytest.fixture(scope="module")
def survey():
    rng = np.random.default_rng(2)
    raw = rng.normal(size=(240, 4)) + rng.normal(size=(240, 1))
    frame = pd.DataFrame(np.digitize(raw, [-1.5, 0, 1.5]) + 1.0, columns=list("abcd"))
    frame["d"] = raw[:, 3]
    frame.loc[::9, "a"] = np.nan
    return frame.assign(w=rng.uniform(0.5, 2, 240), city=np.arange(240) % 30)


def estimates(result):
    return result.table["estimate"].to_numpy()


@pytest.mark.parametrize("name", ["attitude", "bfi_A_pairwise", "sat_act"])
@pytest.mark.parametrize("kind", ["pearson", "spearman"])
def test_moments_are_those_of_r(reference, wave_of, matrix, name, kind):
    case = reference(f"psychometrics/correlations/moments_{name}")
    rule = "complete" if case["missing"] == "listwise" else "available"
    got = cs.correlation_matrix(wave_of(case), case["items"], kind=kind, missing=rule)
    values = case["values"]
    np.testing.assert_allclose(got.matrix, matrix(values[kind]), atol=1e-9)
    np.testing.assert_allclose(
        got.covariance, matrix(values["cov_pairwise"]), rtol=1e-9
    )
    if rule == "available":
        np.testing.assert_array_equal(got.n, matrix(values["n"]))
    else:
        assert (matrix(values["n"]) == got.n).all()


@pytest.mark.parametrize("name", ["bfi_A", "bfi_N_pairwise", "datcat", "science"])
def test_polychoric_correlations_are_lavaans(reference, wave_of, matrix, name):
    case = reference(f"psychometrics/correlations/polychoric_{name}")
    rule = "complete" if case["missing"] == "listwise" else "available"
    items, values = case["items"], case["values"]
    got = cs.correlation_matrix(wave_of(case), items, kind="polychoric", missing=rule)
    np.testing.assert_allclose(got.matrix, matrix(values["lavaan"]), atol=1e-6)
    errors = {
        f"{row['lhs']} ~~ {row['rhs']}": row["se"]
        for row in values["lavaan_se"]
        if row["op"] == "~~"
    }
    got_errors = got.table.set_index("term")["se"]
    np.testing.assert_allclose(got_errors, got_errors.index.map(errors), rtol=1e-5)
    for item, cuts in got.thresholds.items():
        wanted = [
            v for k, v in values["thresholds"].items() if k.startswith(f"{item}|")
        ]
        np.testing.assert_allclose(cuts, wanted, atol=1e-12)


def test_em_moments_are_those_of_r(reference, wave_of, matrix):
    case = reference("psychometrics/missing/bfi_AN")
    got = cs.correlation_matrix(wave_of(case), case["items"], missing="em")
    wanted = case["values"]["em"]
    np.testing.assert_allclose(got.covariance, matrix(wanted["cov_ml"]), rtol=1e-8)
    np.testing.assert_allclose(got.means, list(wanted["mean"].values()), rtol=1e-9)
    np.testing.assert_allclose(got.matrix, matrix(wanted["correlation"]), atol=1e-9)
    assert got.n == case["values"]["n"]
    assert got.table["se"].isna().all()


def test_a_number_and_a_rating_have_lavaans_polyserial_correlation(reference, wave_of):
    case = reference("psychometrics/correlations/polyserial_bfi_age_N1")
    got = cs.correlation_matrix(wave_of(case), case["items"], kind="mixed")
    assert estimates(got)[0] == pytest.approx(case["values"]["lavaan"], abs=1e-6)
    assert list(got.thresholds) == ["N1"]


def test_plain_errors_are_the_textbooks(survey):
    x = np.random.default_rng(5).multivariate_normal(
        [0, 0], [[1, 0.6], [0.6, 1]], 20_000
    )
    wave = cs.Wave.from_frame(pd.DataFrame(x, columns=["a", "b"]))
    row = cs.correlation_matrix(wave, ["a", "b"]).table.iloc[0]
    r = row["estimate"]
    assert row["se"] == pytest.approx((1 - r**2) / np.sqrt(20_000), rel=0.03)
    z = np.arctanh([row["ci_low"], r, row["ci_high"]])
    assert z[2] - z[1] == pytest.approx(z[1] - z[0])


def test_the_domain_and_its_order_do_not_matter(survey):
    wave = cs.Wave.from_frame(survey, weights="w")
    inside = wave.where(wave.frame["b"] > 1, name="b above one")
    own = cs.Wave.from_frame(
        survey[survey["b"] > 1].reset_index(drop=True), weights="w"
    )
    one = cs.correlation_matrix(inside, list("abc"))
    np.testing.assert_allclose(
        one.matrix, cs.correlation_matrix(own, list("abc")).matrix
    )
    turned = cs.correlation_matrix(inside, list("cba"))
    assert turned.matrix.loc["a", "b"] == pytest.approx(one.matrix.loc["a", "b"])


@pytest.mark.parametrize(
    ("how", "match"),
    [
        ({"items": "a"}, r"items=\['a'\]: at least two"),
        ({"kind": "kendall"}, "kind='kendall' must be one of pearson"),
        ({"missing": "mean"}, "missing='mean' must be one of complete"),
        ({"missing": "em", "kind": "polychoric"}, "missing='em' fits a normal"),
        ({"estimator": "ml"}, "estimator='ml' is for kind='polychoric'"),
        ({"level": 2}, "level=2 must lie between"),
        ({"kind": "mixed", "ordered": ["zz"]}, "zz"),
    ],
)
def test_bad_input_is_refused(survey, how, match):
    wave = cs.Wave.from_frame(survey)
    items = how.pop("items", list("abc"))
    with pytest.raises((ValueError, KeyError), match=match):
        cs.correlation_matrix(wave, items, **how)


def test_an_item_that_does_not_vary_is_named(survey):
    wave = cs.Wave.from_frame(survey.assign(b=3.0))
    with pytest.raises(ValueError, match=r"items=\['b'\] are constant"):
        cs.correlation_matrix(wave, list("abc"))
    empty = cs.Wave.from_frame(survey.assign(a=np.nan))
    with pytest.raises(ValueError, match=r"0 people answered all 3.*a \(0\)"):
        cs.correlation_matrix(empty, list("abc"))


def test_the_closest_pair_is_the_headline(survey):
    said = cs.correlation_matrix(cs.Wave.from_frame(survey), list("abc")).summary()
    assert said.startswith("The closest pair of 3 items: ")


def test_intervals_hold_a_known_correlation():
    """T081: 300 samples of 150 with a correlation of .5."""
    held = 0
    for seed in range(300):
        rng = np.random.default_rng(seed)
        x = rng.normal(size=150)
        y = 0.5 * x + np.sqrt(0.75) * rng.normal(size=150)
        wave = cs.Wave.from_frame(pd.DataFrame({"x": x, "y": y}))
        row = cs.correlation_matrix(wave, ["x", "y"]).table.iloc[0]
        held += row["ci_low"] <= 0.5 <= row["ci_high"]
    assert 0.92 < held / 300 < 0.98
