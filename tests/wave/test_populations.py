"""Tests of prospects and lapsed customers among present ones."""

import pytest

import csat_methods as cs

STUDY = """
schema: 1
id: shop
title: Shop
items:
  q1: {answers: [1, 2, 3, 4, 5], role: overall}
populations:
  buyers: {text: Buyers}
  firms: {text: Firms}
  prospects: {text: Prospects, kind: prospect}
  lost: {text: Lost customers, kind: lapsed}
"""
WAVE = """
schema: 1
id: w1
sources: {responses: data/answers.csv}
columns: {population: group}
"""
ANSWERS = "group,q1\nbuyers,5\nfirms,4\nprospects,3\nlost,2\nprospects,1\n"
EXCLUDE = """preparation:
  - exclude: {when: [{item: group, in: [prospects, lost]}], reason: no customers}
"""


@pytest.fixture
def project(tmp_path):
    def made(wave=WAVE, answers=ANSWERS):
        home = tmp_path / "params" / "shop" / "waves"
        home.mkdir(parents=True, exist_ok=True)
        (tmp_path / "data").mkdir(exist_ok=True)
        (home.parent / "study.yaml").write_text(STUDY, "utf8")
        (home / "w1.yaml").write_text(wave, "utf8")
        (tmp_path / "data" / "answers.csv").write_text(answers, "utf8")
        return home / "w1.yaml"

    return made


def test_prospects_among_present_customers_are_refused(project):
    words = r"\['lost', 'prospects'\] are no present customers and stand among"
    with pytest.raises(ValueError, match=words) as error:
        cs.prepare(cs.read_wave(project()))
    assert "['buyers', 'firms']" in str(error.value)
    assert "columns.pooled: true" in str(error.value)


def test_pooling_that_is_declared_is_done_and_noted(project):
    declared = WAVE.replace("group}", "group, pooled: true}")
    wave = cs.prepare(cs.read_wave(project(declared)))
    assert wave.n == 5
    assert str(wave.notes[-1]) == (
        "Taken together, as the wave file says: Buyers, Firms, Lost customers, "
        "Prospects."
    )


def test_those_who_are_excluded_stand_among_nobody(project):
    wave = cs.prepare(cs.read_wave(project(WAVE + EXCLUDE)))
    assert wave.n == 2
    assert cs.means(wave, "q1").estimate == 4.5


def test_prospects_alone_may_be_asked(project):
    answers = "group,q1\nprospects,3\nlost,2\n"
    assert cs.prepare(cs.read_wave(project(answers=answers))).n == 2


def test_present_customers_of_several_populations_may_stand_together(project):
    answers = "group,q1\nbuyers,3\nfirms,2\n"
    assert cs.prepare(cs.read_wave(project(answers=answers))).n == 2


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (ANSWERS.replace("lost", "friends"), r"\['friends'\] are no populations"),
        (ANSWERS.replace("lost", ""), "it is empty for 1 people"),
    ],
)
def test_a_population_that_nobody_declared_is_refused(project, answers, words):
    with pytest.raises(ValueError, match=words):
        cs.prepare(cs.read_wave(project(answers=answers)))


def test_a_column_that_is_not_there_is_named(project):
    with pytest.raises(KeyError, match="'group'"):
        cs.prepare(cs.read_wave(project(answers="q1\n5\n")))
