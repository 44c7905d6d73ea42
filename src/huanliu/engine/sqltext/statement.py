"""One SELECT: the steps that several answers share stand in layers below it, each worked out once.

The layers are those of `columns/layers.py`, as common table expressions. In PostgreSQL each has an OFFSET 0: without it the
planner would write a shared step out again wherever it is used, and one tax inside another doubles at every step.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from huanliu.engine.columns.layers import Layers
from huanliu.engine.columns.sheet import Working
from huanliu.engine.sqltext.dialects import Dialect
from huanliu.engine.sqltext.steps import written
from huanliu.errors import TableError


@frozen
class Source:
    """What a statement reads: the table in SQL, and the columns of the caller's own that pass through."""

    table: str
    keep: tuple[str, ...] = ()


class SqlLayers(Layers):
    """Layers whose workings are written in SQL."""

    def __init__(self, dialect: Dialect, outputs: Sequence[Working], taken: Sequence[str]) -> None:
        super().__init__(outputs, taken)
        self.dialect = dialect

    def sql(self, working: Working) -> str:
        """A working in SQL, read from its column where it is shared."""
        if working in self.shared:
            return self.dialect.identifier(self.name(working))
        return self.sql_written_out(working)

    def sql_written_out(self, working: Working) -> str:
        """A working in SQL, made from its parts."""
        return written(self.dialect, working, [self.sql(part) for part in working.parts])

    def steps(self) -> dict[int, list[Working]]:
        """The shared workings of each layer."""
        found: dict[int, list[Working]] = {}
        for working in self.ordered:
            if working in self.shared:
                found.setdefault(self.layer[working], []).append(working)
        return dict(sorted(found.items()))


def statement(dialect: Dialect, source: Source, outputs: Mapping[str, Working]) -> str:
    """The SELECT with a column for each output, after those that are kept."""
    results = list(outputs.values())
    layers = SqlLayers(dialect, results, [*source.keep, *columns_read(outputs)])
    steps = layers.steps()
    needed = _needed(layers, steps, results)
    keep = [dialect.identifier(name) for name in source.keep]
    texts: list[str] = []
    place = source.table
    for number, made in steps.items():
        columns = [*keep, *_carried(layers, needed[number], made, source)]
        columns += [f"{layers.sql_written_out(working)} AS {layers.sql(working)}" for working in made]
        check_width(dialect, len(columns))
        name = dialect.identifier(f"layer {len(texts) + 1}")
        texts.append(f"{name} AS (\n  SELECT\n    {_listed(columns, 4)}\n  FROM {place}{dialect.fence}\n)")
        place = name
    last = [*keep, *(f"{layers.sql(working)} AS {dialect.identifier(name)}" for name, working in outputs.items())]
    check_width(dialect, len(last))
    above = f"WITH {', '.join(texts)}\n" if texts else ""
    return f"{above}SELECT\n  {_listed(last, 2)}\nFROM {place}"


def columns_read(outputs: Mapping[str, Working]) -> list[str]:
    """The columns of the table that the outputs hang on, in the order of the sheet."""
    ordered = Layers(list(outputs.values()), ()).ordered
    return list(dict.fromkeys(working.column for working in ordered if working.column is not None))


def _listed(columns: Sequence[str], indent: int) -> str:
    return (",\n" + " " * indent).join(columns or ["1 AS nothing"])


def _carried(layers: SqlLayers, needed: set[str], made: Sequence[Working], source: Source) -> Iterator[str]:
    """What a layer hands on from those below it."""
    new = {layers.name(working) for working in made}
    for name in sorted(needed - new - set(source.keep)):
        yield layers.dialect.identifier(name)


def _needed(layers: SqlLayers, steps: Mapping[int, list[Working]], results: Sequence[Working]) -> dict[int, set[str]]:
    """For each layer the columns that later layers still read."""
    needed: set[str] = set().union(*(layers.columns(working) for working in results))
    after: dict[int, set[str]] = {}
    for number in sorted(steps, reverse=True):
        after[number] = set(needed)
        made = {layers.name(working) for working in steps[number]}
        below = (layers.columns_written_out(working) for working in steps[number])
        needed = (needed - made).union(*below)
    return after


def check_width(dialect: Dialect, columns: int) -> None:
    """Refuse a statement that is wider than the database's tables may be."""
    if dialect.most_columns is not None and columns > dialect.most_columns:
        raise TableError(
            f"{columns:,} columns are needed, {dialect.name} holds {dialect.most_columns:,}",
            hint="ask for fewer provisions with --only",
        )
