"""The audit trail grows and cannot be changed: by us, by the database, or unseen."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

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


def rewritten(actor: str) -> None:
    """What somebody with the database alone, and who knows how digests are made, can do: the last entry anew, and the end."""
    entry, before = Entry.objects.order_by("-number")[0], Entry.objects.order_by("-number")[1]
    entry.actor = actor
    entry.at = entry.at.astimezone(datetime.UTC)
    digest = trail.digest_of(entry)
    forced(f"UPDATE record_entry SET actor = '{actor}', digest = '{digest}' WHERE number = {entry.number}")
    Head.objects.update(digest=digest)
    assert before.number == 2


def cut() -> None:
    """The last entry taken away, and the end put before it."""
    Body.objects.filter(entry__number=3).delete()
    forced("DELETE FROM record_entry WHERE number = 3")
    Head.objects.update(entries=2, digest=Entry.objects.get(number=2).digest)


def added() -> None:
    """An entry that follows the last as it should, and the end behind it."""
    last = Entry.objects.get(number=3)
    said = {"actor": "", "person": "lin", "about": "", "event": "signin.done", "body_digest": "0" * 64}
    entry = Entry(number=4, at=last.at, previous=last.digest, **said)
    entry.digest = trail.digest_of(entry)
    entry.save()
    Head.objects.update(entries=4, digest=entry.digest)


@pytest.mark.parametrize("forge", [lambda: rewritten("nobody"), cut, added])
def test_a_forgery_that_fits_is_not_sealed(forge: Callable[[], None]) -> None:
    three()
    forge()
    found = trail.verify()
    assert isinstance(found, trail.Broken) and "not sealed" in found.reason


def test_an_entry_written_past_the_end_or_two_that_changed_places_are_found() -> None:
    three()
    last = Entry.objects.get(number=3)
    Entry.objects.create(number=4, at=last.at, event="x", body_digest="", previous=last.digest, digest="0" * 64)
    assert trail.verify() == trail.Broken(4, "an entry stands behind the end")
    for change in ("number = 9 WHERE number = 1", "number = 1 WHERE number = 2", "number = 2 WHERE number = 9"):
        forced(f"UPDATE record_entry SET {change}")
    found = trail.verify()
    assert isinstance(found, trail.Broken) and found.number == 1


def test_a_seal_outlives_a_change_of_the_secret(settings: Any) -> None:
    three()
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-secret-" * 5
    assert trail.verify() == 3
    settings.SECRET_KEY_FALLBACKS = []
    assert isinstance(trail.verify(), trail.Broken)


@pytest.fixture
def place(tmp_path: Path, settings: Any) -> Path:
    """Where anchors are kept."""
    settings.DATA = tmp_path
    return tmp_path


def test_an_older_trail_with_its_own_seal_is_found_by_an_anchor(place: Path) -> None:
    three()
    older = Head.objects.values().get()
    trail.write("account.made", actor="lin")
    call_command("verify_audit", anchor=True)
    assert (place / "anchors").stat().st_mode & 0o777 == 0o600
    Body.objects.filter(entry__number=4).delete()
    forced("DELETE FROM record_entry WHERE number = 4")
    Head.objects.update(**older)
    assert trail.verify() == 3
    with pytest.raises(CommandError, match="entry 4: it is gone"):
        call_command("verify_audit")
    call_command("verify_audit", no_anchors=True)
    line = (place / "anchors").read_text()
    with pytest.raises(CommandError, match="entry 4: it is gone"):
        call_command("verify_audit", no_anchors=True, since=[line])


def test_an_anchor_that_was_changed_is_found(place: Path) -> None:
    three()
    call_command("verify_audit", anchor=True)
    call_command("verify_audit", anchor=True)
    lines = (place / "anchors").read_text()
    assert lines.count("\n") == 2
    (place / "anchors").write_text(lines.replace(" 3 ", " 2 ", 1))
    with pytest.raises(CommandError, match="not sealed here"):
        call_command("verify_audit")


def test_where_nothing_was_written_there_is_nothing_to_hold(place: Path) -> None:
    call_command("verify_audit", anchor=True)
    assert not (place / "anchors").exists()


def test_a_destroyed_body_leaves_the_chain_whole() -> None:
    three()
    Body.objects.filter(entry__actor="lin").delete()
    assert trail.verify() == 3


def test_an_act_that_fails_leaves_no_entry() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        trail.write("account.made", actor="lin")
        raise RuntimeError("the act failed")
    assert Entry.objects.count() == 0 and not Head.objects.exclude(entries=0).exists()
