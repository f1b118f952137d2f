"""Does a report know the facts of its wave?"""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pandas as pd

from csat_methods import Wave, open_wave
from csat_methods.report.wave_card import WaveCard, _breaks, card_of
from csat_methods.study.files import read_wave_file

ROOT = Path(__file__).resolve().parents[2]


def test_a_wave_without_a_study_still_has_its_size(parcels):
    card = card_of(Wave.from_frame(pd.DataFrame({"q1": [4, 5, 3]})))
    assert (card.answers, card.received, card.study) == (3, 3, "")
    assert card.response is None


def test_the_study_s_lines_words_and_minimum_come_along(parcels):
    card = card_of(parcels)
    assert card.study == "parcels"
    assert card.lines["mean"] == 3.4
    assert card.minimum == 10
    assert card.overall == ("overall",)
    assert card.languages == ("en", "fa")


def test_ratings_have_a_scale_where_all_have_the_same(parcels):
    assert card_of(parcels).scales == {"rating": (1, 5), "overall": (1, 5)}
    item = parcels.study.role("satisfaction")[0]
    other = replace(parcels, scales={**parcels.scales, item: (0, 10)})
    assert card_of(other).scales == {"overall": (1, 5)}


def test_a_narrowed_wave_says_how(parcels):
    part = parcels.where(parcels.frame["city"] == "Ash", name="city = Ash")
    card = card_of(part)
    assert card.conditions == ("city = Ash",)
    assert card.answers < card.received


def test_the_response_is_the_share_of_the_invited():
    assert WaveCard(received=400, invited=1000).response == 0.4


def test_the_parts_of_the_design_are_counted(parcels):
    assert card_of(parcels).design == {
        "strata": 1,
        "units": 400,
        "stages": 1,
        "steps": 0,
        "weighted": 0,
    }


def test_series_break_where_the_files_of_all_waves_say_so():
    path = ROOT / "tests" / "studies" / "params" / "sfo" / "waves" / "2018.yaml"
    _, file = read_wave_file(path)
    found = _breaks(SimpleNamespace(path=path, file=file))
    assert list(found) == ["clean_overall"]
    assert list(found["clean_overall"]) == ["2013"]
    assert (
        found["clean_overall"]["2013"].texts["en"].startswith("Asked for the airport")
    )
    assert card_of(Wave.from_frame(pd.DataFrame({"q": [1, 2]}))).breaks == {}


def test_what_matters_has_a_scale_of_its_own():
    path = ROOT / "params" / "abc" / "waves" / "annual.yaml"
    card = card_of(open_wave(path))
    assert card.scales["rating"] == (1, 5)
    assert card.scales["importance"] == (1, 3)
