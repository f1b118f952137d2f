"""Do banner letters say which columns a cell is clearly higher than?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.estimates.column_letters import column_letters, column_names


def pairs(*rows):
    columns = ["term", "segment", "reference", "estimate", "p_adjusted"]
    return pd.DataFrame(rows, columns=columns)


def test_a_letter_stands_where_the_cell_is_higher():
    table = pairs(
        ("q1", "b", "a", -1.0, 0.01),
        ("q1", "c", "a", 0.5, 0.01),
        ("q1", "c", "b", 1.5, 0.001),
        ("q2", "b", "a", 0.1, 0.5),
        ("q2", "c", "a", 2.0, 0.04999),
        ("q2", "c", "b", 1.9, 0.05),
    )
    found = column_letters(table, ["a", "b", "c"])
    assert found.loc["q1"].tolist() == ["B", "", "AB"]
    assert found.loc["q2"].tolist() == ["", "", "A"]
    assert found.index.name == "term"
    assert column_letters(table, ["a", "b", "c"], alpha=0.01).loc["q1"].tolist() == [
        "", "", "B",
    ]  # fmt: skip


def test_columns_come_in_the_order_of_the_comparisons_by_default():
    table = pairs(("q1", "b", "a", 1.0, 0.2), ("q1", "c", "a", 1.0, 0.01))
    assert column_letters(table).columns.tolist() == ["a", "b", "c"]
    assert column_letters(table).loc["q1"].tolist() == ["", "", "A"]


def test_missing_p_values_and_columns_not_shown_give_no_letter():
    table = pairs(("q1", "b", "a", 1.0, np.nan), ("q1", "c", "a", 1.0, 0.01))
    assert column_letters(table, ["a", "b"]).loc["q1"].tolist() == ["", ""]


def test_several_keys_name_a_row():
    table = pairs(("q1", "b", "a", 1.0, 0.01)).assign(category="yes")
    found = column_letters(table, ["a", "b"], keys=("term", "category"))
    assert found.index.tolist() == [("q1", "yes")]
    assert found.to_numpy().tolist() == [["", "A"]]


def test_past_z_letters_double_and_are_kept_apart():
    assert column_names(53)[25:28] == ["Z", "AA", "AB"]
    assert column_names(53)[-1] == "BA"
    levels = [f"s{i:02}" for i in range(28)]
    table = pairs(*[("q", "s27", level, 1.0, 0.001) for level in levels[:27]])
    cell = column_letters(table, levels).loc["q", "s27"]
    assert cell.split()[:2] == ["A", "B"]
    assert cell.split()[-1] == "AA"


@hypothesis.given(st.lists(st.floats(-3, 3), min_size=2, max_size=6), st.randoms())
def test_no_two_cells_are_higher_than_each_other(means, random):
    names = [f"s{i}" for i in range(len(means))]
    rows = [
        ("q", names[j], names[i], means[j] - means[i], random.random() / 5)
        for i in range(len(means))
        for j in range(i + 1, len(means))
    ]
    found = column_letters(pairs(*rows), names).loc["q"]
    letter = dict(zip(names, column_names(len(names)), strict=True))
    clear = sum(p < 0.05 for *_, p in rows)
    assert sum(map(len, found)) == clear
    for _, segment, reference, difference, p in rows:
        upper, lower = (segment, reference) if difference > 0 else (reference, segment)
        assert letter[upper] not in found[lower] or difference == 0
        assert (letter[lower] in found[upper]) == (p < 0.05) or difference == 0


def test_letters_of_a_real_comparison(school):
    found = cs.compare_segments(school("apiclus1"), ["api00", "enroll"], by="stype")
    assert found.columns.to_dict() == {"E": "A", "H": "B", "M": "C"}
    assert found.letters.loc["enroll"].to_dict() == {"E": "", "H": "", "M": "A"}
    assert (found.letters.loc["api00"] == "").all()


def test_letters_survive_hidden_rows(school):
    from dataclasses import replace

    found = cs.compare_segments(school("apiclus1"), ["enroll"], by="stype")
    table = found.table[found.table["segment"] != "M"]
    assert replace(found, table=table).letters.loc["enroll"].tolist() == ["", "", ""]
    nothing = replace(found, table=found.table.head(0))
    assert nothing.letters.shape == (0, 3)
    with pytest.raises(KeyError):
        nothing.letters.loc["enroll"]
