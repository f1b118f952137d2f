"""Are the chapters thin: prose, and call cells with their arguments in sight?"""

import ast
import json
import re
from pathlib import Path

import pytest

import csat_methods as cs
from csat_methods.report.chapters import Chapter
from csat_methods.study.needs import parse_need

FOLDER = Path(__file__).parents[1] / "notebooks"
FILES = sorted(FOLDER.glob("*.ipynb"))
STAGES = ("plan", "design", "develop", "operate", "maintain", "improve")
NUMBERED = [path for path in FILES if path.stem[:2].isdigit()]
FORBIDDEN = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.For,
    ast.While,
    ast.If,
    ast.IfExp,
    ast.Try,
    ast.With,
    ast.Lambda,
    ast.ListComp,
    ast.DictComp,
    ast.GeneratorExp,
)
ids = {"ids": lambda path: path.stem}


def cells(path, kind=None):
    """Return (source, metadata) of the cells of a kind."""
    found = json.loads(path.read_text("utf8"))["cells"]
    return [
        ("".join(cell["source"]), cell["metadata"])
        for cell in found
        if kind is None or cell["cell_type"] == kind
    ]


def calls(path):
    """Return (source, metadata) of the cells after parameters and setup."""
    return cells(path, "code")[2:]


def test_the_chapters_are_those_of_the_design():
    names = {path.stem for path in FILES}
    assert names >= {
        "00_plan",
        "02_sampling",
        "03_questionnaire",
        "05_preparation",
        "06_satisfaction",
        "07_dimensions",
        "08_gaps",
        "09_priorities",
        "10_trends",
        "explore",
    }


@pytest.mark.parametrize("path", FILES, **ids)
def test_a_notebook_is_committed_without_outputs_or_traces(path):
    book = json.loads(path.read_text("utf8"))
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            assert cell["execution_count"] is None
        assert set(cell["metadata"]) <= {"tags", "csat"}
    assert set(book["metadata"]) == {"csat", "kernelspec", "language_info"}
    assert book["metadata"]["kernelspec"]["name"] == "python3"
    assert book["metadata"]["csat"]["stage"] in STAGES
    names = [cell["id"] for cell in book["cells"]]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("path", FILES, **ids)
def test_a_chapter_opens_with_its_title_parameters_and_setup(path):
    first, second, third = json.loads(path.read_text("utf8"))["cells"][:3]
    assert first["source"][0].startswith("# ")
    assert second["metadata"]["tags"] == ["parameters"]
    assert Chapter(path).parameters() == {"wave_file": str, "run_dir": str}
    setup = "".join(third["source"])
    assert setup.startswith("import csat_methods as cs\n")
    assert "cs.open_wave(wave_file, run_dir=run_dir)" in setup


@pytest.mark.parametrize("path", FILES, **ids)
def test_a_call_cell_is_at_most_two_statements_without_logic(path):
    for source, _ in calls(path):
        tree = ast.parse(source)
        assert 1 <= len(tree.body) <= 2, source
        logic = [node for node in ast.walk(tree) if isinstance(node, FORBIDDEN)]
        assert not logic, source


@pytest.mark.parametrize("path", FILES, **ids)
def test_a_call_cell_calls_public_names_only(path):
    for source, _ in calls(path):
        named = re.findall(r"\bcs\.(\w+)", source)
        assert all(name in cs.__all__ for name in named), source
        tree = ast.parse(source)
        assert not any(
            isinstance(node, ast.Import | ast.ImportFrom) for node in tree.body
        )


ASIDE = ('"06.differences"', '_waves"')
"""Kept, not shown: pairs of segments for letters of banners, courses for the tiles."""


def shown_calls(path):
    """The calls whose results the page shows."""
    return [
        (source, more)
        for source, more in calls(path)
        if not any(name in source for name in ASIDE)
    ]


@pytest.mark.parametrize("path", NUMBERED, **ids)
def test_what_is_kept_carries_the_chapters_number_and_is_shown(path):
    for source, _ in shown_calls(path):
        (name,) = re.findall(r'keep\(\s*"([^"]+)"', source)
        assert name.startswith(f"{path.stem[:2]}.")
        assert re.search(r"cs\.(show|table)\(", source), source


@pytest.mark.parametrize("path", NUMBERED, **ids)
def test_captions_and_alternative_texts_are_words(path):
    for source, _ in shown_calls(path):
        told = re.findall(r'(caption|alt)="([^"]*)"', source)
        assert "caption" in dict(told), source
        if "cs.show(" in source:
            assert "alt" in dict(told), source
        assert not any(re.search(r"\d", words) for _, words in told), source


@pytest.mark.parametrize("path", NUMBERED, **ids)
def test_every_need_is_one_that_is_known(path):
    for _, metadata in cells(path, "code"):
        for need in metadata.get("csat", {}).get("needs", []):
            assert parse_need(need)


@pytest.mark.parametrize("path", NUMBERED, **ids)
def test_prose_comes_between_calls_and_claims_no_cause(path):
    text = "\n".join(source for source, _ in cells(path, "markdown")).lower()
    assert not re.search(r"\b(causes|caused by|certified|compliant)\b", text)
    assert len(cells(path, "markdown")) >= 2


def test_the_chapter_of_priorities_shows_how_strongly_each_driver_goes_with_overall():
    path = FOLDER / "09_priorities.ipynb"
    (asked,) = [source for source, _ in calls(path) if '"09.drivers"' in source]
    kept, shown = ast.parse(asked).body
    space = {}
    for source, _ in cells(path, "code")[:2]:
        exec(source, space)  # noqa: S102 - a chapter of ours
    exec(ast.unparse(kept), space)  # noqa: S102
    wave, table = space["wave"], space["drivers"].table
    assert ast.unparse(shown).startswith("cs.show(drivers")
    assert space["drivers"].outcome == wave.outcome()
    assert table["term"].tolist() == list(wave.drivers())
    assert (
        table[["estimate", "ci_low", "ci_high", "correlation"]].notna().all(axis=None)
    )
