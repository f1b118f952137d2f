"""Does prose that leads to nothing go, and is why said once, after what is shown?"""

from csat_methods._html import Html
from csat_methods.report.left_out import Piece, list_of, shown_and_left

TITLE = Piece("# What do customers expect?")
LED, IDLE = Piece("What they write."), Piece("How they would feel.")
FIGURE = Piece(html=Html("<figure></figure>"))
WHY = Piece(html=Html("Left out: nobody was asked."), absent=True)
OTHER = Piece(html=Html("Left out: nobody was invited."), absent=True)


def test_prose_with_nothing_but_absences_under_it_goes():
    shown, left = shown_and_left([TITLE, LED, FIGURE, IDLE, WHY])
    assert shown == [TITLE, LED, FIGURE]
    assert left == [WHY]


def test_prose_with_something_under_it_stays_without_the_absences():
    shown, left = shown_and_left([TITLE, LED, WHY, FIGURE, OTHER])
    assert shown == [TITLE, LED, FIGURE]
    assert left == [WHY, OTHER]


def test_a_heading_stays_where_the_chapter_shows_anything():
    deeper = Piece("## In their own words\n\nWhat they write.")
    shown, _ = shown_and_left([TITLE, deeper, WHY, LED, FIGURE])
    assert shown == [TITLE, deeper, LED, FIGURE]


def test_of_a_chapter_that_lacks_everything_not_even_the_title_stays():
    assert shown_and_left([TITLE, LED, WHY, IDLE, OTHER]) == ([], [WHY, OTHER])


def test_a_chapter_of_prose_alone_stays():
    assert shown_and_left([TITLE, LED]) == ([TITLE, LED], [])
    assert shown_and_left([]) == ([], [])


def test_each_reason_is_listed_once_in_order():
    (listed,) = list_of([WHY, OTHER, WHY])
    assert listed.html == (
        '<ul class="absent"><li>Left out: nobody was asked.</li>'
        "<li>Left out: nobody was invited.</li></ul>"
    )
    assert list_of([]) == []
