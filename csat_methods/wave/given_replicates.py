"""How do replicate weights that came with the answers add up to a variance?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from csat_methods._checks import Faults
from csat_methods.survey_design.design import Design
from csat_methods.survey_design.replicate_weights import Replicates

METHODS = ("jk1", "jkn", "brr", "fay", "bootstrap")

SCALES: dict[str, Callable[[int, float], float]] = {
    "jk1": lambda count, rho: (count - 1) / count,
    "brr": lambda count, rho: 1 / count,
    "fay": lambda count, rho: 1 / (count * (1 - rho) ** 2),
    "bootstrap": lambda count, rho: 1 / (count - 1),
}
"""What squared deviations of R replicates are multiplied by (Wolter 2007, ch. 3 to 5).

The scales of ``jkn`` follow from the strata, so they must be given.
"""


@dataclass(frozen=True, kw_only=True)
class GivenReplicates:
    """What a wave is told of its replicate weights.

    Attributes
    ----------
    columns : list of str
        Columns of full-sample replicate weights.
    method : str, optional
        One of :data:`METHODS`; fixes the scales where they are not given.
    scales : float or sequence of float, optional
        One number, or one a replicate (R: ``scale * rscales``).
    rho : float, optional
        Fay's coefficient, from 0 on and below 1.
    mse : bool
        Deviations from the estimate instead of the replicates' mean.
    """

    columns: Sequence[str]
    method: str | None = None
    scales: float | Sequence[float] | None = None
    rho: float | None = None
    mse: bool = False

    def check(self, faults: Faults) -> None:
        """Note everything that is wrong."""
        if not self.columns:
            self._check_unused(faults)
            return
        count = len(self.columns)
        if count < 2:
            faults.add(f"replicate_weights={list(self.columns)} must be at least two.")
        if self.method is not None and self.method not in METHODS:
            known = ", ".join(METHODS)
            faults.add(f"replicate_method={self.method!r} must be one of {known}.")
        elif self.scales is None and self.method not in SCALES:
            faults.add(
                f"replicate_method={self.method!r} does not fix the scales; name one "
                f"of {', '.join(SCALES)} or give replicate_scales."
            )
        if self.method == "fay" and not (self.rho is not None and 0 <= self.rho < 1):
            faults.add(f"replicate_rho={self.rho!r} must lie from 0 to below 1.")
        if self.scales is not None:
            self._check_scales(count, faults)

    def _check_unused(self, faults: Faults) -> None:
        for name in ("method", "scales", "rho"):
            given = getattr(self, name)
            if given is not None:
                faults.add(f"replicate_{name}={given!r} has no replicate_weights.")

    def _check_scales(self, count: int, faults: Faults) -> None:
        given = np.asarray(self.scales)
        if given.dtype.kind not in "fiu" or given.ndim > 1:
            faults.add(f"replicate_scales={self.scales!r} must be numbers.")
        elif given.ndim and given.size != count:
            faults.add(
                f"replicate_scales has {given.size} numbers for {count} replicates."
            )
        elif not (np.isfinite(given) & (given >= 0)).all():
            faults.add(f"replicate_scales={self.scales!r} must be finite, from 0 on.")

    def on(self, design: Design, weights: np.ndarray) -> Design:
        """Return the design with these replicate weights, (n, R)."""
        count = len(self.columns)
        scale = self.scales
        if scale is None:
            scale = SCALES[str(self.method)](count, self.rho or 0.0)
        each = np.broadcast_to(np.asarray(scale, float), count).copy()
        held = Replicates.given(weights, each, mse=self.mse)
        return replace(design, replicates=held)
