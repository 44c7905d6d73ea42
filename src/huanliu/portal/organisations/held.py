"""What this desk holds about people: memberships, invitations, employers' parts. Registered with the desk of consent."""

from __future__ import annotations

from typing import Any

from huanliu.portal.consent.holdings import Holding, Kept
from huanliu.portal.consent.holdings import register as register_holding
from huanliu.portal.organisations.models import Invitation, Membership, Part, Role
from huanliu.portal.people.models import User

CLASSES = frozenset({"contact", "office"})


def exported(person: str) -> dict[str, Any]:
    """Everything about a person."""
    email = User.objects.filter(public=person).values_list("email", flat=True).first()
    memberships = Membership.objects.filter(user__public=person).select_related("organisation")
    invitations = Invitation.objects.filter(email=email or "").select_related("organisation")
    return {
        "memberships": [
            {"organisation": each.organisation.name, "role": each.role, "since": each.since.isoformat()}
            for each in memberships
        ],
        "invitations": [
            {"organisation": each.organisation.name, "role": each.role, "made": each.made.isoformat()}
            for each in invitations
        ],
        "employers_parts": [
            {"organisation": each.organisation.name, "route": each.route, "begun": each.begun.isoformat()}
            for each in Part.objects.filter(person=person).select_related("organisation")
        ],
    }


def destroyed(person: str) -> list[Kept]:
    """All of it. An organisation whose only administrator is gone is led by its longest-standing other member."""
    email = User.objects.filter(public=person).values_list("email", flat=True).first()
    for each in Membership.objects.filter(user__public=person).select_related("organisation"):
        organisation = each.organisation
        each.delete()
        left = organisation.memberships
        if not left.filter(role=Role.ADMIN).exists():
            heir = left.order_by("since").first()
            if heir is not None:
                heir.role = Role.ADMIN
                heir.save(update_fields=["role"])
    Invitation.objects.filter(email=email or "").delete()
    Part.objects.filter(person=person).delete()
    return []


def register() -> None:
    """Tells the desk of consent."""
    register_holding(Holding(app="organisations", classes=CLASSES, export=exported, destroy=destroyed))
