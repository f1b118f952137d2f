"""What may a heading of a platform's file mean?"""

import numpy as np
import pandas as pd
import pytest

from csat_methods.wave.heading_parts import (
    limesurvey_heading,
    odk_heading,
    qualtrics_heading,
)
from csat_methods.wave.raw_table import RawTable

NOTHING = RawTable(pd.DataFrame(), np.arange(0), "x")


def test_a_heading_of_kobo_is_a_question_in_groups_or_an_option():
    read = odk_heading("a/b/why/price", NOTHING)
    whole = ("a/b/why/price", "b/why/price", "why/price", "price")
    joined = read.questions[1:-3]
    assert (read.questions[0], read.questions[-3:]) == (whole[0], whole[1:])
    assert set(joined[:3]) == {"a b/why/price", "a/b why/price", "a/b/why price"}
    assert set(joined[3:]) == {"b/why price", "b why/price", "why price"}
    assert read.options[:3] == (
        ("a/b/why", "price"), ("b/why", "price"), ("why", "price"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "questions", "options"),
    [
        ("q1", ("q1", "q1"), ()),
        ("q1. How?", ("q1. How?", "q1"), ()),
        ("q1[a]", ("q1[a]", "q1[a]", "q1_a", "q1 a", "a"), (("q1", "a"),)),
        ("q1[a][1]", ("q1[a][1]", "q1[a][1]", "q1_a_1"), ()),
        ("q[a]. Q? [A]", ("q[a]. Q? [A]", "q[a]", "q_a", "q a", "a"), (("q", "a"),)),
        ("Q? [A]", ("Q? [A]", "Q? [A]", "Q?_A", "Q? A", "A"), (("Q?", "A"),)),
        ("q1_a", ("q1_a", "q1_a", "a", "q1 a", "q1 a"), (("q1", "a"),)),
        (
            "Q [x]? [A [b]]",
            (
                "Q [x]? [A [b]]", "Q [x]? [A [b]]", "Q_x]? [A [b]", "Q [x]?_A [b]",
                "Q [x]? [A_b]", "Q x]? [A [b]", "Q [x]? A [b]", "Q [x]? [A b]",
                "x]? [A [b]", "A [b]", "b]",
            ),
            (("Q", "x]? [A [b]"), ("Q [x]?", "A [b]"), ("Q [x]? [A", "b]")),
        ),
    ],
)  # fmt: skip
def test_a_heading_of_limesurvey_is_a_code_or_a_row_of_an_array(
    name, questions, options
):
    read = limesurvey_heading(name, NOTHING)
    assert (read.questions, read.options) == (questions, options)


def test_a_heading_of_qualtrics_is_known_by_three_names():
    table = RawTable(
        pd.DataFrame(),
        np.arange(0),
        "x",
        labels={"Q1_2": "Why? - Selected Choice - Price"},
        aliases={"Q1_2": ("QID1_2",)},
    )
    read = qualtrics_heading("Q1_2", table)
    assert read.questions[:2] == ("Q1_2", "QID1_2")
    assert read.questions[-1] == "Price"
    assert read.options[0] == ("Q1", "Price")
    assert ("Why?", "Selected Choice - Price") in read.options
    assert read.options[-2:] == (("Q1", "2"), ("QID1", "2"))


def test_a_qualtrics_question_with_words_of_ones_own_is_known_by_its_words():
    labels = {"Q2": "Why? - Selected Choice", "Q2_1": "Why? - Selected Choice - Near"}
    table = RawTable(pd.DataFrame(), np.arange(0), "x", labels=labels)
    assert "Why?" in qualtrics_heading("Q2", table).questions
    assert ("Why?", "Near") in qualtrics_heading("Q2_1", table).options


def test_a_heading_of_many_signs_is_not_cut_without_end():
    read = odk_heading("a-b/" * 400, NOTHING)
    assert len(read.questions) < 200
    assert len(read.options) < 1000
