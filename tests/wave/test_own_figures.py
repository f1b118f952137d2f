"""Do the organization's figures come onto the scale, or are they refused?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.study.faults import validated
from csat_methods.study.plan import WaveFile
from csat_methods.study.sources import Figures
from csat_methods.study.strict_yaml import Document
from csat_methods.wave.own_figures import mapped, own_figures, slope
from csat_methods.wave.raw_table import RawTable

TABLE = ((0.8, 3.0), (0.95, 6.0), (0.99, 7.0))
SET = {"day": "2025-03-01", "author": "Board"}


def study(**scale):
    item = {"role": "expectation", "scale": "seven", "characteristic": "speed"}
    return cs.Study.from_dict(
        {
            "id": "x",
            "title": "X",
            "scales": {"seven": {"points": [1, 2, 3, 4, 5, 6, 7], **scale}},
            "items": {"e1": item},
        }
    )


def read(*rows, columns=("characteristic", "value", "se", "n")):
    frame = pd.DataFrame(rows, columns=list(columns))
    return lambda _: RawTable(frame, np.arange(len(rows)) + 2, "d.csv")


def figures(told, rows=None, **scale):
    made = Figures.model_validate(told)
    return own_figures(made, study(**scale), "delivered", rows or read())


def test_figures_on_the_scale_stay():
    found = figures({"values": {"speed": 5.5}})["speed"]
    assert (found.value, found.se) == (5.5, 0.0)
    assert np.isnan(found.n)


def test_a_table_is_straight_between_its_points():
    assert mapped(0.875, TABLE) == pytest.approx(4.5)
    assert slope(0.9, TABLE) == pytest.approx(20)
    assert slope(0.95, TABLE) == pytest.approx(25)
    told = {"values": {"speed": 0.97}, "mapping": {"speed": TABLE}, **SET}
    found = figures(told)["speed"]
    assert (found.value, found.measured) == (pytest.approx(6.5), 0.97)


def test_errors_move_with_the_table():
    rows = read(["speed", "0.9", "0.02", "400"])
    told = {"file": "d.csv", "mapping": {"speed": TABLE}, **SET}
    found = figures(told, rows)["speed"]
    assert found.value == pytest.approx(5.0)
    assert found.se == pytest.approx(0.02 * 20)
    assert found.n == 400


def test_a_scale_whose_low_codes_are_good_is_turned():
    assert figures({"values": {"speed": 2}}, direction="descending")["speed"].value == 6


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["speed", "many", "", ""], "d.csv: row 2: value='many' must be a number"),
        (["speed", "5", "-1", ""], "se='-1' must be a number"),
        (["sped", "5", "", ""], "'sped' is no characteristic .* did you mean 'speed'"),
        (["speed", "9", "", ""], "speed=9 must lie on the scale, 1 to 7"),
    ],
)
def test_faulty_rows_are_said_with_their_place(row, words):
    with pytest.raises(ValueError, match=words):
        figures({"file": "d.csv"}, read(row))


def test_a_figure_twice_outside_its_table_or_without_a_column_is_refused():
    twice = ["speed", "5", "", ""]
    with pytest.raises(ValueError, match="has a figure already"):
        figures({"file": "d.csv"}, read(twice, twice))
    told = {"values": {"speed": 0.5}, "mapping": {"speed": TABLE}, **SET}
    with pytest.raises(ValueError, match=r"speed=0.5 lies outside its mapping, 0.8"):
        figures(told)
    with pytest.raises(ValueError, match="has no column value"):
        figures({"file": "d.csv"}, read(["speed"], columns=["characteristic"]))


@pytest.mark.parametrize(
    "table", [[[0, 1], [1, 5], [2, 3]], [[0, 1]], [[0, 1], [0, 2]]]
)
def test_a_table_that_turns_round_is_refused(table):
    with pytest.raises(ValueError, match=r"mapping \['speed'\] must rise or fall"):
        Figures.model_validate(
            {"values": {"speed": 1}, "mapping": {"speed": table}, **SET}
        )


def test_fewer_may_be_better():
    told = {"values": {"speed": 2}, "mapping": {"speed": [[1, 7], [3, 5]]}, **SET}
    assert figures(told)["speed"].value == 6


def test_a_wave_file_names_characteristics_of_its_study():
    told = {"responses": "a", "promised": {"values": {"sped": 5}}}
    document = Document("w", {"schema": 1, "id": "w", "sources": told})
    file = validated(WaveFile, document)
    ((place, words),) = file.contradictions_with(study())
    assert place == ("sources", "promised", "values")
    assert "did you mean 'speed'" in words


def test_a_long_file_of_faults_is_told_in_few_sentences():
    rows = [[f"c{i}", f"x{i}", "", ""] for i in range(300)]
    with pytest.raises(
        ValueError, match=r"value='x0' must be .*: 300 in all"
    ) as caught:
        figures(
            {"file": "d.csv"}, read(*rows, *[[f"c{i}", "5", "", ""] for i in range(9)])
        )
    _numbers, names = str(caught.value).splitlines()
    assert names.startswith("d.csv: row 302: 'c0' is no characteristic of the study. ")
    assert names.endswith(
        " Likewise in rows 303, 304, 305, 306, 307, 308, 309, 310: 9 in all."
    )
