"""Which pieces of a chapter are sentences to translate, and how do they come back?

A block is a paragraph, a heading, a list item or a table's cell, without its markers.
What must not be translated (code, targets of links, tags, entities, formulas, braces)
is taken out and numbered: ``see {0} and [the method]({1})``.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

SHOWN = frozenset({"show", "table"})
SPOKEN = frozenset({"caption", "alt"})

_BREAK = "\0"
_KEPT = re.compile(
    r"(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)"  # code
    r"|\$\$.+?\$\$|\$(?=\S)[^$]+?(?<=\S)\$(?!\d)"  # formulas
    r"|(?<=\]\()[^)\s]+|(?<=\]\[)[^\]]+"  # targets of links
    r"|<[A-Za-z/!][^>]*>|https?://[^\s)>\0]+"  # tags and addresses
    r"|&(?:#\w+|\w+);"  # entities
    r"|\{[^{}]*\}|[{}]|" + _BREAK
)
_NUMBERED = re.compile(r"\{(\d+)\}")
_WORD = re.compile(r"[^\W\d_]")

_FENCE = re.compile(r"[\s>]*(`{3,}|~{3,})")
_RULE = re.compile(r"\s*(?:=+|-+|([*_-])[ \t]*(?:\1[ \t]*){2,})\s*$")
_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:\s")
_CODE = re.compile(r" {4}|\t")
_QUOTE = re.compile(r"\s*(?:>[ \t]?)*[ \t]*")
_HEADING = re.compile(r"#{1,6}[ \t]+")
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
_CELL = re.compile(r"(?:`[^`]*`|\\.|[^|`\\])+")
_HEADING_END = re.compile(r"(?:[ \t]+#+)?\s*$")
_HARD = re.compile(r"(?: {2,}|\\)\r?\n$")


@dataclass(frozen=True)
class Block:
    """A stretch of Markdown: a sentence to translate, or what stays as it is."""

    source: str
    id: str = ""
    kept: tuple[str, ...] = ()

    def translated(self, translate: Callable[[str], str]) -> str:
        """Return the block's Markdown in another language.

        Raises
        ------
        ValueError
            If the translation has lost or doubled a numbered piece.
        """
        told = translate(self.id) if self.id else ""
        if told == self.id:
            return self.source
        used = sorted(map(int, _NUMBERED.findall(told)))
        if used != list(range(len(self.kept))):
            raise ValueError(
                f"translation={told!r} of {self.id!r} must hold the pieces numbered 0 "
                f"to {len(self.kept) - 1}, each once."
            )
        return _NUMBERED.sub(lambda found: self.kept[int(found[1])], told)


def translate_markdown(source: str, translate: Callable[[str], str]) -> str:
    r"""Return a Markdown text in another language, block by block.

    Parameters
    ----------
    source : str
        Markdown in English.
    translate : callable
        English sentence to sentence. A block whose sentence comes back unchanged stays
        as it is, to the byte.

    Examples
    --------
    >>> words = {"Gaps": "شکاف‌ها", "see {0}": "{0} را ببینید"}
    >>> translate_markdown("# Gaps\n\n- see `gap_scores`", words.__getitem__)
    '# شکاف\u200cها\n\n- `gap_scores` را ببینید'
    """
    return "".join(block.translated(translate) for block in blocks(source))


def extract_notebook(
    fileobj: IO[bytes],
    keywords: Mapping[str, Any],
    comment_tags: Sequence[str],
    options: Mapping[str, Any],
) -> Iterator[tuple[int, None, str, list[str]]]:
    """Yield the sentences of a chapter to Babel: prose, captions, alternative texts.

    The line number is the cell's number. A comment says what each number stands for.
    """
    del keywords, comment_tags, options
    for number, cell in enumerate(json.load(fileobj)["cells"], start=1):
        source = "".join(cell["source"])
        found = _prose if cell["cell_type"] == "markdown" else _spoken
        if cell["cell_type"] in {"markdown", "code"}:
            yield from ((number, None, *sentence) for sentence in found(source))


def _prose(source: str) -> Iterator[tuple[str, list[str]]]:
    for block in blocks(source):
        pieces = [f"{{{i}}}: {piece.strip()}" for i, piece in enumerate(block.kept)]
        if block.id:
            yield block.id, pieces


def _spoken(source: str) -> Iterator[tuple[str, list[str]]]:
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    for call in calls:
        name = getattr(call.func, "attr", None) or getattr(call.func, "id", "")
        words = [k.value for k in call.keywords if name in SHOWN and k.arg in SPOKEN]
        for word in words:
            if isinstance(word, ast.Constant) and isinstance(word.value, str):
                yield word.value, []


# -------------------------------------------------------------------- blocks
def blocks(source: str) -> list[Block]:
    """Return a Markdown text as blocks; their sources, joined, are the text."""
    reader = _Reader()
    for line in source.splitlines(keepends=True):
        reader.read(line)
    reader.close()
    return reader.done


class _Reader:
    """Reads Markdown line by line; `paragraph` is what may still go on."""

    def __init__(self) -> None:
        self.done: list[Block] = []
        self.paragraph: list[str] = []
        self.depth = 0
        self.fence = ""
        self.in_list = False

    def read(self, line: str) -> None:
        """Take one line."""
        fence = _FENCE.match(line)
        if self.fence or fence:
            self.keep(line)
            self.fence = _still_open(self.fence, fence)
        elif self._stays(line):
            self.keep(line)
        elif line.lstrip().startswith("|"):
            self._row(line)
        else:
            self._text(line)

    def keep(self, source: str) -> None:
        """Take a stretch as it is."""
        self.close()
        if source:
            self.done.append(Block(source))

    def close(self) -> None:
        """End the paragraph."""
        lines, self.paragraph = self.paragraph, []
        self.done.extend(_sentence("".join(lines)))

    def _stays(self, line: str) -> bool:
        blank = not line.strip(" \t\r\n>")
        code = _CODE.match(line) and not self.paragraph and not self.in_list
        return bool(blank or code or _RULE.match(line) or _DEFINITION.match(line))

    def _row(self, line: str) -> None:
        place = 0
        for cell in _CELL.finditer(line):
            self.keep(line[place : cell.start()])
            self.done.extend(_sentence(cell[0]))
            place = cell.end()
        self.keep(line[place:])

    def _text(self, line: str) -> None:
        start = _start(line)
        heading, item = _HEADING.match(line, start), self._item(line, start)
        mark = heading or item
        depth = line[:start].count(">")
        if not (self.paragraph or mark or line[0].isspace()):
            self.in_list = False
        if mark or not self.paragraph or depth > self.depth:
            start = mark.end() if mark else start
            self.keep(line[:start])
            line, self.depth = line[start:], depth
        self.in_list = bool(item) or (self.in_list and not heading)
        self.paragraph.append(line)
        if heading:
            self._heading()

    def _item(self, line: str, start: int) -> re.Match[str] | None:
        """Return the mark of a list item; 1984. in a paragraph is none."""
        item = _ITEM.match(line, start)
        goes_on = self.paragraph and not self.in_list
        if (
            item
            and goes_on
            and line[start].isdigit()
            and line[start : start + 2] != "1."
        ):
            return None
        return item

    def _heading(self) -> None:
        line = self.paragraph.pop()
        end = _HEADING_END.search(line)
        place = end.start() if end else len(line)
        self.done.extend(_sentence(line[:place]))
        self.keep(line[place:])


def _start(line: str) -> int:
    """Return where a line's text begins, behind blanks and marks of quotation."""
    found = _QUOTE.match(line)
    return found.end() if found else 0


