"""Who may do what for an organisation: the only way from an address to an organisation, a member, an invitation, a candidate."""

from __future__ import annotations

import hashlib

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from huanliu.base.clock import today
from huanliu.portal.bay import the_bay
from huanliu.portal.cases.models import Case
from huanliu.portal.organisations import consented
from huanliu.portal.organisations.models import Invitation, Membership, Organisation, Role
from huanliu.portal.people.models import User

EVERYBODY = (Role.ADMIN, Role.RECRUITER, Role.READER)
MAY: dict[str, tuple[Role, ...]] = {
    "see": EVERYBODY,
    "leave": EVERYBODY,
    "change_facts": (Role.ADMIN, Role.RECRUITER),
    "see_candidates": (Role.ADMIN, Role.RECRUITER),
    "begin_part": (Role.ADMIN, Role.RECRUITER),
    "manage_members": (Role.ADMIN,),
}
OURS = ("employer.", "organisation.")


def organisations_of(user: User) -> list[Membership]:
    """Where somebody works, with the role."""
    return list(Membership.objects.filter(user=user).select_related("organisation").order_by("organisation__name"))


def membership(user: User, public: str, act: str) -> Membership:
    """One's membership in an organisation, if it allows an act. 404 for what one is no member of, 403 for a wrong role."""
    found = get_object_or_404(Membership.objects.select_related("organisation"), user=user, organisation__public=public)
    if found.role not in MAY[act]:
        raise PermissionDenied(f"the role {found.role} may not {act}")
    return found


def may(found: Membership) -> dict[str, bool]:
    """Every act and whether a membership allows it: for a page that hides what would be refused."""
    return {act: found.role in roles for act, roles in MAY.items()}


def member(organisation: Organisation, public: str) -> Membership:
    """A member by the person's public id."""
    return get_object_or_404(
        Membership.objects.select_related("user", "organisation"), organisation=organisation, user__public=public
    )


def open_invitations(organisation: Organisation) -> list[Invitation]:
    """The invitations that can still be accepted."""
    return list(organisation.invitations.filter(ended__isnull=True, expires__gte=today()))


def invitation(organisation: Organisation, public: str) -> Invitation:
    """An open invitation of an organisation."""
    return get_object_or_404(Invitation, organisation=organisation, public=public, ended__isnull=True)


def invitation_shown(token: str, user: User) -> Invitation:
    """The open invitation that an e-mail holds. 404 for any other text, 403 for somebody else than was asked."""
    found = get_object_or_404(
        Invitation.objects.select_related("organisation"),
        digest=digest_of(token),
        ended__isnull=True,
        expires__gte=today(),
    )
    if found.email != user.email:
        raise PermissionDenied("the invitation is for another address")
    return found


def digest_of(token: str) -> str:
    """What is kept of an invitation's token: 256 bits of chance, so one round is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def fact_named(name: str) -> str:
    """A fact of an employer or organisation in an address."""
    if not name.startswith(OURS) or name not in the_bay().statutes.kinds:
        raise Http404
    return name


def candidates(organisation: Organisation) -> list[User]:
    """The people whose consent to be considered by this organisation holds today."""
    agreed = consented.people(organisation)
    return list(User.objects.filter(public__in=agreed, is_active=True).order_by("name", "public"))


def candidate(organisation: Organisation, public: str) -> User:
    """A candidate; whoever took the consent back is not there any more."""
    if public not in consented.people(organisation):
        raise Http404
    return get_object_or_404(User, public=public, is_active=True)


def cases(organisation: Organisation) -> list[Case]:
    """The cases on which their people named this organisation and still let it do its part, the newest first."""
    named = Case.objects.filter(organisation=organisation.public, person__public__in=consented.let(organisation))
    return list(named.exclude(state="withdrawn").select_related("person").order_by("-filed"))


def case(organisation: Organisation, public: str) -> Case:
    """One of them; what its person let go of is not there any more."""
    named = Case.objects.filter(organisation=organisation.public, public=public).exclude(state="withdrawn")
    found = named.select_related("person").first()
    if found is None or found.person.public not in consented.let(organisation):
        raise Http404
    return found
