"""Which questions share a grid, and what do they have in common?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from csat_methods.study.instrument import Study
from csat_methods.study.questions import Item

_END = re.compile(r"[.?!:;…؟؛]\s+")
"""Where what questions share may end: with a sentence, never within one."""


def runs_of(study: Study, items: Sequence[Item]) -> list[int]:
    """Return for each item the number of the run it belongs to.

    Items that follow each other share a grid where they are of type scale and have the
    same answers, role, block and conditions of asking. An attention check joins the
    grid it stands in.

    Examples
    --------
    >>> from csat_methods import Study
    >>> items = {name: {"answers": [1, 2, 3]} for name in ("a", "b")}
    >>> items |= {"c": {"answers": [1, 2]}, "d": {"type": "text"}}
    >>> study = Study.from_dict({"id": "x", "title": "X", "items": items})
    >>> runs_of(study, list(study.items.values()))
    [0, 0, 1, 2]
    """
    runs: list[int] = []
    role: str | None = None
    for place, item in enumerate(items):
        before = items[place - 1] if place else None
        same = before is not None and _shared(study, before) == _shared(study, item)
        joins = same and item.role in {"attention", role}
        runs.append(runs[-1] + (not joins) if runs else 0)
        if not (joins and item.role == "attention"):
            role = item.role
    return runs


def _shared(study: Study, item: Item) -> Any:
    """Return what the items of a grid share; nothing is shared by other types."""
    if item.type != "scale":
        return item.id
    answers = study.answers(item.id)
    labels = {code: dict(words.texts) for code, words in answers.labels.items()}
    asked = tuple((each.item, each.in_) for each in item.asked_if)
    return answers.points, labels, answers.not_applicable, item.block, asked


def rests_of(texts: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return the sentence that texts begin with, and what each adds to it.

    Examples
    --------
    >>> rests_of(["How good was it? The food", "How good was it? The rooms"])
    ('How good was it?', ('The food', 'The rooms'))
    >>> rests_of(["How good was the food?", "How good was the room?"])
    ('', ('How good was the food?', 'How good was the room?'))
    """
    columns = zip(*texts, strict=False) if len(texts) > 1 else ()
    same = takewhile(lambda letters: len(set(letters)) == 1, columns)
    shared = "".join(letters[0] for letters in same)
    ends = [match.end() for match in _END.finditer(shared)]
    cut = ends[-1] if ends else 0
    return shared[:cut].rstrip(), tuple(text[cut:] for text in texts)
