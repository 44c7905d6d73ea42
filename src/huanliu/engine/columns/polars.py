"""The law over a table: every provision's status, amounts and outcomes as Polars columns.

```python
import polars as pl, huanliu
from huanliu.engine.columns.polars import assess_table, population

found = assess_table(huanliu.load(), pl.scan_parquet("people.parquet"), on="2026-11-20", only="hk.*")
found.group_by("city", "hk.ttps.a").len().collect()
population(huanliu.load(), "people.parquet", "found.parquet")
```
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from pathlib import Path

import polars as pl
from attrs import evolve

from huanliu.engine.bay import Bay, Day, as_day
from huanliu.engine.binding import Days
from huanliu.engine.columns.answers import StretchReader, provision_columns
from huanliu.engine.columns.frame import ON, Source, Table, unreadable
from huanliu.engine.columns.layers import laid_out
from huanliu.engine.columns.nested import RowReader
from huanliu.engine.columns.reader import Reader
from huanliu.engine.columns.sheet import EPOCH, Sheet, Working
from huanliu.engine.columns.stretches import RowBook, stretches
from huanliu.engine.columns.survey import read_table
from huanliu.engine.columns.tabulated import Tables
from huanliu.errors import Place, TableError


def assess_table(
    bay: Bay,
    source: Source | Table,
    on: Day = None,
    known_on: Day = None,
    only: str | None = None,
    keep: bool = True,
) -> pl.LazyFrame:
    """Every provision (or those matching the glob `only`) over a table of subjects, as a lazy frame.

    The columns are the table's own (unless `keep` is false) and, in the order of the law, for each provision `<id>` with
    its status, `<id>.<amount>` with each amount (null where not met or not known) and `<id>#<outcome>` with each outcome
    of a decision tree (null where not known). Money and decimals are exact Decimals in major units. A column `on` (Date)
    gives each row its own day; where it is empty, `on` is filled in. A `Table` that was read before is not looked at again.
    Raises TableError or SubjectError for a table that cannot be assessed, before anything is worked out.
    """
    table = source if isinstance(source, Table) else read_table(bay.statutes, source)
    table = _with_days(table, on)
    sheet = Sheet()
    tables = Tables(sheet, table.rows)
    readers = list(_readers(bay, table, tables, on, known_on))
    outputs: dict[str, Working] = {}
    for identity in bay.matching(only):
        for name, working in provision_columns(sheet, readers, identity).items():
            if name in outputs or name in table.schema:
                raise TableError(f"two columns would be named {name!r}", found=name)
            outputs[name] = working
    return laid_out(table.frame, list(table.schema), tables.replaced(outputs), keep)


def population(
    bay: Bay,
    in_path: Path | str,
    out_path: Path | str,
    on: Day = None,
    only: str | None = None,
    known_on: Day = None,
) -> int:
    """Assess a Parquet file into another, in bounded memory, and say how many rows there were.

    The result is written beside its place and put there in one move: whatever goes wrong, nothing half-written stands.
    Raises TableError or SubjectError where the one cannot be read or the other not be written.
    """
    target = Path(out_path)
    if not target.parent.is_dir():
        raise TableError("there is no such folder to write to", place=Place(str(target.parent)))
    table = read_table(bay.statutes, in_path)
    found = assess_table(bay, table, on, known_on, only)
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        found.sink_parquet(partial, engine="streaming")
        partial.replace(target)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise unreadable(error, Place(str(target))) from error
    finally:
        partial.unlink(missing_ok=True)
    return table.rows


def _with_days(table: Table, on: Day) -> Table:
    """The table with a day in every row, where rows have days of their own."""
    if ON not in table.schema or table.rows == 0 or (table.on is not None and table.on.known):
        return table
    if on is None:
        raise TableError("some rows have no day in the column 'on'", hint="fill it, or give a day for those rows")
    day = as_day(on)
    table = evolve(table, frame=table.frame.with_columns(pl.col(ON).fill_null(day)))
    if table.on is None:
        return table
    number = (day - EPOCH).days
    filled = evolve(table.on, known=True, low=min(table.on.low, number), high=max(table.on.high, number))
    return evolve(table, on=filled)


def _readers(bay: Bay, table: Table, tables: Tables, on: Day, known_on: Day) -> Iterator[StretchReader]:
    """A reader for each stretch of days that the rows speak of, in order; one where all have the same day."""
    if table.on is None:
        book = bay.book(on, known_on)
        yield StretchReader(None, Reader(tables, table, book, RowReader(bay.statutes, table, book)))
        return
    known = None if known_on is None else as_day(known_on)
    first, last = (EPOCH + datetime.timedelta(days=day) for day in (table.on.low, table.on.high))
    for days in stretches(bay.law, first, last):
        book = RowBook(bay.statutes, Days(days[0], known))
        reader = Reader(tables, table, book, RowReader(bay.statutes, table, book, days))
        yield StretchReader(days[1], reader)
