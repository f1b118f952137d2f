"""What does every method hand back, so that a reader can trust the number?

A :class:`Result` is frozen: a tidy exact table, how many answers it rests on, notes and
findings as messages. :func:`method` marks the public functions: it records the call
and, where the runner gave a store, remembers the Result.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from numbers import Integral, Real
from typing import Any, ClassVar, ParamSpec, Protocol, TypeVar
from urllib.parse import quote

import numpy as np
import pandas as pd

from csat_methods import _html, _messages
from csat_methods._messages import Message, Number, Text

P = ParamSpec("P")
R = TypeVar("R")

KINDS = {
    "n": "count",
    "asked": "count",
    "not_applicable": "count",
    "df": "index",
    "p": "probability",
    "p_adjusted": "probability",
}
"""How columns are written when a class does not say otherwise."""

ORDER = ("estimate", "se", "ci_low", "ci_high", "n", "asked", "not_applicable")


@dataclass(frozen=True)
class Used:
    """How many answers a result rests on.

    Attributes
    ----------
    asked : int
        People in the domain.
    used : tuple of int
        The fewest and the most people any row rests on.
    left_out : dict of str to int
        Reason (an English sentence part) to people; the row that lost most.
    """

    asked: int
    used: tuple[int, int]
    left_out: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Domain:
    """Whom a result speaks of: the conditions in words, and a digest of the rows."""

    words: tuple[str, ...] = ()
    digest: str = ""
    named: bool = True


@dataclass(frozen=True)
class Call:
    """Which function made a result, with which arguments."""

    function: str
    arguments: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that a result says, judged against a line by its interval.

    `verdict` is ``good``, ``bad`` or ``undecided`` (the interval reaches over the
    line); `direction` is ``up``, ``down`` or empty; `ref` names the row.
    """

    kind: str
    subject: str
    label: Text
    estimate: float
    ci_low: float
    ci_high: float
    n: int
    line: float
    verdict: str
    message: Message
    ref: str
    segment: str = ""
    direction: str = ""
    clause: str = ""
    distance: float = math.nan
    construct: str = ""


