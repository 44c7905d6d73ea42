"""For whom a case is filed: a parent or guardian acts for an applicant under 18, and says so, once. Below 14 the Mainland asks for their
consent (PIPL art. 31); the Mainland, Hong Kong and Macao alike have somebody act for whoever cannot act alone."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from huanliu.portal.cases.actors import RefusedActError
from huanliu.portal.cases.models import BY_GUARDIAN, OF_AGE, RECEIPT, STATED
from huanliu.portal.consent.access import live_receipts, valid
from huanliu.portal.consent.classes import is_child
from huanliu.portal.people.facts import AGE

ADULT = 18


class GuardianError(RefusedActError):
    """A case of a minor that nobody files as a guardian."""

    key = "cases.guardian_first"


@frozen
class Guarding:
    """What the page asks. `minor` is None where the age is not known; `since` is the day of a consent that a guardian gave already."""

    minor: bool | None
    since: datetime.datetime | None = None

    @property
    def choices(self) -> tuple[str, ...]:
        """What may be said; nothing where nothing is asked."""
        if self.minor is False or self.since is not None:
            return ()
        return (STATED,) if self.minor else (OF_AGE, STATED)

    @property
    def known(self) -> str:
        """What need not be asked."""
        return RECEIPT if self.since is not None else ""


def is_minor(facts: Mapping[str, Any]) -> bool | None:
    """Whether the applicant is under 18; None where the age is not known."""
    age = facts.get(AGE)
    return None if age is None else int(age) < ADULT


def guarding(facts: Mapping[str, Any], person: str) -> Guarding:
    """What filing these facts asks of a person. The consent to keep facts about a child under 14 is a guardian's by itself."""
    minor = is_minor(facts)
    receipt = live_receipts(person).get(("child", "")) if minor and is_child(int(facts[AGE])) else None
    given = receipt is not None and receipt.guardian and valid(receipt)
    return Guarding(minor, receipt.given if receipt is not None and given else None)


def check(facts: Mapping[str, Any], said: str) -> None:
    """Raises GuardianError where the applicant is a minor and nobody acts as the guardian."""
    if is_minor(facts) and said not in BY_GUARDIAN:
        raise GuardianError
