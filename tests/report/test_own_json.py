"""Is a file that no run can have left refused, whatever it is?"""

import os

import pytest

from csat_methods.report.own_json import LARGEST, read_json
from csat_methods.report.portal import build_portal


def test_what_was_written_is_read(tmp_path):
    place = tmp_path / "run.json"
    place.write_text('{"n": [1, "۲"]}', "utf8")
    assert read_json(place) == {"n": [1, "۲"]}


@pytest.mark.parametrize("text", ["", "{", "[" * 200_000, "{'a': 1}", "9" * 10_000])
def test_what_is_no_json_is_a_value_error(tmp_path, text):
    place = tmp_path / "run.json"
    place.write_text(text)
    with pytest.raises(ValueError, match=r"."):
        read_json(place)


def test_a_file_without_end_is_refused_unread(tmp_path):
    place = tmp_path / "run.json"
    place.touch()
    os.truncate(place, 1 << 40)
    with pytest.raises(ValueError, match=rf"bytes; at most {LARGEST} are read"):
        read_json(place)


@pytest.mark.skipif(os.name == "nt", reason="needs pipes")
def test_the_list_of_reports_waits_for_no_pipe(tmp_path):
    reports, runs = tmp_path / "reports", tmp_path / "runs"
    (reports / "shop" / "2025").mkdir(parents=True)
    (runs / "shop" / "_state").mkdir(parents=True)
    os.mkfifo(reports / "shop" / "2025" / "results.json")
    os.mkfifo(runs / "shop" / "_state" / "2025.json")
    assert "2025" not in build_portal(reports, runs=runs).read_text("utf8")
