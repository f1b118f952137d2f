"""What may a heading of a platform's file mean?"""

import numpy as np
import pandas as pd
import pytest

from csat_methods import read_study
from csat_methods.wave.platforms import (
    KOBO,
    LIMESURVEY,
    PLATFORMS,
    QUALTRICS,
    fold,
    plain_codes,
    squeezed,
)
from csat_methods.wave.raw_table import RawTable
from csat_methods.wave.readers import EXPORTS

NOTHING = RawTable(pd.DataFrame(), np.arange(0), "x")


def test_a_heading_of_kobo_is_a_question_in_groups_or_an_option():
    read = KOBO.read("a/b/why/price", NOTHING)
    whole = ("a/b/why/price", "b/why/price", "why/price", "price")
    joined = ("why price", "b why/price", "a b/why/price")
    assert read.questions == (whole[0], *joined, *whole[1:])
    assert read.options[:3] == (
        ("a/b/why", "price"), ("b/why", "price"), ("why", "price"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "questions", "options"),
    [
        ("q1", ("q1",), ()),
        ("q1. How?", ("q1. How?", "q1"), ()),
        ("q1[a]", ("q1[a]", "q1[a]", "q1_a", "q1 a", "a"), (("q1", "a"),)),
        ("q1[a][1]", ("q1[a][1]", "q1[a][1]", "q1_a_1"), ()),
        ("q[a]. Q? [A]", ("q[a]. Q? [A]", "q[a]", "q_a", "q a", "a"), (("q", "a"),)),
        ("Q? [A]", ("Q? [A]", "Q? [A]", "Q?_A", "Q? A", "A"), (("Q?", "A"),)),
        ("q1_a", ("q1_a",), (("q1", "a"),)),
    ],
)  # fmt: skip
def test_a_heading_of_limesurvey_is_a_code_or_a_row_of_an_array(
    name, questions, options
):
    read = LIMESURVEY.read(name, NOTHING)
    assert (read.questions, read.options) == (questions, options)


def test_a_heading_of_qualtrics_is_known_by_three_names():
    table = RawTable(
        pd.DataFrame(),
        np.arange(0),
        "x",
        labels={"Q1_2": "Why? - Selected Choice - Price"},
        aliases={"Q1_2": ("QID1_2",)},
    )
    read = QUALTRICS.read("Q1_2", table)
    assert read.questions[:2] == ("Q1_2", "QID1_2")
    assert read.questions[-1] == "Price"
    assert read.options[0] == ("Q1", "Price")
    assert ("Why?", "Selected Choice - Price") in read.options
    assert read.options[-2:] == (("Q1", "2"), ("QID1", "2"))


def test_a_qualtrics_question_with_words_of_ones_own_is_known_by_its_words():
    labels = {"Q2": "Why? - Selected Choice", "Q2_1": "Why? - Selected Choice - Near"}
    table = RawTable(pd.DataFrame(), np.arange(0), "x", labels=labels)
    assert "Why?" in QUALTRICS.read("Q2", table).questions
    assert ("Why?", "Near") in QUALTRICS.read("Q2_1", table).options


def test_every_platform_that_is_read_has_its_conventions():
    assert set(PLATFORMS) == set(EXPORTS)
    for platform in PLATFORMS.values():
        assert {fold(name) for name in platform.own | platform.hidden} == (
            platform.own | platform.hidden
        )
        assert not platform.yes & platform.no


def test_names_are_compared_without_case_spaces_and_tags():
    assert fold(" <p>How  is&nbsp;it</p>") == "how is&nbsp;it"
    assert squeezed("p_Staff-1") == "pstaff1"


def test_the_study_s_own_names_are_those_of_a_platform_without_rules():
    codes = plain_codes(read_study("params/demo"))
    assert codes["channels"].question == "channels"
    assert set(codes["channels"].answers) == {"shop", "web", "phone", "elsewhere"}
