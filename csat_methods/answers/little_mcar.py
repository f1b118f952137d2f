"""May blanks be taken as left by chance?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from csat_methods._messages import Message, Number
from csat_methods.result import Result, Used, method
from csat_methods.statistics.little_test import little_test
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

CERTAIN = 0.05


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class LittleMCAR(Result):
    """Patterns of blanks, and what each adds to Little's statistic.

    Attributes
    ----------
    statistic, p, effect_size : float
    df : int
    em_means : pandas.Series
        The most likely means of all, those who left blanks included.
    em_covariance : pandas.DataFrame
        The most likely covariances, with divisor n.
    log_likelihood : float
        Of the answers, with 2 pi.
    """

    statistic: float
    df: int
    p: float
    effect_size: float
    em_means: pd.Series
    em_covariance: pd.DataFrame
    log_likelihood: float

    kinds: ClassVar[Mapping[str, str]] = {"part": "number", "blanks": "count"}
    term_keys: ClassVar[tuple[str, ...]] = ("pattern",)
    clause: ClassVar[str] = "7.4.2"

    def headline(self) -> Message:
        """Return whether blanks depend on the answers."""
        values = {
            "p": Number(self.p, "chance"),
            "effect": Number(self.effect_size, "coefficient"),
            "n": Number(self.used.used[1], "count"),
        }
        if np.isnan(self.p):
            return Message("Nobody left a blank, or all left the same.", values)
        if self.p < CERTAIN:
            return Message(
                "Blanks are not left by chance alone: people who left some answer "
                "differently (p {p}, effect {effect}; n = {n}).",
                values,
            )
        return Message(
            "Nothing speaks against blanks being left by chance (p {p}, effect "
            "{effect}; n = {n}).",
            values,
        )


@method
def little_mcar(wave: Wave, items: str | Sequence[str]) -> LittleMCAR:
    r"""Return Little's test that blanks are completely at random.

    .. math:: d^2 = \sum_j n_j (\bar y_j - \hat\mu_j)^\top
              \hat\Sigma_j^{-1} (\bar y_j - \hat\mu_j), \qquad
              \mathrm{effect} = \sqrt{d^2 / (n\, df)}

    Over the patterns j of answered items, with the most likely means and covariances
    (divisor n). Not weighted, and as if people were drawn alone. With many people a
    small effect is certain too: read the effect.

    Parameters
    ----------
    wave : Wave
    items : str or list of str
        At least two, with codes that have a mean.

    Returns
    -------
    LittleMCAR
        One row a pattern: ``pattern`` (1 answered, 0 blank), ``n, part`` (of the
        statistic), ``blanks``. `.em_means` and `.em_covariance` are the moments that
        the test compares with: right if blanks depend on the answers to the other items
        alone.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If there are fewer than two items, or the moments cannot be estimated: an item
        does not vary, nobody answered two items together, or items repeat each other.

    References
    ----------
    Little, R. J. A. (1988). *JASA*, 83, 1198-1202, eq. 6.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> from csat_methods import Wave, little_mcar
    >>> rng = np.random.default_rng(1)
    >>> answers = pd.DataFrame(rng.normal(size=(200, 2)), columns=["q1", "q2"])
    >>> answers.loc[answers["q1"] > 0.5, "q2"] = np.nan
    >>> bool(little_mcar(Wave.from_frame(answers), ["q1", "q2"]).p < 0.001)
    True
    """
    listed = wave.measured(items)
    if len(listed) < 2:
        raise ValueError(f"items={listed} must be at least two.")
    x = wave.answers(listed)[wave.domain]
    try:
        found = little_test(x, listed)
    except ValueError as fault:
        raise ValueError(f"items={listed}: {fault}") from fault
    sums = found.moments.patterns
    order = np.argsort(-sums.n, kind="stable")
    table = pd.DataFrame(
        {
            "pattern": [
                "".join("01"[int(cell)] for cell in sums.observed[j]) for j in order
            ],
            "n": sums.n[order],
            "part": found.parts[order],
            "blanks": (~sums.observed[order]).sum(axis=1),
        }
    )
    n = found.moments.n
    left = {"no answer": len(x) - n} if n < len(x) else {}
    return result_of(
        wave,
        LittleMCAR,
        "Little's test",
        table,
        level=0.95,
        about={pattern: tuple(listed) for pattern in table["pattern"]},
        labels=wave.labels(listed),
        used=Used(len(x), (n, n), left),
        statistic=found.statistic,
        df=found.df,
        p=found.p,
        effect_size=found.effect_size,
        em_means=pd.Series(found.moments.means, listed),
        em_covariance=pd.DataFrame(found.moments.covariance, listed, listed),
        log_likelihood=found.moments.log_likelihood,
    )
