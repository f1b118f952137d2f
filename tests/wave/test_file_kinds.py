"""Does a file of answers look like the export of a survey platform?"""

import pytest
import yaml

from csat_methods import read_wave
from csat_methods.wave.file_kinds import CALLED, SIGNS, another_kind
from csat_methods.wave.readers import EXPORTS


def test_every_platform_that_is_read_is_known():
    assert set(SIGNS) == set(CALLED) == set(EXPORTS)


@pytest.mark.parametrize("kind", SIGNS)
@pytest.mark.parametrize("said", ["auto", "csv", "qualtrics"])
def test_an_export_is_known_by_columns_that_only_its_platform_writes(kind, said):
    for columns in SIGNS[kind]:
        told = another_kind(["q1", *map(str.upper, columns)], said)
        assert (f"{CALLED[kind]}'s; say kind: {kind}." in told) == (said != kind)


def test_kobo_and_odk_are_read_alike():
    assert not another_kind(["_uuid", "_submission_time"], "odk")
    assert not another_kind(["SubmissionDate", "KEY"], "kobo")


def test_an_ordinary_file_is_no_export():
    assert not another_kind(["id", "q1", "_uuid", "submitdate"], "csv")


@pytest.mark.parametrize("held", ["q1", "grid/q1"])
def test_a_platform_is_named_only_where_items_are_missing(tmp_path, held):
    waves = tmp_path / "params" / "x" / "waves"
    waves.mkdir(parents=True)
    study = {"schema": 1, "id": "x", "title": "X"}
    study["items"] = {"q1": {"answers": [1, 2, 3]}}
    (waves.parent / "study.yaml").write_text(yaml.safe_dump(study), "utf8")
    (waves / "w.yaml").write_text("{schema: 1, id: w, sources: {responses: a.csv}}")
    (tmp_path / "a.csv").write_text(f"{held},_uuid,_submission_time\n1,u,2026-05-01\n")
    if held == "q1":
        assert read_wave(waves / "w.yaml").frame["q1"].tolist() == [1]
        return
    with pytest.raises(ValueError, match=r"'q1' is not in the[\s\S]*say kind: kobo\."):
        read_wave(waves / "w.yaml")
