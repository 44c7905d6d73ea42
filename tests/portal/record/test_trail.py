"""The audit trail grows and cannot be changed: by us, by the database, or unseen."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from huanliu.portal.record import trail
from huanliu.portal.record.models import Body, Entry, Head
from tests.portal import databases

pytestmark = pytest.mark.django_db


def three() -> None:
    for actor in ("lin", "ho", "silva"):
        trail.write("account.made", actor=actor)


def forced(statement: str) -> None:
    """What a hand in the database could do who first takes the guard away."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS record_entry_{verb}")
        else:
            cursor.execute("DROP TRIGGER IF EXISTS record_entry_only_grows ON record_entry")
        cursor.execute(statement)


def test_what_was_written_holds() -> None:
    three()
    assert trail.verify() == 3
    call_command("verify_audit")


@pytest.mark.parametrize("event, fields", [("nobody.listed", {}), ("account.made", {"name": "Lin"})])
def test_an_unlisted_event_or_field_is_refused(event: str, fields: dict[str, str]) -> None:
    with pytest.raises(trail.UnlistedEventError):
        trail.write(event, **fields)
    assert Entry.objects.count() == 0


@pytest.mark.parametrize(
    "change", ["UPDATE record_entry SET actor = 'ho' WHERE number = 1", "DELETE FROM record_entry"]
)
def test_the_database_refuses_to_change_an_entry(change: str) -> None:
    three()
    with pytest.raises(DatabaseError, match="can only grow"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert trail.verify() == 3


@pytest.mark.skipif(databases.KIND == "sqlite", reason="SQLite has no TRUNCATE")
def test_the_database_refuses_to_empty_the_trail() -> None:
    with pytest.raises(DatabaseError, match="can only grow"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE record_entry CASCADE")


@pytest.mark.parametrize(
    "change, number",
    [
        ("UPDATE record_entry SET actor = 'nobody' WHERE number = 2", 2),
        ("UPDATE record_entry SET event = 'account.deleted' WHERE number = 1", 1),
        ("UPDATE record_entry SET number = 9 WHERE number = 3", 3),
        (
            "UPDATE record_body SET text = '{\"a\": 1}' WHERE entry_id = (SELECT id FROM record_entry WHERE number = 2)",
            2,
        ),
        ("DELETE FROM record_body; DELETE FROM record_entry WHERE number = 3", 4),
        ("DELETE FROM record_body; DELETE FROM record_entry WHERE number = 2", 2),
    ],
)
def test_the_first_entry_that_was_tampered_with_is_named(change: str, number: int) -> None:
    three()
    for statement in change.split("; "):
        forced(statement)
    found = trail.verify()
    assert isinstance(found, trail.Broken) and found.number == (3 if number == 4 else number)
    with pytest.raises(CommandError, match=f"entry {found.number}"):
        call_command("verify_audit")


def test_a_destroyed_body_leaves_the_chain_whole() -> None:
    three()
    Body.objects.filter(entry__actor="lin").delete()
    assert trail.verify() == 3


def test_an_act_that_fails_leaves_no_entry() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        trail.write("account.made", actor="lin")
        raise RuntimeError("the act failed")
    assert Entry.objects.count() == 0 and not Head.objects.exclude(entries=0).exists()
