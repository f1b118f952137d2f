"""What do the catalogue and the questionnaire tell before anything is run?"""

import pandas as pd

import csat_methods as cs
from csat_methods.beforehand import told_of_catalogue, told_of_questionnaire


def wave_of(**more):
    study = {"id": "x", "title": "X", "items": {"q1": {"answers": [1, 2]} | more}}
    study = cs.Study.from_dict(study)
    return cs.Wave.from_frame(pd.DataFrame({"q1": [1, 2]}), study=study)


def test_a_wave_without_a_study_has_nothing_to_tell():
    wave = cs.Wave.from_frame(pd.DataFrame({"q1": [1, 2]}))
    assert list(told_of_questionnaire(wave.study)) == []
    assert told_of_catalogue(wave) == []


def test_the_length_is_told_and_each_fault_under_the_name_of_its_item():
    asked = wave_of(role="overall", text="Do you use it?")
    told = list(told_of_questionnaire(asked.study))
    assert told[0] == "Questionnaire: 1 items; minutes: about 1."
    assert told[1].startswith("Advice: q1: unclear what or when (it)")


def test_conditions_that_cannot_hold_are_errors():
    routed = wave_of(role="overall", asked_if=[{"item": "gone", "in": [1]}])
    told = list(told_of_questionnaire(routed.study))
    assert len(told) == 1
    assert told[0].startswith("Error: q1: waits for an item that does not exist (gone)")
