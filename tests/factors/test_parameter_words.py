"""Is every parameter of a model of factors named in words?"""

import numpy as np
import pandas as pd
import pytest

from csat_methods import Wave, confirmatory_factor_analysis, modification_indices
from csat_methods._messages import language, plain
from csat_methods.factors.parameter_words import parameter_labels

MODEL = {"one": ["a", "b", "c"], "two": ["d", "e", "f"]}


@pytest.fixture(scope="module")
def wave():
    rng = np.random.default_rng(3)
    answers = np.repeat(rng.normal(size=(300, 2)), 3, axis=1)
    answers = answers + rng.normal(size=(300, 6))
    return Wave.from_frame(pd.DataFrame(answers, columns=list("abcdef")))


@pytest.mark.parametrize(
    ("term", "words"),
    [
        ("one =~ a", "one: loading of a"),
        ("a ~~ a", "residual of a"),
        ("one ~~ one", "variance of one"),
        ("one ~~ two", "one and two"),
        ("a ~1", "starting point of a"),
        ("one ~1", "mean of one"),
        ("a | t3", "border 3 between the categories of a"),
        ("a ~*~ a", "scale of a"),
    ],
)
def test_each_sign_has_its_words(term, words):
    assert plain(parameter_labels([term], MODEL, str)[term]) == words


@pytest.mark.parametrize("estimator", ["mlr", "wlsmv"])
def test_no_row_of_a_model_is_named_by_its_sign(wave, estimator):
    if estimator == "wlsmv":
        cut = pd.DataFrame(np.digitize(wave.frame, [-1.0, 1.0]), columns=list("abcdef"))
        wave = Wave.from_frame(cut)
    found = confirmatory_factor_analysis(wave, MODEL, estimator=estimator)
    for made in (found, modification_indices(found)):
        for name in ("en", "fa"):
            with language(name):
                said = [plain(made.label(term)) for term in made.table["term"]]
            assert not [words for words in said if "~" in words or "|" in words]
            assert len(set(said)) == made.table["term"].nunique()
