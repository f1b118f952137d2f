"""Do the parts that wait stand where they were taken, each once?"""

from csat_methods._html import Html
from csat_methods._messages import language
from csat_methods.report.waiting import Room, Waiting


def test_each_part_comes_back_to_its_own_place():
    waiting = Waiting()
    page = "".join(waiting.take(lambda room, i=i: Html(f"[{i}]")) for i in range(12))
    assert "[" not in page
    assert waiting.put(page, Room()) == "".join(f"[{i}]" for i in range(12))


def test_a_part_is_made_as_there_is_room_and_may_be_nothing():
    waiting = Waiting()
    page = waiting.take(lambda room: Html("file" if room.data else ""))
    page += waiting.take(lambda room: Html(f"<p>{room.rows}</p>"))
    assert waiting.put(page, Room()) == "file<p>None</p>"
    assert waiting.put(page, Room(data=False, rows=8)) == "<p>8</p>"


def test_latin_words_of_a_part_stand_apart_in_a_page_read_from_the_right():
    waiting = Waiting()
    page = waiting.take(lambda _: Html("<p>NPS</p>"))
    with language("fa"):
        assert waiting.put(page, Room()) == '<p><bdi lang="en">NPS</bdi></p>'


def test_a_text_cannot_pass_for_a_part():
    waiting = Waiting()
    waiting.take(lambda _: Html("SECRET"))
    assert "SECRET" not in waiting.put("&lt;!--part 0--&gt;", Room())
