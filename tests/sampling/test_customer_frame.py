"""Tests of the list of customers: kinds, duplicates, and who may be asked."""

import numpy as np
import pandas as pd
import pytest

from csat_methods import customer_frame, draw_sample
from csat_methods.report.store import read_result, write_result

TYPES = {
    "regular": {"orders": {"at_least": 5}},
    "occasional": {"orders": {"at_least": 1, "below": 5}},
    "prospect": {"orders": 0},
}


@pytest.fixture
def people():
    return pd.DataFrame(
        {
            "id": [f"K{i:02d}" for i in range(12)],
            "name": ["علی کریمی", "Ann Lee", "Bo"] * 4,
            "email": [f"p{i}@shop.com" for i in range(12)],
            "orders": [0, 1, 4, 5, 9, 0, 2, 7, 0, 3, 3, 6],
            "asked": pd.to_datetime(
                ["2025-01-01", None, "2025-03-31", "2025-04-01"] + [None] * 8
            ),
        }
    )


def of(frame, **arguments):
    return customer_frame(frame, **{"id": "id", "rules": TYPES, **arguments})


# -------------------------------------------------------------------- types
def test_every_customer_belongs_to_exactly_one_type(people):
    found = of(people)
    assert found.frame["customer_type"].isin(TYPES).all()
    table = found.table
    assert table["term"].tolist() == list(TYPES)
    assert table["n"].tolist() == [4, 5, 3]
    assert table["n"].sum() == len(found.frame) == 12
    assert table["share"].sum() == pytest.approx(1)
    assert found.frame["eligible"].all()


def test_a_type_may_be_whoever_belongs_to_no_other(people):
    rules = {"regular": TYPES["regular"], "other": "rest"}
    assert of(people, rules=rules).table["n"].tolist() == [4, 8]


def test_customers_without_a_type_or_with_several_are_refused_all_at_once(people):
    rules = {"some": {"orders": {"at_least": 3}}, "many": {"orders": {"above": 5}}}
    with pytest.raises(
        ValueError,
        match=r"(?s)5 customers belong to no type, such as 'K00'.*3 customers belong "
        r"to several types, such as 'K04' to \['some', 'many'\]",
    ):
        of(people, rules=rules)


def test_channels_are_classed_in_the_same_way(people):
    channels = {"direct": {"id": ["K00", "K01"]}, "chain": "rest"}
    frame = of(people, channels=channels).frame
    assert frame["channel"].value_counts().to_dict() == {"chain": 10, "direct": 2}


# --------------------------------------------------------------- duplicates
def test_planted_duplicates_are_found_and_the_counts_reconcile(people):
    planted = people.iloc[[0, 4, 7]].assign(id=["k00", " K 04", "K07\u200c"])
    found = of(pd.concat([people, planted], ignore_index=True))
    steps = found.steps
    assert steps["rows"] == 15
    assert steps["duplicates"] == 3
    assert steps["customers"] == 12
    assert steps["rows"] - steps["duplicates"] == steps["customers"]
    assert sorted(found.duplicates["id"]) == sorted(["k00", "K04", "K07\u200c"])
    assert set(found.duplicates["match"]) == {"id"}
    assert "Merged as duplicates: 3 records." in str(found.notes[0])


def test_records_with_other_ids_are_one_by_address_or_through_a_third(people):
    frame = people.head(3).assign(
        id=["a", "b", "c"],
        email=["x@y.com", "X@Y.com ", "z@y.com"],
        phone=["1", "22", "۲۲"],
    )
    found = of(frame, match=["email", "phone"])
    assert len(found.frame) == 1
    assert found.duplicates.to_dict("list") == {
        "id": ["b", "c"], "kept": ["a", "a"], "match": ["email", "linked"]
    }  # fmt: skip


def test_blank_addresses_make_nobody_the_same(people):
    found = of(people.assign(email=None), match="email")
    assert len(found.frame) == 12


def test_persian_names_in_either_spelling_are_one(people):
    frame = people.head(2).assign(id=["علي كريمي", "علی\u200cکریمی"], orders=[1, 1])
    assert of(frame).steps["duplicates"] == 1


