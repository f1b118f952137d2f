"""Whose rules are they, and since when?"""

import pandas as pd

import csat_methods as cs
from csat_methods.answers.rule_set import LIMITS, rule_set

TOLD = {"version": 2, "day": "2026-03-01", "limits": {"haste": 0.3}}


def test_a_study_changes_what_it_says_and_keeps_the_rest():
    items = {"q": {"answers": [1, 2]}}
    study = cs.Study.from_dict(
        {"id": "x", "title": "X", "items": items, "checks": TOLD}
    )
    rules = rule_set(cs.Wave.from_frame(pd.DataFrame({"q": [1, 2]}), study=study))
    assert rules.limits == {**LIMITS, "haste": 0.3}
    assert str(rules.note).endswith("the study's rules, version 2 of 1 March 2026.")


def test_without_a_study_the_project_s_rules_hold():
    rules = rule_set(cs.Wave.from_frame(pd.DataFrame({"q": [1, 2]})))
    assert (rules.limits, rules.own) == (LIMITS, False)
    assert "the study sets none" in str(rules.note)
