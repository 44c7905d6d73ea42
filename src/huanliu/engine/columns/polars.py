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
from attrs import evolve, frozen

from huanliu.base.truth import Status
from huanliu.engine.bay import Bay, Day, as_day
from huanliu.engine.columns import choices, scale, texts, truths
from huanliu.engine.columns.frame import ON, Source, Table, sort_of, unreadable
from huanliu.engine.columns.layers import laid_out
from huanliu.engine.columns.nested import RowReader
from huanliu.engine.columns.reader import Reader
from huanliu.engine.columns.sheet import EPOCH, INT128, Sheet, Sort, Working, literal
from huanliu.engine.columns.stretches import RowBook, stretches
from huanliu.engine.columns.survey import read_table
from huanliu.engine.binding import Days
from huanliu.engine.kinds import Kind
from huanliu.engine.rulings import RuleBook, Ruling
from huanliu.errors import Place, TableError

STATUS = pl.Enum([status.value for status in Status])
DIGITS = 38


@frozen
class Column:
    """One column of the answer on one stretch of days. `kind` is None for a status."""

    name: str
    working: Working
    kind: Kind | None = None
    until: datetime.date | None = None


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
    outputs: dict[str, Working] = {}
    for column in _columns(bay, table, sheet, on, known_on, only):
        if column.name in outputs or column.name in table.schema:
            raise TableError(f"two columns would be named {column.name!r}", found=column.name)
        outputs[column.name] = column.working
    return laid_out(table.frame, list(table.schema), outputs, keep)


def _with_days(table: Table, on: Day) -> Table:
    """The table with a day in every row, where rows have days of their own."""
    if ON not in table.schema or (table.on is not None and table.on.known):
        return table
    if on is None and table.on is not None:
        raise TableError("some rows have no day in the column 'on'", hint="fill it, or give a day for those rows")
    day = as_day(on)
    if table.on is None:
        return table
    number = (day - EPOCH).days
    filled = evolve(table.on, known=True, low=min(table.on.low, number), high=max(table.on.high, number))
    return evolve(table, frame=table.frame.with_columns(pl.col(ON).fill_null(day)), on=filled)
