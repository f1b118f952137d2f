"""May blanks be taken as left by chance?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

CASES = ["airquality", "airquality_six", "bfi_A", "bfi_AN", "hs1939_missing", "sat_act"]


@pytest.mark.parametrize("case", CASES)
def test_the_statistic_is_that_of_the_reference(reference, reference_data, case):
    known = reference(f"psychometrics/missing/{case}")
    want = known["values"]["little"]
    data = reference_data(known["data"])[known["items"]]
    found = cs.little_mcar(cs.Wave.from_frame(data), known["items"])
    assert found.statistic == pytest.approx(want["d2_ml"]["d2"], rel=1e-7)
    assert found.df == want["d2_ml"]["df"]
    assert found.p == pytest.approx(want["d2_ml"]["p"], rel=1e-6, abs=1e-12)
    em = known["values"]["em"]
    means = [em["mean"][item] for item in known["items"]]
    assert found.em_means.tolist() == pytest.approx(means, rel=1e-7)
    cov = np.array(em["cov_ml"]["data"])
    assert found.em_covariance.to_numpy() == pytest.approx(cov, rel=1e-6, abs=1e-9)
    assert found.log_likelihood == pytest.approx(em["logLik"], rel=1e-8)


def survey():
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(rng.normal(size=(200, 3)), columns=["a", "b", "c"])
    frame.loc[frame["a"] > 0.7, "b"] = np.nan
    return frame


def test_blanks_that_hang_on_answers_are_found():
    found = cs.little_mcar(cs.Wave.from_frame(survey()), ["a", "b", "c"])
    assert found.p < 1e-6
    assert "not left by chance alone" in found.summary()
    assert found.table["part"].sum() == pytest.approx(found.statistic)
    ratio = found.statistic / (200 * found.df)
    assert found.effect_size == pytest.approx(np.sqrt(ratio))


def test_people_without_any_answer_are_counted_out():
    frame = pd.concat([survey(), pd.DataFrame({"a": [np.nan] * 3})], ignore_index=True)
    found = cs.little_mcar(cs.Wave.from_frame(frame), ["a", "b", "c"])
    assert found.used.left_out == {"no answer": 3}


@pytest.mark.parametrize(
    ("frame", "items", "why"),
    [
        (survey(), ["a"], r"items=\['a'\] must be at least two"),
        (
            survey().assign(b=np.nan),
            ["a", "b"],
            r"items=\['b'\]: nobody answered them",
        ),
        (survey().assign(c=1.0), ["a", "c"], r"items=\['c'\] do not vary"),
    ],
)
def test_what_cannot_be_tested_is_refused(frame, items, why):
    with pytest.raises(ValueError, match=why):
        cs.little_mcar(cs.Wave.from_frame(frame), items)
