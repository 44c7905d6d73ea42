"""Rows with a day of their own: a provision is read once for each stretch of days over which nothing in it changes.

Within a stretch only `:on` differs from row to row, so there it is read from the row like a fact. What a later stretch
leaves as it was is the same working, and costs nothing twice.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from attrs import frozen

from huanliu.engine import expression as tree
from huanliu.engine.binding import Binder, Days
from huanliu.engine.columns.frame import ON, Table
from huanliu.engine.columns.nested import RowReader
from huanliu.engine.columns.reader import Reader
from huanliu.engine.columns.sheet import EPOCH
from huanliu.engine.columns.tabulated import Tables
from huanliu.engine.expression import Expression, walk
from huanliu.engine.kinds import DATE
from huanliu.engine.rulings import RuleBook
from huanliu.engine.statute import Statutes
from huanliu.law import model
from huanliu.law.calendar import ONE_DAY, change_days, first_day

Span = tuple[datetime.date, datetime.date]


@frozen
class RowBinder(Binder):
    """Binds like any other, but leaves `:on` to the row."""

    def bind(self, node: Expression) -> Expression:
        """The node with every parameter but `:on` in its place."""
        if isinstance(node, tree.Parameter) and node.name == ON and node.own is None:
            return tree.FactRef(ON, DATE)
        return super().bind(node)


class RowBook(RuleBook):
    """The law of a stretch of days, with `:on` left to the row."""

    def _binding(self, trusting: bool) -> Binder:
        return RowBinder(self.statutes.law, self.days, self.outcome, trusting)


@frozen(eq=False)
class StretchReader:
    """A reader of the law up to a day, that day included; None where all rows have the same day."""

    until: datetime.date | None
    reader: Reader


class OneDay:
    """The readers of a table whose rows all have the same day."""

    def __init__(self, tables: Tables, table: Table, book: RuleBook, reader: type[Reader] = Reader) -> None:
        self._readers = [StretchReader(None, reader(tables, table, book, RowReader(book.statutes, table, book)))]

    def of(self, identity: str) -> list[StretchReader]:
        """The one reader."""
        return self._readers


class OwnDays:
    """The readers of a table whose rows have days of their own."""

    def __init__(
        self,
        tables: Tables,
        table: Table,
        statutes: Statutes,
        known_on: datetime.date | None,
        reader: type[Reader] = Reader,
    ) -> None:
        assert table.on is not None
        self.reader = reader
        self.tables, self.table, self.statutes, self.known_on = tables, table, statutes, known_on
        self.first, self.last = (EPOCH + datetime.timedelta(days=day) for day in (table.on.low, table.on.high))
        self._readers: dict[Span, StretchReader] = {}

    def of(self, identity: str) -> list[StretchReader]:
        """A reader for each stretch of a provision's life that the rows speak of, in order."""
        return [self._reader(span) for span in self._spans(changes_of(self.statutes, identity))]

    def _spans(self, changes: Iterable[datetime.date]) -> list[Span]:
        starts = sorted({self.first, *(day for day in changes if self.first < day <= self.last)})
        ends = [*(start - ONE_DAY for start in starts[1:]), self.last]
        return list(zip(starts, ends, strict=True))

    def _reader(self, span: Span) -> StretchReader:
        if span not in self._readers:
            book = RowBook(self.statutes, Days(span[0], self.known_on))
            rows = RowReader(self.statutes, self.table, book, span)
            self._readers[span] = StretchReader(span[1], self.reader(self.tables, self.table, book, rows))
        return self._readers[span]


def changes_of(statutes: Statutes, identity: str) -> set[datetime.date]:
    """The days on which a provision, or anything that it rests on, may begin to say something else."""
    days: set[datetime.date] = set()
    seen, waiting = {identity}, [identity]
    while waiting:
        name = waiting.pop()
        for node in _nodes(statutes, name):
            if isinstance(node, tree.Parameter) and node.name != ON:
                days.update(change_days(_meaning(statutes.law, node)))
            below = _rests_on(node)
            if below is not None and below not in seen:
                seen.add(below)
                waiting.append(below)
        if name in statutes.texts:
            days.update(day for version in statutes.law.provisions[name].versions for day in _version_days(version))
    return days


def _nodes(statutes: Statutes, name: str) -> Iterator[Expression]:
    """Every node of a provision's versions, or of a definition."""
    if name in statutes.definitions:
        yield from walk(statutes.definitions[name])
    for text in statutes.texts.get(name, ()):
        whole = [text.applies, text.condition, *(sql for _, sql in (*text.outcomes, *text.amounts.values()))]
        for expression in whole:
            yield from () if expression is None else walk(expression)


def _meaning(law: model.Law, node: tree.Parameter) -> model.Parameter:
    return law.parameters[node.name] if node.own is None else law.provisions[node.own].parameters[node.name]


def _rests_on(node: Expression) -> str | None:
    if isinstance(node, (tree.FactRef, tree.Column)):
        return node.name
    return node.provision if isinstance(node, (tree.MetBy, tree.AmountOf)) else None


def _version_days(version: model.Version) -> Iterator[datetime.date]:
    start = first_day(version)
    if start is not None:
        yield start
    for end in (version.end, version.known_until):
        if end is not None:
            yield end + ONE_DAY