# ----------------------------------------------------------------- who may be
def test_the_quiet_period_is_exact_on_its_last_day_and_the_day_after(people):
    # K03 was asked on 1 April; with 90 days the 30th of June is the last quiet day.
    quiet = {"quiet_days": 90, "contacted": "asked"}
    last = of(people, as_of="2025-06-30", **quiet).frame.set_index("id")
    after = of(people, as_of="2025-07-01", **quiet).frame.set_index("id")
    assert not last.loc["K03", "eligible"]
    assert last.loc["K03", "reason"] == "quiet period"
    assert after.loc["K03", "eligible"]
    assert last.loc["K02", "eligible"]
    assert last.loc["K01", "eligible"]


def test_the_quiet_period_counts_contacts_of_all_records_of_a_customer(people):
    twin = people.iloc[[0]].assign(id="k00", asked=pd.Timestamp("2025-06-01"))
    both = pd.concat([people, twin])
    found = of(both, quiet_days=90, contacted="asked", as_of="2025-06-30")
    frame = found.frame.set_index("id")
    assert not frame.loc["K00", "eligible"]
    assert found.steps["quiet period"] == 2


def test_people_of_the_organization_are_excluded_and_counted(people):
    inside = people.assign(email=["a@Firm.com"] * 2 + people["email"].tolist()[2:])
    found = of(
        inside,
        ineligible={
            "internal": {"email": {"ends_with": "@Firm.com"}},
            "no consent": {"orders": {"in": [9]}},
        },
        quiet_days=400,
        contacted="asked",
        as_of="2025-06-30",
    )
    steps = found.steps
    assert steps["internal"] == 2
    assert steps["no consent"] == 1
    assert steps["quiet period"] == 2  # K00 was asked too, but is internal
    assert steps["customers"] == 12 == steps.loc["internal":].sum()
    assert found.table["ineligible"].sum() == 5
    assert found.summary() == "7 of 12 customers may be asked."
    assert [str(note) for note in found.notes] == [
        "Not to be asked (internal): 2 customers.",
        "Not to be asked (no consent): 1 customers.",
        "Not to be asked (quiet period): 2 customers.",
    ]


def test_accounts_are_told_apart_from_their_people(people):
    frame = people.assign(
        firm=["Acme"] * 5 + [" acme"] * 2 + ["Beta", None, None, "Gamma", "Gamma"],
        job=["buyer", "user"] * 6,
    )
    found = of(frame, account="firm", role="job", ineligible={"off": {"id": "K00"}})
    contacts = found.frame.set_index("id")["contacts"]
    assert contacts["K01"] == contacts["K06"] == 6
    assert (contacts["K07"], contacts["K08"], contacts["K11"]) == (1, 1, 2)
    assert found.roles.to_dict() == {"buyer": 5, "user": 6}


# ------------------------------------------------------------- transactions
@pytest.fixture
def sales():
    return pd.DataFrame(
        {
            "customer": ["a", "a", "a", "B", "b ", "c"],
            "day": ["2025-05-01", "2025-06-01", "2024-01-01", "2025-01-05",
                    "2025-02-01", "2023-07-01"],
            "amount": [10.0, 20.0, 5.0, 7.0, 3.0, 100.0],
            "city": ["old", "new", "older", "x", "y", "z"],
        }
    )  # fmt: skip


RECENCY = {
    "regular": {"transactions": {"at_least": 3}, "days_since": {"at_most": 365}},
    "occasional": {"transactions": {"below": 3}, "days_since": {"at_most": 365}},
    "lapsed": {"days_since": {"above": 365}},
}


def test_transactions_become_customers_with_recency_and_sums(sales):
    found = customer_frame(
        sales, id="customer", rules=RECENCY, date="day", total=["amount"],
        as_of="2025-06-30",
    )  # fmt: skip
    frame = found.frame.set_index("customer")
    assert frame["transactions"].tolist() == [3, 2, 1]
    assert frame.index.tolist() == ["a", "b ", "c"]
    assert frame["amount"].tolist() == [35.0, 10.0, 100.0]
    assert frame["city"].tolist() == ["new", "y", "z"]
    assert frame["days_since"].tolist() == [29, 149, 730]
    assert frame["customer_type"].tolist() == ["regular", "occasional", "lapsed"]
    assert frame.loc["a", "first_date"] == pd.Timestamp("2024-01-01")
    steps = found.steps
    assert steps.tolist()[:4] == [6, 2, 1, 3]
    assert steps["rows"] - steps["further transactions"] - steps["duplicates"] == 3


