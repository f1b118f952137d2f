"""Does every kind of Result find its figure?"""

from types import SimpleNamespace

import pandas as pd
import pytest

from csat_methods.plots.figure_names import FIGURES, figure_of


def test_a_class_without_a_figure_of_its_own_has_that_of_the_class_above(means):
    class Own(type(means())):
        pass

    result = means()
    own = Own(table=result.table, method="Mean", used=result.used)
    assert figure_of(own) == figure_of(result)


def test_estimates_with_intervals_always_have_a_figure():
    table = pd.DataFrame({"estimate": [1.0], "ci_low": [0.0], "ci_high": [2.0]})
    assert figure_of(SimpleNamespace(table=table)) == "intervals"


def test_a_table_without_estimates_has_none():
    with pytest.raises(ValueError, match="SimpleNamespace has no figure"):
        figure_of(SimpleNamespace(table=pd.DataFrame({"term": ["a"]})))


def test_names_of_classes_are_sorted():
    assert list(FIGURES) == sorted(FIGURES)
