"""Are the synthetic experts the same for every seed, and mostly of one mind?"""

import csat_methods as cs
from csat_methods.simulation.experts import EXPERTS, expert_ratings, expert_source
from csat_methods.simulation.simulate import bundled_study
from csat_methods.wave.reading import read_study


def test_equal_seeds_give_equal_experts():
    study = read_study(bundled_study())
    one, two = expert_ratings(study, 7), expert_ratings(study, 7)
    assert one.equals(two)
    assert not one.equals(expert_ratings(study, 8))


def test_they_rate_the_items_of_all_constructs_on_four_points():
    study = read_study(bundled_study())
    found = expert_ratings(study, 7).set_index("expert")
    items = [i for c in study.constructs.values() for i in c.items]
    assert list(found) == items
    assert len(found) == EXPERTS
    rated = found.stack().dropna()
    assert set(rated) <= {1, 2, 3, 4}
    assert (rated >= 3).mean() > 0.95


def test_a_study_without_constructs_has_none():
    items = {"q1": {"answers": [1, 2]}}
    study = cs.Study.from_dict({"id": "shop", "title": "Shop", "items": items})
    assert expert_ratings(study, 7) is None


def test_the_bundled_wave_names_them():
    assert expert_source("demo") == {"file": "data/demo/experts.csv", "id": "expert"}
