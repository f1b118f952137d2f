"""Is a table of words sound on a page?"""

from csat_methods.report.plain_table import plain_table


def test_words_in_a_table_are_escaped():
    made = plain_table("Words", ("A", "B"), [["<b>", "&"]])
    assert "<b>" not in made
    assert "&lt;b&gt;" in made
