"""Do numbers stay numbers and categories become columns, cell by cell?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.weighting.response_predictors import predictor_cells


@pytest.fixture
def wave():
    frame = pd.DataFrame(
        {
            "city": ["Qom", "Yazd", "Arak", "Yazd", "Qom"],
            "orders": [3, 1, 2, 1, 4],
            "blank": [1.0, None, 2, 3, 4],
        }
    )
    return cs.Wave.from_frame(frame)


def test_each_persons_cell_has_their_predictors(wave):
    x, cell = predictor_cells(wave, ["city", "orders"], np.arange(5))
    assert len(x) == 4
    assert x[cell].tolist() == [
        [1, 1, 0, 3],
        [1, 0, 1, 1],
        [1, 0, 0, 2],
        [1, 0, 1, 1],
        [1, 1, 0, 4],
    ]


def test_only_the_rows_that_count_are_looked_at(wave):
    x, cell = predictor_cells(wave, ["blank"], np.array([0, 2, 3]))
    assert x[cell].tolist() == [[1, 1], [1, 2], [1, 3]]


def test_blanks_and_unknown_columns_are_named(wave):
    with pytest.raises(ValueError, match="1 people have no value of 'blank'"):
        predictor_cells(wave, ["blank"], np.arange(5))
    with pytest.raises(KeyError, match=r"\['age'\] are not in the wave"):
        predictor_cells(wave, ["age"], np.arange(5))
