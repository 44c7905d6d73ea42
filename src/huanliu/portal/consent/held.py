"""What the desk of consent itself, and the trail, hold about a person: registered like every other desk's."""

from __future__ import annotations

import datetime
import json
from typing import Any

from huanliu.base.clock import now, today
from huanliu.portal.consent import acts, retention
from huanliu.portal.consent.holdings import Holding, Kept, register, rows
from huanliu.portal.consent.models import Hold, Look, Receipt, Request, Transfer
from huanliu.portal.consent.purposes import purpose
from huanliu.portal.consent.receipts import as_iso
from huanliu.portal.record.models import Entry

LOOK_FIELDS = ("at", "actor", "office", "purpose", "fields", "about")
REQUEST_FIELDS = ("public", "kind", "jurisdiction", "text", "asked", "due", "outcome", "answer", "ground", "answered")
HOLD_FIELDS = ("public", "purpose", "law", "articles", "until", "placed")
TRANSFER_FIELDS = ("start", "end", "instrument", "purpose", "fields", "about", "at")


def exported(person: str) -> dict[str, Any]:
    """Everything this desk holds about a person."""
    return {
        "receipts": [as_iso(each) for each in Receipt.objects.filter(person=person)],
        "looks": rows(Look.objects.filter(person=person), *LOOK_FIELDS),
        "requests": rows(Request.objects.filter(person=person), *REQUEST_FIELDS),
        "holds": rows(Hold.objects.filter(person=person), *HOLD_FIELDS),
        "transfers": rows(Transfer.objects.filter(person=person), *TRANSFER_FIELDS),
    }


def keeps(person: str) -> list[Kept]:
    """Consents are proof and transfers a record for three years, requests for four."""
    found = []
    if Receipt.objects.filter(person=person).exists() or Transfer.objects.filter(person=person).exists():
        found.append(_kept("receipt", "proof"))
    if Request.objects.filter(person=person).exists():
        found.append(_kept("request", "request"))
    for held in Hold.objects.filter(person=person):
        found.append(Kept("log", held.law, held.articles, held.until))
    return found


def _kept(what: str, name: str) -> Kept:
    serves = purpose(name)
    until = today() + datetime.timedelta(days=serves.keep_days)
    law = {"proof": "pipl", "request": "pdpo"}[name]
    return Kept(what, law, serves.kept_by_law.articles if serves.kept_by_law else "", until)


def destroyed(person: str) -> list[Kept]:
    """Lines of who looked go; consents end and stay as proof without a name; open requests are closed."""
    kept = keeps(person)
    Look.objects.filter(person=person).delete()
    ended = {"ended": now(), "ended_how": acts.DELETED}
    Receipt.objects.filter(person=person, ended__isnull=True).update(**ended)
    # The words of a request may say anything about its person; that it was asked, and how it ended, is what the law keeps.
    Request.objects.filter(person=person, answered__isnull=True).update(outcome="withdrawn", answered=now())
    Request.objects.filter(person=person).update(text="")
    return kept


def counted(person: str) -> dict[str, int]:
    """How much of each class this desk holds."""
    return {
        "receipt": Receipt.objects.filter(person=person).count(),
        "request": Request.objects.filter(person=person).count(),
        "log": Look.objects.filter(person=person).count() + Transfer.objects.filter(person=person).count(),
    }


def trail_counted(person: str) -> dict[str, int]:
    """How many entries are about a person."""
    return {"log": Entry.objects.filter(person=person).count()}


def register_consent() -> None:
    """Consents, lines, requests, holds and transfers."""
    register(
        Holding(
            "consent",
            frozenset({"receipt", "log", "request"}),
            exported,
            destroyed,
            keeps=keeps,
            pieces=retention.own_pieces,
            counts=counted,
        )
    )


def trail_exported(person: str) -> dict[str, Any]:
    """The entries about a person with what they say."""
    entries = Entry.objects.filter(person=person).select_related("body")
    return {
        "entries": [
            {
                "number": entry.number,
                "at": entry.at.isoformat(),
                "event": entry.event,
                "about": entry.about,
                "by_me": entry.actor == person,
                "said": json.loads(entry.body.text) if hasattr(entry, "body") else None,
            }
            for entry in entries
        ]
    }


def trail_keeps(person: str) -> list[Kept]:
    """The line that something happened stays, without its body."""
    return [_kept("log", "proof")] if Entry.objects.filter(person=person).exists() else []


def trail_destroyed(person: str) -> list[Kept]:
    """The bodies of the entries."""
    kept = trail_keeps(person)
    acts.destroy_bodies(person)
    return kept


def register_record() -> None:
    """The audit trail, for which this desk answers: the trail itself knows nobody."""
    register(
        Holding("record", frozenset({"log"}), trail_exported, trail_destroyed, keeps=trail_keeps, counts=trail_counted)
    )