class _Frame:
    """An attribute that holds a frame and hands out copies only."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = f"_{name}"

    def __get__(self, instance: Any, owner: type) -> pd.DataFrame:
        if instance is None:
            raise AttributeError(self.name[1:])
        return instance.__dict__[self.name].copy(deep=False)

    def __set__(self, instance: Any, value: pd.DataFrame) -> None:
        instance.__dict__[self.name] = value.reset_index(drop=True)


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Result:
    """A tidy table of estimates, and what a reader needs to trust it.

    Attributes
    ----------
    table : pandas.DataFrame
        `by` columns, ``term, estimate, se, ci_low, ci_high, n`` where they make
        sense, then the method's own; exact, never rounded. A copy each time.
    method : str
        The method's name in English, as the report cites it.
    used : Used
        Asked, used, left out by reason.
    level : float
        Confidence of the intervals, 0 to 1.
    by : tuple of str
        Segment columns that lead the table.
    notes : tuple of Message
        What a careful reader must know.
    labels : dict
        Term or key to the study's words, or to a sentence.
    about : dict
        Term to the columns of the wave behind it.
    domain : Domain
        Whom the result speaks of.
    """

    table: pd.DataFrame = _Frame()
    method: str
    used: Used
    level: float = 0.95
    by: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()
    labels: Mapping[str, Text | Message] = field(default_factory=dict)
    about: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    domain: Domain = Domain()
    call: Call | None = None
    name: str = ""
    covariance_source: Any = None

    term_keys: ClassVar[tuple[str, ...]] = ("term",)
    kinds: ClassVar[Mapping[str, str]] = {}
    line: ClassVar[str] = ""
    higher_is_better: ClassVar[bool] = True
    clause: ClassVar[str] = "7.4"

    # ------------------------------------------------------------------ rows
    @property
    def keys(self) -> tuple[str, ...]:
        """Columns that name a row; unique in a table."""
        return (*self.by, *(k for k in self.term_keys if k in self._table.columns))

    @property
    def _table(self) -> pd.DataFrame:
        return self.__dict__["_table"]

    def __getitem__(self, term: Any) -> pd.Series:
        """Return the one row of a term.

        Raises
        ------
        KeyError
            If there is no such term.
        ValueError
            If a term does not name one row.
        """
        hits = self._table[self._table[self.term_keys[0]] == term]
        if len(hits) == 0:
            known = list(dict.fromkeys(self._table[self.term_keys[0]]))[:20]
            raise KeyError(f"term={term!r} is not in the table; terms: {known}.")
        if len(hits) > 1:
            keys = ", ".join(self.keys)
            raise ValueError(f"term={term!r} names {len(hits)} rows; use row({keys}).")
        return hits.iloc[0].copy()

    def row(self, **keys: Any) -> pd.Series:
        """Return the one row that has these keys.

        Raises
        ------
        KeyError
            If a key is no key of this table, or no row has them.
        ValueError
            If they do not name one row.
        """
        unknown = [key for key in keys if key not in self._table.columns]
        if unknown:
            raise KeyError(f"keys={unknown} must be among {list(self.keys)}.")
        hits = self._table
        for key, wanted in keys.items():
            hits = hits[hits[key] == wanted]
        if len(hits) == 0:
            raise KeyError(f"row({keys}) is not in the table.")
        if len(hits) > 1:
            raise ValueError(f"row({keys}) names {len(hits)} rows; keys: {self.keys}.")
        return hits.iloc[0].copy()

    def key_of(self, row: Mapping[str, Any]) -> str:
        """Return the name of a row inside a reference: ``key=value;key=value``."""
        if len(self._table) == 1:
            return "all"
        parts = (f"{k}={quote(str(row[k]), safe='')}" for k in self.keys)
        return ";".join(parts)

    def number(
        self, row: Mapping[str, Any], column: str, kind: str | None = None
    ) -> Number:
        """Return a cell as a number that knows where it stands."""
        ref = f"{self.key_of(row)}.{column}"
        return Number(float(row[column]), kind or self.kind(column), ref)

    def kind(self, column: str) -> str:
        """Return how a column's numbers are written."""
        own = {**KINDS, **self.kinds}
        if column in own:
            return own[column]
        like_estimate = column in ("se", "ci_low", "ci_high") and "estimate" in own
        kind = own["estimate"] if like_estimate else "number"
        return "index" if column == "se" and kind == "points" else kind

    def label(self, key: Any) -> Any:
        """Return the study's words for a term or key, else the key itself."""
        return self.labels.get(key, str(key))

    # ------------------------------------------------------------- one number
    def _single(self, column: str) -> float:
        if len(self._table) != 1:
            raise AttributeError(
                f"{column} is an attribute of one-row results; this one has "
                f"{len(self._table)} rows: use .table or .row({', '.join(self.keys)})."
            )
        return float(self._table[column].iloc[0])

    @property
    def estimate(self) -> float:
        """The estimate of a one-row result."""
        return self._single("estimate")

    @property
    def se(self) -> float:
        """The standard error of a one-row result."""
        return self._single("se")

    @property
    def ci_low(self) -> float:
        """The lower end of the interval of a one-row result."""
        return self._single("ci_low")

    @property
    def ci_high(self) -> float:
        """The upper end of the interval of a one-row result."""
        return self._single("ci_high")

    @property
    def covariance(self) -> pd.DataFrame:
        """Covariance of the estimates, labelled by the table's row positions.

        Raises
        ------
        AttributeError
            If the estimates of this result have none.
        """
        source = self.covariance_source
        if source is None:
            raise AttributeError(f"{self.method} has no covariance of its estimates.")
        matrix = source() if callable(source) else source
        index = self._table.index
        return pd.DataFrame(np.asarray(matrix), index=index, columns=index)

    # ------------------------------------------------------------------ words
    def headline(self) -> Message:
        """Return the one sentence that this result says."""
        low, high = self.used.used
        return Message(
            "{method}: {n} of {asked} people answered.",
            {
                "method": Message(self.method),
                "n": Number(low if low == high else high, "count"),
                "asked": Number(self.used.asked, "count"),
            },
        )

    def summary(self) -> str:
        """Return the one sentence in the current language."""
        return _messages.plain(self.headline())

    def findings(self, rules: Mapping[str, float] | None = None) -> tuple[Finding, ...]:
        """Return what each row says against the line of its kind.

        Parameters
        ----------
        rules : mapping, optional
            Lines by kind, as in ``study.yaml``; a kind without a line has no findings.
        """
        line = (rules or {}).get(self.line)
        if line is None:
            return ()
        rows = self._table.to_dict("records")
        return tuple(self.finding(row, float(line)) for row in rows)

    def finding(self, row: Mapping[str, Any], line: float) -> Finding:
        """Return the finding of one row."""
        verdict = judge(
            row["ci_low"],
            row["ci_high"],
            line,
            higher_is_better=self.higher_is_better,
        )
        subject = str(row[self.term_keys[0]])
        known = self.labels.get(subject)
        label = known if isinstance(known, Text) else Text({"en": subject})
        segment = " · ".join(str(row[key]) for key in self.by)
        return Finding(
            kind=self.line,
            subject=subject,
            label=label,
            estimate=float(row["estimate"]),
            ci_low=float(row["ci_low"]),
            ci_high=float(row["ci_high"]),
            n=int(row["n"]) if not math.isnan(row["n"]) else 0,
            line=line,
            verdict=verdict,
            message=self.sentence(row, verdict),
            ref=self.key_of(row),
            segment=segment,
            clause=self.clause,
            distance=abs(row["estimate"] - line) / row["se"] if row["se"] else math.inf,
        )

    def sentence(self, row: Mapping[str, Any], verdict: str) -> Message:
        """Return one row as a sentence."""
        return Message(
            "{label}: {estimate} ({low} to {high}; n = {n}).",
            {
                "label": self.label(row[self.term_keys[0]]),
                "estimate": self.number(row, "estimate"),
                "low": self.number(row, "ci_low"),
                "high": self.number(row, "ci_high"),
                "n": self.number(row, "n"),
            },
        )

    # ---------------------------------------------------------------- showing
    def to_frame(self) -> pd.DataFrame:
        """Return the table with method, asked and level as columns."""
        extra = {"method": self.method, "asked_in_all": self.used.asked}
        return self._table.assign(**extra, level=self.level)

    def plot(self, ax: Any = None, **style: Any) -> Any:
        """Draw the result and return the matplotlib Axes."""
        from csat_methods import plots

        return plots.draw(self, ax=ax, **style)

    def rounded(self) -> pd.DataFrame:
        """Return the table as text, each column written as its kind."""
        return self._table.apply(self._written)

    def _written(self, column: pd.Series) -> pd.Series:
        if column.name in self.keys or column.dtype.kind not in "fiu":
            return column.map(lambda cell: _messages.plain(self.label(cell)))
        kind = self.kind(str(column.name))
        return column.map(lambda cell: _messages.number(cell, kind))

    def __repr__(self) -> str:
        notes = "".join(f"\nNote: {_messages.plain(note)}" for note in self.notes)
        return f"{self.summary()}\n{self.rounded().to_string(index=False)}{notes}"

    def _repr_html_(self) -> str:
        shown = self.rounded()
        head = _html.tag("tr", *(_html.tag("th", c, scope="col") for c in shown))
        body = (
            _html.tag("tr", *(_html.tag("td", cell) for cell in row))
            for row in shown.itertuples(index=False)
        )
        notes = (_html.tag("p", _html.sentence(note)) for note in self.notes)
        return _html.tag(
            "div",
            _html.tag("p", _html.tag("strong", _html.sentence(self.headline()))),
            _html.tag("table", _html.tag("thead", head), _html.tag("tbody", *body)),
            *notes,
            class_="csat-result",
        )


