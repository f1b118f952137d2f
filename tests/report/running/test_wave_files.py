"""Are the wave files found that files, patterns and folders mean?"""

import errno
import os
from pathlib import Path

import pytest

from csat_methods.cli import main
from csat_methods.report import wave_files
from csat_methods.report.wave_files import study_alone, waves_of


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


@pytest.fixture
def closed(project, monkeypatch):
    """The folder of a study's waves, which may not be looked into, even by root."""
    folder, found = project.wave.parent, Path.iterdir

    def refused(place):
        if place == folder:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(place))
        return found(place)

    monkeypatch.setattr(Path, "iterdir", refused)
    return folder


def test_waves_that_may_not_be_looked_at_are_an_error_and_not_none_yet(closed, capsys):
    study = closed.parent
    for given in (study, study / "study.yaml", closed, closed / "*.yaml"):
        with pytest.raises(ValueError, match="waves: cannot be read: Permission"):
            waves_of([str(given)])
    with pytest.raises(ValueError, match="waves: cannot be read: Permission"):
        study_alone(study)
    for command in ("check", "run"):
        assert main([command, str(study)]) == 2
        told = capsys.readouterr()
        assert not told.out
        assert told.err == f"csat: {closed}: cannot be read: Permission denied.\n"


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read anywhere"
)
def test_a_folder_of_waves_without_permission_is_refused(project):
    project.wave.parent.chmod(0o000)
    try:
        with pytest.raises(ValueError, match="waves: cannot be read: Permission"):
            study_alone(project.study.parent)
    finally:
        project.wave.parent.chmod(0o755)
