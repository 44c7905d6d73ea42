"""The same law over the same people in Polars, DuckDB and Spark: one Parquet file in, one out, planning and survey included.

    python benchmarks/engines.py [rounds] [--rows 1000000,10000000] [--only 'hk.t*'] [--large]

One and ten million people unless --rows says otherwise; --large adds a hundred million through Polars alone, for which the
others would need an hour each on two processors. Each run is a process of its own,
so that each has its own peak of memory; engines take turns. Spark runs on all processors of this machine and its session
is started before the clock, but its code is compiled under it. All engines must give the same answers.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path
from typing import Any

import polars as pl
from people import people
from record import peak_alone, peak_gib, summary, write

from huanliu.engine.bay import Bay, load
from huanliu.engine.sqltext.populations import Engine, population_of

SIZES = (1_000_000, 10_000_000)
LARGE = 100_000_000
AT_ONCE = 1_000_000
ON = "2026-11-20"
# The taxes and the schemes of admission: what the benchmarks' people have facts for. The whole law for ten million would
# take DuckDB and Spark hours on two processors.
ONLY = "hk.t*"


def written_people(bay: Bay, rows: int, path: Path) -> None:
    """The people as a file, drawn a million at a time so that a hundred million fit."""
    parts = []
    for number in range(0, rows, AT_ONCE):
        part = path.with_name(f"part{number:012}.parquet")
        people(bay, min(AT_ONCE, rows - number), seed=number).write_parquet(part, compression="lz4")
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


def alone(engine: Engine, source: Path, out: Path, only: str) -> dict[str, float]:
    """Seconds and the peak of memory of one engine, in this process."""
    bay, jvm = load(), None
    if engine is Engine.SPARK:
        from huanliu.engine.sqltext.spark import session

        jvm = session()._jvm
    start = time.perf_counter()
    population_of(engine)(bay, source, out, ON, only, keep="none")
    seconds = time.perf_counter() - start
    return {"s": seconds, "GiB": peak_gib() + (0 if jvm is None else peak_of(_process_of(jvm)))}


def _process_of(jvm: Any) -> int:
    return int(jvm.java.lang.ProcessHandle.current().pid())


def peak_of(process: int) -> float:
    """The most memory another process ever had, in GiB; 0 where the system does not say."""
    status = Path(f"/proc/{process}/status")
    peaks = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")] if status.exists() else []
    return int(peaks[0].split()[1]) / 2**20 if peaks else 0.0


def measured(bay: Bay, rows: int, rounds: int, only: str) -> list[dict[str, Any]]:
    """Seconds and memory of each engine over so many people."""
    engines = list(Engine) if rows < LARGE else [Engine.POLARS]
    found: dict[Engine, list[dict[str, float]]] = {engine: [] for engine in engines}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "people.parquet"
        written_people(bay, rows, source)
        outs = {engine: Path(folder) / f"{engine}.parquet" for engine in engines}
        for _ in range(rounds):
            for engine, out in outs.items():
                found[engine].append(peak_alone(__file__, "--alone", engine, str(source), str(out), "--only", only))
        same_answers(list(outs.values()))
    against = [run["s"] for run in found[Engine.POLARS]]
    return [_row(rows, engine, runs, against) for engine, runs in found.items()]


def _row(rows: int, engine: Engine, runs: list[dict[str, float]], against: list[float]) -> dict[str, Any]:
    seconds = [run["s"] for run in runs]
    row = {"people": rows} | summary(engine.value, seconds, against)
    median = row["median s"]
    return row | {
        "million people a s": round(rows / median / 1e6, 2),
        "peak GiB": round(max(r["GiB"] for r in runs), 1),
    }


def main(sizes: list[int], rounds: int, only: str) -> None:
    """Everything, written to results/engines.*."""
    bay = load()
    rows = [row for size in sizes for row in measured(bay, size, rounds if size <= AT_ONCE else 1, only)]
    notes = [
        f"Provisions {only} on {ON}: {len(bay.matching(only))} of {len(bay.law.provisions)}, all facts of the population"
        f" benchmark known; medians of {rounds} rounds in which the engines take turns, one round above"
        f" {AT_ONCE:,} people.",
        "From a Parquet file to a Parquet file, each run a process of its own; the survey of the table, the same for all"
        " three, and the planning of each are included, loading the law and starting Spark are not. 'times as fast' is"
        " against Polars in the same round.",
        "Peaks of memory are of the whole process, for Spark of Python and the Java machine together.",
        "All engines gave the same rows, compared by the sum of the hashes of their rows.",
    ]
    write("engines", "Polars, DuckDB and Spark over the same law", {"Time and memory": rows}, notes)


def numbers(text: str) -> list[int]:
    """Whole numbers with commas between them."""
    return [int(each) for each in text.split(",")]


def asked() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rounds", nargs="?", type=int, default=3)
    parser.add_argument("--rows", type=numbers, default=list(SIZES))
    parser.add_argument("--only", default=ONLY)
    parser.add_argument("--large", action="store_true", help=f"{LARGE:,} people too")
    parser.add_argument("--alone", nargs=3, metavar=("ENGINE", "IN", "OUT"), help="one run in this process")
    return parser.parse_args()


if __name__ == "__main__":
    given = asked()
    if given.alone:
        engine, source, out = given.alone
        print(json.dumps(alone(Engine(engine), Path(source), Path(out), given.only)))
    else:
        main([*given.rows, *([LARGE] if given.large else [])], given.rounds, given.only)
