"""Is the reading of a column spread from its distinct cells?"""

import numpy as np
import pandas as pd

from csat_methods.study.questions import Item
from csat_methods.study.scales import Scale
from csat_methods.wave.cells import Cells
from csat_methods.wave.question import Question, reading
from csat_methods.wave.raw_table import RawTable

SCALE = Scale(points=(1, 2), not_applicable=(8,), blank=(9,))


def test_a_reading_tells_answers_from_blanks_and_not_applicable():
    item = Item(id="q", scale="s")
    question = Question(item, item.answers_with(SCALE))
    frame = pd.DataFrame({"Q": ["1", "8", "", "9", "2"]})
    cells = Cells.of(RawTable(frame, np.arange(5), "f"), "Q", question.silent)
    found = reading(question, cells, cells.spelled, cells.spread([1, None, None, 2]))
    assert question.silent == {"8", "9"}
    assert list(found.columns) == ["q"]
    assert found.known.tolist() == [True, True, False, False, True]
    assert found.not_applicable.tolist() == [False, True, False, False, False]
    assert found.meets(frozenset({"2", "8"})).tolist() == [
        False,
        True,
        False,
        False,
        True,
    ]
