"""Is the index the books', and its error that of all its parts together?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

TEN = (1, 10)


def survey(rows=60, seed=5, **design):
    """Return a wave of three scores and their importances, on 1 to 10."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        rng.integers(1, 11, (rows, 6)).astype(float),
        columns=["s1", "s2", "s3", "i1", "i2", "i3"],
    )
    frame["w"] = rng.uniform(1, 3, rows)
    frame["g"] = rng.choice(["a", "b"], rows)
    scales = dict.fromkeys(["s1", "s2", "s3", "i1", "i2", "i3"], TEN)
    return cs.Wave.from_frame(frame, scales=scales, **design)


SCORES = ["s1", "s2", "s3"]
IMPORTANCE = {"s1": "i1", "s2": "i2", "s3": "i3"}


def test_weights_half_three_tenths_two_tenths_by_hand():
    # .5 · 8 + .3 · 6 + .2 · 9 = 7.6; 100 (7.6 − 1) / 9 = 73.33
    frame = pd.DataFrame({"a": [8, 8], "b": [6, 6], "c": [9, 9]})
    wave = cs.Wave.from_frame(frame, scales=dict.fromkeys("abc", TEN))
    weights = {"a": 0.5, "b": 0.3, "c": 0.2}
    result = cs.satisfaction_index(wave, list("abc"), weights=weights)
    assert result.estimate == pytest.approx(100 * 6.6 / 9)
    share = cs.satisfaction_index(wave, list("abc"), weights=weights, of="maximum")
    assert share.estimate == pytest.approx(76)


def test_hill_and_alexander_s_textbook_index_is_6033():
    # 181 / 30 of 10; weights rounded first would give 60.1
    scores = {"s1": 8, "s2": 4, "s3": 8, "s4": 3, "s5": 4}
    importance = {"i1": 7, "i2": 5, "i3": 9, "i4": 3, "i5": 6}
    frame = pd.DataFrame([scores | importance] * 2)
    wave = cs.Wave.from_frame(frame, scales=dict.fromkeys(frame, TEN))
    pairs = dict(zip(scores, importance, strict=True))
    result = cs.satisfaction_index(wave, list(scores), importance=pairs, of="maximum")
    assert result.estimate == pytest.approx(60.33, abs=5e-3)
    assert result.estimate == pytest.approx(1810 / 30)


# ------------------------------------------------------------------ against R
@pytest.fixture
def customers(reference_data):
    names = [
        f"{part}{i}" for part in ("importance", "satisfaction") for i in range(1, 6)
    ]
    return cs.Wave.from_frame(
        reference_data("customers"),
        weights="weight",
        strata="region",
        population_size="population",
        scales=dict.fromkeys(names, TEN),
    )


RATED = [f"satisfaction{i}" for i in range(1, 6)]
PAIRED = {f"satisfaction{i}": f"importance{i}" for i in range(1, 6)}


def test_the_importance_weighted_index_is_rs(reference, customers):
    expected = reference("survey/loyalty/csi")["values"]
    result = cs.satisfaction_index(customers, RATED, importance=PAIRED, of="maximum")
    assert result.estimate == pytest.approx(100 * expected["csi"], rel=1e-9)
    assert result.se == pytest.approx(100 * expected["se"], rel=1e-9)
    parts = result.components
    weights = list(expected["weights"].values())
    assert parts["weight"].tolist() == pytest.approx(weights, rel=1e-9)
    contributions = [100 * c for c in expected["components"].values()]
    assert parts["contribution"].tolist() == pytest.approx(contributions, rel=1e-9)


def test_fixed_and_equal_weights_have_rs_smaller_errors(reference, customers):
    expected = reference("survey/loyalty/csi")["values"]
    weights = dict(zip(RATED, expected["weights"].values(), strict=True))
    fixed = cs.satisfaction_index(customers, RATED, weights=weights, of="maximum")
    assert fixed.estimate == pytest.approx(100 * expected["csi"], rel=1e-9)
    assert fixed.se == pytest.approx(100 * expected["se_weights_fixed"], rel=1e-9)
    equal = cs.satisfaction_index(customers, RATED, of="maximum")
    for column in ("estimate", "se"):
        value = 100 * expected["equal_weights"][column]
        assert getattr(equal, column) == pytest.approx(value, rel=1e-9)


def test_the_unweighted_index_is_rs(reference, reference_data, customers):
    expected = reference("survey/loyalty/csi")["values"]["unweighted"]
    plain = cs.Wave.from_frame(reference_data("customers"), scales=customers.scales)
    result = cs.satisfaction_index(plain, RATED, importance=PAIRED, of="maximum")
    assert result.estimate == pytest.approx(100 * expected["csi"], rel=1e-9)
    assert result.se == pytest.approx(100 * expected["se"], rel=1e-9)


