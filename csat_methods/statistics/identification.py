"""Can the answers tell all parameters of a model apart?"""

from __future__ import annotations

import numpy as np

from csat_methods.statistics.model_layout import Layout

FLAT = 1e-10
"""Information in a direction, of parameters scaled to one, at which there is none."""

INVOLVED = 0.1
"""Smallest share in a direction without information that is told."""


def inverse_information(information: np.ndarray, layout: Layout) -> np.ndarray:
    """Return the inverse of an information matrix, shape (q, q).

    Raises
    ------
    ValueError
        If it has none: then some parameters cannot be told apart; it names them.
    """
    size = np.sqrt(np.maximum(np.diag(information), 0.0))
    empty = size <= 0
    safe = np.where(empty, 1.0, size)
    scaled = information / np.outer(safe, safe)
    values, vectors = np.linalg.eigh(scaled)
    if empty.any() or values[0] < FLAT * max(values[-1], 1.0):
        flat = vectors[:, values < FLAT * max(values[-1], 1.0)]
        weight = np.abs(flat).max(axis=1, initial=0.0)
        _refuse(layout, empty | (weight > INVOLVED))
    return (vectors / values) @ vectors.T / np.outer(safe, safe)


def _refuse(layout: Layout, involved: np.ndarray) -> None:
    terms = [term for term, one in zip(layout.terms(), involved, strict=True) if one]
    told = ", ".join(list(dict.fromkeys(terms))[:6])
    raise ValueError(
        f"model: the answers cannot tell these parameters apart: {told}; fix one of "
        "them, give each factor three items, or leave the factor out."
    )
