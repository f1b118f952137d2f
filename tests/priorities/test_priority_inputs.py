"""Tests of which items are compared, and where their importance comes from."""

import numpy as np
import pandas as pd
import pytest

from csat_methods import Study, Wave
from csat_methods.priorities.priority_inputs import joint_inputs, priority_inputs

SCALE = {"answers": [1, 2, 3, 4, 5, 6, 7]}


@pytest.fixture(scope="module")
def wave():
    rng = np.random.default_rng(5)
    names = ["s1", "s2", "s3", "i1", "i2", "i3", "overall"]
    frame = pd.DataFrame({name: rng.integers(1, 8, 120) for name in names}).astype(
        float
    )
    items = {
        f"{letter}{k}": {"role": role, "characteristic": f"c{k}", **SCALE}
        for letter, role in {"s": "satisfaction", "i": "importance"}.items()
        for k in (1, 2, 3)
    }
    items["overall"] = {"role": "overall", **SCALE}
    catalogue = {
        "c1": {"origin": "statutory"},
        "c2": {"origin": "stated"},
        "c3": {"origin": "wished"},
    }
    keys = {"id": "x", "title": "X", "items": items, "characteristics": catalogue}
    return Wave.from_frame(frame, study=Study.from_dict(keys))


def test_the_study_says_what_is_rated_and_how_important(wave):
    inputs = priority_inputs(wave, None, "stated", None)
    assert inputs.items == ("s1", "s2", "s3")
    assert inputs.stated == ("i1", "i2", "i3")
    assert inputs.parts == ("performance", "stated")
    assert inputs.outcome == ""
    assert inputs.about()["s1"] == ("s1", "i1")


def test_what_the_law_requires_is_known(wave):
    inputs = priority_inputs(wave, None, "stated", None)
    assert inputs.statutory.tolist() == [True, False, False]


def test_derived_importance_rests_on_the_outcome_and_all_items(wave):
    inputs = priority_inputs(wave, None, "derived", "overall")
    assert inputs.outcome == "overall"
    assert set(inputs.about()["s1"]) == {"s1", "s2", "s3", "overall"}


def test_both_importances_are_estimated_where_both_are_known(wave):
    inputs = priority_inputs(wave, None, "stated", "overall")
    assert inputs.parts == ("performance", "stated", "derived")


def test_all_parts_are_estimated_jointly(wave):
    inputs = priority_inputs(wave, None, "stated", None)
    found = joint_inputs(wave, inputs)
    columns = ["s1", "i1", "s2", "i2", "s3", "i3"]
    means = wave.frame[columns].mean().to_numpy()
    assert np.sort(found.estimate) == pytest.approx(np.sort(means))
    matrix = found.covariance()
    assert matrix.shape == (6, 6)
    assert np.diag(matrix) == pytest.approx(found.se**2)


@pytest.mark.parametrize(
    ("performance", "importance", "words"),
    [
        (None, "guessed", "importance='guessed'"),
        (["s1"], "stated", "two items at least"),
        (["s1", "overall"], "stated", r"\['overall'\] have no importance item"),
    ],
)
def test_what_cannot_be_compared_is_refused(wave, performance, importance, words):
    with pytest.raises(ValueError, match=words):
        priority_inputs(wave, performance, importance, None)


def test_an_unknown_column_is_named(wave):
    with pytest.raises(KeyError, match="s9"):
        priority_inputs(wave, ["s1", "s9"], "derived", "overall")
