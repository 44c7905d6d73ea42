"""What is done about consents and data duties. One function, one transaction, one entry in the trail."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction

from huanliu.base.clock import now, today
from huanliu.portal.consent import access
from huanliu.portal.consent.border import way_by
from huanliu.portal.consent.classes import class_of
from huanliu.portal.consent.holdings import Kept, holdings
from huanliu.portal.consent.models import Hold, Receipt, Request, Transfer
from huanliu.portal.consent.purposes import Purpose, clocks, consent_lasts, consented, purpose, purposes
from huanliu.portal.record import trail
from huanliu.portal.record.models import Body

BY_PAGE = "page"
TAKEN_BACK, REPLACED, DELETED, EXPIRED = "taken_back", "replaced", "deleted", "expired"


class RefusedError(ValueError):
    """An act that cannot be done as asked; `key` names the sentence for the person."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def give_consent(
    person: str, wanted: Purpose, language: str, shown: str, guardian: bool = False, whom: str = ""
) -> Receipt:
    """A consent to one purpose, in the words whose digest the person's page carried. Giving it twice is giving it once."""
    if shown != wanted.digest(language):
        raise RefusedError("consent.wrong.changed")
    if wanted.guardian and not guardian:
        raise RefusedError("consent.wrong.guardian")
    try:
        return _new_receipt(person, wanted, language, shown, guardian, whom)
    except IntegrityError:
        # The same button pressed twice at once: the other press made the receipt.
        return access.live_receipts(person)[wanted.id, whom]


def _new_receipt(person: str, wanted: Purpose, language: str, shown: str, guardian: bool, whom: str) -> Receipt:
    with transaction.atomic():
        live = Receipt.objects.filter(person=person, purpose=wanted.id, whom=whom, ended__isnull=True)
        held = live.select_for_update().first()
        if held is not None and access.valid(held):
            return held
        if held is not None:
            # The one that was looked at and no other: PostgreSQL sees here what somebody else has given just now.
            Receipt.objects.filter(pk=held.pk).update(ended=now(), ended_how=REPLACED)
        receipt = Receipt.objects.create(
            person=person,
            purpose=wanted.id,
            whom=whom,
            version=wanted.version,
            digest=shown,
            language=language,
            how=BY_PAGE,
            guardian=guardian,
            given=now(),
            expires=today() + consent_lasts(),
        )
        trail.write("consent.given", actor=person, person=person, about=receipt.public, purpose=wanted.id)
    return receipt


def take_back(person: str, wanted: Purpose, whom: str = "") -> bool:
    """A consent taken back: what was kept under it alone is deleted. False where there was none."""
    with transaction.atomic():
        live = Receipt.objects.filter(person=person, purpose=wanted.id, whom=whom, ended__isnull=True)
        if not live.update(ended=now(), ended_how=TAKEN_BACK):
            return False
        trail.write("consent.taken_back", actor=person, person=person, purpose=wanted.id)
        forget_unconsented(person, wanted)
    return True


def forget_unconsented(person: str, ended: Purpose) -> None:
    """Deletes what was kept under a purpose that holds no more, in every desk; what a filed case needs stays with it."""
    if ended.recipients != ("nobody",):
        return
    left = {name for each in consented() if each.id in access.granted(person) for name in _own_classes(each)}
    gone = ended.reads - left
    for holding in holdings():
        holding.forget(person, gone)


def _own_classes(each: Purpose) -> frozenset[str]:
    return each.reads if each.recipients == ("nobody",) else frozenset()


def ask(person: str, kind: str, jurisdiction: str, text: str) -> Request:
    """A request about the own data; the clock of the jurisdiction starts today."""
    with transaction.atomic():
        due = today() + datetime.timedelta(days=clocks()[jurisdiction].days)
        request = Request.objects.create(
            person=person, kind=kind, jurisdiction=jurisdiction, text=text, asked=now(), due=due
        )
        trail.write("request.asked", actor=person, person=person, about=request.public, kind=kind, due=due.isoformat())
    return request


