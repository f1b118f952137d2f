"""Is what cannot be an argument refused by name, by every public method?"""

import inspect
import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods._arguments import NAMED, _kinds, refuse_misfits
from csat_methods.result import method

NEVER = {
    "seed": ["x", "", math.nan, -1, 1.5, True, [1], {}],
    "draws": ["x", "", math.nan, 0, -1, 1.5, True, [1], {}],
    "level": ["x", "", math.nan, math.inf, 0, 1, -1, True, [0.9], {}],
    "int": ["x", "", math.nan, math.inf, 1.5, True, [1], {}],
    "float": ["x", "", math.nan, True, [1], {}],
    "bool": ["x", 1, 0.0, [True]],
    "str": [1, 0.5, True, b"x", ["x"], {}, pd.Series(["x"])],
    "Wave": ["x", 1, ["x"], {}, pd.DataFrame({"a": [1]})],
    "Study": ["x", 1, ["x"], {}, pd.DataFrame({"a": [1]})],
}
"""What no argument of a name, or of a kind, can be."""

SOUND = {
    "int": 1,
    "float": 0.5,
    "bool": True,
    "seed": 1,
    "draws": 10,
    "level": 0.9,
    "str": "a",
    "Sequence": ["a"],
    "Mapping": {},
    "Callable": len,
}


def functions():
    """All public functions, by name."""
    named = {name: getattr(cs, name) for name in cs.__all__}
    return {name: f for name, f in named.items() if not inspect.isclass(f)}


def rule_of(parameter):
    """What an argument is held against: its name, else its kind; None if nothing."""
    if parameter.name in NAMED:
        return parameter.name
    kinds = _kinds(str(parameter.annotation))
    alone = tuple(kind for kind in kinds if kind != "None")
    return alone[0] if len(alone) == 1 and alone[0] in NEVER else None


def is_held(function):
    """Whether a public function is marked as one whose arguments fit."""
    return function.__globals__["__name__"].endswith(("_arguments", "_record"))


def misfits():
    """Every public method with each of its arguments that has a rule."""
    for name, function in functions().items():
        if is_held(function):
            for parameter in inspect.signature(function).parameters.values():
                if rule_of(parameter):
                    yield pytest.param(
                        function, parameter, id=f"{name}-{parameter.name}"
                    )


def like(parameter):
    """Something that passes for what a signature names first."""
    kind = _kinds(str(parameter.annotation))[0].rpartition(".")[2]
    return SOUND[kind] if kind in SOUND else type(kind, (), {})()


def filled(function, wanted, value):
    """Arguments for a function of which only the one that is wanted matters."""
    found = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.default is inspect.Parameter.empty:
            found[name] = SOUND.get(rule_of(parameter) or "", like(parameter))
    return {**found, wanted: value}


@pytest.mark.parametrize(("function", "parameter"), list(misfits()))
def test_every_argument_is_held_against_what_its_signature_says(function, parameter):
    wrong = list(NEVER[rule_of(parameter)])
    if "None" not in _kinds(str(parameter.annotation)):
        wrong.append(None)
    for value in wrong:
        if value is parameter.default:
            continue
        with pytest.raises(ValueError, match=rf"^{parameter.name}=") as fault:
            function(**filled(function, parameter.name, value))
        assert "must" in str(fault.value)


def test_all_methods_that_take_chance_or_a_confidence_are_held_to_it():
    """What is no @method checks by itself; its calls stand below."""
    plain = {
        (name, parameter)
        for name, function in functions().items()
        for parameter in inspect.signature(function).parameters
        if parameter in NAMED and not is_held(function)
    }
    assert plain == set(PLAIN)


FRAME = pd.DataFrame({"a": [1.0, 2, np.nan, 4] * 20, "b": [2.0, 3, 1, 5] * 20})
PLAIN = {
    ("margin_of_error", "level"): lambda v: cs.margin_of_error(100, level=v),
}  # fmt: skip


@pytest.mark.parametrize("which", PLAIN, ids="-".join)
def test_functions_that_are_no_methods_refuse_the_same(which):
    for value in NEVER[which[1]]:
        with pytest.raises(ValueError, match=f"^{which[1]}="):
            PLAIN[which](value)


