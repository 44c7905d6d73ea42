"""A census: bound conditions of the law asked of every row of a table at once.

`engine/columns` answers provision by provision; here any condition may be asked (a step of a route, a clause of a step, the same
provision under two laws), and what two questions share is worked out once, because all stand on one sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from huanliu.engine.columns import truths
from huanliu.engine.columns.frame import ON, Table, unreadable
from huanliu.engine.columns.layers import laid_out
from huanliu.engine.columns.nested import RowReader
from huanliu.engine.columns.reader import Reader
from huanliu.engine.columns.sheet import Sheet, Working
from huanliu.engine.columns.stretches import StretchReader
from huanliu.engine.columns.survey import collect
from huanliu.engine.columns.tabulated import Tables
from huanliu.engine.expression import Expression
from huanliu.engine.rulings import RuleBook
from huanliu.errors import TableError


class Census:
    """One table, one sheet, and a reader for each law that is asked."""

    def __init__(self, table: Table) -> None:
        if ON in table.schema:
            raise TableError(
                "the rows have days of their own (column 'on')", hint="flows are counted on one day: drop it"
            )
        self.table, self.sheet = table, Sheet()
        self._tables = Tables(self.sheet, table.rows)
        self._readers: dict[int, Reader] = {}
        self._books: list[RuleBook] = []

    def reader(self, book: RuleBook) -> Reader:
        """The reader of a law over this table."""
        if id(book) not in self._readers:
            self._books.append(book)  # held, so that its id stays its own
            rows = RowReader(book.statutes, self.table, book)
            self._readers[id(book)] = Reader(self._tables, self.table, book, rows)
        return self._readers[id(book)]

    def stretch(self, book: RuleBook) -> Sequence[StretchReader]:
        """The same reader, as the columns of a provision ask for it."""
        return [StretchReader(None, self.reader(book))]

    def read(self, node: Expression, book: RuleBook) -> Working:
        """What a bound expression comes to."""
        return self.reader(book).read(node)

    def surely(self, part: Working, value: bool) -> Working:
        """Where a truth is known and is `value`."""
        return truths.surely(self.sheet, part, value)

    def unknown(self, part: Working) -> Working:
        """Where a truth is not known."""
        return truths.negate(self.sheet, truths.is_known(self.sheet, part))

    def every(self, parts: Iterable[Working]) -> Working:
        """And."""
        return truths.every(self.sheet, parts)

    def some(self, parts: Iterable[Working]) -> Working:
        """Or."""
        return truths.some(self.sheet, parts)

    def negate(self, part: Working) -> Working:
        """Not."""
        return truths.negate(self.sheet, part)

    def frame(self, outputs: Mapping[str, Working], keep: Sequence[str] = ()) -> pl.LazyFrame:
        """The kept columns of the table and a column for each output, lazily."""
        own = list(self.table.schema)
        # A frame without columns has no rows to count.
        return laid_out(self.table.frame, own, self._tables.replaced(dict(outputs)), keep or own[:1])


def counted(frame: pl.LazyFrame) -> pl.DataFrame:
    """Aggregates worked out in one pass in bounded memory."""
    return collect(frame)


def counted_together(frames: Sequence[pl.LazyFrame]) -> list[pl.DataFrame]:
    """Several sets of aggregates over one frame, worked out in one pass: what they share is made once."""
    try:
        return pl.collect_all(list(frames), engine="streaming")
    except (pl.exceptions.PolarsError, OSError) as error:
        raise unreadable(error) from error
