"""In which words does another program know a column and its values?"""

from __future__ import annotations

from typing import Any

from csat_methods._messages import plain, translate
from csat_methods.wave.wave import Wave

LONGEST_LABEL = 255
"""Signs of a label that SPSS takes."""


def column_words(wave: Wave, name: str) -> str:
    """Return what a column is; of an option of a question, with the question's words.

    Where both are longer than a label may be, the question is cut, not the option.

    Examples
    --------
    >>> import pandas as pd
    >>> wave = Wave.from_frame(pd.DataFrame({"q1": [4, 5]}))
    >>> column_words(wave, "q1")
    'q1'
    """
    item, option = _option_of(wave, name)
    if not option:
        return plain(wave.label(name))
    known = wave.study.label(name)
    said = plain(known) if known is not None else option
    return f"{plain(wave.label(item))[: LONGEST_LABEL - len(said) - 3]} – {said}"


def value_words(wave: Wave, name: str) -> dict[Any, str]:
    """Return the words of a column's values, as the wave's frame holds them."""
    if _option_of(wave, name)[1]:
        return {1: translate("yes"), 0: translate("no")}
    item = wave.item(name)
    if item is None or item.id != name:
        return {}
    answers = wave.study.answers(name)
    numbers = answers.ends is not None
    points = [
        sum(answers.ends or ()) - float(p) if answers.turned and numbers else p
        for p in answers.points
    ]
    said = {point: answers.label(point) for point in points}
    return {point: plain(words) for point, words in said.items() if words is not None}


def _option_of(wave: Wave, name: str) -> tuple[str, str]:
    """Return the question and the option whose column it is; else two empty texts."""
    asked, _, option = name.partition(":")
    item = wave.item(asked)
    return (asked, option) if item and option in item.option_names else ("", "")
