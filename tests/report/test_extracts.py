"""Does an extract hold no field that its audience may not have?"""

import json
from dataclasses import replace

import numpy as np

from csat_methods import means, publish
from csat_methods._messages import Message, Text, plain
from csat_methods.report.audience import Audience, audience_of
from csat_methods.report.cautions import cautions_of
from csat_methods.report.data_table import table_of
from csat_methods.report.extracts import card_for, record_for, told_to, unseen_rows
from csat_methods.report.groups import groups_of
from csat_methods.report.judgement import whole
from csat_methods.report.method_html import method_html
from csat_methods.report.policy import Policy, policy_of
from csat_methods.report.tables import results_content
from csat_methods.report.wave_card import card_of

CUSTOMER = audience_of("customer", segments=["city"])


def extract(parcels, results, audience):
    return publish(results, policy_of(parcels, audience))


def test_customers_read_of_satisfaction_as_a_whole(parcels, parcels_results):
    shown = extract(parcels, parcels_results, "customer")
    assert list(shown) == [
        "06.overall",
        "06.nps",
        "06.overall_mean",
        "06.means",
        "06.answers",
    ]


def test_a_function_reads_segments_too(parcels, parcels_results):
    shown = extract(parcels, parcels_results, "function")
    assert "06.segments" in shown
    assert "02.composition" not in shown


def test_an_extract_hides_what_the_whole_report_hides(parcels, parcels_results):
    whole = extract(parcels, parcels_results, "management")["06.segments"]
    part = extract(parcels, parcels_results, "function")["06.segments"]
    assert part.hidden == whole.hidden != ()


def test_what_is_left_out_goes_without_a_trace(parcels, parcels_results):
    policy = replace(
        policy_of(parcels), extract=Audience(leave_out=frozenset({"price"}))
    )
    shown = publish(parcels_results, policy)["06.means"]
    assert "price" not in shown.result.table["term"].tolist()
    assert shown.hidden == ()


def test_columns_of_computing_are_for_those_who_check_it(parcels, parcels_results):
    shown = extract(parcels, parcels_results, "customer")
    for each in shown.values():
        assert not set(each.result.table) & CUSTOMER.columns
        assert each.result.used.left_out == {}
        assert each.result.call is None or each.result.call.arguments == {}


def test_words_of_segments_do_not_come_along(parcels_results):
    words = {"speed": Text({"en": "Speed"}), "city": Text({"en": "City"})}
    words |= {"city=Ash": Text({"en": "Ash"}), "d =~ speed": Text({"en": "S"})}
    told = told_to(replace(parcels_results["06.means"], labels=words), CUSTOMER)
    assert set(told.labels) == {"speed", "d =~ speed"}


def test_what_is_shown_keeps_its_words(parcels, parcels_results):
    """Column names in place of words were read in figures of extracts."""
    whole = extract(parcels, parcels_results, "management")
    for who in ("function", "customer"):
        for name, shown in extract(parcels, parcels_results, who).items():
            kept = {k for k in whole[name].result.labels if "city" not in k}
            assert kept <= set(shown.result.labels), (who, name)


def test_what_is_left_out_is_not_called_by_its_name(parcels, parcels_results):
    reader = Audience(leave_out=frozenset({"price"}))
    policy = replace(policy_of(parcels), extract=reader)
    for shown in publish(parcels_results, policy).values():
        assert not any(key.startswith("price") for key in shown.result.labels)


def test_who_reads_no_chapter_on_expectations_reads_nothing_that_rests_on_them():
    roles = {"expectation": ("e_speed",)}
    assert audience_of("customer", items=roles).leave_out == {"e_speed"}
    assert audience_of("function", items=roles).leave_out == frozenset()


def test_notes_on_methods_are_not_for_customers(parcels_results):
    noted = replace(parcels_results["06.means"], notes=(Message("By a method."),))
    assert told_to(noted, CUSTOMER).notes == ()
    assert told_to(noted, audience_of("function")).notes == noted.notes