def _still_open(fence: str, found: re.Match[str] | None) -> str:
    """Return the fence that is open after a line with this one."""
    if found is None:
        return fence
    if not fence:
        return found[1]
    closes = found[1].startswith(fence) and not found.string[found.end() :].strip()
    return "" if closes else fence


def _sentence(source: str) -> Iterator[Block]:
    """Yield a stretch as its sentence and the blanks around it."""
    core = source.strip()
    before, _, after = source.partition(core) if core else (source, "", "")
    for stretch in (Block(before), _block(core), Block(after)):
        if stretch.source:
            yield stretch


def _block(source: str) -> Block:
    breaks: list[str] = []
    line, *others = source.replace(_BREAK, "\ufffd").splitlines(keepends=True) or [""]
    text = line
    for other in others:
        begun = other[: _start(other)]
        hard = _HARD.search(text)
        if hard:
            breaks.append(hard[0] + begun)
        text = text[: hard.start()] + _BREAK if hard else text.rstrip() + " "
        text += other[len(begun) :]
    kept: list[str] = []

    def numbered(found: re.Match[str]) -> str:
        first, *others = found[0].split(_BREAK)
        kept.append(first + "".join(breaks.pop(0) + other for other in others))
        return f"{{{len(kept) - 1}}}"

    sentence = _KEPT.sub(numbered, text)
    says = _WORD.search(_NUMBERED.sub("", sentence))
    return Block(source, sentence, tuple(kept)) if says else Block(source)
