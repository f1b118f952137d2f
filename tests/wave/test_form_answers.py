"""Do a platform's cells become the study's codes?"""

import numpy as np
import pandas as pd
import pytest

from csat_methods import Study
from csat_methods.study.faults import validated
from csat_methods.study.plan import WaveFile
from csat_methods.study.strict_yaml import Document
from csat_methods.wave.form_answers import Form, whole_answers
from csat_methods.wave.form_columns import Found
from csat_methods.wave.form_names import Names
from csat_methods.wave.platforms import KOBO, LIMESURVEY, QUALTRICS
from csat_methods.wave.raw_table import RawTable

FILE = {"schema": 1, "id": "w", "sources": {"responses": "a.csv"}}
YES = {"type": "binary", "answers": {1: "Yes", 2: "No"}}
FEW = {"type": "nominal", "answers": ["by post", -1, "other"]}


def answers(platform, item, cells):
    study = Study.from_dict({"id": "x", "title": "X", "items": {"q1": item}})
    file = validated(WaveFile, Document("w.yaml", FILE))
    frame = pd.DataFrame({"q1": cells}, dtype="str")
    table = RawTable(frame, np.arange(len(cells)) + 2, "x")
    names = Names(study, file, platform)
    form = Form(table, names, platform, Found(whole={"q1": "q1"}))
    return whole_answers(form, study.items["q1"]).tolist()


def test_names_of_answers_become_the_study_s_codes():
    assert answers(KOBO, FEW, ["by_post", "-1", "by post", ""]) == [
        "by post", "-1", "by post", "",
    ]  # fmt: skip
    study = Study.from_dict({"id": "x", "title": "X", "items": {"q1": FEW}})
    codes = LIMESURVEY.codes(study)["q1"]
    short = [codes.name_of("by post"), codes.name_of(-1)]
    assert answers(LIMESURVEY, FEW, [*short, "-oth-"]) == ["by post", "-1", "other"]


def test_yes_and_no_are_codes_by_their_words_or_by_one_and_nought():
    assert answers(LIMESURVEY, YES, ["Y", "N", "N/A", "1"]) == ["1", "2", "", "1"]
    plain = {"type": "binary", "answers": [1, 0]}
    assert answers(LIMESURVEY, plain, ["Y", "N"]) == ["1", "0"]
    named = {"type": "nominal", "answers": ["Y", "N", "U"]}
    assert answers(LIMESURVEY, named, ["Y", "N", "U"]) == ["Y", "N", "U"]


def test_what_is_seen_only_is_blank_unless_the_study_knows_it():
    assert answers(QUALTRICS, YES, ["-99", "1"]) == ["", "1"]
    known = {"answers": [1, 2], "not_applicable": [-99]}
    assert answers(QUALTRICS, known, ["-99", "1"]) == ["-99", "1"]
    assert answers(QUALTRICS, {"type": "text"}, ["-99", "N/A"]) == ["", "N/A"]
    assert answers(QUALTRICS, {"type": "number"}, ["-99", "7"]) == ["", "7"]


@pytest.mark.parametrize(
    ("item", "day"),
    [
        ({"type": "date"}, "2026-03-21"),
        ({"type": "date", "format": "%d.%m.%Y"}, "21.03.2026"),
        ({"type": "date", "calendar": "jalali"}, "1405-01-01"),
        ({"type": "date", "calendar": "jalali", "format": "%Y/%m/%d"}, "1405/01/01"),
    ],
)
def test_days_are_written_as_the_item_says(item, day):
    # The first day of 1405 is the 21st of March 2026.
    assert answers(KOBO, item, ["2026-03-21", "soon", ""]) == [day, "soon", ""]


def test_a_day_that_is_of_the_jalali_calendar_already_stays():
    item = {"type": "date", "calendar": "jalali"}
    assert answers(LIMESURVEY, item, ["1405-01-01"]) == ["1405-01-01"]
