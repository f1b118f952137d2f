"""Are purchase records read in the codes of the answers, and by person?"""

import pandas as pd
import pytest

import csat_methods as cs

STUDY = """
schema: 1
id: shop
title: Shop
items:
  delivered: {type: binary, answers: {1: {en: "Yes"}, 0: {en: "No"}}}
  orders: {type: number}
  bought: {type: date}
  why: {type: text}
"""
WAVE = """
schema: 1
id: w1
sources: {responses: data/answers.csv, purchases: data/records.csv}
columns: {person: customer}
purchases:
  id: number
  answers: {delivered: home, orders: count, bought: last}
  within: {bought: 3}
"""
ANSWERS = (
    "customer,delivered,orders,bought,why\nA,1,2,2026-01-05,x\nB,0,1,2026-01-09,y\n"
)
RECORDS = "number,home,count,last\nB,No,1,2026-01-10\nA,Yes,3,2026-01-05\n"


@pytest.fixture
def project(tmp_path):
    def made(wave=WAVE, records=RECORDS):
        folder = tmp_path / "params" / "shop" / "waves"
        folder.mkdir(parents=True, exist_ok=True)
        (folder.parent / "study.yaml").write_text(STUDY)
        (folder / "w1.yaml").write_text(wave)
        (tmp_path / "data").mkdir(exist_ok=True)
        (tmp_path / "data" / "answers.csv").write_text(ANSWERS)
        (tmp_path / "data" / "records.csv").write_text(records)
        return folder / "w1.yaml"

    return made


def test_records_have_the_ids_and_codes_of_the_answers(project):
    wave = cs.read_wave(project())
    records = wave.purchases
    assert records.index.name == "customer"
    assert not {"A", "B"} & set(records.index)
    joined = records.reindex(wave.frame["customer"])
    assert joined["delivered"].tolist() == [1.0, 0.0]
    assert joined["orders"].tolist() == [3.0, 1.0]
    assert joined["bought"].tolist() == [pd.Timestamp("2026-01-05"),
                                         pd.Timestamp("2026-01-10")]  # fmt: skip
    assert "home" not in wave.frame


@pytest.mark.parametrize(
    ("wave", "records", "why"),
    [
        (WAVE.replace("home", "hoem"), RECORDS, "did you mean 'home'"),
        (WAVE.replace("orders: count", "why: count"), RECORDS, "'why' is of type text"),
        (
            WAVE.replace("orders: count", "ordres: count"),
            RECORDS,
            "'ordres' is no item",
        ),
        (WAVE, RECORDS.replace("A,", "B,"), "1 ids are there twice; first in row 2"),
        (WAVE, RECORDS.replace("A,", ","), "1 rows have no id; first in row 3"),
        (WAVE, RECORDS.replace("Yes", "Maybe"), "column 'home': 1 cell is none of"),
        (WAVE.split("purchases:\n", maxsplit=1)[0], RECORDS, "need each other"),
        (WAVE.replace("columns: {person: customer}\n", ""), RECORDS, "columns.person"),
    ],
)
def test_faulty_records_are_refused(project, wave, records, why):
    with pytest.raises(ValueError, match=why):
        cs.read_wave(project(wave, records))