@pytest.mark.parametrize(
    ("annotation", "kinds"),
    [
        ("int", ("int",)),
        ("float | None", ("float", "None")),
        ("Sequence[float | None]", ("Sequence",)),
        ("Sequence[float] | Mapping[Any, float]", ("Sequence", "Mapping")),
        ("pd.DataFrame | None", ("pd.DataFrame", "None")),
    ],
)
def test_what_an_annotation_allows_is_read_without_its_brackets(annotation, kinds):
    assert _kinds(annotation) == kinds


@pytest.mark.parametrize(
    ("said", "call"),
    [
        ("wave=5 must be of type Wave", lambda w: cs.prepare(5)),
        ("steps=5 must be a list of values", lambda w: cs.prepare(w, 5)),
        ("steps={'rake': {}} must be a list of values",
         lambda w: cs.prepare(w, {"rake": {}})),
        ("preparation step 1=5 must be", lambda w: cs.prepare(w, [5])),
        (r"preparation step 1 \(exclude\): arguments=5 must be a mapping",
         lambda w: cs.prepare(w, [{"exclude": 5}])),
        (r"preparation step 1 \(rake\): margins=5 must",
         lambda w: cs.prepare(w, [{"rake": {"margins": 5}}])),
        (r"preparation step 1 \(rake\): \['margins'\] must be given",
         lambda w: cs.prepare(w, [{"rake": {}}])),
        (r"preparation step 1 \(recode\): map=5 must be",
         lambda w: cs.prepare(w, [{"recode": {"item": "a", "map": 5}}])),
        (r"preparation step 1 \(categorise\): cuts=5 must be",
         lambda w: cs.prepare(
             w, [{"categorise": {"item": "a", "into": "c", "cuts": 5}}])),
        ("waves=Wave must be a list of waves", cs.stack),
        (r"waves: \['int'\] are no waves", lambda w: cs.stack([5])),
        ("column=5 must be one name", lambda w: cs.stack([w], column=5)),
        ("study=5 must be a path", lambda w: cs.simulate(5, seed=1)),
        ("waves=1.5 must be a whole number", lambda w: cs.simulate(waves=1.5, seed=1)),
    ],
)  # fmt: skip
def test_functions_that_make_waves_name_what_does_not_fit(said, call):
    with pytest.raises(ValueError, match=f"^{said}"):
        call(cs.Wave.from_frame(FRAME))


def test_defaults_numbers_of_numpy_and_mappings_of_pandas_pass():
    def asked(wave, n: "int", share: "float", *, by: "int | None" = None):
        """Take arguments of several kinds."""

    signature = inspect.signature(asked)
    for n, share in ((3, 0.5), (np.int64(3), np.float32(0.5)), (np.uint8(1), 1)):
        bound = signature.bind(None, n, share)
        bound.apply_defaults()
        refuse_misfits(signature, bound.arguments)


HOLES = [
    ("tolerance=inf",
     lambda w: cs.gap_scores(w, {"g": ("a", "b")}, tolerance=math.inf)),
    ("limit=inf", lambda w: cs.answer_runs(w, limit=math.inf)),
    ("synonyms=2", lambda w: cs.careless_responses(w, ["a", "b", "c"], synonyms=2.0)),
    (r"limits\['speed'\]='x'",
     lambda w: cs.careless_responses(w, ["a", "b", "c"], limits={"speed": "x"})),
    ("to=", lambda w: cs.rescale(w, "a", to=(0, "x"))),
    ("to=5", lambda w: cs.rescale(w, "a", to=5)),
    ("centre=inf",
     lambda w: cs.polynomial_gap(w, "c", "a", "b", centre=math.inf)),
    ("fixed_cost=inf",
     lambda w: cs.precision_curve(cost=1, budget=9, fixed_cost=math.inf)),
    ("weights=3", lambda w: cs.contrast(cs.means(w, ["a", "b"]), 3)),
    ("target='x'",
     lambda w: cs.importance_performance(
         w, performance=["a", "b"], importance="derived", outcome="c", target="x")),
    ("limits=3", lambda w: cs.careless_responses(w, ["a", "b", "c"], limits=3)),
    ("within=3", lambda w: cs.check_responses(w, within=3)),
    ("benchmarks=3", lambda w: cs.compare_to_benchmarks(w, 3)),
    ("weights='x'", lambda w: cs.satisfaction_index(w, ["a", "b"], weights="x")),
    ("levels=0.9",
     lambda w: cs.precision_table(populations=[9], margins=[0.1], levels=0.9)),
    ("sizes=9", lambda w: cs.precision_curve(sizes=9)),
    ("relevant=3", lambda w: cs.content_validity(FRAME[["b"]], relevant=3)),
    ("equivalent=",
     lambda w: cs.translation_equivalence(FRAME[["b"]], equivalent=[1, "x"])),
    ("shift=inf",
     lambda w: cs.missing_sensitivity(w, ["a", "b"], shift=math.inf, seed=1, m=2)),
]  # fmt: skip


