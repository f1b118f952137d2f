"""Is nothing drawn where a figure would show nothing, or what is not to be read?"""

from dataclasses import replace

import numpy as np
import pandas as pd

import csat_methods as cs
from csat_methods.plots.worth_drawing import worth_drawing


def waves(n, *items):
    """A wave of answers that hang together."""
    rng = np.random.default_rng(4)
    x = rng.normal(size=(n, 1)) + rng.normal(size=(n, len(items)))
    return cs.Wave.from_frame(pd.DataFrame(x, columns=list(items)))


def test_a_model_that_may_be_read_is_drawn():
    fit = cs.confirmatory_factor_analysis(waves(400, *"abcd"), {"one": list("abcd")})
    assert worth_drawing(fit)
    assert worth_drawing(cs.convergent_validity(fit))


def test_a_model_without_a_sound_solution_is_not_drawn_nor_is_what_rests_on_it():
    fit = cs.confirmatory_factor_analysis(waves(400, *"abcd"), {"one": list("abcd")})
    unsound = replace(fit, admissible=False, flags=("inadmissible",))
    shared = cs.convergent_validity(unsound)
    assert not worth_drawing(unsound)
    assert not worth_drawing(shared)
    assert shared.summary() == unsound.summary()
    assert shared.summary().endswith("it is not to be read.")


def test_patterns_of_blanks_are_drawn_where_there_are_blanks():
    frame = pd.DataFrame({"q1": [1.0, 2, 3], "q2": [5.0, np.nan, 2]})
    items = ["q1", "q2"]
    assert worth_drawing(cs.missingness(cs.Wave.from_frame(frame), items))
    whole = cs.Wave.from_frame(frame.dropna())
    assert not worth_drawing(cs.missingness(whole, items))


def test_coverage_is_drawn_where_items_differ_in_what_they_ask():
    def study(**items):
        mapping = {"id": "x", "title": "X", "characteristics": ["speed", "price"]}
        asked = {
            name: {"answers": [1, 2, 3], "role": "perception", "characteristic": about}
            for name, about in items.items()
        }
        return cs.Study.from_dict({**mapping, "items": asked})

    alike = cs.questionnaire_coverage(study(q1="speed", q2="price"))
    lacking = cs.questionnaire_coverage(study(q1="speed"))
    assert (worth_drawing(alike), worth_drawing(lacking)) == (False, True)
