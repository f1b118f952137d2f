"""How do estimates become the tidy table of a Result?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import pandas as pd

from csat_methods._messages import Message, Number, Text
from csat_methods.result import Domain, Result, Used
from csat_methods.wave.estimate import Domains, Estimates, interval, segment_frame
from csat_methods.wave.scale_note import equal_steps_note

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

R = TypeVar("R", bound=Result)

NOT_ASKED = 2
NOT_APPLICABLE = 1


def estimates_table(
    wave: Wave,
    where: Domains,
    terms: Sequence[str],
    estimates: Estimates,
    level: float,
    about: Mapping[str, Sequence[str]],
    columns: Mapping[str, Any],
) -> pd.DataFrame:
    """Return the tidy table of all domains: segments, term, estimate and the rest."""
    low, high = interval(estimates.estimate, estimates.se, estimates.df, level)
    asked, inapplicable = asked_counts(wave, where, terms, about)
    return pd.DataFrame(
        {
            **segment_frame(where, len(terms)),
            "term": list(terms) * len(where),
            "estimate": estimates.estimate,
            "se": estimates.se,
            "ci_low": low,
            "ci_high": high,
            "n": estimates.n,
            "df": estimates.df,
            "asked": asked,
            "not_applicable": inapplicable,
            **columns,
        }
    )


def asked_counts(
    wave: Wave,
    where: Domains,
    terms: Sequence[str],
    about: Mapping[str, Sequence[str]],
) -> tuple[np.ndarray, np.ndarray]:
    """Return how many were asked, and how many said it does not apply, by row."""
    count = len(where)
    inside = where.codes >= 0
    codes = where.codes[inside]
    whole = np.bincount(codes, minlength=count)
    asked = np.tile(whole[:, None], (1, len(terms)))
    inapplicable = np.zeros_like(asked)
    for j, term in enumerate(terms):
        columns = [wave.absent[c] for c in about.get(term, ()) if c in wave.absent]
        if columns:
            worst = np.max(np.column_stack(columns), axis=1)[inside]
            asked[:, j] -= np.bincount(codes[worst == NOT_ASKED], minlength=count)
            inapplicable[:, j] = np.bincount(
                codes[worst == NOT_APPLICABLE], minlength=count
            )
    return asked.ravel(), inapplicable.ravel()


def used_of(wave: Wave, table: pd.DataFrame, by: Sequence[str] = ()) -> Used:
    """Return asked, used and left out by reason, over the rows of a table.

    Reasons are those of the term that lost most, all its segments together.
    """
    people = wave.n
    if len(table) == 0:
        return Used(people, (0, 0), {})
    left = {}
    if not (set(table) & {"segment"}) and "asked" in table:
        left = _left_out(wave, table, list(by))
    return Used(people, (int(table["n"].min()), int(table["n"].max())), left)


def _left_out(wave: Wave, table: pd.DataFrame, by: list[str]) -> dict[str, int]:
    """Return reason to people, of the term that lost most."""
    inside = wave.n - _without_segment(wave, by)
    asked, inapplicable, n = _of_the_shortest(table, by)
    left = {
        "no segment": wave.n - inside,
        "not asked": inside - asked,
        "not applicable": inapplicable,
        "no answer": asked - inapplicable - n,
    }
    return {reason: count for reason, count in left.items() if count > 0}


def _of_the_shortest(table: pd.DataFrame, by: list[str]) -> list[int]:
    """Return asked, not applicable and n of the term with the fewest answers.

    Its segments together; of categories of a term, which rest on the same people, one.
    """
    named = [*by, *({"term"} & set(table))]
    keys = zip(*(table[name] for name in named), strict=True) if named else table.index
    terms = table["term"] if "term" in table else [""] * len(table)
    counts = np.column_stack([table[c] for c in ("asked", "not_applicable", "n")])
    once: dict[Any, tuple[str, np.ndarray]] = {}
    for key, term, own in zip(keys, terms, counts, strict=True):
        once.setdefault(key, (term, own))
    sums: dict[str, np.ndarray] = {}
    for term, own in once.values():
        sums[term] = sums.get(term, 0) + own
    shortest = min(sorted(sums), key=lambda term: sums[term][2])
    return [int(count) for count in sums[shortest]]


def _without_segment(wave: Wave, by: list[str]) -> int:
    """Return how many have a blank among their segments."""
    if not by:
        return 0
    blank = wave._frame[by].isna().any(axis=1).to_numpy()
    return int(np.count_nonzero(blank & wave.domain))


def domain_of(wave: Wave) -> Domain:
    """Return whom a result of this wave speaks of."""
    return Domain(wave.conditions, wave.key[:16], wave.named)


def notes_of(wave: Wave, table: pd.DataFrame) -> tuple[Message, ...]:
    """Return the notes every result of this wave and table carries."""
    few = int(_without_error(table).sum()) if "df" in table else 0
    return (*selection_note(wave), *((small_note(few),) if few else ()))


def _without_error(table: pd.DataFrame) -> np.ndarray:
    """Return which rows have an estimate that no error can be told of."""
    few: np.ndarray = table["df"].to_numpy(float) < 1
    return few & table["estimate"].notna().to_numpy() if "estimate" in table else few


def estimates_result(
    wave: Wave,
    cls: type[R],
    method: str,
    where: Domains,
    terms: Sequence[str],
    estimates: Estimates,
    *,
    level: float,
    about: Mapping[str, Sequence[str]] | None = None,
    labels: Mapping[str, Text | Message] | None = None,
    columns: Mapping[str, Any] | None = None,
    notes: Sequence[Message] = (),
    averages: bool = False,
    **fields: Any,
) -> R:
    """Return the Result of an estimator: its last line.

    Parameters
    ----------
    where : Domains
        Segments; one domain when there are none.
    terms : sequence of str
        Terms of one domain; the estimates repeat them for each.
    about : mapping, optional
        Columns of the wave behind each term; the term itself by default.
    columns : mapping, optional
        More columns, each one value a row.
    averages : bool
        Whether these are means of answers, which suppose something of ordered ones.
    fields : dict
        Further attributes of the Result's class.
    """
    behind = {t: tuple((about or {}).get(t, (t,))) for t in terms}
    told = columns or {}
    table = estimates_table(wave, where, terms, estimates, level, behind, told)
    return result_of(
        wave,
        cls,
        method,
        table,
        level=level,
        by=where.by,
        about=behind,
        labels=labels or wave.labels(terms),
        covariance_source=estimates.covariance,
        notes=notes,
        averages=averages,
        **fields,
    )


def result_of(
    wave: Wave,
    cls: type[R],
    method: str,
    table: pd.DataFrame,
    *,
    level: float,
    by: Sequence[str] = (),
    about: Mapping[str, tuple[str, ...]] | None = None,
    labels: Mapping[str, Text | Message] | None = None,
    used: Used | None = None,
    notes: Sequence[Message] = (),
    averages: bool = False,
    **fields: Any,
) -> R:
    """Return the Result of any method of this wave, with notes, labels and domain."""
    behind = {column for columns in (about or {}).values() for column in columns}
    steps = equal_steps_note(wave, behind) if averages else ()
    return cls(
        table=table,
        method=method,
        used=used or used_of(wave, table, by),
        level=level,
        by=tuple(by),
        notes=(*notes_of(wave, table), *notes, *steps),
        labels={**(labels or {}), **_segment_labels(wave, table, by)},
        about=dict(about or {}),
        domain=domain_of(wave),
        **fields,
    )


def _segment_labels(
    wave: Wave, table: pd.DataFrame, by: Sequence[str]
) -> dict[str, Text]:
    """Return the study's words for segments and their levels."""
    found: dict[str, Text] = {}
    for segment in by:
        found[segment] = wave.label(segment)
        for value in table[segment].unique():
            words = wave.study.level_label(segment, value) if wave.study else None
            if words is not None:
                found[f"{segment}={value}"] = words
    return found


def selection_note(wave: Wave) -> tuple[Message, ...]:
    """Return the caution that samples without known chances carry."""
    if wave.selection == "probability":
        return ()
    return (
        Message(
            "The people were not drawn with known chances ({selection}); intervals are "
            "as if drawn at random.",
            {"selection": Message(wave.selection)},
        ),
    )


def is_selection_note(note: Message) -> bool:
    """Whether a note says that the people were not drawn with known chances."""
    return note.id.startswith("The people were not drawn with known chances")


def small_note(n: int) -> Message:
    """Return the note on a domain too small for an error."""
    # The one row is counted too: where rows are hidden, no count of rows is told.
    rows = {"n": Number(n, "count")}
    if n == 1:
        return Message(
            "One row rests on fewer than two independent units; it has no error.", rows
        )
    return Message(
        "{n} rows rest on fewer than two independent units; they have no error.", rows
    )
