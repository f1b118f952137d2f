"""What is left of data when its faulty parts are taken out?"""

from csat_methods.study.remainder import Taken, without


def error(*loc, kind="value_error"):
    return {"loc": loc, "type": kind}


DATA = {
    "title": "X",
    "items": [{"id": "q1", "role": "x", "asked_if": [{"item": 1}]}, {"id": "q2"}],
    "scales": {"a": {"lowest": 1}},
}


def left(*errors):
    taken = Taken()
    return without(DATA, list(errors), taken), taken


def test_a_key_is_taken_out_and_nothing_else_changes():
    rest, _ = left(error("scales", "a", "lowest"))
    assert rest == {**DATA, "scales": {"a": {}}}
    assert DATA["scales"] == {"a": {"lowest": 1}}


def test_a_part_of_a_list_is_found_by_its_id():
    rest, _ = left(error("items", "q1", "role"))
    assert "role" not in rest["items"][0]
    rest, _ = left(error("items", "q1"))
    assert rest["items"] == [{"id": "q2"}]


def test_of_a_list_without_ids_all_is_taken_since_places_would_move():
    rest, _ = left(error("items", "q1", "asked_if", 0, "in"))
    assert "asked_if" not in rest["items"][0]


def test_what_misses_a_key_is_taken_out_whole():
    rest, _ = left(error("scales", "a", "points", kind="missing"))
    assert rest["scales"] == {}


def test_required_values_get_a_stand_in():
    rest, _ = left(error("title", kind="missing"), error("id", kind="missing"))
    assert rest["title"] == "unknown" == rest["id"]


def test_without_any_place_nothing_is_left():
    assert left(error())[0] is None


def test_taken_parts_explain_what_follows_from_them_but_unknown_keys_do_not():
    _, taken = left(error("scales", "a", "lowest"))
    assert taken.explains(error("scales", "a"))
    assert not taken.explains(error("items", "q1"))
    _, taken = left(error("scales", "a", "lowest", kind="extra_forbidden"))
    assert not taken.explains(error("scales", "a"))


def test_taken_parts_are_recognised_by_name():
    _, taken = left(error("items", "q1"))
    assert taken.mentioned_in("'q1' is no item of the study.")
    assert not taken.mentioned_in("'q2' is no item of the study.")
