"""Does the headline say how well a model fits?"""

import pandas as pd
import pytest

from csat_methods.factors.factor_model_fit import judged


def fit(cfi, rmsea, srmr=0.04, df=10, **more):
    return pd.Series({"cfi": cfi, "rmsea": rmsea, "srmr": srmr, "df": df} | more)


@pytest.mark.parametrize(
    ("measures", "verdict"),
    [
        (fit(0.97, 0.04), "good"),
        (fit(0.97, 0.07), "fair"),
        (fit(0.92, 0.04), "fair"),
        (fit(0.97, 0.04, srmr=0.09), "fair"),
        (fit(0.88, 0.04), "poor"),
        (fit(0.97, 0.12), "poor"),
        (fit(1.0, 0.0, df=0), "exact"),
    ],
)
def test_lines_of_fit_are_those_of_the_literature(measures, verdict):
    assert judged(measures) == verdict


def test_robust_forms_go_first():
    better = {"cfi.robust": 0.97, "rmsea.robust": 0.03}
    assert judged(fit(0.80, 0.20, **better)) == "good"
    missing = {"cfi.robust": float("nan"), "cfi.scaled": 0.97, "rmsea.scaled": 0.05}
    assert judged(fit(0.80, 0.20, **missing)) == "good"
