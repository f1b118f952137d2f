"""Do sources name files and figures, each in its short form too?"""

import pytest

from csat_methods.study.sources import Figures, Sources


def test_a_path_alone_is_a_source():
    told = Sources.model_validate({"responses": "a.csv", "promised": "p.csv"})
    assert told.responses.file == "a.csv"
    assert told.promised.source.file == "p.csv"


def test_figures_written_here_have_no_file():
    assert Figures.model_validate({"values": {"speed": 5}}).source is None


def test_how_a_file_is_written_goes_with_it():
    told = {"file": "a.csv", "separator": ";", "decimal": ",", "rows": {"wave": [1]}}
    source = Figures.model_validate(told).source
    assert source.options == {"separator": ";", "decimal": ","}
    assert source.rows == {"wave": (1,)}


@pytest.mark.parametrize("told", [{}, {"file": "a", "values": {"b": 1}}])
def test_figures_stand_in_one_place(told):
    with pytest.raises(ValueError, match="either in a file or under values"):
        Figures.model_validate(told)
