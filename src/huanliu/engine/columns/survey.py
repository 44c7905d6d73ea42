"""The survey: one pass over a table that refuses values no fact may have and learns what the columns are certain of.

The rules are those of `engine/subject.py` for one subject, asked of whole columns: in range, finite, no finer than the
fact's decimals, from the vocabulary. A fault is looked for with an aggregate; only when there is one is its row sought.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NoReturn

import polars as pl
from attrs import evolve, field, frozen

from huanliu.base import money
from huanliu.base.period import EARLIEST, LATEST
from huanliu.engine.columns.frame import ON, Given, Source, Table, fact_columns, open_frame, sort_of, unreadable
from huanliu.engine.columns.scale import in_units
from huanliu.engine.columns.sheet import EPOCH, Sort
from huanliu.engine.kinds import BOOL, TEXT, Kind
from huanliu.engine.kinds import DATE as DATE_KIND
from huanliu.engine.statute import Statutes
from huanliu.engine.subject import LARGEST, MAX_MEMBERS, MAX_ROWS, MAX_TEXT, ROW_PREFIX
from huanliu.errors import SubjectError, TableError, nearest

# A float keeps every whole number up to here; beyond it the cents of an amount are no longer what was meant.
EXACT_FLOAT = 2**53
DAY_FIELDS: dict[str, Kind] = {"day": DATE_KIND, "place": TEXT, "whole_day": BOOL, "worked": BOOL, "reason": TEXT}
LONGEST = {"members": (MAX_MEMBERS, "family members"), "day_log": (MAX_ROWS, "days")}
NEEDED = ("day", "place")

Measure = Callable[[pl.Expr], pl.Expr]


@frozen
class Fault:
    """Something a value may not be. `seen` tells it from the measures taken anyway; without it, `bad` is looked for."""

    bad: Measure
    expected: str
    hint: str | None = None
    seen: Callable[[Mapping[str, Any]], bool] | None = None


@frozen
class Values:
    """Values to look at: a column, what its lists hold, or one field of the rows in its lists."""

    column: str
    name: str
    kind: Kind
    dtype: pl.DataType
    bounds: tuple[Any, Any] | None = None
    listed: bool = False
    key: str | None = None
    faults: tuple[Fault, ...] = field(factory=tuple)

    def of(self, listed: pl.Expr) -> pl.Expr:
        """The values themselves, from the column after its lists were opened."""
        return listed if self.key is None else listed.struct.field(self.key)

    def aggregates(self, position: int) -> Iterator[pl.Expr]:
        """What one pass has to tell about them."""
        column = pl.col(self.column)
        values = self.of(column.explode() if self.listed else column)
        yield values.null_count().alias(f"{position}.nulls")
        yield values.len().alias(f"{position}.count")
        for what, measure in _measures(self):
            yield measure(values).alias(f"{position}.{what}")
        for number, fault in enumerate(self.faults):
            if fault.seen is None:
                yield fault.bad(values).any().alias(f"{position}.fault{number}")


def _measures(values: Values) -> Iterator[tuple[str, Measure]]:
    sort = sort_of(values.kind)
    if sort in (Sort.NUMBER, Sort.DATE):
        yield "low", lambda x: x.min()
        yield "high", lambda x: x.max()
    elif values.kind.name == "text" and values.dtype == pl.String:
        yield "letters", lambda x: x.str.len_chars().sum()
        yield "bytes", lambda x: x.str.len_bytes().sum()


def read_table(statutes: Statutes, source: Source) -> Table:
    """A table looked at: its facts checked and measured. TableError or SubjectError in one line where it cannot be."""
    frame, schema = open_frame(source)
    columns = [
        part
        for name, kind, dtype in fact_columns(statutes, schema)
        for part in _values_of(statutes, name, kind, dtype)
    ]
    found = _look(frame, columns)
    given: dict[str, Given] = {}
    for position, values in enumerate(columns):
        measured = {key.partition(".")[2]: value for key, value in found.items() if key.startswith(f"{position}.")}
        _refuse_faults(frame, values, measured)
        if not values.listed and measured["nulls"] < measured["count"]:
            given[values.name] = _given(values, measured)
    return _table(frame, schema, given, [values.name for values in columns])


def _table(frame: pl.LazyFrame, schema: Mapping[str, pl.DataType], given: dict[str, Given], names: list[str]) -> Table:
    on = given.pop(ON, None)
    # A table without a row has no day either, and needs none.
    return Table(frame, schema, given, on, ON in names)


def _look(frame: pl.LazyFrame, columns: list[Values]) -> Mapping[str, Any]:
    asked = [expr for position, values in enumerate(columns) for expr in values.aggregates(position)]
    if not asked:
        return {}
    return collect(frame.select(asked)).row(0, named=True)


def collect(frame: pl.LazyFrame) -> pl.DataFrame:
    """A frame worked out; TableError where Polars cannot."""
    try:
        return frame.collect(engine="streaming")
    except (pl.exceptions.PolarsError, OSError) as error:
        raise unreadable(error) from error


def _given(values: Values, measured: Mapping[str, Any]) -> Given:
    given = Given(values.name, values.kind, values.dtype, known=measured["nulls"] == 0)
    match sort_of(values.kind):
        case Sort.NUMBER:
            places = _places(values)
            low, high = (_units(measured[end], places) for end in ("low", "high"))
            return evolve(given, low=low, high=high, places=places)
        case Sort.DATE:
            low, high = ((measured[end] - EPOCH).days for end in ("low", "high"))
            return evolve(given, low=low, high=high)
    return evolve(given, plain=measured.get("letters") == measured.get("bytes"))


def _places(values: Values) -> int:
    """The decimals of the units in which a column stands, or is read."""
    if isinstance(values.dtype, pl.Decimal):
        return values.dtype.scale
    return values.kind.places if values.dtype.is_float() else 0


def _units(value: Any, places: int) -> int:
    number, own = in_units(Decimal(repr(value)) if isinstance(value, float) else value)
    return number * 10 ** (places - own)


def _values_of(statutes: Statutes, name: str, kind: Kind, dtype: pl.DataType) -> Iterator[Values]:
    fact = statutes.law.facts.get(name)
    whole = Values(name, name, kind, dtype, fact.range if fact else None)
    if kind.name == "set":
        yield evolve(whole, faults=(_gap_in_list(),))
        inner = Kind("enum", fact=kind.fact, values=kind.values)
        yield _with_faults(evolve(whole, kind=inner, dtype=dtype.inner, listed=True))  # type: ignore[attr-defined]
    elif kind.name in LONGEST:
        yield evolve(whole, faults=(_too_long(*LONGEST[kind.name]), _gap_in_list()))
        yield from _fields(statutes, whole)
    else:
        yield _with_faults(whole)


def _fields(statutes: Statutes, whole: Values) -> Iterator[Values]:
    """The fields of the rows in a column of lists."""
    kinds = DAY_FIELDS if whole.kind.name == "day_log" else _member_kinds(statutes)
    fields = {item.name: item.dtype for item in whole.dtype.inner.fields}  # type: ignore[attr-defined]
    for key in NEEDED if whole.kind.name == "day_log" else ():
        if key not in fields:
            raise TableError(f"the rows of {whole.name} have no field {key!r}", expected=", ".join(DAY_FIELDS))
    for key, dtype in fields.items():
        if key not in kinds:
            raise TableError(f"the rows of {whole.name} have an unknown field {key[:60]!r}", hint=nearest(key, kinds))
        fact = statutes.law.facts.get(ROW_PREFIX + key) if whole.kind.name == "members" else None
        bounds = fact.range if fact else None
        values = Values(whole.column, f"{whole.name}.{key}", kinds[key], dtype, bounds, True, key)
        if dtype != pl.Null:
            check_type(values.name, values.kind, dtype)
            yield _with_faults(values)


def _member_kinds(statutes: Statutes) -> dict[str, Kind]:
    kinds = statutes.kinds
    return {name.removeprefix(ROW_PREFIX): kinds[name] for name in kinds if name.startswith(ROW_PREFIX)}
