"""How many subjects stand where, provision by provision: of a table in one pass, or of one that was assessed before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from huanliu.base.truth import Status
from huanliu.engine.bay import Bay, Day
from huanliu.engine.columns.answers import COUNTED, standing_columns
from huanliu.engine.columns.frame import Source, Table
from huanliu.engine.columns.layers import laid_out
from huanliu.engine.columns.polars import readers_of, with_days
from huanliu.engine.columns.sheet import Sheet, Working
from huanliu.engine.columns.survey import read_table
from huanliu.engine.columns.tabulated import Tables

PEOPLE = "people"
# Up to so many groups are counted by masks.
FEW = 16


def counts(path: Path, provisions: Sequence[str]) -> dict[str, dict[str, int]]:
    """For each provision the number of rows with each status, zeros included."""
    table = pl.scan_parquet(path)
    asked = [
        (pl.col(name) == status.value).sum().alias(f"{name} {status.value}") for name in provisions for status in Status
    ]
    found = table.select(asked).collect(engine="streaming").row(0, named=True)
    return {name: {status.value: found[f"{name} {status.value}"] for status in Status} for name in provisions}


def tally(
    bay: Bay,
    source: Source | Table,
    by: Sequence[str] = (),
    on: Day = None,
    known_on: Day = None,
    only: str | None = None,
) -> pl.DataFrame:
    """How many of each group (by columns of the table) stand where: a row for each group and provision.

    Columns: those of `by`, `provision`, `people` and one for each status. Nothing is written out for each subject: what is the same for all is counted
    with the people, and the rest as truths, which cost a third of words. Raises as `assess_table` does.
    """
    table = source if isinstance(source, Table) else read_table(bay.statutes, source)
    table = with_days(table, on)
    sheet = Sheet()
    tables = Tables(sheet, table.rows)
    readers = readers_of(bay, table, tables, on, known_on)
    names = bay.matching(only)
    truths = {
        f"{name} {status.value}": truth
        for name in names
        for status, truth in standing_columns(sheet, readers.of(name), name).items()
    }
    open_ones = tables.replaced({name: truth for name, truth in truths.items() if not truth.settled})
    found = _counted(laid_out(table.frame, list(table.schema), open_ones, list(by)), list(open_ones), by)
    return pl.concat([_row(found, name, truths, by) for name in names])


def _counted(frame: pl.LazyFrame, truths: Sequence[str], by: Sequence[str]) -> pl.DataFrame:
    """The groups with their people and the sum of each truth."""
    if not by:
        return frame.select(pl.len().alias(PEOPLE), *(pl.col(name).sum() for name in truths)).collect(
            engine="streaming"
        )
    groups = frame.select(by).unique().sort(by).collect(engine="streaming")
    if groups.height <= FEW:
        return _masked(frame, truths, groups)
    sums = [pl.len().alias(PEOPLE), *(pl.col(name).sum() for name in truths)]
    return frame.group_by(by).agg(sums).sort(by).collect(engine="streaming")


def _masked(frame: pl.LazyFrame, truths: Sequence[str], groups: pl.DataFrame) -> pl.DataFrame:
    """The same for few groups: one bit mask a group, and its bits counted with each truth's, half the work of grouping."""
    masks = {f"group {place}": _mask(group) for place, group in enumerate(groups.iter_rows(named=True))}
    frame = frame.with_columns(**masks)
    asked = [pl.col(mask).sum().alias(f"{mask} {PEOPLE}") for mask in masks]
    asked += [(pl.col(name) & pl.col(mask)).sum().alias(f"{mask} {name}") for name in truths for mask in masks]
    found = frame.select(asked).collect(engine="streaming").row(0, named=True)
    columns = {name: [found[f"{mask} {name}"] for mask in masks] for name in (PEOPLE, *truths)}
    return groups.with_columns([pl.Series(name, sums, dtype=pl.Int64) for name, sums in columns.items()])


def _mask(group: Mapping[str, object]) -> pl.Expr:
    return pl.all_horizontal([pl.col(name).eq_missing(pl.lit(value)) for name, value in group.items()])


def _row(found: pl.DataFrame, name: str, truths: Mapping[str, Working], by: Sequence[str]) -> pl.DataFrame:
    columns = {status: _column(f"{name} {status.value}", truths) for status in COUNTED}
    unmet = pl.col(PEOPLE) - sum(columns.values(), start=pl.lit(0))
    every = {status: columns.get(status, unmet) for status in Status}
    statuses = [column.cast(pl.Int64).alias(status.value) for status, column in every.items()]
    return found.select(*by, pl.lit(name).alias("provision"), pl.col(PEOPLE).cast(pl.Int64), *statuses)


def _column(name: str, truths: Mapping[str, Working]) -> pl.Expr:
    working = truths[name]
    if not working.settled:
        return pl.col(name).cast(pl.Int64)
    return pl.col(PEOPLE).cast(pl.Int64) if working.constant else pl.lit(0, dtype=pl.Int64)
