"""Timing side by side, and what was measured as a table on the screen, as JSON and as Markdown under results/."""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

RESULTS = Path(__file__).parent / "results"
Row = Mapping[str, Any]


def side_by_side(contenders: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Seconds of each contender in each round; they take turns, so that a busy machine is busy for all of them."""
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, run in contenders.items():
            start = time.perf_counter()
            run()
            seconds[name].append(time.perf_counter() - start)
    return seconds


def summary(name: str, seconds: Sequence[float], against: Sequence[float] | None = None) -> dict[str, Any]:
    """The median with the least and the most, and the median of the rounds' ratios to another contender."""
    row: dict[str, Any] = {
        "contender": name,
        "median s": round(statistics.median(seconds), 4),
        "least s": round(min(seconds), 4),
        "most s": round(max(seconds), 4),
    }
    if against is not None:
        ratios = [other / own for own, other in zip(seconds, against, strict=True)]
        row["times as fast"] = round(statistics.median(ratios), 2)
    return row


def peak_alone(script: str, *arguments: str) -> dict[str, float]:
    """Run a script once in a process of its own; it prints one JSON line, whose numbers are returned."""
    command = [sys.executable, script, *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def peak_gib() -> float:
    """The most memory this process ever had, in GiB.

    Linux hands getrusage's peak from a parent to its child, which made every contender look alike; /proc starts anew.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def machine() -> dict[str, Any]:
    """What the numbers were taken on."""
    load = os.getloadavg()
    return {
        "processors": os.cpu_count(),
        "load before": round(load[0], 1),
        "system": platform.system(),
        "python": platform.python_version(),
        "polars": pl.__version__,
    }


def write(name: str, title: str, tables: Mapping[str, Sequence[Row]], notes: Sequence[str]) -> None:
    """Print the tables and keep them as results/<name>.json and results/<name>.md."""
    RESULTS.mkdir(exist_ok=True)
    text = "\n\n".join([f"# {title}", *(_section(heading, rows) for heading, rows in tables.items()), _notes(notes)])
    (RESULTS / f"{name}.md").write_text(text + "\n", encoding="utf-8")
    whole = {"title": title, "machine": machine(), "tables": tables, "notes": list(notes)}
    (RESULTS / f"{name}.json").write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(text)


def _section(heading: str, rows: Sequence[Row]) -> str:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    lines = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    lines += [f"| {' | '.join(_shown(row.get(column)) for column in columns)} |" for row in rows]
    return "\n".join([f"## {heading}", "", *lines])


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


def _notes(notes: Sequence[str]) -> str:
    about = ", ".join(f"{key} {value}" for key, value in machine().items())
    return "\n".join([*(f"* {note}" for note in notes), f"* Measured on: {about}."])
