"""Does a wave say at a glance who answered, how they were drawn, what is blank?"""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods._messages import language
from csat_methods.wave.card import design_words, html_card

FRAME = pd.DataFrame({"q1": [1, 5, np.nan, np.nan], "<i>": list("aabb"), "w": 1.0})


@pytest.fixture
def wave():
    made = cs.Wave.from_frame(FRAME, scales={"q1": (1, 5)}, weights="w", strata="<i>")
    absent = {"q1": np.array([0, 0, 2, 1], np.int8)}
    return made._with(absent=absent)


def test_the_codebook_has_a_row_a_column(wave):
    book = wave.codebook().set_index("column")
    assert book.index.tolist() == ["q1", "<i>", "w"]
    row = book.loc["q1"]
    assert (row["lowest"], row["highest"]) == (1, 5)
    counts = row[["asked", "answered", "not_applicable", "no_answer"]]
    # of four people one was not asked, and to one it does not apply
    assert counts.tolist() == [3, 2, 1, 0]


def test_blanks_of_the_domain_only_are_counted():
    made = cs.Wave.from_frame(FRAME)
    counts = ["asked", "answered", "no_answer"]
    book = made.codebook().set_index("column")
    assert book.loc["q1", counts].tolist() == [4, 2, 2]
    part = made.where(FRAME["<i>"] == "a").codebook().set_index("column")
    assert part.loc["q1", counts].tolist() == [2, 2, 0]


def test_the_design_is_one_sentence(wave):
    raked = cs.rake(wave, {"<i>": {"a": 10, "b": 10}})
    assert str(design_words(raked)) == (
        "probability selection; 2 strata, 4 primary units, 1 stages; weighting steps: 1"
    )


def test_names_are_escaped_on_the_card(wave):
    card = html_card(wave._with(absent={}))
    assert "<i>" not in card
    assert 'class="csat-wave"' in card
    assert wave._with(absent={})._repr_html_() == card


def test_the_card_tells_the_response_and_the_fieldwork(wave):
    file = SimpleNamespace(id="2025h2", invited=16, fieldwork=None)
    card = html_card(wave._with(file=file, absent={}))
    assert "2025h2" in card
    assert "25.0%" in card
    assert repr(wave._with(file=file)).startswith("Wave 2025h2: 4 of 4 rows")


@pytest.mark.parametrize("shown", ["en", "fa", "en-XA"])
def test_the_card_of_a_real_study_reads_in_every_language(shown):
    wave = cs.open_wave("params/demo/waves/2025h2.yaml", run_dir="")
    with language(shown):
        card = html_card(wave)
    assert card.count("<table") == 3
    assert len(wave.codebook()) == wave.frame.shape[1]
