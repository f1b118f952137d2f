"""Are sizes, variances and plain-sampling errors those of the answers?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.wave.estimate import domains
from csat_methods.wave.spreads import spreads


@hypothesis.given(
    st.lists(
        st.tuples(st.integers(1, 7), st.sampled_from("abc"), st.integers(0, 3)),
        min_size=5,
        max_size=40,
    )
)
def test_sizes_and_variances_are_weighted_sums_over_each_segment(rows):
    frame = pd.DataFrame(rows, columns=["q", "g", "w"]).assign(w=lambda f: f["w"] * 2.5)
    hypothesis.assume((frame["w"] > 0).sum() > 1)
    made = cs.Wave.from_frame(frame, weights="w")
    where, x = domains(made, "g"), made.answers("q")
    found = spreads(made, where, x, ~np.isnan(x))
    for i, (segment,) in enumerate(where.keys):
        own = frame[(frame["g"] == segment) & (frame["w"] > 0)]
        assert found.size[i] == pytest.approx(own["w"].sum())
        assert found.n[i] == len(own)
        if len(own):
            middle = np.average(own["q"], weights=own["w"])
            expected = np.average((own["q"] - middle) ** 2, weights=own["w"])
            assert found.variance[i] == pytest.approx(expected, abs=1e-9)


def test_plain_sampling_is_without_replacement_from_the_sum_of_weights():
    frame = pd.DataFrame({"q": [2.0, 4, 4, 9, 6], "w": 20.0})
    made = cs.Wave.from_frame(frame, weights="w")
    where, x = domains(made), made.answers("q")
    found = spreads(made, where, x, ~np.isnan(x))
    expected = (1 - 5 / 100) * frame["q"].var() / 5  # Cochran (1977), eq. 2.20
    assert found.simple() == pytest.approx([expected])
    assert found.simple(total=True) == pytest.approx([expected * 100**2])


def test_weights_that_count_no_population_have_no_plain_sampling():
    made = cs.Wave.from_frame(pd.DataFrame({"q": [2.0, 4, 4, 9, 6]}))
    where, x = domains(made), made.answers("q")
    assert np.isnan(spreads(made, where, x, ~np.isnan(x)).simple()).all()
