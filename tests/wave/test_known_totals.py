"""Are known totals read from a file, or refused by row?"""

import numpy as np
import pandas as pd
import pytest

from csat_methods.wave.known_totals import totals_of
from csat_methods.wave.raw_table import RawTable


def table(*rows, columns=("variable", "level", "total")):
    frame = pd.DataFrame(rows, columns=list(columns))
    return RawTable(frame, np.arange(len(rows)) + 2, "m.csv")


def test_margins_numbers_and_crossed_margins_stand_in_one_file():
    found = totals_of(
        table(
            ["sex", "1", "40"],
            ["sex", "2", "۶۰"],
            ["race*sex", "b*1", "7.5"],
            ["income", "", "1000"],
        )
    )
    assert found == {
        "sex": {1: 40.0, 2: 60.0},
        ("race", "sex"): {("b", 1): 7.5},
        "income": 1000.0,
    }


def test_numbers_of_a_typed_format_are_read_too():
    assert totals_of(table(["sex", 1.0, 40.0])) == {"sex": {1: 40.0}}
    assert totals_of(table(["age", None, 40.0])) == {"age": 40.0}


def test_every_faulty_row_is_said():
    rows = [
        ["sex", "1", "many"],
        ["sex", "1", "-4"],
        ["sex", "1", ""],
        ["", "1", "4"],
        ["sex", "1", "4"],
        ["sex", "1", "5"],
        ["age", "", "5"],
        ["age", "", "6"],
        ["age", "old", "6"],
    ]
    with pytest.raises(ValueError, match=r"m.csv: row 2") as caught:
        totals_of(table(*rows))
    assert str(caught.value).splitlines() == [
        (
            "m.csv: row 2: total='many' must be a number from 0 on. Likewise in rows "
            "3, 4: 3 in all."
        ),
        "m.csv: row 5: has no variable.",
        "m.csv: row 7: level='1' of 'sex' has a total already.",
        "m.csv: row 9: 'age' has another total already.",
        "m.csv: row 10: 'age' has a total without levels already.",
    ]


def test_a_file_without_the_columns_is_refused():
    with pytest.raises(ValueError, match=r"m.csv: has no column total; known totals"):
        totals_of(table(["sex", "1"], columns=("variable", "level")))


def test_a_long_file_of_faults_is_told_in_few_sentences():
    rows = [[f"v{i % 3}", "1", f"x{i}"] for i in range(3000)]
    with pytest.raises(ValueError, match=r"row 2: .* 2979 more: 3000 in all") as caught:
        totals_of(table(*rows))
    assert len(str(caught.value).splitlines()) == 1
