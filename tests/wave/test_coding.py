"""Do cells become typed answers, with all that is wrong with them said at once?"""

import numpy as np
import pandas as pd
import pytest

from csat_methods.study.faults import validated
from csat_methods.study.instrument import Study
from csat_methods.study.plan import WaveFile
from csat_methods.study.strict_yaml import Document
from csat_methods.wave.coding import coded
from csat_methods.wave.file_columns import Pseudonyms
from csat_methods.wave.raw_table import RawTable

NAN = np.nan
FIVE = {"lowest": 1, "highest": 5, "not_applicable": [6], "blank": [0]}


def study_of(items, **keys):
    plain = {"id": "x", "title": "X", "scales": {"five": FIVE}, "items": items}
    return Study.from_dict({**plain, **keys})


def file_of(**keys):
    plain = {"schema": 1, "id": "w", "sources": {"responses": "f.csv"}}
    return validated(WaveFile, Document("w", {**plain, **keys}))


def code(items, cells, *, study=None, **keys):
    frame = pd.DataFrame(cells)
    table = RawTable(frame, np.arange(len(frame)) + 2, "f.csv")
    study = study or study_of(items)
    return coded(table, study, file_of(**keys), Pseudonyms(study.id))


ROUTED = {
    "used": {"type": "binary", "answers": ["yes", "no"], "role": "filter"},
    "service": {"scale": "five", "asked_if": [{"item": "used", "in": ["yes"]}]},
    "why": {"type": "text", "asked_if": [{"item": "service", "in": [1, 2]}]},
}


def test_items_come_first_and_the_index_is_the_row_of_the_file():
    found = code(
        {"q2": {"scale": "five"}, "q1": {"scale": "five", "column": "Q1"}},
        {"city": ["a", "b"], "Q1": ["1", "6"], "q2": ["0", "5"]},
    )
    assert found.frame.columns.tolist() == ["q2", "q1", "city"]
    assert found.frame.index.tolist() == [2, 3]
    assert found.frame.index.name == "row"
    assert found.scales == {"q2": (1, 5), "q1": (1, 5)}
    np.testing.assert_equal(found.frame["q1"].tolist(), [1, NAN])
    assert found.absent["q1"].tolist() == [0, 1]
    assert found.absent["q2"].tolist() == [0, 0]
    assert found.absent["q1"].dtype == np.int8


def test_who_was_not_asked_is_told_from_who_did_not_answer():
    found = code(
        ROUTED,
        {
            "used": ["yes", "yes", "no", "", ""],
            "service": ["2", "", "", "", "3"],
            "why": ["slow", "", "", "", ""],
        },
    )
    assert found.absent["service"].tolist() == [0, 0, 2, 2, 0]
    assert found.absent["why"].tolist() == [0, 2, 2, 2, 2]
    assert found.absent["used"].tolist() == [0, 0, 0, 0, 0]
    assert found.contradictions == {}
    np.testing.assert_equal(found.frame["service"].tolist(), [2, NAN, NAN, NAN, 3])


def test_answers_of_people_who_were_not_asked_are_kept_out_and_counted():
    found = code(
        ROUTED,
        {
            "used": ["no", "no", "yes"],
            "service": ["2", "6", "5"],
            "why": ["slow", "", "fine"],
        },
    )
    assert found.frame["service"].isna().tolist() == [True, True, False]
    assert found.frame["why"].isna().all()
    assert found.absent["service"].tolist() == [2, 2, 0]
    assert found.contradictions == {"service": 1, "why": 2}
    assert [str(note) for note in found.notes] == [
        "1 answers to service were left out: these people were not asked it.",
        "2 answers to why were left out: these people were not asked it.",
    ]


def test_items_that_the_wave_did_not_ask_have_a_column_without_answers():
    items = {
        "q1": {"scale": "five"},
        "nps": {"answers": [0, 10], "type": "scale"},
        "day": {"type": "date"},
        "said": {"type": "text"},
        "why": {"type": "multiple", "delimiter": ";", "options": ["a", "b"]},
    }
    left = ["nps", "day", "said", "why"]
    found = code(items, {"q1": ["1", "2"], "nps": ["99", ""]}, not_asked=left)
    columns = ["nps", "day", "said", "why:a", "why:b"]
    assert found.frame[columns].isna().all(axis=None)
    kinds = [found.frame[c].dtype.kind for c in ("nps", "day", "why:a")]
    assert kinds == ["f", "M", "f"]
    assert all((found.absent[name] == 2).all() for name in columns)
    assert found.contradictions == {"nps": 1}