def answer(request: Request, actor: str, outcome: str, text: str, ground: str = "") -> bool:
    """An answer by a human, granted or refused with reasons. False where somebody answered before."""
    if outcome not in ("granted", "refused") or not text.strip():
        raise RefusedError("consent.wrong.answer")
    with transaction.atomic():
        open_still = Request.objects.filter(pk=request.pk, answered__isnull=True)
        if not open_still.update(outcome=outcome, answer=text, ground=ground, answered=now()):
            return False
        trail.write(
            "request.answered" if outcome == "granted" else "access.refused",
            actor=actor,
            person=request.person,
            about=request.public,
            kind=request.kind,
        )
    return True


def hold(person: str, name: str, law: str, articles: str, until: datetime.date | None, actor: str = "") -> Hold:
    """Keeps data of a purpose (of all without one) from the sweep and from deletion."""
    with transaction.atomic():
        placed = Hold.objects.create(person=person, purpose=name, law=law, articles=articles, until=until, placed=now())
        trail.write("hold.placed", actor=actor, person=person, about=placed.public, purpose=name, law=law)
    return placed


def lift(held: Hold, actor: str = "") -> None:
    """Lets data go again."""
    with transaction.atomic():
        trail.write("hold.lifted", actor=actor, person=held.person, about=held.public, purpose=held.purpose)
        held.delete()


def transfer(
    person: str, fields: Iterable[str], start: str, end: str, instrument: str, actor: access.Actor, about: str = ""
) -> Transfer:
    """Records that data go over a border, before they do. Raises NoWayError or NoConsentError: then nothing may leave."""
    listed = list(dict.fromkeys(fields))
    needed = [way_by(start, end, class_of(field), instrument).consent for field in listed]
    for name in dict.fromkeys(needed):
        access.check(person, listed, name, actor, about)
    with transaction.atomic():
        row = Transfer.objects.create(
            person=person,
            start=start,
            end=end,
            instrument=instrument,
            purpose=needed[0] if needed else "",
            fields=listed,
            about=about[:60],
            at=now(),
        )
        trail.write(
            "data.passed_on", actor=actor.public, person=person, about=about[:60], to=end, instrument=instrument
        )
    return row


def standing_holds(person: str) -> list[Hold]:
    """What forbids to delete anything about a person today."""
    return [each for each in Hold.objects.filter(person=person) if each.until is None or each.until >= today()]


def would_be_kept(person: str) -> list[Kept]:
    """What deletion would leave, and by which law."""
    return [kept for holding in holdings() for kept in holding.keeps(person)]


def delete_person(person: str) -> list[Kept]:
    """Everything about a person deleted in every desk; what must stay is said. The chain of the trail holds.

    Raises RefusedError while something is held for a dispute or by an order: then nothing is deleted.
    """
    if standing_holds(person):
        raise RefusedError("consent.wrong.held")
    with transaction.atomic():
        # The consents first, as every keeping does: two that lock in one order never wait for one another.
        access.granted_still(person)
        kept = [each for holding in holdings() for each in holding.destroy(person)]
        trail.write("account.deleted", actor=person, person=person, kept=[each.plain() for each in kept])
    return kept


def destroy_bodies(person: str) -> None:
    """The bodies of entries about a person, except what a law requires: their digests stay and the chain verifies."""
    required = [name for name, event in trail.events().items() if event.get("law")]
    for whose in ({"entry__person": person}, {"entry__person": "", "entry__actor": person}):
        Body.objects.filter(**whose).exclude(entry__event__in=required).delete()


def expire_receipts(day: datetime.date) -> list[Receipt]:
    """Ends the receipts that are over, or whose purpose is no more, and deletes what was kept under them."""
    over: list[Receipt] = []
    for receipt in Receipt.objects.filter(ended__isnull=True, expires__lt=day):
        with transaction.atomic():
            if not Receipt.objects.filter(pk=receipt.pk, ended__isnull=True).update(ended=now(), ended_how=EXPIRED):
                continue
            trail.write("consent.expired", person=receipt.person, about=receipt.public, purpose=receipt.purpose)
            # A purpose that was struck from the file reads nothing any more; the walk over the classes sees to its data.
            if receipt.purpose in purposes():
                forget_unconsented(receipt.person, purpose(receipt.purpose))
        over.append(receipt)
    return over


def note_export(person: str, parts: dict[str, Any]) -> None:
    """That a person took a copy of everything."""
    with transaction.atomic():
        trail.write("data.exported", actor=person, person=person, desks=sorted(parts))
