"""How far would results differ, had those who left blanks answered otherwise?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.answers.blank_treatments import BlankItem, Mean
from csat_methods.answers.blanks import left_blank
from csat_methods.answers.impute import impute, settings
from csat_methods.result import Result, Used, method
from csat_methods.wave.estimate import domains, interval
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

TREATMENTS = {
    "answered": Message("as answered"),
    "imputed": Message("blanks filled"),
    "imputed_lower": Message("blanks filled, and lower"),
    "imputed_higher": Message("blanks filled, and higher"),
    "lowest": Message("all blanks the worst"),
    "highest": Message("all blanks the best"),
}
"""What is done with blanks, and its words."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class MissingSensitivity(Result):
    """Means under several beliefs about what was left blank.

    Attributes
    ----------
    imputations : int
    shift : float
        Standard deviations by which filled answers are moved.
    """

    imputations: int
    shift: float

    kinds: ClassVar[Mapping[str, str]] = {"blank": "share", "fmi": "share"}
    term_keys: ClassVar[tuple[str, ...]] = ("term", "treatment")
    clause: ClassVar[str] = "7.4.2"

    def headline(self) -> Message:
        """Return how far the item with most blanks could move."""
        rows = self._of_one_item()
        if rows is None:
            return super().headline()
        low, high = rows.get("imputed_lower"), rows.get("imputed_higher")
        values = {
            "label": self.label(rows["answered"]["term"]),
            "answered": self.number(rows["answered"], "estimate"),
            "imputed": self.number(rows["imputed"], "estimate"),
            "blank": self.number(rows["answered"], "blank"),
        }
        if low is None or high is None:
            return Message(
                "{label}, with {blank} left blank: {answered} as answered, {imputed} "
                "with the blanks filled.",
                values,
            )
        values |= {
            "low": self.number(low, "estimate"),
            "high": self.number(high, "estimate"),
        }
        return Message(
            "{label}, with {blank} left blank: {answered} as answered, {imputed} with "
            "the blanks filled, {low} to {high} if those who left it blank hold less "
            "or more than others like them.",
            values,
        )

    def _of_one_item(self) -> dict[str, Any] | None:
        """Return the rows of the item with most blanks, by treatment, if visible."""
        table = self.table.dropna(subset=["blank", "estimate"])
        if len(table) == 0:
            return None
        worst = table.loc[table["blank"].idxmax(), "term"]
        rows = table[table["term"] == worst].to_dict("records")
        found = {row["treatment"]: row for row in rows}
        return found if {"answered", "imputed"} <= set(found) else None

    def sentence(self, row: Mapping[str, Any], verdict: str) -> Message:
        """Return one mean, and what was done with blanks."""
        return Message(
            "{label}, {treatment}: {estimate} ({low} to {high}; n = {n}).",
            {
                "label": self.label(row["term"]),
                "treatment": self.label(row["treatment"]),
                "estimate": self.number(row, "estimate"),
                "low": self.number(row, "ci_low"),
                "high": self.number(row, "ci_high"),
                "n": self.number(row, "n"),
            },
        )


