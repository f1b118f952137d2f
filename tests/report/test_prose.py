"""Does a chapter's prose reach the page as words, and only as words?"""

import pytest

from csat_methods._messages import language
from csat_methods.report.prose import levels, lowered, prose, split_title


def test_headings_take_their_place_below_the_page_s_own():
    assert prose("## Part", top=2).strip() == "<h3>Part</h3>"
    assert prose("# Title", top=3).strip() == "<h3>Title</h3>"


def test_no_heading_is_deeper_than_six():
    assert lowered("##### x", 4) == "###### x"


def test_marks_inside_code_are_no_headings():
    source = "```\n# no\n```\n# yes\n"
    assert lowered(source, 1) == "```\n# no\n```\n## yes\n"
    assert levels(source) == [1]


@pytest.mark.parametrize(
    "source",
    [
        "a <script>alert(1)</script> b",
        "<img src=x onerror=alert(1)>",
        "<div onclick='x()'>\n\nhi\n\n</div>",
        "[x](javascript:alert(1))",
    ],
)
def test_tags_and_harmful_links_are_shown_not_obeyed(source):
    made = prose(source)
    assert "<script" not in made
    assert "<img" not in made
    assert "<div" not in made
    assert "javascript:" not in made or "&lt;" in made


def test_a_table_has_scope_and_a_caption():
    made = prose("| a | b |\n|---|---|\n| x | y |\n")
    assert made.count('scope="col"') == 2
    assert "<caption" in made


def test_prose_is_translated_block_by_block():
    with language("en-XA"):
        made = prose("One `code` word.\n\n- a bullet")
    assert made.count("\u27e6") == 2
    assert "<code>code</code>" in made


@pytest.mark.parametrize(
    ("source", "title", "rest"),
    [
        ("# Title\n\nText", "Title", "Text"),
        ("# Title", "Title", ""),
        ("## Part\n\nText", "", "## Part\n\nText"),
        ("Text", "", "Text"),
        ("", "", ""),
    ],
)
def test_a_title_is_told_from_the_rest(source, title, rest):
    assert split_title(source) == (title, rest)
