"""How many subjects of an assessed table stand where."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from huanliu.base.truth import Status


def counts(path: Path, provisions: Sequence[str]) -> dict[str, dict[str, int]]:
    """For each provision the number of rows with each status, zeros included."""
    table = pl.scan_parquet(path)
    asked = [
        (pl.col(name) == status.value).sum().alias(f"{name} {status.value}") for name in provisions for status in Status
    ]
    found = table.select(asked).collect(engine="streaming").row(0, named=True)
    return {name: {status.value: found[f"{name} {status.value}"] for status in Status} for name in provisions}
