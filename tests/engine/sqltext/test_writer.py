"""The statement itself: names, what is left out, what is taken as not known, and that each dialect's parser takes it."""

from __future__ import annotations

import pytest
import sqlglot

from huanliu.engine.bay import Bay
from huanliu.engine.sqltext.dialects import DIALECTS, POSTGRES
from huanliu.engine.sqltext.writer import write_law
from huanliu.errors import TableError
from tests.engine.sqltext.laws_with_marks import marked_bay


@pytest.mark.parametrize("dialect", DIALECTS)
def test_each_is_one_select_that_the_parser_of_its_dialect_takes(small: Bay, dialect: str) -> None:
    law = write_law(small, dialect, on="2026-06-01")
    (parsed,) = sqlglot.parse(law.sql, read=dialect)
    assert isinstance(parsed, sqlglot.exp.Select)
    assert parsed.named_selects == ["id", *law.names.values()]
    (made,) = sqlglot.parse(law.schema, read=dialect)
    assert isinstance(made, sqlglot.exp.Create)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_marks_in_texts_do_not_end_them(dialect: str) -> None:
    (parsed,) = sqlglot.parse(write_law(marked_bay(), dialect, on="2026-06-01").sql, read=dialect)
    assert isinstance(parsed, sqlglot.exp.Select)


@pytest.mark.parametrize("name", ["people; DROP TABLE people", 'a"b', "", "a.b.c.d", "人", "a b", "x" * 64])
def test_what_is_no_name_of_a_table_is_refused(small: Bay, name: str) -> None:
    with pytest.raises(TableError, match="is no name of a table"):
        write_law(small, "postgres", name)


def test_a_name_too_long_for_the_database_is_shortened_with_its_digest_and_said(bay: Bay) -> None:
    law = write_law(bay, "postgres", on="2026-11-20")
    long = {name: column for name, column in law.names.items() if name != column}
    assert long and all(len(name.encode()) > 63 and len(column.encode()) <= 63 for name, column in long.items())
    assert len(set(law.names.values())) == len(law.names)
    assert {f"named shorter: {name}: {column}" for name, column in long.items()} <= set(law.remarks())
    assert POSTGRES.short("a" * 63) == "a" * 63


@pytest.mark.parametrize("dialect", DIALECTS)
def test_family_members_and_day_logs_are_columns_of_the_bundled_law_and_nothing_is_left_out(
    bay: Bay, dialect: str
) -> None:
    law = write_law(bay, dialect, on="2026-11-20")
    assert {"person.family", "person.day_log"} <= set(law.reads)
    assert not law.left_out


def test_an_unknown_dialect_is_refused(small: Bay) -> None:
    with pytest.raises(TableError, match="there is no dialect 'oracle'"):
        write_law(small, "oracle")
