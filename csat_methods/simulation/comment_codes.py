"""Which themes of a synthetic survey's comments has a person confirmed?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

COLUMNS = ("theme", "words", "answer", "status", "confirmed_by", "date")
WORDS = {
    "delivery_time": "promise; وعدهٔ تحویل",
    "staff": "technician; رفتار کارکنان",
    "complaints": "complaint; شکایت",
    "price": "price",
}
"""Characteristic to the words that stand for it in the comments that are drawn."""

OPEN = {"notice": "call before"}
"""Words that a person has still to judge."""

BY, DAY = "Head of customer service", "2023-06-12"


def comment_codes(study: Any) -> pd.DataFrame | None:
    """Return the code file of a study's comments.

    Returns
    -------
    DataFrame or None
        None for a study without comments, or without any of the characteristics that
        the comments are about.
    """
    known = {name: words for name, words in WORDS.items() if name in study.catalogue}
    if not known or "comment" not in study.items:
        return None
    sure = [
        {"theme": name, "words": words, "status": "confirmed"}
        for name, words in known.items()
    ]
    unsure = [
        {"theme": name, "words": words, "status": "suggested"}
        for name, words in OPEN.items()
    ]
    table = pd.DataFrame([*sure, *unsure]).assign(
        confirmed_by=[BY] * len(sure) + [""], date=[DAY] * len(sure) + [""]
    )
    return table.reindex(columns=list(COLUMNS), fill_value="")


def write_codes(study: Any, data: Path) -> dict[str, str]:
    """Write the code file into the study's folder of data; return its source."""
    codes = comment_codes(study)
    if codes is None:
        return {}
    codes.to_csv(data / "themes.csv", index=False)
    return {"themes": f"data/{study.id}/themes.csv"}
