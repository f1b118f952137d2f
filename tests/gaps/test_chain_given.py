"""Is the chain that of the arguments, and else of the study's files?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.gaps.chain_given import chain_of, few_staff
from csat_methods.gaps.chain_places import FIGURE, STAFF
from csat_methods.wave.organization import Organization
from csat_methods.wave.own_figures import OwnFigure

NOTHING = dict.fromkeys(
    ("expected", "understood", "planned", "delivered", "perceived", "promised")
)
RATED = pd.DataFrame({"speed": [5.0, 6], "other": [1.0, 2]})


@pytest.fixture(scope="module")
def wave():
    items = {
        "e": {"role": "expectation", "characteristic": "speed"},
        "p": {"role": "perception", "characteristic": "speed"},
    }
    asked = {
        name: {**item, "answers": [1, 2, 3, 4, 5, 6, 7]} for name, item in items.items()
    }
    study = cs.Study.from_dict({"id": "x", "title": "X", "items": asked})
    made = cs.Wave.from_frame(pd.DataFrame({"e": [7, 6], "p": [5, 4]}), study=study)
    own = Organization(staff=RATED, standards={"speed": OwnFigure(6.0)})
    return made._with(organization=own)


def test_files_fill_what_is_not_given(wave):
    chain, staff = chain_of(wave, NOTHING)
    assert list(chain["speed"]) == ["expected", "understood", "planned", "perceived"]
    assert chain["speed"]["understood"].source == STAFF
    assert staff.columns.tolist() == ["speed"]


def test_what_is_given_comes_before_the_files(wave):
    given = {**NOTHING, "understood": {"speed": 5}, "planned": {}}
    chain, staff = chain_of(wave, given)
    assert staff is None
    assert chain["speed"]["understood"].source == FIGURE
    assert "planned" not in chain["speed"]


def test_both_ends_name_the_same(wave):
    given = {**NOTHING, "expected": {"price": "e"}}
    with pytest.raises(
        ValueError, match=r"expected=\['price'\] and perceived=\['speed'\]"
    ):
        chain_of(wave, given)


def test_ten_are_few_and_eleven_are_not():
    assert few_staff(pd.DataFrame({"a": np.zeros(10)}))
    assert not few_staff(pd.DataFrame({"a": np.zeros(11)}))
    assert not few_staff(None)
