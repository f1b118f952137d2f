"""Does a hierarchy come back as it was made, and move as its slopes say?"""

import numpy as np
import pytest

from csat_methods.statistics.schmid_leiman import hierarchical_gradient, schmid_leiman


def made(general=(0.8, 0.7, 0.6), loading=0.75):
    L = np.kron(np.eye(3), np.full((3, 1), loading))
    L *= np.linspace(0.8, 1.1, 9)[:, None]
    phi = np.outer(general, general)
    np.fill_diagonal(phi, 1.0)
    R = L @ phi @ L.T
    np.fill_diagonal(R, 1.0)
    return R, L, np.array(general)


@pytest.mark.parametrize("method", ["minres", "ml"])
def test_a_hierarchy_comes_back(method):
    R, L, general = made()
    found = schmid_leiman(R, 3, method=method)
    assert found.loadings[:, 0] == pytest.approx(L @ general, abs=1e-6)
    assert found.hierarchical == pytest.approx(
        (L @ general).sum() ** 2 / R.sum(), abs=1e-6
    )
    assert found.uniquenesses == pytest.approx(1 - (L**2).sum(axis=1), abs=1e-6)
    assert found.converged
    assert not found.improper


@pytest.mark.parametrize("rotation", ["oblimin", "promax"])
def test_both_omegas_move_as_their_slopes_say(rotation):
    R, _, _ = made()
    rng = np.random.default_rng(3)
    D = rng.normal(size=R.shape) * 0.02
    D = D + D.T
    np.fill_diagonal(D, 0.0)
    R, h = R + D, 1e-4
    found = schmid_leiman(R, 3, rotation=rotation)
    G = hierarchical_gradient(R, found, rotation=rotation)
    ends = [schmid_leiman(R + s * h * D, 3, rotation=rotation) for s in (1, -1)]
    moved = [
        (getattr(ends[0], name) - getattr(ends[1], name)) / (2 * h)
        for name in ("hierarchical", "total")
    ]
    assert np.einsum("mij,ji->m", G, D) == pytest.approx(moved, rel=1e-2, abs=1e-4)


def test_factors_without_a_general_one_are_refused():
    R = np.kron(np.eye(2), np.full((3, 3), 0.5)) + 0.5 * np.eye(6)
    R[:3, 3:] = R[3:, :3] = -0.2
    with pytest.raises(ValueError, match="no general factor"):
        schmid_leiman(R, 2)
    with pytest.raises(ValueError, match="n_factors=1"):
        schmid_leiman(R, 1)


def hierarchy(general, groups, own=2):
    """Return exact correlations of groups of items, by the loadings of each group."""
    labels = np.repeat(np.arange(len(groups)), own + 1)
    a = np.repeat(groups, own + 1)
    R = general**2 + np.where(labels[:, None] == labels, np.outer(a, a), 0.0)
    np.fill_diagonal(R, 1.0)
    return R


def test_a_group_is_settled_where_two_of_its_items_load_on_it_beside_the_general():
    assert schmid_leiman(hierarchy(0.6, [0.5, 0.5, 0.5]), 3).settled
    assert schmid_leiman(hierarchy(0.6, [0.5, 0.5, 0.31]), 3).settled
    # Its oblique loadings are far above .3; what is left beside the general is not.
    weak = schmid_leiman(hierarchy(0.6, [0.5, 0.5, 0.29]), 3)
    assert np.sort(np.abs(weak.rotated).max(axis=1))[0] > 0.6
    assert not weak.settled


def test_an_improper_solution_is_not_settled():
    R = hierarchy(0.6, [0.5, 0.5, 0.5])
    R[0, 1] = R[1, 0] = 0.995
    found = schmid_leiman(R, 3)
    assert found.improper
    assert not found.settled
