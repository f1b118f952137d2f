"""Which loadings, variances and covariances does a model of factors have?

A model is a mapping of factors to what they load on: items, or other factors. From
it come the cells of the matrices of the model: free, or fixed by convention.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

LOADING, PATH, FACTOR, RESIDUAL, INTERCEPT, MEAN, THRESHOLD, SCALE = range(8)
"""The matrices: items on factors, factors on factors, covariances of factors and of
residuals, intercepts of items, means of factors, thresholds, scales of responses."""

OPERATORS = ("=~", "=~", "~~", "~~", "~1", "~1", "|", "~*~")

RESERVED = ("residuals", "orthogonal")
"""Keys of a model that are no factors."""


@dataclass(frozen=True)
class Cell:
    """One cell of one matrix of the model.

    Attributes
    ----------
    kind : int
        The matrix.
    row, column : int
        Item or factor by its place; of a loading: item, factor; of a path: the factor
        explained, the factor that explains it; of a threshold: item, which one.
    lhs, rhs : str
        As in ``lhs =~ rhs``.
    fixed : float, optional
        Its value, if it is not estimated.
    """

    kind: int
    row: int
    column: int
    lhs: str
    rhs: str
    fixed: float | None = None

    @property
    def term(self) -> str:
        """The cell's name as lavaan writes it."""
        if self.kind in (INTERCEPT, MEAN):
            return f"{self.lhs} ~1"
        return f"{self.lhs} {OPERATORS[self.kind]} {self.rhs}"


@dataclass(frozen=True)
class FactorModel:
    """A model of factors, as names.

    Attributes
    ----------
    items, factors : tuple of str
        In the order in which they appear.
    loads : tuple of (str, tuple of str)
        Factor and what it loads on, in order.
    residuals : tuple of (str, str)
        Pairs whose residuals covary.
    orthogonal : tuple of str
        Factors that covary with no other.
    """

    items: tuple[str, ...]
    factors: tuple[str, ...]
    loads: tuple[tuple[str, tuple[str, ...]], ...]
    residuals: tuple[tuple[str, str], ...] = ()
    orthogonal: tuple[str, ...] = ()

    @property
    def explained(self) -> frozenset[str]:
        """Factors that other factors load on."""
        return frozenset(
            name for _, listed in self.loads for name in listed if name in self.factors
        )

    def items_of(self, factor: str) -> tuple[str, ...]:
        """Return the items that a factor loads on, itself or through others."""
        found: list[str] = []
        for name in dict(self.loads)[factor]:
            found += self.items_of(name) if name in self.factors else [name]
        return tuple(dict.fromkeys(found))


def factor_model(model: Mapping[str, Any]) -> FactorModel:
    """Return a model of factors from a mapping.

    Parameters
    ----------
    model : mapping
        Factor to the items or factors it loads on; ``"residuals"`` to pairs of items
        (or of factors that others explain) whose residuals covary;
        ``"orthogonal"`` to factors that covary with no other.

    Returns
    -------
    FactorModel

    Raises
    ------
    ValueError
        If it has no factor, a name occurs twice where it may once, a factor loads on
        itself, or a pair or factor is not of the model; all faults at once.

    Examples
    --------
    >>> model = factor_model({"speed": ["x7", "x8"], "g": ["speed", "x1"]})
    >>> model.items, model.factors
    (('x7', 'x8', 'x1'), ('speed', 'g'))
    """
    if not isinstance(model, Mapping) or not set(model) - set(RESERVED):
        raise ValueError(
            f"model={model!r} must map at least one factor to a list of items."
        )
    loads = tuple(
        (str(factor), _listed(str(factor), names))
        for factor, names in model.items()
        if factor not in RESERVED
    )
    factors = tuple(factor for factor, _ in loads)
    items = dict.fromkeys(n for _, names in loads for n in names if n not in factors)
    pairs = tuple(_pair(pair) for pair in model.get("residuals", ()))
    apart = _listed("orthogonal", model.get("orthogonal", ()), fewest=0)
    found = FactorModel(tuple(items), factors, loads, pairs, apart)
    faults = list(_faults(found))
    if faults:
        raise ValueError("model: " + "; ".join(faults) + ".")
    return found


def _listed(factor: str, names: Any, fewest: int = 1) -> tuple[str, ...]:
    alone = isinstance(names, str) or not isinstance(names, Iterable)
    listed = (names,) if alone else tuple(names)
    if len(listed) < fewest or not all(isinstance(name, str) for name in listed):
        raise ValueError(f"model[{factor!r}]={names!r} must be a list of names.")
    return listed


def _pair(pair: Any) -> tuple[str, str]:
    alone = isinstance(pair, str) or not isinstance(pair, Iterable)
    if alone or len(tuple(pair)) != 2:
        raise ValueError(f"model['residuals']: {pair!r} must be a pair of names.")
    a, b = map(str, pair)
    return a, b


