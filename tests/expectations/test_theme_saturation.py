"""Is it said soundly whether more interviews are needed?"""

import pandas as pd
import pytest

import csat_methods as cs
from tests.conftest import SHARED


def said(themes, who):
    return pd.DataFrame({"who": who, "theme": themes})


def test_themes_are_counted_once_an_interview():
    codes = said(["a", "a;b", " b ", "", "c"], [1, 1, 2, 3, 4])
    found = cs.theme_saturation(codes, interview="who", theme="theme")
    assert found.observed == 3
    assert found.themes.to_dict() == {"b": 2, "a": 1, "c": 1}
    assert found.table["found"].tolist() == [2, 2, 2, 3]
    assert found.table["estimate"].iloc[-1] == pytest.approx(3)


def test_the_order_of_rows_changes_no_estimate():
    codes = said(list("abcabdaef"), [1, 1, 1, 2, 2, 2, 3, 3, 4])
    one = cs.theme_saturation(codes, interview="who", theme="theme")
    two = cs.theme_saturation(codes[::-1], interview="who", theme="theme")
    assert one.table["estimate"].tolist() == pytest.approx(two.table["estimate"])
    assert one.chao == pytest.approx(two.chao)


def test_the_open_answers_of_both_languages():
    path = SHARED / "reference" / "wording" / "expectations_open_answers.csv"
    if not path.exists():
        pytest.skip("the open answers are not there")
    codes = pd.read_csv(path)
    found = cs.theme_saturation(codes, interview=["lang", "interview"], theme="theme")
    assert (found.used.asked, found.observed) == (50, 14)
    assert found.coverage > 0.99
    assert "would bring little" in found.summary()


def test_few_interviews_with_ever_new_themes_are_not_enough():
    codes = said(list("abcdef"), [1, 1, 2, 2, 3, 3])
    found = cs.theme_saturation(codes, interview="who", theme="theme")
    assert "more are to be expected" in found.summary()


@pytest.mark.parametrize(
    ("codes", "why"),
    [
        (said(["a", "b"], [1, 2]), "interviews=2 and themes=2"),
        (said(["", None, " "], [1, 2, 3]), "interviews=3 and themes=0"),
        (said(["a", "b", "c"], [1, None, 3]), r"blank in rows \[1\]"),
    ],
)
def test_too_little_is_refused(codes, why):
    with pytest.raises(ValueError, match=why):
        cs.theme_saturation(codes, interview="who", theme="theme")
    with pytest.raises(KeyError, match="topic"):
        cs.theme_saturation(codes, interview="who", theme="topic")


def test_codes_are_a_table_and_interviews_columns():
    with pytest.raises(ValueError, match=r"codes=\{'who': \[1\]\} must be a DataFrame"):
        cs.theme_saturation({"who": [1]}, interview="who", theme="theme")
    codes = said(["a", "b", "c"], [1, 2, 3])
    with pytest.raises(ValueError, match="interview=3 must be a column, or a list"):
        cs.theme_saturation(codes, interview=3, theme="theme")
