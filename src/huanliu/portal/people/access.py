"""The only way from a public id to a profile, a family member or a token; and from a token to its person."""

from __future__ import annotations

import hashlib

from django.http import Http404
from django.shortcuts import get_object_or_404

from huanliu.base.clock import today
from huanliu.portal.consent.access import granted
from huanliu.portal.consent.classes import FAMILY_FACT
from huanliu.portal.consent.purposes import storing
from huanliu.portal.people.facts import kind_of, needed_class
from huanliu.portal.people.models import Member, Profile, Token, User


def profile_of(user: User, public: str) -> Profile:
    """One's own profile."""
    return get_object_or_404(Profile, user=user, public=public)


def member_of(profile: Profile, public: str) -> Member:
    """A family member of a profile."""
    return get_object_or_404(Member, profile=profile, public=public)


def token_of(user: User, public: str) -> Token:
    """One's own token."""
    return get_object_or_404(Token, user=user, public=public)


def fact_named(name: str) -> str:
    """A fact of an address that can be told here. The family has pages of its own."""
    if name == FAMILY_FACT or kind_of(name) is None:
        raise Http404
    return name


def missing_consents(user: User, name: str, value: object) -> list[str]:
    """The purposes to which a person must agree before a fact may be kept."""
    held = granted(user.public)
    wanted = [storing(each) for each in sorted(needed_class(name, value))]
    return [each.id for each in wanted if each is not None and each.id not in held]


def consents_for_classes(user: User, names: set[str]) -> list[str]:
    """The same for classes of data."""
    held = granted(user.public)
    wanted = [storing(each) for each in sorted(names)]
    return [each.id for each in wanted if each is not None and each.id not in held]


def digest_of(token: str) -> str:
    """What is kept of a token. It is 256 bits of chance, so one round is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def token_for(text: str, scope: str) -> Token | None:
    """The live token that a program showed, if it reaches a scope: for the API."""
    found = Token.objects.select_related("user").filter(digest=digest_of(text), revoked__isnull=True).first()
    if found is None or found.expires < today() or not found.user.is_active or scope not in found.scopes:
        return None
    return found
