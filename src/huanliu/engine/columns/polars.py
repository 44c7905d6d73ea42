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

from pathlib import Path
from typing import Literal

import polars as pl
from attrs import evolve

from huanliu.base.beside import beside
from huanliu.engine.bay import Bay, Day, as_day
from huanliu.engine.columns.answers import provision_columns
from huanliu.engine.columns.frame import ON, Source, Table, unreadable
from huanliu.engine.columns.layers import laid_out
from huanliu.engine.columns.sheet import EPOCH, Sheet, Working
from huanliu.engine.columns.stretches import OneDay, OwnDays
from huanliu.engine.columns.survey import read_table
from huanliu.engine.columns.tabulated import Tables
from huanliu.errors import Place, TableError

Keep = Literal["all", "own", "none"]


def assess_table(
    bay: Bay,
    source: Source | Table,
    on: Day = None,
    known_on: Day = None,
    only: str | None = None,
    keep: Keep = "all",
) -> pl.LazyFrame:
    """Every provision (or those matching the glob `only`) over a table of subjects, as a lazy frame.

    The columns are the table's own (`keep`: all of them, only the caller's `own` that are no facts, or none) and, in the order of the law, for each provision `<id>` with
    its status, `<id>.<amount>` with each amount (null where not met or not known) and `<id>#<outcome>` with each outcome
    of a decision tree (null where not known). Money and decimals are exact Decimals in major units. A column `on` (Date)
    gives each row its own day; where it is empty, `on` is filled in. A `Table` that was read before is not looked at again.
    Raises TableError or SubjectError for a table that cannot be assessed, before anything is worked out.
    """
    table = source if isinstance(source, Table) else read_table(bay.statutes, source)
    table = with_days(table, on)
    sheet = Sheet()
    tables = Tables(sheet, table.rows)
    readers = readers_of(bay, table, tables, on, known_on)
    outputs: dict[str, Working] = {}
    for identity in bay.matching(only):
        for name, working in provision_columns(sheet, readers.of(identity), identity).items():
            if name in outputs or name in table.schema:
                raise TableError(f"two columns would be named {name!r}", found=name)
            outputs[name] = working
    return laid_out(table.frame, list(table.schema), tables.replaced(outputs), kept_columns(table, keep))


def population(
    bay: Bay,
    in_path: Path | str,
    out_path: Path | str,
    on: Day = None,
    only: str | None = None,
    known_on: Day = None,
    keep: Keep = "all",
) -> int:
    """Assess a Parquet file into another, in bounded memory, and say how many rows there were.

    The result is written beside its place and put there in one move: whatever goes wrong, nothing half-written stands.
    Raises TableError or SubjectError where the one cannot be read or the other not be written.
    """
    target = Path(out_path)
    with beside(target) as partial:
        table = read_table(bay.statutes, in_path)
        found = assess_table(bay, table, on, known_on, only, keep)
        try:
            found.sink_parquet(partial, engine="streaming", sync_on_close="data")
        except (pl.exceptions.PolarsError, OSError) as error:
            raise unreadable(error, Place(str(target))) from error
    return table.rows


def kept_columns(table: Table, keep: Keep) -> list[str]:
    """The table's own columns that pass through to the answer."""
    return [name for name in table.schema if keep == "all" or (keep == "own" and "." not in name)]


def with_days(table: Table, on: Day) -> Table:
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


def readers_of(bay: Bay, table: Table, tables: Tables, on: Day, known_on: Day) -> OneDay | OwnDays:
    """What reads the law of one day, or of every row's own day."""
    if table.on is None:
        return OneDay(tables, table, bay.book(on, known_on))
    return OwnDays(tables, table, bay.statutes, None if known_on is None else as_day(known_on))
