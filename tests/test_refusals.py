"""Does a notebook show a refusal as its sentence, and a fault with the whole way?"""

import inspect
import pickle

import pandas as pd
import pytest
from nbformat.v4 import new_code_cell

import csat_methods as cs
from csat_methods._refusals import is_refusal, refusing
from csat_methods.report.engine import fresh_shell

CALL = """import csat_methods as cs
import pandas as pd
wave = cs.Wave.from_frame(pd.DataFrame({"q": [1, 2, 3]}))
"""


def shown(last):
    """What a notebook shows of a cell whose last line fails."""
    with fresh_shell() as shell:
        cell = new_code_cell(CALL + last)
        assert not shell.execute(cell)
    return cell.outputs[-1]


@pytest.mark.parametrize(
    ("call", "kind", "said"),
    [
        ("cs.open_wave('params/demo/waves/9.yaml')", "ValueError",
         "params/demo/waves/9.yaml: there is no such file."),
        ("cs.means(wave, 'x')", "KeyError", "Columns ['x'] are not in the wave."),
        ("cs.means(5, 'q')", "ValueError", "wave=5 must be of type Wave."),
        ("cs.means(wave, itms='q')", "TypeError",
         "means() takes wave, items, by, level: missing a required argument: 'items'."),
        ("cs.means(wave, 'q').row(term='x')", "KeyError",
         "row({'term': 'x'}) is not in the table."),
        ("wave.where([1])", "ValueError",
         "mask=list must be a boolean Series over wave.frame.index."),
        ("cs.keep('x', 5)", "ValueError",
         "name='x' must be like '08.gaps': number, dot, words."),
        ("cs.means(wave, 'q').plot(way=1)", "ValueError",
         ("style=['way'] is not taken by the figure 'intervals'; it takes ['line', "
          "'sort', 'most', 'hidden'].")),
    ],
)  # fmt: skip
def test_a_refusal_is_the_line_of_the_cell_and_one_sentence(call, kind, said):
    error = shown(call)
    lines = [line for line in error.traceback if line.strip()]
    assert lines[-1] == f"{kind}: {said}"
    assert f"----> 4 {call}" in lines
    assert not any("csat_methods/" in line for line in lines)
    assert len(lines) <= 8


def test_a_fault_of_ours_is_shown_with_the_whole_way(monkeypatch):
    monkeypatch.setattr("csat_methods._checks.columns", None)
    error = shown("cs.means(wave, 'q')")
    assert error.ename == "TypeError"
    assert any("wave/frame_checks.py" in line for line in error.traceback)


def raised(code):
    """The error of a line of a module of ours, or of somebody else's."""
    found = {"__name__": "csat_methods.gaps.tried", "refusing": refusing, "pd": pd}
    exec(f"@refusing\ndef call():\n    {code}", found)  # noqa: S102 - of this file
    with pytest.raises(Exception) as caught:  # noqa: PT011 - of any kind
        found["call"]()
    return caught.value


@pytest.mark.parametrize(
    "code",
    [
        "{}['item']",
        "int('x')",
        "1 / 0",
        "pd.DataFrame({'a': [1]})['b.']",
        "raise RuntimeError('It broke.')",
        "raise KeyError(5)",
        "raise ValueError",
    ],
)
def test_a_fault_of_the_code_keeps_its_whole_way(code):
    error = raised(code)
    assert not is_refusal(error)
    assert not hasattr(error, "_render_traceback_")


def test_a_refusal_goes_into_another_process_and_elsewhere_is_as_it_was():
    error = raised("raise ValueError('n=3 must be even.')")
    elsewhere = pickle.loads(pickle.dumps(error))  # noqa: S301 - of this line
    assert str(elsewhere) == "n=3 must be even."
    assert error._render_traceback_() == ["ValueError: n=3 must be even.\n"]


def test_every_public_function_refuses_so():
    public = {name: getattr(cs, name) for name in cs.__all__}
    made = {n: f for n, f in public.items() if inspect.isfunction(f)}
    homes = {f.__globals__["__name__"] for f in made.values()} - {"contextlib"}
    assert homes == {f"csat_methods._{n}" for n in ("arguments", "record", "refusals")}
