"""How do words that are a sentence of their own stand inside another sentence?"""

MARKS = {"fa": "«{}»"}
"""Quotation marks of languages that have others than English."""


def closed(text: str) -> bool:
    """Return whether words end as a sentence does, which "etc." and "Ltd." do not.

    Examples
    --------
    >>> closed("The room was warm."), closed("Was it?"), closed("Prices etc.")
    (True, True, False)
    """
    return text.endswith(("?", "؟", "!")) or (
        text.endswith(".") and text.count(" ") > 1
    )


def in_marks(language: str, text: str) -> str:
    """Return a sentence in quotation marks, without its full stop; else the words.

    Examples
    --------
    >>> in_marks("en", "The room was warm."), in_marks("en", "Warm rooms")
    ('“The room was warm”', 'Warm rooms')
    """
    if not closed(text):
        return text
    return MARKS.get(language, "“{}”").format(text.removesuffix("."))
