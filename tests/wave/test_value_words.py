"""Which answer is meant by a code that a file itself puts words to?"""

import numpy as np
import pandas as pd
import pyreadstat
import pytest
import yaml

from csat_methods import Study, read_wave
from csat_methods._checks import Faults
from csat_methods.wave.raw_table import RawTable
from csat_methods.wave.value_words import by_their_words

FIVE = {1: "Very bad", 2: "Bad", 3: "Fair", 4: "Good", 5: "Very good"}
ITEMS = {
    "sex": {"type": "nominal", "answers": {"f": "Woman", "m": "Man"}},
    "used": {"type": "binary"},
    "p1": {"scale": "five"},
    "nps": {"scale": "ten"},
    "why": {
        "type": "multiple",
        "columns": {"price": "why_1"},
        "options": {"price": "The price"},
    },
    "age": {"type": "number"},
}
SCALES = {
    "five": {"points": list(FIVE), "labels": FIVE | {9: "Do not know"},
             "not_applicable": [9]},
    "ten": {"lowest": 0, "highest": 10, "not_applicable": [-8]},
}  # fmt: skip
MAPPING = {"id": "x", "title": "X", "languages": ["en"], "scales": SCALES}
MAPPING["items"] = ITEMS
STUDY = Study.from_dict(MAPPING)


def cells(column, item, given, labels, form=None):
    """The cells of a column once its words are heard, and what is refused."""
    frame = pd.DataFrame({column: given})
    labels = {column: labels}
    table = RawTable(frame, np.arange(len(given)), "a.sav", value_labels=labels)
    faults = Faults()
    told = by_their_words(table, STUDY, {item: [column]}, form, faults)
    return told.frame[column].tolist(), faults.sentences


def test_a_code_that_the_study_does_not_know_is_known_by_its_words():
    told, faults = cells("sex", "sex", [1.0, 2.0, np.nan], {1.0: "Man", 2.0: "WOMAN "})
    assert (told[:2], faults) == (["m", "f"], [])
    assert pd.isna(told[2])
    told, _ = cells("p1", "p1", [98.0, 5.0], {98.0: "Do not know", 5.0: "Very good"})
    assert [str(cell) for cell in told] == ["9", "5.0"]


def test_reasons_of_blanks_are_known_by_their_words():
    told, _ = cells("p1", "p1", [".a", 1.0], {".a": "do not know"})
    assert told == ["9", 1.0]


def test_yes_and_no_are_known_where_the_study_has_no_words():
    told, faults = cells("used", "used", [1.0, 2.0], {1.0: "Yes", 2.0: "No"})
    assert ([str(c) for c in told], faults) == (["1.0", "0"], [])
    told, _ = cells("used", "used", [2.0], {2.0: "خیر"})
    assert told == ["0"]


def test_ticks_are_known_by_their_words():
    told, _ = cells("why_1", "why", [2.0, 3.0], {2.0: "The price", 3.0: "No"})
    assert told == ["1", "0"]


def test_a_code_that_means_another_answer_is_refused_by_name():
    turned = dict(zip(range(5, 0, -1), FIVE.values(), strict=True))
    told, faults = cells("p1", "p1", [1.0, 2.0, 3.0, 5.0], turned)
    assert told == [1.0, 2.0, 3.0, 5.0]
    (sentence,) = faults
    assert sentence == (
        "column 'p1': of the file's codes 1 is 'Very good', which is 5 in the study, "
        "2 is 'Good', which is 4 in the study, 5 is 'Very bad', which is 1 in the "
        "study; say under value_form whether codes or labels hold."
    )


def test_numbers_as_words_are_codes_of_the_study():
    shifted = {float(point + 1): str(point) for point in range(11)}
    told, faults = cells("nps", "nps", [1.0, 5.0, 11.0, 12.0], shifted)
    assert "1 is '0', which is 0 in the study, 5 is '4', which is 4" in faults[0]
    shifted[12.0] = "Not applicable"
    told, faults = cells("nps", "nps", [1.0, 5.0, 12.0], shifted, "labels")
    assert (told, faults) == (["0", "4", "-8"], [])


def test_more_than_a_few_codes_are_counted():
    shifted = {float(point + 1): str(point) for point in range(10)}
    _, faults = cells("nps", "nps", list(shifted), shifted)
    assert "and 7 more; say under value_form" in faults[0]


@pytest.mark.parametrize(("form", "told"), [("codes", [1.0, 5.0]), ("labels", "51")])
def test_the_wave_says_which_holds(form, told):
    turned = {1.0: "Very good", 5.0: "Very bad"}
    assert cells("p1", "p1", [1.0, 5.0], turned, form) == (list(told), [])


def test_words_nobody_knows_and_codes_nobody_gave_change_nothing():
    assert cells("p1", "p1", [1.0], {1.0: "Awful", 5.0: "Very bad"}) == ([1.0], [])
    assert cells("age", "age", [1.0], {1.0: "Very bad"}) == ([1.0], [])


@pytest.mark.parametrize("ending", ["sav", "dta"])
def test_a_file_coded_by_place_is_read_by_its_words(tmp_path, ending):
    waves = tmp_path / "params" / "x" / "waves"
    waves.mkdir(parents=True)
    study = MAPPING | {"schema": 1, "items": {k: ITEMS[k] for k in ("sex", "p1")}}
    (waves.parent / "study.yaml").write_text(yaml.safe_dump(study), "utf8")
    told = f"{{schema: 1, id: w, sources: {{responses: a.{ending}}}}}"
    (waves / "w.yaml").write_text(told, "utf8")
    frame = pd.DataFrame({"sex": [1.0, 2.0, np.nan], "p1": [1.0, 5.0, 6.0]})
    words = {1.0: "Woman", 2.0: "Man"}
    labels = {"sex": words, "p1": FIVE | {6: "Do not know"}}
    write = {"sav": pyreadstat.write_sav, "dta": pyreadstat.write_dta}[ending]
    write(frame, str(tmp_path / f"a.{ending}"), variable_value_labels=labels)
    wave = read_wave(waves / "w.yaml")
    assert wave.frame["sex"].fillna("").tolist() == ["f", "m", ""]
    assert wave.frame["p1"].tolist()[:2] == [1, 5]
    assert wave.absent["p1"].tolist() == [0, 0, 1]
