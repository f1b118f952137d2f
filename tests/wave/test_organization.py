"""Do the staff's answers and the organization's figures come with the wave?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.wave.organization import staff_answers
from csat_methods.wave.raw_table import RawTable

STUDY = """\
schema: 1
id: shop
title: Shop
scales:
  seven: {lowest: 1, highest: 7, not_applicable: [9]}
characteristics:
  speed: {aspect: delivery}
  staff: {aspect: organization}
items:
  e1: {role: expectation, scale: seven, characteristic: speed}
  p1: {role: perception, scale: seven, characteristic: speed}
  e2: {role: expectation, scale: seven, characteristic: staff}
  e3: {role: expectation, scale: seven, characteristic: staff}
  p2: {role: perception, scale: seven, characteristic: staff}
  p3: {role: perception, scale: seven, characteristic: staff}
"""
WAVE = """\
schema: 1
id: w
sources:
  responses: data/w.csv
  staff: {file: data/staff.csv, leave_out: [name]}
  standards: {values: {speed: 6, staff: 5.5}}
  delivered:
    file: data/delivered.csv
    mapping: {speed: [[80, 3], [100, 7]]}
    day: 2025-03-01
    author: Board
  promised: {values: {speed: 7}}
"""
FILES = {
    "params/shop/study.yaml": STUDY,
    "params/shop/waves/w.yaml": WAVE,
    "data/w.csv": "e1,p1,e2,e3,p2,p3\n" + "7,5,6,5,5,5\n6,4,6,6,5,4\n7,5,5,5,4,4\n" * 5,
    "data/staff.csv": "name,speed,e2,e3\nX,6,5,6\nY,5,9,4\nZ,5,4,5\n",
    "data/delivered.csv": "characteristic,value,n\nspeed,90,200\n",
}


@pytest.fixture
def project(tmp_path):
    def write(**changes):
        for name, text in {**FILES, **changes}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf8")
        return cs.read_wave(tmp_path / "params/shop/waves/w.yaml")

    return write


def test_all_levels_come_with_the_wave(project):
    own = project().organization
    assert own.staff["speed"].tolist() == [6, 5, 5]
    assert own.staff["staff"].tolist()[::2] == [5.5, 4.5]
    assert own.standards["staff"].value == 5.5
    assert own.delivered["speed"].value == 5.0
    assert own.promised["speed"].value == 7.0
    assert own.mapped["delivered"][1] == "Board"


def test_the_chain_of_files_is_whole(project):
    found = cs.gap_chain(project())
    speed = found.table[found.table["characteristic"] == "speed"]
    assert speed["link"].tolist() == [
        "expected → understood",
        "understood → planned",
        "planned → delivered",
        "delivered → perceived",
        "promise",
    ]
    assert found.row(characteristic="speed", link="promise")["estimate"] == 2.0
    assert found.managers == 3


def test_another_staff_file_is_another_wave(project):
    first = project().key
    other = FILES["data/staff.csv"].replace("X,6", "X,7")
    assert project(**{"data/staff.csv": other}).key != first


def table(**columns):
    frame = pd.DataFrame({name: list(cells) for name, cells in columns.items()})
    return RawTable(frame, np.arange(len(frame)) + 2, "staff.csv")


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"sped": ["5"]}, "column 'sped' is no characteristic .* 'speed'"),
        ({"speed": ["8"]}, "column 'speed', row 2: '8' is no point of the scale"),
        ({"speed": ["good"]}, "'good' is no point"),
        ({"p1": ["5"]}, "'p1' is no characteristic or expectation"),
    ],
)
def test_what_is_no_answer_of_the_staff_is_refused(project, columns, words):
    with pytest.raises(ValueError, match=words):
        staff_answers(table(**columns), project().study)


def test_a_study_without_sources_has_no_organization(project):
    bare = WAVE.split("  staff:", maxsplit=1)[0]
    assert project(**{"params/shop/waves/w.yaml": bare}).organization is None


def test_a_long_file_of_faults_is_told_in_a_sentence_a_column(project):
    wrong = {name: [f"x{i}" for i in range(3000)] for name in ("speed", "e1")}
    with pytest.raises(ValueError, match="'x0' is no point") as caught:
        staff_answers(table(**wrong), project().study)
    assert len(str(caught.value).splitlines()) == 2
    assert str(caught.value).count("3000 in all") == 2
