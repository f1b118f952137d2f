"""Are chapters found, told what they take, and freed of what a wave cannot show?"""

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from csat_methods import open_wave
from csat_methods._messages import language, plain
from csat_methods.report.chapters import (
    Chapter,
    chapters_folder,
    find_chapters,
    needs_of,
    resolved,
    select,
)
from csat_methods.report.tagged import decode

GIVEN = {"wave_file": "params/shop/waves/2025.yaml", "run_dir": "runs"}


def with_parameters(project, *sources):
    cells = [new_code_cell(s, metadata={"tags": ["parameters"]}) for s in sources]
    path = project.notebooks / "06_told.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    return Chapter(path)


# --------------------------------------------------------------------- finding
def test_the_chapters_of_the_package_are_found_in_their_order():
    found = find_chapters()
    assert [c.name for c in found] == sorted(c.name for c in found)
    assert "explore" not in [c.name for c in found]
    assert all(c.title and c.title != c.name for c in found)
    assert (chapters_folder() / "explore.ipynb").is_file()


def test_every_chapter_takes_what_the_runner_gives():
    for chapter in find_chapters():
        chapter.check(GIVEN)


def test_a_chapter_tells_its_number_title_and_needs(shop):
    _, gaps = find_chapters(shop.notebooks)
    assert (gaps.number, gaps.title) == ("08", "How satisfied?")
    assert gaps.needs == [["overall", "segments"]]
    assert Chapter(shop.notebooks / "explore.ipynb").number == ""


def test_chapters_are_chosen_by_number_words_or_both(shop):
    found = find_chapters(shop.notebooks)
    for name in ("08", "gaps", "08_gaps"):
        assert [c.name for c in select(found, [name])] == ["08_gaps"]
    both = select(found, ["gaps", "06"])
    assert [c.name for c in both] == ["06_satisfaction", "08_gaps"]
    assert select(found, []) == found


def test_a_chapter_that_is_not_there_is_named_and_the_nearest_suggested(shop):
    words = r"chapters=\['08_gap'\] must be among 06_satisfaction, 08_gaps; did you "
    with pytest.raises(ValueError, match=words + "mean '08_gaps'"):
        select(find_chapters(shop.notebooks), ["08_gap"])


def test_a_folder_without_chapters_is_named(tmp_path):
    with pytest.raises(ValueError, match=f"{re.escape(str(tmp_path))} holds no chap"):
        find_chapters(tmp_path)


# ------------------------------------------------------------------ parameters
def test_types_are_read_from_annotations_and_from_defaults(project):
    source = "a: str = 'x'\nb = 2\nc: float = 0.5\nd = True\ne: int = -1"
    assert with_parameters(project, source).parameters() == {
        "a": str,
        "b": int,
        "c": float,
        "d": bool,
        "e": int,
    }


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "a = open('x')",
        "a: list = []",
        "a = []",
        "a: int = 'x'",
        "a: int",
        "a = b = 1",
        "a.b = 1",
        "print(1)",
        "a: str | None = None",
        "a = 1 + x",
    ],
)
def test_a_cell_of_parameters_holds_parameters_only(project, source):
    shown = re.escape(repr(source))
    with pytest.raises(ValueError, match=rf"06_told\.ipynb: {shown}|06_told\.ipynb: "):
        with_parameters(project, source).parameters()


@pytest.mark.parametrize("cells", [(), ("a = 1", "b = 1")])
def test_a_chapter_has_one_cell_of_parameters(project, cells):
    with pytest.raises(ValueError, match=f"{len(cells)} cells are tagged 'parameters'"):
        with_parameters(project, *cells).parameters()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            {**GIVEN, "run_dri": "x"},
            "parameter='run_dri' is not declared; did you mean 'run_dir'?",
        ),
        ({"run_dir": ""}, "parameter='wave_file' is declared but not given."),
        ({**GIVEN, "run_dir": 3}, "parameter run_dir=3 must be str."),
        (
            {**GIVEN, "x = 1\nimport os": "code"},
            r"parameter='x = 1\nimport os' is not declared.",
        ),
    ],
    ids=["misspelt", "missing", "of another type", "code"],
)
def test_parameters_are_compared_both_ways(shop, given, words):
    chapter = find_chapters(shop.notebooks)[0]
    with pytest.raises(ValueError, match=re.escape(words)):
        chapter.check(given)


def test_a_truth_value_is_no_number(project):
    chapter = with_parameters(project, "n: int = 1")
    chapter.check({"n": 2})
    with pytest.raises(ValueError, match="n=True must be int"):
        chapter.check({"n": True})


