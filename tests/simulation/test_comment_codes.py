"""Does the synthetic code file count what the synthetic comments say?"""

import pandas as pd

import csat_methods as cs
from csat_methods.simulation.comment_codes import OPEN, comment_codes, write_codes
from csat_methods.simulation.fieldwork import COMMENTS
from csat_methods.simulation.simulate import bundled_study
from csat_methods.wave.code_file import code_file_of

KNOWN = {
    "delivery_time": {COMMENTS[0], COMMENTS[5]},
    "staff": {COMMENTS[2], COMMENTS[6]},
    "complaints": {COMMENTS[3], COMMENTS[7]},
    "price": {COMMENTS[4]},
}


def study():
    return cs.read_study(bundled_study())


def test_every_comment_that_is_drawn_has_its_theme():
    wave = cs.Wave.from_frame(pd.DataFrame({"why": COMMENTS}))
    found = cs.comment_themes(wave, "why", frame=comment_codes(study()))
    counted = dict(zip(found.table["term"], found.table["people"], strict=True))
    assert counted == {theme: len(said) for theme, said in KNOWN.items()}


def test_one_theme_waits_for_a_person():
    codes = code_file_of(comment_codes(study()))
    assert codes.open == len(OPEN) == 1
    assert set(codes.themes) == set(KNOWN)


def test_a_study_without_comments_has_no_code_file(tmp_path):
    given = {"id": "x", "title": "X", "items": {"q": {"answers": [1, 2]}}}
    bare = cs.Study.from_dict(given)
    assert comment_codes(bare) is None
    assert write_codes(bare, tmp_path) == {}
    told = write_codes(study(), tmp_path)
    assert told == {"themes": "data/demo/themes.csv"}
    assert code_file_of(pd.read_csv(tmp_path / "themes.csv")).themes == tuple(KNOWN)
