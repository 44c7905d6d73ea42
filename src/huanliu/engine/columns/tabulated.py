"""Tables in place of steps: what hangs on one column of few values is worked out for those values, then looked up.

A date between 1900 and 2200, a year, an age, one of forty nationalities: whatever the calendar or a CASE makes of it takes
at most as many values, and a look-up costs less than one division. Each step is still the one that `days`, `choices` and
the others define; here it is only asked once for each value, and once for "not known". A table of the law by key is looked
up in the same way, and what it holds is known before a row is read: a rate that is the same for every year in sight is a
written number.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import polars as pl

from huanliu.engine.columns import choices
from huanliu.engine.columns.layers import bottom_up, laid_out
from huanliu.engine.columns.sheet import Build, Sheet, Sort, Working

# A look-up costs about this many nanoseconds a row; steps that cost less together stay as they are.
LOOK_UP = 6.0
# A table pays only where there are several rows for each of its values.
ROWS_FOR_EACH = 4
# Keys of a written table: years, cities, nationalities.
FEW_KEYS = 10_000


class Tables:
    """The look-ups of one sheet over a table of so many rows."""

    def __init__(self, sheet: Sheet, rows: int) -> None:
        self.sheet, self.rows = sheet, rows
        self._hangs: dict[Working, Working | None] = {}

    def hangs_on(self, working: Working) -> Working | None:
        """The one column of few values that a working hangs on; None where it hangs on more or on a wide one."""
        for part in bottom_up([working], self._hangs):
            self._hangs[part] = self._one_column(part)
        return self._hangs[working]

    def _one_column(self, working: Working) -> Working | None:
        if working.settled:
            return None
        if working.column is not None:
            few = working.sort is not Sort.NESTED and 0 < _values(working) * ROWS_FOR_EACH <= self.rows
            return working if few else None
        columns = {self._hangs[part] for part in working.parts if not part.settled}
        return columns.pop() if len(columns) == 1 else None

    def by_key(self, key: Working, entries: Mapping[Any, Working], sort: Sort) -> Working | None:
        """A table by key whose entries are written: looked up where the key is a column of few values, else None."""
        if key.column is None or not 0 < _values(key) <= FEW_KEYS or not all(e.settled for e in entries.values()):
            return None
        domain = _keys(key)
        asked = dict.fromkeys(entries[value] for value in domain if value in entries)
        level = dict(zip(asked, choices.together(self.sheet, [*asked, self.sheet.unknown(sort)]), strict=False))
        found = [level[entries[value]] if value in entries else None for value in domain]
        like = next((entry for entry in found if entry is not None and not entry.unknown), None)
        if like is None:
            return self.sheet.unknown(sort)
        held = [None if entry is None else entry.constant for entry in found]
        table = pl.Series([*held, None], dtype=like.dtype if sort is not Sort.DATE else pl.Int32)
        return self._look_up(("by_key", tuple(held), like.places), like, key, table.cast(like.dtype))

    def replaced(self, outputs: Mapping[str, Working]) -> dict[str, Working]:
        """The same outputs with every dear step that hangs on one column of few values replaced by a look-up."""
        ordered = bottom_up(list(outputs.values()))
        asked = self._asked(ordered, outputs.values())
        by_column: dict[Working, list[Working]] = {}
        for working, column in asked.items():
            by_column.setdefault(column, []).append(working)
        tables = {column: _table(column, workings) for column, workings in by_column.items()}
        made: dict[Working, Working] = {}
        for working in ordered:
            if working in asked:
                column = asked[working]
                table = tables[column][str(working.number)]
                made[working] = self._look_up(("look_up", working.number), working, column, table)
            elif any(made[part] is not part for part in working.parts):
                made[working] = self.sheet.remade(working, tuple(made[part] for part in working.parts))
            else:
                made[working] = working
        return {name: made[working] for name, working in outputs.items()}

    def _asked(self, ordered: Iterable[Working], outputs: Iterable[Working]) -> dict[Working, Working]:
        """The workings to look up, each with the one column it hangs on: the topmost ones that are worth it."""
        topmost: set[Working] = set(outputs)
        columns = {working: self.hangs_on(working) for working in ordered}
        for working, column in columns.items():
            if column is None:
                topmost.update(working.parts)
        return {
            working: column
            for working, column in columns.items()
            if column is not None and working in topmost and _cost(working) > LOOK_UP
        }

    def _look_up(self, key: Hashable, like: Working, column: Working, table: pl.Series) -> Working:
        """The entry of a table for each row's value of a column; the last entry is the one for "not known"."""
        entries, otherwise = table[:-1], table[-1]
        known = entries.null_count() == 0 and (column.known or otherwise is not None)
        low, high = _bounds(like, table)
        if known and low == high and like.sort is Sort.NUMBER:
            return self.sheet.whole(low, like.places)
        index = self._index(column, None if otherwise is None else len(entries))
        read: Build = lambda position: pl.lit(table).gather(position)  # noqa: E731
        properties = {"dtype": like.dtype, "places": like.places, "known": known, "low": low, "high": high}
        return self.sheet.put(key, like.sort, read, (index,), **properties, cost=LOOK_UP)

    def _index(self, column: Working, unknown_at: int | None) -> Working:
        """Where in the table a row's value stands; an unknown one at its end, or nowhere where nothing follows from it."""
        first = 0 if column.sort is Sort.TEXT else column.low
        place: Build = lambda x: x.to_physical() - first if first else x.to_physical()  # noqa: E731
        index = self.sheet.put(("place", first), Sort.NUMBER, place, (column,), dtype=pl.Int32())
        if unknown_at is None or column.known:
            return index
        return self.sheet.put(
            ("place_or", unknown_at),
            Sort.NUMBER,
            lambda x: x.cast(pl.Int32).fill_null(unknown_at),
            (index,),
            known=True,
        )