@method
def missing_sensitivity(
    wave: Wave,
    items: str | Sequence[str] | None = None,
    *,
    using: str | Sequence[str] | None = None,
    m: int | None = None,
    seed: int | None = None,
    shift: float = 0.5,
    level: float = 0.95,
) -> MissingSensitivity:
    r"""Return means as answered, with blanks filled, and at their bounds.

    Filled answers are those of :func:`impute`, pooled by Rubin's rules; moved up or
    down by `shift` standard deviations :math:`\delta = \pm h s` they say what happens
    if whether an answer is blank depends on the answer itself:

    .. math:: \bar y_\delta = \bar y_{imputed} + \delta\,
              \frac{\sum_{blank} w}{\sum w}

    as far as the mean of the blanks stays on the scale. The bounds take all blanks for
    the worst, or the best, answer of the scale: nothing that was left blank can lie
    beyond them.

    Parameters
    ----------
    wave : Wave
    items : str or list of str, optional
        Items with codes that have a mean; those of the wave file's step ``impute``
        when not given.
    using : str or list of str, optional
        Further items that blanks are filled by; those of the wave file's step
        ``impute`` when not given.
    m : int, optional
        Completions; the wave file's, else 20.
    seed : int, optional
        Where the draws start; the wave file's when not given.
    shift : float
        Standard deviations, 0 or more.
    level : float
        Confidence of the intervals, between 0 and 1.

    Returns
    -------
    MissingSensitivity
        One row an item and treatment: ``term, treatment`` (``answered, imputed,
        imputed_lower, imputed_higher, lowest, highest``), ``estimate, se, ci_low,
        ci_high, n, df, blank`` (weighted share of those asked), ``fmi``. No bounds for
        items without a scale. What was not asked or does not apply stays out.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If no items are named here or in the wave file, fewer than two are to fill by,
        an item has no answer, nobody is in the domain, `shift` is below 0, or seed is
        said nowhere.

    References
    ----------
    Rubin (1987), eqs. 3.1.2 to 3.1.9; van Buuren, S. (2018). *Flexible Imputation of
    Missing Data*, 2nd ed., section 3.8 (moved answers); Manski, C. F. (1989). *Journal
    of Human Resources*, 24, 343-360 (bounds).

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, missing_sensitivity
    >>> answers = {"a": [1, 2, 4, 5, 5, 3, 2, 4], "b": [1, 2, 5, 4, None, 3, 2, None]}
    >>> wave = Wave.from_frame(pd.DataFrame(answers), scales={"b": (1, 5)})
    >>> found = missing_sensitivity(wave, "b", using="a", m=5, seed=1)
    >>> ends = [found.row(treatment=t)["estimate"] for t in ("lowest", "highest")]
    >>> list(map(float, ends))
    [2.375, 3.375]
    """
    _checks.between("level", level, 0, 1)
    _checks.finite("shift", shift, 0)
    listed = wave.measured(_filled(wave) if items is None else items)
    where = domains(wave)
    told = wave.imputation.get("items", ()) if using is None else wave.measured(using)
    model, count, start = settings(wave, list(dict.fromkeys([*listed, *told])), m, seed)
    waves = impute(wave, model, m=count, seed=start).waves
    blank, asked = left_blank(wave, listed)
    filled = [each.answers(listed) for each in waves]
    parts = [
        BlankItem(wave, item, j, blank[:, j], asked[:, j], [x[:, j] for x in filled])
        for j, item in enumerate(listed)
    ]
    rows = [
        _row(part, treatment, estimates, level)
        for part in parts
        for treatment, estimates in part.treated(where, shift)
    ]
    table = pd.DataFrame(rows)
    return result_of(
        wave,
        MissingSensitivity,
        "Means by what was left blank",
        table,
        level=level,
        about={item: (item,) for item in listed},
        labels={**wave.labels(listed), **TREATMENTS},
        used=Used(wave.n, (int(table["n"].min()), int(table["n"].max()))),
        notes=[
            Message(
                "Blanks were filled {m} times; lower and higher are {shift} standard "
                "deviations of the answers.",
                {"m": Number(count, "count"), "shift": Number(shift)},
            )
        ],
        averages=True,
        imputations=count,
        shift=float(shift),
    )


def _filled(wave: Wave) -> Sequence[str]:
    """Return the items that the wave file says are filled."""
    if not wave.imputation:
        raise ValueError(
            "items=None: the wave file does not say how blanks are filled; name items."
        )
    return list(wave.imputation["items"])


def _row(part: BlankItem, treatment: str, mean: Mean, level: float) -> dict[str, Any]:
    estimate, se, df = (np.array([v]) for v in (mean.estimate, mean.se, mean.df))
    low, high = interval(estimate, se, df, level)
    return {
        "term": part.item,
        "treatment": treatment,
        "estimate": mean.estimate,
        "se": mean.se,
        "ci_low": float(low[0]),
        "ci_high": float(high[0]),
        "n": mean.n,
        "df": mean.df,
        "blank": part.share,
        "fmi": mean.fmi,
    }
