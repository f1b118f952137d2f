"""What does the wave file of a simulated wave say?"""

import csat_methods as cs
from csat_methods.simulation.wave_content import COMPLETIONS, blanks_step


def study(**roles):
    items = {n: {"answers": [1, 2, 3], "role": role} for n, role in roles.items()}
    return cs.Study.from_dict({"id": "x", "title": "X", "items": items})


def test_blanks_of_the_items_that_sum_up_are_to_be_filled():
    (step,) = blanks_step(study(a="overall", b="recommend", c="perception"), 7)
    assert step == {"impute": {"items": ["a", "b"], "m": COMPLETIONS, "seed": 7}}


def test_one_item_alone_cannot_be_filled():
    assert blanks_step(study(a="overall", c="perception"), 7) == []
