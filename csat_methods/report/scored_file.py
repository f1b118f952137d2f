"""How do respondents go back to another program with their scores and all labels?

The file is for researchers, not for readers: it has a row a respondent. Answers are the
prepared ones, and each variable brings its words and those of its values.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from csat_methods import _messages
from csat_methods._messages import Message, plain, safe_text, translate
from csat_methods._refusals import refusing
from csat_methods.report.no_answers import NoAnswers, missing_codes, no_answers
from csat_methods.report.plain_cells import plain_cell
from csat_methods.report.variable_words import (
    LONGEST_LABEL,
    column_words,
    value_words,
)
from csat_methods.result import Result
from csat_methods.study.fields import code_key
from csat_methods.wave.wave import Wave

WEIGHT, INCLUDED = "csat_weight", "csat_included"
_NOT_SPSS = re.compile(r"[^\w.$#@]", re.ASCII)
_LONGEST_NAME, _LONGEST_VALUE = 64, 120


@dataclass(frozen=True)
class Variable:
    """One column of the file.

    Attributes
    ----------
    name : str
    column : pandas.Series
        Over the rows of the wave.
    label : str
        What it is, in words.
    answers : dict
        Value to its words.
    no_answers : NoAnswers, optional
        Its codes that are none, and who gave them.
    """

    name: str
    column: pd.Series
    label: str
    answers: Mapping[Any, str] = field(default_factory=dict)
    no_answers: NoAnswers | None = None


@refusing
def write_scores(
    wave: Wave, results: Mapping[str, Any], path: str | Path, *, lang: str = "en"
) -> None:
    """Write the wave's respondents with their scores, as SPSS, Excel or Parquet.

    Codes that the study declares to be no answer, as "not applicable" or "refused",
    come back where people gave them: in SPSS as user-missing values with their words,
    in Excel as the words themselves, or the code as a text where it has none. They are
    empty where the wave does not know them: in questions with several answers, in
    answers that a step of the preparation has made anew, and in several waves stacked
    as one; and in SPSS where there are more codes than it can declare missing. Parquet
    has nothing of the kind: all who gave no answer are empty there. Who was not asked,
    or said nothing, is empty everywhere.

    Parameters
    ----------
    wave : Wave
        After its preparation. All its rows are written; ``csat_included`` is 1 for
        those that estimates speak of, ``csat_weight`` the weight after all steps.
    results : mapping of str to DataFrame, Series or Result
        Scores by name: a frame or series over the rows of ``wave.frame``, as factor
        scores are, or a Result whose ``.scores`` are one. Columns are called
        ``<name>`` or ``<name>_<column>``.
    path : path
        Ends in ``.sav``, ``.xlsx`` or ``.parquet``. Excel has the labels in a second
        sheet, Parquet in the metadata of each field.
    lang : str
        Language of the labels.

    Raises
    ------
    ValueError
        If the file has another ending, something holds no scores, scores belong to
        other rows, or two columns would share a name.

    Examples
    --------
    >>> import tempfile
    >>> wave = Wave.from_frame(pd.DataFrame({"q1": [4, 5], "q2": [3, 5]}))
    >>> sums = wave.frame.sum(axis=1)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "scored.parquet"
    ...     write_scores(wave, {"total": sums}, path)
    ...     pd.read_parquet(path)["total"].tolist()
    [7, 10]
    """
    place = Path(path)
    if place.suffix.lower() not in WRITERS:
        known = ", ".join(WRITERS)
        raise ValueError(f"path={place.name!r} must end in one of {known}.")
    with _messages.language(lang):
        variables = list(_variables(wave, results))
        _check_names(variables)
        WRITERS[place.suffix.lower()](variables, place)


# ---------------------------------------------------------------- variables
def _variables(wave: Wave, results: Mapping[str, Any]) -> Iterator[Variable]:
    frame = wave.frame
    for name in map(str, frame.columns):
        words, answers = column_words(wave, name), value_words(wave, name)
        said = no_answers(wave, name, answers)
        yield Variable(name, frame[name], words, answers, said)
    weight = translate("Weight after all steps")
    yield Variable(WEIGHT, wave.weights, weight)
    inside = pd.Series(wave.domain.astype("int8"), index=frame.index)
    yes_no = {1: translate("yes"), 0: translate("no")}
    yield Variable(INCLUDED, inside, translate("Included in the estimates"), yes_no)
    for name, given in results.items():
        scores = _scores(name, given, frame.index)
        for column in scores:
            own = name if scores.shape[1] == 1 else f"{name}_{column}"
            label = Message("Score {name}", {"name": own})
            yield Variable(own, scores[column], plain(label))


def _scores(name: str, given: Any, index: pd.Index) -> pd.DataFrame:
    """Return scores as a frame over the wave's rows.

    Raises
    ------
    ValueError
        If there are none, or they belong to other rows.
    """
    found = getattr(given, "scores", None) if isinstance(given, Result) else given
    if isinstance(found, pd.Series):
        found = found.to_frame(name)
    if not isinstance(found, pd.DataFrame):
        raise ValueError(
            f"results[{name!r}]={type(given).__name__} holds no scores: it must be a "
            "frame or series over wave.frame, or a Result with .scores."
        )
    if not found.index.equals(index):
        raise ValueError(f"results[{name!r}] must have the rows of wave.frame.")
    return found


def _check_names(variables: list[Variable]) -> None:
    """Refuse columns that a file could not tell apart.

    Raises
    ------
    ValueError
        With the names.
    """
    seen: dict[str, int] = {}
    for variable in variables:
        known = _spss_name(variable.name).casefold()
        seen[known] = seen.get(known, 0) + 1
    twice = [v.name for v in variables if seen[_spss_name(v.name).casefold()] > 1]
    if twice:
        raise ValueError(f"columns={twice} would share a name; rename the scores.")


# ------------------------------------------------------------------ writing
def _spss_name(name: str) -> str:
    """Return a name that SPSS takes: letters, digits and few signs, led by a letter."""
    plain_name = _NOT_SPSS.sub("_", name)
    led = plain_name if plain_name[:1].isalpha() else f"v{plain_name}"
    return led[:_LONGEST_NAME].rstrip(".")


def _sav(variables: list[Variable], path: Path) -> None:
    import pyreadstat

    told = [_with_missing(variable) for variable in variables]
    named = {_spss_name(v.name): v for v, _ in told}
    missing = {_spss_name(v.name): codes for v, codes in told if codes}
    frame = pd.DataFrame({name: _numeric(v.column) for name, v in named.items()})
    pyreadstat.write_sav(
        frame,
        str(path),
        column_labels={n: v.label[:LONGEST_LABEL] for n, v in named.items()},
        variable_value_labels={
            name: {_code(k): words[:_LONGEST_VALUE] for k, words in v.answers.items()}
            for name, v in named.items()
            if v.answers
        },
        missing_ranges=missing or None,
    )


def _with_missing(variable: Variable) -> tuple[Variable, list[Any] | None]:
    """Return a variable with its codes for no answer, and how SPSS is told of them."""
    said = variable.no_answers
    if said is None:
        return variable, None
    answers = {*variable.answers, *variable.column.dropna().unique().tolist()}
    missing = missing_codes(list(said.words), answers)
    if missing is None:
        return variable, None
    column = said.coded(variable.column)
    return replace(variable, column=column, answers=_codes(variable)), missing


def _numeric(values: pd.Series) -> pd.Series:
    """Return values as SPSS knows them: numbers, days, or text."""
    kind = values.dtype
    if isinstance(kind, pd.CategoricalDtype):
        return _numeric(values.astype(kind.categories.dtype))
    if pd.api.types.is_bool_dtype(kind) or pd.api.types.is_numeric_dtype(kind):
        return values.astype("float64")
    if pd.api.types.is_datetime64_any_dtype(kind):
        return values.dt.tz_localize(None) if values.dt.tz is not None else values
    text = values.astype(object).where(values.notna(), "").map(str)
    return text.map(safe_text)  # NUL would end a text there, and hide what follows


def _code(value: Any) -> Any:
    return value if isinstance(value, str) else float(value)


def _xlsx(variables: list[Variable], path: Path) -> None:
    from csat_methods.report.spreadsheet import new_book, write_rows

    names = [plain_cell(v.name) for v in variables]
    columns = [map(plain_cell, _cells(v).tolist()) for v in variables]
    heads = [translate(h) for h in ("Variable", "Label", "Code", "Answer")]
    codebook = [
        map(plain_cell, (v.name, v.label, code, words))
        for v in variables
        for code, words in (_codes(v) or {"": ""}).items()
    ]
    out = io.BytesIO()
    with new_book(out) as book:
        bold = book.add_format({"bold": True})
        sheets = {
            "data": (names, zip(*columns, strict=True)),
            "codebook": (heads, codebook),
        }
        for name, (head, rows) in sheets.items():
            sheet = book.add_worksheet(name)
            write_rows(sheet, 0, [head], bold)
            write_rows(sheet, 1, rows)
    path.write_bytes(out.getvalue())


def _cells(variable: Variable) -> pd.Series:
    said = variable.no_answers
    return variable.column if said is None else said.told(variable.column)


def _codes(variable: Variable) -> dict[Any, str]:
    said = variable.no_answers
    return {**variable.answers, **(said.words if said else {})}


def _parquet(variables: list[Variable], path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    frame = pd.DataFrame({v.name: v.column for v in variables})
    table = pa.Table.from_pandas(frame, preserve_index=False)
    fields = [table.schema.field(v.name).with_metadata(_metadata(v)) for v in variables]
    schema = pa.schema(fields, metadata=table.schema.metadata)
    pq.write_table(table.cast(schema), path)


def _metadata(variable: Variable) -> dict[str, str]:
    said = {code_key(code): words for code, words in variable.answers.items()}
    told = {"label": variable.label}
    return told | (
        {"value_labels": json.dumps(said, ensure_ascii=False)} if said else {}
    )


WRITERS: Mapping[str, Callable[[list[Variable], Path], None]] = {
    ".sav": _sav,
    ".xlsx": _xlsx,
    ".parquet": _parquet,
}
"""Ending of a file to what writes it."""