def judge(
    low: float, high: float, line: float, *, higher_is_better: bool = True
) -> str:
    """Return the verdict of an interval against a line.

    Examples
    --------
    >>> judge(4.1, 4.3, 4.0), judge(3.9, 4.3, 4.0)
    ('good', 'undecided')
    """
    if math.isnan(low) or math.isnan(high) or low <= line <= high:
        return "undecided"
    return "good" if (low > line) == higher_is_better else "bad"


# -------------------------------------------------------------- the decorator
class Store(Protocol):
    """Where the runner keeps results it has seen."""

    def get(self, key: str) -> Result | None:
        """Return what was kept under a key, or None."""

    def put(self, key: str, result: Result) -> None:
        """Keep a result under a key."""


class _Memory:
    """The store in use; floor 6 sets it, nothing below knows of files."""

    store: Store | None = None


memory = _Memory()


def key_of(value: Any) -> str:
    """Return a text that is equal for equal arguments.

    Raises
    ------
    TypeError
        For a callable, which has no such text.
    """
    if isinstance(getattr(value, "key", None), str):
        return str(value.key)
    for kind, write in _KEYS:
        if isinstance(value, kind):
            return write(value)
    if callable(value):
        raise TypeError("a callable has no key")
    return repr(value)


def _key_of_number(value: Real) -> str:
    """Return one text for 1, 1.0 and their numpy kinds."""
    number = float(value)
    return str(int(number)) if number.is_integer() else repr(number)


