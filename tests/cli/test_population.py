"""huanliu population: the file it writes, and how many stand where."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from tests.cli.running import run

ROWS = {"person.age": [17, 30, 30, 30], "person.income": [9000, 9000, 1, None], "person.barred": [False] * 4}
# The first is too young to be asked, the third earns too little, of the fourth nobody knows.
STANDING = {"met": 1, "unmet": 1, "undetermined": 1, "not_applicable": 1}


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A table of four subjects."""
    path = tmp_path / "people.parquet"
    pl.DataFrame({"id": [1, 2, 3, 4], **ROWS}).write_parquet(path)
    return path


def test_how_many_stand_where(people: Path) -> None:
    out = people.with_name("found.parquet")
    command = ("population", str(people), str(out), "--on", "2026-06-01", "--only", "town.pass")
    ran = run(*command, "--json")
    assert (ran.code, ran.err) == (0, "")
    found = json.loads(ran.out)
    assert (found["on"], found["subjects"], found["counts"]) == ("2026-06-01", 4, {"town.pass": STANDING})
    assert pl.read_parquet(out)["id"].to_list() == [1, 2, 3, 4]
    assert "4 subjects assessed" in run(*command).out


def test_a_misspelt_column_is_one_line_and_nothing_is_written(people: Path) -> None:
    pl.DataFrame({"person.agee": [1]}).write_parquet(people)
    out = people.with_name("found.parquet")
    ran = run("population", str(people), str(out))
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean person.age?" in ran.err
    assert list(people.parent.iterdir()) == [people]
