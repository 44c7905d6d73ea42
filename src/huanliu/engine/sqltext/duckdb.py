"""The law over a Parquet file in DuckDB, in this process: the same answers as `columns/polars.py` gives."""

from __future__ import annotations

import atexit
import gc
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from huanliu.base.beside import beside
from huanliu.engine.bay import Bay, Day
from huanliu.engine.columns.frame import ON
from huanliu.engine.columns.polars import Keep
from huanliu.engine.sqltext.dialects import DUCKDB
from huanliu.engine.sqltext.surveyed import Job, said_by
from huanliu.errors import TableError

if TYPE_CHECKING:
    import duckdb

# One table, no filter, no join: the other forty rules of DuckDB's planner took ten of eleven seconds over the whole law.
USEFUL = ("unused_columns", "common_subexpressions")


def population(
    bay: Bay,
    in_path: Path | str,
    out_path: Path | str,
    on: Day = None,
    only: str | None = None,
    known_on: Day = None,
    keep: Keep = "all",
) -> int:
    """Assess a Parquet file into another and say how many rows there were; TableError where that cannot be."""
    connection = connect()
    job = Job(bay, Path(in_path), on, known_on, only, keep)
    table = job.survey()
    law = job.write(DUCKDB, _place(job.path, job.filled_day(table)), table)
    with connection, beside(Path(out_path)) as partial:
        _run(connection, f"COPY (\n{law.sql}\n) TO {DUCKDB.quoted(str(partial))} (FORMAT parquet)")
    return table.rows


def connect() -> duckdb.DuckDBPyConnection:
    """A database in memory; TableError where DuckDB is not installed."""
    try:
        import duckdb
    except ImportError as error:
        raise TableError("DuckDB is not installed", hint="pip install 'huanliu[sql]'") from error
    _collected_at_the_end()
    connection = duckdb.connect(":memory:")
    connection.execute("SET enable_progress_bar = false")
    found = connection.execute("SELECT name FROM duckdb_optimizers()").fetchall()
    needless = ",".join(name for (name,) in found if name not in USEFUL)
    connection.execute(f"SET disabled_optimizers = '{needless}'")
    return connection


@cache
def _collected_at_the_end() -> None:
    """Loading the law freezes all objects there are (`engine/bay.py`). DuckDB's own among them would outlive the
    interpreter, and it then prints a page about leaks."""
    atexit.register(gc.unfreeze)


def _run(connection: Any, sql: str) -> None:
    import duckdb

    try:
        connection.execute(sql)
    except duckdb.Error as error:
        raise said_by("DuckDB", error) from error


def _place(path: Path, day: str | None) -> str:
    """The file as a table, with a day in every row that had none."""
    place = f"READ_PARQUET({DUCKDB.quoted(str(path))})"
    if day is None:
        return place
    return f'(SELECT * REPLACE (COALESCE("{ON}", {day}) AS "{ON}") FROM {place}) AS people'
