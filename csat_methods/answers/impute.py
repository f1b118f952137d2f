"""What might people have answered where they left a blank?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.answers.blanks import left_blank
from csat_methods.answers.imputations import Imputations
from csat_methods.result import method
from csat_methods.statistics.chained_regressions import chained_regressions

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@method
def impute(
    wave: Wave,
    items: str | Sequence[str] | None = None,
    *,
    m: int | None = None,
    seed: int | None = None,
) -> Imputations:
    """Return several completions of the blanks, drawn by regressions of all on all.

    Each item is regressed on the other items in turn, and its blanks are drawn from
    what that regression and its own uncertainty hold possible. Draws are neither
    rounded nor cut off at the ends of the scale, which would bias the means. What was
    not asked or does not apply stays blank. It is right if whether an answer is blank
    depends on the other items alone; hold it against the complete answers before
    trusting it.

    Parameters
    ----------
    wave : Wave
    items : str or list of str, optional
        Two at least, with codes that have a mean; include what the analysis uses.
    m : int, optional
        Completions, at least 2; 20 where nothing says otherwise.
    seed : int, optional
        Where the draws start. What is not given is taken from the step ``impute`` of
        the wave file; without one, items and seed must be.

    Returns
    -------
    Imputations
        For `pool`.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If there are fewer than two items, an item has no answer, `m` is below 2, or
        items or seed are said nowhere.

    References
    ----------
    van Buuren, S. (2018). *Flexible Imputation of Missing Data*, 2nd ed., sections 3.2
    (Bayesian regression) and 4.5 (fully conditional specification).

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> from csat_methods import Wave, impute, means, pool
    >>> rng = np.random.default_rng(1)
    >>> a = rng.integers(1, 6, 400)
    >>> answers = pd.DataFrame({"a": a, "b": a + rng.integers(0, 2, 400)})
    >>> answers["b"] = answers["b"].mask(rng.random(400) < a / 6)
    >>> bool(answers["b"].mean() < a.mean())
    True
    >>> completed = impute(Wave.from_frame(answers), ["a", "b"], m=5, seed=1)
    >>> bool(abs(pool(means, completed, "b").estimate - a.mean() - 0.5) < 0.1)
    True
    """
    listed, count, start = settings(wave, items, m, seed)
    x = wave.answers(listed)
    empty = [
        n for n, c in zip(listed, x[wave.domain].T, strict=True) if np.isnan(c).all()
    ]
    if empty:
        raise ValueError(
            f"items={empty} have no answer; nothing can be learned of them."
        )
    wanted, _ = left_blank(wave, listed)
    seeds = np.random.SeedSequence(start).generate_state(count)
    waves = tuple(_completed(wave, listed, x, wanted, int(s)) for s in seeds)
    counts = dict(zip(listed, wanted.sum(axis=0).tolist(), strict=True))
    return Imputations(waves, counts)


def settings(
    wave: Wave, items: str | Sequence[str] | None, m: int | None, seed: int | None
) -> tuple[list[str], int, int]:
    """Return items, completions and seed, as given or as the wave file says.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If something is said nowhere, or cannot be.
    """
    told = wave.imputation
    given = {"items": items, "m": m, "seed": seed}
    all_of = {"m": 20, **told, **{k: v for k, v in given.items() if v is not None}}
    missing = [name for name in ("items", "seed") if name not in all_of]
    if missing:
        raise ValueError(
            f"{' and '.join(missing)} must be given, here or by the step impute of the "
            "wave file."
        )
    listed = wave.measured(all_of["items"])
    if len(listed) < 2:
        raise ValueError(f"items={listed} must be at least two.")
    count = _checks.whole("m", all_of["m"], 2)
    return listed, count, _checks.whole("seed", all_of["seed"], 0)


def planned(
    wave: Wave, *, items: str | Sequence[str], seed: int, m: int | None = None
) -> Wave:
    """Say once, in the wave file, how blanks are filled: the step ``impute``.

    The answers stay as they are: a value that is filled in once would count as an
    answer, and every error would come out too small. `impute(wave)` makes the
    completions as said here, and `pool(method, impute(wave), ...)` an estimate of them.

    Raises
    ------
    KeyError
        If an item is not in the wave.
    ValueError
        If there are fewer than two items, or `m` is below 2.
    """
    listed, count, start = settings(wave, items, m, seed)
    blank = np.isnan(wave.answers(listed))[wave.domain]
    new = replace(wave, imputation={"items": listed, "m": count, "seed": start})
    detail = Message(
        "{blanks} blanks of {items} questions to be filled {m} times, for pooled "
        "estimates; the answers themselves stay as they are",
        {
            "blanks": Number(int(blank.sum()), "count"),
            "items": Number(len(listed), "count"),
            "m": Number(count, "count"),
        },
    )
    return new.noted("impute", detail, wave, int(blank.any(axis=1).sum()))


def _completed(
    wave: Wave, items: list[str], x: np.ndarray, wanted: np.ndarray, seed: int
) -> Wave:
    """Return the wave with one draw for every blank that is wanted."""
    rows = wave.domain & ~np.isnan(x).all(axis=1)
    made = chained_regressions(x[rows], np.random.default_rng(seed))
    filled = x.copy()
    filled[rows] = np.where(wanted[rows], made, x[rows])
    return wave.with_answers(dict(zip(items, filled.T, strict=True)), wave.scales)
