"""Which database a run of the tests is on. SQLite, or with HUANLIU_TEST_DATABASE=postgresql a PostgreSQL that the run starts.

One cluster serves the run: the process that starts first makes it and tells its address to those it starts (the workers,
and the programs that tests run) through the environment; each worker's test database has a name of its own."""

from __future__ import annotations

import atexit
import itertools
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from tests.engine.sqltext.clusters import cluster, programs, servant

KINDS = ("sqlite", "postgresql")
KIND = os.environ.get("HUANLIU_TEST_DATABASE", "sqlite")
SHARED = "HUANLIU_TEST_CLUSTER"
MISSING = (
    "" if programs() and servant() else "There is no PostgreSQL on this machine: the portal's tests on it are left out."
)
_made = itertools.count(1)


def of_this_run() -> str | None:
    """The address of the run's cluster; None on SQLite, where the settings' own words do."""
    if KIND not in KINDS:
        sys.exit(f"HUANLIU_TEST_DATABASE is {KIND[:40]!r}, expected one of {', '.join(KINDS)}")
    if KIND == "sqlite":
        return None
    if SHARED not in os.environ:
        if MISSING:
            sys.exit(MISSING)
        running = ExitStack()
        told = dict(part.split("=", 1) for part in running.enter_context(cluster()).split())
        atexit.register(running.close)
        os.environ[SHARED] = told["host"]
    return address("postgres")


def address(name: str) -> str:
    """A database of the run's cluster, as the settings read it."""
    return f"postgresql://huanliu@{quote(os.environ[SHARED], safe='')}/{name}"


@contextmanager
def empty(folder: Path) -> Iterator[str]:
    """The address of an empty database of the run's kind, for programs that a test starts."""
    if KIND == "sqlite":
        yield f"sqlite:///{folder / f'own{next(_made)}.db'}"
        return
    name = f"own_{os.getpid()}_{next(_made)}"
    with psycopg.connect(host=os.environ[SHARED], user="huanliu", dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield address(name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def let_flush_pass() -> None:
    """A test that commits is followed by emptying every table, which the guard of the audit trail refuses."""
    # The settings read this module: Django's backends cannot be brought in before them.
    from django.db.backends.postgresql.base import DatabaseOperations as Postgres
    from django.db.backends.sqlite3.base import DatabaseOperations as Sqlite

    guard = "ALTER TABLE record_entry {} TRIGGER record_entry_only_grows"
    _without(Postgres, guard.format("DISABLE"), guard.format("ENABLE"))
    made = import_module("huanliu.portal.record.migrations.0002_append_only").STATEMENTS["sqlite"]
    _without(Sqlite, "DROP TRIGGER record_entry_delete", next(each for each in made if "record_entry_delete" in each))


def _without(operations: Any, off: str, on: str) -> None:
    """Emptying begins with one statement and ends with another."""
    flushing = operations.sql_flush

    def sparing(self: Any, style: Any, tables: Any, **options: Any) -> list[str]:
        statements = flushing(self, style, tables, **options)
        return [off, *statements, on] if statements else []

    operations.sql_flush = sparing


if __name__ == "__main__":
    sys.exit(MISSING or None)