def test_the_index_of_three_items_is_the_american_one(reference, customers):
    values = reference("survey/loyalty/acsi_index")["values"]
    result = cs.satisfaction_index(customers, RATED[:3])
    assert result.estimate == pytest.approx(values["equal"]["index"], rel=1e-9)
    assert result.se == pytest.approx(values["equal"]["se"], rel=1e-9)
    case = values["weights_.38_.34_.42"]
    shares = np.array(case["w"]) / sum(case["w"])
    weights = dict(zip(RATED[:3], shares, strict=True))
    result = cs.satisfaction_index(customers, RATED[:3], weights=weights)
    assert result.estimate == pytest.approx(case["index"], rel=1e-9)
    assert result.se == pytest.approx(case["se"], rel=1e-9)


# ----------------------------------------------------- identities, properties
def test_components_add_up_to_the_index_in_every_segment():
    result = cs.satisfaction_index(
        survey(weights="w"), SCORES, importance=IMPORTANCE, by="g"
    )
    parts = result.components.groupby("g")
    assert parts["contribution"].sum().tolist() == pytest.approx(
        result.table["estimate"].tolist()
    )
    assert parts["weight"].sum().tolist() == pytest.approx([1, 1])


def test_equal_importance_is_no_importance():
    frame = survey().frame.assign(i1=5.0, i2=5.0, i3=5.0)
    wave = cs.Wave.from_frame(frame, scales=survey().scales)
    plain = cs.satisfaction_index(wave, SCORES)
    weighted = cs.satisfaction_index(wave, SCORES, importance=IMPORTANCE)
    assert weighted.estimate == pytest.approx(plain.estimate)
    assert weighted.se == pytest.approx(plain.se)


def test_one_item_on_its_range_is_its_rescaled_mean():
    wave = survey(weights="w")
    index, mean = cs.satisfaction_index(wave, "s1"), cs.means(wave, "s1")
    assert index.estimate == pytest.approx(100 * (mean.estimate - 1) / 9)
    assert index.se == pytest.approx(100 * mean.se / 9)
    assert index.ci_low == pytest.approx(100 * (mean.ci_low - 1) / 9)


@hypothesis.given(
    st.lists(st.tuples(*[st.integers(1, 10)] * 3), min_size=3, max_size=20)
)
def test_the_index_lies_in_its_range_and_never_falls_when_a_score_rises(rows):
    frame = pd.DataFrame(rows, columns=["a", "b", "c"])
    scales = dict.fromkeys("abc", TEN)
    now = cs.satisfaction_index(cs.Wave.from_frame(frame, scales=scales), list("abc"))
    assert 0 <= now.estimate <= 100
    better = frame.assign(b=(frame["b"] + 1).clip(upper=10))
    then = cs.satisfaction_index(cs.Wave.from_frame(better, scales=scales), list("abc"))
    assert then.estimate >= now.estimate - 1e-9


@hypothesis.given(st.floats(0.01, 100))
def test_the_scale_of_weights_changes_nothing(factor):
    frame = survey().frame.assign(v=lambda f: f["w"] * factor)
    one, other = (
        cs.satisfaction_index(
            cs.Wave.from_frame(frame, weights=name, scales=survey().scales),
            SCORES,
            importance=IMPORTANCE,
        )
        for name in "wv"
    )
    assert (other.estimate, other.se) == pytest.approx((one.estimate, one.se))


def test_a_weight_of_two_is_two_alike_respondents():
    frame = survey().frame
    once = frame.assign(w=[2.0] + [1.0] * (len(frame) - 1))
    twice = pd.concat([frame, frame.iloc[:1]], ignore_index=True)
    scales = survey().scales
    doubled = cs.satisfaction_index(
        cs.Wave.from_frame(once, weights="w", scales=scales),
        SCORES,
        importance=IMPORTANCE,
    )
    alike = cs.satisfaction_index(
        cs.Wave.from_frame(twice, scales=scales), SCORES, importance=IMPORTANCE
    )
    assert doubled.estimate == pytest.approx(alike.estimate)


def test_segments_stand_as_if_alone_but_keep_the_design():
    wave = survey(weights="w")
    both = cs.satisfaction_index(wave, SCORES, importance=IMPORTANCE, by="g")
    alone = cs.satisfaction_index(
        wave.where(wave.frame["g"] == "b"), SCORES, importance=IMPORTANCE
    )
    row = both.row(g="b")
    assert row["estimate"] == pytest.approx(alone.estimate)
    assert row["se"] == pytest.approx(alone.se)


def test_available_answers_are_used_where_that_is_asked_for():
    frame = survey().frame
    frame.loc[:19, "s2"] = np.nan
    wave = cs.Wave.from_frame(frame, scales=survey().scales)
    complete = cs.satisfaction_index(wave, SCORES)["index"]
    available = cs.satisfaction_index(wave, SCORES, missing="available")["index"]
    assert (complete["n"], available["n"]) == (40, 60)
    means = [cs.means(wave, item).estimate for item in SCORES]
    assert available["estimate"] == pytest.approx(100 * (np.mean(means) - 1) / 9)
    rows = frame.dropna(subset="s2")
    means = [rows[item].mean() for item in SCORES]
    assert complete["estimate"] == pytest.approx(100 * (np.mean(means) - 1) / 9)