def test_the_order_of_the_rows_changes_nothing(sales, people):
    arguments = {"id": "customer", "rules": RECENCY, "date": "day"}
    tied = pd.concat([sales, sales.head(2).assign(city=["p", "q"])])
    for seed in range(5):
        shuffled = tied.sample(frac=1, random_state=seed)
        found = customer_frame(shuffled, as_of="2025-06-30", **arguments)
        wanted = customer_frame(tied, as_of="2025-06-30", **arguments)
        pd.testing.assert_frame_equal(found.frame, wanted.frame)
        pd.testing.assert_frame_equal(found.duplicates, wanted.duplicates)
    twins = pd.concat([people, people.assign(orders=people["orders"])])
    turned = twins.sample(frac=1, random_state=2)
    pd.testing.assert_frame_equal(of(twins).frame, of(turned).frame)


# -------------------------------------------------------------------- around
def test_the_list_is_drawn_from(people):
    found = of(people, quiet_days=90, contacted="asked", as_of="2025-06-30")
    sample = draw_sample(
        found.frame, 6, id="id", seed=1, strata="customer_type",
        exclude=~found.frame["eligible"],
    )  # fmt: skip
    assert sample.frame["eligible"].all()


def test_the_list_comes_back_from_a_folder(people, tmp_path):
    found = of(people, ineligible={"internal": {"orders": 9}})
    write_result(found, tmp_path / "02.frame")
    again = read_result(tmp_path / "02.frame")
    pd.testing.assert_frame_equal(again.frame, found.frame)
    assert again.steps.to_dict() == found.steps.to_dict()
    assert set(found.personal) == {"frame", "duplicates"}


# ------------------------------------------------------------------- errors
@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({"rules": {}}, "rules={} must name at least one type"),
        ({"rules": {"a": "rest", "b": "rest"}}, "only one type can be the rest"),
        ({"rules": {"a": {}}}, "a={} must be conditions by column"),
        ({"rules": {"a": {"orders": {"over": 3}}}}, "unknown keys"),
        ({"rules": {"a": {"orders": {"above": "x"}}}}, "does not go with values such"),
        ({"quiet_days": 30}, r"(?s)needs contacted.*as_of=None must be the day"),
        ({"quiet_days": -1, "contacted": "asked"}, "quiet_days=-1 must be a whole"),
        ({"total": ["orders"]}, "needs date"),
        ({"date": "asked", "as_of": "2025-06-30"}, "'asked' is blank in 9 rows"),
        ({"date": "name", "as_of": "2025-06-30"}, "'name' must hold days"),
        ({"as_of": "soon"}, "as_of='soon' must be a day"),
        (
            {"contacted": "asked", "as_of": "2025-02-01", "quiet_days": 9},
            "lies after as_of=2025-02-01 in 2 rows",
        ),
    ],
)
def test_what_cannot_be_told_is_refused(people, arguments, fault):
    with pytest.raises(ValueError, match=fault):
        of(people, **arguments)


def test_what_is_not_there_is_named(people):
    with pytest.raises(KeyError, match="'order'"):
        of(people, rules={"a": {"order": 1}})
    for argument in ("match", "contacted", "account", "role"):
        with pytest.raises(KeyError, match="'nowhere'"):
            of(people, **{argument: "nowhere"})
    with pytest.raises(ValueError, match="which are added here; rename them"):
        of(people.assign(reason=""))
    with pytest.raises(ValueError, match="column 'id' has 1 ids that are blank"):
        of(people.assign(id=people["id"].where(people.index > 0)))
    with pytest.raises(ValueError, match="must be a table with rows"):
        of(people.head(0))
    with pytest.raises(ValueError, match="must hold numbers"):
        of(people.assign(asked="2025-01-01"), date="asked", total=["name"],
           as_of="2025-06-30")  # fmt: skip


def test_a_large_table_keeps_one_record_each():
    rng = np.random.default_rng(1)
    ids = [f"C{i % 60_000}" for i in range(100_000)]
    found = of(pd.DataFrame({"id": ids, "orders": rng.integers(0, 9, len(ids))}))
    assert found.frame["id"].is_unique
    assert len(found.frame) == 60_000
