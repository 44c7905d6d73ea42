"""Which engine answers for millions: Polars, the embedded default, or DuckDB or Spark on the same law."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum


class Engine(StrEnum):
    """The engines of `huanliu population`."""

    POLARS = "polars"
    DUCKDB = "duckdb"
    SPARK = "spark"


def population_of(engine: Engine) -> Callable[..., int]:
    """The `population` of an engine; all take the same arguments and write the same columns."""
    match engine:
        case Engine.POLARS:
            from huanliu.engine.columns.polars import population
        case Engine.DUCKDB:
            from huanliu.engine.sqltext.duckdb import population
        case Engine.SPARK:
            from huanliu.engine.sqltext.spark import population
    return population
