"""How well does each item tell people apart, and where on the line?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message
from csat_methods.factors.graded_answers import (
    GradedAnswers,
    graded_answers,
    step_labels,
)
from csat_methods.result import Result, method
from csat_methods.statistics.graded_fit import GradedFit, graded_fit
from csat_methods.statistics.graded_responses import NODES, PRIOR
from csat_methods.wave.estimate import domains
from csat_methods.wave.smooth import Piece, joint_estimates
from csat_methods.wave.table import asked_counts, result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

PLACES = np.arange(-40, 41) / 10
"""Where information is told."""

TEST = "test"
"""The column of all items together."""

RUNAWAY = 25.0
"""A slope beyond it is none: two items are copies, or one follows from the others."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class GradedModel(Result):
    """Slope and thresholds of each item on one latent line.

    Attributes
    ----------
    intercepts : pandas.DataFrame
        The same in slopes and intercepts: ``term, a, d1 …, se_a, se_d1 …``.
    log_likelihood : float
        Of the answers, weights adding up to the people.
    information : pandas.DataFrame
        Places on the line (−4 to 4) × items and ``test``, their sum; also a figure.
    scores : pandas.DataFrame
        Over ``wave.frame``: ``estimate, se``, each person's expected place and its
        error; NaN for people who do not count.
    reliability : pandas.Series
        ``empirical`` of the scores, ``marginal`` of the model, 0 to 1.
    """

    intercepts: pd.DataFrame
    log_likelihood: float
    information: pd.DataFrame
    scores: pd.DataFrame
    reliability: pd.Series

    clause: ClassVar[str] = "7.4.3"
    personal: ClassVar[tuple[str, ...]] = ("scores",)
    wholes: ClassVar[tuple[str, ...]] = ("information", "reliability")

    def headline(self) -> Message:
        """Return which items tell people apart most and least."""
        rows = self.table.dropna(subset=["a"]).sort_values("a", kind="stable")
        if len(rows) < 2:
            return super().headline()
        *_, most = rows.to_dict("records")
        least = rows.to_dict("records")[0]
        return Message(
            "{best} tells people apart best (discrimination {most}), {worst} least "
            "({least}).",
            {
                "best": self.label(most["term"]),
                "most": self.number(most, "a"),
                "worst": self.label(least["term"]),
                "least": self.number(least, "a"),
            },
        )


@method
def graded_response_model(
    wave: Wave, items: str | Sequence[str], *, missing: str = "complete"
) -> GradedModel:
    r"""Return Samejima's graded response model of items on one latent line.

    .. math:: P(X \ge c \mid \theta) = \frac{1}{1 + e^{-a (\theta - b_c)}}
              = \frac{1}{1 + e^{-(a \theta + d_c)}}, \qquad \theta \sim N(0, 1)

    by marginal maximum likelihood over 61 places from −6 to 6, logistic without 1.7.
    Errors come from the observed information where people were drawn alone and weigh
    alike, else from each person's influence under the design. Item information is
    :math:`\sum_c P_c'^2 / P_c`; scores are expected a posteriori.

    Parameters
    ----------
    wave : Wave
    items : str or list of str
        A construct's name or columns, three at least.
    missing : str
        ``complete``: people who answered all items; ``fiml``: who answered any, their
        blanks skipped (missing at random).

    Returns
    -------
    GradedModel
        One row an item: ``term, a, b1 …, se_a, se_b1 …, n, asked, not_applicable``;
        a is the slope (a negative one: the item runs the other way), b the place
        where half reach a category; empty where an item has fewer categories.
        `.intercepts, .log_likelihood, .information, .scores, .reliability`.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If there are fewer than three items or not more people than items, an item is
        constant or no rating, items are copies, or the model has no most likely form.

    Notes
    -----
    Checked against mirt 1.41 (``graded``, Oakes errors, EAP).

    References
    ----------
    Samejima, F. (1969). *Psychometrika Monograph* 17. Bock, R. D. and Aitkin, M.
    (1981). *Psychometrika*, 46, 443-459. Louis, T. A. (1982). *Journal of the Royal
    Statistical Society B*, 44, 226-233.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from csat_methods import Wave, graded_response_model
    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(1000, 1)) * [1, 2, 3] + rng.logistic(size=(1000, 3))
    >>> rated = pd.DataFrame((x > -1) + (x > 1.0).astype(int), columns=list("abc"))
    >>> model = graded_response_model(Wave.from_frame(rated), list("abc"))
    >>> model.table["a"].round().tolist()
    [1.0, 2.0, 3.0]
    """
    _checks.one_of("missing", missing, ("complete", "fiml"))
    given = graded_answers(wave, wave.columns(items), missing, fewest=3)
    if TEST in given.items:
        raise ValueError(f"items: {TEST!r} names all items here; rename that column.")
    fit = graded_fit(given.place, given.weights)
    _refuse(given, fit)
    values, errors = _errors(wave, given, fit)
    where = domains(wave)
    asked, inapplicable = asked_counts(
        wave, where, given.items, {item: (item,) for item in given.items}
    )
    table = _wide(given, fit, values[: len(fit.theta)], errors[: len(fit.theta)], "b")
    table = table.assign(n=given.n, asked=asked, not_applicable=inapplicable)
    middle, spread = fit.people()
    return result_of(
        wave,
        GradedModel,
        "Graded response model",
        table,
        level=0.95,
        about={item: (item,) for item in given.items},
        labels={**step_labels(given), **wave.labels(given.items)},
        notes=_notes(wave, given, fit),
        intercepts=_wide(given, fit, fit.theta, errors[len(fit.theta) :], "d"),
        log_likelihood=fit.log_likelihood,
        information=_information(given, fit),
        scores=_over(wave, given, middle, spread),
        reliability=_reliability(fit, middle, spread),
    )


