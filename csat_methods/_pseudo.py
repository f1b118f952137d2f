"""How does a sentence look in a language that has every letter but no words?

The pseudo-locale shows what was not translated, and what a longer text would break.
"""

from __future__ import annotations

_ACCENTS = str.maketrans("aeiounycAEIOUNYC", "áéíóúñýçÁÉÍÓÚÑÝÇ")


def pseudo(text: str) -> str:
    """Return the text as the pseudo-locale shows it: accented, in brackets.

    Placeholders stay as they are, so that a lost one is seen.

    Examples
    --------
    >>> pseudo("{n} answers")
    '⟦{n} áñswérs⟧'
    """
    depth, letters = 0, []
    for letter in text:
        depth += (letter == "{") - (letter == "}")
        letters.append(letter if depth else letter.translate(_ACCENTS))
    return "\u27e6" + "".join(letters) + "\u27e7"