def test_the_error_of_available_answers_is_the_jackknifes():
    frame = survey(200).frame
    frame.loc[:39, "s2"] = np.nan
    frame.loc[30:90, "i1"] = np.nan
    wave = cs.Wave.from_frame(frame, weights="w", scales=survey().scales)
    index = [
        cs.satisfaction_index(each, SCORES, importance=IMPORTANCE, missing="available")
        for each in (wave, cs.replicate(wave, method="jkn"))
    ]
    assert index[0].se == pytest.approx(index[1].se, rel=0.02)


def test_a_construct_gives_its_name_to_the_index():
    study = {
        "id": "x",
        "title": "X",
        "items": {i: {"answers": [1, 2, 3]} for i in ("a", "b")},
        "constructs": {"staff": {"items": ["a", "b"], "text": "Staff"}},
    }
    frame = pd.DataFrame({"a": [1, 2, 3], "b": [3, 3, 3]})
    wave = cs.Wave.from_frame(frame, study=cs.Study.from_dict(study))
    result = cs.satisfaction_index(wave, "staff")
    assert result["staff"]["estimate"] == pytest.approx(75)
    assert result.label("staff").texts["en"] == "Staff"
    assert result.about == {"staff": ("a", "b")}


# -------------------------------------------------------------- edges, faults
def test_a_segment_nobody_answered_in_has_no_index():
    frame = survey().frame
    frame.loc[frame["g"] == "a", "s1"] = np.nan
    wave = cs.Wave.from_frame(frame, scales=survey().scales)
    row = cs.satisfaction_index(wave, SCORES, by="g").row(g="a")
    assert row["n"] == 0
    assert np.isnan([row["estimate"], row["se"]]).all()
    with pytest.raises(ValueError, match=r"items=\['s1', 's2', 's3'\]: nobody"):
        cs.satisfaction_index(wave.where(frame["g"] == "a"), SCORES)


def test_one_respondent_has_an_index_and_no_error():
    frame = survey().frame.head(1)
    result = cs.satisfaction_index(
        cs.Wave.from_frame(frame, scales=survey().scales), SCORES
    )
    assert 0 <= result.estimate <= 100
    assert np.isnan(result.se)


@pytest.mark.parametrize(
    ("more", "match"),
    [
        ({"weights": {"s1": 0.5, "s2": 0.5}}, r"without one \['s3'\], no items \[\]"),
        (
            {"weights": {"s1": 0.5, "s2": 0.5, "s3": 0.5}},
            r"weights add up to 1\.5; they must add up to 1",
        ),
        ({"weights": {"s1": 1.5, "s2": -0.5, "s3": 0}}, r"weights\['s1'\]=1\.5"),
        ({"importance": {"s1": "i1", "x": "i2"}}, r"no items \['x'\]"),
        (
            {"importance": IMPORTANCE, "weights": {}},
            "importance and weights are both given",
        ),
        ({"of": "scale"}, "of='scale' must be one of range, maximum"),
        ({"missing": "none"}, "missing='none' must be one of complete, available"),
        ({"level": 1}, "level=1"),
    ],
)
def test_a_faulty_argument_is_named(more, match):
    with pytest.raises(ValueError, match=match):
        cs.satisfaction_index(survey(), SCORES, **more)


def test_an_index_needs_scales():
    wave = cs.Wave.from_frame(survey().frame)
    with pytest.raises(ValueError, match=r"items=\['s1', 's2', 's3'\] have no scale"):
        cs.satisfaction_index(wave, SCORES)
    below = cs.Wave.from_frame(pd.DataFrame({"q": [-1, 2]}), scales={"q": (-3, 3)})
    with pytest.raises(ValueError, match="of='maximum': the scales of"):
        cs.satisfaction_index(below, "q", of="maximum")


def test_headlines_say_what_is_clear():
    result = cs.satisfaction_index(survey(), SCORES)
    assert result.summary().startswith("The satisfaction index is ")
    assert "out of a hundred" in result.summary()
    frame = pd.DataFrame(
        {"q": [9, 10] * 20 + [1, 2] * 20, "g": ["a"] * 40 + ["b"] * 40}
    )
    wave = cs.Wave.from_frame(frame, scales={"q": TEN})
    assert cs.satisfaction_index(wave, "q", by="g").summary() == (
        "The satisfaction index is highest for a (94.4) and lowest for b (5.6)."
    )
    third = pd.DataFrame({"q": [8, 10] * 20 + [10] * 2, "g": ["c"] * 42})
    wave = cs.Wave.from_frame(
        pd.concat([frame, third], ignore_index=True), scales={"q": TEN}
    )
    assert cs.satisfaction_index(wave, "q", by="g").summary() == (
        "The satisfaction index runs from 5.6 (b) to 94.4 (a)."
    )
