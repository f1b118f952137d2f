"""Does a study answer what other parts of the house ask of it?"""

import copy
import pickle

import pytest
import yaml

from csat_methods.study.instrument import Study

FIVE = {"lowest": 1, "highest": 5, "not_applicable": [6], "blank": [0]}
ROLES = ("adequate", "expectation", "perception", "importance", "satisfaction")


def study_of(items, **keys):
    scales = {"five": FIVE}
    return Study.from_dict(
        {"id": "x", "title": "X", "scales": scales, "items": items, **keys}
    )


@pytest.fixture
def study():
    """Every role about food; expectation and perception about price as well."""
    items = {
        f"{role[0]}_{about}": {"role": role, "characteristic": about, "scale": "five"}
        for about in ("food", "price")
        for role in (ROLES if about == "food" else ("expectation", "perception"))
    }
    constructs = {
        "met": {"items": ["p_food", "p_price"]},
        "other": {"items": ["s_food"]},
    }
    return study_of(items, constructs=constructs)


def test_items_are_found_by_their_role(study):
    assert study.role("expectation") == ("e_food", "e_price")
    assert study.role("perception", "satisfaction") == ("p_food", "s_food", "p_price")
    assert study.role("recommend") == ()


def test_pairs_are_joined_by_characteristic(study):
    assert study.pairs() == {
        "food": ("e_food", "p_food"),
        "price": ("e_price", "p_price"),
    }
    assert study.triples() == {"food": ("a_food", "e_food", "p_food")}


def test_importance_belongs_to_the_ratings_of_its_characteristic(study):
    assert study.importance_of() == {"p_food": "i_food", "s_food": "i_food"}


def test_a_construct_of_perceptions_is_a_pair_with_its_expectations(study):
    assert study.construct_pairs() == {
        "met": (("e_food", "e_price"), ("p_food", "p_price"))
    }


def test_several_items_a_role_pair_up_and_unequal_numbers_do_not():
    def rated(role, number):
        return {
            f"{role}{i}": {"role": role, "characteristic": "c", "scale": "five"}
            for i in range(number)
        }

    even = study_of(rated("expectation", 2) | rated("perception", 2))
    assert even.pairs() == {
        "c": (("expectation0", "expectation1"), ("perception0", "perception1"))
    }
    assert study_of(rated("expectation", 1) | rated("perception", 2)).pairs() == {}


def test_kano_pairs_are_joined_alike():
    items = {
        "f": {"role": "kano_functional", "characteristic": "c", "scale": "five"},
        "d": {"role": "kano_dysfunctional", "characteristic": "c", "scale": "five"},
    }
    assert study_of(items).kano_pairs() == {"c": ("f", "d")}


def test_only_scales_have_ends():
    study = study_of(
        {
            "a": {"scale": "five"},
            "b": {"answers": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]},
            "c": {"type": "nominal", "scale": "five"},
            "d": {"type": "number", "lowest": 1, "highest": 9},
        }
    )
    ends = {name: study.scale_of(name) for name in (*"abcd", "nowhere")}
    assert ends == {"a": (1, 5), "b": (0, 10), "c": None, "d": None, "nowhere": None}


def test_an_item_of_another_name_is_a_key_error():
    with pytest.raises(KeyError, match="item='zz' is not in study x"):
        study_of({"a": {"scale": "five"}}).item("zz")


def test_items_may_come_as_a_list_and_keep_their_order():
    listed = study_of([{"id": "b", "type": "text"}, {"id": "a", "type": "text"}])
    assert list(listed.items) == ["b", "a"]


def test_equal_studies_have_equal_keys_and_others_do_not():
    one, other = (study_of({"a": {"scale": "five"}}) for _ in range(2))
    assert one.key == other.key
    assert one.key != study_of({"b": {"scale": "five"}}).key
    assert pickle.loads(pickle.dumps(one)).key == one.key  # noqa: S301 - our own bytes
    assert copy.deepcopy(one) == one


def test_somebody_is_called_as_an_owner_is_else_by_the_name():
    owners = [{"name": {"en": "Head of logistics", "fa": "مدیر حمل‌ونقل"}}]
    run = study_of({"q": {"scale": "five"}}, owners=owners)
    assert run.person("Head of logistics").texts["fa"] == "مدیر حمل‌ونقل"
    assert run.person("Quality board") == "Quality board"


def test_a_study_cannot_be_changed(study):
    with pytest.raises(TypeError, match="cannot be changed"):
        study.items["x"] = 1
    with pytest.raises(ValueError, match="frozen"):
        study.id = "y"


def test_a_mapping_that_is_none_is_refused():
    with pytest.raises(ValueError, match="must be a mapping of a study's keys"):
        Study.from_dict(["id"])


def test_the_questionnaires_of_the_reference_are_read(shared):
    path = shared / "reference" / "wording" / "structure.yaml"
    entries = yaml.safe_load(path.read_text("utf8"))["questionnaires"]
    read = {entry["id"]: Study.from_dict(entry) for entry in entries}
    assert read["parts"].pairs() == {
        "dimensions": ("p1", "p2"),
        "lead_time": ("p3", "p4"),
    }
    assert read["telecom"].role("overall") == ("t1", "t6")
    assert read["airport"].items["q9"].asked_if[1].in_ == (1, 2)
    assert read["airport"].answers("q1").points == ("yes", "no")
    assert read["airport"].scale_of("q8") == (0, 10)
