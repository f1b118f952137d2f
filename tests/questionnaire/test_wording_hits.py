"""Where do the words of a question break a rule, and which?"""

import pandas as pd
import pytest

from csat_methods import lint_items
from csat_methods.questionnaire.asked_questions import read_items
from csat_methods.questionnaire.wording_hits import wording_hits
from csat_methods.questionnaire.wording_rules import patterns

DOUBLE = "How satisfied were you with the speed and accuracy of our staff?"


def asked(text, kind="scale", scale="1 very bad … 5 very good"):
    item = {"id": "q", "type": kind, "text": text, "scale": scale}
    return read_items(pd.DataFrame([item]))["q"]


def test_a_sentence_is_quoted_where_it_stands_in_each_question():
    alone = list(wording_hits(asked(DOUBLE), "en"))
    behind = list(wording_hits(asked(f"Think of May. {DOUBLE}"), "en"))
    assert ("double_barrelled", "speed and accuracy") in alone
    assert ("double_barrelled", "speed and accuracy") in behind


def test_a_sentence_that_leads_up_to_a_question_is_judged_apart_from_one_that_asks():
    said = DOUBLE.replace("?", ".")
    leads_up = list(wording_hits(asked(f"{said} How was it?"), "en"))
    alone = list(wording_hits(asked(said), "en"))
    assert "double_barrelled" in {rule for rule, _ in alone}
    assert "double_barrelled" not in {rule for rule, _ in leads_up}


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_a_rule_for_some_types_of_item_lets_the_others_pass(lang):
    bound = [pattern for pattern in patterns(lang) if pattern.types]
    sentences = [s for _, s in asked(DOUBLE, "date").sentences]
    strange = [p for p in bound if "date" not in p.types]
    assert strange
    assert not any(p.places(s) for p in strange for s in sentences)


def test_equal_sentences_of_several_items_have_their_findings_each():
    rows = [
        {"id": name, "type": kind, "text": DOUBLE, "scale": "1 bad … 5 good"}
        for name, kind in (("a", "scale"), ("b", "scale"), ("c", "binary"))
    ]
    table = lint_items(pd.DataFrame(rows), lang="en").table
    apart = [lint_items(pd.DataFrame([row]), lang="en").table for row in rows]
    columns = ["id", "rule", "words"]
    together = pd.concat(apart)[columns].to_numpy().tolist()
    assert table[columns].to_numpy().tolist() == together
    assert {"a", "b", "c"} <= set(table["id"])
