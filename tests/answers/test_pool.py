"""Are imputations pooled as R pools them?"""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import csat_methods as cs


def test_an_interval_of_the_reference(reference):
    known = reference("survey/imputation/rubin_scalar")["values"]["m5"]
    df = known["n"] - known["k"]
    found = cs.pool_estimates(known["estimates"], known["variances"], df_complete=df)
    assert [found.ci_low, found.ci_high] == pytest.approx(known["ci"])


def test_means_are_pooled_row_by_row():
    rng = np.random.default_rng(1)
    frames = [
        pd.DataFrame({"q": rng.normal(k / 10, 1, 40), "r": rng.normal(size=40)})
        for k in range(4)
    ]
    found = cs.pool(cs.means, cs.Imputations.from_frames(frames), ["q", "r"])
    q = [f["q"].mean() for f in frames]
    u = np.mean([f["q"].var() / 40 for f in frames])
    total = u + 1.25 * np.var(q, ddof=1)
    assert found["q"]["estimate"] == pytest.approx(np.mean(q))
    assert found["q"]["se"] == pytest.approx(np.sqrt(total))
    row = found["q"]
    half = stats.t.ppf(0.975, row["df"]) * row["se"]
    assert row["ci_high"] - row["estimate"] == pytest.approx(half)
    assert row["n"] == 40


def test_the_regression_of_the_reference(reference):
    known = reference("survey/imputation/pool_regression")["values"]
    frames = [pd.DataFrame(each) for each in known["completed"]]
    made = cs.Imputations.from_frames(frames)
    found = cs.pool(cs.regression, made, "chl", ["age", "bmi"])
    q = [
        np.linalg.lstsq(
            np.column_stack([np.ones(len(f)), f["age"], f["bmi"]]), f["chl"], rcond=None
        )[0]
        for f in frames
    ]
    assert found.table["estimate"].tolist() == pytest.approx(
        np.mean(q, axis=0).tolist()
    )
    assert (found.table["fmi"] > 0).all()


def test_segments_stay_apart():
    frames = [pd.DataFrame({"q": [1, 2, 3, k], "s": list("aabb")}) for k in (3, 5)]
    found = cs.pool(cs.means, cs.Imputations.from_frames(frames), "q", by="s")
    assert found.row(s="b")["estimate"] == pytest.approx(3.5)


@pytest.mark.parametrize(
    ("q", "u", "how", "why"),
    [
        ([1.0], [1.0], {}, "at least two imputations"),
        ([1.0, 2], [1.0], {}, "one shape"),
        ([1.0, 2], [1.0, -1], {}, "variances 0 or more"),
        ([1.0, np.nan], [1.0, 1], {}, "must be numbers"),
        ([1.0, 2], [1.0, 1], {"df_complete": 0}, "df_complete=0"),
    ],
)
def test_what_cannot_be_pooled_is_refused(q, u, how, why):
    with pytest.raises(ValueError, match=why):
        cs.pool_estimates(q, u, **how)


def test_an_analysis_without_errors_is_refused():
    frames = [pd.DataFrame({"q": [1.0, 2, 3, None], "r": [1.0, 2, 2, 3]})] * 2
    with pytest.raises(ValueError, match="'missingness' gives no estimates"):
        cs.pool(cs.missingness, cs.Imputations.from_frames(frames), ["q", "r"])


def test_numbers_that_name_a_row_stay_its_keys():
    rng = np.random.default_rng(1)
    frames = [
        pd.DataFrame({"q": rng.normal(size=60), "year": [2025, 2026] * 30})
        for _ in range(3)
    ]
    made = cs.Imputations.from_frames(frames)
    found = cs.pool(cs.quantiles, made, "q", q=(0.25, 0.5))
    assert found.keys == ("term", "q")
    alone = np.mean([cs.quantiles(w, "q", q=[0.5]).estimate for w in made])
    assert found.row(term="q", q=0.5)["estimate"] == pytest.approx(alone)
    by_year = cs.pool(cs.means, made, "q", by="year")
    assert by_year.keys == ("year", "term")
    assert by_year.row(year=2026)["n"] == 30
    assert found.key_of(found.table.iloc[1].to_dict()) == "term=q;q=0.5"


