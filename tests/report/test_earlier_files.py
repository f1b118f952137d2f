"""Is whom earlier waves left out known from their files alone?"""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from csat_methods.report.earlier_files import (
    earlier_conditions,
    files_of,
    narrowed_in,
)
from csat_methods.study.files import read_wave_file

DEMO = Path(__file__).resolve().parents[2] / "params" / "demo"


@pytest.fixture
def wave(tmp_path):
    """Return what a report knows of a wave whose earlier one left out others."""
    shutil.copytree(DEMO, tmp_path / "params" / "demo")
    waves = tmp_path / "params" / "demo" / "waves"
    told = (waves / "2025h1.yaml").read_text("utf8")
    told = told.replace("answered in under two minutes", "answered at night")
    (waves / "2025h1.yaml").write_text(told, "utf8")
    path = waves / "2025h2.yaml"
    return SimpleNamespace(path=path, file=read_wave_file(path)[1])


def test_the_files_of_a_study_stand_in_time_order(wave):
    names = [file.id for file in files_of(wave)]
    assert names == [*wave.file.previous, wave.file.id]


def test_a_wave_of_no_file_has_none():
    assert files_of(SimpleNamespace(path=None, file=None)) == ()
    assert earlier_conditions(SimpleNamespace(path=None, file=None)) == {}


def test_each_earlier_wave_has_its_own_conditions(wave):
    found = earlier_conditions(wave)
    assert list(found) == list(wave.file.previous)
    assert "without: answered at night" in found["2025h1"]
    assert "without: answered in under two minutes" in found["2024h2"]


def test_who_was_not_eligible_narrows_nothing():
    step = {"exclude": {"reason": None, "ineligible": True}}
    file = SimpleNamespace(preparation=(step, {"rake": {"margins": {}}}))
    assert narrowed_in(file) == ()
