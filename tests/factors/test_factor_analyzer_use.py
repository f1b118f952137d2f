"""Is factor_analyzer used where it is right, and nowhere else?"""

import ast
from importlib.metadata import version
from pathlib import Path

import factor_analyzer
import numpy as np
import pandas as pd
import pytest

import csat_methods
import csat_methods as cs
from csat_methods.statistics.rotation import rotate

RIGHT = {"Rotator", "calculate_kmo"}
PACKAGE = Path(csat_methods.__file__).parent


def imported():
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "factor_analyzer":
                yield from (alias.name for alias in node.names)
            if isinstance(node, ast.Import):
                assert "factor_analyzer" not in [alias.name for alias in node.names]


def test_only_what_is_right_is_imported():
    assert version("factor_analyzer") == "0.5.1"
    assert set(imported()) == RIGHT


@pytest.fixture
def forbidden(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("factor_analyzer's fit was called")

    for model in ("FactorAnalyzer", "ConfirmatoryFactorAnalyzer"):
        for name in ("fit", "transform", "fit_transform"):
            monkeypatch.setattr(getattr(factor_analyzer, model), name, refuse)


def test_a_whole_analysis_never_fits_with_it(forbidden, planted):
    wave = cs.Wave.from_frame(planted)
    items = list("abcdef")
    assert cs.sampling_adequacy(wave, items).kmo > 0.5
    for rotation in ("varimax", "promax", "oblimin", "geomin", "equamax"):
        solution = cs.factor_analysis(wave, items, n_factors=2, rotation=rotation)
        assert cs.factor_scores(wave, solution).notna().any(axis=None)


def test_its_kmo_is_ours_on_a_single_table(planted):
    rows = planted[list("abcdef")].dropna()
    _, overall = factor_analyzer.calculate_kmo(rows)
    wave = cs.Wave.from_frame(rows.reset_index(drop=True))
    ours = cs.sampling_adequacy(wave, list("abcdef")).kmo
    assert ours == pytest.approx(overall, rel=1e-10)


def test_its_rotations_start_ours_and_the_newest_pandas_takes_them():
    rng = np.random.default_rng(3)
    A = np.linalg.qr(rng.normal(size=(9, 3)))[0] * [1.5, 1.2, 0.9]
    theirs = factor_analyzer.Rotator(method="varimax", normalize=False)
    turned = theirs.fit_transform(pd.DataFrame(A).to_numpy())
    ours = rotate(A, "varimax", kaiser=False).loadings
    likeness = np.abs(ours.T @ turned)
    np.testing.assert_allclose(likeness.max(axis=0), (turned**2).sum(axis=0), rtol=1e-4)