@pytest.mark.parametrize(("said", "call"), HOLES, ids=[said for said, _ in HOLES])
def test_what_is_endless_or_of_the_wrong_kind_is_no_number(said, call):
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(rng.integers(1, 6, (60, 3)) * 1.0, columns=["a", "b", "c"])
    wave = cs.Wave.from_frame(frame, scales=dict.fromkeys("abc", (1, 5)))
    with pytest.raises(ValueError, match=f"^{said}"):
        call(wave)


WRONG_KINDS = [
    ("wave=5 must be of type Wave", lambda w: cs.means(5, "a")),
    ("wave=.* must be of type Wave", lambda w: cs.rescale(FRAME, "a")),
    ("study=None must be of type Study", lambda w: cs.allowed_statistics(None)),
    ("items=5 must be a column, or a list", lambda w: cs.means(w, 5)),
    ("items=None must be a column", lambda w: cs.top_box(w, None)),
    ("scales=5 must be a mapping",
     lambda w: cs.careless_responses(w, ["a", "b", "c"], scales=5)),
    (r"scales=\{'x': 5\} must be Mapping",
     lambda w: cs.careless_responses(w, ["a", "b", "c"], scales={"x": 5})),
    ("items=5 must be a column", lambda w: cs.cronbach_alpha(w, 5)),
    (r"model\['x'\]=5 must be a list of names",
     lambda w: cs.confirmatory_factor_analysis(w, {"x": 5})),
    ("estimates=.* must be numbers", lambda w: cs.pool_estimates(["x", 1], [1, 1])),
    (r"size=\[\] must be one name",
     lambda w: cs.allocate(pd.DataFrame({"size": [9, 9]}), 4, size=[])),
    ("method=5 must be",
     lambda w: cs.pool(5, cs.Imputations.from_frames([FRAME.dropna()] * 2))),
]  # fmt: skip


@pytest.mark.parametrize(("said", "call"), WRONG_KINDS, ids=range(len(WRONG_KINDS)))
def test_what_fails_inside_is_explained_by_the_argument_that_does_not_fit(said, call):
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(rng.integers(1, 6, (60, 3)) * 1.0, columns=["a", "b", "c"])
    with pytest.raises(ValueError, match=f"^{said}"):
        call(cs.Wave.from_frame(frame))


def test_a_failure_that_no_argument_explains_stays_what_it_is():
    @method
    def broken(items: "Sequence[str]") -> Sequence[str]:
        """Fail for a reason of its own."""
        raise TypeError("of its own")

    with pytest.raises(TypeError, match="of its own"):
        broken(["a"])
    with pytest.raises(ValueError, match=r"items=\[5\] must be Sequence\[str\]"):
        broken([5])


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"items": pd.Series([5, 4, 5], name="q1")}, "names, not answers.*mean 'q1'"),
        ({"items": "q1", "by": pd.Series(["n", "s", "n"])}, r"by=Series.* answers\.$"),
    ],
)
def test_answers_in_the_place_of_a_name_are_refused_and_not_shown(asked, words):
    wave = cs.Wave.from_frame(pd.DataFrame({"q1": [5, 4, 5]}))
    with pytest.raises(ValueError, match=words):
        cs.means(wave, **asked)


def test_a_series_of_names_names_columns():
    wave = cs.Wave.from_frame(pd.DataFrame({"q1": [5, 4, 5], "q2": [1, 2, 3]}))
    assert cs.means(wave, pd.Series(["q1", "q2"])).table["term"].tolist() == [
        "q1",
        "q2",
    ]


def test_a_wrong_call_says_what_the_function_takes():
    with pytest.raises(TypeError, match=r"means\(\) takes wave, items, by.*'items'"):
        cs.means(None)


@pytest.mark.parametrize(
    ("asked", "near"), [("gap_score", "gap_scores"), ("mean", "means")]
)
def test_a_name_that_is_not_there_brings_near_ones(asked, near):
    with pytest.raises(AttributeError, match=rf"{asked}'; did you mean .*\b{near}\b"):
        getattr(cs, asked)
