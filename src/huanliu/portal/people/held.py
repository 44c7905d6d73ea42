"""What the desk of people holds: the account, profiles, families, tokens; registered for export, deletion and the sweep."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import get_language

from huanliu.portal.bay import law_words
from huanliu.portal.consent.acts import delete_person
from huanliu.portal.consent.classes import CHILD, FAMILY, class_of_fact
from huanliu.portal.consent.holdings import Holding, Kept, Piece, register, rows
from huanliu.portal.consent.purposes import Purpose, consented
from huanliu.portal.people.acts import composed
from huanliu.portal.people.facts import AGE, needed_class, row_class, shown_row, shown_value
from huanliu.portal.people.models import Profile, Token, User

OWN = [each for each in consented() if each.recipients == ("nobody",)]
CLASSES = frozenset({"account", "contact"}).union(*(each.reads for each in OWN)) - {"document"}


def exported(person: str) -> dict[str, Any]:
    """The account and everything in it; never a secret, for a copy travels."""
    user = User.objects.filter(public=person)
    return {
        "account": rows(user, "public", "email", "name", "language", "joined", "last_login"),
        "emails": rows(EmailAddress.objects.filter(user__public=person), "email", "verified", "primary"),
        "second_factors": rows(Authenticator.objects.filter(user__public=person), "type", "created_at", "last_used_at"),
        "other_sign_ins": rows(SocialAccount.objects.filter(user__public=person), "provider", "uid", "date_joined"),
        "sessions": rows(
            UserSession.objects.filter(user__public=person), "ip", "user_agent", "created_at", "last_seen_at"
        ),
        "profiles": [_profile(each) for each in _profiles(person)],
        "tokens": rows(
            Token.objects.filter(user__public=person), "name", "scopes", "made", "expires", "used", "revoked"
        ),
    }


def _profiles(person: str) -> Iterable[Profile]:
    return Profile.objects.filter(user__public=person).prefetch_related("members")


def _profile(profile: Profile) -> dict[str, Any]:
    code = get_language() or "en"
    words = law_words(code)
    facts = {
        name: {"label": words.label(name), "value": value, "shown": shown_value(name, value, words)}
        for name, value in profile.facts.items()
    }
    members = [
        {"name": each.name, "facts": each.row, "shown": dict(shown_row(each.row, code))}
        for each in profile.members.all()
    ]
    return {
        "name": profile.name,
        "made": profile.made.isoformat(),
        "used": profile.used.isoformat(),
        "facts": facts,
        "no_family": profile.alone,
        "family": members,
    }


def destroyed(person: str) -> list[Kept]:
    """The account; where another desk must keep a row that hangs on it, an empty shell without a name."""
    user = User.objects.filter(public=person).first()
    if user is None:
        return []
    keys = list(UserSession.objects.filter(user=user).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    try:
        with transaction.atomic():
            user.delete()
    except ProtectedError:
        _emptied(user)
    return []


def _emptied(user: User) -> None:
    for model in (EmailAddress, Authenticator, SocialAccount, UserSession, Profile, Token):
        model.objects.filter(user=user).delete()
    user.email, user.name, user.is_active = f"{user.public}@deleted.invalid", "", False
    user.set_unusable_password()
    user.save()


def forgotten(person: str, classes: frozenset[str]) -> None:
    """Facts of some classes out of every profile, because a consent to them was taken back."""
    for profile in _profiles(person):
        _without(profile.pk, classes)


def _without(pk: int, classes: frozenset[str]) -> None:
    with transaction.atomic():
        profile = Profile.objects.select_for_update().filter(pk=pk).first()
        if profile is None:
            return
        young = AGE in profile.facts and CHILD in needed_class(AGE, profile.facts[AGE]) and CHILD in classes
        gone = [name for name in profile.facts if young or class_of_fact(name) in classes]
        for name in gone:
            del profile.facts[name]
        for member in profile.members.all():
            if row_class(member.row) in classes:
                member.delete()
        profile.alone = profile.alone and FAMILY not in classes
        profile.save(update_fields=["facts", "alone"])


def read(person: str, fields: tuple[str, ...], about: str) -> dict[str, Any]:
    """Values for another desk: of the profile that `about` names, else the one used last."""
    mine = Profile.objects.filter(user__public=person)
    profile = mine.filter(public=about).first() or mine.first()
    facts = composed(profile) if profile else {}
    user = User.objects.filter(public=person).first()
    contact = {"people.User.name": user.name, "people.User.email": user.email} if user else {}
    return {name: value for name, value in {**contact, **facts}.items() if name in fields}


def counted(person: str) -> dict[str, int]:
    """How many facts of each class."""
    counts = {"account": 1, "contact": 1}
    for profile in _profiles(person):
        for name in profile.facts:
            counts[class_of_fact(name)] = counts.get(class_of_fact(name), 0) + 1
        for member in profile.members.all():
            counts[row_class(member.row)] = counts.get(row_class(member.row), 0) + 1
    return counts


def pieces() -> Iterable[Piece]:
    """What has a term: each class of facts since its profile was last used, and an account that nobody signs in to."""
    for profile in Profile.objects.select_related("user").prefetch_related("members").iterator(chunk_size=500):
        for each in OWN:
            if _holds(profile, each):
                yield Piece(profile.user.public, each.id, profile.used, partial(_term_over, profile.pk, each))
    for user in User.objects.filter(demonstration=False).iterator(chunk_size=500):
        left = (user.last_login or user.joined).date()
        yield Piece(user.public, "account", left, partial(delete_person, user.public))


def _holds(profile: Profile, each: Purpose) -> bool:
    if each.id == "profile":
        # The profile itself, named though empty, is kept for this purpose.
        return True
    found = {class_of_fact(name) for name in profile.facts} | {
        row_class(member.row) for member in profile.members.all()
    }
    if profile.alone:
        found.add(FAMILY)
    return bool(found & each.reads)


def _term_over(pk: int, each: Purpose) -> None:
    if each.id == "profile":
        Profile.objects.filter(pk=pk).delete()
    else:
        _without(pk, each.reads)


def register_people() -> None:
    """The account and the profiles."""
    register(
        Holding(
            "people",
            CLASSES,
            exported,
            destroyed,
            forget=forgotten,
            read=read,
            pieces=pieces,
            counts=counted,
        )
    )
