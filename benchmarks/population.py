"""Five million people: 38 rules of the three places and five taxes, ours beside the same rules in OpenFisca and in Polars by hand.

    python benchmarks/population.py [rows] [rounds]

Every fact is known, because OpenFisca has no way to say that one is not; a last line shows ours with one fact in ten
unknown. Before anything is timed, all three must give the same answers.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from people import people, texts
from record import peak_alone, peak_gib, side_by_side, summary, write
from rules_by_hand import HONG_KONG, MAINLAND, OWNER, Lists, by_hand

from huanliu.engine.bay import Bay, load
from huanliu.engine.columns.frame import Table
from huanliu.engine.columns.polars import assess_table
from huanliu.engine.columns.survey import read_table
from huanliu.law.calendar import change_days, members_on

ON = "2026-11-20"
RULES = [*HONG_KONG, *MAINLAND]
ANSWERS = [*RULES, *OWNER]
OURS, CHECKED, HAND, PEER = "Huanliu", "Huanliu, table checked anew", "by hand in Polars", "OpenFisca-core"


def university_lists(bay: Bay) -> Lists:
    """The list of universities as it stood from each day on which it changed."""
    parameter = bay.law.parameters["hk_ttps_universities"]
    return [(day, list(members_on(parameter, day))) for day in change_days(parameter)]


def ours(bay: Bay, table: pl.DataFrame | Table) -> pl.DataFrame:
    """Our answers to the rules and taxes."""
    return assess_table(bay, table, on=ON, keep="none").select(ANSWERS).collect()


def openfisca(bay: Bay, frame: pl.DataFrame) -> Callable[[], dict[str, np.ndarray]]:
    """OpenFisca with its inputs set; each call asks everything anew."""
    from peer import answers, forget, prepared

    simulation = prepared(frame, texts(bay), university_lists(bay))

    def ask() -> dict[str, np.ndarray]:
        forget(simulation, frame)
        return answers(simulation, ANSWERS)

    return ask


def agreement(mine: pl.DataFrame, hand: pl.DataFrame, peer: dict[str, np.ndarray]) -> list[dict[str, Any]]:
    """Whether the three answer alike; a difference in a rule or a cent against the exact yardstick ends the benchmark."""
    for name in RULES:
        if not mine[name].equals(hand[name]) or not (mine[name] == "met").equals(pl.Series(peer[name]).alias(name)):
            raise SystemExit(f"{name} is not answered alike")
    rows = []
    for name in OWNER:
        if not mine[name].cast(pl.Decimal(38, 2)).equals(hand[name]):
            raise SystemExit(f"{name} differs from the yardstick by hand")
        floats = pl.Series(peer[name].astype(np.float64))
        exact = (mine[name].cast(pl.Float64).fill_null(0) - floats).abs() < 0.005
        rows.append({"tax": name, "rows where OpenFisca's 32-bit floats give the same cent": f"{exact.mean():.2%}"})
    return rows


def with_gaps(frame: pl.DataFrame, share: float, seed: int = 1) -> pl.DataFrame:
    """The same people with a share of their facts not known."""
    rng = np.random.default_rng(seed)
    masks = {name: pl.Series(rng.random(frame.height, dtype=np.float32) >= share) for name in frame.columns[1:]}
    return frame.with_columns([pl.when(mask).then(pl.col(name)).alias(name) for name, mask in masks.items()])


def alone(bay: Bay, path: str, contender: str) -> None:
    """Memory of one contender in a process of its own, as one line of JSON."""
    frame = pl.read_parquet(path)
    run: Callable[[], object]
    if contender == PEER:
        run = openfisca(bay, frame)
    elif contender == HAND:
        lists = university_lists(bay)
        run = by_hand(frame.lazy(), lists).collect
    else:
        table = read_table(bay.statutes, frame)
        run = lambda: ours(bay, table)  # noqa: E731
    before = peak_gib()
    run()
    print(json.dumps({"data": frame.estimated_size() / 2**30, "before": before, "peak": peak_gib()}))


def memory(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """The peaks of all three, each over the same people read from a file."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "people.parquet")
        frame.write_parquet(path, compression="lz4")
        for name in (OURS, HAND, PEER):
            seen = peak_alone(__file__, "--alone", path, name)
            columns = {"people GiB": "data", "peak before the first answer GiB": "before", "peak GiB": "peak"}
            found.append({"contender": name} | {column: round(seen[key], 2) for column, key in columns.items()})
    return found


def main(rows: int, rounds: int) -> None:
    """Everything, written to results/population.*."""
    bay = load()
    frame = people(bay, rows)
    lists, table, ask = university_lists(bay), read_table(bay.statutes, frame), openfisca(bay, frame)
    accuracy = agreement(ours(bay, table), by_hand(frame.lazy(), lists).collect(), ask())
    seconds = side_by_side(
        {
            OURS: lambda: ours(bay, table),
            HAND: lambda: by_hand(frame.lazy(), lists).collect(),
            PEER: ask,
            CHECKED: lambda: ours(bay, frame),
        },
        rounds,
    )
    timed = [summary(name, taken, seconds[PEER]) for name, taken in seconds.items()]
    for row, taken in zip(timed, seconds.values(), strict=True):
        row["times as fast as OpenFisca"] = row.pop("times as fast")
        row["of the time by hand"] = summary("", seconds[HAND], taken)["times as fast"]
    del ask
    gaps = with_gaps(frame, 0.1)
    seen = read_table(bay.statutes, gaps)
    unknown = side_by_side({"Huanliu, one fact in ten unknown": lambda: ours(bay, seen)}, rounds)
    timed += [summary(name, taken) for name, taken in unknown.items()]
    notes = [
        f"{rows:,} people, {len(RULES)} rules and {len(OWNER)} taxes on {ON}, {len(frame.columns) - 1} facts, all known;"
        f" medians of {rounds} rounds in which the contenders take turns, ratios taken within each round.",
        "All contenders answered every rule alike; ours and the Polars by hand agree to the cent on every tax.",
        "From memory to memory, planning included. OpenFisca's inputs are set before the clock starts, and so is our"
        " check of the table, which a table needs once (the line 'table checked anew' includes it).",
    ]
    tables = {"Time": timed, "Memory, each in a process of its own": memory(frame), "Exactness": accuracy}
    write("population", f"{len(RULES)} rules and {len(OWNER)} taxes over {rows:,} people", tables, notes)


if __name__ == "__main__":
    if "--alone" in sys.argv:
        alone(load(), sys.argv[2], sys.argv[3])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000_000, int(sys.argv[2]) if len(sys.argv) > 2 else 5)
