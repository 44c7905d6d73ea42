"""One SELECT: the steps that several answers share stand in layers below it, each worked out once.

The layers are those of `columns/layers.py`, as common table expressions. In PostgreSQL each has an OFFSET 0: without it the
planner would write a shared step out again wherever it is used, and one tax inside another doubles at every step.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cached_property

from attrs import frozen

from huanliu.engine.columns.layers import Layers
from huanliu.engine.columns.sheet import Working
from huanliu.engine.sqltext.dialects import Dialect
from huanliu.engine.sqltext.rows import written
from huanliu.engine.sqltext.steps import key_of
from huanliu.errors import TableError

FACTS = "facts"


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
        self.within: str | None = None  # the struct in which the facts stand

    def sql(self, working: Working) -> str:
        """A working in SQL, read from its column where it is shared."""
        if working in self.shared:
            return self.dialect.identifier(self.name(working))
        return self.sql_written_out(working)

    def sql_written_out(self, working: Working) -> str:
        """A working in SQL, made from its parts."""
        if self.within is not None and key_of(working) == "column":
            return f"{self.within}.{self.dialect.identifier(working.column or '')}"
        return written(self.dialect, working, [self.sql(part) for part in working.parts])

    def readable_from(self, working: Working) -> int:
        """The first layer in which a working can be read."""
        return self._after(working)

    def steps(self) -> dict[int, list[Working]]:
        """The shared workings of each layer."""
        found: dict[int, list[Working]] = {}
        for working in self.ordered:
            if working in self.shared:
                found.setdefault(self.layer[working], []).append(working)
        return dict(sorted(found.items()))


def statement(dialect: Dialect, source: Source, outputs: Mapping[str, Working]) -> str:
    """The SELECT with a column for each output, after those that are kept."""
    facts = columns_read(outputs)
    taken = [*source.keep, *facts]
    forms = (Packed,) if dialect.packs else (Flat, WholeRow)
    for form in forms:
        plan = form(SqlLayers(dialect, list(outputs.values()), taken), source, outputs, facts)
        selects = list(plan.selects())
        if dialect.most_columns is None or max(map(len, selects)) <= dialect.most_columns:
            break
    for columns in selects:
        check_width(dialect, len(columns))
    return _nested(dialect, plan.place, selects) if dialect.packs else _chained(dialect, plan.place, selects)


def _chained(dialect: Dialect, table: str, selects: Sequence[Sequence[str]]) -> str:
    """Each SELECT but the last as a common table expression."""
    names = [dialect.identifier(f"layer {number}") for number in range(1, len(selects))]
    texts = [_select(columns, place) for columns, place in zip(selects, [table, *names], strict=True)]
    below = [f"{name} AS (\n{text}{dialect.fence}\n)" for name, text in zip(names, texts, strict=False)]
    above = f"WITH {', '.join(below)}\n" if below else ""
    return f"{above}{texts[-1]}"


def _nested(dialect: Dialect, table: str, selects: Sequence[Sequence[str]]) -> str:
    """Each SELECT within the next: Spark goes through all common table expressions again for each one it puts in place."""
    text = _select(selects[0], table)
    for number, columns in enumerate(selects[1:], 1):
        text = _select(columns, f"(\n{text}\n) AS {dialect.identifier(f'layer {number}')}")
    return text


def _select(columns: Sequence[str], place: str) -> str:
    return f"SELECT\n  {_listed(columns)}\nFROM {place}"


def columns_read(outputs: Mapping[str, Working]) -> list[str]:
    """The columns of the table that the outputs hang on, in the order of the sheet."""
    ordered = Layers(list(outputs.values()), ()).ordered
    return list(dict.fromkeys(working.column for working in ordered if working.column is not None))


def _listed(columns: Sequence[str]) -> str:
    return ",\n  ".join(columns or ["1 AS nothing"])


class Flat:
    """Every column by itself in every layer, until its last reader."""

    def __init__(self, layers: SqlLayers, source: Source, outputs: Mapping[str, Working], facts: Sequence[str]) -> None:
        self.layers, self.source, self.outputs, self.facts = layers, source, outputs, facts
        self.steps = layers.steps()
        self.ready = self._ready()
        self.identifier = layers.dialect.identifier
        self.place = source.table

    def _ready(self) -> dict[int, dict[str, Working]]:
        """The outputs that a layer hands on: none, all are in the last SELECT."""
        return {}

    def selects(self) -> Iterator[list[str]]:
        """What each layer selects from the one below it, the answers last."""
        keep = [self.identifier(name) for name in self.source.keep]
        for number, made in self.steps.items():
            carried = self.carried(number, {*self.source.keep})
            yield [*keep, *carried, *map(self.made, made)]
        yield [*keep, *(self.named(self.layers.sql(working), name) for name, working in self.outputs.items())]

    def carried(self, number: int, otherwise: Container[str]) -> list[str]:
        """What a layer hands on from those below it, and nobody hands on otherwise."""
        made = {self.layers.name(working) for working in self.steps[number]}
        return [self.identifier(name) for name in sorted(self.needed[number] - made) if name not in otherwise]

    @cached_property
    def needed(self) -> dict[int, set[str]]:
        """For each layer the columns that later layers still read."""
        packed = {name for ready in self.ready.values() for name in ready}
        last = [working for name, working in self.outputs.items() if name not in packed]
        needed: set[str] = set().union(*(self.layers.columns(working) for working in last))
        after: dict[int, set[str]] = {}
        for number in sorted(self.steps, reverse=True):
            after[number] = set(needed)
            made = {self.layers.name(working) for working in self.steps[number]}
            below = [self.layers.columns_written_out(working) for working in self.steps[number]]
            below += [self.layers.columns(working) for working in self.ready.get(number, {}).values()]
            needed = (needed - made).union(*below)
        return after

    def made(self, working: Working) -> str:
        """A shared working as a column."""
        return self.named(self.layers.sql_written_out(working), self.layers.name(working))

    def named(self, text: str, name: str) -> str:
        """A text of SQL under a name."""
        return f"{text} AS {self.identifier(name)}"


class WholeRow(Flat):
    """The facts as one value, the row that they stand in, where so many columns are more than the database holds.

    Slower, because a fact is then looked for in the row wherever it is read; so only where it must be.
    """

    def selects(self) -> Iterator[list[str]]:
        """The row itself, the layers, the answers with the columns that are kept."""
        row, facts = self.identifier("row"), self.identifier(FACTS)
        self.place = f"{self.source.table} AS {row}"
        self.layers.within = f"({facts})"
        yield [f"{row} AS {facts}"]
        for number, made in self.steps.items():
            yield [facts, *self.carried(number, self.facts), *map(self.made, made)]
        kept = [self.named(f"({facts}).{self.identifier(name)}", name) for name in self.source.keep]
        yield [*kept, *(self.named(self.layers.sql(working), name) for name, working in self.outputs.items())]


class Packed(Flat):
    """The facts in one struct, and in another for each layer the answers that are ready there.

    Spark's planner and the code it makes go through every column of every layer: 1,800 columns through 24 layers took a
    minute, of which next to nothing was reckoning.
    """

    def _ready(self) -> dict[int, dict[str, Working]]:
        found: dict[int, dict[str, Working]] = {}
        for name, working in self.outputs.items():
            number = self.layers.readable_from(working)
            if number in self.steps and not working.settled:
                found.setdefault(number, {})[name] = working
        return found

    def selects(self) -> Iterator[list[str]]:
        """The facts put together, the layers, the answers taken out again."""
        columns = {name: self.identifier(name) for name in (*self.source.keep, *self.facts)}
        yield [self._struct(columns, FACTS)]
        self.layers.within = self.identifier(FACTS)
        handed, answered = [self.identifier(FACTS)], dict[str, str]()
        for number, made in self.steps.items():
            ready, name = self.ready.get(number, {}), f"answers {number}"
            answers = {output: self.layers.sql(working) for output, working in ready.items()}
            packed = [self._struct(answers, name)] if ready else []
            yield [*handed, *self.carried(number, self.facts), *map(self.made, made), *packed]
            handed += [self.identifier(name)] if ready else []
            answered |= {output: f"{self.identifier(name)}.{self.identifier(output)}" for output in ready}
        kept = [self.named(f"{self.layers.within}.{self.identifier(name)}", name) for name in self.source.keep]
        last = {name: answered.get(name) or self.layers.sql(working) for name, working in self.outputs.items()}
        yield [*kept, *(self.named(text, name) for name, text in last.items())]

    def _struct(self, columns: Mapping[str, str], name: str) -> str:
        quoted = self.layers.dialect.quoted
        fields = ", ".join(f"{quoted(field)}, {text}" for field, text in columns.items())
        return self.named(f"NAMED_STRUCT({fields})", name)


def check_width(dialect: Dialect, columns: int) -> None:
    """Refuse a statement that is wider than the database's tables may be."""
    if dialect.most_columns is not None and columns > dialect.most_columns:
        raise TableError(
            f"{columns:,} columns are needed, {dialect.name} holds {dialect.most_columns:,}",
            hint="ask for fewer provisions with --only",
        )
