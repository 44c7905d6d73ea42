"""The table of facts that a statement reads: one column for each fact, and the CREATE TABLE that makes it.

| type of the fact | column |
|---|---|
| bool, date | BOOLEAN, DATE |
| int | BIGINT |
| money, decimal | DECIMAL with 2 or 6 decimals; the statement reckons in whole units of the last one |
| text, enum | texts |
| set | an array of texts |

Family members and the day log have no column, but what the law counts in them has one: days in a place, children under 18.
A fact that is not known is NULL. Nothing is assumed about a column but what the vocabulary says: that a number lies in the
range of its fact, that a text has at most 500 characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import polars as pl

from huanliu.base.period import EARLIEST, LATEST
from huanliu.engine import expression as tree
from huanliu.engine.columns.frame import ON, Given, Table, sort_of
from huanliu.engine.columns.scale import in_units
from huanliu.engine.columns.sheet import EPOCH, Sort
from huanliu.engine.expression import walk
from huanliu.engine.kinds import Kind
from huanliu.engine.sqltext.dialects import Dialect
from huanliu.engine.statute import Statutes
from huanliu.engine.subject import LARGEST, ROW_PREFIX

FEWEST_DIGITS = 18
NESTED = ("members", "day_log")


def vocabulary_table(statutes: Statutes) -> Table:
    """A table with a column for every fact of the vocabulary that one column can hold, nothing of it seen."""
    given = {name: _given(statutes, name, statutes.kinds[name]) for name in _plain_facts(statutes)}
    schema = {name: column.dtype for name, column in given.items()}
    return Table(pl.LazyFrame(schema=schema), schema, given, None, 0)


def _plain_facts(statutes: Statutes) -> Iterator[str]:
    for name in statutes.law.facts:
        if statutes.kinds[name].name not in NESTED and not name.startswith(ROW_PREFIX) and name != ON:
            yield name
    yield from counted(statutes)


def counted(statutes: Statutes) -> Iterator[str]:
    """Definitions that count family members or days: no column holds those, but one can hold the count."""
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
    if kind.name == "set":
        return Given(name, kind, pl.List(pl.String), known=False)
    return Given(name, kind, pl.String(), known=False, plain=kind.name != "text")


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
    match sort_of(column.kind):
        case Sort.NUMBER:
            dtype = column.dtype
            return f"DECIMAL({dtype.precision}, {dtype.scale})" if isinstance(dtype, pl.Decimal) else "BIGINT"
        case Sort.DATE:
            return "DATE"
        case Sort.TRUTH:
            return "BOOLEAN"
    return dialect.set_of_texts if column.kind.name == "set" else dialect.text
