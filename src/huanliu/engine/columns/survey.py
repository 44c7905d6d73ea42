"""The survey: one pass over a table that refuses what no fact may be and learns what its columns are certain of.

A fault is looked for with an aggregate of the whole column; only when there is one is its row sought.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import polars as pl
from attrs import evolve, field, frozen

from huanliu.engine.columns.faults import Fault, Measured, faults_of, field_missing, gap_in_list, measures_of, too_long
from huanliu.engine.columns.frame import (
    ON,
    Given,
    Source,
    Table,
    check_type,
    fact_columns,
    open_frame,
    sort_of,
    unreadable,
)
from huanliu.engine.columns.scale import in_units
from huanliu.engine.columns.sheet import EPOCH, Sort
from huanliu.engine.kinds import BOOL, DATE, TEXT, Kind
from huanliu.engine.statute import Statutes
from huanliu.engine.subject import MAX_MEMBERS, MAX_ROWS, ROW_PREFIX
from huanliu.errors import SubjectError, TableError, nearest

DAY_FIELDS: dict[str, Kind] = {"day": DATE, "place": TEXT, "whole_day": BOOL, "worked": BOOL, "reason": TEXT}
NEEDED = ("day", "place")
SHOWN = 60


@frozen
class Values:
    """Values to look at: a column, what its lists hold, or one field of the rows in its lists."""

    column: str
    name: str
    kind: Kind
    dtype: pl.DataType
    faults: tuple[Fault, ...] = field(factory=tuple)
    listed: bool = False
    key: str | None = None

    def of(self, opened: pl.Expr) -> pl.Expr:
        """The values themselves, from the column after its lists were opened."""
        return opened if self.key is None else opened.struct.field(self.key)

    def aggregates(self, position: int) -> Iterator[pl.Expr]:
        """What one pass has to tell about them."""
        values = self.of(pl.col(self.column).explode() if self.listed else pl.col(self.column))
        yield values.null_count().alias(f"{position}.nulls")
        yield values.len().alias(f"{position}.count")
        for what, measure in measures_of(self.kind, self.dtype):
            yield measure(values).alias(f"{position}.{what}")
        for number, fault in enumerate(self.faults):
            if fault.seen is None:
                yield fault.bad(values).any().alias(f"{position}.fault{number}")


def read_table(statutes: Statutes, source: Source) -> Table:
    """A table looked at: its facts checked and measured. TableError or SubjectError in one line where it cannot be."""
    frame, schema = open_frame(source)
    columns = [values for column in fact_columns(statutes, schema) for values in _values(statutes, *column)]
    rows, found = _look(frame, columns)
    given: dict[str, Given] = {}
    for values, measured in zip(columns, found, strict=True):
        if measured["nulls"] < measured["count"]:
            _refuse_faults(frame, values, measured)
            if not values.listed:
                given[values.name] = _given(values, measured)
            elif values.column in given and not measured.get("plain", True):
                # A member's text; of a day's texts the law reads the place, which is plain.
                given[values.column] = evolve(given[values.column], plain=False)
    on = given.pop(ON, None)
    return Table(frame, schema, given, on, rows)


def _look(frame: pl.LazyFrame, columns: list[Values]) -> tuple[int, list[Measured]]:
    """How many rows there are, and what was measured of each column."""
    asked = [expression for position, values in enumerate(columns) for expression in values.aggregates(position)]
    found: list[dict[str, Any]] = [{} for _ in columns]
    seen = collect(frame.select(pl.len().alias("rows"), *asked)).row(0, named=True)
    rows = int(seen.pop("rows"))
    for key, value in seen.items():
        position, _, what = key.partition(".")
        found[int(position)][what] = value
    return rows, list(found)


def collect(frame: pl.LazyFrame) -> pl.DataFrame:
    """A frame worked out; TableError where Polars cannot."""
    try:
        return frame.collect(engine="streaming")
    except (pl.exceptions.PolarsError, OSError) as error:
        raise unreadable(error) from error


def _given(values: Values, measured: Measured) -> Given:
    given = Given(values.name, values.kind, values.dtype, known=measured["nulls"] == 0)
    match sort_of(values.kind):
        case Sort.NUMBER:
            places = _places(values, measured)
            low, high = (_units(measured[end], places) for end in ("low", "high"))
            return evolve(given, low=low, high=high, places=places)
        case Sort.DATE:
            return evolve(given, low=(measured["low"] - EPOCH).days, high=(measured["high"] - EPOCH).days)
    return evolve(given, plain=measured.get("plain", True))


def _places(values: Values, measured: Measured) -> int:
    """The decimals of the units in which a column stands, or is read."""
    if isinstance(values.dtype, pl.Decimal):
        return values.dtype.scale
    return values.kind.places if values.dtype.is_float() and not measured["whole"] else 0


def _units(value: Any, places: int) -> int:
    number, own = in_units(Decimal(repr(value)) if isinstance(value, float) else value)
    return int(number * 10 ** (places - own))


def _refuse_faults(frame: pl.LazyFrame, values: Values, measured: Measured) -> None:
    for number, fault in enumerate(values.faults):
        found = measured[f"fault{number}"] if fault.seen is None else fault.seen(measured)
        if found:
            raise _fault(frame, values, fault)


def _fault(frame: pl.LazyFrame, values: Values, fault: Fault) -> SubjectError:
    """The first row with a fault, in one sentence."""
    rows = frame.select(pl.col(values.column).alias("opened")).with_row_index("row", offset=1)
    rows = rows.explode("opened") if values.listed else rows
    value = values.of(pl.col("opened"))
    found = collect(rows.filter(fault.bad(value)).select("row", value.alias("value")).head(1)).rows()
    row, bad = found[0] if found else (None, None)
    shown = f"{str(bad)[:SHOWN]}{'...' if len(str(bad)) > SHOWN else ''}"
    where = "" if row is None else f" in row {row:,}"
    message = f"{values.name} is {shown!r}{where}, expected {fault.expected}"
    return SubjectError(message, found=shown, expected=fault.expected, hint=fault.hint(bad))


def _values(statutes: Statutes, name: str, kind: Kind, dtype: pl.DataType) -> Iterator[Values]:
    """What to look at in a fact's column: it, and what stands in its lists."""
    inner: Any = getattr(dtype, "inner", None)
    match kind.name:
        case "set":
            yield Values(name, name, kind, dtype, (gap_in_list(),))
            entry = Kind("enum", fact=kind.fact, values=kind.values)
            yield Values(name, name, entry, inner, tuple(faults_of(entry, inner, None)), listed=True)
        case "members" | "day_log" if inner == pl.Null:
            yield Values(name, name, kind, dtype)
        case "members":
            yield Values(name, name, kind, dtype, (gap_in_list(), too_long(MAX_MEMBERS, "family members")))
            yield from _fields(statutes, name, inner, member_kinds(statutes))
        case "day_log":
            yield from _fields(statutes, name, inner, DAY_FIELDS)
            needed = tuple(field_missing(key) for key in NEEDED)
            yield Values(name, name, kind, dtype, (gap_in_list(), too_long(MAX_ROWS, "days"), *needed))
        case _:
            yield Values(name, name, kind, dtype, _faults(statutes, name, kind, dtype))


