"""Where do those who were asked, and those who answered, differ from all customers?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from csat_methods import _checks
from csat_methods._messages import Message
from csat_methods.fieldwork.frame_totals import frame_shares, level_text
from csat_methods.result import Result, Used, method
from csat_methods.statistics.share_intervals import Shares, delta_logit, share_interval
from csat_methods.wave.estimate import Estimates, domains
from csat_methods.wave.ratios import ratio_estimates, ratio_values
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

NOTABLE = 0.1
"""Standardized difference from which a group is said to differ (Austin 2009)."""

FEWEST = 5
"""Fewest expected answers in a group for a chi-square test."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class FrameComparison(Result):
    """Shares of each group among all customers, those asked and those who answered.

    Columns ``term, group, estimate, se, ci_low, ci_high, n, df, frame, sample,
    respondents, standardized``; ``sample`` only where it is known who was asked.

    Attributes
    ----------
    tests : pandas.DataFrame
        ``term, statistic, df, p``: do those who answered have the customers' shares?
    """

    tests: pd.DataFrame

    term_keys: ClassVar[tuple[str, ...]] = ("term", "group")
    clause: ClassVar[str] = "7.3.3.3"
    kinds: ClassVar[Mapping[str, str]] = {
        "estimate": "share_difference",
        "se": "coefficient",
        "frame": "share",
        "sample": "share",
        "respondents": "share",
        "standardized": "difference",
    }

    def headline(self) -> Message:
        """Return which group differs most, or that none differs notably."""
        rows = self.table[self.table["standardized"].notna()]
        if len(rows) == 0:
            return Message("No groups are shown.")
        row = rows.loc[rows["standardized"].abs().idxmax()].to_dict()
        if abs(row["standardized"]) < NOTABLE:
            return Message(
                "Those who answered mirror the customers in every group that is shown."
            )
        return self.said(row)

    def said(self, row: Mapping[str, Any]) -> Message:
        """Return one row as a sentence."""
        few = row["estimate"] < 0
        claim = (
            "Too few answers from {group} ({variable}): {respondents} of the answers, "
            "{frame} of the customers."
            if few
            else "Too many answers from {group} ({variable}): {respondents} of the "
            "answers, {frame} of the customers."
        )
        known = self.labels.get(f"{row['term']}={row['group']}")
        return Message(
            claim,
            {
                "group": str(row["group"]) if known is None else known,
                "variable": self.label(row["term"]),
                "respondents": self.number(row, "respondents"),
                "frame": self.number(row, "frame"),
            },
        )


@method
def compare_to_frame(
    wave: Wave,
    frame: pd.DataFrame | Mapping[str, Mapping[Any, float]],
    *,
    by: str | Sequence[str],
    responded: str | None = None,
    size: str | None = None,
    level: float = 0.95,
) -> FrameComparison:
    r"""Return how those asked and those who answered differ from all customers.

    .. math:: d_h = p_h - P_h, \qquad
              \mathrm{standardized} = \frac{p_h - P_h}{\sqrt{P_h (1 - P_h)}}, \qquad
              X^2 = n \sum_h \frac{(p_h - P_h)^2}{P_h}

    with p the weighted shares of those who answered and P those of the frame, which
    counts everybody and has no error. The test is Rao and Scott's, of second order,
    under the wave's design; intervals of shares are by the log odds.

    Parameters
    ----------
    wave : Wave
        Everybody who was to be asked, with `responded`; or those who answered.
    frame : pandas.DataFrame or dict
        All customers, one a row, or groups of them with their `size`; or
        ``{variable: {level: customers}}``.
    by : str or list of str
        Columns that wave and frame share.
    responded : str, optional
        A column of the wave, 0 or 1: who answered.
    size : str, optional
        A column of the frame: customers that each of its rows stands for.
    level : float
        Confidence of the intervals.

    Returns
    -------
    FrameComparison
        A row a group; `estimate` is answers less customers, in shares (−1 to 1), `n`
        answers; a note for every standardized difference from 0.1 on. ``.tests``
        where five answers are expected in every group and people were drawn with
        known chances.

    Raises
    ------
    KeyError
        If a column is missing.
    ValueError
        If a level of the wave is not in the frame, a cell is empty, a size is no
        number above 0, a column is a measurement that nobody has grouped, or nobody
        answered.

    References
    ----------
    Austin, P. C. (2009). Balance diagnostics for comparing the distribution of
    baseline covariates. *Statistics in Medicine*, 28, 3083-3107. Rao, J. N. K. and
    Scott, A. J. (1981). The analysis of categorical data from complex sample surveys.
    *JASA*, 76, 221-230.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, compare_to_frame
    >>> answers = Wave.from_frame(pd.DataFrame({"age": ["young"] * 20 + ["old"] * 80}))
    >>> customers = {"age": {"young": 400, "old": 600}}
    >>> found = compare_to_frame(answers, customers, by="age")
    >>> float(found.row(term="age", group="young")["estimate"].round(3))
    -0.2
    """
    _checks.between("level", level, 0, 1)
    names = [by] if isinstance(by, str) else list(by)
    if not names or len(set(names)) < len(names):
        raise ValueError(f"by={names} must name at least one column, each once.")
    wanted = [*names, *([responded] if responded else [])]
    _checks.columns(map(str, wave.frame.columns), wanted, "the wave")
    came = _came(wave, responded)
    known = frame_shares(wave, frame, names, size)
    parts = [_compared(wave, came, responded, known[name], level) for name in names]
    table = pd.concat([part for part, _ in parts], ignore_index=True)
    tests = pd.DataFrame([test for _, test in parts])
    answered = int((came & wave.domain).sum())
    result = result_of(
        wave,
        FrameComparison,
        "Comparison with all customers",
        table,
        level=level,
        about={name: (name,) for name in names},
        labels={**wave.labels(names), **_group_labels(wave, table)},
        used=Used(wave.n, (answered, answered)),
        tests=tests,
    )
    return replace(result, notes=(*result.notes, *_notes(result)))


