"""Does the pseudo-locale change every letter it can, and no placeholder?"""

from string import Formatter

from hypothesis import given, strategies as st

from csat_methods._pseudo import pseudo

WORDS = st.text(alphabet="abcdefgh XYZ.,", max_size=30)


def test_a_text_is_accented_and_stands_in_brackets():
    assert pseudo("No answers") == "\u27e6Ñó áñswérs\u27e7"


@given(WORDS, st.sampled_from(["n", "label", "ci_low"]), WORDS)
def test_placeholders_stay_as_they_are(before, name, after):
    shown = pseudo(f"{before}{{{name}}}{after}")
    assert [field for _, field, _, _ in Formatter().parse(shown) if field] == [name]
    assert len(shown) == len(f"{before}{{{name}}}{after}") + 2
