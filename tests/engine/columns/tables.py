"""Subjects as a table, in the many ways in which people keep such tables, and the reference answers beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import Any

import polars as pl

from huanliu.engine.bay import Bay, Day
from huanliu.engine.columns.layers import laid_out
from huanliu.engine.columns.nested import RowReader
from huanliu.engine.columns.polars import assess_table
from huanliu.engine.columns.reader import Reader
from huanliu.engine.columns.sheet import Sheet, Sort
from huanliu.engine.columns.survey import read_table
from huanliu.engine.columns.tabulated import Tables
from huanliu.engine.evaluate import EXACT
from huanliu.engine.kinds import Kind
from tests.small import read

Facts = Mapping[str, Any]

MEMBER_TYPES: dict[str, pl.DataType] = {
    "int": pl.Int64(),
    "money": pl.Decimal(20, 2),
    "decimal": pl.Decimal(20, 6),
    "bool": pl.Boolean(),
    "date": pl.Date(),
    "set": pl.List(pl.String),
}
DAY_TYPE = pl.Struct(
    {"day": pl.Date, "place": pl.String, "whole_day": pl.Boolean, "worked": pl.Boolean, "reason": pl.String}
)


def frame_of(bay: Bay, subjects: Sequence[Facts], random: Random | None = None) -> pl.DataFrame:
    """A table with a column for each fact that some subject has; how a column is kept is drawn where `random` is given."""
    names = dict.fromkeys(name for subject in subjects for name in subject)
    columns: dict[str, pl.Series] = {"id": pl.Series(range(len(subjects)), dtype=pl.Int64)}
    for name in names:
        values = [subject.get(name) for subject in subjects]
        columns |= _columns(bay, name, values, random)
    return pl.DataFrame(columns)


def _columns(bay: Bay, name: str, values: list[Any], random: Random | None) -> dict[str, pl.Series]:
    kind = bay.statutes.kinds[name]
    if kind.name == "set" and random is not None and random.random() < 0.4:
        return {
            f"{name}.{each}": pl.Series([None if held is None else each in held for held in values], dtype=pl.Boolean)
            for each in kind.values
        }
    if kind.name == "set":
        values = [None if held is None else sorted(held) for held in values]
    dtypes = list(_dtypes(bay, kind, values))
    dtype = dtypes[0] if random is None else random.choice(dtypes)
    if dtype.is_float():
        values = [None if value is None else float(value) for value in values]
    if dtype.is_integer():
        values = [None if value is None else int(value) for value in values]
    return {name: pl.Series(values, dtype=dtype)}


def _dtypes(bay: Bay, kind: Kind, values: list[Any]) -> Iterable[pl.DataType]:
    """The types of columns that can hold these values of a fact, the plainest first."""
    known = [value for value in values if value is not None]
    match kind.name:
        case "bool":
            yield pl.Boolean()
        case "date":
            yield pl.Date()
        case "set":
            yield from (pl.List(pl.String), pl.List(pl.Enum(list(kind.values))))
        case "text" | "enum":
            listed = list(kind.values) or sorted({str(value) for value in known})
            yield from (pl.String(), pl.Categorical(), pl.Enum(listed))
        case "members":
            yield pl.List(_member_type(bay))
        case "day_log":
            yield pl.List(DAY_TYPE)
        case _:
            yield from _number_types(kind, known)


def _number_types(kind: Kind, known: list[Any]) -> Iterable[pl.DataType]:
    numbers = [Decimal(value) for value in known]
    if kind.name != "int":
        yield pl.Decimal(38, kind.places)
    if all(abs(number) * 10**kind.places < 2**50 for number in numbers):
        yield pl.Float64()
    for dtype, bits in ((pl.Int64(), 63), (pl.Int32(), 31), (pl.Int16(), 15), (pl.Int8(), 7)):
        if all(number == int(number) and abs(number) < 2**bits for number in numbers):
            yield dtype
    if all(number == int(number) and 0 <= number < 2**16 for number in numbers):
        yield pl.UInt16()


def _member_type(bay: Bay) -> pl.Struct:
    prefix = "person.family."
    kinds = {name.removeprefix(prefix): kind for name, kind in bay.statutes.kinds.items() if name.startswith(prefix)}
    fields = {key: MEMBER_TYPES.get(kind.name, pl.String()) for key, kind in kinds.items() if key in _given(bay)}
    return pl.Struct(fields)


def _given(bay: Bay) -> set[str]:
    return {name.removeprefix("person.family.") for name in bay.law.facts}


def worked_out(bay: Bay, frame: pl.DataFrame, sql: str, on: Day, known_on: Day = None) -> list[Any]:
    """What an expression over the small law comes to in each row of a table."""
    book = bay.book(on, known_on)
    table = read_table(bay.statutes, frame)
    tables = Tables(Sheet(), table.rows)
    bound = book.bind(read(sql, bay))
    working = Reader(tables, table, book, RowReader(bay.statutes, table, book)).read(bound)
    outputs = tables.replaced({"value": working})
    found = laid_out(table.frame, list(table.schema), outputs).collect()["value"].to_list()
    if working.sort is not Sort.NUMBER:
        return found
    return [None if value is None else Decimal(value).scaleb(-working.places, EXACT) for value in found]


def differences(
    bay: Bay, subjects: Sequence[Facts], frame: pl.DataFrame, days: Sequence[Day], known_on: Day = None
) -> list[str]:
    """Where the table's answers are not those of the reference reader: nothing, one hopes."""
    on = None if "on" in frame.columns else days[0]
    found = assess_table(bay, frame, on, known_on, keep="none").collect()
    rows = found.rows(named=True)
    return [
        f"row {position}: {difference}"
        for position, (subject, day) in enumerate(zip(subjects, days, strict=True))
        for difference in _differences(bay, subject, rows[position], day, known_on)
    ]


def _differences(bay: Bay, subject: Facts, row: Mapping[str, Any], day: Day, known_on: Day) -> Iterable[str]:
    for identity, finding in bay.assess(subject, day, known_on).items():
        expected: dict[str, Any] = {identity: finding.status.value}
        amounts = finding.amounts
        expected |= {f"{identity}.{name}": amounts.get(name) for name in finding.ruling.amounts}
        open_ones, held = finding.outcomes_open, finding.outcomes
        for outcome, _ in finding.ruling.outcomes:
            truth = None if outcome.id in open_ones else outcome.id in held
            expected[f"{identity}#{outcome.id}"] = truth
        for name, value in expected.items():
            if row[name] != value or (value is None) != (row[name] is None):
                yield f"{name} is {row[name]!r} for {subject}, the reference says {value!r}"
