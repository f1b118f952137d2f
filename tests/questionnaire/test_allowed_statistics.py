"""Does the table of scale levels say what the methods do?"""

import pandas as pd
import pytest

import csat_methods as cs

ITEMS = {
    "rating": {"answers": [1, 2, 3]},
    "ticked": {"type": "binary"},
    "city": {"type": "nominal"},
    "age": {"type": "number"},
    "day": {"type": "date"},
    "why": {"type": "text"},
}


@pytest.fixture(scope="module")
def study():
    return cs.Study.from_dict({"id": "shop", "title": "Shop", "items": ITEMS})


def test_the_table_tells_each_level(study):
    table = cs.allowed_statistics(study).set_index("term")
    levels = table["level"].to_dict()
    assert levels["rating"] == "ordinal"
    assert levels["city"] == "nominal"
    assert levels["age"] == "ratio"
    assert table.loc["age", "ratio"]
    assert not table.loc["rating", "ratio"]
    assert table["note"]["rating"].startswith("A mean takes the steps")
    assert not table["note"]["age"]


def test_methods_refuse_what_the_table_does_not_allow(study):
    frame = pd.DataFrame({item: [1.0, 2.0, 1.0] for item in ITEMS})
    wave = cs.Wave.from_frame(frame.assign(rating=[1.0, 2.0, 3.0]), study=study)
    table = cs.allowed_statistics(study).set_index("term")
    for item, allowed in table["mean"].items():
        if allowed:
            assert wave.measured(item) == [item]
        else:
            with pytest.raises(ValueError, match=rf"items=\['{item}'\].*use prop"):
                wave.measured(item)
