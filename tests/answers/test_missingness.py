"""Which answers are blank together?"""

import pandas as pd
import pytest

import csat_methods as cs

FRAME = pd.DataFrame(
    {
        "a": [1, None, 3, 4, None],
        "b": [1, None, None, 2, 5],
        "t": list("xyx") + [None] * 2,
    }
)


def found(frame=FRAME, items=("a", "b")):
    return cs.missingness(cs.Wave.from_frame(frame), list(items))


@pytest.mark.parametrize("case", ["airquality", "bfi_A", "sat_act", "hs1939_missing"])
def test_patterns_are_those_of_the_reference(reference, reference_data, case):
    known = reference(f"psychometrics/missing/{case}")
    data = reference_data(known["data"])[known["items"]]
    table = found(data, known["items"]).table
    want = {row["pattern"]: row["n"] for row in known["values"]["patterns"]}
    got = dict(zip(table["pattern"], table["n"], strict=True))
    assert want.items() <= got.items()
    assert len(got) >= known["values"]["n_patterns"]


def test_the_table_by_hand():
    table = found().table
    assert table["pattern"].tolist() == ["11", "00", "01", "10"]
    assert table["n"].tolist() == [2, 1, 1, 1]
    assert table["share"].sum() == pytest.approx(1)
    assert table["blanks"].tolist() == [0, 2, 1, 1]


def test_items_and_pairs_are_counted():
    result = found()
    assert result.by_item.to_dict() == {"a": 0.4, "b": 0.4}
    assert result.together.loc["a", "b"] == pytest.approx(0.2)


def test_text_may_be_blank_too():
    assert found(items=["t"]).table["pattern"].tolist() == ["1", "0"]


def test_the_sentence_names_the_item_with_most_blanks():
    assert "40.0% answered all of 2 items" in found().summary()
    assert "Nobody answered all" in found(FRAME.assign(a=None, b=FRAME["b"])).summary()


def test_an_unknown_item_is_named():
    with pytest.raises(KeyError, match="zz"):
        found(items=["zz"])
