"""Does a panel of experts hold the items to be relevant?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

PANEL = pd.DataFrame(
    [
        *([4, 3, 4, 2, 4], [4, 3, 4, 3, 4], [4, 4, 3, 3, 4]),
        *([3, 4, 4, 1, 4], [4, 4, 4, 2, 3], [4, 3, 4, 3, 4]),
    ],
    columns=list("abcde"),
)


def matrix(part):
    return pd.DataFrame(part["data"], index=part["rows"], columns=part["cols"])


def test_the_panel_by_hand():
    found = cs.content_validity(PANEL)
    assert found.table["i_cvi"].tolist() == [1, 1, 1, 0.5, 1]
    assert found.s_cvi_ave == pytest.approx(0.9)
    assert found.s_cvi_ua == pytest.approx(0.8)
    assert found.by_expert.tolist() == pytest.approx([0.8, 1, 1, 0.8, 0.8, 1])
    assert found["d"]["aiken_v"] == pytest.approx((14 / 6 - 1) / 3)
    assert found["d"]["kappa"] == pytest.approx((0.5 - 20 / 64) / (1 - 20 / 64))


def test_panel_of_the_reference(reference):
    known = reference("survey/content_validity/cvi_scale")["values"]
    found = cs.content_validity(matrix(known["ratings"]))
    assert found.table["i_cvi"].tolist() == pytest.approx(known["i_cvi"])
    assert found.table["kappa"].tolist() == pytest.approx(known["kappa"], abs=1e-12)
    assert found.s_cvi_ave == pytest.approx(known["s_cvi_ave"])
    assert found.s_cvi_ua == pytest.approx(known["s_cvi_ua"])


def test_aiken_s_v_of_the_reference(reference):
    known = reference("survey/content_validity/aiken_v")["values"]
    for name, level in (("on_1_5", 0.95), ("on_1_5_99", 0.99)):
        for item, row in matrix(known[name]).iterrows():
            ratings = pd.DataFrame({item: known["ratings"][item]})
            found = cs.content_validity(
                ratings, categories=5, relevant=(4, 5), level=level
            )[item]
            got = [found[c] for c in ("n", "aiken_v", "aiken_low", "aiken_high")]
            assert got == pytest.approx(row.drop("mean").tolist(), abs=1e-9)


def test_ratios_of_the_reference(reference):
    known = reference("survey/content_validity/cvr_items")["values"]
    ratings = pd.DataFrame(
        {str(i): [1] * e + [3] * (10 - e) for i, e in enumerate(known["n_essential"])}
    )
    found = cs.content_validity(ratings, categories=3, relevant=(1,), essential=(1,))
    assert found.table["cvr"].tolist() == pytest.approx(known["cvr"], abs=1e-12)
    assert found.table["cvr_p"].tolist() == pytest.approx(known["p_one_sided"])


def test_an_item_that_one_expert_rated_has_no_coefficient():
    skipped = PANEL.assign(e=[4, None, None, None, None, None])
    found = cs.content_validity(skipped)
    row = found["e"]
    assert row["n"] == 1
    assert row.drop(["term", "n"]).isna().all()
    assert found.used.left_out == {"no answer": 5}
    assert "fewer than two experts" in found.notes[0].id
    assert found.s_cvi_ave == pytest.approx(0.875)


def test_the_order_of_experts_changes_nothing():
    one, two = cs.content_validity(PANEL), cs.content_validity(PANEL.iloc[::-1])
    pd.testing.assert_frame_equal(one.table, two.table)


def test_four_experts_are_said_to_be_too_few():
    found = cs.content_validity(PANEL.head(4))
    assert np.isnan(found["a"]["cvr_critical"])
    assert "too few experts" in found.notes[0].id


def test_lines_are_judged_by_intervals():
    found = cs.content_validity(pd.concat([PANEL] * 4, ignore_index=True))
    verdicts = [f.verdict for f in found.findings({"content_validity": 0.78})]
    assert verdicts == ["good", "good", "good", "bad", "good"]
    assert "4 relevant for certain, 1 not relevant" in found.summary()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"relevant": ()}, r"relevant=\[\]"),
        ({"relevant": (1, 2, 3, 4)}, "some, not all"),
        ({"essential": (5,)}, r"essential=\[5\]"),
        ({"categories": 1}, "categories=1"),
        ({"categories": 3, "relevant": (3,)}, "from 1 to 3"),
        ({"level": 1}, "level=1"),
    ],
)
def test_wrong_arguments_are_refused(change, why):
    with pytest.raises(ValueError, match=why):
        cs.content_validity(PANEL, **change)


def test_one_expert_is_no_panel():
    with pytest.raises(ValueError, match="experts=1"):
        cs.content_validity(PANEL.head(1))


def test_least_ratios_beyond_chance_of_the_reference(reference):
    known = reference("survey/content_validity/cvr_critical")["values"]
    for name, level in (("one_sided_05", 0.95), ("one_sided_01", 0.99)):
        part = known[name]
        want = [np.nan if ratio is None else ratio for ratio in part["cvr"]]
        got = [
            cs.content_validity(pd.DataFrame({"q": [4] * n}), level=level)["q"]
            for n in part["N"]
        ]
        ratios = [row["cvr_critical"] for row in got]
        assert ratios == pytest.approx(want, abs=1e-12, nan_ok=True)


def test_modified_kappas_of_the_reference(reference):
    known = pd.DataFrame(reference("survey/content_validity/modified_kappa")["values"])
    for n, part in known.groupby("N"):
        ratings = pd.DataFrame({str(a): [4] * a + [1] * (n - a) for a in part["A"]})
        table = cs.content_validity(ratings).table
        assert table["i_cvi"].tolist() == pytest.approx(part["i_cvi"].tolist())
        assert table["kappa"].tolist() == pytest.approx(part["kappa"].tolist())


def test_a_highest_code_that_is_not_relevant_is_told():
    five = pd.DataFrame({"q": [5, 4, 5, 5]})
    found = cs.content_validity(five, categories=5)
    assert "The highest code, 5, does not count" in " ".join(map(str, found.notes))
    named = cs.content_validity(five, categories=5, relevant=(4, 5))
    assert "highest code" not in " ".join(map(str, named.notes))
    turned = cs.content_validity(five - 3, categories=3, relevant=(1,))
    assert "highest code" not in " ".join(map(str, turned.notes))
