"""Every form over a list, in DuckDB as in the reference reader: rules of days, quantifiers, what is unknown in a row."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest

from huanliu.engine.columns.nested import RowReader
from huanliu.engine.columns.sheet import Sheet, Sort
from huanliu.engine.columns.survey import read_table
from huanliu.engine.evaluate import EXACT
from huanliu.engine.sqltext.dialects import DUCKDB
from huanliu.engine.sqltext.duckdb import connect
from huanliu.engine.sqltext.lists import SqlReader
from huanliu.engine.sqltext.statement import Source, statement
from huanliu.engine.sqltext.writer import WrittenTables
from tests.engine.columns.tables import frame_of, worked_out
from tests.small import read, small_bay
from tests.strategies import Subjects

ON = "2026-06-01"
RULES = (
    "DAYS_ANY_PART",
    "DAYS_WHOLE",
    "DAYS_HALVES",
    "DAYS_WORKED",
    "DAYS_ANY_PART_WORST_12_MONTHS",
    "LONGEST_ABSENCE",
)
# A period, one that ends before it begins, one longer than any log, one that may not be known.
PERIODS = (
    "DATE '2025-03-01', DATE '2026-02-28'",
    "DATE '2026-03-01', DATE '2025-03-01'",
    "DATE '1930-01-01', DATE '2026-06-01'",
    "CASE WHEN person.married THEN DATE '2026-01-01' END, DATE '2026-12-31'",
)
PLACES = ("'hk'", "'mainland'", "CASE WHEN person.married THEN 'mainland' ELSE 'mo' END")
MEMBERS = (
    "EXISTS (SELECT 1 FROM person.family)",
    "EXISTS (SELECT 1 FROM person.children WHERE minor AND student)",
    "EXISTS (SELECT 1 FROM person.family WHERE relationship = 'spouse' OR age < person.age - 30)",
    "(SELECT EVERY(student OR age >= 18) FROM person.children)",
    "(SELECT COUNT(*) FROM person.family)",
    "(SELECT COUNT(*) FROM person.parents WHERE student) >= 1",
    "person.minor_children <> 1",
    "(SELECT SUM(fees) FROM person.children WHERE student)",
    "(SELECT SUM(fees * 0.5) FROM person.family)",
    "(SELECT SUM(age) FROM person.family WHERE age < 90)",
)
DAYS = tuple(f"{rule}(person.day_log, {place}, {period})" for rule in RULES for place in PLACES for period in PERIODS)
FACTS = ["person.family", "person.day_log", "person.married", "person.age"]


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three hundred people with families and logs, some of whom nothing is known."""
    subjects = Subjects(small_bay(), Random(5))
    path = tmp_path_factory.mktemp("lists") / "people.parquet"
    frame_of(small_bay(), [subjects.subject(FACTS, 0.15) for _ in range(300)]).write_parquet(path)
    return path


def in_duckdb(path: Path, expressions: tuple[str, ...]) -> pl.DataFrame:
    """What expressions over the small law come to in each row, as DuckDB answers."""
    bay = small_bay()
    table, book = read_table(bay.statutes, path), bay.book(ON)
    reader = SqlReader(WrittenTables(Sheet(), 0), table, book, RowReader(bay.statutes, table, book))
    workings = {text: reader.read(book.bind(read(text, bay))) for text in expressions}
    with connect() as connection:
        found = connection.execute(statement(DUCKDB, Source(f"READ_PARQUET('{path}')"), workings)).fetchall()
    columns = zip(*found, strict=True)
    return pl.DataFrame(
        {
            text: pl.Series([_plain(value, working) for value in column], dtype=pl.Object)
            for (text, working), column in zip(workings.items(), columns, strict=True)
        }
    )


def _plain(value: Any, working: Any) -> Any:
    return value if value is None or working.sort is not Sort.NUMBER else Decimal(value).scaleb(-working.places, EXACT)


@pytest.mark.parametrize("expressions", [DAYS, MEMBERS], ids=["days", "members"])
def test_each_is_answered_as_the_reference_answers_it(people: Path, expressions: tuple[str, ...]) -> None:
    found = in_duckdb(people, expressions)
    for text in expressions:
        expected = worked_out(small_bay(), pl.read_parquet(people), text, ON)
        assert len({str(value) for value in expected}) > 1, f"{text} says the same of everybody"
        assert found[text].to_list() == expected, text


def test_a_time_away_may_be_longer_than_any_log(people: Path) -> None:
    text = "LONGEST_ABSENCE(person.day_log, 'overseas', DATE '1930-01-01', DATE '2026-06-01') > 30000"
    assert True in worked_out(small_bay(), pl.read_parquet(people), text, ON)
    assert True in in_duckdb(people, (text,))[text].to_list()