def _faults(model: FactorModel) -> Iterator[str]:
    for factor, names in model.loads:
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            yield f"{factor} loads on {', '.join(twice)} twice"
    if _circular(model):
        yield f"factors load on themselves: {', '.join(_circular(model))}"
    known = {*model.items, *model.explained}
    seen: set[frozenset[str]] = set()
    for pair in model.residuals:
        if len(set(pair)) < 2 or not set(pair) <= known or frozenset(pair) in seen:
            yield f"residuals {pair} must be two names that factors load on, once"
        elif (pair[0] in model.factors) != (pair[1] in model.factors):
            yield f"residuals {pair} must be two items or two factors"
        seen.add(frozenset(pair))
    strange = [name for name in model.orthogonal if name not in model.factors]
    if strange:
        yield f"orthogonal names no factors of the model: {', '.join(strange)}"


def _circular(model: FactorModel) -> list[str]:
    """Return factors that are below themselves."""
    below = {f: {n for n in names if n in model.factors} for f, names in model.loads}
    for _ in model.factors:
        below = {
            f: s | {deep for name in s for deep in below[name]}
            for f, s in below.items()
        }
    return [factor for factor, names in below.items() if factor in names]


def covariance_cells(
    model: FactorModel,
    *,
    standardize: bool = False,
    markers: Mapping[str, str] | None = None,
) -> list[Cell]:
    """Return loadings, covariances and variances, in lavaan's order.

    One loading of each factor is one, that of its marker, by default the first; or
    else (`standardize`) its variance. The residual of a factor's only indicator is
    zero.

    Examples
    --------
    >>> cells = covariance_cells(factor_model({"f": ["a", "b"]}))
    >>> [(cell.term, cell.fixed) for cell in cells[:3]]
    [('f =~ a', 1.0), ('f =~ b', None), ('a ~~ a', None)]
    """
    return [
        *_loadings(model, {} if standardize else _markers(model, markers)),
        *_residual_covariances(model),
        *_variances(model, standardize=standardize),
        *_factor_covariances(model),
    ]


def _markers(model: FactorModel, markers: Mapping[str, str] | None) -> dict[str, str]:
    return {factor: names[0] for factor, names in model.loads} | dict(markers or {})


def _loadings(model: FactorModel, markers: Mapping[str, str]) -> Iterator[Cell]:
    item = {name: i for i, name in enumerate(model.items)}
    place = {name: i for i, name in enumerate(model.factors)}
    for factor, names in model.loads:
        for name in names:
            fixed = 1.0 if markers.get(factor) == name else None
            kind, row = (PATH, place[name]) if name in place else (LOADING, item[name])
            yield Cell(kind, row, place[factor], factor, name, fixed)


def _residual_covariances(model: FactorModel) -> Iterator[Cell]:
    for a, b in model.residuals:
        names, kind = (
            (model.factors, FACTOR) if a in model.factors else (model.items, RESIDUAL)
        )
        yield Cell(kind, names.index(a), names.index(b), a, b)


def _variances(model: FactorModel, *, standardize: bool) -> Iterator[Cell]:
    alone = {names[0] for _, names in model.loads if len(names) == 1}
    several = [n for _, names in model.loads for n in names]
    alone = {name for name in alone if several.count(name) == 1}
    for i, name in enumerate(model.items):
        yield Cell(RESIDUAL, i, i, name, name, 0.0 if name in alone else None)
    for i, name in enumerate(model.factors):
        fixed = 1.0 if standardize else 0.0 if name in alone else None
        yield Cell(FACTOR, i, i, name, name, fixed)


def _factor_covariances(model: FactorModel) -> Iterator[Cell]:
    free = [name for name in model.factors if name not in model.explained]
    for k, a in enumerate(free):
        for b in free[k + 1 :]:
            apart = {a, b} & set(model.orthogonal)
            row, column = model.factors.index(a), model.factors.index(b)
            yield Cell(FACTOR, row, column, a, b, 0.0 if apart else None)


def mean_cells(model: FactorModel) -> list[Cell]:
    """Return intercepts of items, free, and means of factors, zero."""
    return [
        *(Cell(INTERCEPT, i, 0, name, "") for i, name in enumerate(model.items)),
        *(Cell(MEAN, i, 0, name, "", 0.0) for i, name in enumerate(model.factors)),
    ]


def ordinal_cells(
    model: FactorModel, thresholds: Sequence[int], *, standardize: bool, scaled: bool
) -> list[Cell]:
    """Return the cells of ratings, in lavaan's order.

    Parameters
    ----------
    thresholds : sequence of int
        How many each item has.
    scaled : bool
        Whether responses have unit variance (delta), or unit residual variance.
    """
    cells = [
        Cell(c.kind, c.row, c.column, c.lhs, c.rhs, 1.0)
        if c.kind == RESIDUAL and c.row == c.column
        else c
        for c in covariance_cells(model, standardize=standardize)
    ]
    if scaled:
        cells = [c for c in cells if c.kind != RESIDUAL or c.row != c.column]
    cuts = [
        Cell(THRESHOLD, i, j, name, f"t{j + 1}")
        for i, name in enumerate(model.items)
        for j in range(thresholds[i])
    ]
    scales = [Cell(SCALE, i, i, n, n, 1.0) for i, n in enumerate(model.items)]
    means = [replace(cell, fixed=0.0) for cell in mean_cells(model)]
    return [*cells, *cuts, *(scales if scaled else ()), *means]
