"""Do the columns of one method have headings of their own?"""

from csat_methods.report import headings
from csat_methods.report.method_headings import METHOD_COLUMNS


def test_headings_of_methods_are_read_where_all_headings_are():
    assert METHOD_COLUMNS.items() <= headings.COLUMNS.items()
    assert headings.heading("i_cvi") == "Share calling it relevant"
