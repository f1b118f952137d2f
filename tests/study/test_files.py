"""Are a study's files found, and judged each and together?"""

from pathlib import Path

import pytest

from csat_methods.study.files import (
    data_path,
    project_folder,
    read_study,
    read_wave_file,
    shown,
    wave_files,
)

STUDY = "schema: 1\nid: x\ntitle: X\nitems:\n  q1: {type: text}\n"
WAVE = "schema: 1\nid: {}\nsources: {{responses: data/x/a.csv}}\n"


@pytest.fixture
def project(tmp_path):
    """A project with one study and two waves."""
    waves = tmp_path / "params" / "x" / "waves"
    waves.mkdir(parents=True)
    (waves.parent / "study.yaml").write_text(STUDY, "utf8")
    (waves / "a.yaml").write_text(WAVE.format("a"), "utf8")
    (waves / "b.yaml").write_text(WAVE.format("b") + "previous: [a]\n", "utf8")
    return tmp_path


def test_a_study_is_read_from_its_file_or_its_folder(project):
    folder = project / "params" / "x"
    assert read_study(folder) == read_study(folder / "study.yaml")
    assert read_study(str(folder)).id == "x"


def test_messages_name_files_from_the_project_s_folder(project):
    path = project / "params" / "x" / "study.yaml"
    assert shown(path) == "params/x/study.yaml"
    path.write_text(STUDY + "langauges: [en]\n", "utf8")
    words = r"^params/x/study.yaml:6: langauges: unknown key; did you mean 'languages'"
    with pytest.raises(ValueError, match=words):
        read_study(path)


def test_a_study_or_a_wave_that_is_not_there_is_said_to_be(project):
    waves = project / "params" / "x" / "waves"
    with pytest.raises(ValueError, match=r"params/y/study.yaml: there is no such file"):
        read_study(project / "params" / "y" / "study.yaml")
    with pytest.raises(ValueError, match=r"params/x/waves/c.yaml: there is no such"):
        read_wave_file(waves / "c.yaml")
    (waves.parent / "study.yaml").unlink()
    with pytest.raises(ValueError, match=r"params/x/study.yaml: there is no such file"):
        read_wave_file(waves / "a.yaml")


def test_the_faults_of_a_wave_and_its_study_are_said_together(project):
    folder = project / "params" / "x"
    (folder / "study.yaml").write_text(STUDY + "a: 1\n", "utf8")
    (folder / "waves" / "a.yaml").write_text(WAVE.format("a") + "b: 1\n", "utf8")
    with pytest.raises(ValueError, match="unknown key") as caught:
        read_wave_file(folder / "waves" / "a.yaml")
    assert str(caught.value).splitlines() == [
        "params/x/study.yaml:6: a: unknown key.",
        "params/x/waves/a.yaml:4: b: unknown key.",
    ]


def test_what_a_wave_says_of_its_study_is_placed_on_its_line(project):
    path = project / "params" / "x" / "waves" / "a.yaml"
    path.write_text(WAVE.format("z") + "not_asked: [q2]\n", "utf8")
    with pytest.raises(ValueError, match="q2") as caught:
        read_wave_file(path)
    assert str(caught.value).splitlines() == [
        "params/x/waves/a.yaml:2: id: 'z' must be 'a', the name of its file.",
        "params/x/waves/a.yaml:4: not_asked: 'q2' is no item of the study.",
    ]


def test_a_file_is_parsed_once_until_a_byte_of_it_changes(project):
    path = project / "params" / "x" / "waves" / "a.yaml"
    study, file = read_wave_file(path)
    assert read_wave_file(path)[0] is study
    assert read_wave_file(path.with_name("b.yaml"))[0] is study
    path.write_text(path.read_text("utf8") + "\n# another\n", "utf8")
    again = read_wave_file(path)
    assert again[0] is study
    assert again[1] is not file
    above = path.parents[1] / "study.yaml"
    above.write_text(above.read_text("utf8") + "\n# another\n", "utf8")
    last = read_wave_file(path)
    assert last[0] is not study
    assert (last[0].key, last[1].id) == (study.key, file.id)


def test_earlier_waves_lie_beside_a_wave(project):
    waves = project / "params" / "x" / "waves"
    assert wave_files(waves / "b.yaml") == [waves / "a.yaml"]
    assert wave_files(waves / "a.yaml") == []
    (waves / "a.yaml").unlink()
    with pytest.raises(ValueError, match=r"previous=\['a'\] do not lie beside it"):
        wave_files(waves / "b.yaml")


def test_the_project_s_folder_is_the_nearest_with_params(project, tmp_path_factory):
    assert project_folder(project / "params" / "x" / "waves" / "a.yaml") == project
    inner = project / "inner" / "params" / "x" / "study.yaml"
    inner.parent.mkdir(parents=True)
    assert project_folder(inner) == project / "inner"
    with pytest.raises(ValueError, match="no folder above it has params/"):
        project_folder(Path(tmp_path_factory.mktemp("alone")) / "a.yaml")


@pytest.mark.parametrize("file", ["../secret.csv", "a/../../secret.csv", "/etc/passwd"])
def test_a_path_that_leaves_the_project_is_refused(tmp_path, file):
    with pytest.raises(ValueError, match=r"w.yaml: file=.* lies outside the project"):
        data_path(tmp_path, file, "w.yaml")


ADDRESSES = [
    *("s3://me:secret@b/a.csv", "http://me:secret@b/a.csv", "https://secret/a.csv"),
    *("gs://secret/a.csv", "file:///secret/a.csv", "HTTP://secret/a", "ftp:/secret/a"),
    *(" sftp://secret/a.csv", "hdfs://secret/a.parquet", "sqlite:///secret.db"),
]


@pytest.mark.parametrize("file", ADDRESSES)
def test_an_address_is_refused_and_not_said_again(tmp_path, file):
    with pytest.raises(ValueError, match=r"w.yaml: file='\w+://…' is an addr") as told:
        data_path(tmp_path, file, "w.yaml")
    assert "secret" not in str(told.value)


@pytest.mark.parametrize(
    "file", ["a.csv", "$SHOP", "a:b.csv", "a/b:c.csv", "x - y.csv"]
)
def test_what_only_looks_like_an_address_is_a_file(tmp_path, file):
    assert data_path(tmp_path, file, "w.yaml") == tmp_path / file


@pytest.mark.parametrize("file", ["round.csv", "a\0b.csv"])
def test_what_cannot_be_a_path_is_refused(tmp_path, file):
    (tmp_path / "round.csv").symlink_to(tmp_path / "round.csv")
    with pytest.raises(ValueError, match=r"w.yaml: file=.* cannot be a path"):
        data_path(tmp_path, file, "w.yaml")


def test_a_link_that_leaves_the_project_is_refused(tmp_path):
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    (inside / "link").symlink_to(outside)
    with pytest.raises(ValueError, match="lies outside the project"):
        data_path(inside, "link/a.csv", "w.yaml")
    assert data_path(inside, "x/../a.csv", "w.yaml") == inside / "a.csv"
