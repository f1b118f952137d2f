"""What must a reader know of a fitted model before trusting it?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from csat_methods._messages import Listing, Message, Number
from csat_methods.factors.fitted_model import Fitted
from csat_methods.factors.model_answers import NO_DEGREES
from csat_methods.factors.model_tables import variances_below_zero

PEOPLE = 200
"""Below it a sample is small for the tests (Boomsma & Hoogland 2001)."""

TAILS = 1.25
ENOUGH_FOR_TAILS = 500
"""How far the moments vary beyond normal answers', and people below which the test of
``mlr`` then refuses true models too often: 11 % of surveys of 200 at 1.4, 8 % of 400
(``docs/validation``; lavaan 0.6-14 as often on the same answers).
"""

BEYOND_ONE = 1 + 1e-8


def model_flags(found: Fitted) -> dict[str, Message]:
    """Return what to say, by flag; also notes on blanks and on the design."""
    return dict(_flags(found))


def _flags(found: Fitted) -> Iterator[tuple[str, Message]]:
    if not found.solution.converged:
        yield (
            "not_converged",
            Message(
                "The search did not end at a minimum: do not use it; try fewer "
                "factors, leave weak items out, or drop near copies."
            ),
        )
    yield from _soundness(found)
    if found.people.degrees < 1:
        yield "no_errors", NO_DEGREES
    elif np.isnan(found.solution.covariance).any():
        yield (
            "no_errors",
            Message(
                "Errors cannot be computed here: the answers hardly tell some "
                "parameters apart."
            ),
        )
    smallest = min(found.people.sizes)
    if smallest < PEOPLE:
        values = {"n": Number(smallest, "count"), "line": Number(PEOPLE, "count")}
        sentence = "{n} people are few for the tests of fit; {line} would be enough."
        yield "small_sample", Message(sentence, values)
    if (
        smallest < ENOUGH_FOR_TAILS
        and found.solution.measures.get("scaling.factor.h1", 0.0) > TAILS
        and found.people.alone
    ):
        values = {"n": Number(smallest, "count")}
        sentence = (
            "Answers have long tails: with {n} people the test refuses true models too "
            "often; judge by the measures of fit."
        )
        yield "long_tails", Message(sentence, values)
    yield from _mechanism(found)
    yield from _design(found)


def _soundness(found: Fitted) -> Iterator[tuple[str, Message]]:
    wrong = variances_below_zero(found)
    if wrong:
        names = Listing(tuple(found.people.wave.label(name) for name in wrong))
        yield (
            "inadmissible",
            Message(
                "Improper: variances of {items} are below zero; try fewer factors, or "
                "leave the item out.",
                {"items": names},
            ),
        )
        return
    beyond = [
        R
        for R in found.correlations
        if np.isnan(R).any()
        or (np.abs(R) > BEYOND_ONE).any()
        or np.linalg.eigvalsh(R)[0] < -1e-8
    ]
    if beyond or _residuals_impossible(found):
        yield (
            "inadmissible",
            Message(
                "Improper: taken together, factors or residuals correlate more closely "
                "than is possible; join factors that cannot be told apart."
            ),
        )


def _residuals_impossible(found: Fitted) -> bool:
    """Whether covariances of residuals are none."""
    fit = found.solution.fit
    for view in getattr(fit, "views", []):
        theta = np.array(view.at.residual)
        own = np.diag(theta)
        if found.scaled:
            continue
        if (own > 0).all() and np.linalg.eigvalsh(theta)[0] < -1e-10 * own.max():
            return True
    return False


_MECHANISMS = {
    "fiml": "Blanks are left to the likelihood: right if they depend on what people "
    "answered, not on what they left out.",
    "available": "Each pair of items rests on who answered both: right only if blanks "
    "depend on nothing.",
}

_ORDINAL = (
    "Ratings of people who answered all items only: right if blanks depend on nothing."
)


def _mechanism(found: Fitted) -> Iterator[tuple[str, Message]]:
    """Say what is assumed of blanks."""
    missing = found.people.missing
    if missing in _MECHANISMS:
        yield "mechanism", Message(_MECHANISMS[missing])
    elif found.request.estimator == "wlsmv":
        yield "mechanism", Message(_ORDINAL)


def _design(found: Fitted) -> Iterator[tuple[str, Message]]:
    if not found.people.alike and found.request.estimator in ("ml", "mlm"):
        yield (
            "design",
            Message(
                "People weigh differently or were drawn together: errors and scaled "
                "tests are the robust ones."
            ),
        )
