"""Drawing one column of a chunk of people.

A draw is one of: `value` (the same for all, null for nobody's), `share` (true in so many of a hundred), `choose` (values by weight),
`between` (whole numbers, both ends included), `days` (the same for dates), `median` with `spread` (lognormal: the exponent of a normal of
that spread), `times` with `by_factor` (another column in money), `copy` (another column) and `within_band` (an age of the band). `by`
with `cases` and `otherwise` draws differently by a column drawn before.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from huanliu.flows.people.recipe import Attribute, Recipe
from huanliu.law.fields import fail

Array = NDArray[Any]
Draw = Mapping[str, Any]
# Nobody's answer: a value that is known to be none at all stands in no row.
MOST = 10**12


@frozen(eq=False)
class Drawn:
    """A column: numbers (or days, or truths), or positions in `values`; -1 and masked rows hold nothing."""

    numbers: Array
    values: tuple[Any, ...] | None = None
    there: NDArray[np.bool_] | None = None

    def of(self, rows: Array) -> Drawn:
        """Some of the rows."""
        return Drawn(self.numbers[rows], self.values, None if self.there is None else self.there[rows])


class Chunk:
    """A chunk of people while it is drawn."""

    def __init__(self, recipe: Recipe, seeds: tuple[int, int], columns: dict[str, Drawn], rows: int) -> None:
        self.recipe, self.seeds, self.columns, self.rows = recipe, seeds, columns, rows

    def draw(self, attribute: Attribute, position: int) -> tuple[Drawn, NDArray[np.bool_]]:
        """A column as it is, and in which rows it is left unanswered. Each column has a stream of its own, so that one more attribute
        leaves the others as they were."""
        rng = np.random.default_rng([*self.seeds, position])
        drawing = _Drawing(self, attribute, rng)
        drawn = drawing.one(attribute.draw, np.arange(self.rows))
        self.columns[attribute.name] = drawn
        return drawn, rng.random(self.rows, dtype=np.float32) < attribute.unknown


class _Drawing:
    def __init__(self, chunk: Chunk, attribute: Attribute, rng: np.random.Generator) -> None:
        self.chunk, self.attribute, self.rng = chunk, attribute, rng

    def one(self, draw: Draw, rows: Array) -> Drawn:
        """A draw for some rows."""
        if "by" in draw:
            return self._by_cases(draw, rows)
        inner = draw.get("otherwise", draw)
        for name, handler in _HANDLERS.items():
            if name in inner:
                return handler(self, inner, rows)
        return self._refuse(f"draws nothing known: {', '.join(map(str, inner))[:80]}", f"one of {', '.join(_HANDLERS)}")

    def _by_cases(self, draw: Draw, rows: Array) -> Drawn:
        words, positions = self._keys(draw["by"], rows)
        cases = {str(key): case for key, case in (draw.get("cases") or {}).items()}
        otherwise = draw.get("otherwise") or {"value": None}
        # Texts are compared once for each value, never row by row, and rows with one draw are drawn together.
        named = [key for key in cases if key in words]
        branch = np.array([named.index(word) if word in named else len(named) for word in words])[positions]
        parts = []
        for number, case in enumerate([*(cases[key] for key in named), otherwise]):
            rows_in = np.flatnonzero(branch == number)
            if len(rows_in):
                parts.append((rows_in, self.one(case, rows[rows_in])))
        return _joined(parts, len(rows))

    def _keys(self, name: str, rows: Array) -> tuple[list[str], Array]:
        """The values of an earlier column as texts, "none" last, and for each row the position of its own."""
        column = self._column(name).of(rows)
        if column.values is None and column.numbers.dtype != np.bool_:
            self._refuse(f"goes by {name!r}, which is neither true or false nor one of a few values")
        words = [str(value).lower() if isinstance(value, bool) else value for value in column.values or (False, True)]
        positions = column.numbers.astype(np.int64)
        if column.there is not None:
            positions = np.where(column.there, positions, len(words))
        return [*words, "none"], positions

    def _column(self, name: str) -> Drawn:
        if name not in self.chunk.columns:
            self._refuse(f"rests on {name!r}, which is not drawn before it")
        return self.chunk.columns[name]

    def _value(self, draw: Draw, rows: Array) -> Drawn:
        value = draw["value"]
        if isinstance(value, datetime.date):
            return Drawn(np.full(len(rows), _number(value)))
        if isinstance(value, bool) or (value is not None and not isinstance(value, str)):
            return Drawn(np.full(len(rows), value))
        if value is None:
            return Drawn(np.zeros(len(rows), dtype=np.int64), None, np.zeros(len(rows), dtype=np.bool_))
        return Drawn(np.zeros(len(rows), dtype=np.int64), (value,))

    def _share(self, draw: Draw, rows: Array) -> Drawn:
        return Drawn(self.rng.random(len(rows), dtype=np.float32) < float(draw["share"]))

    def _choose(self, draw: Draw, rows: Array) -> Drawn:
        weights = np.array([float(weight) for weight in draw["choose"].values()])
        edges = np.cumsum(weights) / weights.sum()
        positions = np.searchsorted(edges[:-1], self.rng.random(len(rows)), side="right")
        values = tuple(draw["choose"])
        if all(_is_whole(value) for value in values):
            return Drawn(np.array([int(value) for value in values])[positions])
        return Drawn(positions, values)

    def _between(self, draw: Draw, rows: Array) -> Drawn:
        low, high = (_number(end) for end in draw.get("between", draw.get("days")))
        return Drawn(self.rng.integers(low, high + 1, len(rows)))

    def _lognormal(self, draw: Draw, rows: Array) -> Drawn:
        exponents = self.rng.standard_normal(len(rows), dtype=np.float32) * np.float32(draw["spread"])
        amounts = float(draw["median"]) * np.exp(exponents.astype(np.float64))
        return Drawn(np.minimum(amounts, float(self.attribute.draw.get("most", MOST))).astype(np.int64))

    def _times(self, draw: Draw, rows: Array) -> Drawn:
        column = self._column(draw["times"]).of(rows)
        return Drawn((column.numbers * float(draw["by_factor"])).astype(np.int64), None, column.there)

    def _copy(self, draw: Draw, rows: Array) -> Drawn:
        return self._column(draw["copy"]).of(rows)

    def _within_band(self, draw: Draw, rows: Array) -> Drawn:
        bands = self.chunk.recipe.bands
        band = self._column("age_band").numbers[rows]
        low = np.array([each.low for each in bands])[band]
        high = np.array([each.high for each in bands])[band]
        return Drawn(self.rng.integers(low, high + 1))

    def _refuse(self, what: str, hint: str | None = None) -> Drawn:
        return fail(f"the attribute {self.attribute.name} {what}", self.attribute.node.place, hint)


_HANDLERS: dict[str, Callable[[_Drawing, Draw, Array], Drawn]] = {
    "value": _Drawing._value,
    "share": _Drawing._share,
    "choose": _Drawing._choose,
    "between": _Drawing._between,
    "days": _Drawing._between,
    "median": _Drawing._lognormal,
    "times": _Drawing._times,
    "copy": _Drawing._copy,
    "within_band": _Drawing._within_band,
}


def words_of(draw: Draw) -> Iterator[str]:
    """Every text that a draw may come to, in all its cases."""
    yield from (value for value in draw.get("choose", ()) if isinstance(value, str))
    if isinstance(draw.get("value"), str):
        yield draw["value"]
    for inner in (*(draw.get("cases") or {}).values(), draw.get("otherwise")):
        if inner is not None:
            yield from words_of(inner)


def _number(end: Any) -> int:
    return (end - datetime.date(1970, 1, 1)).days if isinstance(end, datetime.date) else int(end)


def _is_whole(value: Any) -> bool:
    return str(value).isdigit()


def _joined(parts: list[tuple[Array, Drawn]], rows: int) -> Drawn:
    """Parts of a column put back into their rows, their values counted through."""
    values: dict[Any, int] = {}
    named = any(part.values is not None for _, part in parts)
    kinds = [part.numbers.dtype for _, part in parts if part.there is None or part.there.any()]
    numbers = np.zeros(rows, dtype=np.int64 if named or not kinds else np.result_type(*kinds))
    there = np.ones(rows, dtype=np.bool_)
    for rows_in, part in parts:
        if part.values is not None:
            codes = np.array([values.setdefault(value, len(values)) for value in part.values])
            numbers[rows_in] = codes[part.numbers]
        elif not named:
            numbers[rows_in] = part.numbers
        if part.there is not None:
            there[rows_in] = part.there
    return Drawn(numbers, tuple(values) if named else None, None if there.all() else there)
