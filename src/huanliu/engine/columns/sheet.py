"""The working sheet: every column that has to be worked out for a table, each exactly once.

A `Working` is what an expression of the law comes to over all rows. It knows what is certain before a row is read: whether
it can be unknown, between which bounds its numbers lie, whether it is the same in every row. The readers of the nodes
(`truths`, `scale`, `choices`, `days`, `texts`) build on that: what is settled is never computed, and what two provisions
share is one object here and one column later (`layers`). Numbers are whole units of their last place, dates days since 1970.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable
from enum import StrEnum
from typing import Any

import polars as pl
from attrs import evolve, field, frozen

from huanliu.errors import TableError

Build = Callable[..., pl.Expr]

EPOCH = datetime.date(1970, 1, 1)
OPEN: Any = object()  # the `constant` of a working that differs from row to row

INT64_MOST = 2**63 - 1
# 38 digits are what a Decimal column prints; 128 bits hold a little more.
INT128_MOST = 10**38 - 1

TRUTH, INT64, INT128, DATE = pl.Boolean(), pl.Int64(), pl.Int128(), pl.Date()


class TooLargeError(TableError):
    """A number of an expression may have more digits than columns hold; the reference reader has to take it."""


class Sort(StrEnum):
    """What a working holds."""

    TRUTH = "truth"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    NESTED = "nested"


@frozen(eq=False)
class Working:
    """One column of working. `low` and `high` bound numbers and dates; `constant` is None for what nobody knows."""

    number: int
    key: Hashable = field(repr=False)
    sort: Sort
    build: Build = field(repr=False)
    parts: tuple[Working, ...] = field(repr=False)
    dtype: pl.DataType
    known: bool
    places: int = 0
    low: int = 0
    high: int = 0
    constant: Any = OPEN
    column: str | None = None
    repeats: bool = False  # its expression names a part more than once
    cost: float = 1.0  # nanoseconds a row, roughly, without its parts

    @property
    def settled(self) -> bool:
        """Whether every row has the same value, or none has one."""
        return self.constant is not OPEN

    @property
    def unknown(self) -> bool:
        """Whether no row has a value."""
        return self.constant is None


DTYPES: dict[Sort, pl.DataType] = {
    Sort.TRUTH: TRUTH,
    Sort.NUMBER: INT64,
    Sort.DATE: DATE,
    Sort.TEXT: pl.String(),
    Sort.NESTED: pl.Null(),
}


class Sheet:
    """The workings of one table, each interned by what it is made of."""

    def __init__(self) -> None:
        self._workings: dict[Hashable, Working] = {}
        self.opposites: dict[Working, Working] = {}
        # For each text column the words that long lists of the law hold.
        self.words: dict[Working, dict[str, None]] = {}

    def put(
        self, key: Hashable, sort: Sort, build: Build, parts: tuple[Working, ...] = (), **properties: Any
    ) -> Working:
        """The working made by `key` out of `parts`, made now where it is not there yet. `build` takes an expression for each part."""
        whole = (key, tuple(part.number for part in parts))
        found = self._workings.get(whole)
        if found is None:
            properties.setdefault("dtype", DTYPES[sort])
            properties.setdefault("known", all(part.known for part in parts))
            found = Working(len(self._workings), key, sort, build, parts, **properties)
            self._workings[whole] = found
        return found

    def remade(self, working: Working, parts: tuple[Working, ...]) -> Working:
        """The same step over other parts that hold the same values."""
        whole = (working.key, tuple(part.number for part in parts))
        if whole not in self._workings:
            self._workings[whole] = evolve(working, number=len(self._workings), parts=parts)
        return self._workings[whole]

    def column(self, name: str, dtype: pl.DataType) -> Working:
        """A column as the table has it."""
        return self.put(("column", name), Sort.NESTED, lambda: pl.col(name), dtype=dtype, known=False, column=name)

    def unknown(self, sort: Sort) -> Working:
        """What nobody knows in any row."""
        dtype = DTYPES[sort]
        return self.put(("unknown", sort), sort, lambda: pl.lit(None, dtype=dtype), known=False, constant=None)

    def truth(self, value: bool | None) -> Working:
        """The same truth in every row."""
        if value is None:
            return self.unknown(Sort.TRUTH)
        return self.put(("truth", value), Sort.TRUTH, lambda: pl.lit(value), known=True, constant=value)

    def whole(self, value: int, places: int = 0, dtype: pl.DataType | None = None) -> Working:
        """The same number in every row, in units of its last place."""
        dtype = dtype or width(value, value)
        return self.put(
            ("whole", value, places, dtype),
            Sort.NUMBER,
            lambda: literal(value, dtype),
            dtype=dtype,
            known=True,
            places=places,
            low=value,
            high=value,
            constant=value,
        )

    def date(self, value: datetime.date | None) -> Working:
        """The same day in every row."""
        if value is None:
            return self.unknown(Sort.DATE)
        day = (value - EPOCH).days
        build: Build = lambda: literal(day, DATE)  # noqa: E731
        return self.put(("date", day), Sort.DATE, build, known=True, low=day, high=day, constant=day)

    def text(self, value: str | None) -> Working:
        """The same text in every row."""
        if value is None:
            return self.unknown(Sort.TEXT)
        return self.put(("text", value), Sort.TEXT, lambda: pl.lit(value), known=True, constant=value)


def literal(value: int, dtype: pl.DataType) -> pl.Expr:
    """A number, or a day by its number, in a column's own type."""
    if dtype == DATE:
        return pl.lit(EPOCH + datetime.timedelta(days=value))
    return pl.lit(value, dtype=dtype)


def width(low: int, high: int) -> pl.DataType:
    """The narrowest of 64 and 128 bits that holds everything between two bounds."""
    most = max(abs(low), abs(high))
    if most <= INT64_MOST:
        return INT64
    if most <= INT128_MOST:
        return INT128
    raise TooLargeError(f"a number of this law may reach {len(str(most))} digits in this table, columns hold 38")
