"""Do published numbers reach other programs exactly, and nothing else with them?"""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, strategies as st

from csat_methods import Wave, _messages, means, open_wave, plan_overview, publish
from csat_methods._messages import Text
from csat_methods.report.plain_cells import HIDDEN, plain_cell
from csat_methods.report.policy import Policy
from csat_methods.report.tables import (
    csv_text,
    results_content,
    write_tables,
)
from csat_methods.result import Domain, Result, Used
from tests.report.references import lookup

DEMO = Path(__file__).resolve().parents[2] / "params" / "demo" / "waves" / "2025h2.yaml"


def read_csv(shown):
    return list(csv.DictReader(io.StringIO(csv_text(shown))))


def test_a_table_has_every_column_and_exact_numbers(parcels_published, parcels_results):
    rows = read_csv(parcels_published["06.means"])
    table = parcels_results["06.means"].table
    assert list(rows[0]) == list(table)
    assert [float(row["estimate"]) for row in rows] == table["estimate"].tolist()


def test_hidden_rows_keep_their_keys_and_say_so(parcels_published):
    rows = read_csv(parcels_published["06.segments"])
    hidden = [row for row in rows if row["city"] == "Dunwich"]
    assert len(hidden) == 6
    assert {row["estimate"] for row in hidden} == {HIDDEN}
    assert {row["n"] for row in hidden} == {HIDDEN}


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\n=1", " =1", "＝1"]
)
def test_no_spreadsheet_takes_text_for_a_formula(text):
    assert plain_cell(text).startswith("'")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_never_led_by_an_apostrophe(value):
    assert plain_cell(value) == value


def test_hostile_labels_are_harmless_in_a_file(tmp_path):
    frame = pd.DataFrame({"q1": [4.0, 5] * 20, "city": ["=cmd|'/c calc'!A1"] * 40})
    shown = publish({"r": means(Wave.from_frame(frame), "q1", by="city")}, Policy())
    write_tables(shown, tmp_path)
    text = (tmp_path / "tables" / "r.csv").read_text("utf-8-sig")
    assert "'=cmd" in text
    assert "\n=" not in text


def test_a_cell_that_only_names_words_is_these_words_in_every_language():
    wave = open_wave(DEMO)
    shown = publish({"00.plan": plan_overview(wave)}, Policy())["00.plan"]
    with _messages.language("fa"):
        told = {row["term"]: row["content"] for row in read_csv(shown)}
    assert told["Purpose"] == wave.study.purpose.texts["en"]
    assert told["How often"] == "regular, every 6 months"
    assert not any(words.endswith(": content") for words in told.values())


def test_words_of_a_plan_are_no_formula_in_a_file():
    plan = plan_overview(open_wave(DEMO))
    labels = {**plan.labels, "Purpose: content": Text({"en": "=1+1"})}
    shown = publish({"00.plan": replace(plan, labels=labels)}, Policy())["00.plan"]
    assert read_csv(shown)[0]["content"] == "'=1+1"


def test_a_file_opens_in_a_spreadsheet_with_its_letters(tmp_path, parcels_published):
    write_tables(parcels_published, tmp_path)
    content = (tmp_path / "tables" / "06.means.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == 7


def test_whole_numbers_stay_whole_and_unknown_ones_are_null(
    tmp_path, parcels_published
):
    write_tables(parcels_published, tmp_path)
    content = json.loads((tmp_path / "results.json").read_text("utf8"))
    row = content["results"]["06.means"]["rows"][0]
    assert isinstance(row["n"], int)
    assert row["deff"] is None or isinstance(row["deff"], float)


def test_every_number_of_a_result_is_found_by_its_reference(parcels_published):
    content = results_content(parcels_published)
    for name, shown in parcels_published.items():
        result = shown.result
        for row in result.table.to_dict("records"):
            ref = f"{name}#{result.key_of(row)}.estimate"
            assert lookup(content, ref) == row["estimate"]


def test_values_with_every_sign_are_found():
    table = pd.DataFrame(
        {"term": ["x =~ y", "a;b=c.d", "۱|۲"], "estimate": [1.0, 2.0, 3.0]}
    )
    result = Result(table=table, method="R", used=Used(9, (9, 9)))
    content = results_content(publish({"r": result}, Policy()))
    found = [
        lookup(content, f"r#{result.key_of(row)}.estimate")
        for row in table.to_dict("records")
    ]
    assert found == [1.0, 2.0, 3.0]


def test_a_reference_to_no_row_or_several_is_refused(parcels_published):
    content = results_content(parcels_published)
    with pytest.raises(KeyError, match="names 6 rows"):
        lookup(content, "06.means#all.estimate")
    with pytest.raises(KeyError, match="names 0 rows"):
        lookup(content, "06.means#term=nothing.estimate")


def test_hidden_values_are_in_no_byte_of_json(parcels_published, parcels_results):
    text = json.dumps(results_content(parcels_published), ensure_ascii=False)
    full = parcels_results["06.segments"].table
    hidden = full[full["city"].isin(["Cork", "Dunwich"])]
    secrets = {repr(v) for v in hidden[["estimate", "se", "ci_low"]].stack()}
    found = {secret for secret in secrets if len(secret) > 8 and secret in text}
    assert found == set()
    assert '"Dunwich"' in text


def test_the_facts_of_the_wave_stand_first(tmp_path, parcels_published, parcels_card):
    write_tables(parcels_published, tmp_path, card=parcels_card)
    report = json.loads((tmp_path / "results.json").read_text("utf8"))["report"]
    assert (report["study"], report["wave"]) == ("parcels", "2026h1")
    assert (report["start"], report["answers"]) == ("2026-03-01", 400)
    assert report["figure"]["n"] == 400
    assert set(report["headline"]) == {"en", "fa"}


def test_only_what_passed_the_gate_is_written(tmp_path, parcels_results):
    with pytest.raises(ValueError, match="must come from publish"):
        write_tables(parcels_results, tmp_path)


def test_a_name_that_is_no_file_name_is_refused(tmp_path):
    table = pd.DataFrame({"term": ["a"], "estimate": [1.0]})
    result = Result(table=table, method="R", used=Used(9, (9, 9)), domain=Domain())
    shown = publish({"../x": result}, Policy())
    with pytest.raises(ValueError, match=r"results=\['../x'\] must be named"):
        write_tables(shown, tmp_path)
