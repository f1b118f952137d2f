"""Does every rule have its limit and source, and may a study set its own?"""

import re
from pathlib import Path
from typing import get_args

import pandas as pd
import pytest
import yaml

import csat_methods as cs
from csat_methods.questionnaire.item_limits import RULES, rules_of
from csat_methods.study.context import LimitName

COUNTED = {"wording", "one_answer", "direction"}
"""Rules that are no matter of degree: nobody sets their limits."""


def study(**analysis):
    items = {"q1": {"answers": [1, 2, 3]}}
    mapping = {"id": "shop", "title": "Shop", "items": items, "analysis": analysis}
    return cs.Study.from_dict(mapping)


def wave_with(**analysis):
    return cs.Wave.from_frame(pd.DataFrame({"q1": [1, 2]}), study=study(**analysis))


def test_a_study_may_set_every_limit_that_is_a_matter_of_degree():
    assert set(RULES) - COUNTED == set(get_args(LimitName))


def test_the_guide_to_parameters_names_every_limit_and_its_example_is_read():
    guide = (Path(__file__).parents[2] / "docs" / "params.md").read_text("utf-8")
    row = next(line for line in guide.splitlines() if "starts to fall short" in line)
    assert set(get_args(LimitName)) <= set(re.findall(r"`(\w+)`", row))
    own = yaml.safe_load(re.search(r"`(\{.*\})`", row)[1])
    rules = rules_of(wave_with(limits=own))
    assert rules["item_rest"].limit == own["item_rest"]
    assert rules["floor"].source.texts == {"en": own["floor"]["source"]}


def test_every_limit_has_a_source():
    assert all(str(rule.source) for rule in RULES.values())
    assert {rule.then for rule in RULES.values()} == {"revise", "drop", "stop"}


def test_a_limit_of_the_study_names_its_source_or_the_study():
    own = {"floor": 0.5, "ceiling": {"value": 0.6, "source": "Board"}}
    rules = rules_of(wave_with(limits=own))
    assert rules["floor"].limit == 0.5
    assert rules["floor"].source == "the study"
    assert rules["ceiling"].source.texts == {"en": "Board"}
    assert rules["skew"] == RULES["skew"]


def test_a_line_of_judgement_counts_where_no_limit_is_set():
    rules = rules_of(wave_with(lines={"item_rest": 0.4}, limits={"floor": 0.5}))
    assert rules["item_rest"].limit == 0.4
    assert rules_of(wave_with())["item_rest"].limit == 0.30


def test_without_a_study_the_published_limits_hold():
    assert rules_of(cs.Wave.from_frame(pd.DataFrame({"q1": [1]}))) == dict(RULES)


def test_a_limit_of_another_name_is_refused():
    with pytest.raises(ValueError, match="floors"):
        study(limits={"floors": 0.5})


@pytest.mark.parametrize(
    ("rule", "low", "high", "verdict"),
    [
        ("item_rest", 0.31, 0.5, "good"),
        ("item_rest", 0.29, 0.5, "undecided"),
        ("item_rest", 0.1, 0.29, "bad"),
        ("ceiling", 0.81, 0.9, "bad"),
        ("ceiling", 0.7, 0.9, "undecided"),
        ("skew", -1.9, 1.9, "good"),
        ("skew", 1.9, 2.1, "undecided"),
        ("skew", 2.1, 2.4, "bad"),
        ("skew", -2.4, -2.1, "bad"),
        ("skew", float("nan"), float("nan"), "undecided"),
        ("wording", 0, 0, "good"),
        ("wording", 1, 1, "bad"),
        ("one_answer", 2, 2, "good"),
        ("one_answer", 1, 1, "bad"),
    ],
)
def test_nothing_is_decided_where_an_interval_reaches_over_the_limit(
    rule, low, high, verdict
):
    assert RULES[rule].verdict(low, high) == verdict
