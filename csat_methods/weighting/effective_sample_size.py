"""What do unequal weights cost?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from csat_methods.result import method
from csat_methods.survey_design.effective_size import effective_size

if TYPE_CHECKING:
    import numpy as np

    from csat_methods.wave.wave import Wave


def _counted(wave: Wave) -> np.ndarray:
    """Return the weights of the people who count.

    Raises
    ------
    ValueError
        If nobody in the domain has a weight.
    """
    weights = wave.design.weights[wave.domain & (wave.design.weights != 0)]
    if not len(weights):
        raise ValueError("domain: nobody in it has a weight.")
    return weights


@method
def effective_sample_size(wave: Wave) -> float:
    r"""Return how many equally weighted people the weights of the domain are worth.

    .. math:: n_\mathrm{eff} = \frac{(\sum w_i)^2}{\sum w_i^2}

    Parameters
    ----------
    wave : Wave

    Returns
    -------
    float
        From 1 to the number of people who count.

    Raises
    ------
    ValueError
        If nobody in the domain has a weight.

    References
    ----------
    Kish, L. (1965). *Survey Sampling*, section 11.7.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, effective_sample_size
    >>> frame = pd.DataFrame({"w": [1.0, 1.0, 2.0]})
    >>> round(effective_sample_size(Wave.from_frame(frame, weights="w")), 4)
    2.6667
    """
    return effective_size(_counted(wave))


@method
def design_effect(wave: Wave) -> float:
    r"""Return by how much the unequal weights of the domain raise a variance (Kish).

    .. math:: \mathrm{deff}_w = \frac{n \sum w_i^2}{(\sum w_i)^2}
              = 1 + \mathrm{cv}^2(w)

    It holds for answers that have nothing to do with the weights; column ``deff`` of
    an estimate is its own.

    Parameters
    ----------
    wave : Wave

    Returns
    -------
    float
        From 1 on.

    Raises
    ------
    ValueError
        If nobody in the domain has a weight.

    References
    ----------
    Kish, L. (1992). Weighting for unequal Pi. *Journal of Official Statistics* 8,
    183-200, eq. 2.3.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, design_effect
    >>> frame = pd.DataFrame({"w": [1.0, 1.0, 2.0]})
    >>> round(design_effect(Wave.from_frame(frame, weights="w")), 4)
    1.125
    """
    weights = _counted(wave)
    return len(weights) / effective_size(weights)
