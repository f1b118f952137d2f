"""Is everything that is wrong with a frame said at once, by name, row and value?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods._checks import Faults
from csat_methods.wave.frame_checks import check_scale, named_columns, sound_mask


def frame(**columns):
    """Four people with labels of their own."""
    whole = {"q1": [1.0, 5, 3, np.nan], "w": [1.0, 2, 1, 1]} | columns
    return pd.DataFrame(whole, index=["ann", "ben", "cas", "dan"])


# --------------------------------------------------------------------- shapes
@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (lambda: [1, 2], "frame=list must be a pandas DataFrame."),
        (lambda: frame()["q1"], "frame=Series must be a pandas DataFrame."),
        (lambda: frame().iloc[:0], "frame has no rows: nobody answered."),
        (lambda: frame().rename(columns={"w": "q1"}), r"columns=\['q1'\] are in the "),
        (lambda: pd.DataFrame(np.ones((2, 2))), r"columns=\[0, 1\] must be named by"),
    ],
)
def test_what_cannot_be_a_wave_is_refused(made, sentence):
    with pytest.raises(ValueError, match=sentence):
        cs.Wave.from_frame(made())


def test_an_index_that_repeats_is_refused_with_the_label():
    twice = frame().set_axis(["ann", "ben", "ben", "dan"])
    with pytest.raises(ValueError, match=r"frame\.index repeats 'ben'; each row needs"):
        cs.Wave.from_frame(twice)


# -------------------------------------------------------------------- weights
@pytest.mark.parametrize(
    ("weights", "sentence"),
    [
        ([1, -2, 1, 1], "1 are negative, blank or not finite, first in row ben: -2"),
        ([1, 1, np.inf, -1], "2 are negative, .* first in row cas: inf"),
        ([1, 1, 1, np.nan], "1 are negative, .* first in row dan: nan"),
        ([1, 1, "2,5", "x"], "holds no numbers, first in row cas: '2,5'"),
        ([0, 0, 0, 0], "are all 0; nobody would count"),
        (pd.to_datetime(["2025-01-01"] * 4), "holds no numbers, first in row ann"),
    ],
)
def test_a_weight_that_is_none_is_named_with_row_and_value(weights, sentence):
    with pytest.raises(ValueError, match=rf"^weights='w'.* ?{sentence}"):
        cs.Wave.from_frame(frame(w=weights), weights="w")


@pytest.mark.parametrize("dtype", ["Float64", "Int64", "float32", "bool"])
def test_weights_of_every_numeric_type_are_read(dtype):
    wave = cs.Wave.from_frame(
        frame(w=pd.array([1, 1, 0, 1], dtype="Int64").astype(dtype)), weights="w"
    )
    assert wave.weights.tolist() == [1, 1, 0, 1]


def test_a_missing_weight_of_a_nullable_type_is_seen():
    with pytest.raises(ValueError, match="blank or not finite, first in row ben"):
        cs.Wave.from_frame(
            frame(w=pd.array([1, None, 0, 1], dtype="Int64")), weights="w"
        )


# ------------------------------------------------------------ columns, design
def test_all_missing_columns_are_named_at_once():
    with pytest.raises(KeyError, match=r"\['ww', 's', 'q9'\] are not in the frame"):
        cs.Wave.from_frame(frame(), weights="ww", strata="s", scales={"q9": (1, 5)})


@pytest.mark.parametrize("argument", ["weights", "strata", "person"])
def test_two_columns_for_one_argument_are_refused(argument):
    with pytest.raises(ValueError, match=rf"{argument}=\['q1', 'w'\] must be one"):
        cs.Wave.from_frame(frame(q1=[1, 2, 3, 4]), **{argument: ["q1", "w"]})


@pytest.mark.parametrize("given", [5, [1], {"w": 1}, pd.Series([1])])
def test_what_names_no_column_is_refused(given):
    with pytest.raises(ValueError, match=r"weights=(?s:.*) must name columns"):
        cs.Wave.from_frame(frame(), weights=given)


def test_names_of_columns_are_lists():
    assert named_columns(a="x", b=["y", "z"], c=None, d=pd.Index(["u"])) == {
        "a": ["x"],
        "b": ["y", "z"],
        "c": [],
        "d": ["u"],
    }


@pytest.mark.parametrize("argument", ["strata", "clusters", "population_size"])
def test_a_blank_in_a_design_column_is_named(argument):
    made = frame(d=[9, 9, None, None])
    sentence = rf"{argument}='d': 2 rows are blank, first in row cas: nan"
    with pytest.raises(ValueError, match=sentence):
        cs.Wave.from_frame(made, **{argument: "d"})


@pytest.mark.parametrize(
    ("sizes", "sentence"),
    [
        ([9, 9, 0.25, 9], "numbers from 1 on, first in row cas: 0.25"),
        (["9", "nine", "9", "9"], "must count units, first in row ben: 'nine'"),
        ([9, 9, 9, 8], "population_size=9 in row ann differs inside its stratum"),
        ([3, 3, 3, 3], "population_size=3 at stage 1 is smaller than the 4 units"),
    ],
)
def test_a_population_that_is_none_is_named(sizes, sentence):
    with pytest.raises(ValueError, match=sentence):
        cs.Wave.from_frame(frame(N=sizes), population_size="N")


def test_a_cluster_torn_over_strata_is_refused_unless_ids_repeat():
    made = frame(s=["A", "A", "B", "B"], c=[1, 2, 2, 3])
    with pytest.raises(ValueError, match=r"clusters='c': 1 clusters .* e\.g\. 2; say"):
        cs.Wave.from_frame(made, strata="s", clusters="c")
    wave = cs.Wave.from_frame(made, strata="s", clusters="c", nested=True)
    assert wave.design.n_units == 4


def test_a_lonely_stratum_is_refused():
    with pytest.raises(ValueError, match="singleton='refuse': 1 strata at stage 1"):
        cs.Wave.from_frame(frame(s=[1, 1, 1, 2]), strata="s")


# --------------------------------------------------------------------- scales
@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ([1, 9, 3, 0], "2 answers are off the scale 1 to 5, first in row ben: 9"),
        (
            [1, 2, np.inf, 4],
            "1 answers are off the scale 1 to 5, first in row cas: inf",
        ),
        (["1", "2", "?", "4"], "holds no numbers from 1 to 5, first in row cas: '?'"),
    ],
)
def test_an_answer_off_its_scale_is_named(answers, sentence):
    with pytest.raises(ValueError, match=rf"item='q1':? .*{sentence}"):
        cs.Wave.from_frame(frame(q1=answers), scales={"q1": (1, 5)})


@pytest.mark.parametrize(
    "ends", [(5, 1), (1, 1), 5, (1, 2, 3), ("a", "b"), (1, np.nan)]
)
def test_a_scale_has_two_ends_that_rise(ends):
    faults = Faults()
    check_scale(frame()["q1"], "q1", ends, faults)
    assert len(faults.sentences) == 1
    with pytest.raises(ValueError, match=r"scales: 'q1'=.* must be \(lowest, highest"):
        cs.Wave.from_frame(frame(), scales={"q1": ends})


def test_blanks_are_on_every_scale():
    faults = Faults()
    check_scale(pd.Series(pd.array([1, None], dtype="Int64")), "q1", (1, 5), faults)
    assert faults.sentences == []


def test_everything_is_said_at_once():
    wrong = frame(q1=[1, 9, 3, 4], w=[1, -1, 1, 1], s=["A", None, "A", "A"])
    with pytest.raises(ValueError, match="repeats") as refused:
        cs.Wave.from_frame(
            wrong.set_axis([1, 1, 2, 3]),
            weights="w",
            strata="s",
            scales={"q1": (1, 5)},
            replicate_method="brr",
        )
    said = str(refused.value).split("\n")
    openings = ["frame.index", "weights='w'", "strata='s'", "item='q1'", "replicate_m"]
    assert [line[: len(o)] for line, o in zip(said, openings, strict=True)] == openings


@pytest.mark.parametrize("selection", ["random", "", None, "quotas"])
def test_an_unknown_selection_is_refused(selection):
    with pytest.raises(ValueError, match=r"selection=.* must be one of probability"):
        cs.Wave.from_frame(frame(), selection=selection)


# ---------------------------------------------------------------------- masks
INDEX = pd.Index(["ann", "ben", "cas", "dan"])
TRUE = [True] * 4


@pytest.mark.parametrize(
    ("mask", "sentence"),
    [
        (TRUE, "mask=list must be a boolean Series"),
        (np.array(TRUE), "mask=ndarray must be a boolean Series"),
        (pd.Series([1, 1, 0, 1], INDEX), "mask=int64 must be a boolean Series"),
        (pd.Series([1.0, np.nan, 0, 1], INDEX), "mask=float64 must be a boolean"),
        (pd.Series([True, None, True, True], INDEX), "mask=object must be a boolean"),
        (
            pd.Series(pd.array([True, None, True, True], dtype="boolean"), INDEX),
            "mask has 1 missing values",
        ),
        (pd.Series(TRUE), "mask has another index than wave.frame"),
        (pd.Series(TRUE, INDEX[::-1]), "mask has another index than wave.frame"),
        (pd.Series(TRUE[:3], INDEX[:3]), "mask has another index than wave.frame"),
    ],
)
def test_an_unsound_mask_is_refused(mask, sentence):
    wave = cs.Wave.from_frame(frame())
    with pytest.raises(ValueError, match=sentence):
        wave.where(mask)
    with pytest.raises(ValueError, match=sentence):
        wave.drop(mask, reason="staff")


@pytest.mark.parametrize("dtype", ["bool", "boolean"])
def test_a_sound_mask_is_an_array(dtype):
    mask = pd.Series([True, False, True, False], INDEX, dtype=dtype)
    assert sound_mask(mask, INDEX).tolist() == [True, False, True, False]


def test_a_code_for_no_answer_is_told_to_be_left_blank():
    frame = pd.DataFrame({"q1": [1.0, 7.6, 98.0, 98.0]})
    why = "'q1': 2 answers are off the scale 1 to 10.*98.*must be blank"
    with pytest.raises(ValueError, match=why):
        cs.Wave.from_frame(frame, scales={"q1": (1, 10)})