def _key_of_mapping(value: Mapping[Any, Any]) -> str:
    pairs = (f"{key_of(k)}:{key_of(v)}" for k, v in value.items())
    return "{" + ",".join(pairs) + "}"


def _digest_of_data(data: pd.DataFrame | pd.Series | np.ndarray) -> str:
    if isinstance(data, np.ndarray):
        parts = [data.tobytes(), str((data.dtype, data.shape)).encode()]
    else:
        names = data.columns.tolist() if isinstance(data, pd.DataFrame) else data.name
        hashed = pd.util.hash_pandas_object(data).to_numpy().tobytes()
        parts = [hashed, repr(names).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


_KEYS: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (Mapping, _key_of_mapping),
    ((list, tuple), lambda value: "[" + ",".join(map(key_of, value)) + "]"),
    ((pd.DataFrame, pd.Series, np.ndarray), _digest_of_data),
    (Result, lambda value: _digest_of_data(value.table) + value.method),
    ((bool, np.bool_), lambda value: str(bool(value))),
    (Integral, lambda value: str(int(value))),
    (Real, _key_of_number),
)
"""How arguments of each kind are written in a key; the first that fits."""


def _written_argument(value: Any) -> str:
    if isinstance(getattr(value, "key", None), str):
        return type(value).__name__.lower()
    text = type(value).__name__ if isinstance(value, pd.DataFrame) else repr(value)
    return text if len(text) <= 200 else text[:197] + "..."


def method(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a public method: its Result records the call, and is remembered."""
    signature = inspect.signature(function)
    name = f"{function.__module__}.{function.__qualname__}"

    @functools.wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        key = _memo_key(name, bound.arguments)
        known = memory.store.get(key) if memory.store and key else None
        if known is not None:
            return known  # type: ignore[return-value]
        made = _recorded(function(*args, **kwargs), name, bound.arguments)
        if memory.store and key and isinstance(made, Result):
            memory.store.put(key, made)
        return made

    return call


def _memo_key(name: str, arguments: Mapping[str, Any]) -> str:
    if memory.store is None:
        return ""
    try:
        parts = [f"{key}={key_of(value)}" for key, value in arguments.items()]
    except TypeError:
        return ""
    return hashlib.sha256("|".join([name, *parts]).encode()).hexdigest()[:32]


def _recorded(made: Any, name: str, arguments: Mapping[str, Any]) -> Any:
    if not isinstance(made, Result):
        return made
    written = {key: _written_argument(value) for key, value in arguments.items()}
    return replace(made, call=Call(name, written))
