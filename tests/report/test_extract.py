"""Is every sentence of a chapter found, and does only the sentence change?"""

import io
import json
import re
from pathlib import Path

import nbformat
import pytest
from babel.messages.extract import extract
from hypothesis import given, strategies as st
from nbconvert.filters.markdown_mistune import markdown2html_mistune
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from csat_methods import _messages
from csat_methods.report.extract import blocks, extract_notebook, translate_markdown

CHAPTERS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
PROSE = """\
# Expected and perceived

Customers were asked what they *expect* and what they **got**. The gap is
perception minus expectation: see `gap_scores` and [the method](#method).

- below zero: short of
  expectation
- above zero: *more* than expected

1. First
   - nested `code`

     a second paragraph
2. Second

> A quotation that
> goes on

| Word | Meaning |
|---|:-:|
| gap | `P | E` or \\| |

Setext heading
--------------

A line\\
broken, $a_i<b$ and &nbsp;<b>bold</b> {n}.

```python
left = "alone"
```

***
[ref]: https://example.org "title"
"""
SENTENCES = [
    "Expected and perceived",
    (
        "Customers were asked what they *expect* and what they **got**. The gap is "
        "perception minus expectation: see {0} and [the method]({1})."
    ),
    "below zero: short of expectation",
    "above zero: *more* than expected",
    "First",
    "nested {0}",
    "a second paragraph",
    "Second",
    "A quotation that goes on",
    "Word",
    "Meaning",
    "gap",
    "{0} or \\|",
    "Setext heading",
    "A line{0}broken, {1} and {2}{3}bold{4} {5}.",
]


def ids(source):
    return [block.id for block in blocks(source) if block.id]


def same(text):
    return text


def flat(text):
    """A text without blanks, marks of quotation and the brackets of the tests."""
    return re.sub(r"[\s>«»]+", "", text.replace("\0", "\ufffd"))


def shape(html):
    """The tags, codes and targets of a page, in order, without its words."""
    kept = re.findall(r"<code.*?</code>|<[^>]+>|\$[^$]*\$", html, re.DOTALL)
    return [re.sub(r' id="[^"]*"|href="#[^"]*"|>¶', "", tag) for tag in kept]


def test_a_sentence_is_a_block_without_its_markers():
    assert ids(PROSE) == SENTENCES


def test_the_same_sentences_give_the_same_markdown():
    assert translate_markdown(PROSE, same) == PROSE


def test_a_translation_changes_words_only():
    words = dict.fromkeys(SENTENCES[2:4], "less") | {"First": "One"}
    told = translate_markdown(PROSE, lambda text: words.get(text, text))
    expected = PROSE.replace("below zero: short of\n  expectation", "less")
    expected = expected.replace("above zero: *more* than expected", "less")
    assert told == expected.replace("First", "One")


def test_the_pseudo_locale_keeps_every_tag_code_and_target():
    before = markdown2html_mistune(PROSE)
    after = markdown2html_mistune(translate_markdown(PROSE, _messages.pseudo))
    assert shape(after) == shape(before)
    assert "`gap_scores`" in translate_markdown(PROSE, _messages.pseudo)


pieces = st.sampled_from(
    ["# ", "## ", "- ", "1. ", "7) ", "> ", "| ", " |", "    ", "\n", "\n\n", "  \n",
     "\\\n", "```\n", "~~~", "`", "``", "$", "{", "}", "{0}", "[a](b)", "<b>", "&amp;",
     "word", "گپ", " ", "---", "===", "* * *", "[x]: y", "[ ] ", "\t", "https://a.b",
     "\\", "!", "*", "\r\n", "\0"]
)  # fmt: skip


@given(st.lists(pieces, max_size=30).map("".join))
def test_any_markdown_survives_the_same_sentences(source):
    assert "".join(block.source for block in blocks(source)) == source
    assert translate_markdown(source, same) == source


@given(st.lists(pieces, max_size=30).map("".join))
def test_the_pieces_taken_out_come_back_in_any_language(source):
    told = translate_markdown(source, lambda text: f"«{text}»")
    assert flat(told) == flat(source)


def test_pieces_may_change_their_order():
    told = translate_markdown("`a` then `b`", {"{0} then {1}": "{1} پس از {0}"}.get)
    assert told == "`b` پس از `a`"


@pytest.mark.parametrize("told", ["none", "{0}", "{0} {0} {1}", "{0} {1} {2}"])
def test_a_lost_or_doubled_piece_is_an_error(told):
    with pytest.raises(ValueError, match=r"translation='.*' of '\{0\} then \{1\}'"):
        translate_markdown("`a` then `b`", lambda _: told)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("`code`", []),
        ("12.5 — 7", []),
        ("<details>\n", []),
        ("costs $5 and $6", ["costs $5 and $6"]),
        ("*emphasis* first", ["*emphasis* first"]),
        ("text\n1984. was a year", ["text 1984. was a year"]),
        ("- a\n\n    b", ["a", "b"]),
        ("text\n> quoted", ["text", "quoted"]),
        ("![alt words](fig.png)", ["![alt words]({0})"]),
        ("see [that][ref]", ["see [that][{0}]"]),
        ("## Closed ##", ["Closed"]),
        ("#hashtag", ["#hashtag"]),
        ("````\n```\n# no\n````\nyes", ["yes"]),
        ("> ```\n> no\n> ```\n> yes", ["yes"]),
    ],
)
def test_hard_cases(source, expected):
    assert ids(source) == expected


# --------------------------------------------------------------------- chapters
def chapter(*cells):
    made = new_notebook(cells=list(cells))
    return io.BytesIO(nbformat.writes(made).encode())


def test_babel_finds_prose_captions_and_alternative_texts():
    call = (
        "gaps = cs.keep('08.gaps', cs.gap_scores(wave))\n"
        "cs.show(gaps, caption='Gap of each characteristic', alt='Gaps, ' 'intervals')"
    )
    made = chapter(
        new_markdown_cell("# Gaps\n\nSee `x`."),
        new_code_cell(call),
        new_code_cell("table(nps, caption='Would recommend')"),
        new_code_cell("other(nps, caption='No')"),
        nbformat.v4.new_raw_cell("Raw"),
    )
    found = list(extract("csat_notebook", made))
    assert found == [
        (1, "Gaps", [], None),
        (1, "See {0}.", ["{0}: `x`"], None),
        (2, "Gap of each characteristic", [], None),
        (2, "Gaps, intervals", [], None),
        (3, "Would recommend", [], None),
    ]


def test_an_empty_chapter_has_no_sentences():
    assert list(extract_notebook(chapter(), {}, (), {})) == []


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_every_chapter_comes_back_as_it_was(path):
    cells = json.loads(path.read_text("utf8"))["cells"]
    prose = ["".join(c["source"]) for c in cells if c["cell_type"] == "markdown"]
    assert prose
    for source in prose:
        assert translate_markdown(source, same) == source
        told = translate_markdown(source, _messages.pseudo)
        before, after = map(markdown2html_mistune, (source, told))
        assert shape(after) == shape(before)
