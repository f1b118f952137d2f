"""Does every column of a file find its place, or a sentence?"""

import hashlib
import hmac

import numpy as np
import pandas as pd
import pytest

from csat_methods._checks import Faults
from csat_methods.study.faults import validated
from csat_methods.study.instrument import Study
from csat_methods.study.plan import Design, WaveFile
from csat_methods.study.strict_yaml import Document
from csat_methods.wave.cells import Cells
from csat_methods.wave.file_columns import (
    Pseudonyms,
    check_design,
    item_columns,
    made_columns,
    matching,
    other_columns,
)
from csat_methods.wave.raw_table import RawTable


def table_of(**columns):
    frame = pd.DataFrame(columns)
    return RawTable(frame, np.arange(len(frame)) + 2, "f.csv")


def study_of(**items):
    plain = {name: {"type": "text", **item} for name, item in items.items()}
    return Study.from_dict({"id": "shop", "title": "X", "items": plain})


def file_of(**keys):
    plain = {"schema": 1, "id": "w", "sources": {"responses": "f.csv"}}
    return validated(WaveFile, Document("w", {**plain, **keys}))


# ----------------------------------------------------------------------- items
def test_an_item_s_column_is_its_name_the_study_s_or_the_wave_s():
    study = study_of(q1={}, q2={"column": "Q 2"}, q3={"column": "Q3"})
    table = table_of(q1=["a"], **{"Q 2": ["b"], "frage3": ["c"]})
    faults = Faults()
    found = item_columns(table, study, file_of(renamed={"q3": "frage3"}), faults)
    assert found == {"q1": ["q1"], "q2": ["Q 2"], "q3": ["frage3"]}
    assert not faults.sentences


def test_a_column_s_name_may_have_another_spelling_of_the_same_letters():
    table = RawTable(pd.DataFrame({"کیفیت 1": ["a"]}), np.array([2]), "f")
    study = study_of(q1={"column": "كيفيت ۱"})
    assert item_columns(table, study, file_of(), Faults()) == {"q1": ["کیفیت 1"]}


def test_all_missing_columns_are_said_with_the_nearest():
    study = study_of(price={}, range={}, gone={})
    faults = Faults()
    item_columns(table_of(prize=["a"]), study, file_of(not_asked=["gone"]), faults)
    assert faults.sentences == [
        f"column {name!r} of item {name!r} is not in the file; if it was not asked in "
        f"this wave, name it under not_asked{hint}"
        for name, hint in [("price", "; did you mean 'prize'?"), ("range", ".")]
    ]


# ------------------------------------------------------------------- the others
def others(design=None, used=(), **columns):
    faults = Faults()
    study = study_of(q1={"column": "Q1"})
    taken = {"q1": list(used)}
    made = other_columns(
        table_of(**columns),
        study,
        design or Design(),
        taken,
        Pseudonyms(study.id),
        faults,
    )
    return made, faults.sentences


def kinds(made):
    return {name: pd.Series(values).dtype.kind for name, values in made.items()}


def test_other_columns_are_numbers_where_all_cells_are():
    made, sentences = others(
        whole=["1", "۲"],
        part=["1.5", "2"],
        gaps=["1", ""],
        ids=["007", "12"],
        text=["1", "b"],
        comma=["1,5", "2,5"],
        empty=["", ""],
    )
    assert not sentences
    numbers = {name for name, kind in kinds(made).items() if kind in "if"}
    assert numbers == {"whole", "part", "gaps"}
    assert made["whole"].dtype.kind == "i"
    assert made["gaps"].dtype.kind == "f"


def test_other_texts_have_one_spelling():
    made, _ = others(city=["تهران", "كرج ", "كرج"])
    assert list(made["city"]) == ["تهران", "کرج", "کرج"]


def test_ids_are_kept_as_pseudonyms_only():
    made, _ = others(Design(person="who", respondent="row"), who=["7"], row=["8"])
    assert list(made["who"]) != ["7"]
    assert list(made["row"]) != ["8"]
    assert {len(made[c][0]) for c in ("who", "row")} == {16}


def test_a_pseudonym_is_not_had_by_trying_all_ids():
    made, _ = others(Design(person="who"), who=["7"])
    tried = {hashlib.sha256(f"shop\0{i}".encode()).hexdigest()[:16] for i in range(99)}
    assert made["who"][0] not in tried


def test_a_key_kept_outside_gives_the_same_pseudonyms_everywhere(monkeypatch):
    monkeypatch.setenv("CSAT_ID_KEY", "kept in a safe")
    once, again = (others(Design(person="who"), who=["7"])[0]["who"] for _ in range(2))
    assert list(once) == list(again)
    monkeypatch.setenv("CSAT_ID_KEY", "another")
    assert list(others(Design(person="who"), who=["7"])[0]["who"]) != list(once)


