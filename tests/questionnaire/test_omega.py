"""Is omega semTools', by one factor?"""

from itertools import product

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs


def test_omega_is_semtools(reference, wave_of):
    case = reference("psychometrics/reliability/omega_cfa_bfi_A")
    found = cs.omega(wave_of(case), case["items"])
    # lavaan stops at a relative change of the likelihood: its loadings are good to
    # a few millionths.
    expected = case["values"]["compRelSEM"]["obs_var_TRUE"]["f"]
    assert found.estimate == pytest.approx(expected, abs=2e-6)


@pytest.mark.parametrize("name", ["bfi_A", "science"])
def test_categorical_omega_and_ordinal_alpha_are_semtools(name, reference, wave_of):
    case = reference(f"psychometrics/reliability/omega_categorical_{name}")
    wave, values = wave_of(case), case["values"]
    found = cs.omega(wave, case["items"], categorical=True)
    assert found.estimate == pytest.approx(
        values["compRelSEM"]["ord_scale_TRUE"]["f"], rel=1e-6
    )
    alpha = cs.ordinal_alpha(wave, case["items"])
    assert alpha.estimate == pytest.approx(values["ordinal_alpha"]["f"], rel=1e-6)


def test_few_answers_for_many_items_caution_that_categorical_omega_is_too_high():
    rng = np.random.default_rng(3)
    x = rng.normal(size=(300, 1)) + rng.normal(size=(300, 10))
    frame = pd.DataFrame(np.digitize(x, [-1.5, -0.5, 0.5]) + 1.0).add_prefix("q")
    items = list(frame)
    few, many = (cs.Wave.from_frame(frame.iloc[:n]) for n in (100, 300))
    said = "categorical omega comes out a little too high by chance"
    assert said in str(cs.omega(few, items, categorical=True).notes[-1])
    assert not cs.omega(few, items).notes
    assert not cs.omega(many, items, categorical=True).notes


@pytest.mark.parametrize("categorical", [False, True])
@pytest.mark.parametrize("codes", [[1, 2], [1, 2, 3], [1, 2, 3, 4, 5]])
def test_items_without_any_correlation_have_no_omega(codes, categorical):
    every = pd.DataFrame(list(product(codes, repeat=4)), columns=list("abcd"))
    why = "not estimable, because 0 of 4 items go together with any other"
    with pytest.raises(ValueError, match=why):
        cs.omega(cs.Wave.from_frame(every), list("abcd"), categorical=categorical)


def test_the_item_that_is_more_than_the_factor_is_named():
    x = np.random.default_rng(1).integers(1, 6, (200, 4))
    wave = cs.Wave.from_frame(pd.DataFrame(x, columns=list("abcd")))
    with pytest.raises(ValueError, match=r"because \['b'\] load 1 or more"):
        cs.omega(wave, list("abcd"), categorical=True)