def _values(column: Working) -> int:
    """How many values a column may hold; 0 where that is not a count."""
    if column.sort is Sort.TEXT:
        return len(column.dtype.categories) if isinstance(column.dtype, pl.Enum) else 0
    whole = column.sort is Sort.DATE or column.dtype.is_integer()
    return column.high - column.low + 1 if whole else 0


def _cost(working: Working) -> float:
    below = bottom_up([working])
    return sum(part.cost for part in below if not part.settled and part.column is None)


def _bounds(working: Working, table: pl.Series) -> tuple[int, int]:
    """The least and the most of the entries, in units or days."""
    if working.sort not in (Sort.NUMBER, Sort.DATE) or table.null_count() == len(table):
        return working.low, working.high
    numbers = table.to_physical()
    return int(numbers.min()), int(numbers.max())  # type: ignore[arg-type]


def _table(column: Working, workings: list[Working]) -> Mapping[str, pl.Series]:
    """For each working its value for every value of the column, in order, and for "not known" at the end."""
    domain = pl.concat([_domain(column), pl.Series([None], dtype=column.dtype)]).alias(column.column or "")
    outputs = {str(working.number): working for working in workings}
    found = laid_out(domain.to_frame().lazy(), [domain.name], outputs).collect()
    return {name: found[name] for name in outputs}


def _keys(column: Working) -> list[Any]:
    """The values that a column may hold, in the order of their codes, as the language writes them."""
    if isinstance(column.dtype, pl.Enum):
        return column.dtype.categories.to_list()
    return list(range(column.low, column.high + 1))


def _domain(column: Working) -> pl.Series:
    if isinstance(column.dtype, pl.Enum):
        return pl.Series(column.dtype.categories, dtype=column.dtype)
    wide = pl.Int32 if column.sort is Sort.DATE else pl.Int64
    return pl.int_range(column.low, column.high + 1, dtype=wide, eager=True).cast(column.dtype)
