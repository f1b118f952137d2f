"""Do intervals hold the truth as often as they say, and were they measured lately?"""

import math

import pytest

from validation.coverage import code_hash, known, measure, name_of, wanted

SOME = [
    ("means", "simple", 100),
    ("top_box", "stratified", 400),
    ("net_promoter_score", "clustered", 400),
    ("gap_scores", "raked", 400),
    ("cronbach_alpha", "simple", 400),
    ("relative_importance", "simple", 400),
]


def test_every_cell_was_measured_with_this_code():
    cells = known()
    missing = [name_of(*cell) for cell in wanted() if name_of(*cell) not in cells]
    stale = [name for name, cell in cells.items() if cell.code != code_hash()]
    assert not missing
    assert not stale, "run: python3 tasks.py validate"


@pytest.mark.parametrize("cell", list(wanted()), ids=lambda cell: name_of(*cell))
def test_the_measured_coverage_is_what_is_claimed(cell):
    measured = known()[name_of(*cell)]
    assert measured.repetitions >= 600
    slack = 2 * measured.monte_carlo_error
    assert 0.93 - slack <= measured.coverage <= 0.97 + slack


@pytest.mark.parametrize("cell", SOME, ids=lambda cell: name_of(*cell))
def test_a_fresh_part_agrees_with_what_was_measured(cell):
    fresh = measure(*cell, repetitions=150, seed=7)
    kept = known()[name_of(*cell)]
    error = math.hypot(math.sqrt(0.05 * 0.95 / 150), kept.monte_carlo_error)
    assert fresh.coverage == pytest.approx(kept.coverage, abs=4 * error)
