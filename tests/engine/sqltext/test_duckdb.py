"""DuckDB answers as the reference reader does: drawn laws and drawn subjects, the bundled law, tables in many forms."""

from __future__ import annotations

import datetime
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from huanliu.engine.bay import Bay
from huanliu.engine.columns.polars import population as with_polars
from huanliu.engine.columns.sheet import TooLargeError
from huanliu.engine.sqltext.duckdb import connect, population
from huanliu.engine.sqltext.writer import WrittenLaw, write_law
from huanliu.errors import TableError
from tests.engine.columns.tables import frame_of
from tests.engine.columns.test_same_answer import lines_of
from tests.engine.sqltext.asked import DAYS, LISTS, differences, draw, values
from tests.engine.sqltext.laws_with_marks import MARKED, marked_bay
from tests.strategies import bay_of, laws

ON = datetime.date(2026, 11, 20)


def run(bay: Bay, law: WrittenLaw, subjects: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The statement's rows over a table made by its own schema."""
    with connect() as connection:
        connection.execute(law.schema)
        marks = ", ".join("?" * (len(law.reads) + 1))
        rows = [[number, *values(bay, subject, law.reads)] for number, subject in enumerate(subjects)]
        connection.executemany(f'INSERT INTO "people" VALUES ({marks})', rows)
        found = connection.execute(f"SELECT * FROM ({law.sql}) ORDER BY id")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@settings(max_examples=20)
@given(files=laws(), seed=st.integers(0, 2**32))
def test_drawn_laws_are_answered_alike(files: dict[str, str], seed: int) -> None:
    bay, random = bay_of(files), Random(seed)
    subjects, day = draw(bay, random, 5), random.choice(DAYS)
    law = write_law(bay, "duckdb", on=day)
    found = differences(bay, subjects, law, run(bay, law, subjects), day)
    assert not found, "\n".join(found[:5])


def test_the_bundled_law_is_answered_alike(bay: Bay) -> None:
    subjects = draw(bay, Random(2), 8, lines_of(bay, ON))
    law = write_law(bay, "duckdb", on=ON)
    assert not law.left_out
    found = differences(bay, subjects, law, run(bay, law, subjects), ON)
    assert not found, "\n".join(found[:5])


@settings(max_examples=12)
@given(files=laws(), seed=st.integers(0, 2**32), own_days=st.booleans())
def test_tables_in_many_forms_are_answered_as_polars_answers_them(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, str], seed: int, own_days: bool
) -> None:
    bay, random, folder = bay_of(files), Random(seed), tmp_path_factory.mktemp("forms")
    frame = frame_of(bay, draw(bay, random, 6), random)
    if own_days:
        frame = frame.with_columns(on=pl.Series([random.choice([*DAYS, None]) for _ in range(6)], dtype=pl.Date))
    frame.write_parquet(folder / "people.parquet")
    try:
        with_polars(bay, folder / "people.parquet", folder / "polars.parquet", DAYS[0])
        population(bay, folder / "people.parquet", folder / "duckdb.parquet", DAYS[0])
    except (TableError, TooLargeError) as error:
        assert "38 digits" in str(error) or "digits" in str(error)
        return
    mine, theirs = (pl.read_parquet(folder / f"{name}.parquet") for name in ("polars", "duckdb"))
    assert_frame_equal(as_text(mine), as_text(theirs), check_dtypes=False)


def as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """Words as letters, however they are numbered."""
    sets = [name for name, kind in frame.schema.items() if isinstance(kind, pl.List) and name not in LISTS]
    numbered = [name for name, kind in frame.schema.items() if isinstance(kind, (pl.Enum, pl.Categorical))]
    return frame.with_columns(pl.col(numbered).cast(pl.String), pl.col(sets).cast(pl.List(pl.String)))


def test_marks_in_texts_of_the_law_stay_texts() -> None:
    marked = marked_bay()
    rows = run(
        marked, write_law(marked, "duckdb", on=ON), [{"person.word": word} for word in (*MARKED, "nothing of it")]
    )
    assert [row["town.marks"] for row in rows] == ["met"] * len(MARKED) + ["unmet"]
