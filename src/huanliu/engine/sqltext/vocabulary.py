"""The table of facts that a statement reads: one column for each fact, and the CREATE TABLE that makes it.

| type of the fact | column |
|---|---|
| bool, date | BOOLEAN, DATE |
| int | BIGINT |
| money, decimal | DECIMAL with 2 or 6 decimals; the statement reckons in whole units of the last one |
| text, enum | texts |
| set | an array of texts |

| members, day_log | lists of structs with the facts of a member or a day; in PostgreSQL JSONB, an array of objects |

What the law counts in these lists has a column too (days in a place, children under 18): a number given there comes first.
A fact that is not known is NULL. Nothing is assumed about a column but what the vocabulary says: that a number lies in the
range of its fact, that a text has at most 500 characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import polars as pl
from attrs import evolve

from huanliu.base.period import EARLIEST, LATEST
from huanliu.engine import expression as tree
from huanliu.engine.columns.frame import ON, Given, Table, sort_of
from huanliu.engine.columns.scale import in_units
from huanliu.engine.columns.sheet import EPOCH, Sort
from huanliu.engine.columns.survey import DAY_FIELDS, member_kinds
from huanliu.engine.expression import walk
from huanliu.engine.kinds import Kind
from huanliu.engine.sqltext.dialects import Dialect
from huanliu.engine.statute import Statutes
from huanliu.engine.subject import LARGEST, ROW_PREFIX

FEWEST_DIGITS = 18
NESTED = ("members", "day_log")
Fields = Mapping[str, pl.DataType]


def vocabulary_table(statutes: Statutes) -> Table:
    """A table with a column for every fact of the vocabulary, nothing of it seen."""
    given = {name: _given(statutes, name, statutes.kinds[name]) for name in _facts(statutes)}
    schema = {name: column.dtype for name, column in given.items()}
    return Table(pl.LazyFrame(schema=schema), schema, given, None, 0)


def _facts(statutes: Statutes) -> Iterator[str]:
    for name in statutes.law.facts:
        if not name.startswith(ROW_PREFIX) and name != ON:
            yield name
    yield from counted(statutes)


def counted(statutes: Statutes) -> Iterator[str]:
    """Definitions that count family members or days: a column may hold the number where nobody keeps the list."""
    for name, definition in statutes.definitions.items():
        plain = statutes.kinds[name].name in ("bool", "int", "decimal", "money") and not name.startswith(ROW_PREFIX)
        if plain and any(isinstance(node, (tree.Quantifier, tree.DayCount)) for node in walk(definition)):
            yield name


def _given(statutes: Statutes, name: str, kind: Kind) -> Given:
    fact = statutes.law.facts.get(name)
    bounds = fact.range if fact else None
    match sort_of(kind):
        case Sort.NUMBER:
            low, high = (_units(value, kind.places) for value in bounds or (-LARGEST, LARGEST))
            digits = max(FEWEST_DIGITS, len(str(max(abs(low), abs(high)))))
            dtype: Any = pl.Decimal(digits, kind.places) if kind.places else pl.Int64()
            return Given(name, kind, dtype, known=False, low=low, high=high, places=kind.places)
        case Sort.DATE:
            low, high = ((day - EPOCH).days for day in bounds or (EARLIEST, LATEST))
            return Given(name, kind, pl.Date(), known=False, low=low, high=high)
        case Sort.TRUTH:
            return Given(name, kind, pl.Boolean(), known=False)
    if kind.name in NESTED:
        kinds = row_kinds(statutes, kind)
        fields = [pl.Field(key, _given(statutes, f"{name}.{key}", inner).dtype) for key, inner in kinds.items()]
        plain = kind.name == "day_log" or all(inner.name != "text" for inner in kinds.values())
        return Given(name, kind, pl.List(pl.Struct(fields)), known=False, plain=plain)
    if kind.name == "set":
        return Given(name, kind, pl.List(pl.String), known=False)
    return Given(name, kind, pl.String(), known=False, plain=kind.name != "text")


def row_kinds(statutes: Statutes, kind: Kind) -> Mapping[str, Kind]:
    """What a row of a list may hold, by its key."""
    return DAY_FIELDS if kind.name == "day_log" else member_kinds(statutes)


def fields_of(dtype: Any) -> Fields:
    """The fields of the rows in a column of lists that hold anything."""
    held: list[Any] = dtype.inner.fields if isinstance(dtype.inner, pl.Struct) else []
    return {field.name: field.dtype for field in held if field.dtype != pl.Null}


def field_given(statutes: Statutes, name: str, kind: Kind, dtype: Any) -> Given:
    """A field of a list in the type that it has there. The survey measures no bounds of fields: those of the fact hold."""
    given = _given(statutes, name, kind)
    if sort_of(kind) is not Sort.NUMBER:
        return evolve(given, dtype=dtype, plain=given.plain or kind is DAY_FIELDS.get("place"))
    places = dtype.scale if isinstance(dtype, pl.Decimal) else kind.places if dtype.is_float() else 0
    low = given.low * 10**places // 10**kind.places
    high = -(-given.high * 10**places // 10**kind.places)
    return evolve(given, dtype=dtype, places=places, low=low, high=high)


def _units(value: Any, places: int) -> int:
    number, own = in_units(Decimal(value))
    return int(number * 10 ** (places - own))


def create_table(dialect: Dialect, table: str, given: Iterable[Given], keep: Iterable[str] = ()) -> str:
    """The table of the facts that a statement reads."""
    columns = [f"{dialect.identifier(name)} BIGINT" for name in keep]
    columns += [f"{dialect.identifier(column.name)} {column_type(dialect, column)}" for column in given]
    return f"CREATE TABLE {table} (\n  " + ",\n  ".join(columns) + "\n)"


def column_type(dialect: Dialect, column: Given) -> str:
    """The SQL type of a fact's column."""
    return type_in_sql(dialect, column.dtype)


def type_in_sql(dialect: Dialect, dtype: Any) -> str:
    """A column type in SQL."""
    if isinstance(dtype, pl.Decimal):
        return f"DECIMAL({dtype.precision}, {dtype.scale})"
    if isinstance(dtype, pl.List):
        return dialect.set_of_texts if dtype.inner == pl.String else _rows_in_sql(dialect, fields_of(dtype))
    if dtype == pl.Date:
        return "DATE"
    if dtype == pl.Boolean:
        return "BOOLEAN"
    return "BIGINT" if dtype.is_integer() else dialect.text


def _rows_in_sql(dialect: Dialect, fields: Fields) -> str:
    held = (
        dialect.row_field.format(dialect.identifier(name), type_in_sql(dialect, kind)) for name, kind in fields.items()
    )
    return dialect.rows.format(fields=", ".join(held))
