"""Where between expectation and perception is satisfaction lost?"""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import csat_methods as cs
from csat_methods.wave.organization import Organization
from csat_methods.wave.own_figures import OwnFigure

RNG = np.random.default_rng(8)
N = 160
FRAME = pd.DataFrame(
    {
        "e1": RNG.integers(5, 8, N),
        "p1": RNG.integers(3, 7, N),
        "e2": RNG.integers(4, 8, N),
        "p2": RNG.integers(3, 8, N),
        "u1": RNG.integers(4, 7, N),
        "city": RNG.choice(list("ABC"), N),
        "w": RNG.uniform(1, 3, N),
    }
).astype(dict.fromkeys(("e1", "p1", "e2", "p2", "u1"), float))
FRAME.loc[:9, "p1"] = np.nan
SCALES = dict.fromkeys(("e1", "p1", "e2", "p2", "u1"), (1, 7))
ENDS = {
    "expected": {"speed": "e1", "staff": "e2"},
    "perceived": {"speed": "p1", "staff": "p2"},
}
FIXED = {
    "understood": {"speed": 6.0, "staff": 5.5},
    "planned": {"speed": 5.0, "staff": 5.0},
    "delivered": {"speed": 5.5, "staff": 5.25},
}
LINKS = [
    "expected → understood",
    "understood → planned",
    "planned → delivered",
    "delivered → perceived",
]
STUDY = {
    "id": "x",
    "title": "X",
    "scales": {"seven": {"points": [1, 2, 3, 4, 5, 6, 7]}},
    "characteristics": {
        "speed": {"text": "Speed", "aspect": "delivery"},
        "staff": {"text": "Staff", "aspect": "organization"},
    },
    "items": {
        name: {"role": role, "scale": "seven", "characteristic": about}
        for name, role, about in (
            ("e1", "expectation", "speed"),
            ("p1", "perception", "speed"),
            ("e2", "expectation", "staff"),
            ("p2", "perception", "staff"),
        )
    },
}


def wave(frame=FRAME, **design):
    known = {name: scale for name, scale in SCALES.items() if name in frame}
    return cs.Wave.from_frame(frame, scales=known, **design)


def of_a_study(organization, frame=FRAME):
    made = cs.Wave.from_frame(frame, study=cs.Study.from_dict(STUDY))
    return made._with(organization=organization)


def staff(count, seed=0):
    rng = np.random.default_rng(seed)
    rated = rng.integers(3, 8, (count, 2)).astype(float)
    return pd.DataFrame(rated, columns=["speed", "staff"])


def test_increments_add_up_to_the_paired_gap():
    found = cs.gap_chain(wave(weights="w", clusters="city"), **ENDS, **FIXED)
    gaps = cs.gap_scores(
        wave(weights="w", clusters="city"),
        {"speed": ("e1", "p1"), "staff": ("e2", "p2")},
    )
    summed = found.table.groupby("characteristic")["estimate"].sum()
    for row in gaps.table.to_dict("records"):
        assert summed[row["term"]] == pytest.approx(row["estimate"], abs=1e-12)
    assert found.gaps["se"].to_numpy() == pytest.approx(gaps.table["se"], rel=1e-12)
    assert found.gaps["ci_low"].to_numpy() == pytest.approx(gaps.table["ci_low"])
    assert found.total["estimate"].sum() == pytest.approx(
        gaps.table["estimate"].mean(), abs=1e-12
    )
    assert found.overall["estimate"] == pytest.approx(found.total["estimate"].sum())
    assert found.total["link"].tolist() == LINKS


