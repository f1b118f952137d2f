"""Does a solution that must not be believed say so?"""

import numpy as np
import pytest

from csat_methods._messages import Text
from csat_methods.factors.solution_flags import Solution, solution_flags
from csat_methods.statistics.extraction import extract
from csat_methods.statistics.rotation import Rotation, rotate


def solution(L, n=500, m=None, rotation="varimax", **how):
    R = L @ L.T
    np.fill_diagonal(R, 1.0)
    found = extract(R, m or L.shape[1], **how)
    labels = {f"q{i}": Text({"en": f"Item {i}"}) for i in range(len(L))}
    return Solution(labels, n, found, rotate(found.loadings, rotation))


SIMPLE = np.kron(np.eye(2), np.array([[0.8], [0.7], [0.6], [0.7]]))


def test_a_clean_solution_has_no_flags():
    assert solution_flags(solution(SIMPLE)) == {}


def test_few_people_are_flagged():
    flags = solution_flags(solution(SIMPLE, n=99))
    assert list(flags) == ["small_sample"]
    assert "99 people" in str(flags["small_sample"])
    many = np.vstack([SIMPLE] * 3)
    assert list(solution_flags(solution(many, n=119))) == ["small_sample"]
    assert solution_flags(solution(many, n=120)) == {}


def test_an_item_with_nothing_of_its_own_is_named():
    near = SIMPLE.copy()
    near[0, 0] = 0.98
    flags = solution_flags(solution(near))
    assert list(flags) == ["near_heywood"]
    assert "Item 0" in str(flags["near_heywood"])


def test_an_improper_solution_is_named():
    # Correlations that a single factor reproduces only with a loading above one:
    # r12 r13 / r23 = 1.28
    R = np.array([[1, 0.8, 0.8], [0.8, 1, 0.5], [0.8, 0.5, 1]])
    found = extract(R, 1)
    labels = {f"q{i}": Text({"en": f"Item {i}"}) for i in range(3)}
    flags = solution_flags(Solution(labels, 500, found, rotate(found.loadings, "none")))
    assert list(flags) == ["heywood", "just_identified"]
    assert "Item 0" in str(flags["heywood"])


def test_a_factor_of_two_items_is_thin():
    thin = np.zeros((6, 2))
    thin[:4, 0], thin[4:, 1] = 0.7, 0.7
    thin[:, 1] += 0.1
    flags = solution_flags(solution(thin))
    assert "thin_factor" in flags
    assert str(flags["thin_factor"]).endswith("on them: 1.")


@pytest.mark.parametrize(
    ("gradient_ok", "reached", "flag"),
    [(False, 20, "not_converged"), (True, 3, "several_minima")],
)
def test_a_rotation_that_is_unsure_says_so(gradient_ok, reached, flag):
    sound = solution(SIMPLE)
    turned = Rotation(
        loadings=sound.rotation.loadings,
        factor_correlations=np.eye(2),
        transformation=np.eye(2),
        criterion=0.0,
        gradient=0.0,
        converged=gradient_ok,
        starts=20,
        reached=reached,
    )
    unsure = Solution(sound.labels, 500, sound.extraction, turned)
    assert list(solution_flags(unsure)) == [flag]