@pytest.mark.parametrize(
    "value",
    [
        {1: "Very dissatisfied"},
        (1, 2),
        {1},
        [1],
        Decimal("1.5"),
        np.int64(3),
        np.array([1.0]),
        Path("x"),
        date(2025, 1, 1),
        None,
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_papermill_would_turn_into_text_without_a_word_is_refused(project, value):
    chapter = with_parameters(project, "a = 'x'\nb = 1\nc = 0.5")
    given = {"a": "x", "b": 1, "c": 0.5}
    for name in given:
        with pytest.raises(ValueError, match=rf"parameter {name}=.* must be "):
            chapter.check({**given, name: value})


@pytest.mark.parametrize(
    "annotation", ["Literal['a']", "'str'", "Optional[str]", "str | None", "dict"]
)
def test_a_type_that_papermill_could_not_read_is_refused(project, annotation):
    with pytest.raises(ValueError, match="in the cell of parameters must be"):
        with_parameters(project, f"a: {annotation} = 'a'").parameters()


def test_everything_wrong_with_parameters_is_said_at_once(project):
    chapter = with_parameters(project, "a = 1\nb = 'x'")
    with pytest.raises(ValueError, match=r"06_told\.ipynb:\n.*'c'.*\n.*'b'.*\n.*a="):
        chapter.check({"a": 1.5, "c": 2})


# ------------------------------------------------------------------- resolving
def test_nothing_changes_where_nothing_is_missing(shop):
    wave = open_wave(shop.wave)
    for chapter in find_chapters(shop.notebooks):
        assert resolved(chapter, wave) == nbformat.read(chapter.path, 4)
        assert chapter.missing(wave) == [None]


def test_a_cell_that_needs_what_is_missing_becomes_the_one_sentence(project):
    project.add_chapter("08_gaps", project.call(project.means, "expectation"))
    chapter, wave = find_chapters(project.notebooks)[0], open_wave(project.wave)
    cell = resolved(chapter, wave).cells[-1]
    assert cell.cell_type == "markdown"
    assert cell.source == "Left out: no question asks what customers expect."
    assert chapter.missing(wave)[0] == wave.lacks(["expectation"])


def test_the_sentence_can_be_said_in_any_language(project):
    project.add_chapter("08_gaps", project.call(project.means, "n>=1000"))
    chapter, wave = find_chapters(project.notebooks)[0], open_wave(project.wave)
    stored = json.loads(nbformat.writes(resolved(chapter, wave)))["cells"][-1]
    message = decode(stored["metadata"]["csat"]["absent"])
    assert message == wave.lacks(["n>=1000"])
    with language("en-XA"):
        assert plain(message).startswith("⟦")
        assert "1,000" in plain(message)


def test_a_resolved_chapter_is_a_sound_notebook(project):
    project.add_chapter("08_gaps", project.call(project.means, "kano_functional"))
    chapter = find_chapters(project.notebooks)[0]
    made = resolved(chapter, open_wave(project.wave))
    nbformat.validate(made)
    ids = [cell.id for cell in made.cells]
    assert len(set(ids)) == len(ids)


def test_one_sentence_is_said_once_under_a_heading(project):
    absent = [project.call(project.means, "expectation") for _ in range(3)]
    project.add_chapter(
        "08_gaps",
        *absent[:2],
        project.prose("Prose in between."),
        project.call(project.means, "recommend"),
        absent[2],
        project.prose("## Next"),
        project.call(project.means, "expectation"),
    )
    chapter = find_chapters(project.notebooks)[0]
    cells = resolved(chapter, open_wave(project.wave)).cells[3:]
    assert [cell.source.split("asks ")[-1] for cell in cells] == [
        "what customers expect.",
        "Prose in between.",
        "whether customers would recommend.",
        "## Next",
        "what customers expect.",
    ]


def test_prose_that_leads_to_nothing_new_is_left_out(project):
    absent = [project.call(project.means, "expectation") for _ in range(6)]
    project.add_chapter(
        "08_gaps",
        project.prose("The first asks."),
        absent[0],
        project.prose("The second asks."),
        absent[1],
        project.prose("The third asks."),
        absent[2],
        project.call(project.means),
        project.prose("## The fourth"),
        project.prose("asks."),
        absent[3],
        absent[4],
        project.prose("The last asks."),
        absent[5],
    )
    chapter = find_chapters(project.notebooks)[0]
    cells = resolved(chapter, open_wave(project.wave)).cells[3:]
    prose = [c.source for c in cells if c.cell_type == "markdown"]
    assert [said for said in prose if not said.startswith("Left out")] == [
        "The first asks.",
        "The third asks.",
        "## The fourth",
        "asks.",
    ]


def test_prose_may_need_something_too(project):
    prose = project.prose("About gaps.", metadata={"csat": {"needs": ["expectation"]}})
    project.add_chapter("08_gaps", prose, project.call(project.means, "expectation"))
    chapter = find_chapters(project.notebooks)[0]
    cells = resolved(chapter, open_wave(project.wave)).cells[3:]
    assert [cell.source for cell in cells] == [
        "Left out: no question asks what customers expect."
    ]
    assert needs_of(cells[0]) == ["expectation"]


def test_a_need_that_does_not_exist_is_named(project):
    project.add_chapter("08_gaps", project.call(project.means, "expectations"))
    chapter = find_chapters(project.notebooks)[0]
    with pytest.raises(ValueError, match=r"need='expectations'.*did you mean 'expec"):
        chapter.missing(open_wave(project.wave))
