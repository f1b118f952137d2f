"""Are the codes of experts and coders read as they were given?"""

import numpy as np
import pandas as pd
import pytest

from csat_methods.questionnaire.panel_ratings import (
    code_counts,
    codes_on_scale,
    panel,
)


def test_a_mapping_becomes_a_table():
    assert panel({"a": [1, 2]}).shape == (2, 1)


def test_an_empty_table_and_equal_names_are_refused():
    with pytest.raises(ValueError, match=r"shape=\(0, 0\)"):
        panel([])
    with pytest.raises(ValueError, match=r"columns=\['a'\] more than once"):
        panel(pd.DataFrame([[1, 2]], columns=["a", "a"]))
    with pytest.raises(ValueError, match="ratings must be a table"):
        panel({"a": [1, 2], "b": [1]})


def test_every_code_off_the_scale_is_named_at_once():
    frame = pd.DataFrame({"q1": [1, 9, None], "q2": ["4", "x", " "]})
    with pytest.raises(ValueError, match=r"2 are not: row 1, 'q1': 9.*'q2': x"):
        codes_on_scale(frame, 1, 4)


def test_blanks_are_missing():
    found = codes_on_scale(pd.DataFrame({"q": ["4", " ", None]}), 1, 4)
    assert found[:, 0] == pytest.approx([4, np.nan, np.nan], nan_ok=True)


def test_codes_are_counted_by_unit():
    counts, codes = code_counts(pd.DataFrame({"A": ["x", "y"], "B": ["x", None]}))
    assert codes == ["x", "y"]
    assert counts.tolist() == [[2, 0], [0, 1]]


def test_codes_of_several_kinds_are_refused():
    with pytest.raises(ValueError, match=r"several kinds: \['int', 'str'\]"):
        code_counts(pd.DataFrame({"A": [1, "y"]}))
