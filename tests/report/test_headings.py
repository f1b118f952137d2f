"""What are columns called?"""

from csat_methods.report import headings


def test_other_columns_are_read_in_words():
    assert headings.heading("estimate") == "Estimate"
    assert headings.heading("shoe_size") == "Shoe size"
