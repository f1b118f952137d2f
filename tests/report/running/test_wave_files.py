"""Are the wave files found that files, patterns and folders mean?"""

import pytest

from csat_methods.report import wave_files
from csat_methods.report.wave_files import waves_of


@pytest.fixture
def waves(project):
    return [project.add_wave(wave) for wave in ("2023", "2024", "2025")]


def test_a_folder_means_the_waves_of_its_study(project, waves):
    home = project.study.parent
    for given in (home, project.study, home / "waves", home / "waves" / "*.yaml"):
        assert waves_of([str(given)]) == waves


def test_files_keep_the_order_they_are_given_in(waves):
    assert waves_of([str(waves[2]), str(waves[0])]) == [waves[2], waves[0]]


@pytest.mark.parametrize("given", ["", "data", "params/shop/waves/19*.yaml"])
def test_where_no_wave_file_is_the_place_is_named(project, waves, given):
    with pytest.raises(ValueError, match="there are no wave files"):
        waves_of([str(project.root / given)])


def test_a_file_that_is_nowhere_stays_what_it_was_called(project):
    missing = project.wave.with_name("2031.yaml")
    assert waves_of([str(missing)]) == [missing]


def test_a_wave_that_comes_with_the_package_is_found(project, tmp_path, monkeypatch):
    (tmp_path / "csat_methods").mkdir()
    project.root.rename(tmp_path / "csat_methods" / "studies")
    monkeypatch.setattr(wave_files, "PACKAGE", tmp_path / "csat_methods")
    (found,) = waves_of(["params/shop/waves/2025.yaml"])
    assert found.is_file()
