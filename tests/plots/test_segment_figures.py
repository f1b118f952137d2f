"""Which segments differ from all customers, and on what?"""

import pytest

from csat_methods.plots import draw


@pytest.fixture
def by_city(segments):
    return segments({"North": [4.4, 3.5], "South": [3.9, 4.02]})


def test_every_item_and_segment_has_its_number(by_city, drawn):
    texts = drawn.texts(draw(by_city))
    assert {"4.40", "3.50", "3.90", "4.02", "North", "South"} <= set(texts)
    assert {"Staff are helpful", "The price is fair"} <= set(texts)


def test_a_cell_is_marked_where_its_interval_excludes_the_total(by_city, drawn):
    texts = drawn.texts(draw(by_city, total={"q1": 4.0, "q2": 4.0}))
    assert {"4.40 ▲", "3.50 ▼", "3.90", "4.02", "All", "4.00"} <= set(texts)


def test_a_figure_that_stands_alone_says_what_its_signs_mean(by_city, drawn):
    said = "▲ ▼ clearly above or below all customers"
    beside = draw(by_city, title=True, total={"q1": 4.0, "q2": 4.0})
    assert any(words.startswith(said) for words in drawn.texts(beside))
    alone = drawn.texts(draw(by_city, title=True))
    assert not any(words.startswith(said) for words in alone)


def test_of_many_cells_only_those_clear_of_chance_together_are_marked(segments, drawn):
    few = segments({"A": [4.2, 4.0]})
    end = float(few.table["ci_low"].iloc[0]) - 0.001
    assert "4.20 ▲" in drawn.texts(draw(few, total={"q1": end}))
    many = segments({"A": [4.2, 4.0], "B": [4.0, 4.0]})
    assert "4.20" in drawn.texts(draw(many, total={"q1": end, "q2": 4.0}))


def test_all_customers_may_come_as_a_result(by_city, means, drawn):
    texts = drawn.texts(draw(by_city, total=means([4.15, 3.76], n=321)))
    assert {"4.40 ▲", "3.50 ▼", "3.90 ▼", "4.02 ▲", "321"} <= set(texts)


def test_without_totals_the_line_decides(by_city, drawn):
    texts = drawn.texts(draw(by_city, line=3.7))
    assert {"4.40 ▲", "3.50 ▼", "3.90 ▲", "4.02 ▲"} <= set(texts)


def test_without_either_nothing_is_marked(by_city, drawn):
    assert not any("▲" in t or "▼" in t for t in drawn.texts(draw(by_city)))


def test_a_hidden_cell_is_hatched_and_has_no_number(by_city):
    table = by_city.table
    visible = type(by_city)(
        table=table[:-1], method="Mean", used=by_city.used, by=("city",)
    )
    ax = draw(visible, hidden=({"city": "South", "term": "q2"},))
    assert [(int(p.get_x()), int(p.get_y())) for p in ax.patches] == [(1, 1)]


def test_a_segment_that_is_hidden_whole_keeps_its_place(segments):
    result = segments({"A": [4.0, 4.1], "C": [4.2, 4.3]})
    ax = draw(result, hidden=tuple({"city": "B", "term": t} for t in ("q1", "q2")))
    assert {int(p.get_x()) for p in ax.patches} == {1}


def test_the_order_of_the_table_is_kept_where_it_means_something(segments, drawn):
    result = segments({"young": [4.0, 4.1], "middle": [4.2, 4.3], "aged": [4, 4]})
    texts = drawn.texts(draw(result))
    assert texts.index("young") < texts.index("middle") < texts.index("aged")


def test_many_segments_go_into_blocks_evenly(segments):
    result = segments({f"S{i:02d}": [4.0, 4.1] for i in range(12)})
    ax = draw(result)
    widths = [a.get_xlim()[1] for a in ax.figure.axes]
    assert widths == [6, 6]


def test_long_names_make_fewer_columns(segments):
    names = [f"Internationalisation{i}" for i in range(6)]
    short = draw(segments({f"S{i}": [4.0, 4.1] for i in range(6)}))
    long = draw(segments({name: [4.0, 4.1] for name in names}))
    assert len(short.figure.axes) == 1
    assert len(long.figure.axes) == 2


def test_all_customers_stand_in_each_block_to_compare_with(segments, drawn):
    names = [f"North-western area {i}" for i in range(5)]
    result = segments({name: [4.0, 4.1] for name in names})
    texts = drawn.texts(draw(result, total={"q1": 4.0, "q2": 4.0}, phone=True))
    assert texts.count("All") == 2
    assert texts.count("4.00") == 5 + 2 * 2
