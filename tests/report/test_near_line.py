"""Is an interval told apart from the line that its end rounds to?"""

import pytest

from csat_methods._messages import Number, number
from csat_methods._number_formats import FINER, FORMATS
from csat_methods.report.near_line import told_apart


def written(low, high, line, kind):
    values = {"low": Number(low, kind), "high": Number(high, kind), "n": Number(9)}
    told = told_apart(values, line)
    assert told["n"] == values["n"]
    return [number(told[end].value, told[end].kind) for end in ("low", "high")]


@pytest.mark.parametrize(
    ("low", "high", "line", "kind", "said"),
    [
        (4.002, 4.083, 4, "number", ["4.002", "4.083"]),
        (3.997, 4.09, 4, "number", ["3.997", "4.090"]),
        (4.01, 4.083, 4, "number", ["4.01", "4.08"]),
        (4.0, 4.083, 4, "number", ["4.00", "4.08"]),
        (4.002, 4.083, None, "number", ["4.00", "4.08"]),
        (75.04, 77.1, 75, "index", ["75.04", "77.10"]),
        (0.7, 0.7498, 0.75, "share", ["70.00%", "74.98%"]),
        (-0.2, -0.004, 0, "difference", ["\u22120.200", "\u22120.004"]),
        (-0.2, 0.04, 0, "points", ["\u22120.20", "+0.04"]),
        (3.9996, 4.2, 4, "coefficient", ["4.000", "4.200"]),
    ],
)
def test_ends_have_a_digit_more_where_one_reads_as_the_line(
    low, high, line, kind, said
):
    assert written(low, high, line, kind) == said


def test_finer_kinds_write_one_digit_more():
    for kind, finer in FINER.items():
        short, long = FORMATS[kind](0.123456), FORMATS[finer](0.123456)
        assert len(long) == len(short) + 1, kind
