"""Do only people enter whose answers can carry the model?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.factors.model_answers import entered, refuse_unequal_categories

MODEL = {"one": ["a", "b", "c"]}


def frame(n=60):
    rng = np.random.default_rng(1)
    x = rng.normal(size=(n, 1)) + rng.normal(size=(n, 3))
    return pd.DataFrame(x, columns=list("abc")).assign(g=["y", "x"] * (n // 2))


def people(data, model=MODEL, group=None, missing="complete", **design):
    wave = cs.Wave.from_frame(data, **design)
    return entered(wave, model, group=group, missing=missing)


def test_rules_for_blanks_say_who_enters():
    data = frame()
    data.loc[:4, "a"] = np.nan
    data.loc[0, ["b", "c"]] = np.nan
    assert people(data).n == 55
    found = people(data, missing="fiml")
    assert found.n == 59
    assert found.used().left_out == {"no answer": 1}


def test_groups_come_in_order_of_appearance_with_names_as_text():
    assert people(frame(), group="g").groups == ("y", "x")
    data = frame().assign(g=[2.0, 1.0] * 30)
    assert people(data, group="g").groups == ("2", "1")


def test_weights_add_up_to_the_people():
    data = frame().assign(w=np.linspace(1, 9, 60))
    found = people(data, group="g", weights="w")
    assert sum(w.sum() for w in found.weights()) == pytest.approx(60)
    assert found.alone
    assert not found.alike


def test_a_construct_stands_for_its_items():
    study = {
        "id": "s",
        "title": {"en": "S"},
        "scales": {"five": {"points": [1, 2, 3, 4, 5]}},
        "items": {
            i: {"scale": "five", "role": "perception", "text": {"en": i}} for i in "abc"
        },
        "constructs": {"all": {"items": ["a", "b", "c"], "text": {"en": "All"}}},
    }
    data = frame()[["a", "b", "c"]].round().clip(-2, 2) + 3
    wave = cs.Wave.from_frame(data, study=cs.Study.from_dict(study))
    found = entered(wave, {"one": "all"}, group=None, missing="complete")
    assert found.items == ["a", "b", "c"]


def test_unknown_items_and_groups_are_named():
    with pytest.raises(KeyError, match="q9"):
        people(frame(), {"one": ["a", "b", "q9"]})
    with pytest.raises(KeyError, match="wave9"):
        people(frame(), group="wave9")


def test_a_factor_that_is_also_a_column_is_refused():
    model = {"a": ["b", "c"], "top": ["a"]}
    with pytest.raises(ValueError, match="a are factors and columns"):
        people(frame(), model)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda d: d.head(3), "3 people answered the 3 items"),
        (lambda d: d.assign(b=4.0), r"items=\['b'\] are constant"),
        (lambda d: d.assign(b=d["a"]), "a and b are copies of each other"),
        (lambda d: d.assign(c=d["a"] + d["b"]), "a, b, c add up to one another"),
    ],
)
def test_answers_that_carry_no_model_are_refused(change, fault):
    with pytest.raises(ValueError, match=fault):
        people(change(frame()))


def test_faults_of_all_groups_are_said_at_once():
    data = frame()
    data.loc[data["g"] == "y", "b"] = 1.0
    data.loc[data["g"] == "x", "c"] = 1.0
    with pytest.raises(ValueError, match=r"group y: items=\['b'\][\s\S]*group x"):
        people(data, group="g")


def test_items_that_nobody_answered_together_have_no_likelihood():
    data = frame()
    data.loc[:29, "a"] = np.nan
    data.loc[30:, "b"] = np.nan
    with pytest.raises(ValueError, match="0 people answered both a and b; more"):
        people(data, missing="fiml")


def test_amounts_are_no_ratings():
    with pytest.raises(ValueError, match="a has 60 different answers: no rating"):
        refuse_unequal_categories(people(frame()))
