"""How many answers drawn at random are these worth, item by item?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from csat_methods._messages import Message
from csat_methods.result import Result, method
from csat_methods.wave.estimate import domains
from csat_methods.wave.ratios import design_effect, ratio_estimates, simple_variances
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class DesignEffects(Result):
    """Design effects of means; columns ``term, estimate, n, n_effective``."""

    clause: ClassVar[str] = "7.3.3.3"
    kinds: ClassVar[Mapping[str, str]] = {"n_effective": "count"}
    higher_is_better: ClassVar[bool] = False

    def headline(self) -> Message:
        """Return the largest design effect and what its answers are worth."""
        rows = self.table[self.table["estimate"].notna()]
        if len(rows) == 0:
            return Message("No design effect is known.")
        row = rows.loc[rows["estimate"].idxmax()].to_dict()
        return Message(
            "The design costs most for {label}: {n} answers are worth {effective} "
            "drawn at random.",
            {
                "label": self.label(row["term"]),
                "n": self.number(row, "n"),
                "effective": self.number(row, "n_effective"),
            },
        )


@method
def design_effects(
    wave: Wave, items: str | Sequence[str] | None = None
) -> DesignEffects:
    r"""Return the design effect of each mean, and the answers they are worth.

    .. math:: \mathrm{deff} = \frac{V(\bar y)}{(1 - n/N)\, s^2 / n}, \qquad
              n^* = \frac{n}{\mathrm{deff}}

    Strata, clusters, weights and weighting steps are all in V; below it stands simple
    random sampling without replacement from N, the sum of the weights.

    Parameters
    ----------
    wave : Wave
    items : str or list of str, optional
        A construct's name or columns; the wave's ratings when not given.

    Returns
    -------
    DesignEffects
        A row an item. Missing where the weights do not count a population.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If an item cannot be averaged.

    References
    ----------
    Kish, L. (1965). *Survey Sampling*, section 8.2.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, design_effects
    >>> frame = pd.DataFrame({"q1": [3, 4, 5, 4] * 5, "shop": [1, 2, 3, 4] * 5, "w": 9})
    >>> wave = Wave.from_frame(frame, weights="w", clusters="shop")
    >>> float(design_effects(wave, "q1").table["estimate"].iloc[0].round(2))
    7.12
    """
    listed = wave.measured(wave.ratings() if items is None else items)
    answers = wave.answers(listed)
    held = ~np.isnan(answers) & wave.domain[:, None]
    values, where = np.where(held, answers, 0.0), domains(wave)
    found = ratio_estimates(wave, where, values, held.astype(float))
    deff = design_effect(found.se, simple_variances(wave, where, values, held))
    with np.errstate(divide="ignore"):
        worth = np.where(deff > 0, found.n / deff, np.nan)
    table = pd.DataFrame(
        {"term": listed, "estimate": deff, "n": found.n, "n_effective": worth}
    )
    return result_of(
        wave,
        DesignEffects,
        "Design effects",
        table,
        level=0.95,
        about={item: (item,) for item in listed},
        labels=wave.labels(listed),
    )
