"""The law over a table: its columns, rows with days of their own, and a file into a file whole or not at all."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from huanliu.engine.columns.polars import assess_table, population
from huanliu.engine.columns.survey import read_table
from huanliu.errors import SubjectError, TableError, UnknownNameError
from tests.small import bay_with, small_bay

ON = "2026-06-01"
PASS = """versions:
  - from: 2020-01-01
    applies_to: {sql: person.married}
    when: {sql: person.income >= :floor}
    amounts:
      tax: {label: {en: tax}, unit: HKD, sql: 'ROUND_DOWN(person.income * :share, 2)'}
      years: {label: {en: years}, unit: years, sql: 100 - person.age}
      until: {label: {en: until}, sql: 'ADD_DAYS(:on, 10)'}
      city: {label: {en: city}, sql: person.city}
    outcomes:
      - {id: first, if: {sql: person.student}, title: {en: first}}
      - {id: then, if: {sql: person.barred}, title: {en: then}}"""
PEOPLE = pl.DataFrame(
    {
        "id": [7, 8, 9, 10],
        "person.married": [True, False, True, None],
        "person.income": [10_000.55, 10_000.0, 1.0, 10_000.0],
        "person.age": [30, 30, 30, None],
        "person.student": [False, True, None, True],
        "person.city": ["hk", "mo", "hk", "hk"],
    }
)


def test_each_provision_has_its_columns_in_their_types() -> None:
    found = assess_table(bay_with(taxed=PASS), PEOPLE, ON, only="town.taxed").collect()
    assert found.columns[:6] == PEOPLE.columns
    expected = {
        "town.taxed": pl.Enum(["met", "unmet", "undetermined", "not_applicable"]),
        "town.taxed.tax": pl.Decimal(38, 2),
        "town.taxed.years": pl.Int64(),
        "town.taxed.until": pl.Date(),
        "town.taxed.city": pl.String(),
        "town.taxed#first": pl.Boolean(),
        "town.taxed#then": pl.Boolean(),
    }
    assert dict(found.schema).items() >= expected.items()
    assert found.width == 6 + len(expected)


def test_the_four_answers_and_what_follows_from_them() -> None:
    found = (
        assess_table(bay_with(taxed=PASS), PEOPLE, ON, only="town.taxed", keep="none")
        .collect()
        .to_dict(as_series=False)
    )
    assert found["town.taxed"] == ["met", "not_applicable", "unmet", "undetermined"]
    assert found["town.taxed.tax"] == [Decimal("1550.08"), None, None, None]
    assert found["town.taxed.years"] == [70, None, None, None]
    assert found["town.taxed.until"] == [datetime.date(2026, 6, 11), None, None, None]
    assert found["town.taxed#first"] == [False, False, None, True]
    assert found["town.taxed#then"] == [None, False, None, False]


def test_rows_have_the_law_of_their_own_day() -> None:
    days = [
        datetime.date(2019, 1, 1),
        datetime.date(2026, 6, 1),
        datetime.date(2023, 12, 31),
        datetime.date(2026, 6, 1),
    ]
    rich = PEOPLE.with_columns(
        pl.lit(True).alias("person.married"), pl.lit(1500).alias("person.income"), on=pl.Series(days)
    )
    found = assess_table(bay_with(taxed=PASS), rich, only="town.taxed", keep="none").collect()
    assert found["town.taxed"].to_list() == ["not_applicable", "unmet", "met", "unmet"]
    assert found["town.taxed.until"].to_list() == [None, None, datetime.date(2024, 1, 10), None]


def test_a_row_without_a_day_needs_one() -> None:
    frame = PEOPLE.with_columns(on=pl.Series([datetime.date(2019, 1, 1), None, None, None]))
    with pytest.raises(TableError, match="some rows have no day"):
        assess_table(small_bay(), frame)
    found = assess_table(bay_with(taxed=PASS), frame, on=ON, only="town.taxed").collect()
    assert found["on"].to_list() == [datetime.date(2019, 1, 1), *[datetime.date(2026, 6, 1)] * 3]
    assert found["town.taxed"].to_list() == ["not_applicable", "not_applicable", "unmet", "undetermined"]


def test_a_set_may_be_given_value_by_value() -> None:
    rule = "versions:\n  - from: 2020-01-01\n    when: {sql: \"ARRAY_CONTAINS(person.roles, 'worker')\"}"
    flags = pl.DataFrame({"person.roles.worker": [True, False, None], "person.roles.student": [None, True, True]})
    found = assess_table(bay_with(working=rule), flags, ON, only="town.working")
    assert found.collect()["town.working"].to_list() == ["met", "unmet", "undetermined"]


def test_a_definition_given_stands_where_it_is_given() -> None:
    rule = "versions:\n  - from: 2020-01-01\n    when: {sql: person.adult}"
    frame = pl.DataFrame({"person.age": [3, 30, 30, None], "person.adult": [True, False, None, None]})
    found = assess_table(bay_with(grown=rule), frame, ON, only="town.grown").collect()
    assert found["town.grown"].to_list() == ["met", "unmet", "met", "undetermined"]


def test_a_table_is_looked_at_once_and_may_then_be_asked_often() -> None:
    table = read_table(small_bay().statutes, PEOPLE.lazy())
    first, second = (assess_table(small_bay(), table, ON, keep="none").collect() for _ in range(2))
    assert first.equals(second)
    assert first.equals(assess_table(small_bay(), PEOPLE, ON, keep="none").collect())


def test_the_tables_own_columns_stay_as_told() -> None:
    for keep, own in (("all", PEOPLE.columns), ("own", ["id"]), ("none", [])):
        found = assess_table(small_bay(), PEOPLE, ON, only="town.pass", keep=keep)  # type: ignore[arg-type]
        assert found.collect_schema().names()[: len(own) + 1] == [*own, "town.pass"]


def test_two_columns_of_one_name_are_refused() -> None:
    rule = PASS.replace("tax: {", "more: {").replace("town.taxed", "town.pair")
    with pytest.raises(TableError, match=r"two columns would be named 'town\.pair\.more'"):
        assess_table(bay_with(**{"pair": rule, "pair/more": PASS}), PEOPLE, ON)


def test_a_glob_that_matches_nothing_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="no provision matches"):
        assess_table(small_bay(), PEOPLE, ON, only="moon.*")


def test_a_file_is_assessed_into_a_file(tmp_path: Path) -> None:
    PEOPLE.write_parquet(tmp_path / "people.parquet")
    assert population(small_bay(), tmp_path / "people.parquet", tmp_path / "found.parquet", on=ON, only="town.*") == 4
    found = pl.read_parquet(tmp_path / "found.parquet")
    assert found.equals(assess_table(small_bay(), PEOPLE, ON, only="town.*").collect())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["found.parquet", "people.parquet"]


def test_a_file_may_be_assessed_in_its_place(tmp_path: Path) -> None:
    PEOPLE.write_parquet(tmp_path / "people.parquet")
    population(small_bay(), tmp_path / "people.parquet", tmp_path / "people.parquet", on=ON)
    assert "town.pass" in pl.read_parquet_schema(tmp_path / "people.parquet")


def test_what_goes_wrong_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill_the_disk(frame: pl.LazyFrame, path: Path, **options: object) -> None:
        Path(path).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    PEOPLE.write_parquet(tmp_path / "people.parquet")
    monkeypatch.setattr(pl.LazyFrame, "sink_parquet", fill_the_disk)
    (tmp_path / "found.parquet").write_text("old")
    with pytest.raises(TableError, match=r"found.parquet: .*No space left on device"):
        population(small_bay(), tmp_path / "people.parquet", tmp_path / "found.parquet", on=ON)
    assert (tmp_path / "found.parquet").read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_wrong_value_in_a_file_writes_nothing(tmp_path: Path) -> None:
    PEOPLE.with_columns(pl.lit(200).alias("person.age")).write_parquet(tmp_path / "people.parquet")
    with pytest.raises(SubjectError, match=r"person\.age is '200' in row 1"):
        population(small_bay(), tmp_path / "people.parquet", tmp_path / "found.parquet", on=ON)
    with pytest.raises(TableError, match="no such folder"):
        population(small_bay(), tmp_path / "people.parquet", tmp_path / "nowhere" / "found.parquet", on=ON)
    assert [path.name for path in tmp_path.iterdir()] == ["people.parquet"]
