"""Are scores, determinacy and congruence those of psych?"""

import numpy as np
import pytest

import csat_methods as cs

KINDS = {"thurstone": "regression", "bartlett": "bartlett", "tenberge": "ten_berge"}


@pytest.fixture(scope="module")
def solved(reference, wave_of):
    case = reference("psychometrics/efa/hs_minres_3")
    wave = wave_of(case)
    return case, wave, cs.factor_analysis(wave, case["items"], n_factors=3)


@pytest.mark.parametrize("kind", KINDS)
def test_scores_are_those_of_psych(solved, aligned, matrix, kind):
    case, wave, solution = solved
    scores = {key.lower(): value for key, value in case["values"]["scores"].items()}
    wanted = matrix(scores[kind]["first5"])
    rotated = matrix(case["values"]["rotated"]["oblimin"]["loadings"])
    _, order, signs = aligned(solution.loadings.to_numpy(), rotated)
    got = cs.factor_scores(wave, solution, method=KINDS[kind])
    np.testing.assert_allclose(got.to_numpy()[:5][:, order] * signs, wanted, atol=2e-5)


def test_kinds_of_scores_have_what_they_are_made_for(solved):
    _, wave, solution = solved
    found = {
        kind: cs.factor_scores(wave, solution, method=kind) for kind in KINDS.values()
    }
    kept = np.corrcoef(found["ten_berge"].T)
    np.testing.assert_allclose(kept, solution.factor_correlations, atol=1e-8)
    best = found["regression"].attrs["determinacy"]
    for kind in ("bartlett", "ten_berge"):
        other = found[kind].attrs["determinacy"]
        assert all(best[name] >= other[name] - 1e-12 for name in best)
    np.testing.assert_allclose(found["regression"].mean(), 0, atol=1e-12)


def test_blanks_and_people_outside_have_no_scores(planted):
    wave = cs.Wave.from_frame(planted)
    solution = cs.factor_analysis(wave, list("abcdef"), n_factors=2)
    inside = wave.where(wave.frame["b"] > 0, name="b above nought")
    got = cs.factor_scores(inside, solution)
    assert got.index.equals(wave.frame.index)
    assert got.iloc[:10].isna().all(axis=None)
    np.testing.assert_array_equal(
        got.notna().all(axis=1), (planted["b"] > 0) & planted["a"].notna()
    )


def test_another_wave_is_scored_on_the_same_scale(planted):
    wave = cs.Wave.from_frame(planted.iloc[10:].reset_index(drop=True))
    solution = cs.factor_analysis(wave, list("abcdef"), n_factors=2)
    raised = cs.Wave.from_frame(wave.frame + 1)
    shift = cs.factor_scores(raised, solution) - cs.factor_scores(wave, solution)
    np.testing.assert_allclose(shift, np.tile(shift.iloc[0], (len(shift), 1)))


def test_bad_input_is_refused(solved):
    _, wave, solution = solved
    with pytest.raises(ValueError, match="method='anderson' must be one of"):
        cs.factor_scores(wave, solution, method="anderson")
    with pytest.raises(ValueError, match="solution=int must be a result"):
        cs.factor_scores(wave, 3)
    less = cs.Wave.from_frame(wave.frame.drop(columns="x1"))
    with pytest.raises(KeyError, match="x1"):
        cs.factor_scores(less, solution)


def test_nothing_is_divided_by_no_variance(wave_with):
    R = np.array([[1, 0.8, 0.8], [0.8, 1, 0.5], [0.8, 0.5, 1]])
    wave = wave_with(R, 200)
    solution = cs.factor_analysis(
        wave, ["q1", "q2", "q3"], n_factors=1, method="principal_axis"
    )
    with pytest.raises(ValueError, match=r"items=\['q1'\] have no variance of"):
        cs.factor_scores(wave, solution, method="bartlett")


# ------------------------------------------------------------------- congruence
