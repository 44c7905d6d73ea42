"""huanliu law sql and population --engine: one statement on standard output, the same answers from another engine."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.cli.running import run

PASS = ("--on", "2026-06-01", "--only", "town.pass")


def test_one_statement_that_a_database_answers() -> None:
    sql, schema = (run("law", "sql", "--dialect", "duckdb", *PASS, *more) for more in ((), ("--schema",)))
    assert (sql.code, sql.err, schema.code) == (0, "", 0)
    with duckdb.connect(":memory:") as connection:
        connection.execute(schema.out)
        connection.execute('INSERT INTO people (id, "person.age") VALUES (1, 17), (2, NULL)')
        found = connection.execute(sql.out).fetchall()
    assert {row[0]: row[1] for row in found} == {1: "not_applicable", 2: "undetermined"}


def test_as_json_with_what_is_read() -> None:
    found = json.loads(run("law", "sql", *PASS, "--json").out)
    assert found["dialect"] == "postgres"
    assert "person.age" in found["reads"]
    assert (found["columns"]["town.pass"], found["left_out"]) == ("town.pass", {})


@pytest.mark.parametrize("bad", [("--dialect", "oracle"), ("--table", "people; --")])
def test_what_is_no_dialect_or_table_is_one_line(bad: tuple[str, str]) -> None:
    ran = run("law", "sql", *bad)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_duckdb_answers_a_file_as_polars_does(tmp_path: Path) -> None:
    people = tmp_path / "people.parquet"
    pl.DataFrame({"id": [1, 2, 3], "person.age": [17, 30, None], "person.income": [9000, 9000, 1]}).write_parquet(
        people
    )
    for engine in ("polars", "duckdb"):
        out = tmp_path / f"{engine}.parquet"
        ran = run("population", str(people), str(out), "--engine", engine, "--on", "2026-06-01")
        assert (ran.code, ran.err) == (0, "")
    mine, theirs = (pl.read_parquet(tmp_path / f"{engine}.parquet") for engine in ("polars", "duckdb"))
    assert mine.with_columns(pl.col(pl.Enum).cast(pl.String)).equals(theirs)


def test_an_unknown_engine_is_one_line(tmp_path: Path) -> None:
    ran = run("population", "a.parquet", "b.parquet", "--engine", "abacus")
    assert (ran.code, ran.out) == (2, "") and "--engine is 'abacus'" in ran.err
