"""Do waves open once, results go where they should, and only Results get shown?"""

import json
import os
from dataclasses import replace

import pandas as pd
import pytest

from csat_methods import Wave, keep, language, means, open_wave, open_waves, show, table
from csat_methods.report import session
from csat_methods.report.shown import SHOW
from csat_methods.report.store import read_results
from csat_methods.result import memory


@pytest.fixture
def result(project):
    return means(open_wave(project.wave), ["overall", "price"])


@pytest.fixture
def run_dir(project, tmp_path):
    """A run folder in use."""
    folder = tmp_path / "run"
    folder.mkdir()
    open_wave(project.wave, run_dir=folder)
    return folder


# --------------------------------------------------------------------- opening
def test_a_wave_is_opened_prepared(project):
    wave = open_wave(project.wave, run_dir="")
    assert wave.n == 56
    assert [entry.step for entry in wave.ledger] == ["exclude", "rake"]
    assert wave.weights[wave.domain].sum() == pytest.approx(1000)


def test_a_wave_is_read_once_until_one_of_its_files_changes(project):
    wave = open_wave(project.wave)
    assert open_wave(str(project.wave)) is wave
    data = project.data / "2025.csv"
    data.write_text(data.read_text().replace("Ash", "Bree", 1))
    other = open_wave(project.wave)
    assert other is not wave
    assert other.key != wave.key
    for path in (project.study, project.wave):
        os.utime(path, ns=(1, 1))
        again = open_wave(project.wave)
        assert again is not other
        other = again


def test_a_wave_with_another_root_of_data_is_another_wave(project, tmp_path):
    wave = open_wave(project.wave)
    (tmp_path / "data" / "shop").mkdir(parents=True)
    text = (project.data / "2025.csv").read_text()
    (tmp_path / "data" / "shop" / "2025.csv").write_text(text)
    other = open_wave(project.wave, data_root=tmp_path)
    assert other is not wave
    assert open_wave(project.wave) is wave


def test_a_relative_path_is_looked_for_from_the_folders_above(project, monkeypatch):
    monkeypatch.chdir(project.notebooks)
    wave = open_wave("params/shop/waves/2025.yaml")
    assert wave is open_wave(project.wave)


def test_a_wave_file_that_is_nowhere_is_named(project):
    with pytest.raises(ValueError, match=r"params/shop/waves/2031\.yaml"):
        open_wave(project.root / "params" / "shop" / "waves" / "2031.yaml")


def test_earlier_waves_are_opened_in_time_order_each_by_its_own_file(project):
    project.add_wave("2023")
    project.add_wave("2024", more="columns: {strata: city}\n")
    project.add_wave("2025", more='previous: ["2023", "2024"]\n')
    waves = open_waves(project.wave)
    assert list(waves) == ["2023", "2024", "2025"]
    assert waves["2025"] is open_wave(project.wave)
    assert len(waves["2024"].design.first.population) > 1
    assert len(waves["2023"].design.first.population) == 1


def test_an_earlier_wave_that_is_not_there_is_named(project):
    project.add_wave("2025", more='previous: ["2019"]\n')
    with pytest.raises(ValueError, match=r"previous=\['2019'\] do not lie beside it"):
        open_waves(project.wave)


# --------------------------------------------------------------------- keeping
def test_a_kept_result_bears_its_name_and_is_written(run_dir, result):
    kept = keep("06.means", result)
    assert kept.name == "06.means"
    assert result.name == ""
    written = read_results(run_dir / "results")["06.means"]
    assert written.name == "06.means"
    pd.testing.assert_frame_equal(written.table, result.table)


def test_what_this_process_has_kept_is_at_hand_and_is_what_would_be_read(
    run_dir, result, monkeypatch
):
    keep("06.means", result)
    keep("06.again", result)
    read = read_results(run_dir / "results")
    with monkeypatch.context() as here:
        here.setattr("csat_methods.report.store.read_result", None)
        at_hand = session.results_of(run_dir)
    assert list(at_hand) == list(read) == ["06.again", "06.means"]
    for name, each in at_hand.items():
        assert each.covariance_source is None
        pd.testing.assert_frame_equal(each.table, read[name].table)
        for field in ("method", "used", "notes", "labels", "about", "call", "name"):
            assert getattr(each, field) == getattr(read[name], field)


def test_what_is_kept_no_more_or_by_another_run_is_not_at_hand(
    project, run_dir, result, tmp_path
):
    keep("06.means", result)
    keep("06.gone", result)
    (run_dir / "results" / "06.gone").unlink()
    assert list(session.results_of(run_dir)) == ["06.means"]
    other = tmp_path / "other"
    other.mkdir()
    open_wave(project.wave, run_dir=other)
    assert session.results_of(other) == {}
    assert list(session.results_of(run_dir)) == ["06.means"]


def test_without_a_run_folder_nothing_is_written(project, result, tmp_path):
    open_wave(project.wave, run_dir="")
    before = sorted(tmp_path.rglob("*"))
    assert keep("06.means", result).name == "06.means"
    assert sorted(tmp_path.rglob("*")) == before


def test_opening_another_wave_in_between_changes_nothing(project, run_dir, result):
    other = project.add_wave("2024")
    open_wave(other)
    open_waves(other)
    keep("06.means", result)
    assert (run_dir / "results" / "06.means").is_file()


def test_an_empty_run_folder_ends_keeping(project, run_dir, result):
    open_wave(project.wave, run_dir="")
    keep("06.means", result)
    assert not (run_dir / "results").exists()
    assert memory.store is None