def _faults(statutes: Statutes, name: str, kind: Kind, dtype: pl.DataType) -> tuple[Fault, ...]:
    fact = statutes.law.facts.get(name)
    return tuple(faults_of(kind, dtype, fact.range if fact else None))


def _fields(statutes: Statutes, name: str, row: Any, kinds: Mapping[str, Kind]) -> Iterator[Values]:
    """The fields of the rows in a column of lists."""
    for key in set(NEEDED) & kinds.keys() - {item.name for item in row.fields}:
        raise TableError(f"the rows of {name} have no field {key!r}", expected=", ".join(kinds))
    for item in row.fields:
        kind = kinds.get(item.name)
        if kind is None:
            raise TableError(
                f"the rows of {name} have an unknown field {item.name[:60]!r}", hint=nearest(item.name, kinds)
            )
        if item.dtype != pl.Null:
            check_type(f"{name}.{item.name}", kind, item.dtype)
            faults = _faults(statutes, f"{name}.{item.name}", kind, item.dtype)
            yield Values(name, f"{name}.{item.name}", kind, item.dtype, faults, True, item.name)


def member_kinds(statutes: Statutes) -> dict[str, Kind]:
    """The facts of a family member by their key in the row."""
    kinds = statutes.kinds
    return {name.removeprefix(ROW_PREFIX): kinds[name] for name in kinds if name.startswith(ROW_PREFIX)}
