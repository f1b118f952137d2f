"""Does every answer fall into a category that somebody has defined?"""

import pandas as pd

import csat_methods as cs
from csat_methods.answers.answer_sheet import sheet_of
from csat_methods.answers.category_rules import unclassified, unknown_levels


def test_what_no_class_takes_is_counted():
    wave = cs.Wave.from_frame(pd.DataFrame({"q": [1, 2, 3, None]}))
    assert unclassified(sheet_of(wave, None, None)) is None
    step = {"item": "q", "into": "kind", "map": {1: "few", 2: "many"}}
    hits = unclassified(sheet_of(cs.prepare(wave, [{"categorise": step}]), None, None))
    assert (hits.found, hits.checked, hits.places) == (1, 3, {"kind": 1})


def test_values_of_segments_must_be_levels():
    study = cs.Study.from_dict(
        {
            "id": "x",
            "title": "X",
            "items": {"q": {"answers": [1, 2]}},
            "segments": {"region": {"levels": {1: "North", 2: "South"}}, "any": {}},
        }
    )
    frame = pd.DataFrame({"q": [1, 2, 1], "region": [1.0, 3.0, None], "any": [7, 8, 9]})
    hits = unknown_levels(sheet_of(cs.Wave.from_frame(frame, study=study), None, None))
    assert (hits.found, hits.checked, hits.places) == (1, 2, {"region": 1})
