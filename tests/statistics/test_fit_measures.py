"""Are fit measures lavaan's, given the statistics?"""

import numpy as np
import pytest
from scipy.stats import ncx2

from csat_methods.statistics.fit_measures import (
    Sample,
    Statistic,
    fit_measures,
    noncentrality,
)

CASES = ["hs_ml", "hs_mlr", "hs_mlm", "hs_cluster", "hs_weights", "bfi_AC_wlsmv"]


@pytest.mark.parametrize("name", CASES)
def test_measures_are_lavaan_s(name, reference):
    case = reference(f"psychometrics/cfa/{name}")["values"]
    fit, ordinal = case["fit_measures"], "wlsmv" in name

    def statistic(prefix):
        return Statistic(
            fit[f"{prefix}chisq"],
            fit[f"{prefix}df"],
            fit.get(f"{prefix}chisq.scaled", np.nan),
            fit.get(f"{prefix}chisq.scaling.factor", np.nan),
            shifted=ordinal,
        )

    n = case["ntotal"] - ordinal
    found = fit_measures(statistic(""), statistic("baseline."), Sample(n))
    if ordinal:
        found = {k: v for k, v in found.items() if not k.endswith(".robust")}
    assert len(found) >= 15
    for measure, value in found.items():
        assert value == pytest.approx(fit[measure], rel=1e-6, abs=1e-9), measure


def test_published_holzinger_and_swineford():
    """Rosseel (2012), JSS 48(2): CFI .931, TLI .896, RMSEA .092 (.071 to .114)."""
    model, base = Statistic(85.306, 24), Statistic(918.852, 36)
    found = fit_measures(model, base, Sample(301))
    wanted = {"cfi": 0.931, "tli": 0.896, "rmsea": 0.092}
    wanted |= {"rmsea.ci.lower": 0.071, "rmsea.ci.upper": 0.114, "rmsea.pvalue": 0.001}
    for name, value in wanted.items():
        assert found[name] == pytest.approx(value, abs=5e-4)


def test_groups_multiply_rmsea_by_their_root():
    model, base = Statistic(100.0, 40), Statistic(900.0, 60)
    one = fit_measures(model, base, Sample(300))["rmsea"]
    two = fit_measures(model, base, Sample(300, 2))["rmsea"]
    assert two == pytest.approx(one * np.sqrt(2))


def test_a_stretch_of_one_changes_nothing():
    model, base = Statistic(100.0, 40, 100.0, 1.0), Statistic(900.0, 60, 900.0, 1.0)
    found = fit_measures(model, base, Sample(300))
    for name in ("cfi", "tli", "rmsea", "rmsea.ci.lower", "rmsea.ci.upper"):
        assert found[f"{name}.scaled"] == pytest.approx(found[name])
        assert found[f"{name}.robust"] == pytest.approx(found[name])


def test_the_noncentrality_has_its_share_of_the_tail():
    low, high = noncentrality(60.0, 20, 0.90)
    assert ncx2.cdf(60.0, 20, low) == pytest.approx(0.95)
    assert ncx2.cdf(60.0, 20, high) == pytest.approx(0.05)
    assert noncentrality(5.0, 20)[0] == 0.0


def test_a_model_without_degrees_of_freedom_fits_exactly():
    found = fit_measures(Statistic(0.0, 0), Statistic(100.0, 3), Sample(100))
    assert found["cfi"] == 1
    assert found["rmsea"] == 0
    assert np.isnan(found["pvalue"])
