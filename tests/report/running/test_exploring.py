"""Does a copy of a chapter run where it lies, and is no earlier copy written over?"""

import nbclient
import nbformat
import papermill
import pytest

from csat_methods.report import exploring
from csat_methods.report.chapters import Chapter, find_chapters
from csat_methods.report.exploring import open_chapter


@pytest.fixture(autouse=True)
def own_chapters(shop, monkeypatch):
    """Copy the project's chapters instead of the package's."""
    shop.add_chapter("explore", shop.call("wave.codebook()"))
    monkeypatch.setattr(
        exploring, "find_chapters", lambda: find_chapters(shop.notebooks)
    )
    monkeypatch.setattr(exploring, "chapters_folder", lambda: shop.notebooks)


def test_a_copy_is_told_its_wave_and_runs_where_it_lies(shop):
    place = open_chapter(shop.wave, "08", folder=shop.root / "work")
    assert place == shop.root / "work" / "shop-2025-08_gaps.ipynb"
    parameters = nbformat.read(place, 4).cells[1]
    assert "'../params/shop/waves/2025.yaml'" in parameters.source
    assert Chapter(place).parameters() == {"wave_file": str, "run_dir": str}
    made = papermill.execute_notebook(
        place, place, engine_name="csat", progress_bar=False, cwd=place.parent
    )
    shown = made.cells[-1].outputs[0].data
    assert "Ash" in shown["text/html"]


@pytest.mark.parametrize("name", ["gaps", "08_gaps", "explore"])
def test_a_chapter_is_called_by_number_words_or_both(shop, name):
    assert name in open_chapter(shop.wave, name, folder=shop.root / "work").stem


def test_a_second_copy_leaves_the_first_alone(shop):
    first = open_chapter(shop.wave, "08", folder=shop.root / "work")
    first.write_text("changed by its owner")
    second = open_chapter(shop.wave, "08", folder=shop.root / "work")
    assert second.stem == "shop-2025-08_gaps-2"
    assert first.read_text() == "changed by its owner"


def test_the_chapter_itself_is_not_changed(shop):
    before = (shop.notebooks / "08_gaps.ipynb").read_bytes()
    open_chapter(shop.wave, "08", folder=shop.root / "work")
    assert (shop.notebooks / "08_gaps.ipynb").read_bytes() == before


def test_a_root_of_data_is_told_too(shop, tmp_path):
    (shop.root / "data").rename(tmp_path / "data")
    folder = shop.root / "work"
    place = open_chapter(shop.wave, "08", folder=folder, data_root=tmp_path)
    papermill.execute_notebook(
        place, place, engine_name="csat", progress_bar=False, cwd=folder
    )


def test_what_is_not_there_is_named(shop):
    with pytest.raises(ValueError, match=r"2031\.yaml: there is no such wave file"):
        open_chapter(shop.wave.with_name("2031.yaml"), "08")
    with pytest.raises(ValueError, match=r"chapters=\['99'\] must be among 06_satis"):
        open_chapter(shop.wave, "99")


def test_a_cell_that_the_wave_lacks_something_for_says_so_and_stops_nothing(shop):
    lacking = shop.call("wave.study.budget.unit_costs", "costs")
    shop.add_chapter("explore", lacking, shop.call("wave.codebook()"))
    place = open_chapter(shop.wave, "explore", folder=shop.root / "work")
    made = nbclient.execute(nbformat.read(place, 4), cwd=place.parent)
    why, refused, below = made.cells[-3:]
    assert why.source == "Left out: the study does not say what an answer costs."
    assert refused.outputs[0].output_type == "error"
    assert below.outputs[0].output_type == "execute_result"


def test_a_wave_that_cannot_be_read_is_refused_before_anything_is_copied(shop):
    text = shop.wave.read_text("utf8").replace("responses:", "answers:")
    shop.wave.write_text(text, "utf8")
    with pytest.raises(ValueError, match="answers: unknown key"):
        open_chapter(shop.wave, "08", folder=shop.root / "work")
    assert not (shop.root / "work").exists()
