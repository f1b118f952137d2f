"""How do shares become a table whose intervals stay between nothing and all?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from scipy.special import logit

from csat_methods._messages import Message, Number, Text
from csat_methods.result import Result
from csat_methods.statistics.share_intervals import (
    Shares,
    delta_logit,
    share_interval,
)
from csat_methods.wave.claimed import SHARES, claim_notes, effective_answers
from csat_methods.wave.estimate import Domains, Estimates
from csat_methods.wave.ratios import design_effect, ratio_estimates, simple_variances
from csat_methods.wave.table import estimates_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

R = TypeVar("R", bound=Result)
Block = Callable[[], tuple[np.ndarray, np.ndarray]]
"""() → who gave each answer (n, k; 0 or 1) and who answered (n, k; bool)."""


@dataclass(frozen=True, eq=False)
class ShareEstimates:
    """Shares with their errors, and the variances of simple random samples."""

    estimates: Estimates
    simple: np.ndarray

    def intervals(self, wave: Wave, method: str, level: float) -> dict[str, np.ndarray]:
        """Return the columns ``ci_low`` and ``ci_high`` by one method."""
        found = self.estimates
        shares = Shares(
            estimate=found.estimate,
            se=found.se,
            n=found.n,
            df=found.df,
            se_logit=_se_logit(wave, found),
        )
        low, high = share_interval(shares, method, level)
        return {"ci_low": low, "ci_high": high}


def share_estimates(
    wave: Wave, where: Domains, blocks: Sequence[Block]
) -> ShareEstimates:
    """Return the shares of several blocks of answers, one block in memory at a time.

    Parameters
    ----------
    blocks : sequence of callable
        Each makes the columns of one item; terms follow in their order.
    """
    found, simple = [], []
    for block in blocks:
        chosen, held = block()
        found.append(ratio_estimates(wave, where, chosen, held.astype(float)))
        simple.append(simple_variances(wave, where, chosen, held))

    def covariance() -> np.ndarray:
        made = [block() for block in blocks]
        chosen, held = (np.hstack(part) for part in zip(*made, strict=True))
        whole = ratio_estimates(wave, where, chosen, held.astype(float))
        return whole.covariance() if whole.covariance else np.empty((0, 0))

    count = len(where)
    each = [part.each for part in found if part.each is not None]
    estimates = Estimates(
        _beside([part.estimate for part in found], count),
        _beside([part.se for part in found], count),
        _beside([part.df for part in found], count),
        _beside([part.n for part in found], count),
        covariance,
        _beside(each, count) if each else None,
    )
    return ShareEstimates(estimates, _beside(simple, count))


def _beside(parts: list[np.ndarray], count: int) -> np.ndarray:
    """Return blocks of D × k columns as one, the terms of a domain together."""
    split = [part.reshape(*part.shape[:-1], count, -1) for part in parts]
    return np.concatenate(split, axis=-1).reshape(*parts[0].shape[:-1], -1)


def _se_logit(wave: Wave, found: Estimates) -> np.ndarray:
    """Return errors of the log odds: of each replicate's, else by the delta method."""
    plain, replicates = delta_logit(found.estimate, found.se), wave.design.replicates
    if found.each is None or replicates is None:
        return plain
    inside = ((found.each > 0) & (found.each < 1)).all(axis=0)
    inside &= (found.estimate > 0) & (found.estimate < 1)
    each = logit(np.where(inside, found.each, 0.5))
    centre = logit(np.where(inside, found.estimate, 0.5))
    errors = np.sqrt(np.diag(replicates.covariance(centre, each)))
    return np.where(inside, errors, plain)


def shares_result(
    wave: Wave,
    cls: type[R],
    method: str,
    where: Domains,
    terms: Sequence[str],
    blocks: Sequence[Block],
    *,
    interval: str,
    level: float,
    about: Mapping[str, Sequence[str]] | None = None,
    labels: Mapping[str, Text | Message] | None = None,
    columns: Mapping[str, Any] | None = None,
    notes: Sequence[Message] = (),
) -> R:
    """Return the Result of a method whose estimates are shares.

    Parameters
    ----------
    terms : sequence of str
        Terms of one domain, one for each column of the blocks.
    blocks : sequence of callable
    interval : str
        ``logit, wilson, beta`` or ``mean``.
    about : mapping, optional
        Columns of the wave behind each term; the term itself by default.
    columns : mapping, optional
        More columns, each one value a row.
    """
    shares = share_estimates(wave, where, blocks)
    found = shares.estimates
    more = {
        **shares.intervals(wave, interval, level),
        "deff": design_effect(found.se, shares.simple),
        **(columns or {}),
    }
    return estimates_result(
        wave,
        cls,
        method,
        where,
        terms,
        found,
        level=level,
        about=about,
        labels=labels,
        columns=more,
        notes=(*_claim_notes(found, interval), *notes, *_certain_note(found)),
    )


def _claim_notes(found: Estimates, interval: str) -> tuple[Message, ...]:
    """Return the caution on shares whose intervals have not been shown to hold."""
    p = found.estimate
    effective = effective_answers(found, p * (1 - p))
    return claim_notes(SHARES[interval], found, effective, share=p)


def _certain_note(found: Estimates) -> tuple[Message, ...]:
    """Return the note on answers that everybody or nobody gave."""
    certain = ((found.estimate == 0) | (found.estimate == 1)) & (found.df >= 1)
    if not certain.any():
        return ()
    return (
        Message(
            "{count} shares are those of answers that nobody or everybody gave; their "
            "intervals are exact ones, as of independent answers.",
            {"count": Number(int(certain.sum()), "count")},
        ),
    )
