"""Which random number belongs to a customer, whatever the list looks like?

A number is BLAKE2b of seed, stage and id, cut to 64 bits. It does not know the order of
the rows, the platform or the version of a library, and stays with the customer from
wave to wave.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

APART = "\x1f"
"""Stands between seed, stage and id; no id holds it."""

_GOLDEN = 0x9E3779B97F4A7C15
_MIXERS = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))


def permanent_keys(ids: Sequence[str], seed: int, stage: int) -> np.ndarray:
    r"""Return the permanent random number of each id, as 64 bits.

    .. math:: u = \mathrm{BLAKE2b}_{64}(\text{seed} \,|\, \text{stage} \,|\,
              \text{id}) / 2^{64}

    Parameters
    ----------
    ids : sequence of str
    seed, stage : int
        Written in decimal before the id, with a unit separator (U+001F) between.

    Returns
    -------
    ndarray of uint64, shape (n,)
        Big-endian reading of the eight bytes.

    References
    ----------
    Ohlsson, E. (1995). Coordination of samples using permanent random numbers. In
    *Business Survey Methods*, 153-169. Wiley. Saarinen, M.-J. and Aumasson, J.-P.
    (2015). The BLAKE2 cryptographic hash. RFC 7693.
    """
    fresh = blake2b(f"{seed}{APART}{stage}{APART}".encode(), digest_size=8).copy
    digests = []
    for identity in ids:
        number = fresh()
        number.update(identity.encode())
        digests.append(number.digest())
    return np.frombuffer(b"".join(digests), ">u8").astype(np.uint64)


def as_shares(keys: np.ndarray) -> np.ndarray:
    """Return keys as numbers from 0 to below 1: their first 53 bits.

    Examples
    --------
    >>> as_shares(np.array([0, 2**63, 2**64 - 1], np.uint64)).tolist()
    [0.0, 0.5, 0.9999999999999999]
    """
    return (keys >> np.uint64(11)) * 2.0**-53


def further_shares(keys: np.ndarray, draws: np.ndarray) -> np.ndarray:
    """Return one more number from 0 to below 1 for each key and draw.

    The mixing is SplitMix64, started at the key: exact integer arithmetic, so equal on
    every platform.

    Parameters
    ----------
    keys : ndarray of uint64, shape (n,)
    draws : ndarray of int, shape (t,)
        Which further numbers, counted from 1.

    Returns
    -------
    ndarray, shape (t, n)

    References
    ----------
    Steele, G. L., Lea, D. and Flood, C. H. (2014). Fast splittable pseudorandom number
    generators. OOPSLA '14, 453-472, figure 16.
    """
    z = keys[None, :] + draws.astype(np.uint64)[:, None] * np.uint64(_GOLDEN)
    for shift, factor in _MIXERS:
        z = (z ^ (z >> np.uint64(shift))) * np.uint64(factor)
    return as_shares(z ^ (z >> np.uint64(31)))


def moved(keys: np.ndarray, start: float) -> np.ndarray:
    """Return keys counted from another place of the circle from 0 to 1.

    Examples
    --------
    >>> as_shares(moved(np.array([0, 2**63], np.uint64), 0.25)).tolist()
    [0.75, 0.25]
    """
    return keys - np.uint64(int(start * 2**64))
