"""How does a study's questionnaire reach survey software, paper and its reviewers?"""

import pytest

import csat_methods as cs
from csat_methods.forms.export_questionnaire import FORMATS

ENDINGS = {name: each.suffixes[0] for name, each in FORMATS.items()}


@pytest.mark.parametrize("kind", FORMATS)
def test_each_format_is_written_and_written_anew(every, tmp_path, kind):
    path = tmp_path / f"form{ENDINGS[kind]}"
    assert cs.export_questionnaire(every, path, format=kind) == path
    first = path.read_bytes()
    cs.export_questionnaire(every, str(path), format=kind)
    assert path.read_bytes() == first
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("kind", FORMATS)
def test_one_language_is_written_where_it_is_asked_for(every, tmp_path, kind):
    path = tmp_path / f"form{ENDINGS[kind]}"
    cs.export_questionnaire(every, path, format=kind, lang="fa")
    if kind != "xlsform":
        told = path.read_text("utf8")
        assert "همه گونه" in told
        assert "Every kind" not in told


def test_an_unknown_format_lists_the_four(every, tmp_path):
    with pytest.raises(
        ValueError,
        match=r"format='pdf' must be one of xlsform, limesurvey, html, markdown",
    ):
        cs.export_questionnaire(every, tmp_path / "form.pdf", format="pdf")


def test_another_ending_is_refused(every, tmp_path):
    with pytest.raises(ValueError, match=r"path='form\.xls' must end in \.xlsx"):
        cs.export_questionnaire(every, tmp_path / "form.xls", format="xlsform")


def test_endings_may_be_long_or_short(every, tmp_path):
    for kind, format_ in FORMATS.items():
        for ending in format_.suffixes:
            path = tmp_path / f"form{ending.upper()}"
            assert cs.export_questionnaire(every, path, format=kind).is_file()


def test_a_language_the_study_has_not_is_refused(every, tmp_path):
    with pytest.raises(ValueError, match="lang='de' must be one of en, fa"):
        cs.export_questionnaire(
            every, tmp_path / "form.md", format="markdown", lang="de"
        )


def test_a_folder_that_is_not_there_is_named(every, tmp_path):
    with pytest.raises(ValueError, match=r"there is no folder .*away"):
        cs.export_questionnaire(every, tmp_path / "away" / "form.md", format="markdown")


def test_a_folder_is_no_file(every, tmp_path):
    (tmp_path / "form.md").mkdir()
    with pytest.raises(ValueError, match=r"form\.md' is a folder; name a file"):
        cs.export_questionnaire(every, tmp_path / "form.md", format="markdown")


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_that_is_something_else_is_left_alone(every, tmp_path, kind):
    path = tmp_path / f"answers{ENDINGS[kind]}"
    path.write_bytes(b"what people said")
    with pytest.raises(ValueError, match="is there and is no questionnaire"):
        cs.export_questionnaire(every, path, format=kind)
    assert path.read_bytes() == b"what people said"


def test_a_question_without_words_stops_it_and_nothing_is_written(study_of, tmp_path):
    study = study_of({"q1": {"answers": [1, 2]}})
    with pytest.raises(ValueError, match="items q1 have no text in 'en'"):
        cs.export_questionnaire(study, tmp_path / "form.md", format="markdown")
    assert not list(tmp_path.iterdir())


def test_the_demonstration_is_exported_in_every_format(tmp_path):
    study = cs.read_study("params/demo")
    for kind, ending in ENDINGS.items():
        path = cs.export_questionnaire(study, tmp_path / f"q{ending}", format=kind)
        assert path.stat().st_size > 5_000
