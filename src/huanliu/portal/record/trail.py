"""Writing and verifying the audit trail.

`write` is called inside the transaction of the act that it records: both are there afterwards, or neither.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import json
from functools import cache
from pathlib import Path
from typing import Any

from attrs import frozen
from django.conf import settings
from django.db import transaction
from django.db.models import Max

from huanliu.base.clock import now, today
from huanliu.base.document import read_document
from huanliu.portal.record.models import Body, Entry, Head

START = "0" * 64
# What a key is for is part of it: the seal of the trail is good for nothing else.
SEAL = "huanliu trail"


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
        head.seal = seal_of(head.entries, head.digest, settings.SECRET_KEY)
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


def seal_of(entries: int, digest: str, secret: str) -> str:
    """The seal on the end of the chain, or on an anchor."""
    return hmac.new(f"{SEAL}:{secret}".encode(), f"{entries}:{digest}".encode(), hashlib.sha256).hexdigest()


def sealed(entries: int, digest: str, seal: str) -> bool:
    """Whether this place made the seal, with its secret or one that it replaced."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(hmac.compare_digest(seal_of(entries, digest, each), seal) for each in secrets)


def verify() -> Broken | int:
    """How many entries hold, or the first that does not. Bodies that were destroyed are no fault; changed ones are."""
    # As it is now: others go on writing meanwhile, behind this end.
    head = Head.objects.filter(pk=1).first() or Head(digest=START)
    previous, count = START, 0
    held = Entry.objects.filter(number__lte=head.entries).order_by("number").select_related("body")
    for entry in held.iterator(chunk_size=2000):
        count += 1
        reason = _fault(entry, previous, count)
        if reason is not None:
            return Broken(count, reason)
        previous = entry.digest
    reason = _fault_at_the_end(head, count, previous)
    return count if reason is None else Broken(count + 1, reason)


def _fault_at_the_end(head: Head, count: int, digest: str) -> str | None:
    if (head.entries, head.digest) != (count, digest):
        return "entries at the end are missing"
    if count and not sealed(count, digest, head.seal):
        return "the end is not sealed with the secret of this place: entries were added, taken away or written anew"
    # First the last entry, then the end: whoever writes moves the end in the same transaction.
    last = Entry.objects.aggregate(last=Max("number"))["last"] or 0
    now_held = Head.objects.filter(pk=1).first() or head
    return "an entry stands behind the end" if last > now_held.entries else None


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
