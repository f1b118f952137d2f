"""Does narrowing change of whom we speak, and nothing about how they were drawn?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

COLUMNS = ["estimate", "se", "ci_low", "ci_high", "n", "df"]


PEOPLE = 120


def survey(seed=0, n=PEOPLE):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "q1": rng.integers(1, 8, n).astype(float),
            "q2": rng.integers(1, 8, n).astype(float),
            "w": rng.uniform(1, 3, n),
            "s": np.arange(n) % 4,
            "city": rng.choice(["Yazd", "Qom", "Rey"], n),
        },
        index=[f"p{i}" for i in range(n)],
    )
    frame.loc[rng.random(n) < 0.2, "q1"] = np.nan
    frame.loc[rng.random(n) < 0.2, "q2"] = np.nan
    return frame


def wave(frame=None, **more):
    frame = survey() if frame is None else frame
    return cs.Wave.from_frame(frame, **({"weights": "w", "strata": "s"} | more))


def numbers(result):
    return result.table[COLUMNS].to_numpy(float)


# -------------------------------------------------------------------- domains
@hypothesis.given(st.integers(0, 500))
def test_where_and_complete_commute(seed):
    made = wave(survey(seed))
    mask = made.frame["city"] == "Qom"
    hypothesis.assume((mask & made.frame["q1"].notna()).sum() > 1)
    one = made.where(mask, name="Qom").complete(["q1", "q2"])
    other = made.complete(["q1", "q2"]).where(mask, name="Qom")
    assert one.key == other.key
    assert (one.domain == other.domain).all()
    hypothesis.assume(one.n > 0)
    found = [numbers(cs.means(each, "q1")) for each in (one, other)]
    assert found[0] == pytest.approx(found[1], rel=0, abs=0, nan_ok=True)


def test_a_domain_of_everybody_is_no_domain():
    made = wave()
    everybody = made.where(made.frame["w"] > 0)
    assert (
        numbers(cs.means(everybody, ["q1", "q2"])).tolist()
        == numbers(cs.means(made, ["q1", "q2"])).tolist()
    )


def test_a_domain_is_the_row_of_its_segment():
    made = wave()
    table = cs.means(made, "q1", by="city").table.set_index("city")
    for city, part in made.by("city").items():
        assert numbers(cs.means(part, "q1"))[0] == pytest.approx(
            table.loc[city, COLUMNS].to_numpy(float), rel=1e-12
        )


def test_a_domain_is_not_a_smaller_survey():
    frame = survey()
    inside = frame["city"] == "Qom"
    domain = cs.means(wave().where(inside), "q1")
    filtered = cs.means(wave(frame[inside]), "q1")
    assert domain.estimate == pytest.approx(filtered.estimate)
    assert domain.se != pytest.approx(filtered.se, rel=1e-3)


def test_conditions_are_kept_in_words():
    made = wave()
    named = made.where(made.frame["q1"] > 3, name="q1 above 3").complete("q2")
    assert named.conditions == ("q1 above 3", "all of q2")
    assert named.named
    assert not named.where(made.frame["q2"] > 3).named
    assert cs.means(named, "q1").domain.words == ("q1 above 3", "all of q2")


def test_narrowing_leaves_the_wave_it_started_from():
    made = wave()
    made.where(made.frame["q1"] > 3)
    assert made.n == PEOPLE
    assert made.conditions == ()


def test_labels_of_people_survive():
    made = wave()
    assert made.frame.index.tolist() == [f"p{i}" for i in range(PEOPLE)]
    assert made.weights.index.equals(made.frame.index)
    rest = made.drop(made.frame["city"] == "Qom", reason="staff")
    assert set(rest.frame.index) < set(made.frame.index)
    assert rest.weights.index.equals(rest.frame.index)


# ------------------------------------------------------------------- by waves
def test_there_is_one_wave_a_level_in_order():
    parts = wave().by("city")
    assert list(parts) == ["Qom", "Rey", "Yazd"]
    assert sum(part.n for part in parts.values()) == PEOPLE
    assert parts["Qom"].conditions == ("city = Qom",)


@pytest.mark.parametrize(
    ("values", "levels"),
    [
        ([3, 1, 1, 2], [1, 2, 3]),
        ([3.5, 1, np.nan, 2], [1, 2, 3.5]),
        (pd.array([2, None, 1, 1], dtype="Int64"), [1, 2]),
        (pd.array([True, None, False, True], dtype="boolean"), [False, True]),
        (["b", None, "a", "a"], ["a", "b"]),
        (
            pd.Categorical(["low", "high", "low", None], ["low", "high"], ordered=True),
            ["low", "high"],
        ),
    ],
)
def test_levels_of_every_type_are_waves_and_blanks_are_none(values, levels):
    made = cs.Wave.from_frame(pd.DataFrame({"q1": [1, 2, 3, 4], "g": values}))
    parts = made.by("g")
    assert list(parts) == levels
    known = made.frame["g"].notna().sum()
    assert sum(part.n for part in parts.values()) == known
    table = cs.means(made, "q1", by="g").table
    assert table["g"].tolist() == levels
    assert table["n"].tolist() == [part.n for part in parts.values()]


def test_a_level_of_nobody_in_the_domain_is_no_wave():
    made = wave()
    parts = made.where(made.frame["city"] != "Rey").by("city")
    assert list(parts) == ["Qom", "Yazd"]


def test_an_unknown_segment_is_refused():
    with pytest.raises(KeyError, match=r"Columns \['town'\] are not in the wave"):
        wave().by("town")


# ------------------------------------------------------------------- dropping
def test_ineligible_rows_are_gone_and_counted():
    made = wave()
    out = made.frame["city"] == "Rey"
    rest = made.drop(out, reason="staff")
    assert rest.n == PEOPLE - out.sum()
    line = rest.ledger[-1]
    assert (line.step, str(line.detail)) == ("drop", "ineligible: staff")
    assert (line.before, line.after, line.rows) == (PEOPLE, rest.n, out.sum())
    again = wave(survey()[~out])
    assert numbers(cs.means(rest, "q1")) == pytest.approx(
        numbers(cs.means(again, "q1"))
    )


def test_dropping_after_weighting_is_refused():
    made = wave()
    raked = cs.rake(made, {"s": dict.fromkeys(range(4), 30)})
    nobody = made.frame["q1"] > 99
    with pytest.raises(
        ValueError, match=r"'staff'\) after the weighting steps \['rake"
    ):
        raked.drop(nobody, reason="staff")


def test_dropping_everybody_is_refused():
    made = wave()
    with pytest.raises(ValueError, match=r"drop\(reason='all'\) would leave no row"):
        made.drop(made.frame["w"] > 0, reason="all")


def test_dropping_all_but_one_of_a_stratum_is_refused():
    made = wave()
    first = (made.frame["s"] == 0) & (made.frame.index != "p0")
    with pytest.raises(ValueError, match="singleton='refuse': 1 strata"):
        made.drop(first, reason="staff")


# ------------------------------------------------------------------ assigning
def test_new_columns_stand_beside_their_people():
    made = wave()
    double = made.frame["q1"] * 2
    new = made.assign(double=double, one=1, plain=np.arange(PEOPLE))
    assert new.frame["double"].equals(double.rename("double"))
    assert (new.frame["one"] == 1).all()
    assert "double" not in made.frame


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ([1, 2], r"column 'x' has the shape \(2,\); it needs 120 rows"),
        (np.ones((PEOPLE, 2)), r"column 'x' has the shape \(120, 2\)"),
        (pd.Series(range(PEOPLE)), "column 'x' has another index than wave.frame"),
    ],
)
def test_a_column_that_would_not_fit_is_refused(values, sentence):
    with pytest.raises(ValueError, match=sentence):
        wave().assign(x=values)


def test_answers_off_their_scale_are_refused_here_too():
    made = wave(scales={"q1": (1, 7)})
    assert made.assign(q1=8 - made.frame["q1"]).scales == {"q1": (1, 7)}
    with pytest.raises(ValueError, match=r"item='q1': .* off the scale 1 to 7, first"):
        made.assign(q1=made.frame["q1"] * 10)


def test_a_replaced_column_forgets_who_was_not_asked():
    made = wave()._with(absent={"q1": np.full(PEOPLE, 2, np.int8)})
    assert made.assign(q1=3.0).absent == {}
    assert set(made.assign(q3=3.0).absent) == {"q1"}


def test_a_wide_wave_takes_new_and_replaced_columns_without_a_warning():
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({f"q{j}": rng.integers(1, 8, 20) for j in range(150)})
    wave = cs.Wave.from_frame(frame, scales=dict.fromkeys(frame, (1, 7)))
    answers = wave.frame["q3"] * 0 + 4
    made = wave.assign(total=wave.frame.sum(axis=1), q3=answers, one=1)
    assert list(made.frame) == [*frame, "total", "one"]
    assert made.frame["q3"].eq(4).all()
    assert made.frame["one"].eq(1).all()
    assert made.frame["total"].tolist() == frame.sum(axis=1).tolist()
