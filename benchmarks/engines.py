"""The same law over the same people in Polars, DuckDB and Spark: one Parquet file in, one out, planning and survey included.

    python benchmarks/engines.py [rounds] [--large]

One and ten million people; --large adds a hundred million. Spark runs on all processors of this machine, its session is
started before the clock. Before anything is timed, all must give the same answers.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
from people import people
from record import side_by_side, summary, write

from huanliu.engine.bay import Bay, load
from huanliu.engine.columns.polars import population as polars_population
from huanliu.engine.sqltext.duckdb import population as duckdb_population
from huanliu.engine.sqltext.spark import population as spark_population
from huanliu.engine.sqltext.spark import session

SIZES = (1_000_000, 10_000_000)
LARGE = 100_000_000
AT_ONCE = 1_000_000
ON = "2026-11-20"
# The taxes and the schemes of admission: what the benchmarks' people have facts for.
ONLY = "hk.t*"
ENGINES: dict[str, Callable[..., int]] = {
    "Polars": polars_population,
    "DuckDB": duckdb_population,
    "Spark, this machine": spark_population,
}


def written_people(bay: Bay, rows: int, path: Path) -> None:
    """The people as a file, drawn a million at a time so that a hundred million fit."""
    parts = []
    for number in range(0, rows, AT_ONCE):
        part = path.with_name(f"part{number:012}.parquet")
        people(bay, min(AT_ONCE, rows - number)).write_parquet(part, compression="lz4")
        parts.append(part)
    pl.scan_parquet(parts).sink_parquet(path, compression="lz4")
    for part in parts:
        part.unlink()


def same_answers(found: list[Path]) -> None:
    """End the benchmark where the files differ."""
    frames = [pl.scan_parquet(path).with_columns(pl.col(pl.Enum).cast(pl.String)) for path in found]
    sums = [frame.select(pl.struct(pl.all()).hash(1).sum()).collect(engine="streaming").item() for frame in frames]
    if len(set(sums)) > 1:
        raise SystemExit("the engines do not answer alike")


def timed(bay: Bay, rows: int, rounds: int, only: str) -> list[dict[str, Any]]:
    """Seconds of each engine over so many people."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "people.parquet"
        written_people(bay, rows, source)
        outs = {name: Path(folder) / f"{number}.parquet" for number, name in enumerate(ENGINES)}

        def runs(name: str, run: Callable[..., int]) -> Callable[[], object]:
            return lambda: run(bay, source, outs[name], ON, only, keep="none")

        contenders = {name: runs(name, run) for name, run in ENGINES.items()}
        for run in contenders.values():
            run()
        same_answers(list(outs.values()))
        seconds = side_by_side(contenders, rounds)
    return [{"people": rows} | summary(name, taken, seconds["Polars"]) for name, taken in seconds.items()]


def main(rounds: int, large: bool) -> None:
    """Everything, written to results/engines.*."""
    bay, only = load(), ONLY
    session()
    sizes = (*SIZES, LARGE) if large else SIZES
    rows = [row for size in sizes for row in timed(bay, size, rounds, only)]
    notes = [
        f"Provisions {only} on {ON}: {len(bay.matching(only))} of them, all facts of the population benchmark known; medians"
        f" of {rounds} rounds in which the engines take turns.",
        "From a Parquet file to a Parquet file; the survey of the table, the same for all three, and the planning of each are"
        " included. 'times as fast' is against Polars in the same round.",
        "All engines gave the same rows, compared by the sum of the hashes of their rows before the clock.",
    ]
    write("engines", "Polars, DuckDB and Spark over the same law", {"Time": rows}, notes)


if __name__ == "__main__":
    numbers = [int(each) for each in sys.argv[1:] if each.isdigit()]
    main(numbers[0] if numbers else 3, "--large" in sys.argv)