def test_every_fault_of_a_file_is_said_at_once():
    items = {
        "q1": {"scale": "five"},
        "q2": {"scale": "five"},
        "age": {"type": "number", "lowest": 0, "highest": 120},
        "day": {"type": "date"},
        "gone": {"type": "text"},
    }
    columns = {
        "q1": ["1", "7", "9"],
        "q2": ["good", "2", "2"],
        "age": ["old", "30", "200"],
        "day": ["2026-02-30", "", ""],
        "w": ["1", "-2", "inf"],
        "stratum": ["a", "", "b"],
    }
    design = {"weights": "w", "strata": "stratum", "clusters": "quartier"}
    with pytest.raises(ValueError, match=r"f.csv: column 'q1'") as caught:
        code(items, columns, columns=design)
    starts = [
        "column 'gone' of item 'gone' is not in the file; if it was not asked in this",
        "column 'q1': 2 cells are off the scale 1 to 5; first in row 3: '7'.",
        "column 'q2': 1 cell is off the scale 1 to 5; first in row 2: 'good'.",
        "column 'age': 1 cell is no number; first in row 2: 'old'.",
        "column 'age': 1 cell is outside 0 to 120; first in row 4: '200'.",
        "column 'day': 1 cell is no gregorian day such as 2026-03-31; first in row 2",
        "column 'w': 1 cell is no finite number; first in row 4: 'inf'.",
        "column 'w', weights: 1 cell is below 0; first in row 3: -2.0.",
        "column 'stratum', strata: 1 cell is empty; first in row 3.",
        "clusters: column 'quartier' is not in the file.",
    ]
    said = str(caught.value).splitlines()
    assert len(said) == len(starts)
    for sentence, start in zip(said, starts, strict=True):
        assert sentence.startswith(f"f.csv: {start}")


def test_scales_that_were_turned_round_are_noted():
    study = study_of(
        {"a": {"scale": "back", "label": "Speed"}, "b": {"scale": "five"}},
        scales={"five": FIVE, "back": {**FIVE, "direction": "descending"}},
    )
    found = code({}, {"a": ["1", "6"], "b": ["1", "1"]}, study=study)
    np.testing.assert_equal(found.frame["a"].tolist(), [5, NAN])
    assert found.frame["b"].tolist() == [1, 1]
    assert [str(note).split(";")[0] for note in found.notes] == [
        "Low codes are the good ones of Speed"
    ]


def test_several_answers_are_routed_by_their_options():
    items = {
        "used": {"type": "multiple", "delimiter": ";", "options": ["web", "shop"]},
        "web": {"scale": "five", "asked_if": [{"item": "used", "in": ["web"]}]},
    }
    found = code(items, {"used": ["web;shop", "shop", ""], "web": ["5", "4", ""]})
    assert found.absent["web"].tolist() == [0, 2, 2]
    assert found.contradictions == {"web": 1}
    assert found.absent["used:web"] is found.absent["used"]
    np.testing.assert_equal(found.frame["used:shop"].tolist(), [1, 1, NAN])


def test_the_form_of_a_file_holds_for_all_its_items():
    labels = {1: {"en": "5"}, 2: {"en": "6"}}
    items = {"q": {"answers": labels}}
    source = {"responses": {"file": "f.csv", "value_form": "labels"}}
    found = code(items, {"q": ["5", "6"]}, sources=source)
    assert found.frame["q"].tolist() == [1, 2]


def test_many_columns_do_not_break_the_frame_into_pieces():
    items = {f"q{i}": {"scale": "five"} for i in range(150)}
    found = code(items, {name: ["1", "2"] for name in items})
    assert found.frame.shape == (2, 150)


def test_rows_with_the_id_of_an_earlier_row_are_told_before_anything_is_counted():
    cells = {"q1": ["1", "2", "3", "4", "5"], "who": ["a", "b", "a", "", ""]}
    items, told = {"q1": {"scale": "five"}}, {"respondent": "who"}
    (note,) = code(items, cells, columns=told).notes
    assert "Rows with the same who as an earlier row: 1" in str(note)
    assert "row 4 of the file" in str(note)
    assert code(items, cells | {"who": list("abcde")}, columns=told).notes == ()
    assert code(items, cells, columns={"person": "who"}).notes == ()
