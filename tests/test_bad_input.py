"""Does bad input of every kind end in a reason, whatever the method of the instrument?

Each method of the questionnaire and of the answers meets each poor table, and each of
its arguments what it cannot be. It must refuse in its own words, or give a Result that
tells why a number is missing: no warning, no library's error, no number out of nothing.
"""

import inspect
import math
import re
import traceback
import warnings
from itertools import product

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from tests.questionnaire.coefficients import COEFFICIENTS, ITEMS, answers

SOUND = answers()
BLANKS = SOUND.mask(np.random.default_rng(2).random(SOUND.shape) < 0.12)
HALF = np.arange(60) < 30
FRAMES = {
    "constant item": SOUND.assign(q5=3.0),
    "one category": SOUND * 0 + 3,
    "item that nobody answered": SOUND.assign(q5=np.nan),
    "block that nobody answered": SOUND.assign(q4=np.nan, q5=np.nan),
    "no answers": SOUND * np.nan,
    "one item": SOUND[["q1"]],
    "two items": SOUND[["q1", "q2"]],
    "negative correlations": SOUND.assign(q1=6 - SOUND["q1"], q3=6 - SOUND["q3"]),
    "opposite items": SOUND[["q1"]].assign(q2=6 - SOUND["q1"]),
    "copied items": pd.concat([SOUND["q1"].rename(i) for i in ITEMS], axis=1),
    "sum of others": SOUND.assign(q5=SOUND["q1"] + SOUND["q2"]),
    "answered apart": SOUND.assign(
        q1=SOUND["q1"].where(HALF), q2=SOUND["q2"].where(~HALF)
    ),
    "more items than people": answers(6, 8),
    "one person": answers(1),
    "two people": answers(2),
    "no rows": SOUND.iloc[:0],
    "infinite": SOUND.assign(q1=np.r_[np.inf, SOUND["q1"][1:]]),
    "beyond all numbers": SOUND * 1e200,
    "nearly alike": SOUND * 1e-200,
    "one item nearly alike": SOUND.assign(q5=SOUND["q5"] * 1e-160),
    "every combination": pd.DataFrame(
        list(product([1.0, 2.0], repeat=4)), columns=ITEMS[:4]
    ),
    "text": SOUND.assign(q1="often"),
    "numbers in text": SOUND.assign(q1=SOUND["q1"].astype(int).astype(str)),
    "weights of zero": SOUND.assign(w=np.where(HALF, 0.0, 1.0)),
    "unknown items": SOUND.rename(columns={"q1": "x1", "q2": "x2"}),
}


def wave_of(frame):
    facts = frame.assign(sex=np.where(np.arange(len(frame)) % 2, "f", "m"))
    wave = cs.Wave.from_frame(facts, weights="w" if "w" in frame else None)
    return wave.where(wave.frame["w"] == 0) if "w" in frame else wave


METHODS = {
    **COEFFICIENTS,
    "items": cs.item_analysis,
    "items, em": lambda w, i: cs.item_analysis(w, i, missing="em"),
    "verdicts": cs.item_verdicts,
    "pretest": cs.pretest,
    "careless": cs.careless_responses,
    "runs": cs.answer_runs,
    "checks": lambda w, i: cs.check_responses(w),
    "with and without": lambda w, i: cs.with_and_without(
        w, pd.Series(np.arange(len(w.frame)) == 0, index=w.frame.index), i
    ),
    "missingness": cs.missingness,
    "little": cs.little_mcar,
    "explained": lambda w, i: cs.missingness_explained(w, i, predictors="sex"),
    "impute": lambda w, i: cs.impute(w, i, m=2, seed=1),
    "sensitivity": lambda w, i: cs.missing_sensitivity(w, i, m=2, seed=1),
    "log": lambda w, i: cs.preparation_log(w),
    "pooled": lambda w, i: cs.pool(cs.means, cs.Imputations((w, w), {}), i),
}

INTERNAL = re.compile(r"columns=\[\d|\bm=\d+ factors|\b[SRx] (has|is|of) ")
"""Numbers of columns and letters of formulas, which no reader of a refusal knows."""