@pytest.mark.parametrize(
    "name",
    ["gaps", "8.gaps", "08-gaps", "08.", "08.Gaps", "../08.gaps", "08.a/b", 8, ""],
)
def test_a_name_that_has_another_form_is_refused(result, name):
    with pytest.raises(ValueError, match=f"name={name!r} must be like '08.gaps'"):
        keep(name, result)


@pytest.mark.parametrize("thing", [pd.DataFrame(), 4.2, None, "06.means"])
def test_only_results_are_kept_and_shown(thing):
    kind = type(thing).__name__
    with pytest.raises(ValueError, match=rf"keep\({kind}\) takes Results only"):
        keep("06.means", thing)
    with pytest.raises(ValueError, match=rf"show\({kind}\) takes Results only"):
        show(thing, caption="words", alt="words")
    with pytest.raises(ValueError, match=rf"table\({kind}\) takes Results only"):
        table(thing, caption="words")


def test_a_wave_and_its_respondents_are_never_shown(project):
    wave = open_wave(project.wave)
    for rows in (wave, wave.frame, wave.codebook()):
        with pytest.raises(ValueError, match="takes Results only"):
            table(rows, caption="Everybody")


# --------------------------------------------------------------------- showing
def test_in_a_run_a_reference_is_left_and_nothing_is_drawn(run_dir, result):
    kept = keep("06.means", result)
    shown = show(kept, caption="Ratings", alt="Dots", line=4.0)._repr_mimebundle_()
    assert shown[SHOW] == {
        "ref": "06.means",
        "what": "figure",
        "caption": "Ratings",
        "alt": "Dots",
        "style": {"line": 4.0},
    }
    assert "<img" not in shown["text/html"]
    assert shown["text/plain"] == kept.summary()
    told = table(kept, caption="Ratings")._repr_mimebundle_()[SHOW]
    assert (told["what"], told["alt"], told["style"]) == ("table", "", {})


def test_in_jupyter_the_figure_is_drawn_with_its_words(project, result):
    open_wave(project.wave, run_dir="")
    named = keep("06.means", result)
    html = show(named, caption="<Ratings>", alt='Dots "here"')._repr_mimebundle_()
    assert html["text/html"].count("<img") == 1
    assert "&lt;Ratings&gt;" in html["text/html"]
    assert 'alt="Dots &quot;here&quot;"' in html["text/html"]
    assert html["text/plain"] == repr(named)
    assert (
        "<img" not in table(named, caption="Ratings")._repr_mimebundle_()["text/html"]
    )


def test_what_is_shown_speaks_the_language_of_its_moment(project, result):
    open_wave(project.wave, run_dir="")
    with language("fa"):
        shown = table(result, caption="Ratings")
    assert "رضایت کلی" in shown._repr_mimebundle_()["text/html"]


def test_a_result_that_was_not_kept_has_no_reference(project, result):
    open_wave(project.wave, run_dir="")
    assert SHOW not in table(result, caption="Ratings")._repr_mimebundle_()


def test_in_a_run_a_result_must_be_kept_before_it_is_shown(run_dir, result):
    with pytest.raises(ValueError, match="in a run needs a kept result"):
        table(result, caption="Ratings")


@pytest.mark.parametrize("words", ["", "  ", None, 3])
def test_words_that_say_nothing_are_refused(result, words):
    with pytest.raises(ValueError, match=f"caption={words!r} must say in words"):
        table(result, caption=words)
    with pytest.raises(ValueError, match=f"alt={words!r} must say in words"):
        show(result, caption="Ratings", alt=words)


def test_a_style_that_no_page_could_read_is_refused(result):
    with pytest.raises(ValueError, match=r"style=.* must be plain values"):
        show(result, caption="Ratings", alt="Dots", line=object())


def test_a_reference_is_json(run_dir, result):
    shown = table(keep("06.means", result), caption="Ratings")
    assert json.loads(json.dumps(shown.reference)) == shown.reference


# ------------------------------------------------------------------------ runs
def test_a_run_says_where_data_lie_and_what_is_remembered(project, tmp_path):
    run = tmp_path / "run"
    run.mkdir()
    root = str(project.root)
    session.write_settings(run, data_root=root, memo=tmp_path / "memo")
    wave = open_wave(project.wave, run_dir=run)
    means(wave, "overall")
    assert session._data_root(None) == root
    assert len(list((tmp_path / "memo").glob("*/*"))) == 1


def test_a_restarted_run_computes_nothing_again(project, run_dir, monkeypatch):
    first = means(open_wave(project.wave), "overall")
    session._here.waves.clear()
    wave = open_wave(project.wave)
    monkeypatch.setattr(Wave, "columns", None)  # no method does without
    again = means(wave, "overall")
    pd.testing.assert_frame_equal(again.table, first.table)
    with pytest.raises(TypeError):
        means(wave, "price")


def test_a_changed_answer_is_computed_anew(project, run_dir):
    first = means(open_wave(project.wave), "overall")
    data = project.data / "2025.csv"
    frame = pd.read_csv(data)
    frame.loc[0, "overall"] = 6 - frame.loc[0, "overall"]
    frame.loc[1, "overall"] = 5 if frame.loc[1, "overall"] < 5 else 1
    frame.to_csv(data, index=False)
    again = means(open_wave(project.wave), "overall")
    assert again.estimate != first.estimate


def test_the_name_of_a_result_is_no_part_of_its_numbers(result):
    named = keep("06.means", result)
    assert replace(named, name="").summary() == result.summary()