def test_a_case_by_hand():
    frame = pd.DataFrame({"e1": [7.0, 6, 7, 6], "p1": [4.0, 5, 4, 3]})
    found = cs.gap_chain(
        wave(frame),
        expected={"speed": "e1"},
        perceived={"speed": "p1"},
        understood={"speed": 6.0},
        planned={"speed": 5.5},
        delivered={"speed": 5.0},
        promised={"speed": 6.5},
    ).table
    assert found["estimate"].tolist() == [-0.5, -0.5, -0.5, -1.0, 1.5]
    assert found["link"].tolist() == [*LINKS, "promise"]
    expected, perceived = stats.sem([7, 6, 7, 6]), stats.sem([4, 5, 4, 3])
    assert found["se"].to_numpy() == pytest.approx([expected, 0, 0, perceived, 0])
    half = stats.t.ppf(0.975, 3) * expected
    assert found["ci_low"][0] == pytest.approx(-0.5 - half)
    assert (found["n"] == 4).all()


@pytest.mark.parametrize(
    ("missing", "merged"),
    [
        ("understood", "expected → planned"),
        ("planned", "understood → delivered"),
        ("delivered", "planned → perceived"),
    ],
)
def test_a_missing_level_merges_its_links_to_the_same_total(missing, merged):
    whole = cs.gap_chain(wave(), **ENDS, **FIXED)
    less = {level: {} if level == missing else v for level, v in FIXED.items()}
    found = cs.gap_chain(wave(), **ENDS, **less)
    first, second = merged.split(" → ")
    apart = whole.table[whole.table["characteristic"] == "speed"]
    joined = [f"{first} → {missing}", f"{missing} → {second}"]
    sum_of_both = apart.loc[apart["link"].isin(joined), "estimate"].sum()
    row = found.row(characteristic="speed", link=merged)
    assert row["estimate"] == pytest.approx(sum_of_both, abs=1e-12)
    assert found.total["estimate"].sum() == pytest.approx(
        whole.total["estimate"].sum(), abs=1e-12
    )
    assert "one" in found.notes[0].id


def test_a_level_that_one_characteristic_lacks_merges_there_alone():
    found = cs.gap_chain(wave(), **ENDS, delivered={"speed": 5.0})
    assert found.table["link"].tolist() == [
        "expected → delivered",
        "delivered → perceived",
        "expected → perceived",
    ]
    assert found.total["characteristics"].tolist() == [1, 1, 1]
    assert found.total["estimate"].sum() == pytest.approx(
        found.gaps["estimate"].mean(), abs=1e-12
    )


def test_ends_that_change_sides_flip_every_sign():
    found = cs.gap_chain(wave(), **ENDS, delivered=FIXED["delivered"]).table
    turned = cs.gap_chain(
        wave(),
        expected=ENDS["perceived"],
        perceived=ENDS["expected"],
        delivered=FIXED["delivered"],
    ).table
    for name in ENDS["expected"]:
        a = found.loc[found["characteristic"] == name, "estimate"].to_numpy()
        b = turned.loc[turned["characteristic"] == name, "estimate"].to_numpy()
        assert a == pytest.approx(-b[::-1], abs=1e-12)


def test_the_promise_stands_beside_the_sum():
    promised = {"speed": 6.5}
    found = cs.gap_chain(wave(), **ENDS, **FIXED, promised=promised)
    plain = cs.gap_chain(wave(), **ENDS, **FIXED)
    assert found.row(characteristic="speed", link="promise")["estimate"] == 1.0
    assert found.overall == plain.overall
    assert found.total["link"].tolist()[-1] == "promise"
    alone = cs.gap_chain(wave(), **ENDS, promised=promised)
    assert "promise" not in alone.table["link"].tolist()


def test_staff_are_a_sample_of_their_own():
    asked = staff(30)
    found = cs.gap_chain(of_a_study(Organization(staff=asked)))
    row = found.row(characteristic="staff", link="expected → understood")
    customers = FRAME[["e2", "p2"]].dropna()["e2"]
    a, b = stats.sem(customers), stats.sem(asked["staff"])
    assert row["se"] == pytest.approx(np.hypot(a, b))
    assert row["df"] == pytest.approx((a**2 + b**2) ** 2 / (a**4 / (N - 1) + b**4 / 29))
    welch = stats.ttest_ind(asked["staff"], customers, equal_var=False)
    assert row["estimate"] / row["se"] == pytest.approx(welch.statistic)
    assert row["df"] == pytest.approx(welch.df)


