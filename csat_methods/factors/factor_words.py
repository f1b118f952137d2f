"""Which construct of the study is a factor that the answers show?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from csat_methods._messages import Message, Text
from csat_methods.factors.parallel_analysis import factor_labels

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

HALF = 0.5


def factor_words(wave: Wave, loadings: pd.DataFrame) -> dict[str, Message | Text]:
    """Return the words of factors: a construct's where it is one, else a number.

    A factor is a construct of the study if more than half of the items that load on
    it most are the construct's, and more than half of the construct's items, as far
    as they were analysed, load on it most. No two factors can be one construct.

    Parameters
    ----------
    wave : Wave
    loadings : pandas.DataFrame
        Items × factors.

    Examples
    --------
    >>> from csat_methods import open_wave
    >>> wave = open_wave("params/demo/waves/2025h2.yaml", run_dir="")
    >>> items = ["p_price", "p_safety", "p_staff", "p_billing", "p_ethics"]
    >>> values = {"factor1": [0.7, 0.6, 0, 0, 0], "factor2": [0, 0, 0.7, 0.5, 0.5]}
    >>> words = factor_words(wave, pd.DataFrame(values, index=items))
    >>> words["factor1"].texts["en"], words["factor2"].texts["en"]
    ('Product', 'Organization')
    """
    words: dict[str, Message | Text] = dict(factor_labels(list(loadings.columns)))
    own = loadings.abs().idxmax(axis=1)
    named = wave.study.constructs if wave.study is not None else {}
    for construct, declared in named.items():
        at = own[own.index.isin(declared.items)].value_counts()
        for factor, shared in at.items():
            most = max((own == factor).sum(), at.sum())
            if shared > HALF * most:
                words[str(factor)] = wave.label(construct)
    return words
