"""Whose answers may be used, by what people agreed to?"""

from __future__ import annotations

from csat_methods.study.fields import code_key
from csat_methods.study.instrument import Study
from csat_methods.wave.cells import Cells
from csat_methods.wave.raw_table import RawTable, heading

DISAGREED = "{n} people did not agree that their answers be used"
"""What is said of those who are left out."""


def consenting(table: RawTable, study: Study) -> RawTable:
    """Return the rows of those who agreed; the others are left out, and counted.

    The column of consents stays with the answers. Where the study does not say which
    cells mean yes, nobody is left out.

    Parameters
    ----------
    table : RawTable
    study : Study
        Its ``consent`` names the column, and the cells that say yes in ``agreed``.

    Raises
    ------
    ValueError
        If the column is not in the file, or nobody agreed.
    """
    consent = study.consent
    if consent is None or consent.column is None:
        return table
    column = heading(consent.column)
    if column not in table.frame:
        raise ValueError(
            f"{table.name}: consent names the column {consent.column!r}, not in it."
        )
    if not consent.agreed:
        return table
    cells, wanted = Cells.of(table, column), set(map(code_key, consent.agreed))
    agreed = cells.spread_flags(key in wanted for key in cells.spelled)
    if not agreed.any():
        raise ValueError(
            f"{table.name}: column {consent.column!r}: nobody agreed; yes is "
            f"{list(consent.agreed)}."
        )
    return table.leaving_out(~agreed, DISAGREED)
