"""Do the small drawings show what the numbers beside them say?"""

import math
import re

from hypothesis import given, strategies as st

from csat_methods.report.strips import HEIGHT, WIDTH, ends_of, sparkline, strip


def places(svg, element, attribute):
    return [
        float(x) for x in re.findall(rf'<{element}[^>]* {attribute}="([^"]*)"', svg)
    ]


def test_an_interval_lies_where_it_should():
    drawn = strip((4.0, 5.0, 6.0), (0.0, 10.0))
    assert places(drawn, "circle", "cx") == [WIDTH / 2]
    assert 'd="M53.6 9.0H78.4"' in drawn


def test_the_line_and_the_wave_before_are_drawn_when_given():
    drawn = strip((4, 5, 6), (0, 10), verdict="bad", before=(3, 4, 5), line=5)
    assert 'class="line"' in drawn
    assert 'class="before"' in drawn
    assert 'class="now bad"' in drawn
    assert 'class="line"' not in strip((4, 5, 6), (0, 10))


def test_what_is_not_known_is_not_drawn():
    assert "circle" not in strip((math.nan, math.nan, math.nan), (0, 1))
    assert 'class="now"><circle' in strip((math.nan, 0.5, math.nan), (0, 1))


def test_a_drawing_is_silent_for_the_number_speaks():
    assert 'aria-hidden="true"' in strip((4, 5, 6), (0, 10))


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3).map(sorted),
    st.floats(-1e6, 1e6),
)
def test_nothing_is_drawn_outside(values, line):
    drawn = strip(tuple(values), ends_of([*values, line]), line=line)
    numbers = map(float, re.findall(r"[MH](-?[\d.]+)", drawn))
    assert all(0 <= number <= WIDTH for number in numbers)


def test_ends_of_nothing_and_of_one_value_are_apart():
    assert ends_of([]) < ends_of([])[::-1]
    low, high = ends_of([7.0])
    assert low < 7.0 < high
    assert ends_of([math.nan, 1.0, 2.0], room=0.0) == (1.0, 2.0)


def test_a_trend_ends_at_the_latest_wave_and_higher_is_higher():
    drawn = sparkline([(1, 2, 3), (3, 4, 5)], (0, 6))
    first, last = re.search(r'points="([^"]*)"', drawn)[1].split()
    assert float(first.split(",")[0]) < float(last.split(",")[0])
    assert float(first.split(",")[1]) > float(last.split(",")[1])
    assert all(0 <= float(p.split(",")[1]) <= 2 * HEIGHT for p in (first, last))
    assert drawn.count('class="spread"') == 2
