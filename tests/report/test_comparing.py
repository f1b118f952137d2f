"""Are exactly those numbers named that differ from an earlier report?"""

import copy
import json
import os
import re
from dataclasses import replace
from functools import reduce
from operator import getitem
from pathlib import Path

import pytest

from csat_methods import publish
from csat_methods.report.comparing import (
    SAME,
    changes,
    changes_since,
    earlier_reports,
)
from csat_methods.report.policy import policy_of
from csat_methods.report.tables import results_content, write_tables
from tests.report.references import lookup

WAVE = Path("params/parcels/waves/2026h1.yaml")


@pytest.fixture
def content(parcels_published):
    return json.loads(json.dumps(results_content(parcels_published)))


def told(before, after):
    return [(c.ref, c.before, c.after) for c in changes(before, after)]


def test_the_same_report_differs_in_nothing(content):
    assert told(content, copy.deepcopy(content)) == []


def test_a_number_that_changed_is_named_by_its_reference_with_both_values(content):
    after = copy.deepcopy(content)
    row = after["results"]["06.means"]["rows"][2]
    before, row["estimate"] = row["estimate"], row["estimate"] + 0.25
    ((ref, was, now),) = told(content, after)
    assert (was, now) == (before, before + 0.25)
    assert lookup(content, ref) == was
    assert lookup(after, ref) == now


def test_every_number_can_be_told_changed(content):
    numbers = 0
    for name, result in content["results"].items():
        for i, row in enumerate(result["rows"]):
            for column, cell in row.items():
                if isinstance(cell, int | float):
                    after = copy.deepcopy({"results": {name: result}})
                    after["results"][name]["rows"][i][column] = cell * 2 + 1
                    ((ref, was, _),) = told({"results": {name: result}}, after)
                    assert (lookup(content, ref), was) == (cell, cell)
                    numbers += 1
    assert numbers > 200


def test_the_last_bits_of_another_processor_are_no_change(content):
    after = copy.deepcopy(content)
    row = after["results"]["06.nps"]["rows"][0]
    row["estimate"] *= 1 + SAME / 10
    assert told(content, after) == []
    row["estimate"] *= 1 + SAME * 10
    assert len(told(content, after)) == 1


def test_a_row_that_came_or_went_is_told_number_by_number(content):
    after = copy.deepcopy(content)
    gone = after["results"]["06.means"]["rows"].pop()
    columns = [c for c, v in gone.items() if isinstance(v, int | float)]
    went = told(content, after)
    assert [ref.rpartition(".")[2] for ref, _, _ in went] == columns
    assert {now for _, _, now in went} == {"-"}
    assert {was for _, was, _ in told(after, content)} == {"-"}


def test_a_row_hidden_by_now_says_so(parcels_results, parcels):
    policy = policy_of(parcels)
    shown = {"06.segments": parcels_results["06.segments"]}
    open_, closed = (
        results_content(publish(shown, replace(policy, minimum=n))) for n in (3, 10)
    )
    found = [c for c in told(open_, closed) if "city=Dunwich" in c[0]]
    assert found
    assert {now for _, _, now in found} == {"hidden"}


def test_a_result_that_was_not_published_before_is_new(content):
    before = copy.deepcopy(content)
    del before["results"]["06.nps"]
    refs = [ref for ref, was, _ in told(before, content) if was == "-"]
    assert refs
    assert all(re.match(r"06\.nps#(all|said)\.", ref) for ref in refs)


def test_a_number_of_a_sentence_or_of_the_whole_report_is_told_changed(content):
    content["report"] = {"answers": 9, "lines": {"gap": 0.0}, "steps": [{"before": 12}]}
    places = [("report", "answers"), ("report", "lines", "gap")]
    places += [("report", "steps", 0, "before")]
    results = content["results"]
    places += [("results", n, "said", p) for n in results for p in results[n]["said"]]
    assert len(places) > 30
    for *way, last in places:
        after = copy.deepcopy(content)
        part = reduce(getitem, way, after)
        part[last] += 1
        ((ref, was, now),) = told(content, after)
        assert (lookup(content, ref), lookup(after, ref)) == (was, now)
        assert now == part[last]


@pytest.mark.parametrize("place", ["results.json", "", "../.."])
def test_an_earlier_report_is_found_by_file_by_folder_and_among_all(
    tmp_path, parcels_published, place
):
    folder = tmp_path / "parcels" / "2026h1"
    write_tables(parcels_published, folder)
    found = earlier_reports(folder / place, [WAVE])
    assert changes_since(found["parcels", "2026h1"], folder) == []


def test_several_waves_are_found_among_all_only(tmp_path, parcels_published):
    waves = [WAVE, WAVE.with_name("2025h1.yaml")]
    for wave in waves:
        write_tables(parcels_published, tmp_path / "parcels" / wave.stem)
    assert len(earlier_reports(tmp_path, waves)) == 2
    with pytest.raises(ValueError, match=r"there is no results.json of parcels 2026h1"):
        earlier_reports(tmp_path / "parcels" / "2026h1", waves)


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", '{"results": 3}', "[" * 100_000, '{"results": {"a": 3}}'),
        '{"results": {"a": {"rows": [], "hidden": []}}}',
        '{"results": {"a": {"keys": [], "rows": [3], "hidden": []}}}',
        '{"results": {"a": {"keys": [], "rows": {}, "hidden": []}}}',
        '{"results": {"a": {"keys": [{}], "rows": [{"b": 1}], "hidden": []}}}',
    ],
)
def test_what_is_no_report_is_refused(tmp_path, text):
    (tmp_path / "results.json").write_text(text)
    with pytest.raises(ValueError, match=r"results\.json (cannot be read|holds no)"):
        earlier_reports(tmp_path, [WAVE])


def test_no_report_at_all_is_refused(tmp_path):
    with pytest.raises(ValueError, match="name that file, the folder of the report"):
        earlier_reports(tmp_path, [WAVE])


def test_a_report_without_end_is_refused_unread(tmp_path):
    place = tmp_path / "results.json"
    place.touch()
    os.truncate(place, 1 << 40)
    with pytest.raises(ValueError, match=r"json cannot be read: \d+ bytes; .* read\.$"):
        earlier_reports(place, [Path("params/demo/waves/2025h2.yaml")])
