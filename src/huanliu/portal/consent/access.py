"""Who may read what about whom, for what: the only way to a person's stored facts and papers for every other desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from attrs import frozen
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404

from huanliu.base.clock import now, today
from huanliu.base.language import Text
from huanliu.portal.consent.classes import class_of
from huanliu.portal.consent.holdings import holdings
from huanliu.portal.consent.models import Look, Receipt, Request
from huanliu.portal.consent.purposes import CASE, CONSENT, Purpose, UnlistedPurposeError, purpose
from huanliu.portal.record import trail


class NoConsentError(PermissionDenied):
    """Nothing allows this reading: no receipt that holds, no case that was filed."""


class OutsidePurposeError(PermissionDenied):
    """A field that the purpose may not read."""


@frozen
class Actor:
    """Who reads: a user, and the office served (what it is called), empty for the person themself."""

    public: str
    office: Text | None = None


# Whether a filed case vouches: (person, about, actor) -> yes or no. The cases desk says it; until then nothing does.
Vouching = Callable[[str, str, Actor], bool]
_vouching: dict[str, Vouching] = {}


def vouch(needs: str, by: Vouching) -> None:
    """Registers who knows whether the basis of a purpose holds that is not a consent."""
    _vouching[needs] = by


def reading(person: str, fields: Iterable[str], purpose: str, actor: Actor, about: str = "") -> dict[str, Any]:
    """The values of some fields about a person. Each call is one line that the person sees.

    Raises NoConsentError or OutsidePurposeError, and gives nothing then. A field that nobody holds is not in the answer.
    """
    asked = tuple(dict.fromkeys(fields))
    looking(person, asked, purpose, actor, about)
    values: dict[str, Any] = {}
    for holding in holdings():
        values.update(holding.read(person, asked, about))
    return {name: values[name] for name in asked if name in values}


def looking(person: str, fields: Iterable[str], purpose: str, actor: Actor, about: str = "") -> None:
    """Checks that somebody may look and writes the line: for a desk that shows what it holds itself, such as a paper."""
    asked = tuple(dict.fromkeys(fields))
    check(person, asked, purpose, actor, about)
    with transaction.atomic():
        trail.write(
            "data.looked", actor=actor.public, person=person, about=about[:60], purpose=purpose, fields=list(asked)
        )
        Look.objects.create(
            person=person,
            actor=actor.public,
            office=actor.office.plain() if actor.office else {},
            purpose=purpose,
            fields=list(asked),
            about=about[:60],
            at=now(),
        )


def check(person: str, fields: Iterable[str], name: str, actor: Actor, about: str = "") -> None:
    """Raises unless the purpose holds for the person and reaches every field."""
    wanted = purpose(name)
    outside = [field for field in fields if class_of(field) not in wanted.reads]
    if outside:
        raise OutsidePurposeError(f"{outside[0]} may not be read for {name}")
    if not holds(person, wanted, actor, about):
        raise NoConsentError(f"nothing allows {name} for this person")


def holds(person: str, wanted: Purpose, actor: Actor, about: str = "") -> bool:
    """Whether a purpose has its basis: a receipt, a case, or the law itself."""
    if wanted.needs == CONSENT:
        # A consent to one recipient is found by that recipient: the reading must say who it is.
        return receipt_for(person, wanted, about if wanted.each else "") is not None
    if wanted.needs == CASE:
        return CASE in _vouching and _vouching[CASE](person, about, actor)
    return True


def live_receipts(person: str) -> dict[tuple[str, str], Receipt]:
    """The receipts of a person that were not ended, by purpose and recipient; they may be stale or expired."""
    return {(each.purpose, each.whom): each for each in Receipt.objects.filter(person=person, ended__isnull=True)}


def stale(receipt: Receipt) -> bool:
    """Whether the words have changed since: the consent was to other words."""
    try:
        return purpose(receipt.purpose).digest(receipt.language) != receipt.digest
    except UnlistedPurposeError:
        return True


def valid(receipt: Receipt) -> bool:
    """Whether a receipt holds today."""
    return receipt.ended is None and receipt.expires >= today() and not stale(receipt)


def receipt_for(person: str, wanted: Purpose, whom: str = "") -> Receipt | None:
    """The receipt that holds for a purpose, and for one recipient where it is to one at a time."""
    found = live_receipts(person).get((wanted.id, whom))
    return found if found is not None and valid(found) else None


def granted(person: str) -> frozenset[str]:
    """The purposes for which a person's consent holds today."""
    return frozenset(name for (name, _), receipt in live_receipts(person).items() if valid(receipt))


def granted_still(person: str) -> frozenset[str]:
    """The same, held until the transaction ends: what is kept now is seen by a taking back that comes at the same time."""
    held = Receipt.objects.select_for_update().filter(person=person, ended__isnull=True)
    return frozenset(receipt.purpose for receipt in held if valid(receipt))


def people_who_agreed(wanted: Purpose, whom: str = "") -> list[str]:
    """The people whose consent to a purpose holds today, for one recipient where it is to one at a time."""
    found = Receipt.objects.filter(purpose=wanted.id, whom=whom, ended__isnull=True, expires__gte=today())
    return [each.person for each in found if valid(each)]


# What a recipient of a consent "to one at a time" is called: the desk of organisations says it.
Naming = Callable[[str], Text | None]
_naming: list[Naming] = []


def name_recipients(by: Naming) -> None:
    """Registers who knows what an organisation is called."""
    _naming.append(by)


def recipient_named(whom: str) -> Text | None:
    """What a recipient is called, None where nobody knows it."""
    return next((text for by in _naming if (text := by(whom)) is not None), None)


def listed_recipient(wanted: Purpose, whom: str) -> str:
    """The recipient of an address: one that there is where the purpose asks for one, none where it does not."""
    if bool(whom) != wanted.each or (whom and recipient_named(whom) is None):
        raise Http404
    return whom


def listed_purpose(name: str) -> Purpose:
    """A purpose of an address that a person may agree to."""
    try:
        found = purpose(name)
    except UnlistedPurposeError:
        raise Http404 from None
    if not found.asks_consent:
        raise Http404
    return found


def request_of(person: str, public: str) -> Request:
    """One's own request."""
    return get_object_or_404(Request, person=person, public=public)


def looks_at(person: str) -> Any:
    """Every line of who looked at a person's data, the newest first."""
    return Look.objects.filter(person=person)