def holes(n=120):
    rng = np.random.default_rng(2)
    x = (rng.normal(size=(n, 1)) + rng.normal(size=(n, 3))).round().clip(-2, 2) + 3
    frame = pd.DataFrame(x, columns=["a", "b", "c"])
    frame.loc[:30, "c"] = np.nan
    return cs.Wave.from_frame(frame, scales=dict.fromkeys("abc", (1, 5)))


@pytest.mark.parametrize("method", [cs.top_box, cs.proportions])
def test_answers_that_were_drawn_between_the_points_are_not_counted(method):
    made = cs.impute(holes(), ["a", "b", "c"], m=3, seed=1)
    with pytest.raises(ValueError, match=r"items=\['c'\] lie between the points"):
        cs.pool(method, made, ["a", "c"])
    assert np.isfinite(cs.pool(method, made, "a").table["estimate"]).all()


def test_intervals_of_shares_end_at_nought_and_one():
    frames = [pd.DataFrame({"q": [1] * k + [5] * (12 - k)}) for k in (9, 11, 12, 8)]
    scales = {"q": (1, 5)}
    made = cs.Imputations.from_frames(frames, scales=scales)
    found = cs.pool(cs.top_box, made, "q", boxes=1)
    assert found.estimate == pytest.approx(np.mean([3, 1, 0, 4]) / 12)
    assert found.ci_low == 0.0
    assert found.ci_high == 1.0
    mean = cs.pool(cs.means, made, "q")
    half = stats.t.ppf(0.975, mean.table["df"][0]) * mean.se
    assert mean.ci_low == pytest.approx(mean.estimate - half)


def test_what_every_imputation_must_be_told_with_is_told_of_all_together():
    frames = [pd.DataFrame({"q": [1.0, 2, 3, x]}) for x in (2, 4)]
    quota = cs.Imputations.from_frames(frames, selection="quota")
    found = cs.pool(cs.means, quota, "q")
    assert "not drawn with known chances" in " ".join(map(str, found.notes))


def test_coefficients_and_their_variances_are_pooled_as_mice_does(reference):
    known = reference("survey/imputation/pool_regression")["values"]
    q, u = (np.array(known[side]["data"]).T for side in ("estimates", "variances"))
    table = cs.pool_estimates(q, u, df_complete=known["dfcom"]).table
    names = {"estimate": "estimate", "df": "df", "riv": "riv"}
    for column, name in (names | {"lambda_": "lambda", "fmi": "fmi"}).items():
        assert table[column].tolist() == pytest.approx(known["pooled"][name], rel=1e-9)
    told = known["summary"]
    assert table["se"].tolist() == pytest.approx(told["std.error"], rel=1e-9)
    assert table["ci_low"].tolist() == pytest.approx(told["X2.5.."], rel=1e-8)
    rubin = cs.pool_estimates(q, u).table["df"].tolist()
    assert rubin == pytest.approx(list(known["mitools"]["df"].values()), rel=1e-8)


@pytest.mark.parametrize(
    ("analysis", "args", "why", "cause"),
    [
        (len, (), r"'len' of imputation 1 raised TypeError: .*no len\(\)", TypeError),
        (cs.means, ("x",), "'means' of imputation 1 raised KeyError: .*'x'", KeyError),
        (cs.means, (), "'means' of imputation 1 raised TypeError: .*items", TypeError),
        (lambda wave: 3, (), "of imputation 1 gave 3; it must", type(None)),
    ],
)
def test_an_analysis_that_fails_is_told_with_its_imputation(analysis, args, why, cause):
    frames = [pd.DataFrame({"q": [1.0, 2, x]}) for x in (2, 4)]
    made = cs.Imputations.from_frames(frames)
    with pytest.raises(ValueError, match=f"^method=.*{why}") as told:
        cs.pool(analysis, made, *args)
    assert isinstance(told.value.__cause__, cause)


def test_the_imputation_at_which_an_analysis_fails_is_the_one_told():
    frames = [pd.DataFrame({"q": [1.0, 2, x]}) for x in (2, 4, 5)]
    made = cs.Imputations.from_frames(frames)

    def analysis(wave):
        return cs.means(wave, "q") if wave.frame["q"].max() < 5 else 1 / 0

    with pytest.raises(ValueError, match="'analysis' of imputation 3 raised ZeroDiv"):
        cs.pool(analysis, made)
    alone = cs.Imputations(made.waves[:1], {})
    with pytest.raises(ValueError, match="imputations=1 must be at least two"):
        cs.pool(cs.means, alone, "q")
