"""How much do people prefer each thing, by what they picked as best and as worst?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

BEST, WORST = 1.0, -1.0


@dataclass(frozen=True, eq=False)
class Preference:
    """The fitted choices.

    Attributes
    ----------
    utility : ndarray, shape (k,)
        Of mean zero.
    influence : ndarray, shape (n, k)
        θ̂ − θ ≈ Σ w z.
    """

    utility: np.ndarray
    influence: np.ndarray

    @property
    def share(self) -> np.ndarray:
        """Chance of each thing to be best among all of them, shape (k,)."""
        e = np.exp(self.utility - self.utility.max())
        return e / e.sum()

    @property
    def share_influence(self) -> np.ndarray:
        """Influence on the shares, shape (n, k)."""
        p = self.share
        return self.influence @ (np.diag(p) - np.outer(p, p))


def best_worst_logit(
    tasks: np.ndarray, weights: np.ndarray, *, steps: int = 100
) -> Preference:
    r"""Return the maximum likelihood fit of best and worst choices.

    .. math:: P(b, w \mid S) = \frac{e^{u_b}}{\sum_{j \in S} e^{u_j}} \cdot
              \frac{e^{-u_w}}{\sum_{j \in S \setminus b} e^{-u_j}}

    Parameters
    ----------
    tasks : ndarray, shape (n, k)
        1 best, −1 worst, 0 shown and not picked, NaN not shown; one best and one worst
        a row.
    weights : ndarray, shape (n,)
    steps : int
        Newton steps, at most.

    Raises
    ------
    ValueError
        If no utilities are the best: something was always or never picked over others.

    References
    ----------
    Marley, A. A. J. and Louviere, J. J. (2005). *Journal of Mathematical Psychology*,
    49, 464-480 (sequential best-worst). Counts: Flynn, T. N. et al. (2007). *Journal of
    Health Economics*, 26, 171-189.

    Examples
    --------
    >>> rows = np.array([[1, 0, -1], [1, -1, 0], [0, 1, -1], [-1, 1, 0], [0, -1, 1.0]])
    >>> best_worst_logit(rows, np.ones(5)).share.round(3).tolist()
    [0.433, 0.303, 0.263]
    """
    shown = ~np.isnan(tasks)
    picked = tasks == BEST
    stages = (
        (shown, picked, 1.0),
        (shown & ~picked, tasks == WORST, -1.0),
    )
    k = tasks.shape[1]
    basis = np.linalg.qr(np.column_stack([np.ones(k), np.eye(k)[:, 1:]]))[0][:, 1:]
    u, w = np.zeros(k), weights / weights.mean()
    for _ in range(steps):
        scores, information = _derivatives(stages, u, w)
        inner = basis.T @ information @ basis
        if np.linalg.cond(inner) > 1e12:
            break
        step = basis @ np.linalg.solve(inner, basis.T @ (w @ scores))
        u = u + step * min(1.0, 2.0 / max(np.abs(step).max(), 1e-300))
        if np.abs(step).max() < 1e-11:
            z = scores @ basis @ np.linalg.solve(inner, basis.T) / weights.mean()
            return Preference(u, z)
    raise ValueError(
        "no utilities are the best: something was always, or never, picked over others."
    )


def _derivatives(
    stages: tuple[tuple[np.ndarray, np.ndarray, float], ...],
    u: np.ndarray,
    w: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return each row's score (n, k) and the information (k, k)."""
    scores, information = np.zeros((len(w), len(u))), np.zeros((len(u), len(u)))
    for offered, picked, sign in stages:
        e = np.where(offered, np.exp(sign * u), 0.0)
        p = e / e.sum(axis=1, keepdims=True)
        scores += sign * (picked - p)
        information += np.diag(w @ p) - (p * w[:, None]).T @ p
    return scores, information
