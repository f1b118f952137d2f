"""Does anything pass the gate that should not?"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pytest

from csat_methods import (
    Wave,
    compare_segments,
    compare_waves,
    means,
    proportions,
    publish,
)
from csat_methods._messages import Message, Number
from csat_methods.report.policy import Policy, policy_of
from csat_methods.report.publish import Published, check_published
from csat_methods.result import Domain, Result, Used


@pytest.fixture(scope="module")
def wave():
    """A hundred customers of four cities; three of them live in Dunwich."""
    rng = np.random.default_rng(5)
    cities = ["Ash"] * 45 + ["Bree"] * 31 + ["Cork"] * 21 + ["Dunwich"] * 3
    return Wave.from_frame(
        pd.DataFrame(
            {
                "q1": rng.integers(1, 6, 100).astype(float),
                "q2": rng.integers(1, 6, 100).astype(float),
                "city": cities,
                "sex": rng.choice(["f", "m"], 100),
            }
        )
    )


def gate(wave, **results):
    return publish(results, policy_of(wave))


def shown(published, name="r"):
    return published[name].result


def test_a_segment_below_the_minimum_is_hidden_and_its_key_remains(wave):
    published = gate(wave, r=means(wave, "q1", by="city"))
    assert shown(published).table["city"].tolist() == ["Ash", "Bree", "Cork"]
    assert published["r"].hidden == ({"city": "Dunwich", "term": "q1"},)


def test_a_total_of_another_result_takes_the_next_smallest_with_it(wave):
    published = gate(wave, r=means(wave, "q1", by="city"), all=means(wave, "q1"))
    assert shown(published).table["city"].tolist() == ["Ash", "Bree"]
    assert [h["city"] for h in published["r"].hidden] == ["Cork", "Dunwich"]


def test_one_city_by_where_counts_as_a_segment_of_the_same_question(wave):
    parts = {
        f"r{i}": means(part, "q1") for i, part in enumerate(wave.by("city").values())
    }
    published = gate(wave, all=means(wave, "q1"), **parts)
    visible = [name for name in parts if len(shown(published, name).table)]
    assert visible == ["r0", "r1"]


def test_rows_stand_in_their_order_with_the_hidden_between_them(wave):
    published = gate(
        wave, r=means(wave, ["q1", "q2"], by="city"), all=means(wave, "q1")
    )
    named = [(row["city"], row["term"], seen) for row, seen in published["r"].rows()]
    assert named == [
        ("Ash", "q1", True),
        ("Ash", "q2", True),
        ("Bree", "q1", True),
        ("Bree", "q2", True),
        ("Cork", "q1", False),
        ("Cork", "q2", True),
        ("Dunwich", "q1", False),
        ("Dunwich", "q2", False),
    ]


def test_no_number_of_a_hidden_row_can_be_had_by_subtraction(wave):
    total, by_city = means(wave, "q1"), means(wave, "q1", by="city")
    published = gate(wave, all=total, r=by_city)
    left = shown(published).table
    n = int(total.table["n"].iloc[0]) - int(left["n"].sum())
    assert n >= 10
    rest = total.estimate * 100 - (left["estimate"] * left["n"]).sum()
    secret = by_city.row(city="Dunwich")
    assert abs(rest / n - secret["estimate"]) > 1e-9


def test_how_many_were_asked_goes_where_a_segment_is_hidden(wave):
    published = gate(wave, r=means(wave, "q1", by="city"), all=means(wave, "q1"))
    assert {"asked", "not_applicable"}.isdisjoint(shown(published).table)
    assert "asked" in shown(published, "all").table


def test_counts_stay_whole_numbers(wave):
    published = gate(wave, r=means(wave, "q1", by="city"))
    assert shown(published).table["n"].dtype.kind == "i"


def test_what_a_result_rests_on_is_said_of_the_visible_rows(wave):
    used = shown(gate(wave, r=means(wave, "q1", by="city"))).used
    assert used.used == (21, 45)
    assert used.left_out == {}


def test_a_domain_below_the_minimum_shows_nothing_at_all(wave):
    few = wave.where(wave.frame["city"] == "Dunwich", name="city = Dunwich")
    published = gate(wave, r=means(few, "q1"))
    assert published["r"].empty
    assert shown(published).used == Used(0, (0, 0))


def test_the_covariance_does_not_pass(wave):
    with pytest.raises(AttributeError, match="no covariance"):
        _ = shown(gate(wave, r=means(wave, ["q1", "q2"]))).covariance


def test_the_headline_speaks_of_visible_rows_only(wave):
    text = shown(gate(wave, r=means(wave, "q1", by="city"))).summary()
    assert "3 " not in text


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Rich(Result):
    """A result with attributes of its own."""

    people: pd.DataFrame = field(default_factory=pd.DataFrame)
    loadings: pd.DataFrame = field(default_factory=pd.DataFrame)
    fit: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))
    parts: dict = field(default_factory=dict)
    r_squared: float = 0.5


def rich(n, **fields):
    table = pd.DataFrame(
        {"term": ["q1", "q2"], "estimate": [1.0, 2.0], "n": np.asarray(n)}
    )
    return Rich(
        table=table,
        method="Rich",
        used=Used(100, (min(n), max(n))),
        domain=Domain((), "abc"),
        **fields,
    )


def test_one_value_a_person_never_passes():
    people = pd.DataFrame({"longstring": range(100)})
    scores = pd.Series(range(100), dtype=float)
    published = publish({"r": rich([90, 90], people=people, fit=scores)}, Policy())
    assert len(shown(published).people) == 0
    assert len(shown(published).fit) == 0


def test_attributes_lose_what_is_labelled_by_a_hidden_term():
    square = pd.DataFrame(np.eye(2), index=["q1", "q2"], columns=["q1", "q2"])
    result = rich([90, 4], loadings=square, fit=square["q1"], parts={"q1": 1, "q2": 2})
    left = shown(publish({"r": result}, Policy()))
    assert left.loadings.shape == (1, 1)
    assert left.fit.index.tolist() == ["q1"]
    assert left.parts == {"q1": 1}


def test_attributes_of_a_hidden_result_say_nothing():
    square = pd.DataFrame(np.eye(2), index=["q1", "q2"], columns=["q1", "q2"])
    result = rich([4, 4], loadings=square, fit=square["q1"], parts={"q1": 1})
    left = shown(publish({"r": result}, Policy()))
    assert len(left.loadings) == len(left.fit) == len(left.parts) == 0
    assert np.isnan(left.r_squared)


def test_a_note_with_numbers_of_hidden_rows_goes():
    notes = (
        Message("{n} found.", {"n": Number(4, "count")}),
        Message("q1: {x}.", {"x": Number(1.0, ref="term=q1.estimate")}),
        Message("q2: {x}.", {"x": Number(2.0, ref="term=q2.estimate")}),
        Message("Intervals are as if drawn at random."),
    )
    left = shown(publish({"r": rich([90, 4], notes=notes)}, Policy())).notes
    assert left == (notes[1], notes[3])
    whole = shown(publish({"r": rich([90, 40], notes=notes)}, Policy())).notes
    assert whole == notes


def test_a_plan_speaks_of_no_answers_and_passes():
    table = pd.DataFrame({"term": ["north"], "n": [4]})
    plan = Result(table=table, method="Allocation", used=Used(0, (0, 0)))
    assert len(shown(publish({"r": plan}, Policy())).table) == 1


def test_a_row_with_a_small_count_of_one_side_is_hidden():
    table = pd.DataFrame(
        {"term": ["q1", "q2"], "n": [90, 90], "n_low": [5, 40], "n_high": [40, 40]}
    )
    result = Result(
        table=table, method="R", used=Used(99, (90, 90)), domain=Domain((), "abc")
    )
    published = publish({"r": result}, Policy())
    assert shown(published).table["term"].tolist() == ["q2"]


def test_a_comparison_with_a_hidden_segment_is_hidden(wave):
    pairs = compare_segments(wave, "q1", by="city")
    published = gate(wave, r=means(wave, "q1", by="city"), pairs=pairs)
    table = shown(published, "pairs").table
    assert table[["segment", "reference"]].to_numpy().tolist() == [["Bree", "Ash"]]
    assert "Dunwich" not in shown(published, "pairs").split


def test_only_results_pass():
    with pytest.raises(ValueError, match=r"results=\['a'\] must be Results"):
        publish({"a": 3}, Policy())
    with pytest.raises(ValueError, match="results=list must be a Mapping"):
        publish([], Policy())


@pytest.mark.parametrize("policy", [None, {}, 10])
def test_nothing_passes_without_a_policy(policy):
    with pytest.raises(ValueError, match=r"policy=\w+ must be a Policy"):
        publish({}, policy)


def test_what_did_not_pass_the_gate_is_refused(wave):
    with pytest.raises(ValueError, match="results=dict must come from publish"):
        check_published({"a": means(wave, "q1")})
    published = gate(wave, a=means(wave, "q1"))
    assert check_published(published) is published


def test_an_unknown_name_is_refused_with_the_known_ones(wave):
    published = gate(wave, a=means(wave, "q1"))
    with pytest.raises(KeyError, match="'b' was not published; published: a"):
        _ = published["b"]
    assert list(published) == ["a"]
    assert isinstance(published, Published)


def test_the_size_of_a_hidden_segment_is_not_told_by_its_share(wave):
    published = gate(
        wave,
        r=means(wave, "q1", by="city"),
        all=means(wave, "q1"),
        who=proportions(wave, ["city", "sex"]),
    )
    left = shown(published, "who").table
    assert left["category"].tolist() == ["Ash", "Bree", "f", "m"]


def test_who_answered_is_told_of_small_segments_while_nothing_else_is_told_of_them(
    wave,
):
    """The share of Dunwich rests on a hundred people, and says nothing of three."""
    who = proportions(wave, ["city", "sex"])
    results = {"02.composition": who, "06.all": means(wave, "q1")}
    whole = publish(results, policy_of(wave))
    assert shown(whole, "02.composition").table["category"].tolist() == [
        *("Ash", "Bree", "Cork", "Dunwich"),
        *("f", "m"),
    ]
    for audience in ("function", "customer"):
        assert set(publish(results, policy_of(wave, audience))) == {"06.all"}


def test_a_share_that_stands_alone_takes_the_next_smallest_with_it(wave):
    published = gate(
        wave, r=means(wave, "q1", by="city"), who=proportions(wave, "city")
    )
    assert shown(published, "who").table["category"].tolist() == ["Ash", "Bree"]


def test_a_change_between_waves_is_no_part_of_one_wave():
    """Its people answered twice; they must not hide a segment of either wave."""
    frame = pd.DataFrame({"q1": [1.0, 2, 3, 4] * 30, "city": ["a", "b"] * 60})
    frame["who"] = range(120)
    waves = {
        name: Wave.from_frame(frame.iloc[start:], person="who")
        for name, start in {"one": 0, "two": 4}.items()
    }
    results = {
        "06.all": means(waves["two"], "q1"),
        "06.city": means(waves["two"], "q1", by="city"),
        "10.change": compare_waves(waves, "q1"),
    }
    published = publish(results, Policy(minimum=10))
    assert published["06.city"].hidden == ()