def test_a_pseudonym_begins_the_keyed_digest_of_study_and_id(monkeypatch):
    monkeypatch.setenv("CSAT_ID_KEY", "kept")
    made, _ = others(Design(person="who"), who=["C1", "مینا", "C1"])
    key = hashlib.sha256(b"kept").digest()
    whole = [
        hmac.digest(key, f"shop\0{spelled}".encode(), "sha256").hex()
        for spelled in ("c1", "مینا", "c1")
    ]
    assert list(made["who"]) == [each[:16] for each in whole]


def test_the_same_person_has_the_same_pseudonym_however_the_id_is_written():
    made, _ = others(Design(person="who"), who=["7", "7.0", "۷", "", "8"])
    assert len(set(list(made["who"])[:3])) == 1
    assert pd.isna(made["who"][3])


def test_files_of_one_reading_meet_under_the_pseudonyms_of_each_alone():
    files = [["C1", "7", "c1"], [7.0, 8.5], ["8.5", "۷", "C2"]]
    columns = [Cells.of(table_of(who=ids), "who") for ids in files]
    shared = Pseudonyms("shop")
    together = [list(shared.of(cells)) for cells in columns]
    assert together == [list(Pseudonyms("shop").of(cells)) for cells in columns]
    assert together[1] == [together[0][1], together[2][0]]


def test_a_column_with_the_name_of_an_item_read_from_another_is_refused():
    _, sentences = others(used=["Q1"], Q1=["a"], q1=["b"])
    assert "column 'q1' has the name of an item that is read from" in sentences[0]


def test_text_in_a_column_of_weights_is_a_fault():
    made, sentences = others(Design(weights="w"), w=["0,5", "1,25", "n/a"])
    assert "'w': 1 cell is no finite number; first in row 4: 'n/a'." in sentences[0]
    made, sentences = others(Design(weights="w"), w=[1.0, np.inf, -np.inf])
    assert "'w': 2 cells are no finite number; first in row 3: 'inf'." in sentences[0]
    made, sentences = others(Design(weights="w"), w=["0,5", "1,25"])
    assert not sentences
    assert made["w"].tolist() == [0.5, 1.25]


# --------------------------------------------------------------- made of others
def made(design, **columns):
    faults = Faults()
    found = made_columns(columns, Design.model_validate(design), faults)
    return {name: list(values) for name, values in found.items()}, faults.sentences


def test_columns_are_joined_and_empty_where_a_part_is():
    columns = {"airline": np.array(["Delta", "KLM", None], object)}
    found, sentences = made(
        {"combined": {"flight": ["airline", "number"]}},
        **columns,
        number=np.array([7.0, np.nan, 8.0]),
    )
    assert not sentences
    assert found["flight"][0] == "Delta / 7"
    assert pd.isna(found["flight"][1:]).all()


def test_the_first_column_that_is_filled_is_taken():
    found, sentences = made(
        {"combined": {"b2": ["b"]}, "first_of": {"unit": ["a", "b2"]}},
        a=np.array([1.0, np.nan, np.nan]),
        b=np.array(["x", "1", None], object),
    )
    assert not sentences
    assert found["unit"][:2] == ["1", "b2: 1"]
    assert pd.isna(found["unit"][2])


def test_columns_made_of_nothing_or_over_others_are_faults():
    _, sentences = made(
        {"combined": {"a": ["a"], "c": ["aa"]}}, a=np.array(["x"], object)
    )
    assert sentences == [
        "'a' is a column already; choose another name.",
        "'c' is made of 'aa', which is no column; did you mean 'a'?",
    ]


# ---------------------------------------------------------------------- design
def test_a_pattern_names_all_columns_it_matches_in_their_order():
    columns = ["repw2", "x", "repw1", "repw10"]
    assert matching(["repw*", "x"], columns) == ["repw2", "repw1", "repw10", "x"]
    assert matching(["none*"], columns) == ["none*"]


COLUMNS = {
    "w": np.array([1.0, -2, np.nan, 1]),
    "size": np.array([10, 0, 10, 10]),
    "stratum": np.array(["a", None, "b", None], object),
    "unit": np.array([1.0, 1, 1, 1]),
}


@pytest.mark.parametrize(
    ("design", "sentences"),
    [
        (
            {"weights": "w"},
            [
                "column 'w', weights: 1 cell is empty; first in row 4.",
                "column 'w', weights: 1 cell is below 0; first in row 3: -2.0.",
            ],
        ),
        (
            {"population_size": ["size"]},
            ["column 'size', population_size: 1 cell is below 1; first in row 3: 0."],
        ),
        (
            {"strata": "stratum", "clusters": "unit"},
            ["column 'stratum', strata: 2 cells are empty; first in row 3."],
        ),
        (
            {"clusters": ["units"], "weights": "wt"},
            [
                "weights: column 'wt' is not in the file; did you mean 'w'?",
                "clusters: column 'units' is not in the file; did you mean 'unit'?",
            ],
        ),
    ],
)
def test_design_columns_that_cannot_be_are_faults(design, sentences):
    faults = Faults()
    check_design(COLUMNS, Design.model_validate(design), np.arange(2, 6), faults)
    assert faults.sentences == sentences
