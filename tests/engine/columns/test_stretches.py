"""Rows with days of their own: where the law of a provision changes, and that it is read no oftener than it changes."""

from __future__ import annotations

import datetime

import polars as pl

from huanliu.engine.binding import Days
from huanliu.engine.columns.sheet import Sheet
from huanliu.engine.columns.stretches import OwnDays, RowBook, changes_of
from huanliu.engine.columns.survey import read_table
from huanliu.engine.columns.tabulated import Tables
from huanliu.engine.expression import FactRef, walk
from tests.small import bay_with, small_bay

RULE = """versions:
  - {from: 2021-05-05, to: 2022-02-02, when: {sql: 'person.income >= :floor'}}
  - {from: 2023-03-03, known_until: 2025-05-05, when: {sql: 'person.born_on < :on'}, requires: [town.pass]}"""


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def test_a_provision_changes_with_its_versions_and_with_what_it_rests_on() -> None:
    bay = bay_with(dated=RULE)
    days = changes_of(bay.statutes, "town.dated")
    assert {day(text) for text in ("2021-05-05", "2022-02-03", "2023-03-03", "2025-05-06")} <= days
    assert {day(text) for text in ("2020-01-01", "2024-01-01", "2027-01-01", "2028-01-01")} <= days, (
        "the floor's own days"
    )
    assert changes_of(bay.statutes, "town.pass") <= days


def test_within_a_stretch_the_day_is_the_rows() -> None:
    book = RowBook(bay_with(dated=RULE).statutes, Days(day("2024-06-01")))
    names = {node.name for node in walk(book.ruling("town.dated").condition) if isinstance(node, FactRef)}
    assert "on" in names


def test_there_is_one_reader_for_each_stretch_that_the_rows_speak_of() -> None:
    bay = bay_with(dated=RULE)
    frame = pl.DataFrame({"on": [day("2023-01-01"), day("2025-12-31")]})
    table = read_table(bay.statutes, frame)
    readers = OwnDays(Tables(Sheet(), table.rows), table, bay.statutes, None)
    ends = [stretch.until for stretch in readers.of("town.dated")]
    inside = {
        change for change in changes_of(bay.statutes, "town.dated") if day("2023-01-01") < change <= day("2025-12-31")
    }
    assert ends == [*(change - datetime.timedelta(days=1) for change in sorted(inside)), day("2025-12-31")]
    assert readers.of("town.dated")[0] is readers.of("town.dated")[0]


def test_a_law_that_does_not_change_has_one_stretch() -> None:
    table = read_table(small_bay().statutes, pl.DataFrame({"on": [day("2031-01-01"), day("2035-12-31")]}))
    readers = OwnDays(Tables(Sheet(), table.rows), table, small_bay().statutes, None)
    assert all(len(readers.of(name)) == 1 for name in small_bay().law.provisions)
