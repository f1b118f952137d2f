"""Are tests adjusted inside their family of the plan?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.statistics.multiplicity import adjusted
from csat_methods.wave.families import adjusted_within, families_of

STUDY = {
    "id": "x",
    "title": "X",
    "scales": {"s": {"points": [1, 2, 3]}},
    "items": {f"q{i}": {"scale": "s", "role": "perception"} for i in range(1, 5)},
    "constructs": {"care": {"items": ["q1", "q2"]}},
    "analysis": {"families": {"main": ["care"], "price": ["q3"]}},
}


def test_constructs_bring_their_items_into_the_family():
    frame = pd.DataFrame({f"q{i}": [1, 2] for i in range(1, 5)})
    wave = cs.Wave.from_frame(frame, study=cs.Study.from_dict(STUDY))
    found = families_of(wave, ["q1", "q2", "q3", "q4"])
    assert found == ["main", "main", "price", ""]
    assert families_of(cs.Wave.from_frame(frame), ["q1"]) == [""]


def test_each_family_is_adjusted_apart():
    p = np.array([0.01, 0.02, 0.03, 0.04])
    found = adjusted_within(p, ["a", "b", "a", "b"], "holm")
    assert found[[0, 2]] == pytest.approx(adjusted(p[[0, 2]], "holm"))
    assert found[[1, 3]] == pytest.approx(adjusted(p[[1, 3]], "holm"))
    assert adjusted_within(p, [""] * 4, "bonferroni") == pytest.approx(4 * p)
