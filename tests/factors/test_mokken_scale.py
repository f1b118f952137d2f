"""Are H, its errors, the scales and monotonicity those of Mokken and of R?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.factors.mokken_scale import WHOLE

CASES = ["science", "bfi_A", "bfi_N", "acl_20", "acl_communality"]
ITEMS = list("abcd")


def rated(n=400, seed=3, spread=(1.2, 1.0, 0.9, 0.8)):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 1)) * spread + rng.normal(size=(n, len(spread)))
    frame = pd.DataFrame((x * 1.1 + 3).round().clip(1, 5), columns=ITEMS)
    return frame.assign(w=rng.uniform(0.5, 2, n), unit=np.arange(n) // 4)


@pytest.mark.parametrize("name", CASES)
def test_coefficients_and_errors_are_mokkens(name, reference, wave_of):
    case = reference(f"psychometrics/irt/mokken_{name}")
    values = case["values"]
    found = cs.mokken_scale(wave_of(case), case["items"])
    assert found.h["estimate"] == pytest.approx(values["H"], rel=1e-9)
    assert found.h["se"] == pytest.approx(values["se_H"], rel=1e-9)
    assert found.h["z"] == pytest.approx(values["Z"], rel=1e-9)
    items = found.hi.set_index("term")
    for column, wanted in [("estimate", "Hi"), ("se", "se_Hi"), ("z", "Zi")]:
        assert items[column].to_dict() == pytest.approx(values[wanted], rel=1e-9)
    upper = np.triu_indices(len(case["items"]), 1)
    for column, wanted in [("estimate", "Hij"), ("se", "se_Hij")]:
        numbers = np.array(values[wanted]["data"], float)[upper]
        assert found.hij[column].to_numpy() == pytest.approx(numbers, rel=1e-9)


@pytest.mark.parametrize("bound", ["0.3", "0.4", "0.5"])
@pytest.mark.parametrize("name", CASES)
def test_items_fall_into_mokkens_scales(name, bound, reference, wave_of):
    case = reference(f"psychometrics/irt/mokken_{name}")
    found = cs.mokken_scale(wave_of(case), case["items"], lower_bound=float(bound))
    # None: mokken stops where no pair reaches the bound; here no item has a scale.
    wanted = case["values"]["aisp"][bound] or dict.fromkeys(case["items"], 0)
    assert found.hi.set_index("term")["scale"].to_dict() == wanted


@pytest.mark.parametrize("name", CASES)
def test_monotonicity_is_mokkens(name, reference, wave_of):
    case = reference(f"psychometrics/irt/mokken_{name}")
    wanted = case["values"]["monotonicity"]
    found = cs.mokken_scale(wave_of(case), case["items"]).monotonicity
    assert found["term"].tolist() == wanted["rows"]
    theirs = np.array(wanted["data"], float)
    ours = found.drop(columns="term").to_numpy(float)
    for column, digits in enumerate([2, 0, 0, 2, 2, 2, 4, 2, 0, 0]):
        half = 0.5 * 10.0**-digits + 1e-9 if digits else 0
        assert ours[:, column] == pytest.approx(theirs[:, column], abs=half)


def test_the_published_scale_of_communality(reference, wave_of):
    # Van der Ark (2007), adjective checklist: H .26 and these Hi.
    case = reference("psychometrics/irt/mokken_acl_communality")
    found = cs.mokken_scale(wave_of(case), case["items"])
    assert found.h["estimate"] == pytest.approx(0.2635151, abs=5e-8)
    hi = [0.304, 0.265, 0.236, 0.319, 0.116, 0.288, 0.245, 0.309, 0.299, 0.252]
    assert found.hi["estimate"].to_numpy() == pytest.approx(hi, abs=5e-4)


def test_h_is_one_less_the_share_of_guttman_errors():
    # 10 people; a is reached by 7, b by 4: an error is b without a. One is seen where
    # 10 × .4 × .3 = 1.2 are expected of unrelated items: H = 1 − 1 / 1.2 = 1/6.
    a = [1, 1, 1, 1, 1, 1, 1, 0, 0, 0]
    b = [1, 1, 1, 0, 0, 0, 0, 1, 0, 0]
    found = cs.mokken_scale(
        cs.Wave.from_frame(pd.DataFrame({"a": a, "b": b})), ["a", "b"]
    )
    assert found.h["estimate"] == pytest.approx(1 / 6, rel=1e-12)


def test_items_that_go_as_far_together_as_they_can_have_h_one():
    steps = pd.DataFrame({"a": [1, 2, 2, 3, 3, 3], "b": [1, 1, 2, 2, 2, 3]})
    found = cs.mokken_scale(cs.Wave.from_frame(steps), ["a", "b"])
    assert found.h["estimate"] == pytest.approx(1.0, rel=1e-12)


def test_reversing_all_items_changes_nothing():
    frame = rated()
    plain = cs.mokken_scale(cs.Wave.from_frame(frame), ITEMS)
    turned = cs.mokken_scale(cs.Wave.from_frame(6 - frame[ITEMS]), ITEMS)
    for column in ("estimate", "se"):
        assert turned.table[column].to_numpy() == pytest.approx(plain.table[column])


def test_a_weight_of_two_is_two_alike_respondents():
    frame = rated(60).assign(w=[1.0, 2.0] * 30)
    twice = frame.loc[frame.index.repeat(frame["w"].astype(int))]
    one = cs.mokken_scale(cs.Wave.from_frame(frame, weights="w"), ITEMS)
    two = cs.mokken_scale(
        cs.Wave.from_frame(twice[ITEMS].reset_index(drop=True)), ITEMS
    )
    assert one.table["estimate"].to_numpy() == pytest.approx(two.table["estimate"])


def test_errors_of_pairs_are_the_jackknifes_in_clusters():
    wave = cs.Wave.from_frame(rated(800), weights="w", clusters="unit")
    linear = cs.mokken_scale(wave, ITEMS)
    again = cs.mokken_scale(cs.replicate(wave, method="jkn"), ITEMS)
    assert linear.hij["se"].to_numpy() == pytest.approx(again.hij["se"], rel=0.02)
    assert any("drawn alone" in str(note.id) for note in linear.notes)


def test_an_item_against_the_others_is_named():
    frame = rated()[ITEMS].assign(d=lambda f: 6 - f["d"])
    found = cs.mokken_scale(cs.Wave.from_frame(frame), ITEMS)
    assert found.table.set_index("term").loc["d", "estimate"] < 0
    assert found.table.set_index("term").loc["d", "scale"] == 0
    assert "Against the other items run: d" in repr(found)


@pytest.mark.parametrize(
    ("spread", "said"),
    [
        ((3, 3, 3, 3), "strongly"),
        ((1.1, 1.0, 0.9, 0.9), "moderately"),
        ((0.8, 0.8, 0.8, 0.8), "weakly"),
        ((0.2, 0.2, 0.1, 0.1), "do not order"),
    ],
)
def test_the_headline_says_how_well_the_items_order_people(spread, said):
    found = cs.mokken_scale(cs.Wave.from_frame(rated(spread=spread)), ITEMS)
    assert said in found.summary()


def test_one_row_is_of_all_items_and_each_other_of_one():
    found = cs.mokken_scale(cs.Wave.from_frame(rated()), ITEMS)
    assert found.table["term"].tolist() == [WHOLE, *ITEMS]
    assert len(found.hij) == 6
    assert (found.table["n"] == 400).all()


@pytest.mark.parametrize(
    ("items", "change", "why"),
    [
        (["a"], {}, r"items=\['a'\]: at least two"),
        (ITEMS, {"b": 3}, r"items=\['b'\] are constant"),
        (
            ITEMS,
            {"c": np.arange(400) / 7},
            r"items=\['c'\] have more than 20 different",
        ),
        (ITEMS, {"d": np.nan}, r"0 people answered all 4; .* Fewest answered: d \(0\)"),
    ],
)
def test_items_that_cannot_be_scaled_are_refused(items, change, why):
    wave = cs.Wave.from_frame(rated().assign(**change))
    with pytest.raises(ValueError, match=why):
        cs.mokken_scale(wave, items)


def test_a_bound_out_of_range_is_refused():
    with pytest.raises(ValueError, match=r"lower_bound=1\.5"):
        cs.mokken_scale(cs.Wave.from_frame(rated()), ITEMS, lower_bound=1.5)
