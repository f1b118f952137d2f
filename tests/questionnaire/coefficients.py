"""Which answers do the coefficients of reliability get, where a table asks for all?"""

import numpy as np
import pandas as pd

import csat_methods as cs

ITEMS = [f"q{i}" for i in range(1, 6)]


def answers(n=60, k=5):
    """Ratings from 1 to 5 of what people have in common, and each item of its own."""
    rng = np.random.default_rng(1)
    raw = 3 + rng.normal(size=(n, 1)) + rng.normal(size=(n, k)) * 0.8
    return pd.DataFrame(raw.round().clip(1, 5), columns=[f"q{i + 1}" for i in range(k)])


COEFFICIENTS = {
    "alpha": cs.cronbach_alpha,
    "standardized alpha": lambda w, i: cs.cronbach_alpha(w, i, standardized=True),
    "alpha, available": lambda w, i: cs.cronbach_alpha(w, i, missing="available"),
    "alpha, em": lambda w, i: cs.cronbach_alpha(w, i, missing="em"),
    "ordinal alpha": cs.ordinal_alpha,
    "omega": cs.omega,
    "categorical omega": lambda w, i: cs.omega(w, i, categorical=True),
    "hierarchical omega": lambda w, i: cs.omega_hierarchical(w, i, n_factors=2),
    "lambdas": cs.guttman_lambdas,
    "split half": lambda w, i: cs.split_half(w, i, draws=20, seed=1),
    "greatest lower bound": cs.greatest_lower_bound,
    "reliability": cs.reliability,
}
"""Every coefficient of one construct, asked of a wave and its items."""
