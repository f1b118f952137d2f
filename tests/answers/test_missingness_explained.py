"""Who leaves which questions blank, and how surely?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs


def survey(n=600, seed=1):
    """Item `a`: the south leaves a third blank, others a tenth; `b`: by chance."""
    rng = np.random.default_rng(seed)
    region = rng.choice(["east", "north", "south"], n)
    frame = pd.DataFrame(rng.integers(1, 8, (n, 2)).astype(float), columns=["a", "b"])
    frame["region"], frame["orders"] = region, rng.poisson(4, n).astype(float)
    frame["sex"] = rng.choice(["f", "m"], n)
    frame["w"] = rng.uniform(1, 2, n)
    chance = np.where(region == "south", 0.33, 0.1)
    frame.loc[rng.random(n) < chance, "a"] = np.nan
    frame.loc[rng.random(n) < 0.15, "b"] = np.nan
    return frame


def found(frame, items=("a", "b"), predictors=("region", "sex"), **how):
    wave = cs.Wave.from_frame(frame, weights="w" if "w" in frame else None)
    return cs.missingness_explained(
        wave, list(items), predictors=list(predictors), **how
    )


def test_one_predictor_gives_the_differences_of_the_shares():
    frame = survey()
    table = found(frame, ["a"], ["region"]).table
    share = frame["a"].isna().mul(frame["w"]).groupby(frame["region"]).sum()
    share /= frame["w"].groupby(frame["region"]).sum()
    want = (share[["north", "south"]] - share["east"]).tolist()
    assert table["estimate"].tolist() == pytest.approx(want, abs=1e-9)
    assert table["share"].tolist() == pytest.approx(share[["north", "south"]].tolist())
    assert table["predictor"].tolist() == ["region: north", "region: south"]
    odds = share / (1 - share)
    assert table["odds_ratio"].tolist() == pytest.approx(
        (odds[["north", "south"]] / odds["east"]).tolist(), rel=1e-6
    )


def test_one_predictor_has_the_error_of_a_difference_of_shares():
    frame = survey().drop(columns="w")
    row = found(frame, ["a"], ["sex"]).table.iloc[0]
    blank = frame["a"].isna().groupby(frame["sex"])
    p, n = blank.mean(), blank.size()
    # Linearised: binomial variances with n / (n − 1) over all.
    se = np.sqrt((p * (1 - p) / n).sum() * 600 / 599)
    assert row["se"] == pytest.approx(se, rel=1e-9)
    assert row["n_level"] == n["m"]


def test_the_coefficients_are_those_of_the_regression():
    frame = survey()
    frame["gone"] = frame["a"].isna().astype(float)
    wave = cs.Wave.from_frame(frame, weights="w")
    known = cs.regression(wave, "gone", ["region", "orders"], family="logistic")
    table = found(frame, ["a"], ["region", "orders"]).table
    slopes = [known["region: north"]["estimate"], known["region: south"]["estimate"]]
    slopes.append(known["orders"]["estimate"] * frame["orders"].std(ddof=0))
    assert np.log(table["odds_ratio"]).tolist() == pytest.approx(slopes, rel=1e-6)


@pytest.mark.parametrize("predictors", [["region", "sex"], ["region", "orders"]])
def test_errors_are_those_of_the_jackknife(predictors):
    frame = survey(200, 4)
    wave = cs.Wave.from_frame(frame, weights="w")
    line, jack = (
        cs.missingness_explained(w, ["a"], predictors=predictors).table
        for w in (wave, cs.replicate(wave, method="jkn"))
    )
    assert jack["estimate"].tolist() == pytest.approx(line["estimate"].tolist())
    assert jack["se"].tolist() == pytest.approx(line["se"].tolist(), rel=0.05)


def test_who_leaves_blanks_is_found_and_chance_is_not():
    result = found(survey(seed=2))
    table = result.table.set_index(["term", "predictor"])
    assert table.loc[("a", "region: south"), "p_adjusted"] < 0.001
    assert (table.loc["b", "p_adjusted"] > 0.05).all()
    assert "left blank more often by some: region: south" in result.summary()
    tests = result.items.set_index("term")
    assert tests.loc["a", "p_adjusted"] < 0.001 < tests.loc["b", "p"]
    assert tests.loc["a", "blank"] == survey(seed=2)["a"].isna().sum()


def test_nothing_is_found_where_there_is_nothing():
    wrong = sum(
        (found(survey(300, seed), ["b"]).table["p_adjusted"] < 0.05).any()
        for seed in range(60)
    )
    assert wrong <= 8
    assert "Nothing known of people" in found(survey(seed=2), ["b"]).summary()


def test_a_level_without_blanks_has_a_linear_model_and_says_so():
    frame = survey()
    frame.loc[frame["region"] == "north", "a"] = 4.0
    result = found(frame, ["a"], ["region"])
    row = result.row(predictor="region: north")
    assert row["share"] == 0
    east = frame["region"] == "east"
    share = frame["a"].isna().mul(frame["w"])[east].sum() / frame["w"][east].sum()
    assert row["estimate"] == pytest.approx(-share)
    assert np.isnan(row["odds_ratio"])
    assert "a linear model stands in" in str(result.notes[-1])


def test_few_blanks_say_nothing():
    frame = survey()
    frame["b"] = 3.0
    frame.loc[:8, "b"] = np.nan
    frame["c"] = np.nan
    result = found(frame, ["a", "b", "c"])
    table = result.table.set_index("term")
    assert table.loc[["b", "c"], ["estimate", "odds_ratio"]].isna().all(axis=None)
    assert table.loc["a", ["estimate", "odds_ratio"]].notna().all(axis=None)
    assert "Fewer than 10 left these blank, or answered them" in str(result.notes[-1])
    assert result.items["share"].tolist()[-1] == 1.0


def test_where_hardly_anybody_left_a_blank_no_item_is_named():
    frame = survey()
    frame[["b", "c"]] = 3.0
    frame.loc[frame.index[:4], "b"] = np.nan
    said = str(found(frame, ["b", "c"]).notes[-1])
    assert said.startswith("Fewer than 10 left any item blank, or answered it")
    assert said.endswith("no differences are estimated.")


def test_only_people_who_were_asked_count():
    items = {
        "filter": {"type": "binary", "answers": [0, 1]},
        "a": {"answers": list(range(1, 8)),
              "asked_if": [{"item": "filter", "in": [1]}]},
    }  # fmt: skip
    study = cs.Study.from_dict({"id": "x", "title": "X", "items": items})
    frame = survey().assign(filter=lambda f: (f["sex"] == "f").astype(float))
    frame.loc[frame["filter"] == 0, "a"] = np.nan
    wave = cs.Wave.from_frame(frame, study=study)
    wave = wave._with(absent={"a": np.where(frame["filter"] == 0, 2, 0)})
    row = cs.missingness_explained(wave, "a", predictors="region").table.iloc[0]
    assert row["n"] == (frame["sex"] == "f").sum()


@pytest.mark.parametrize(
    ("predictors", "why"),
    [
        ([], "predictors="),
        (["a"], "none of the items"),
        (["day"], "holds days or comments"),
        (["name"], "has 600 levels"),
        (["flat"], "has 1 levels"),
        (["zero"], "is the same for everybody"),
        (["nobody"], "known of nobody"),
    ],
)
def test_what_explains_nothing_is_refused(predictors, why):
    frame = survey().assign(
        day=pd.Timestamp("2026-01-01"),
        name=lambda f: [f"p{i}" for i in f.index],
        flat="x",
        zero=0.0,
        nobody=np.nan,
    )
    with pytest.raises(ValueError, match=why):
        found(frame, ["a"], predictors)
    with pytest.raises(KeyError, match="zz"):
        found(frame, ["a"], ["zz"])


def test_predictors_that_follow_from_each_other_say_nothing():
    frame = survey().assign(again=lambda f: f["region"])
    table = found(frame, ["a"], ["region", "again"]).table
    assert table["estimate"].isna().all()


@pytest.mark.parametrize(
    ("blank", "said"),
    [
        (0, "Nothing was left blank, so there is nothing to explain."),
        (5, "Too few left questions blank to tell who does."),
        (30, "Nothing known of people tells who leaves questions blank."),
    ],
)
def test_the_headline_says_whether_there_is_anything_to_explain(blank, said):
    frame = pd.DataFrame({"q1": [3.0, 4.0] * 60, "sex": ["f", "f", "m", "m"] * 30})
    frame.loc[range(0, 4 * blank, 4) if blank < 30 else range(0, 120, 4), "q1"] = np.nan
    if blank == 30:
        frame.loc[range(2, 120, 4), "q1"] = np.nan
    found = cs.missingness_explained(cs.Wave.from_frame(frame), "q1", predictors="sex")
    assert str(found.headline()) == said
    assert bool(found.notes) == (blank == 5)
