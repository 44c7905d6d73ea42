"""Flows over a population: people drawn, a reform simulated, doors, asymmetry; seconds and peak of memory, each a process of its own.

    python benchmarks/flows.py [rows] [--bay]

A million rows, or (--bay) everybody who lives in the eleven cities. The people stand in one Parquet file in a temporary folder,
which is removed afterwards; everything reads it in batches.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from population import ON
from record import peak_alone, peak_gib, write

from huanliu.engine.bay import Bay, load, load_reform
from huanliu.flows.asymmetry import count_asymmetry
from huanliu.flows.doors import count_doors
from huanliu.flows.effects import simulate
from huanliu.flows.people.recipe import read_recipe
from huanliu.flows.people.writing import Population

REFORM = Path(__file__).with_name("reform.yaml")
BAY = 87_546_000
MILLION = 1_000_000
GROUPS = "city,age_band"
# What a person takes on disk, with room to spare.
BYTES_A_PERSON = 60
SEED = 1

Run = Callable[[Bay, Bay, Path, int], object]
RUNS: dict[str, Run] = {
    "people": lambda bay, reform, path, rows: Population(read_recipe(None), bay.statutes, rows, SEED).write(path),
    "simulate": lambda bay, reform, path, rows: simulate(bay, reform, path, ON),
    f"simulate, by {GROUPS}": lambda bay, reform, path, rows: simulate(bay, reform, path, ON, by=GROUPS),
    "doors": lambda bay, reform, path, rows: count_doors(bay, path, ON),
    f"doors, by {GROUPS}": lambda bay, reform, path, rows: count_doors(bay, path, ON, by=GROUPS),
    "doors, rows weighed": lambda bay, reform, path, rows: count_doors(bay, path, ON, weight="weight"),
    "asymmetry": lambda bay, reform, path, rows: count_asymmetry(bay, path, ON),
}


def alone(name: str, path: Path, rows: int) -> None:
    """One run, as one line of JSON: its seconds, the laws being compiled already, processor seconds, and its peak."""
    bay, reform = load(), load_reform(REFORM)
    start, worked = time.perf_counter(), time.process_time()
    RUNS[name](bay, reform, path, rows)
    seconds = {"seconds": time.perf_counter() - start, "processor": time.process_time() - worked}
    print(json.dumps({**seconds, "peak": peak_gib()}))


def measured(rows: int) -> list[dict[str, Any]]:
    """Every run over so many people."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.parquet"
        for name in RUNS:
            seen = peak_alone(__file__, "--run", name, str(path), str(rows))
            row = {"run": name, "s": seen["seconds"], "processor s": seen["processor"], "peak GiB": seen["peak"]}
            found.append({"rows": rows} | {key: round(each, 2) if key != "run" else each for key, each in row.items()})  # type: ignore[call-overload]
    return found


def main(rows: int) -> None:
    """Everything, written to results/flows.*."""
    free = shutil.disk_usage(tempfile.gettempdir()).free
    if free < rows * BYTES_A_PERSON:
        needed = rows * BYTES_A_PERSON / 2**30
        raise SystemExit(f"{rows:,} people need {needed:.0f} GiB of disk, {free / 2**30:.0f} are free")
    law = load().law
    notes = [
        f"Law of {ON}: {len(law.provisions)} provisions, {len(law.routes)} routes; one run each, from Parquet, reading and checking of the"
        " table included. The reform is reform.yaml.",
        "The law and the reform are compiled before the clock starts; they are bound to the day after.",
    ]
    write("flows", f"Flows over {rows:,} people", {"Time and memory": measured(rows)}, notes)


if __name__ == "__main__":
    if "--run" in sys.argv:
        alone(sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
    else:
        numbers = [int(each) for each in sys.argv[1:] if each.isdigit()]
        main(BAY if "--bay" in sys.argv else numbers[0] if numbers else MILLION)
