"""Is it said in how many samples others carried a level's weight?"""

import numpy as np

from csat_methods.survey_design.replicate_weights import Replicates
from csat_methods.wave.lent_weight import lent_note


def test_samples_that_lack_people_are_counted():
    made = Replicates.given(np.ones((3, 8)), np.full(8, 1 / 7))
    assert lent_note(made) == ()
    some = Replicates(made.held, made.scale, lent=5)
    (said,) = lent_note(some)
    assert str(said).startswith("5 of 8 samples drawn anew have nobody")
