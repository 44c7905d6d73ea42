"""The law of a day, or of every row's own day, as one SELECT.

```python
import huanliu
from huanliu.engine.sqltext.writer import write_law

law = write_law(huanliu.load(), "duckdb", table="people", on="2026-11-20", only="hk.*")
print(law.schema)      # CREATE TABLE people ("id" BIGINT, "person.age" BIGINT, ...)
print(law.sql)         # SELECT "id", ... AS "hk.ttps.a", ...
print(law.left_out)    # {provision: why it is not in the statement}
```

For each provision the answer has the columns that `columns/polars.py` gives: `<id>` with its status, `<id>.<amount>` and
`<id>#<outcome>`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import field, frozen

from huanliu.engine.bay import Bay, Day, as_day
from huanliu.engine.columns.answers import provision_columns
from huanliu.engine.columns.frame import ON, Given, Table
from huanliu.engine.columns.sheet import Sheet, Sort, TooLargeError, Working
from huanliu.engine.columns.stretches import OneDay, OwnDays, StretchReader
from huanliu.engine.columns.tabulated import Tables
from huanliu.engine.sqltext.dialects import Dialect, find_dialect
from huanliu.engine.sqltext.lists import SqlReader
from huanliu.engine.sqltext.rows import refusals
from huanliu.engine.sqltext.statement import Source, columns_read, statement
from huanliu.engine.sqltext.vocabulary import create_table, vocabulary_table
from huanliu.errors import TableError

PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}")


@frozen
class WrittenLaw:
    """A statement with what one has to know about it.

    `names` gives for each provision, amount and outcome the column it stands in (shorter where the database holds no such long
    name), `left_out` why a provision is not there.
    """

    dialect: Dialect
    sql: str
    schema: str
    reads: tuple[str, ...]
    names: Mapping[str, str]
    left_out: Mapping[str, str] = field(factory=dict)
    loose: frozenset[str] = frozenset()  # texts that may need normalising

    def remarks(self) -> Iterator[str]:
        """What a reader of the statement has to know, a line for each thing."""
        for identity, reason in self.left_out.items():
            yield f"left out: {identity}: {reason}"
        for name, column in self.names.items():
            if name != column:
                yield f"named shorter: {name}: {column}"
        texts = [name for name in self.reads if name in self.loose] if self.dialect.normalized is None else []
        if texts:
            yield f"must be in the form NFC: {', '.join(texts)}"

    def plain(self) -> dict[str, object]:
        """The same as plain JSON values."""
        return {
            "dialect": self.dialect.name,
            "sql": self.sql,
            "schema": self.schema,
            "reads": list(self.reads),
            "columns": dict(self.names),
            "left_out": dict(self.left_out),
            "remarks": list(self.remarks()),
        }


class WrittenTables(Tables):
    """No look-ups: a database has no column of answers to gather from, a table by key is a CASE."""

    def by_key(self, key: Working, entries: Mapping[object, Working], sort: Sort) -> Working | None:
        """Never looked up."""
        return None


def write_law(
    bay: Bay,
    dialect: str,
    table: str = "people",
    on: Day = None,
    known_on: Day = None,
    only: str | None = None,
    keep: Sequence[str] = ("id",),
) -> WrittenLaw:
    """The law of a day over a table with one column for each fact. `keep` names columns that pass through, such as a key.

    TableError for a table name that is not one (a schema's name may stand before it).
    """
    spelling = find_dialect(dialect)
    source = Source(table_name(spelling, table), tuple(keep))
    return write_over(bay, spelling, source, vocabulary_table(bay.statutes), on, known_on, only)


def table_name(dialect: Dialect, name: str) -> str:
    """A table's name, with a schema before it or not, checked and in its marks."""
    parts = name.split(".")
    if len(parts) > 3 or not all(PLAIN_NAME.fullmatch(part) for part in parts):
        raise TableError(
            f"{name[:80]!r} is no name of a table",
            found=name[:80],
            expected="letters, digits and _, such as people or registry.people",
        )
    return ".".join(dialect.identifier(part) for part in parts)


def write_over(
    bay: Bay,
    dialect: Dialect,
    source: Source,
    table: Table,
    on: Day = None,
    known_on: Day = None,
    only: str | None = None,
) -> WrittenLaw:
    """The same over a table that was looked at, or over the vocabulary's own."""
    readers = _readers(bay, WrittenTables(Sheet(), 0), table, on, known_on)
    columns = {identity: _columns(dialect, readers.of(identity), identity) for identity in bay.matching(only)}
    left_out = {identity: reason for identity, reason in columns.items() if isinstance(reason, str)}
    outputs = {
        name: working for found in columns.values() if isinstance(found, dict) for name, working in found.items()
    }
    reads = columns_read(outputs)
    return WrittenLaw(
        dialect,
        statement(dialect, source, outputs),
        create_table(dialect, source.table, _given(table, reads), [name for name in source.keep if name not in reads]),
        tuple(reads),
        _names(dialect, outputs, source.keep),
        left_out,
        frozenset(given.name for given in table.given.values() if not given.plain),
    )


def _given(table: Table, reads: Iterable[str]) -> Iterator[Given]:
    for name in reads:
        found = table.on if name == ON else table.given[name]
        assert found is not None
        yield found


def _readers(bay: Bay, tables: Tables, table: Table, on: Day, known_on: Day) -> OneDay | OwnDays:
    if table.on is None:
        return OneDay(tables, table, bay.book(on, known_on), SqlReader)
    return OwnDays(tables, table, bay.statutes, None if known_on is None else as_day(known_on), SqlReader)


def _columns(dialect: Dialect, readers: Sequence[StretchReader], identity: str) -> dict[str, Working] | str:
    """A provision's columns, or why it has none."""
    try:
        columns = provision_columns(readers[0].reader.sheet, readers, identity)
    except TooLargeError as error:
        return error.message
    return next(refusals(dialect, list(columns.values())), columns)


def _names(dialect: Dialect, outputs: Iterable[str], keep: Sequence[str]) -> dict[str, str]:
    """The column of each output. A database does not tell great letters from small ones."""
    names = {name: dialect.short(name) for name in outputs}
    folded = Counter(name.lower() for name in [*keep, *names.values()])
    for name, column in [*zip(keep, keep, strict=True), *names.items()]:
        if folded[column.lower()] > 1:
            raise TableError(f"two columns would be named {column[:80]!r}", found=name[:80])
    return names
