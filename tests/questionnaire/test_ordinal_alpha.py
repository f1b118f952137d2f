"""Is ordinal alpha alpha of the hidden variables behind the ratings?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs


@pytest.mark.parametrize("name", ["bfi_A", "science"])
def test_ordinal_alpha_is_semtools(name, reference, wave_of):
    case = reference(f"psychometrics/reliability/omega_categorical_{name}")
    alpha = cs.ordinal_alpha(wave_of(case), case["items"])
    assert alpha.estimate == pytest.approx(
        case["values"]["ordinal_alpha"]["f"], rel=1e-6
    )


def test_ratings_of_parallel_items_have_the_alpha_of_what_they_cut():
    # Correlations of one half: 4 r / (1 + 3 r) = .8; the error of 20,000 is .002.
    rng = np.random.default_rng(4)
    x = rng.normal(size=(20_000, 1)) + rng.normal(size=(20_000, 4))
    cut = pd.DataFrame(np.digitize(x, [-2.0, -1.0, 1.5]) + 1.0).add_prefix("q")
    found = cs.ordinal_alpha(cs.Wave.from_frame(cut), list(cut))
    assert found.estimate == pytest.approx(0.8, abs=0.008)
    assert cs.cronbach_alpha(cs.Wave.from_frame(cut), list(cut)).estimate < 0.77
    assert any("opinions behind the ratings" in str(note) for note in found.notes)