def outcome(call):
    """What a call gives; None where it refuses in our own words."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", "The inplace keyword", DeprecationWarning)
        try:
            return call()
        except (ValueError, KeyError) as refusal:
            fault = refusal
    last = traceback.extract_tb(fault.__traceback__)[-1]
    assert "csat_methods" in last.filename, f"{fault!r} of a library"
    assert str(fault.args[0]).strip().endswith((".", "?"))
    assert not INTERNAL.search(str(fault.args[0])), fault
    return None


@pytest.mark.parametrize("what", FRAMES)
@pytest.mark.parametrize("name", METHODS)
def test_poor_answers_are_refused_or_told(name, what):
    frame = FRAMES[what]
    items = [c for c in frame if c[0] == "q"]
    if what == "unknown items":
        items = ["q1", "q2", *items]
    found = outcome(lambda: METHODS[name](wave_of(frame), items))
    if not isinstance(found, cs.Result):
        return
    assert str(found.summary())
    assert str(found.headline())
    numbers = found.table.select_dtypes("float")
    assert not np.isinf(numbers.to_numpy()).any()
    if "nearly alike" in what:
        assert name in ("runs", "checks", "log"), "a number out of what is lost"
    if name in COEFFICIENTS:
        known = found.table["estimate"]
        assert what == "every combination" or not known.isin([0.0, 1.0]).any()
        assert not (found.table["ci_high"] - found.table["ci_low"] < 1e-9).any()
        assert known.notna().all() or found.notes


@pytest.mark.parametrize("name", COEFFICIENTS)
@pytest.mark.parametrize(
    ("items", "error", "why"),
    [
        (["q1", "q1", "q2"], ValueError, r"items=\['q1', 'q1', 'q2'\].*each once"),
        (["q1", "x", "y"], KeyError, r"\['x', 'y'\] are not in the wave"),
        ([], ValueError, r"items=\[\]"),
        (5, ValueError, "items=5 must be a column"),
    ],
)
def test_items_that_cannot_be_are_named(name, items, error, why):
    with pytest.raises(error, match=why):
        METHODS[name](wave_of(SOUND), items)


@pytest.mark.parametrize("name", [n for n in COEFFICIENTS if n != "reliability"])
def test_one_question_counted_several_times_is_no_reliability_of_one(name):
    with pytest.raises(ValueError, match=r"items=\["):
        METHODS[name](wave_of(FRAMES["copied items"]), ITEMS)


def test_two_items_that_never_differ_among_others_are_told():
    found = cs.cronbach_alpha(wave_of(SOUND.assign(q5=SOUND["q4"])), ITEMS)
    assert "one question counted twice" in str(found.notes[0])
    assert "q4, q5" in str(found.notes[0])
    assert not any(
        "counted twice" in str(n) for n in cs.omega(wave_of(SOUND), ITEMS).notes
    )


# ----------------------------------------------------------------- arguments
WAVE = cs.Wave.from_frame(
    BLANKS.assign(sex=np.where(HALF, "f", "m"), why="slow"),
    scales=dict.fromkeys(ITEMS, (1, 5)),
)
PANEL = pd.DataFrame(
    np.random.default_rng(3).integers(1, 5, (8, 3)), columns=list("abc")
)
LONG = pd.DataFrame(
    {"t": [1, 1, 2, 2, 3, 3], "r": [*"xy"] * 3, "x": [1.0, 2, 4, 5, 8, 9]}
)
NAMES = ("target", "rater", "rating")
FILLED = cs.Imputations.from_frames([SOUND, SOUND + 1])
STUDY = cs.Study.from_dict(
    {"id": "shop", "title": "Shop", "items": {"q1": {"answers": [1, 2, 3]}}}
)
GIVEN = {
    "careless_responses": {"wave": WAVE, "items": ITEMS},
    "answer_runs": {"wave": WAVE, "items": ITEMS},
    "check_responses": {"wave": WAVE},
    "with_and_without": {"wave": WAVE, "flagged": pd.Series(HALF), "items": ITEMS},
    "impute": {"wave": WAVE, "items": ITEMS, "m": 2, "seed": 1},
    "pool": {"method": cs.means, "imputations": FILLED},
    "preparation_log": {"wave": WAVE},
    "lint_questionnaire": {"study": STUDY},
    "questionnaire_coverage": {"study": STUDY},
    "allowed_statistics": {"study": STUDY},
    "pool_estimates": {"estimates": [1.0, 2.0], "variances": [1.0, 1.0]},
    "missingness": {"wave": WAVE, "items": ITEMS},
    "little_mcar": {"wave": WAVE, "items": ITEMS},
    "missingness_explained": {"wave": WAVE, "items": ITEMS, "predictors": "sex"},
    "missing_sensitivity": {"wave": WAVE, "items": ITEMS, "m": 2, "seed": 1},
    "verbatims": {"wave": WAVE, "item": "why"},
    "item_analysis": {"wave": WAVE, "items": ITEMS},
    "item_verdicts": {"wave": WAVE, "items": ITEMS},
    "pretest": {"wave": WAVE, "items": ITEMS},
    "reliability": {"wave": WAVE, "items": ITEMS},
    "cronbach_alpha": {"wave": WAVE, "items": ITEMS},
    "guttman_lambdas": {"wave": WAVE, "items": ITEMS},
    "split_half": {"wave": WAVE, "items": ITEMS},
    "greatest_lower_bound": {"wave": WAVE, "items": ITEMS},
    "omega": {"wave": WAVE, "items": ITEMS},
    "omega_hierarchical": {"wave": WAVE, "items": ITEMS, "n_factors": 2},
    "ordinal_alpha": {"wave": WAVE, "items": ITEMS},
    "rescale": {"wave": WAVE, "items": ITEMS},
    "content_validity": {"ratings": PANEL},
    "translation_equivalence": {"ratings": PANEL},
    "coder_agreement": {"ratings": PANEL},
    "intraclass_correlation": {
        "frame": LONG,
        "target": "t",
        "rater": "r",
        "rating": "x",
    },
}
WRONG = [
    -1, 1.5, math.nan, math.inf, 10**400, True, "", "nope", b"x", ["q1", "q1"],
    ["nope"], [None], [["q1"]], {"nope": 1}, {"nope": ["q1"]}, {1: 2}, object(),
    pd.NaT, 1j, pd.Series([1, 2]), pd.DataFrame({"a": ["x", "y"]}), np.ones(2),
]  # fmt: skip
"""What hardly any argument can be."""


@pytest.mark.parametrize(
    ("name", "argument"),
    [(n, a) for n in GIVEN for a in inspect.signature(getattr(cs, n)).parameters],
)
def test_arguments_of_the_wrong_kind_are_refused_in_our_words(name, argument):
    for value in WRONG:
        given = {**GIVEN[name], argument: value}
        found = outcome(lambda given=given: getattr(cs, name)(**given))
        if isinstance(found, cs.Result):
            assert all(map(str, found.notes))


PATHS = [value for value in WRONG if not isinstance(value, str)]
STUDY = cs.Study.from_dict(
    {
        "id": "x",
        "title": "X",
        "items": {"q1": {"answers": [1, 2, 3], "text": "How satisfied are you?"}},
    }
)


@pytest.mark.parametrize("argument", ["study", "path", "format", "lang"])
def test_a_form_of_something_else_is_not_begun(argument, tmp_path):
    sound = {"study": STUDY, "path": tmp_path / "q.md", "format": "markdown"}
    cs.export_questionnaire(**sound)
    for value in PATHS:
        with pytest.raises(ValueError, match=f"^{argument}="):
            cs.export_questionnaire(**{**sound, argument: value})
    assert [each.name for each in tmp_path.iterdir()] == ["q.md"]


@pytest.mark.parametrize(
    ("name", "argument"),
    [
        ("read_study", "path"),
        *((n, a) for n in ("read_wave", "open_wave") for a in ("path", "data_root")),
        *(("open_waves", a) for a in ("path", "data_root")),
        *((n, "run_dir") for n in ("open_wave", "open_waves")),
    ],
)
def test_what_is_no_path_is_not_read(name, argument):
    given = {} if argument == "path" else {"path": "nowhere.yaml"}
    for value in PATHS:
        with pytest.raises(ValueError, match=f"^{argument}=.* must be a path"):
            getattr(cs, name)(**given, **{argument: value})


@pytest.mark.parametrize("level", [0, 1, 1.5, -0.1, math.nan, "0.9", None, True])
@pytest.mark.parametrize(
    "name",
    [n for n in GIVEN if "level" in inspect.signature(getattr(cs, n)).parameters],
)
def test_a_confidence_lies_between_none_and_all(name, level):
    with pytest.raises(ValueError, match=r"^level="):
        getattr(cs, name)(**{**GIVEN[name], "level": level})


SILENT = [
    (lambda: cs.pretest(WAVE, ITEMS, seconds={"x": "q1"}), r"seconds .*\['x'\]"),
    (lambda: cs.pretest(WAVE, ITEMS, comments={"x": "why"}), r"comments .*\['x'\]"),
    (lambda: cs.pretest(WAVE, ITEMS, comments=["why"]), r"comments=\['why'\] must be"),
    (lambda: cs.check_responses(WAVE, within={"nope": 1}), r"\['nope'\] are not in"),
    (lambda: cs.check_responses(WAVE, duration=""), r"\[''\] are not in the wave"),
    (lambda: cs.careless_responses(WAVE, ITEMS, grids=0), "grids=0 must be a mapping"),
    (lambda: cs.careless_responses(WAVE, ITEMS, duration=""), r"\[''\] are not in"),
    (lambda: cs.cronbach_alpha(WAVE, ITEMS, interval=""), "interval='' must be one of"),
    (lambda: cs.content_validity([3, 4, 4]), "ratings=list must be a table"),
    (lambda: cs.content_validity(pd.Series([3, 4])), "ratings=Series must be a table"),
    (lambda: cs.coder_agreement(np.ones(3)), "ratings=ndarray must be a table"),
    (lambda: cs.content_validity(PANEL, relevant={3: 4}), "relevant=.* must be a list"),
    (lambda: cs.content_validity(PANEL, categories=10**9), "categories=.* from 2 to"),
    (lambda: cs.verbatims(WAVE, "why", by=""), r"\[''\] are not in the wave"),
    (lambda: cs.prepare(WAVE, ""), "steps='' must be a list"),
    (lambda: cs.missingness(cs.Wave.from_frame(FRAMES["infinite"]), ITEMS), "infinite"),
]  # fmt: skip


@pytest.mark.parametrize(("call", "why"), SILENT, ids=range(len(SILENT)))
def test_what_cannot_be_meant_is_not_passed_over(call, why):
    with pytest.raises((ValueError, KeyError), match=why):
        call()


def test_a_change_that_nobody_is_left_to_show_is_not_called_chance():
    wave = cs.Wave.from_frame(answers(2))
    found = cs.with_and_without(wave, pd.Series([True, False]), ITEMS)
    assert found.table["se"].isna().all()
    assert "cannot be told" in str(found.headline())
