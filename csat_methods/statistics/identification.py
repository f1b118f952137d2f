"""Can the answers tell all parameters of a model apart?"""

from __future__ import annotations

import numpy as np

from csat_methods.statistics.model_layout import Layout

FLAT = 1e-10
"""Information in a direction, of parameters scaled to one, at which there is none."""

INVOLVED = 0.1
"""Smallest share in a direction without information that is told."""


def refuse_flat(information: np.ndarray, layout: Layout) -> None:
    """Refuse a model of which an information matrix (q, q) has no inverse.

    Raises
    ------
    ValueError
        If some parameters cannot be told apart; it names them.
    """
    size = np.sqrt(np.maximum(np.diag(information), 0.0))
    empty = size <= 0
    safe = np.where(empty, 1.0, size)
    scaled = information / np.outer(safe, safe)
    if not empty.any() and _is_steep(scaled):
        return
    values, vectors = np.linalg.eigh(scaled)
    flat = vectors[:, values < FLAT * max(values[-1], 1.0)]
    weight = np.abs(flat).max(axis=1, initial=0.0)
    if empty.any() or flat.size:
        _refuse(layout, empty | (weight > INVOLVED))


def _is_steep(scaled: np.ndarray) -> bool:
    """Return whether there is surely information in every direction.

    A matrix less a number on its diagonal has a root only if all its eigenvalues are
    larger than the number; none is larger than the largest sum of a row.
    """
    largest = np.abs(scaled).sum(axis=1).max()
    try:
        np.linalg.cholesky(scaled - FLAT * largest * np.eye(len(scaled)))
    except np.linalg.LinAlgError:
        return False
    return True


def inverse_information(information: np.ndarray, layout: Layout) -> np.ndarray:
    """Return the inverse of an information matrix, shape (q, q).

    Raises
    ------
    ValueError
        As :func:`refuse_flat`.
    """
    refuse_flat(information, layout)
    found: np.ndarray = np.linalg.inv(information)
    return found


def _refuse(layout: Layout, involved: np.ndarray) -> None:
    terms = [term for term, one in zip(layout.terms(), involved, strict=True) if one]
    told = ", ".join(list(dict.fromkeys(terms))[:6])
    raise ValueError(
        f"model: the answers cannot tell these parameters apart: {told}; fix one of "
        "them, give each factor three items, or leave the factor out."
    )