def test_the_error_of_the_total_knows_that_one_person_of_the_staff_rates_all():
    asked = staff(40, seed=2)
    asked["staff"] = asked["speed"]
    found = cs.gap_chain(of_a_study(Organization(staff=asked), FRAME.iloc[10:]))
    first = found.total.set_index("link").loc["expected → understood"]
    customers = FRAME.iloc[10:][["e1", "e2"]].mean(axis=1)
    told = np.hypot(stats.sem(customers), stats.sem(asked["speed"]))
    assert first["se"] == pytest.approx(told)


def test_few_of_the_staff_are_shown_and_not_tested():
    found = cs.gap_chain(of_a_study(Organization(staff=staff(10))))
    rows = found.table["link"].str.contains("understood")
    assert found.table.loc[rows, "estimate"].notna().all()
    assert found.table.loc[rows, ["se", "ci_low"]].isna().all(axis=None)
    assert found.managers == 10
    assert any("not tested" in str(note) for note in found.notes)
    one = cs.gap_chain(of_a_study(Organization(staff=staff(1))))
    assert one.table["estimate"].notna().all()
    assert np.isnan(one.concordance)


def test_concordance_is_kendalls():
    three = pd.DataFrame({"speed": [6.0, 7, 5], "staff": [3.0, 4, 4]})
    found = cs.gap_chain(of_a_study(Organization(staff=three)))
    assert found.concordance == pytest.approx(1.0)
    split = pd.DataFrame({"speed": [6.0, 3], "staff": [3.0, 6]})
    found = cs.gap_chain(of_a_study(Organization(staff=split)))
    assert found.concordance == pytest.approx(0.0)


def test_rows_of_results_bring_their_errors():
    other = cs.means(wave(), "u1")
    found = cs.gap_chain(
        wave(), **ENDS, understood={"speed": other["u1"], "staff": other}
    )
    row = found.row(characteristic="speed", link="expected → understood")
    both = cs.means(wave().complete(["e1", "p1"]), "e1")
    assert row["se"] == pytest.approx(np.hypot(both.se, other.se))
    assert row["estimate"] == pytest.approx(other.estimate - both.estimate)


def test_columns_of_any_level_are_paired():
    found = cs.gap_chain(wave(), **ENDS, understood={"speed": "u1"})
    row = found.row(characteristic="speed", link="expected → understood")
    held = FRAME[["e1", "p1"]].notna().all(axis=1)
    z = (FRAME["u1"] - FRAME["u1"].mean()) / N
    z -= (FRAME["e1"] - FRAME.loc[held, "e1"].mean()).where(held, 0) / held.sum()
    assert row["se"] == pytest.approx(np.sqrt((z**2).sum() * N / (N - 1)))


def test_dimensions_are_the_means_of_their_columns():
    both = {"service": ["e1", "e2"]}, {"service": ["p1", "p2"]}
    found = cs.gap_chain(wave(), expected=both[0], perceived=both[1])
    gap = cs.gap_scores(wave(), {"service": (both[0]["service"], both[1]["service"])})
    assert found.estimate == pytest.approx(gap.estimate, abs=1e-12)
    assert found.se == pytest.approx(gap.se)


def test_the_error_is_the_jackknifes():
    made = wave(weights="w")
    linear = cs.gap_chain(made, **ENDS, **FIXED).table
    again = cs.gap_chain(cs.replicate(made, method="jkn"), **ENDS, **FIXED).table
    assert again["estimate"].to_numpy() == pytest.approx(linear["estimate"])
    assert linear["se"].to_numpy() == pytest.approx(again["se"], rel=0.02)


def test_identical_answers_give_nothing_with_its_interval():
    alike = FRAME.assign(u1=FRAME["e1"])
    none = cs.gap_chain(
        wave(alike), expected={"speed": "e1"}, perceived={"speed": "u1"}
    )
    assert (none.estimate, none.ci_low, none.ci_high) == (0, 0, 0)


