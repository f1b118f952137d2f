"""Do differences of waves find their items, their people and their breaks?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.trends.wave_differences import (
    Differences,
    break_notes,
    comparable_items,
    compared_items,
)


def waves(*frames, **design):
    """Return waves named 1, 2, … of these frames."""
    return {
        str(i): cs.Wave.from_frame(pd.DataFrame(f), **design)
        for i, f in enumerate(frames, start=1)
    }


def test_items_come_from_any_wave_and_keep_their_order():
    named = waves({"a": [1], "b": [2]}, {"b": [2], "c": [3]})
    assert compared_items(named, ["c", "a", "b"]) == ["c", "a", "b"]
    with pytest.raises(KeyError, match="any of the waves"):
        compared_items(named, ["a", "d"])
    with pytest.raises(ValueError, match="each once"):
        compared_items(named, ["a", "a"])
    with pytest.raises(ValueError, match="each once"):
        compared_items(named, [])


def test_text_is_refused_in_whichever_wave_it_stands():
    named = waves({"a": [1, 2]}, {"a": ["good", "bad"]})
    with pytest.raises(ValueError, match=r"\['a'\] hold text"):
        compared_items(named, "a")


def test_shared_people_are_those_who_answered_in_both():
    named = waves(
        {"who": ["a", "b", "c", None], "q": [1, 2, np.nan, 4]},
        {"who": ["b", "c", "a", None], "q": [1, 2, 3, 4]},
        {"who": ["x", "y", "b", "a"], "q": [1, 2, 3, 4]},
        person="who",
    )
    found = Differences(named, ["q"], np.ones((2, 1), bool))
    assert found.shared.tolist() == [[2], [2]]
    assert found.n.tolist() == [[3], [4], [4]]
    assert found.means.ravel() == pytest.approx([7 / 3, 2.5, 2.5])


def test_changes_and_their_covariance_share_the_wave_between_them():
    rng = np.random.default_rng(2)
    named = waves(*({"q": rng.integers(1, 8, 50).astype(float)} for _ in range(3)))
    found = Differences(named, ["q"], np.ones((2, 1), bool))
    matrix = found.covariance()
    assert np.sqrt(np.diag(matrix)) == pytest.approx(found.se.ravel())
    middle = cs.means(named["2"], "q").se ** 2
    assert matrix[0, 1] == pytest.approx(-middle)


def test_a_scale_that_changed_is_not_comparable():
    frame = pd.DataFrame({"a": [1, 2], "b": [1, 2]})
    named = {
        "x": cs.Wave.from_frame(frame, scales={"a": (1, 5), "b": (1, 5)}),
        "y": cs.Wave.from_frame(frame, scales={"a": (1.0, 5.0), "b": (1, 7)}),
        "z": cs.Wave.from_frame(frame),
    }
    same = comparable_items(named, ["a", "b"])
    assert same.tolist() == [[True, False], [True, True]]
    (note,) = break_notes(Differences(named, ["a", "b"], same))
    assert str(note) == ("From y on answers are not comparable with those before: b.")