def _refuse(given: GradedAnswers, fit: GradedFit) -> None:
    """Refuse a fit that ran away.

    Raises
    ------
    ValueError
        If it did.
    """
    slopes = [float(part[0]) for part in fit.model.parts(fit.theta)]
    gone = [
        item
        for item, a in zip(given.items, slopes, strict=True)
        if not abs(a) <= RUNAWAY
    ]
    if gone:
        raise ValueError(
            f"items={gone} tell people apart without end: they are copies of each "
            "other, or one follows from the others; leave one out."
        )
    if not fit.settled:
        raise ValueError(
            f"items={list(given.items)}: no most likely graded response model was "
            "found; join rare answers or leave weak items out."
        )


def _both(fit: GradedFit, theta: np.ndarray) -> np.ndarray:
    """Return slopes and thresholds, then slopes and intercepts, shape (2 p,)."""
    parts = fit.model.parts(theta)
    turned = [np.append(part[0], -part[1:] / part[0]) for part in parts]
    return np.concatenate([*turned, theta])


def _jacobian(fit: GradedFit) -> np.ndarray:
    """Return the derivatives of both forms by the parameters, shape (2 p, p)."""
    p = len(fit.theta)
    found = np.vstack([np.eye(p), np.eye(p)])
    for start, part in zip(fit.model.starts, fit.model.parts(fit.theta), strict=False):
        steps = np.arange(start + 1, start + len(part))
        found[steps, steps] = -1 / part[0]
        found[steps, start] = part[1:] / part[0] ** 2
    return found


def _errors(
    wave: Wave, given: GradedAnswers, fit: GradedFit
) -> tuple[np.ndarray, np.ndarray]:
    """Return both forms of the parameters with their errors, each (2 p,)."""
    turn, values = _jacobian(fit), _both(fit, fit.theta)
    information = fit.information()
    if wave.design.replicates is None and not np.linalg.eigvalsh(information)[0] > 0:
        return values, np.full(len(values), np.nan)
    if wave.design.simple:
        spread = turn @ np.linalg.solve(information, turn.T)
        return values, np.sqrt(np.diag(spread))
    scale = given.weights.mean()

    def influence() -> np.ndarray:
        return np.linalg.solve(information, fit.scores().T).T @ turn.T / scale

    def statistic(weights: np.ndarray) -> np.ndarray:
        return _both(fit, graded_fit(given.place, weights, fit.theta).theta)

    found = joint_estimates(wave, [Piece(given.rows, values, influence, statistic)])
    return values, found.se


def _wide(
    given: GradedAnswers,
    fit: GradedFit,
    values: np.ndarray,
    errors: np.ndarray,
    letter: str,
) -> pd.DataFrame:
    """Return one row an item: the slope, its steps, and the errors of both."""
    most = int(fit.model.sizes.max())
    names = ["a", *(f"{letter}{c}" for c in range(1, most))]
    table: dict[str, object] = {"term": list(given.items)}
    for prefix, numbers in (("", values), ("se_", errors)):
        block = np.full((len(given.items), most), np.nan)
        for row, part in zip(block, fit.model.parts(numbers), strict=True):
            row[: len(part)] = part
        table |= {f"{prefix}{name}": block[:, c] for c, name in enumerate(names)}
    return pd.DataFrame(table)


def _information(given: GradedAnswers, fit: GradedFit) -> pd.DataFrame:
    curves = fit.model.curves(fit.theta, PLACES)
    each = {i: c.information for i, c in zip(given.items, curves, strict=True)}
    found = pd.DataFrame(each, index=pd.Index(PLACES, name="theta"))
    return found.assign(**{TEST: found.sum(axis=1)})


def _over(
    wave: Wave, given: GradedAnswers, middle: np.ndarray, spread: np.ndarray
) -> pd.DataFrame:
    """Return the scores over all rows of the wave."""
    found = pd.DataFrame(np.nan, index=wave.frame.index, columns=["estimate", "se"])
    found.loc[given.rows] = np.column_stack([middle, spread])
    return found


def _reliability(fit: GradedFit, middle: np.ndarray, spread: np.ndarray) -> pd.Series:
    r"""Return var/(var + mean se²) of the scores, and the mean of I/(I + 1)."""
    w = fit.model.w
    variance = w @ (middle - w @ middle / len(w)) ** 2 / (len(w) - 1)
    noise = w @ spread**2 / len(w)
    known = sum(each.information for each in fit.model.curves(fit.theta, NODES))
    return pd.Series(
        {
            "empirical": float(variance / (variance + noise)),
            "marginal": float(PRIOR @ (known / (known + 1))),
        }
    )


def _notes(wave: Wave, given: GradedAnswers, fit: GradedFit) -> list[Message]:
    notes = given.notes(wave)
    if min(part[0] for part in fit.model.parts(fit.theta)) < 0:
        notes.append(
            Message("An item with a negative discrimination runs the other way.")
        )
    return notes
