"""The whole bay: 87 million people from Parquet to counts by city, and to Parquet, on this machine.

    python benchmarks/bay.py [rows]

The people are drawn in parts into a temporary folder, which is removed afterwards. Each run is a process of its own, so
that its peak of memory is its own.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import polars as pl
from people import MONEY, NUMBERS, people
from population import ON
from record import peak_alone, peak_gib, write

from huanliu.engine.bay import load
from huanliu.engine.columns.counts import tally
from huanliu.engine.columns.polars import assess_table
from huanliu.engine.columns.survey import read_table

PART = 1_000_000
# What a person takes on disk, in and out, with room to spare.
BYTES_A_PERSON = 300
NARROW = dict.fromkeys(MONEY, pl.Int32) | dict.fromkeys(NUMBERS, pl.Int16)


def draw(folder: Path, rows: int) -> None:
    """So many people as Parquet files of a million each; whole numbers as narrow as they may be."""
    bay = load()
    for part in range(0, rows, PART):
        drawn = people(bay, min(PART, rows - part), seed=part).with_columns(
            pl.col(name).cast(dtype) for name, dtype in NARROW.items()
        )
        drawn = drawn.with_columns(pl.int_range(part, part + drawn.height, dtype=pl.Int32).alias("id"))
        drawn.write_parquet(folder / f"people-{part // PART:03}.parquet", compression="lz4", row_group_size=PART // 4)


def run(folder: Path, what: str) -> None:
    """One run over the people in a folder; prints its seconds and its peak as one line of JSON."""
    bay, start = load(), time.perf_counter()
    table = read_table(bay.statutes, pl.scan_parquet(folder / "people-*.parquet"))
    looked = time.perf_counter()
    if what == "counts":
        tally(bay, table, ["city"], on=ON)
    else:
        found = assess_table(bay, table, on=ON, keep="own").select("id", "city", *bay.law.provisions)
        found.sink_parquet(folder / "found.parquet", engine="streaming", compression="lz4")
    done = time.perf_counter()
    print(json.dumps({"survey": looked - start, "answers": done - looked, "peak": peak_gib()}))


def main(rows: int) -> None:
    """Both runs, written to results/bay.*."""
    free = shutil.disk_usage(tempfile.gettempdir()).free
    if free < rows * BYTES_A_PERSON:
        raise SystemExit(
            f"{rows:,} people need {rows * BYTES_A_PERSON / 2**30:.0f} GiB of disk, {free / 2**30:.0f} are free"
        )
    timed: list[dict[str, Any]] = []
    provisions = len(load().law.provisions)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        draw(folder, rows)
        size = sum(path.stat().st_size for path in folder.iterdir()) / 2**30
        for what, label in (("counts", "counts by city"), ("file", "to Parquet")):
            seen = peak_alone(__file__, "--run", name, what)
            timed.append(
                {
                    "from Parquet": label,
                    "reading and checking the table s": round(seen["survey"], 1),
                    "answers s": round(seen["answers"], 1),
                    "peak GiB": round(seen["peak"], 2),
                }
            )
        written = (folder / "found.parquet").stat().st_size / 2**30
    notes = [
        f"{rows:,} people, 163 facts, every provision ({provisions}) on {ON}, {os.cpu_count()} processors.",
        f"The table is {size:.1f} GiB of Parquet, the answers are {written:.1f} GiB; one run each.",
    ]
    write("bay", f"Every provision over {rows:,} people", {"Time and memory": timed}, notes)


if __name__ == "__main__":
    if "--run" in sys.argv:
        run(Path(sys.argv[2]), sys.argv[3])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 87_000_000)
