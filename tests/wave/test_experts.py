"""Do the experts' ratings come with the wave, and no name of theirs?"""

import re

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.report.policy import policy_of

STUDY = """\
schema: 1
id: shop
title: Shop
scales:
  seven: {lowest: 1, highest: 7}
items:
  p1: {role: perception, scale: seven, label: Speed}
  p2: {role: perception, scale: seven}
"""
WAVE = """\
schema: 1
id: w
sources:
  responses: data/w.csv
  experts: EXPERTS
"""
RATINGS = "who,p1,p2\nAnna,4,3\nBert,3,\nCleo,4,1\n"


@pytest.fixture
def project(tmp_path):
    def read(source="{file: data/e.csv, id: who}", ratings=RATINGS):
        files = {
            "params/shop/study.yaml": STUDY,
            "params/shop/waves/w.yaml": WAVE.replace("EXPERTS", source),
            "data/w.csv": "p1,p2\n" + "5,6\n4,4\n6,5\n" * 5,
            "data/e.csv": ratings,
        }
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf8")
        return cs.read_wave(tmp_path / "params/shop/waves/w.yaml")

    return read


def test_ratings_are_read_and_blanks_stay_blank(project):
    panel = project().experts
    assert panel.ratings["p1"].tolist() == [4, 3, 4]
    assert np.isnan(panel.ratings["p2"].iloc[1])
    assert (panel.categories, panel.lowest, panel.relevant) == (4, 1, (3, 4))


def test_names_become_pseudonyms(project):
    index = project().experts.ratings.index
    assert all(re.fullmatch(r"[0-9a-f]{16}", name) for name in index)
    assert index.is_unique


def test_without_ids_experts_are_numbered(project):
    panel = project("data/e.csv", "p1,p2\n4,3\n3,3\n").experts
    assert panel.ratings.index.tolist() == [1, 2]


def test_content_validity_takes_them_from_the_wave(project):
    wave = project()
    found, known = cs.content_validity(wave), cs.content_validity(wave.experts.ratings)
    assert found.table.equals(known.table)
    assert found["p1"]["i_cvi"] == 1
    assert str(found.label("p1").texts["en"]) == "Speed"
    assert found.points.loc["p2"].to_dict() == {"1": 1, "2": 0, "3": 1, "4": 0}
    assert len(found.ratings) == 3


def test_another_scale_is_taken_from_the_file(project):
    source = "{file: data/e.csv, id: who, categories: 3, relevant: [3], essential: [3]}"
    found = cs.content_validity(project(source, RATINGS.replace("4", "2")))
    assert found.relevant == (3,)
    assert found["p1"]["i_cvi"] == pytest.approx(1 / 3)


def test_item_verdicts_use_them(project):
    checks = cs.item_verdicts(project(), ["p1", "p2"]).checks
    told = checks[checks["rule"] == "content_validity"]
    assert told["term"].tolist() == ["p1", "p2"]
    assert set(told["verdict"]) == {"undecided"}


def test_a_wave_without_experts_says_so():
    wave = cs.Wave.from_frame(pd.DataFrame({"p1": [1.0]}))
    with pytest.raises(ValueError, match="names no ratings of the items by experts"):
        cs.content_validity(wave)


@pytest.mark.parametrize(
    ("ratings", "why"),
    [
        ("who,p1,p9\nAnna,4,3\n", "'p9'"),
        ("who,p1\nAnna,5\n", r"column 'p1', row 2: .*is no point from 1 to 4"),
        ("who,p1\nAnna,high\n", "row 2: 'high' is no point"),
        ("who,p1\nAnna,4\nAnna,3\n", r"rows \[3\] are of experts who came before"),
        ("name,p1\nAnna,4\n", "id='who' is no column"),
        ("who\nAnna\n", "has no column of ratings"),
    ],
)
def test_faults_of_the_file_are_named(project, ratings, why):
    with pytest.raises(ValueError, match=why):
        project(ratings=ratings)


def test_who_the_experts_are_is_never_published(project):
    rows = "".join(f"E{i},{3 + i % 2},4\n" for i in range(12))
    wave = project(ratings="who,p1,p2\n" + rows)
    result = cs.keep("03.experts", cs.content_validity(wave))
    shown = cs.publish({"03.experts": result}, policy_of(wave))["03.experts"].result
    assert len(result.ratings) == 12
    assert shown.table["n"].tolist() == [12, 12]
    assert shown.points.loc["p1"].sum() == 12
    assert len(shown.ratings) == len(shown.by_expert) == 0


def test_a_long_file_of_faults_is_told_in_a_sentence_a_column(project):
    rows = "".join(f"E{i % 7},{i + 9},{i + 9}\n" for i in range(3000))
    with pytest.raises(ValueError, match="2973 more] are of experts") as caught:
        project(ratings=f"who,p1,p2\n{rows}")
    assert len(str(caught.value).splitlines()) == 3
