"""Which known totals does a file hold, to weight answers by?"""

from __future__ import annotations

from typing import Any

from csat_methods._checks import Faults
from csat_methods.study.fields import FrozenMapping, number_of, read_code
from csat_methods.study.steps import read_totals
from csat_methods.wave.raw_table import RawTable

COLUMNS = ("variable", "level", "total")


def totals_of(table: RawTable) -> FrozenMapping[Any, Any]:
    """Return the known totals of a table with columns variable, level, total.

    A level is left empty where the total is that of a number: the sum of a column over
    the population. Crossed margins are written ``race*sex`` and ``1*2``.

    Parameters
    ----------
    table : RawTable

    Returns
    -------
    FrozenMapping
        ``{variable: {level: total}}`` and ``{column: total}``.

    Raises
    ------
    ValueError
        If a column is missing, or a row has no variable, a total that is none, or says
        again what was said.
    """
    missing = [name for name in COLUMNS if name not in table.frame.columns]
    if missing:
        raise ValueError(
            f"{table.name}: has no column {', '.join(missing)}; known totals need "
            f"{', '.join(COLUMNS)}."
        )
    faults = Faults()
    totals: dict[str, Any] = {}
    cells = table.frame[list(COLUMNS)].astype(object).where(table.frame.notna(), "")
    for row, values in zip(table.rows, cells.to_numpy().tolist(), strict=True):
        told = dict(zip(COLUMNS, values, strict=True))
        told["variable"] = str(told["variable"]).strip()
        fault = _add(totals, **told)
        if fault:
            faults.add_row(f"{table.name}: ", row, fault, **told)
    faults.stop()
    return read_totals(totals)


def _add(totals: dict[str, Any], variable: str, level: Any, total: Any) -> str:
    """Add one row to the totals; return the rule that it breaks, or nothing."""
    number = number_of(total)
    if not variable:
        return "has no variable."
    if number is None or number < 0:
        return "total={total!r} must be a number from 0 on."
    if not str(level).strip():
        known = totals.setdefault(variable, number)
        return "" if known is number else "{variable!r} has another total already."
    levels = totals.setdefault(variable, {})
    if not isinstance(levels, dict):
        return "{variable!r} has a total without levels already."
    code = read_code(level)
    if code in levels:
        return "level={level!r} of {variable!r} has a total already."
    levels[code] = number
    return ""
