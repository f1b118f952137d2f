"""Does anything published tell which of the hidden people are the few?

Three customers live in Dunwich, and Cork is hidden with them. Whoever of both it is
that lives in Dunwich, all else must stay as it is, to the last digit.
"""

import json

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.report.policy import policy_of
from csat_methods.report.tables import results_content

ITEMS = ["e1", "p1", "p2", "overall"]
METHODS = {
    "means": lambda wave: cs.means(wave, ITEMS, by="city"),
    "top_box": lambda wave: cs.top_box(wave, ITEMS, by="city"),
    "quantiles": lambda wave: cs.quantiles(wave, ITEMS, by="city"),
    "totals": lambda wave: cs.totals(wave, ITEMS, by="city"),
    "answers": lambda wave: cs.proportions(wave, ITEMS, by="city"),
    "index": lambda wave: cs.satisfaction_index(wave, ["p1", "p2"], by="city"),
    "nps": lambda wave: cs.net_promoter_score(wave, "recommend", by="city"),
    "gaps": lambda wave: cs.gap_scores(wave, {"speed": ("e1", "p1")}, by="city"),
    "pairs": lambda wave: cs.compare_segments(wave, ITEMS, by="city"),
    "crosstab": lambda wave: cs.crosstab(wave, "again", "city"),
    "turned": lambda wave: cs.crosstab(wave, "city", "again"),
    "model": lambda wave: cs.regression(wave, "overall", "city"),
}
TOTALS = {
    "all.means": lambda wave: cs.means(wave, ITEMS),
    "all.top_box": lambda wave: cs.top_box(wave, ITEMS),
    "all.quantiles": lambda wave: cs.quantiles(wave, ITEMS),
    "all.index": lambda wave: cs.satisfaction_index(wave, ["p1", "p2"]),
    "all.nps": lambda wave: cs.net_promoter_score(wave, "recommend"),
    "all.gaps": lambda wave: cs.gap_scores(wave, {"speed": ("e1", "p1")}),
    "all.blanks": lambda wave: cs.missingness(wave, ITEMS),
    "all.again": lambda wave: cs.proportions(wave, "again"),
}


ONE, OTHER = (76, 80, 85), (91, 92, 97)
"""Six of those hidden; of either three one says no and nobody leaves a blank."""


def wave_where(few):
    """Return the wave in which some people of the hidden two cities live in Dunwich."""
    rng = np.random.default_rng(11)
    frame = pd.DataFrame(
        {item: rng.integers(1, 6, 100).astype(float) for item in ITEMS}
    )
    frame["p2"] = frame["p2"].where(rng.random(100) > 0.2)
    frame["recommend"] = rng.integers(0, 11, 100)
    frame["again"] = ["no", "yes", "no"] * 33 + ["yes"]
    frame["w"] = rng.uniform(0.5, 2.0, 100)
    frame["city"] = ["Ash"] * 45 + ["Bree"] * 31 + ["Cork"] * 24
    frame.loc[[*few], "city"] = "Dunwich"
    scales = {item: {"answers": [1, 2, 3, 4, 5]} for item in ITEMS}
    scales["recommend"] = {"answers": list(range(11))}
    mapping = {"id": "x", "title": "X", "items": scales, "segments": {"city": {}}}
    return cs.Wave.from_frame(frame, weights="w", study=cs.Study.from_dict(mapping))


def told(few, names):
    wave = wave_where(few)
    made = {name: make(wave) for name, make in TOTALS.items()}
    made |= {name: METHODS[name](wave) for name in names}
    content = results_content(cs.publish(made, policy_of(wave)))["results"]
    return {name: content[name] for name in names}


def leaves(part, path=""):
    """Yield the place and the value of everything in a JSON content."""
    if not isinstance(part, dict | list):
        yield path, part
        return
    pairs = part.items() if isinstance(part, dict) else enumerate(part)
    for key, inside in pairs:
        yield from leaves(inside, f"{path}/{key}")


def changed(one, two):
    """Return where two contents differ by more than rounding.

    Bands that hold together are drawn from all rows: they tell no value of one.
    """
    found, other = dict(leaves(one)), dict(leaves(two))
    places = {p for p in found.keys() | other.keys() if "/band_" not in p}
    return {place for place in places if not alike(found.get(place), other.get(place))}


def alike(one, two):
    numbers = isinstance(one, float) and isinstance(two, float)
    return one == pytest.approx(two, rel=1e-9, abs=1e-9) if numbers else one == two


@pytest.mark.parametrize("name", METHODS)
def test_a_result_beside_the_totals_is_the_same_whoever_the_few_are(name):
    assert changed(told(ONE, [name]), told(OTHER, [name])) == set()


def test_all_results_together_are_the_same_whoever_the_few_are():
    one, other = told(ONE, [*METHODS]), told(OTHER, [*METHODS])
    assert changed(one, other) == set()
    shown = {name: result["rows"] for name, result in one.items()}
    assert sum(map(bool, shown.values())) >= len(METHODS) - 3
    assert "Ash" in json.dumps(shown)
