"""What has outlived its purpose, and the sweep that deletes it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import partial
from typing import Any

from attrs import frozen
from django.db import transaction
from django.db.models import Model, Q, QuerySet

from huanliu.base.clock import today
from huanliu.portal.consent import acts
from huanliu.portal.consent.holdings import Piece, holdings
from huanliu.portal.consent.models import Hold, Look, Receipt, Request, Transfer
from huanliu.portal.consent.purposes import purpose
from huanliu.portal.record import trail
from huanliu.portal.record.models import Body


@frozen
class Swept:
    """How much was deleted, or would be, of each purpose."""

    by_purpose: dict[str, int]
    expired: int

    @property
    def total(self) -> int:
        """All of it."""
        return sum(self.by_purpose.values())


def held(piece: Piece, holds: Iterable[Hold], day: datetime.date) -> bool:
    """Whether something must not be deleted yet."""
    return any(
        each.person == piece.person
        # An account goes with everything in it, so whatever is held holds it too.
        and (piece.purpose == "account" or each.purpose in ("", piece.purpose))
        and (each.until is None or each.until >= day)
        for each in holds
    )


def outlived(pieces: Iterable[Piece], holds: Iterable[Hold], day: datetime.date) -> list[Piece]:
    """The pieces whose term is over on a day and that nothing holds."""
    standing = list(holds)
    return [
        piece
        for piece in pieces
        if purpose(piece.purpose).outlived(piece.since) <= day and not held(piece, standing, day)
    ]


def sweep(day: datetime.date | None = None, dry: bool = False) -> Swept:
    """Deletes what has outlived its term, each piece in its own transaction; what fails is swept the next night."""
    on = day or today()
    over = [] if dry else acts.expire_receipts(on)
    due = outlived([piece for holding in holdings() for piece in holding.pieces()], Hold.objects.all(), on)
    counts: dict[str, int] = {}
    for piece in due:
        if not dry:
            _swept(piece)
        counts[piece.purpose] = counts.get(piece.purpose, 0) + 1
    counts["proof"] = counts.get("proof", 0) + _bodies(on, dry)
    return Swept({name: count for name, count in counts.items() if count}, len(over))


def _swept(piece: Piece) -> None:
    with transaction.atomic():
        piece.destroy()
        trail.write("data.swept", person=piece.person, purpose=piece.purpose)


def _bodies(day: datetime.date, dry: bool) -> int:
    standing = Hold.objects.filter(Q(until__isnull=True) | Q(until__gte=day), purpose__in=("", "proof"))
    over = Body.objects.filter(keep_until__lt=day).exclude(entry__person__in=standing.values("person"))
    return over.count() if dry else over.delete()[0]


def own_pieces() -> Iterable[Piece]:
    """What the desk of consent itself keeps: ended receipts, answered requests, lines of who looked, transfers."""
    yield from _rows(Receipt.objects.filter(ended__isnull=False), "proof", "ended")
    yield from _rows(Request.objects.filter(answered__isnull=False), "request", "answered")
    yield from _rows(Look.objects.all(), "proof", "at")
    yield from _rows(Transfer.objects.all(), "proof", "at")


def _rows(found: QuerySet[Any], purpose_id: str, since: str) -> Iterable[Piece]:
    for row in found.iterator(chunk_size=1000):
        yield Piece(row.person, purpose_id, getattr(row, since).date(), partial(_delete, row))


def _delete(row: Model) -> None:
    row.delete()