# ------------------------------------------------------------------- judgement
def test_the_largest_part_is_named_where_it_is_clear():
    clear = cs.gap_chain(wave(), **ENDS, planned={"speed": 3.0, "staff": 3.0})
    assert "arises at" in clear.headline().id
    assert "expected → planned" in clear.summary()
    found = clear.table.set_index(["characteristic", "link"])["claim"]
    assert found["speed", "expected → planned"] == "largest part"
    assert "undecided" not in clear.table["claim"].tolist()


def test_it_is_undecided_where_intervals_meet():
    e, p = FRAME["e1"].mean(), FRAME["p1"].mean()
    found = cs.gap_chain(
        wave(),
        expected={"speed": "e1"},
        planned={"speed": (e + p) / 2},
        perceived={"speed": "p1"},
    )
    assert "undecided" in found.headline().id
    assert "undecided" in found.table["claim"].tolist()
    few = cs.gap_chain(of_a_study(Organization(staff=staff(5))))
    assert "arises at" not in few.headline().id


def test_without_a_clear_gap_nothing_is_said_to_arise():
    frame = FRAME.assign(p1=FRAME["e1"].to_numpy()[::-1])
    found = cs.gap_chain(
        wave(frame),
        expected={"speed": "e1"},
        perceived={"speed": "p1"},
        planned={"speed": 5.0},
    )
    assert "no clear gap" in found.summary()


def test_good_on_paper_and_bad_to_customers_is_a_blind_spot():
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(
        {"e": rng.integers(7, 11, 80), "p": rng.integers(2, 5, 80)}
    ).assign(q=lambda f: f["e"])
    made = cs.Wave.from_frame(frame, scales=dict.fromkeys("epq", (1, 10)))
    figures = {"bad": 9.9, "good": 9.9}
    found = cs.gap_chain(
        made,
        expected={"bad": "e", "good": "e"},
        perceived={"bad": "p", "good": "q"},
        delivered=figures,
    )
    assert found.blind_spots == ("bad",)
    flagged = [str(note) for note in found.notes if "own figures, and bad" in str(note)]
    assert flagged == [
        "Good by the organization's own figures, and bad in the customers' eyes: bad."
    ]
    poor = cs.gap_chain(
        made, expected={"bad": "e"}, perceived={"bad": "p"}, delivered={"bad": 5}
    )
    assert poor.blind_spots == ()


def test_mapped_points_are_moved_one_by_one():
    table = ((0.8, 3.0), (1.0, 7.0))
    figure = OwnFigure(6.0, 0.0, np.nan, 0.95, table)
    own = Organization(
        delivered={"speed": figure}, mapped={"delivered": (date(2025, 3, 1), "Board")}
    )
    found = cs.gap_chain(of_a_study(own))
    moved = found.sensitivity
    assert moved["figure"].tolist() == [0.8, 0.8, 1.0]
    assert moved["moved"].tolist() == [2.0, 4.0, 6.0]
    assert moved["change"].to_numpy() == pytest.approx([-0.25, 0.25, -0.75])
    told = " ".join(map(str, found.notes))
    assert "Board" in told
    assert "0.75 at most" in told