def test_an_extract_names_nobody_who_worked_on_the_survey(parcels_results):
    who = Message("Confirmed by {people}.", {"people": "A. B."})
    other = Message("By a method.")
    noted = replace(parcels_results["06.means"], notes=(who, other))
    assert told_to(noted, audience_of("function")).notes == (other,)
    assert told_to(noted, audience_of("management")).notes == (who, other)


def test_customers_read_verdicts_without_p_values(parcels, parcels_results):
    means = parcels_results["06.means"]
    tested = replace(means, table=means.table.assign(p_adjusted=0.02))
    heads = {}
    for who in ("function", "customer"):
        shown = extract(parcels, {"06.means": tested}, who)["06.means"]
        assert "p_adjusted" in shown.result.table
        heads[who] = "p, adjusted" in table_of(shown, "Means")
    assert heads == {"function": True, "customer": False}


def test_a_result_narrowed_to_a_segment_is_unseen(parcels, parcels_results):
    part = parcels.where(parcels.frame["city"] == "Ash", name="city = Ash")
    result = means(part, "speed")
    rows = unseen_rows(result, groups_of(result, Policy()), CUSTOMER)
    assert rows.tolist() == [True]
    whole = parcels_results["06.means"]
    assert not np.any(unseen_rows(whole, groups_of(whole, Policy()), CUSTOMER))


def test_whom_preparation_left_out_is_told_to_nobody_outside(parcels):
    prepared = parcels.where(parcels.frame["speed"] > 1, name="without: too slow")
    part = prepared.where(prepared.frame["speed"] > 2, name="quick")
    made = {
        "06.means": means(prepared, ["speed", "price"]),
        "06.q": means(part, "speed"),
    }
    told = {
        who: publish(made, policy_of(prepared, who))
        for who in ("management", "customer")
    }
    words = {
        who: [r.result.domain.words for r in shown.values()]
        for who, shown in told.items()
    }
    assert words["management"] == [
        ("without: too slow",),
        ("without: too slow", "quick"),
    ]
    assert words["customer"] == [(), ("quick",)]
    assert "too slow" not in json.dumps(results_content(told["customer"]))


def test_an_extract_judges_what_speaks_of_everybody(parcels):
    prepared = parcels.where(parcels.frame["speed"] > 1, name="without: too slow")
    part = prepared.where(prepared.frame["speed"] > 2, name="quick")
    made = {
        "06.means": means(prepared, ["speed", "price"]),
        "06.q": means(part, "speed"),
    }
    found = {}
    for who in ("management", "function", "customer"):
        policy = policy_of(prepared, who)
        shown = publish(made, policy)
        card = card_for(card_of(prepared), policy.reader)
        found[who] = [each.name for each in whole(shown.values(), card)]
    assert all(names == ["06.means"] for names in found.values())


def test_the_facts_of_the_making_are_no_customers_business(parcels_card):
    card = replace(parcels_card, notes=(Message("Read with a note."),))
    told = card_for(card, CUSTOMER)
    assert (told.invited, told.design, told.ledger, told.notes) == (None, {}, (), ())
    assert card_for(card, Audience()) is card


def test_an_extract_has_the_lines_of_what_it_judges(parcels_card):
    card = replace(parcels_card, lines={"mean": 4.0, "alpha": 0.7})
    assert card_for(card, CUSTOMER, {"mean", ""}).lines == {"mean": 4.0}


def test_what_is_kept_back_is_not_called_unknown(
    parcels, parcels_card, parcels_results
):
    shown = extract(parcels, parcels_results, "customer")
    judged = {each.result.line for each in shown.values()}
    card = card_for(replace(parcels_card, invited=1000), CUSTOMER, judged)
    said = " ".join(plain(message) for message, _ in cautions_of(shown, card))
    assert "nobody knows" not in said
    assert "not checked" not in said
    told = method_html(shown, card)
    assert "How many answers came in" not in told
    assert "not stated" not in told


def test_of_the_record_only_the_key_is_told():
    record = {"schema": 1, "wave": "w", "key": "k", "inputs": {"data/secret.csv": "d"}}
    assert record_for(record, CUSTOMER) == {"schema": 1, "wave": "w", "key": "k"}
    assert record_for(record, Audience()) == record
