"""PostgreSQL answers as the reference reader does: a real server, drawn laws and drawn subjects, the bundled law."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from random import Random
from typing import Any

import psycopg
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from huanliu.engine.bay import Bay
from huanliu.engine.sqltext.dialects import POSTGRES
from huanliu.engine.sqltext.statement import Source
from huanliu.engine.sqltext.vocabulary import vocabulary_table
from huanliu.engine.sqltext.writer import WrittenLaw, write_law, write_over
from tests.engine.columns.test_same_answer import lines_of
from tests.engine.sqltext.asked import DAYS, differences, draw, values
from tests.engine.sqltext.clusters import cluster, programs, servant
from tests.engine.sqltext.laws_with_marks import MARKED, marked_bay
from tests.strategies import bay_of, laws

pytestmark = pytest.mark.skipif(programs() is None or servant() is None, reason="there is no PostgreSQL here to ask")


@pytest.fixture(scope="module")
def server() -> Iterator[psycopg.Connection[Any]]:
    """One connection to a cluster of our own."""
    with cluster() as place, psycopg.connect(place, autocommit=True) as connection:
        yield connection


def run(
    server: psycopg.Connection[Any], bay: Bay, law: WrittenLaw, subjects: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The statement's rows over a table made by its own schema."""
    with server.transaction(force_rollback=True), server.cursor() as cursor:
        cursor.execute(law.schema.encode())
        with cursor.copy("COPY people FROM STDIN") as copy:
            for number, subject in enumerate(subjects):
                copy.write_row([number, *values(bay, subject, law.reads, as_json=True)])
        cursor.execute(law.sql.encode())
        names = [column.name for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return sorted(rows, key=lambda row: int(row["id"]))


@settings(max_examples=20)
@given(files=laws(), seed=st.integers(0, 2**32))
def test_drawn_laws_are_answered_alike(server: psycopg.Connection[Any], files: dict[str, str], seed: int) -> None:
    bay, random = bay_of(files), Random(seed)
    subjects, day = draw(bay, random, 5), random.choice(DAYS)
    law = write_law(bay, "postgres", on=day)
    found = differences(bay, subjects, law, run(server, bay, law, subjects), day)
    assert not found, "\n".join(found[:5])


def test_the_bundled_law_is_answered_alike(server: psycopg.Connection[Any], bay: Bay) -> None:
    day = datetime.date(2026, 11, 20)
    subjects = draw(bay, Random(1), 10, lines_of(bay, day))
    law = write_law(bay, "postgres", on=day)
    assert not law.left_out
    found = differences(bay, subjects, law, run(server, bay, law, subjects), day)
    assert not found, "\n".join(found[:5])


def test_where_the_columns_are_too_many_the_row_is_handed_on_whole(server: psycopg.Connection[Any], bay: Bay) -> None:
    day, source = datetime.date(2026, 11, 20), Source('"people"', ("id",))
    subjects = draw(bay, Random(6), 5, lines_of(bay, day))
    narrow = evolve(POSTGRES, most_columns=1400)
    law = write_over(bay, narrow, source, vocabulary_table(bay.statutes), day)
    assert '("facts")."person.age"' in law.sql
    found = differences(bay, subjects, law, run(server, bay, law, subjects), day)
    assert not found, "\n".join(found[:5])


@pytest.mark.parametrize("standard", ["on", "off"])
def test_marks_in_texts_of_the_law_stay_texts(server: psycopg.Connection[Any], standard: str) -> None:
    server.execute(f"SET standard_conforming_strings = {standard}".encode())
    marked = marked_bay()
    rows = run(
        server,
        marked,
        write_law(marked, "postgres", on="2026-11-20"),
        [{"person.word": word} for word in (*MARKED, "nothing of it")],
    )
    assert [row["town.marks"] for row in rows] == ["met"] * len(MARKED) + ["unmet"]
    server.execute(b"SET standard_conforming_strings = on")
