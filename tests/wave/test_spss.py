"""Does an SPSS file bring its words and its missing values?"""

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from csat_methods.wave.cells import Cells
from csat_methods.wave.readers import read_table


def distinct(table, column):
    return Cells.of(table, column).distinct


@pytest.fixture
def sav(tmp_path):
    """A file as SPSS writes it, with labels and user-missing values."""
    path = tmp_path / "a.sav"
    frame = pd.DataFrame(
        {
            "q1": [1, 5, 99, np.nan],
            "q2": [1.0, 97, 98, 7],
            "said": ["خوب", "", "x", "b"],
        }
    )
    pyreadstat.write_sav(
        frame,
        path,
        column_labels={"q1": "Overall / رضایت کلی"},
        variable_value_labels={"q1": {1: "بد", 5: "خوب", 99: "Do not know"}},
        missing_ranges={"q1": [99], "q2": [{"lo": 90, "hi": 99}]},
    )
    return path


def test_spss_brings_its_words_and_its_missing_values(sav):
    table = read_table(sav)
    assert table.labels == {"q1": "Overall / رضایت کلی"}
    assert table.value_labels == {"q1": {1: "بد", 5: "خوب", 99: "Do not know"}}
    assert distinct(table, "q1") == [1.0, 5.0]
    assert distinct(table, "q2") == [1.0, 7.0]
    assert distinct(table, "said") == ["خوب", "x", "b"]
    assert table.rows.tolist() == [1, 2, 3, 4]


def test_a_user_missing_value_that_the_study_knows_is_kept(sav):
    kept = Cells.of(read_table(sav), "q1", frozenset({"99"}))
    assert kept.distinct == [1.0, 5.0, 99.0]
