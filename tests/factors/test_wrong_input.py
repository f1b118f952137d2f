"""Is every wrong input refused or flagged, with the reason and what to try?

Never a table that looks fine.
"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

ITEMS = list("abcdef")
TWO = {"one": list("abc"), "two": list("def")}


def frame(n=300, seed=1):
    rng = np.random.default_rng(seed)
    scores = rng.multivariate_normal([0, 0], [[1, 0.4], [0.4, 1]], n)
    x = np.repeat(scores, 3, axis=1) + rng.normal(size=(n, 6)) * 0.8
    return pd.DataFrame(x, columns=ITEMS).assign(g=np.arange(n) % 2)


def rated(n=400):
    data = frame(n)
    cut = np.digitize(data[ITEMS], [-1, 0, 1]) + 1.0
    return pd.DataFrame(cut, columns=ITEMS).assign(g=data["g"])


def explore(data, **more):
    told = {"n_factors": 2, **more}
    return cs.factor_analysis(cs.Wave.from_frame(data), ITEMS, **told)


def confirm(data, model=None, **more):
    wave = cs.Wave.from_frame(data)
    return cs.confirmatory_factor_analysis(wave, model or TWO, **more)


def compare(data, **more):
    wave = cs.Wave.from_frame(data)
    return cs.measurement_invariance(wave, TWO, group="g", **more)


EVERY = {
    "explored": explore,
    "adequacy": lambda data: cs.sampling_adequacy(cs.Wave.from_frame(data), ITEMS),
    "number": lambda data: cs.number_of_factors(
        cs.Wave.from_frame(data), ITEMS, seed=1
    ),
    "confirmed": confirm,
    "by likelihood of all": lambda data: confirm(data, missing="fiml"),
    "compared": compare,
    "told apart": lambda data: cs.discriminant_validity(
        cs.Wave.from_frame(data), TWO, draws=20
    ),
}

WRONG = {
    "a duplicate item": (lambda d: d.assign(b=d["a"]), r"\bb\b"),
    "an item that is a sum of others": (
        lambda d: d.assign(c=d["a"] + d["b"]),
        r"\b[abc]\b",
    ),
    "a constant item": (lambda d: d.assign(d=3.0), r"items=\['d'\] .*constant"),
    "an item nobody answered": (lambda d: d.assign(e=np.nan), "e"),
    "fewer people than items": (lambda d: d.head(5), r"5 people|people answered"),
}


@pytest.mark.parametrize("method", EVERY)
@pytest.mark.parametrize("wrong", WRONG)
def test_answers_that_carry_no_factors_are_refused_by_name(method, wrong):
    change, said = WRONG[wrong]
    with pytest.raises(ValueError, match=said):
        EVERY[method](change(frame()))


@pytest.mark.parametrize("method", EVERY)
def test_an_unknown_item_is_named(method):
    with pytest.raises(KeyError, match="'f'"):
        EVERY[method](frame().drop(columns="f"))


def test_more_factors_than_items_can_tell_apart_are_refused():
    with pytest.raises(ValueError, match="n_factors=4"):
        explore(frame(), n_factors=4)
    with pytest.raises(ValueError, match="n_factors=0"):
        explore(frame(), n_factors=0)
    with pytest.raises(ValueError, match="parameters are more than"):
        confirm(frame(), {"one": ["a", "b"]}, means=False)
    with pytest.raises(ValueError, match="cannot tell"):
        confirm(frame(), {"one": ["a", "b", "c"], "two": ["d", "e", "f"], "g": ITEMS})


def test_a_category_that_one_group_lacks_is_named():
    data = rated()
    data.loc[(data["g"] == 1) & (data["c"] == 4), "c"] = 3
    with pytest.raises(ValueError, match="c: nobody in group 1 answered 4; join"):
        compare(data, estimator="wlsmv")
    wave = cs.Wave.from_frame(data)
    with pytest.raises(ValueError, match="c: nobody in group 1 answered 4"):
        cs.confirmatory_factor_analysis(wave, TWO, estimator="wlsmv", group="g")


def test_a_number_is_no_rating():
    with pytest.raises(ValueError, match="different answers: no rating"):
        confirm(frame(), estimator="wlsmv")


def test_an_argument_that_is_none_of_those_known_is_refused():
    for wrong in (
        {"estimator": "mle"},
        {"missing": "listwise"},
        {"estimator": "wlsmv", "missing": "fiml"},
        {"equal": ["loading"]},
        {"parameterization": "lambda"},
    ):
        name = list(wrong)[-1]
        with pytest.raises(ValueError, match=name):
            confirm(frame(), **wrong)


def test_a_model_that_is_none_is_refused():
    for wrong, said in (
        ({}, "model"),
        ({"one": []}, "one"),
        ({"b": ["c", "d", "e"], "top": ["b", "a", "f"]}, "factors and columns"),
        ({"one": ["a", "a", "b"]}, "loads on a twice"),
        ({"one": ["a", "b", "c"], "orthogonal": ["two"]}, "no factors of the model"),
        ({"one": ["a", "b", "c"], "residuals": [("a", "z")]}, "z"),
    ):
        with pytest.raises((ValueError, KeyError), match=said):
            cs.confirmatory_factor_analysis(cs.Wave.from_frame(frame()), wrong)


def judged(data):
    """Return the model, or why there is none."""
    try:
        return confirm(data)
    except ValueError as why:
        return str(why)


@pytest.mark.parametrize("seed", range(8))
def test_a_factor_of_noise_is_refused_or_said_to_be_none(seed):
    """Items without anything in common."""
    rng = np.random.default_rng(seed)
    noise = pd.DataFrame(rng.normal(size=(80, 6)), columns=ITEMS)
    found = judged(noise)
    if isinstance(found, str):
        assert "cannot tell these parameters apart" in found
        return
    assert found.flags
    assert found.notes
    weak = found.table[found.table["term"] == "one ~~ one"]
    told = "not to be read" in str(found.headline())
    assert told or not weak["ci_low"].iloc[0] > 0
