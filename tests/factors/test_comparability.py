"""Is it said rightly between which groups means may be compared?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

TWO = {"one": list("abcd"), "two": list("efgh")}


def answers(n=900, seed=4):
    """Two factors; items differ between languages, and not between cities."""
    rng = np.random.default_rng(seed)
    factors = rng.multivariate_normal([0, 0], [[1, 0.5], [0.5, 1]], n)
    x = np.repeat(factors, 4, axis=1) + rng.normal(size=(n, 8))
    frame = pd.DataFrame(x, columns=list("abcdefgh"))
    frame["city"] = rng.choice(["x", "y", "z"], n, p=[0.45, 0.45, 0.1])
    frame["lang"] = rng.choice(["en", "fa"], n)
    frame["mode"] = np.where(np.arange(n) < 20, "phone", "web")
    return frame


@pytest.fixture(scope="module")
def wave():
    frame = answers()
    late = frame["lang"] == "fa"
    frame.loc[late, ["a", "b", "c"]] += [0.8, -0.8, 1.6]
    return cs.Wave.from_frame(frame)


@pytest.fixture(scope="module")
def found(wave):
    return cs.comparability(wave, TWO, groups=["city", "lang", "mode"])


def test_columns_that_shift_are_told_from_those_that_do_not(found):
    rows = found.table.set_index("term")
    assert rows["holds"].to_dict() == {"city": True, "lang": False}
    assert str(found.headline()) == (
        "Means may be compared between groups of these: city; not of these: lang."
    )


def test_each_column_is_what_measurement_invariance_says(wave, found):
    one = cs.measurement_invariance(wave, TWO, group="city", partial=True, least=100)
    scalar = one.table.set_index("step").loc["scalar"]
    row = found["city"]
    assert (row["cfi"], row["rmsea"]) == (scalar["cfi"], scalar["rmsea"])
    assert row["groups"] == len(one.groups) == 2
    assert row["n"] == scalar["n"]
    steps = found.steps[found.steps["term"] == "city"].drop(columns="term")
    pd.testing.assert_frame_equal(steps.reset_index(drop=True), one.steps[:3])


def test_small_groups_and_columns_of_small_groups_are_named(found):
    said = [str(note) for note in found.notes]
    assert "city: left out, with too few answers: z." in said
    assert "Not tested, because groups are too small: mode." in said


def test_with_one_item_of_a_factor_left_means_may_not_be_compared(found):
    """Three of four items shift: two that are the same cannot be found."""
    assert not found["lang"]["holds"]
    assert found["lang"]["released"] >= 2


def test_an_only_row_is_said_alone(wave):
    good = cs.comparability(wave, TWO, groups="city")
    assert str(good.headline()) == (
        "Means may be compared between groups of these: city."
    )
    bad = cs.comparability(wave, TWO, groups="lang")
    assert str(bad.headline()) == (
        "Means may not be compared between groups of these: lang."
    )


def test_blanks_may_enter(wave):
    frame = wave.frame.copy()
    rng = np.random.default_rng(1)
    frame = frame.mask(
        pd.DataFrame(rng.random(frame.shape) < 0.2, columns=frame.columns)
    )
    frame["city"] = wave.frame["city"]
    blanks = cs.Wave.from_frame(frame)
    found = cs.comparability(blanks, TWO, groups="city", missing="fiml")
    assert found["city"]["holds"]
    assert found["city"]["n"] > 700


def test_nothing_to_compare_is_refused(wave):
    with pytest.raises(ValueError, match=r"groups=.'mode'.: none has two groups of"):
        cs.comparability(wave, TWO, groups="mode")
    with pytest.raises(KeyError, match="nowhere"):
        cs.comparability(wave, TWO, groups="nowhere")
    with pytest.raises(ValueError, match="groups=None: the study names no segments"):
        cs.comparability(wave, TWO)


def test_people_of_one_cluster_alone_give_no_verdict():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(600, 1)) + rng.normal(size=(600, 4))
    frame = pd.DataFrame(x, columns=list("abcd")).assign(year=[1, 2] * 300, all=1)
    wave = cs.Wave.from_frame(frame, clusters="all")
    found = cs.comparability(wave, {"one": list("abcd")}, groups="year")
    assert found.untested == ("year",)
    assert "may" not in found.summary()
    assert "one unit of the design" in str(found.notes[0])
    for method in (cs.latent_means, cs.alignment):
        other = method(wave, {"one": list("abcd")}, group="year")
        assert other.table[["se", "ci_low"]].isna().all(axis=None)
        assert "differs" not in other.summary()
        assert "one unit of the design" in str(other.notes[0])
