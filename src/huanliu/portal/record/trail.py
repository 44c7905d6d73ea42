"""Writing and verifying the audit trail.

`write` is called inside the transaction of the act that it records: both are there afterwards, or neither.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from attrs import frozen
from django.db import transaction

from huanliu.base.clock import now, today
from huanliu.base.document import read_document
from huanliu.portal.record.models import Body, Entry, Head

START = "0" * 64


class UnlistedEventError(LookupError):
    """An event or a field that events.yaml does not name."""


@frozen
class Broken:
    """The first entry at which the chain does not hold, and why."""

    number: int
    reason: str


@cache
def events() -> dict[str, dict[str, Any]]:
    """Every event that may be written."""
    return dict(read_document(Path(__file__).parent / "events.yaml", "events.yaml").plain()["events"])


def write(event: str, *, actor: str = "", person: str = "", about: str = "", **fields: Any) -> Entry:
    """One entry. `actor` and `person` are public ids of users, `about` names the object."""
    listed = events().get(event)
    if listed is None or set(fields) - set(listed["fields"]):
        raise UnlistedEventError(f"{event} with {sorted(fields)} is not in events.yaml")
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False, default=str)
    with transaction.atomic():
        head = _held()
        entry = Entry(
            number=head.entries + 1,
            at=now(),
            event=event,
            actor=actor,
            person=person,
            about=about,
            body_digest=_sha256(text),
            previous=head.digest,
        )
        entry.digest = digest_of(entry)
        entry.save(force_insert=True)
        Body.objects.create(entry=entry, text=text, keep_until=today() + datetime.timedelta(days=listed["keep"]))
        head.digest, head.entries = entry.digest, entry.number
        head.save()
    return entry


def _held() -> Head:
    """The end of the chain, held until the transaction ends."""
    found = Head.objects.select_for_update().filter(pk=1).first()
    if found is not None:
        return found
    # The very first entry.
    Head.objects.get_or_create(pk=1, defaults={"digest": START})
    return Head.objects.select_for_update().get(pk=1)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of(entry: Entry) -> str:
    """SHA-256 over all that an entry says and the digest of the one before."""
    said = [entry.number, entry.at.isoformat(), entry.event, entry.actor, entry.person, entry.about]
    return _sha256(json.dumps([*said, entry.body_digest, entry.previous], ensure_ascii=False))


def verify() -> Broken | int:
    """How many entries hold, or the first that does not. Bodies that were destroyed are no fault; changed ones are."""
    previous, count = START, 0
    for entry in Entry.objects.order_by("number").select_related("body").iterator(chunk_size=2000):
        count += 1
        reason = _fault(entry, previous, count)
        if reason is not None:
            return Broken(count, reason)
        previous = entry.digest
    head = Head.objects.filter(pk=1).first()
    if head is not None and (head.entries, head.digest) != (count, previous):
        return Broken(count + 1, "entries at the end are missing")
    return count


def _fault(entry: Entry, previous: str, number: int) -> str | None:
    if entry.number != number:
        return f"entry {number} is missing"
    if entry.previous != previous:
        return "it does not follow the entry before it"
    # The database may hand the time back in another zone.
    entry.at = entry.at.astimezone(datetime.UTC)
    if entry.digest != digest_of(entry):
        return "its digest is not that of what it says"
    body = getattr(entry, "body", None)
    if body is not None and _sha256(body.text) != entry.body_digest:
        return "its body was changed"
    return None
