"""The only way from a public id to a profile, a family member or a token; and from a token to its person."""

from __future__ import annotations

import hashlib

from django.http import Http404
from django.shortcuts import get_object_or_404

from huanliu.base.clock import today
from huanliu.portal.consent.classes import FAMILY_FACT
from huanliu.portal.consent.purposes import storing
from huanliu.portal.people.facts import kind_of, needed_class
from huanliu.portal.people.models import Member, Profile, Token, User
from huanliu.portal.record.models import Entry

MOST_HISTORY = 30


def profile_of(user: User, public: str) -> Profile:
    """One's own profile."""
    return get_object_or_404(Profile, user=user, public=public)


def person_of_address(email: str) -> User | None:
    """Whose address this is, for what is written about the person and never shown to whoever typed it."""
    return User.objects.filter(email__iexact=email).first() if email else None


def member_of(profile: Profile, public: str) -> Member:
    """A family member of a profile."""
    return get_object_or_404(Member, profile=profile, public=public)


def history_of(member: Member) -> list[Entry]:
    """What happened to the data of a family member, the latest first."""
    person = member.profile.user.public
    found = Entry.objects.filter(person=person, about=member.public).select_related("body")
    return list(found.order_by("-number")[:MOST_HISTORY])


def token_of(user: User, public: str) -> Token:
    """One's own token."""
    return get_object_or_404(Token, user=user, public=public)


def fact_named(name: str) -> str:
    """A fact of an address that can be told here. The family has pages of its own."""
    if name == FAMILY_FACT or kind_of(name) is None:
        raise Http404
    return name


def missing_consents(held: frozenset[str], name: str, value: object) -> list[str]:
    """The purposes to which a person must yet agree before a fact may be kept; `held` are those agreed to."""
    return consents_for_classes(held, needed_class(name, value))


def consents_for_classes(held: frozenset[str], names: set[str]) -> list[str]:
    """The same for classes of data."""
    wanted = [storing(each) for each in sorted(names)]
    return [each.id for each in wanted if each is not None and each.id not in held]


def locked(profile: Profile) -> Profile:
    """The profile as it is now, held until the transaction ends: two windows never undo one another's facts."""
    return get_object_or_404(Profile.objects.select_for_update(), pk=profile.pk)


def live_tokens(user: User) -> list[Token]:
    """The tokens of somebody that reach anything."""
    return list(Token.objects.select_related("user").filter(user=user, revoked__isnull=True))


def still_there(user: User) -> bool:
    """Whether an account was not deleted meanwhile."""
    return User.objects.filter(pk=user.pk).exists()


def digest_of(token: str) -> str:
    """What is kept of a token. It is 256 bits of chance, so one round is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def token_for(text: str, scope: str) -> Token | None:
    """The live token that a program showed, if it reaches a scope: for the API."""
    found = Token.objects.select_related("user").filter(digest=digest_of(text), revoked__isnull=True).first()
    if found is None or found.expires < today() or not found.user.is_active or scope not in found.scopes:
        return None
    return found
