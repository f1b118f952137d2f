"""Does every kind of number have its way of being written?"""

import pytest

from csat_methods import _messages
from csat_methods._messages import Message, Number, plain
from csat_methods._number_formats import BARE, FORMATS


@pytest.mark.parametrize("kind", FORMATS)
def test_no_kind_writes_a_minus_before_a_zero(kind):
    assert "-" not in FORMATS[kind](-1e-12)


@pytest.mark.parametrize(
    ("value", "shown"), [(1.0, "1"), (10.0, "10"), (2.5, "2.5"), (4.04, "4")]
)
def test_a_rank_has_decimals_only_where_it_is_shared(value, shown):
    assert FORMATS["rank"](value) == shown


def test_kinds_with_a_unit_are_written_alike_without_it():
    assert set(BARE) <= set(_messages.UNITS)
    for kind, bare in BARE.items():
        assert FORMATS[kind](-0.0612) == FORMATS[bare](-0.0612)


def test_a_range_says_its_unit_at_its_end_only():
    ends = {"low": -0.061, "high": 0.036}
    values = {name: Number(v, "share_difference") for name, v in ends.items()}
    said = Message("{low} to {high}", values)
    assert plain(said) == "\u22126.1 to +3.6\u00a0pp"
    with _messages.language("fa"):
        assert plain(said).count("واحد درصد") == 1


def test_a_small_probability_is_said_in_words_in_persian():
    with _messages.language("fa"):
        assert _messages.number(0.0001, "probability") == "کمتر از\u00a0۰٫۰۰۱"
