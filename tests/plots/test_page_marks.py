"""Do marks that look alike share their look, and no others?"""

from csat_methods.plots.page_marks import Alike, is_outline


def alike(*shapes):
    made = Alike("fill:red")
    for shape in shapes:
        made.put(*shape)
    return str(made)


def test_one_mark_bears_its_look():
    assert alike(("circle r='1'",)) == "<circle r='1' style=\"fill:red\"/>"
    assert alike(("M0 0H1",)) == '<path d="M0 0H1" style="fill:red"/>'


def test_outlines_share_an_element():
    assert alike(("M0 0H1",), ("M2 2V3",)) == (
        '<path d="M0 0H1M2 2V3" style="fill:red"/>'
    )


def test_others_share_a_group_and_keep_what_is_in_them():
    assert alike(("text x='1'", "a"), ("text x='2'", "b")) == (
        "<g style=\"fill:red\"><text x='1'>a</text><text x='2'>b</text></g>"
    )


def test_an_outline_begins_with_a_move():
    assert is_outline("M0 0")
    assert not is_outline("circle r='1'")
