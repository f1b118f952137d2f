"""What is the mean of an item under each treatment of its blanks?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.answers.blank_treatments import BlankItem
from csat_methods.wave.estimate import domains


def test_each_treatment_by_hand():
    # 1, 3, 5 answered and one blank, filled in by 2 and by 4.
    wave = cs.Wave.from_frame(
        pd.DataFrame({"q": [1, 3, 5, np.nan]}), scales={"q": (1, 5)}
    )
    blank = np.array([False, False, False, True])
    filled = [np.array([1.0, 3, 5, v]) for v in (2, 4)]
    item = BlankItem(wave, "q", 0, blank, np.ones(4, bool), filled)
    made = {name: m.estimate for name, m in item.treated(domains(wave), 0.5)}
    assert made == pytest.approx(
        {
            "answered": 3,
            "imputed": 3,
            # Half a standard deviation of the answers, 2, is 1.
            "imputed_lower": 2.75,
            "imputed_higher": 3.25,
            "lowest": 2.5,
            "highest": 3.5,
        }
    )
    assert item.share == 0.25
