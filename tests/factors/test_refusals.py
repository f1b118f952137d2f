"""Are items that cannot be correlated named with the reason?"""

import numpy as np
import pytest

from csat_methods.factors.refusals import (
    MOST_CATEGORIES,
    fewest,
    refuse_constant,
    refuse_few,
    refuse_numbers,
)

HELD = np.array([[True, False], [True, True], [True, False]])


def test_the_items_with_fewest_answers_are_named():
    assert fewest(["a", "b"], HELD) == "Fewest answered: b (1), a (3)."
    with pytest.raises(ValueError, match=r"1 people answered all 2; two people are.*b"):
        refuse_few(["a", "b"], HELD, HELD.all(axis=1), 1)
    with pytest.raises(ValueError, match="more people than items are needed"):
        refuse_few(["a", "b"], HELD, HELD.any(axis=1), 3)
    refuse_few(["a", "b"], HELD, HELD.any(axis=1), 2)


def test_constant_items_are_named_whatever_their_blanks():
    x = np.array([[1.0, 2.0], [np.nan, 3.0], [1.0, 2.0]])
    with pytest.raises(ValueError, match=r"items=\['a'\] are constant"):
        refuse_constant(["a", "b"], x)
    refuse_constant(["b"], x[:, 1:])


def test_numbers_are_no_ratings():
    x = np.arange(MOST_CATEGORIES + 1.0)[:, None]
    with pytest.raises(ValueError, match=r"items=\['a'\] have 26 different answers"):
        refuse_numbers(["a"], x)
    refuse_numbers(["a"], x[1:])
