"""A Parquet file of subjects on its way through a database: looked at by the survey, answered by SQL, written in one move.

The survey is the one of `columns/survey.py`, so a table that Polars refuses is refused here in the same words, and what it
learns (bounds, gaps) makes the statement shorter. What cannot be said in SQL is refused too, never left out in silence.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl
from attrs import frozen

from huanliu.engine.bay import Bay, Day, as_day
from huanliu.engine.columns.frame import ON, Given, Table
from huanliu.engine.columns.polars import Keep, kept_columns, with_days
from huanliu.engine.columns.survey import read_table
from huanliu.engine.sqltext.dialects import Dialect
from huanliu.engine.sqltext.statement import Source
from huanliu.engine.sqltext.vocabulary import fields_of
from huanliu.engine.sqltext.writer import WrittenLaw, write_over
from huanliu.errors import TableError

NUMBERED = (pl.Enum, pl.Categorical)


@frozen
class Job:
    """What to answer: a Parquet file, the law's days, which provisions, which columns pass through."""

    bay: Bay
    path: Path
    on: Day = None
    known_on: Day = None
    only: str | None = None
    keep: Keep = "all"

    def survey(self) -> Table:
        """The table looked at, with a day in every row where rows have days of their own."""
        return with_days(read_table(self.bay.statutes, self.path), self.on)

    def write(self, dialect: Dialect, place: str, table: Table) -> WrittenLaw:
        """The statement over a place that the database can read. TableError where a provision cannot be written."""
        source = Source(place, tuple(kept_columns(table, self.keep)))
        law = write_over(self.bay, dialect, source, table, self.on, self.known_on, self.only)
        for identity, reason in law.left_out.items():
            others = f" and {len(law.left_out) - 1} more" if len(law.left_out) > 1 else ""
            raise TableError(
                f"{identity}{others} cannot be written in SQL for {dialect.name}: {reason}",
                found=identity,
                hint="--engine polars answers it, or ask for other provisions with --only",
            )
        return law

    def refuse_unnormalized(self, table: Table, law: WrittenLaw) -> None:
        """Refuse a table for a database that cannot bring a text into the form in which the law's texts are."""
        for given in (table.given[name] for name in law.loose if name in law.reads):
            asked = [(letters.str.normalize("NFC") != letters).any() for letters in _letters(table, given)]
            if table.frame.select(pl.any_horizontal(asked)).collect(engine="streaming").item():
                raise TableError(
                    f"the column {given.name} has letters put together from several signs",
                    found=given.name,
                    expected="texts in the form NFC",
                    hint="--engine polars and duckdb bring them into it",
                )

    def filled_day(self, table: Table) -> str | None:
        """The day that fills gaps in the column `on`, as SQL; None where there is no such column."""
        if ON not in table.schema:
            return None
        return f"DATE '{as_day(self.on)}'" if self.on is not None else "NULL"


def _letters(table: Table, given: Given) -> list[pl.Expr]:
    """The texts of a column, or of the family members in one."""
    if given.kind.name != "members":
        return [pl.col(given.name).cast(pl.String)]
    texts = [key for key, dtype in fields_of(given.dtype).items() if dtype == pl.String or isinstance(dtype, NUMBERED)]
    return [pl.col(given.name).explode().struct.field(key).cast(pl.String) for key in texts]


def said_by(engine: str, error: BaseException) -> TableError:
    """What a database says about a table that it cannot take, in one line."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return TableError(f"{engine} cannot answer: {(lines or ['no reason given'])[0][:200]}")


def put_together(parts: Path, out: Path) -> None:
    """Several Parquet files, in the order of their names, as one."""
    pl.scan_parquet(sorted(parts.glob("*.parquet"))).sink_parquet(out, engine="streaming")
