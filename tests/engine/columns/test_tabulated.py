"""Tables in place of steps: looked up only where that pays, and known before a row is read."""

from __future__ import annotations

import datetime

import polars as pl
import pytest

from huanliu.engine.columns.nested import RowReader
from huanliu.engine.columns.polars import assess_table
from huanliu.engine.columns.reader import Reader
from huanliu.engine.columns.sheet import Sheet, Working
from huanliu.engine.columns.survey import read_table
from huanliu.engine.columns.tabulated import Tables
from tests.engine.columns.tables import worked_out
from tests.small import bay_with, read, small_bay

ON = "2026-06-01"


def working_of(sql: str, frame: pl.DataFrame) -> tuple[Tables, Working]:
    book = small_bay().book(ON)
    table = read_table(small_bay().statutes, frame)
    tables = Tables(Sheet(), table.rows)
    reader = Reader(tables, table, book, RowReader(small_bay().statutes, table, book))
    return tables, reader.read(book.bind(read(sql)))


def looked_up(sql: str, frame: pl.DataFrame) -> bool:
    tables, working = working_of(sql, frame)
    return tables.replaced({"value": working})["value"].key != working.key


DAYS = pl.DataFrame({"person.born_on": [datetime.date(2000, 1, 1), datetime.date(2000, 1, 10)]})


@pytest.mark.parametrize(("times", "pays"), [(1, False), (19, False), (20, True)])
def test_a_table_needs_several_rows_for_each_of_its_values(times: int, pays: bool) -> None:
    many = pl.concat([DAYS] * times)
    assert looked_up("ADD_MONTHS_CLAMPED(person.born_on, 6)", many) is pays


def test_a_step_that_costs_less_than_a_look_up_stays() -> None:
    assert not looked_up("person.born_on <= DATE '2000-01-05'", pl.concat([DAYS] * 1000))


def test_what_hangs_on_two_columns_is_looked_up_part_by_part() -> None:
    frame = pl.concat([DAYS.with_columns(pl.col("person.born_on").alias("person.arrived_on"))] * 100)
    tables, working = working_of("MONTHS_COMPLETED(person.born_on, ADD_DAYS(person.arrived_on, 3))", frame)
    assert tables.hangs_on(working) is None
    assert working_of("MONTHS_COMPLETED(person.born_on, DATE '2026-01-01')", frame)[0].hangs_on(working) is None


def test_a_number_that_is_the_same_for_every_key_is_a_written_number() -> None:
    frame = pl.DataFrame({"person.age": [18, 19]})
    assert working_of("LOOKUP(:bonus_by_age, person.age)", frame)[1].high == 6
    assert working_of("LOOKUP(:bonus_by_age, person.age)", frame.head(1))[1].constant == 5


def test_a_key_that_is_not_in_the_table_is_not_known() -> None:
    frame = pl.DataFrame({"person.age": [18, None, 20, 19]})
    assert not working_of("LOOKUP(:bonus_by_age, person.age)", frame)[1].known
    assert worked_out(small_bay(), frame, "LOOKUP(:bonus_by_age, person.age)", ON) == [5, None, None, 6]


def test_what_follows_from_nothing_known_is_looked_up_too() -> None:
    rule = """versions:
  - from: 2020-01-01
    when:
      at_least: 2
      of:
        - sql: EXTRACT(YEAR FROM person.born_on) < 2000
        - sql: EXTRACT(MONTH FROM person.born_on) = 1
        - sql: person.married"""
    frame = pl.concat([DAYS, DAYS.with_columns(pl.lit(None, dtype=pl.Date).alias("person.born_on"))] * 50).with_columns(
        pl.Series("person.married", [True, False, True, False] * 50)
    )
    found = assess_table(bay_with(two=rule), frame, ON, only="town.two").collect()["town.two"].to_list()
    assert found == ["met", "unmet", "undetermined", "undetermined"] * 50
