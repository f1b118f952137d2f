"""What might people have answered where they left a blank?"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from csat_methods import _checks
from csat_methods.answers.imputations import Imputations
from csat_methods.wave.table import NOT_APPLICABLE, NOT_ASKED

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

ROUNDS = 10
"""Times each item is regressed on all others, for one completion."""


def impute(
    wave: Wave,
    items: str | Sequence[str],
    *,
    m: int = 20,
    seed: int,
) -> Imputations:
    """Return several completions of the blanks, drawn by regressions of all on all.

    Each item is regressed on the other items in turn (Bayesian ridge), and its blanks
    are drawn from what that regression holds possible, within the item's scale and not
    rounded. What was not asked or does not apply stays blank. It is right if whether
    an answer is blank depends on the other items alone; hold it against the complete
    answers before trusting it.

    Parameters
    ----------
    wave : Wave
    items : str or list of str
        Two at least, with codes that have a mean; include what the analysis uses.
    m : int
        Completions, at least 2.
    seed : int
        Where the draws start.

    Returns
    -------
    Imputations
        For `pool`.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If there are fewer than two items, an item has no answer, or `m` is below 2.

    References
    ----------
    van Buuren, S. (2018). *Flexible Imputation of Missing Data*, 2nd ed., section 4.5
    (fully conditional specification), by scikit-learn's IterativeImputer.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> from csat_methods import Wave, impute, means, pool
    >>> rng = np.random.default_rng(1)
    >>> answers = pd.DataFrame(rng.normal(size=(200, 2)), columns=["a", "b"])
    >>> answers["b"] = answers["a"] + 0.1 * answers["b"]
    >>> answers.loc[answers["a"] > 0, "b"] = np.nan
    >>> completed = impute(Wave.from_frame(answers), ["a", "b"], m=5, seed=1)
    >>> bool(abs(pool(means, completed, "b").estimate - answers["a"].mean()) < 0.1)
    True
    """
    listed = wave.measured(items)
    if len(listed) < 2:
        raise ValueError(f"items={listed} must be at least two.")
    _checks.whole("m", m, 2)
    _checks.whole("seed", seed, 0)
    x = wave.answers(listed)
    empty = [
        n for n, c in zip(listed, x[wave.domain].T, strict=True) if np.isnan(c).all()
    ]
    if empty:
        raise ValueError(
            f"items={empty} have no answer; nothing can be learned of them."
        )
    none = np.zeros(len(x), np.int8)
    absent = np.column_stack([wave.absent.get(i, none) for i in listed])
    wanted = np.isnan(x) & ~np.isin(absent, (NOT_ASKED, NOT_APPLICABLE))
    wanted &= wave.domain[:, None]
    seeds = np.random.SeedSequence(seed).generate_state(m)
    waves = tuple(_completed(wave, listed, x, wanted, int(s)) for s in seeds)
    counts = dict(zip(listed, wanted.sum(axis=0).tolist(), strict=True))
    return Imputations(waves, counts)


def _completed(
    wave: Wave, items: list[str], x: np.ndarray, wanted: np.ndarray, seed: int
) -> Wave:
    """Return the wave with one draw for every blank that is wanted."""
    from sklearn.experimental import enable_iterative_imputer  # noqa: F401
    from sklearn.impute import IterativeImputer

    rows = wave.domain & ~np.isnan(x).all(axis=1)
    ends = [wave.scales.get(item, (-np.inf, np.inf)) for item in items]
    low, high = np.array(ends, float).T
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = IterativeImputer(
            sample_posterior=True,
            max_iter=ROUNDS,
            random_state=seed,
            min_value=low,
            max_value=high,
        ).fit_transform(x[rows])
    filled = x.copy()
    filled[rows] = np.where(wanted[rows], made, x[rows])
    return wave.assign(**dict(zip(items, filled.T, strict=True)))
