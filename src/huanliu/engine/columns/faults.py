"""What a value of a column may not be: the rules of `engine/subject.py` for one subject, asked of whole columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import polars as pl
from attrs import field, frozen

from huanliu.base import money
from huanliu.base.period import EARLIEST, LATEST
from huanliu.engine.columns.frame import sort_of
from huanliu.engine.columns.sheet import Sort
from huanliu.engine.kinds import Kind
from huanliu.engine.subject import LARGEST, MAX_TEXT
from huanliu.errors import nearest

# A float keeps every whole number up to here; beyond it the cents of an amount are no longer what was meant.
EXACT_FLOAT = 2**53

Measure = Callable[[pl.Expr], pl.Expr]
Measured = Mapping[str, Any]


@frozen
class Fault:
    """Something a value may not be. `seen` tells it from the measures taken anyway; without it, `bad` is looked for."""

    bad: Measure
    expected: str
    seen: Callable[[Measured], bool] | None = None
    hint: Callable[[Any], str | None] = field(default=lambda value: None)


def faults_of(kind: Kind, dtype: pl.DataType, bounds: tuple[Any, Any] | None) -> Iterator[Fault]:
    """Everything that values of this type of the language may not be in a column of this type of the table."""
    match sort_of(kind):
        case Sort.NUMBER:
            yield from _number_faults(kind, dtype, bounds)
        case Sort.DATE:
            first, last = bounds or (EARLIEST, LATEST)
            yield Fault(
                lambda x: (x < first) | (x > last),
                f"between {first} and {last}",
                lambda seen: seen["low"] < first or seen["high"] > last,
            )
        case Sort.TEXT:
            yield from _text_faults(kind, dtype)


def _number_faults(kind: Kind, dtype: pl.DataType, bounds: tuple[Any, Any] | None) -> Iterator[Fault]:
    if dtype.is_float():
        yield Fault(lambda x: x.is_finite().not_(), "a number that can be reckoned with")
    low, high = bounds or (-LARGEST, LARGEST)
    yield Fault(
        lambda x: (x.cast(pl.Float64) < float(low)) | (x.cast(pl.Float64) > float(high)),
        f"between {money.grouped(low)} and {money.grouped(high)}",
        lambda seen: seen["low"] < low or seen["high"] > high,
    )
    if dtype.is_float():
        yield from _float_faults(kind)
    if isinstance(dtype, pl.Decimal) and dtype.scale > kind.places:
        unit = 10 ** (dtype.scale - kind.places)
        yield Fault(lambda x: x.to_physical() % unit != 0, _decimals(kind))


def _decimals(kind: Kind) -> str:
    return f"at most {kind.places} decimals" if kind.places else "a whole number"


def _float_faults(kind: Kind) -> Iterator[Fault]:
    """A float stands for the decimal nearest to it; where that has more decimals than the fact, it is refused."""
    factor = 10**kind.places
    yield Fault(lambda x: (x.round() != x) & _finer(_wide(x), factor), _decimals(kind))
    yield Fault(
        lambda x: (x * factor).abs() > EXACT_FLOAT,
        "a number that a float keeps to the last place; give such numbers as Decimal",
        lambda seen: not seen["whole"] and max(abs(seen["low"]), abs(seen["high"])) * factor > EXACT_FLOAT,
    )


def _finer(x: pl.Expr, factor: int) -> pl.Expr:
    # Polars turns a division by a written number into a product, and 301 * 0.01 is not the float 3.01; 301 / 100 is.
    return (x * factor).round() / (x * 0 + factor) != x


def _wide(x: pl.Expr) -> pl.Expr:
    return x.cast(pl.Float64)


def _text_faults(kind: Kind, dtype: pl.DataType) -> Iterator[Fault]:
    known = list(kind.values)
    if kind.name != "enum":
        bad: Measure = lambda x: x.cast(pl.String).str.len_chars() > MAX_TEXT  # noqa: E731
        yield Fault(bad, f"at most {MAX_TEXT} characters", lambda seen: (seen["longest"] or 0) > MAX_TEXT)
    elif not (isinstance(dtype, pl.Enum) and set(dtype.categories) <= set(known)):
        shown = ", ".join(known[:12]) + (" ..." if len(known) > 12 else "")
        yield Fault(
            lambda x: x.cast(pl.String).is_in(known).not_(),
            f"one of {shown}",
            hint=lambda value: nearest(str(value), known),
        )


def gap_in_list() -> Fault:
    """A list with nothing in one of its places."""
    return Fault(lambda x: x.list.eval(pl.element().is_null()).list.any(), "a list without gaps")


def field_missing(key: str) -> Fault:
    """A row of a list without one of its needed fields."""
    return Fault(
        lambda x: x.list.eval(pl.element().struct.field(key).is_null()).list.any(), f"a {key} in each of its rows"
    )


def too_long(most: int, what: str) -> Fault:
    """A list with more rows than are read for one subject."""
    return Fault(lambda x: x.list.len() > most, f"a list of at most {most:,} {what}")


def measures_of(kind: Kind, dtype: pl.DataType) -> Iterable[tuple[str, Measure]]:
    """What is measured about a column by the way: the bounds of numbers and dates, whether floats are whole and texts plain."""
    sort = sort_of(kind)
    if sort in (Sort.NUMBER, Sort.DATE):
        yield "low", lambda x: x.min()
        yield "high", lambda x: x.max()
    if dtype.is_float():
        yield "whole", lambda x: (x.round() == x).all()
    if kind.name == "text":
        yield "longest", lambda x: _letters(x, dtype).str.len_chars().max()
        yield "plain", lambda x: _is_plain(_letters(x, dtype), dtype)


def _letters(x: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """The texts of a column; of numbered ones each only once, which is all that is asked of them."""
    if isinstance(dtype, pl.Enum):
        return pl.lit(dtype.categories)
    return x if dtype == pl.String else x.unique().cast(pl.String)


def _is_plain(letters: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Whether no text needs normalising: of millions of texts only whether all is ASCII, of a list of them exactly."""
    if dtype == pl.String:
        return letters.str.len_chars().sum() == letters.str.len_bytes().sum()
    return (letters.str.normalize("NFC") == letters).all()
