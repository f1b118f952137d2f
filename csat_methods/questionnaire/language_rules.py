"""Is an item written in the language that people are asked in?

Scripts are told apart, not languages: Latin letters in a Persian questionnaire, Persian
or Arabic ones in an English one. Names and abbreviations of a word or two are no fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from csat_methods.questionnaire.wording_rules import Asked

_ARABIC = (
    "\u0620-\u065f\u066e-\u06d3\u06d5-\u06ef\u06fa-\u06ff"
    "\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc"
)
_LATIN = "A-Za-z\u00c0-\u024f"
SCRIPTS = {"en": _LATIN, "fa": _ARABIC}
"""Language to the letters of its script."""
FEWEST_WORDS = 3
"""Words of another script that follow each other and are no name any more."""


def language_hits(asked: Asked, lang: str) -> Iterator[tuple[str, str]]:
    """Yield ``other_language`` and what is not in the script of a language.

    That is a text or a list of answers of which most letters are in another script;
    else three words or more in a row. What stands in quotation marks is a name.
    """
    own = SCRIPTS[lang]
    others = "".join(script for name, script in SCRIPTS.items() if name != lang)
    text = asked.text.written
    unquoted = re.sub(r"\"[^\"]*\"|«[^»]*»", "\n", text)
    if _mostly(unquoted, own, others):
        yield "other_language", text
    else:
        word = f"[{others}][{others}\\d'’\u200c-]*"
        row = rf"{word}(?:[ ,،]+{word}){{{FEWEST_WORDS - 1},}}"
        yield from (("other_language", hit[0]) for hit in re.finditer(row, unquoted))
    if _mostly(asked.answers.spelling.written, own, others):
        yield "other_language", asked.answers.spelling.written


def _mostly(text: str, own: str, others: str) -> bool:
    """Whether most letters of words are of another script."""
    strange = len(re.findall(f"[{others}]", text))
    return strange > len(re.findall(f"[{own}]", text))
