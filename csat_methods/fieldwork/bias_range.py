"""How far could those who never answered move the result?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.fieldwork.effort import attempts_of
from csat_methods.result import Result, method
from csat_methods.wave.estimate import domains
from csat_methods.wave.ratios import ratio_estimates
from csat_methods.wave.table import estimates_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

MODERATE = 0.5
"""Standard deviations that those who did not answer are taken to differ, moderately
(Cohen 1988: a medium difference)."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class BiasRange(Result):
    """Means of all customers under assumptions on those who did not answer.

    Columns ``term, estimate, se, ci_low, ci_high, n, df, moderate_low,
    moderate_high, lowest, highest`` and, with attempts, ``as_late``: the mean of all
    if those who did not answer are half a standard deviation lower or higher, stand
    at the ends of the scale, or are as those who answered last.

    Attributes
    ----------
    response_rate : float
    """

    response_rate: float

    clause: ClassVar[str] = "7.6.2"

    def headline(self) -> Message:
        """Return between which means all customers lie, of the first item."""
        rows = [row for row in self.records() if pd.notna(row["moderate_low"])]
        if not rows:
            return Message("What those who did not answer could change is not known.")
        row = rows[0]
        return Message(
            "{label} is {estimate} among those who answered; among all customers it is "
            "{low} to {high} if the others differ moderately.",
            {
                "label": self.label(row["term"]),
                "estimate": self.number(row, "estimate"),
                "low": self.number(row, "moderate_low"),
                "high": self.number(row, "moderate_high"),
            },
        )


@method
def bias_range(
    wave: Wave,
    *,
    response_rate: float | None = None,
    items: str | Sequence[str] | None = None,
    attempts: str | None = None,
    level: float = 0.95,
) -> BiasRange:
    r"""Return the means of all customers under assumptions on those not answering.

    .. math:: \mu = r\,\bar y + (1 - r)\,\mu_0

    with r the response rate, :math:`\bar y` the mean of those who answered, and for
    the mean :math:`\mu_0` of the others: :math:`\bar y \pm s / 2`; the ends of the
    item's scale, beyond which no truth can lie; and the mean of those whose answer
    took most attempts.

    Parameters
    ----------
    wave : Wave
        Those who answered.
    response_rate : float, optional
        Above 0, at most 1; the weighted share that answered of those who were to be
        asked, where the wave knows them and nothing is given.
    items : str or list of str, optional
        A construct's name or columns; overall satisfaction when not given.
    attempts : str, optional
        A column: attempts until the answer came. The latest are those of the last
        number of attempts.
    level : float
        Confidence of the interval of the mean of those who answered.

    Returns
    -------
    BiasRange
        A row an item, in the item's own units; ends are missing without a scale.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If the response rate is no share above 0, or attempts are not whole numbers.

    References
    ----------
    Cochran, W. G. (1977). *Sampling Techniques*, 3rd ed., section 13.2. Manski, C. F.
    (1989). Anatomy of the selection problem. *Journal of Human Resources*, 24,
    343-360.

    Examples
    --------
    Half answered, with a mean of four on a scale of one to five:

    >>> import pandas as pd
    >>> from csat_methods import Wave, bias_range
    >>> answers = pd.DataFrame({"q1": [3, 5]})
    >>> wave = Wave.from_frame(answers, scales={"q1": (1, 5)})
    >>> found = bias_range(wave, items="q1", response_rate=0.5)
    >>> found.table[["lowest", "highest", "moderate_low"]].to_numpy().tolist()
    [[2.5, 4.5, 3.75]]
    """
    _checks.between("level", level, 0, 1)
    response_rate = _rate(wave, response_rate)
    listed = wave.measured([wave.outcome()] if items is None else items)
    answers = wave.answers(listed)
    held = ~np.isnan(answers) & wave.domain[:, None]
    values = np.where(held, answers, 0.0)
    estimates = ratio_estimates(wave, domains(wave), values, held.astype(float))
    scales = [wave.scales.get(item, (np.nan, np.nan)) for item in listed]
    away = 1 - response_rate
    mean = estimates.estimate
    spread = MODERATE * _deviation(wave, values, held)
    others: dict[str, np.ndarray] = {
        "moderate_low": mean - spread,
        "moderate_high": mean + spread,
        "lowest": np.array([low for low, _ in scales], float),
        "highest": np.array([high for _, high in scales], float),
    }
    if attempts is not None:
        tried = attempts_of(wave, attempts)
        last = tried == tried[wave.domain].max()
        others["as_late"] = _means(wave, values, held & last[:, None])
    return estimates_result(
        wave,
        BiasRange,
        "Range of bias",
        domains(wave),
        listed,
        estimates,
        level=level,
        columns={k: response_rate * mean + away * v for k, v in others.items()},
        notes=(_note(response_rate),),
        response_rate=float(response_rate),
    )


def _rate(wave: Wave, given: float | None) -> float:
    """Return the response rate as given, else that of the wave's contact file."""
    if given is None and wave.contacts is None:
        raise ValueError(
            "response_rate=None: the wave does not know who was to be asked."
        )
    if given is None:
        asked = wave.contacts
        weights = asked.design.weights[asked.domain]
        answered = asked.frame["responded"].to_numpy(float)[asked.domain]
        given = float(weights @ answered / weights.sum())
    if _checks.within("response_rate", given, 0, 1) == 0:
        raise ValueError("response_rate=0 must lie above 0: nobody answered.")
    return float(given)


def _means(wave: Wave, values: np.ndarray, held: np.ndarray) -> np.ndarray:
    weights = wave.design.weights @ held
    with np.errstate(invalid="ignore", divide="ignore"):
        return wave.design.weights @ (values * held) / weights


def _deviation(wave: Wave, values: np.ndarray, held: np.ndarray) -> np.ndarray:
    """Return the weighted standard deviation of each item's answers."""
    off = np.where(held, values - _means(wave, values, held), 0.0)
    return np.sqrt(_means(wave, off**2, held))


def _note(response_rate: float) -> Message:
    return Message(
        "Those who did not answer stand for {share} of all customers; what they "
        "think is assumed.",
        {"share": Number(1 - response_rate, "share")},
    )
