"""Who leaves which questions blank?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from scipy.special import stdtr

from csat_methods import _checks
from csat_methods._messages import Listing, Message, Number
from csat_methods._rows import TellsOf
from csat_methods.answers.blank_model import BlankModel, levels_told
from csat_methods.answers.blank_predictors import Predictors, predictors_of
from csat_methods.answers.blanks import left_blank
from csat_methods.result import Result, Used, method
from csat_methods.statistics.multiplicity import ADJUSTMENTS, adjusted
from csat_methods.statistics.wald import wald
from csat_methods.wave.estimate import Estimates, interval
from csat_methods.wave.smooth import Piece, joint_estimates, nothing
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

FEWEST = 10
"""Fewest people who left an item blank, and who answered it, for a model of it."""

CERTAIN = 0.05


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class MissingnessExplained(Result):
    """How much more often some leave an item blank than others, all else equal.

    Attributes
    ----------
    items : pandas.DataFrame
        ``term, asked, blank, share, f, df1, df2, p, p_adjusted``: each item, and the
        test whether anything known tells who leaves it blank.
    tells_of : dict
        Item and term to the groups whose difference it is.
    """

    items: pd.DataFrame
    tells_of: Mapping[tuple[str, ...], TellsOf]

    counts_blanks: ClassVar[bool] = True
    wholes: ClassVar[tuple[str, ...]] = ("items",)
    kinds: ClassVar[Mapping[str, str]] = {
        "estimate": "share_difference",
        "se": "share",
        "share": "share",
        "odds_ratio": "number",
        "n_level": "count",
        "statistic": "number",
    }
    term_keys: ClassVar[tuple[str, ...]] = ("term", "predictor")
    clause: ClassVar[str] = "7.4.2"

    def headline(self) -> Message:
        """Return who leaves what blank more or less often, if anything tells it."""
        table = self.table[self.table["p_adjusted"] < CERTAIN]
        if len(self.items) and not self.items["blank"].any():
            return Message("Nothing was left blank, so there is nothing to explain.")
        if self.table["estimate"].isna().all():
            return Message("Too few left questions blank to tell who does.")
        if len(table) == 0:
            return Message("Nothing known of people tells who leaves questions blank.")
        row = table.loc[table["p"].idxmin()].to_dict()
        values = {
            "label": self.label(row["term"]),
            "who": self.label(row["predictor"]),
            "change": self.number(row, "estimate"),
            "p": self.number(row, "p_adjusted", "chance"),
        }
        if row["estimate"] > 0:
            return Message(
                "{label} is left blank more often by some: {who} ({change}; adjusted p "
                "{p}).",
                values,
            )
        return Message(
            "{label} is left blank less often by some: {who} ({change}; adjusted p "
            "{p}).",
            values,
        )

    def sentence(self, row: Mapping[str, Any], verdict: str) -> Message:
        """Return how much more often some leave one item blank."""
        return Message(
            "{label}, {who}: {change} blanks ({low} to {high}; n = {n}).",
            {
                "label": self.label(row["term"]),
                "who": self.label(row["predictor"]),
                "change": self.number(row, "estimate"),
                "low": self.number(row, "ci_low"),
                "high": self.number(row, "ci_high"),
                "n": self.number(row, "n"),
            },
        )


@method
def missingness_explained(
    wave: Wave,
    items: str | Sequence[str],
    *,
    predictors: str | Sequence[str] | None = None,
    adjust: str = "holm",
    level: float = 0.95,
) -> MissingnessExplained:
    r"""Return how much more often some leave an item blank than others, all else equal.

    A logistic regression of blank on all predictors together, for each item among
    those it was asked of and to whom it applied:

    .. math:: \log\frac{\mu_i}{1 - \mu_i} = x_i^\top \beta, \qquad
              \Delta_l = \frac{\sum w\, [\mu(x \mid l) - \mu(x \mid \text{first})]}
              {\sum w}

    The estimate is the difference in the share of blanks if everybody were of level l
    against everybody of the first level, the other predictors as they are; for amounts
    the average slope, of one standard deviation. Errors are those of the design.

    Parameters
    ----------
    wave : Wave
    items : str or list of str
    predictors : str or list of str, optional
        What is known of people; the study's segments when not given.
    adjust : str
        For all tests together: ``bonferroni, holm, hochberg, hommel, bh, by``.
    level : float
        Confidence of the intervals, between 0 and 1.

    Returns
    -------
    MissingnessExplained
        One row an item and level: ``term, predictor`` (``region: north``, or an
        amount), ``estimate, se, ci_low, ci_high, n, df, share`` (of blanks in the
        level), ``n_level, odds_ratio, statistic, p, p_adjusted``. No estimates for
        items that fewer than ten left blank or answered.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If nobody is in the domain, there are no predictors, one is an item, holds days
        or comments, or has one level or more than thirty.

    Notes
    -----
    Where a level has no blanks, or nothing else, no odds are the best: a linear
    regression on the same predictors takes the place of the logistic one, and a note
    says so.

    References
    ----------
    Little, R. J. A. and Rubin, D. B. (2002). *Statistical Analysis with Missing Data*,
    2nd ed., section 1.3; Binder, D. A. (1983). *International Statistical Review*, 51,
    279-292 (errors); Lane, P. W. and Nelder, J. A. (1982). *Biometrics*, 38, 613-621
    (averages over people).

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> from csat_methods import Wave, missingness_explained
    >>> age = np.repeat(["old", "young"], 100)
    >>> income = np.where(np.arange(200) % 5 < np.where(age == "old", 1, 2), np.nan, 3)
    >>> wave = Wave.from_frame(pd.DataFrame({"age": age, "income": income}))
    >>> found = missingness_explained(wave, "income", predictors="age")
    >>> found.table["predictor"].tolist(), found.table["estimate"].round(9).tolist()
    (['age: young'], [0.2])
    """
    _checks.between("level", level, 0, 1)
    _checks.one_of("adjust", adjust, ADJUSTMENTS)
    listed = wave.columns(items)
    known = predictors_of(wave, predictors, listed)
    columns = zip(*(each.T for each in left_blank(wave, listed)), strict=True)
    models = [BlankModel(known, b, asked, wave.design.weights) for b, asked in columns]
    found = joint_estimates(wave, [_piece(model) for model in models])
    table = _table(listed, known, models, found, level)
    table["p_adjusted"] = adjusted(table["p"], adjust)
    n = int(known.rows.sum())
    left = {"no segment": wave.n - n} if n < wave.n else {}
    return result_of(
        wave,
        MissingnessExplained,
        "Blanks explained by what is known",
        table,
        level=level,
        about={item: (item, *known.names) for item in listed},
        labels={**wave.labels(listed), **known.labels},
        used=Used(wave.n, (int(table["n"].min()), int(table["n"].max())), left),
        notes=_notes(wave, listed, models),
        items=_tests(listed, models, found, adjust),
        tells_of=levels_told(listed, models),
    )


def _piece(model: BlankModel) -> Piece:
    k = model.known.x.shape[1]
    if not model.enough(FEWEST):
        return nothing(model.rows, k)
    return Piece(model.rows, model.effects(), model.influence, model.effects)


def _table(
    items: list[str],
    known: Predictors,
    models: Sequence[BlankModel],
    found: Estimates,
    level: float,
) -> pd.DataFrame:
    """Return one row an item, predictor and level."""
    low, high = interval(found.estimate, found.se, found.df, level)
    tested = found.se > 0
    t = np.divide(
        found.estimate, found.se, out=np.full(len(found.se), np.nan), where=tested
    )
    sound = tested & (found.df >= 1)
    p = 2 * stdtr(np.where(sound, found.df, 1.0), -np.abs(np.nan_to_num(t)))
    k = len(items)
    return pd.DataFrame(
        {
            "term": np.repeat(np.array(items, object), known.x.shape[1]),
            "predictor": [term.text for term in known.terms] * k,
            "estimate": found.estimate,
            "se": found.se,
            "ci_low": low,
            "ci_high": high,
            "n": np.concatenate([m.counts() for m in models]),
            "df": found.df,
            "share": np.concatenate([m.shares() for m in models]),
            "n_level": np.concatenate([m.levels() for m in models]),
            "odds_ratio": np.concatenate([m.odds_ratios(FEWEST) for m in models]),
            "statistic": t,
            "p": np.where(sound, p, np.nan),
        }
    )


def _tests(
    items: list[str], models: Sequence[BlankModel], found: Estimates, adjust: str
) -> pd.DataFrame:
    """Return, item by item, whether anything known tells who leaves it blank."""
    k = len(found.estimate) // len(items)
    C = found.covariance() if found.covariance is not None else np.zeros((0, 0))
    rows = []
    for j, (item, model) in enumerate(zip(items, models, strict=True)):
        own = slice(j * k, (j + 1) * k)
        test = wald(found.estimate[own], C[own, own], float(found.df[j * k]))
        blank, asked = int(model.y.sum()), len(model.y)
        share = blank / asked if asked else np.nan
        rows.append((item, asked, blank, share, *test.columns().values()))
    names = ["term", "asked", "blank", "share", "f", "df1", "df2", "p"]
    table = pd.DataFrame(rows, columns=names)
    return table.assign(p_adjusted=adjusted(table["p"], adjust))


def _notes(wave: Wave, items: list[str], models: Sequence[BlankModel]) -> list[Message]:
    """Return which items have no model, and which a linear one."""
    pairs = list(zip(items, models, strict=True))
    blank = any(model.y.any() for model in models)
    few = [wave.label(i) for i, m in pairs if blank and not m.enough(FEWEST)]
    linear = [wave.label(i) for i, m in pairs if m.enough(FEWEST) and m.separated]
    least = {"least": Number(FEWEST, "count")}
    notes = []
    if len(few) == len(items) > 1:
        notes.append(
            Message(
                "Fewer than {least} left any item blank, or answered it; no "
                "differences are estimated.",
                least,
            )
        )
    elif few:
        notes.append(
            Message(
                "Fewer than {least} left these blank, or answered them; no differences "
                "are estimated for them: {items}.",
                {**least, "items": Listing(tuple(few))},
            )
        )
    if linear:
        notes.append(
            Message(
                "Some level has no blanks, or nothing else, of {items}; a linear model "
                "stands in for the logistic one.",
                {"items": Listing(tuple(linear))},
            )
        )
    return notes
