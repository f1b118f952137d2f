"""Is what a reader must know of correlations said?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs


@pytest.fixture(scope="module")
def survey():
    rng = np.random.default_rng(2)
    raw = rng.normal(size=(240, 2)) + rng.normal(size=(240, 1))
    return pd.DataFrame(np.digitize(raw, [-1.5, 0, 1.5]) + 1.0, columns=list("ab"))


def test_correlations_that_do_not_fit_together_are_smoothed_and_said_so():
    blank = np.nan
    block = [[1, 1, blank], [2, 2, blank], [3, 3.1, blank]]
    block += [[1, blank, 1], [2, blank, 2], [3, blank, 3.1]]
    block += [[blank, 1, 3], [blank, 2, 2], [blank, 3, 0.9]]
    wave = cs.Wave.from_frame(pd.DataFrame(block, columns=list("abc")))
    got = cs.correlation_matrix(wave, list("abc"), missing="available")
    assert got.smoothed
    assert np.linalg.eigvalsh(got.matrix)[0] > 0
    assert any("did not fit together" in str(note) for note in got.notes)
    raw = got.table.set_index("term")["estimate"]
    assert raw["a ~~ b"] > 0.99 > got.matrix.loc["a", "b"]


def test_tables_without_exceptions_and_empty_cells_are_told(survey):
    frame = survey.assign(e=(survey["b"] > 2) * 1.0, f=(survey["b"] > 3) * 1.0)
    wave = cs.Wave.from_frame(frame)
    got = cs.correlation_matrix(wave, ["b", "e", "f"], kind="polychoric")
    told = " ".join(map(str, got.notes))
    assert "Without exceptions" in told
    assert "e with f" in told
