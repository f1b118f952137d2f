"""How closely does a number of answers know a share or a mean?"""

from __future__ import annotations

import math

from scipy.special import ndtri

from csat_methods import _checks
from csat_methods._refusals import refusing
from csat_methods.sampling.sample import Sample
from csat_methods.sampling.size_plan import customers
from csat_methods.survey_design.effective_size import effective_size


@refusing
def margin_of_error(
    n: int | Sample,
    *,
    p: float = 0.5,
    sd: float | None = None,
    population: int | None = None,
    deff: float = 1.0,
    level: float = 0.95,
) -> float:
    r"""Return half the length of the interval that a number of answers gives.

    .. math:: e = z \sqrt{d \, \frac{p (1 - p)}{n} \frac{N - n}{N - 1}}
              \quad\text{or}\quad
              e = z S \sqrt{d \left(\frac{1}{n} - \frac{1}{N}\right)}

    for a share or, when `sd` is given, a mean. It turns
    :func:`sample_size_proportion` and :func:`sample_size_mean` round.

    Parameters
    ----------
    n : int or Sample
        Answers; of a sample, as many as were drawn, from the customers it was drawn
        from, and the design effect of unequal weights is multiplied in.
    p : float
        The share, between 0 and 1; one half is the worst case.
    sd : float, optional
        Standard deviation, for the margin of a mean in its unit.
    population : int, optional
        Customers there are; endless when not given.
    deff : float
        Design effect of clusters, above 0; must be told for a sample of clusters.
    level : float
        Confidence, between 0 and 1.

    Returns
    -------
    float
        The margin; a share is 0 to 1.

    Raises
    ------
    ValueError
        If an argument is out of its range, the answers are more than the customers, or
        the sample was chosen by quota: then there is no margin of error.

    References
    ----------
    Cochran (1977), eq. 3.6 and 2.14. Kish, L. (1992). Weighting for unequal P_i.
    Journal of Official Statistics 8, 183-200.

    Examples
    --------
    >>> from csat_methods import margin_of_error
    >>> round(margin_of_error(278, population=1000), 4)
    0.05
    """
    if isinstance(n, Sample):
        n, population, deff = _of_sample(n, population, deff)
    _checks.whole("n", n)
    size = customers(population)
    if n > size:
        raise ValueError(f"n={n} must be population={size:.0f} at most.")
    _checks.positive("deff", deff)
    z = float(ndtri((1 + _checks.between("level", level, 0, 1)) / 2))
    if sd is not None:
        _checks.positive("sd", sd)
        return z * sd * math.sqrt(deff * (1 / n - 1 / size))
    _checks.between("p", p, 0, 1)
    return z * math.sqrt(deff * p * (1 - p) / n * left_over(n, size))


def left_over(n: float, size: float) -> float:
    """Return (N − n) / (N − 1): 1 for an endless population, 0 for a census."""
    if math.isinf(size):
        return 1.0
    return (size - n) / (size - 1) if size > 1 else 0.0


def _of_sample(
    sample: Sample, population: int | None, deff: float
) -> tuple[int, int, float]:
    """Return answers, customers and design effect of a sample.

    Raises
    ------
    ValueError
        If it has no margin of error, or clusters without a design effect.
    """
    if sample.selection == "quota":
        raise ValueError(
            "n is a sample chosen by quota: chances are not known, so that it has no "
            "margin of error."
        )
    if sample.plan.first.clusters is not None and deff == 1.0:
        raise ValueError(
            "deff=1.0 would take a sample of clusters for one of single customers; "
            "cluster_size gives 1 + (m - 1) icc."
        )
    weights = sample.frame["base_weight"].to_numpy()
    table = sample.table
    size = population or int((table["population"] - table["excluded"]).sum())
    unequal = len(weights) / effective_size(weights)
    return len(weights), size, deff * unequal