def _came(wave: Wave, responded: str | None) -> np.ndarray:
    """Return who of all rows answered, (n,)."""
    if responded is None:
        came = np.ones(len(wave.domain), bool)
    else:
        values = pd.to_numeric(wave.frame[responded], errors="coerce").to_numpy(float)
        if not np.isin(values[wave.domain], (0, 1)).all():
            raise ValueError(f"responded={responded!r} must be 0 or 1 for everybody.")
        came = values == 1
    if not (came & wave.domain & (wave.design.weights > 0)).any():
        raise ValueError("domain: nobody answered, so nothing can be compared.")
    return came


def _compared(
    wave: Wave, came: np.ndarray, responded: str | None, shares: pd.Series, level: float
) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Return the rows of one column, and its test."""
    name, where = str(shares.name), domains(wave)
    texts = wave.frame[name].map(level_text).to_numpy()
    member = (texts[:, None] == np.array(shares.index)).astype(float)
    below = np.repeat(came[:, None].astype(float), len(shares), axis=1)
    estimates = ratio_estimates(wave, where, member * below, below)
    frame, p = shares.to_numpy(), estimates.estimate
    low, high = _ends(estimates, level)
    inside = wave.domain & came
    rows = {
        "term": name,
        "group": shares.index,
        "estimate": p - frame,
        "se": estimates.se,
        "ci_low": low - frame,
        "ci_high": high - frame,
        "n": member[inside].sum(0).astype(int),
        "df": estimates.df,
        "frame": frame,
    }
    if responded is not None:
        rows["sample"] = ratio_values(wave, where, member, np.ones_like(member))[0]
    with np.errstate(invalid="ignore", divide="ignore"):
        off = np.where(frame < 1, (p - frame) / np.sqrt(frame * (1 - frame)), np.nan)
    table = pd.DataFrame({**rows, "respondents": p, "standardized": off})
    return table, {"term": name, **_test(wave, estimates, frame)}


def _ends(estimates: Estimates, level: float) -> tuple[np.ndarray, np.ndarray]:
    p, se = estimates.estimate, estimates.se
    shares = Shares(
        estimate=p, se=se, n=estimates.n, df=estimates.df, se_logit=delta_logit(p, se)
    )
    return share_interval(shares, "logit", level)


def _test(wave: Wave, estimates: Estimates, frame: np.ndarray) -> dict[str, float]:
    r"""Return the second-order Rao-Scott test that the shares are the frame's.

    With :math:`\delta` the eigenvalues of :math:`n P_0^{-1} V`, :math:`P_0` the
    covariance of one answer, the statistic is :math:`X^2 / (\bar\delta (1 + a^2))`
    with :math:`(k - 1) / (1 + a^2)` degrees of freedom, a the variation of the
    eigenvalues.
    """
    n = float(estimates.n[0])
    none = {"statistic": np.nan, "df": np.nan, "p": np.nan}
    apt = wave.selection == "probability" and (n * frame >= FEWEST).all()
    if not apt or len(frame) < 2 or estimates.covariance is None:
        return none
    last = len(frame) - 1
    V = estimates.covariance()[:last, :last]
    P = np.diag(frame[:last]) - np.outer(frame[:last], frame[:last])
    effects = n * np.linalg.solve(P, V)
    total, squares = np.trace(effects), np.trace(effects @ effects)
    if not total > 0:
        return none
    statistic = n * float(((estimates.estimate - frame) ** 2 / frame).sum())
    df = total**2 / squares
    scaled = statistic * total / squares
    return {"statistic": scaled, "df": df, "p": float(chdtrc(df, scaled))}


def _notes(result: FrameComparison) -> tuple[Message, ...]:
    """Return the notable groups but the one that the headline tells."""
    rows = result.records()
    notable = [row for row in rows if abs(row["standardized"]) >= NOTABLE]
    most = max((abs(row["standardized"]) for row in notable), default=0.0)
    return tuple(result.said(r) for r in notable if abs(r["standardized"]) < most)


def _group_labels(wave: Wave, table: pd.DataFrame) -> dict[str, Any]:
    found = {}
    for term, group in zip(table["term"], table["group"], strict=True):
        words = wave.study.level_label(term, group) if wave.study else None
        if words is not None:
            found[f"{term}={group}"] = words
    return found