def test_the_studys_own_levels_are_taken():
    own = Organization(
        staff=staff(20),
        standards={"speed": OwnFigure(6.0), "staff": OwnFigure(5.0)},
        delivered={"speed": OwnFigure(5.0, 0.1, 400)},
    )
    found = cs.gap_chain(of_a_study(own))
    speed = found.table[found.table["characteristic"] == "speed"]
    assert speed["link"].tolist() == LINKS
    last = found.row(characteristic="speed", link="planned → delivered")
    assert (last["estimate"], last["se"]) == (-1.0, 0.1)
    assert found.row(characteristic="speed", link=LINKS[0])["start"] == pytest.approx(
        FRAME.loc[FRAME["p1"].notna(), "e1"].mean()
    )
    without = cs.gap_chain(of_a_study(own), understood={}, planned={}, delivered={})
    assert without.table["link"].tolist() == ["expected → perceived"] * 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"perceived": {"speed": "p1"}}, "must name the same characteristics"),
        ({"planned": 5}, "planned=5 must be {characteristic"),
        ({"expected": "e1"}, "expected='e1' must be {characteristic"),
        ({"planned": {"price": 5}}, r"planned=\['price'\] are no characteristics"),
        ({"planned": {"speed": 9}}, r"planned\['speed'\]=9 must lie on the scale"),
        ({"planned": {"speed": None}}, r"planned\['speed'\]=None must be a column"),
        ({"planned": {"speed": True}}, r"planned\['speed'\]=True must be"),
        ({"planned": {"speed": np.nan}}, r"planned\['speed'\]=nan must be"),
        ({"expected": {"speed": ["e1", "e2"], "staff": "e2"}}, "2 expectations and 1"),
    ],
)
def test_what_does_not_fit_is_refused(changes, words):
    with pytest.raises(ValueError, match=words):
        cs.gap_chain(wave(), **{**ENDS, **FIXED, **changes})


def test_unequal_scales_and_unknown_columns_are_refused():
    other = cs.Wave.from_frame(FRAME, scales={**SCALES, "p1": (1, 10)})
    with pytest.raises(ValueError, match="'speed' has unequal scales: 1 to 10, 1 to 7"):
        cs.gap_chain(other, **ENDS)
    both = cs.Wave.from_frame(FRAME, scales={**SCALES, "e1": (1, 9), "p1": (1, 9)})
    with pytest.raises(ValueError, match=r"\['speed', 'staff'\] have unequal scales"):
        cs.gap_chain(both, **ENDS)
    with pytest.raises(KeyError, match="nothing"):
        cs.gap_chain(
            wave(), **{**ENDS, "perceived": {"speed": "nothing", "staff": "p2"}}
        )
    with pytest.raises(ValueError, match="expectation"):
        cs.gap_chain(wave())


def test_a_pair_that_nobody_answered_is_missing_among_others():
    frame = FRAME.assign(p1=np.nan)
    found = cs.gap_chain(wave(frame), **ENDS, **FIXED)
    speed = found.table[found.table["characteristic"] == "speed"]
    assert speed["estimate"].isna().tolist() == [True, False, False, True]
    assert (speed["n"] == 0).all()
    assert "one" not in found.summary() or np.isnan(found.overall["estimate"])


def test_a_weight_of_two_is_two_alike_respondents():
    twice = pd.concat([FRAME, FRAME.iloc[20:30]], ignore_index=True)
    doubled = FRAME.assign(w=np.where(np.isin(np.arange(N), range(20, 30)), 2.0, 1.0))
    a = cs.gap_chain(wave(twice), **ENDS, **FIXED).table["estimate"]
    b = cs.gap_chain(wave(doubled, weights="w"), **ENDS, **FIXED).table["estimate"]
    assert a.to_numpy() == pytest.approx(b.to_numpy())


def test_one_respondent_is_certain_of_nothing():
    alone = cs.Wave.from_frame(pd.DataFrame({"e": [6.0], "p": [4.0]}))
    found = cs.gap_chain(
        alone, expected={"x": "e"}, perceived={"x": "p"}, planned={"x": 5}
    )
    assert found.table["estimate"].tolist() == [-1.0, -1.0]
    assert found.table[["se", "ci_low", "ci_high"]].isna().all(axis=None)
    assert set(found.table["claim"]) == {""}
    assert np.isnan(found.overall["se"])


def test_nobody_in_the_domain_is_refused():
    nobody = wave().where(pd.Series(False, FRAME.index), name="nobody")
    with pytest.raises(ValueError, match="domain: nobody is in it"):
        cs.gap_chain(nobody, **ENDS)
