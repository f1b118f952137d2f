"""Are checks of method variance what their formulas say, with errors by the design?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

ITEMS = list("abcdef")
MODEL = {"one": ["a", "b", "c"], "two": ["d", "e", "f"]}


def frame(behind=0.0, n=600, seed=1):
    rng = np.random.default_rng(seed)
    x = np.repeat(rng.normal(size=(n, 2)), 3, axis=1) * 0.6
    x += rng.normal(size=(n, 1)) * behind + rng.normal(size=(n, 6)) * 0.6
    data = pd.DataFrame(x, columns=ITEMS)
    data["m"] = rng.normal(size=n) + behind * x.mean(axis=1)
    return data.assign(u=np.repeat(range(n // 4), 4))


def test_published_shares_of_holzinger_and_swineford(reference_data):
    """Research file, example 5: first component 35.7 %, first factor 29.2 %."""
    wave = cs.Wave.from_frame(reference_data("hs1939.csv"))
    found = cs.common_method_variance(wave, [f"x{i}" for i in range(1, 10)])
    assert found["harman_component"]["estimate"] == pytest.approx(0.3574, abs=5e-5)
    assert found["harman_factor"]["estimate"] == pytest.approx(0.292, abs=5e-4)
    assert "less than 50%" in found.summary()


def test_a_factor_that_leaves_an_item_nothing_has_no_share():
    x = np.random.default_rng(3).normal(size=(50, 4))
    white = np.linalg.qr(x - x.mean(axis=0))[0]
    R = np.eye(4)
    R[0, 1:] = R[1:, 0] = [0.08, 0.15, -0.22]
    data = pd.DataFrame(white @ np.linalg.cholesky(R).T, columns=ITEMS[:4])
    found = cs.common_method_variance(cs.Wave.from_frame(data), ITEMS[:4])
    row = found["harman_factor"][["estimate", "se", "ci_low"]]
    assert row.isna().all()
    assert found["harman_component"]["se"] > 0
    assert "it would leave nothing of its own to a." in str(found.notes[0])


def test_a_marker_takes_its_correlation_off():
    wave = cs.Wave.from_frame(frame(0.5))
    found = cs.common_method_variance(wave, ITEMS, marker="m")
    R = frame(0.5)[[*ITEMS, "m"]].corr().to_numpy()
    marker = np.abs(R[-1, :-1]).min()
    assert found["marker"]["estimate"] == pytest.approx(marker)
    left = found.correlations.loc["a", "b"]
    assert left == pytest.approx((R[0, 1] - marker) / (1 - marker))


def test_a_model_adds_a_factor_behind_all_items():
    model = MODEL | {"orthogonal": ["one", "two"]}
    high = cs.common_method_variance(cs.Wave.from_frame(frame(0.8)), model)
    low = cs.common_method_variance(cs.Wave.from_frame(frame(0.0)), model)
    assert high["method_factor"]["estimate"] > 0.3
    assert high["method_factor"]["p"] < 1e-6
    assert low["method_factor"]["estimate"] < 0.1
    assert np.isnan(high["harman_component"]["p"])


@pytest.mark.parametrize("design", [{}, {"clusters": "u"}])
def test_linearised_errors_are_those_of_the_jackknife(design):
    wave = cs.Wave.from_frame(frame(0.4), **design)
    found = cs.common_method_variance(wave, ITEMS, marker="m").table
    again = cs.common_method_variance(
        cs.replicate(wave, method="jkn"), ITEMS, marker="m"
    ).table
    assert found["se"].to_numpy() == pytest.approx(again["se"], rel=0.03)


def test_a_marker_among_the_items_is_refused():
    with pytest.raises(ValueError, match="marker='a' is one of the items"):
        cs.common_method_variance(cs.Wave.from_frame(frame()), ITEMS, marker="a")
