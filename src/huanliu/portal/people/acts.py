"""What people do with their profiles, families, account and tokens. One function, one transaction, one entry in the trail."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen
from django.db import IntegrityError, transaction

from huanliu.base.clock import now, today
from huanliu.portal.consent.access import granted_still
from huanliu.portal.consent.classes import FAMILY_FACT
from huanliu.portal.people import access
from huanliu.portal.people.facts import AGE, called, changed_facts, read_facts, read_row, readable, row_class
from huanliu.portal.people.models import Member, Profile, Token, User
from huanliu.portal.record import trail

MOST_PROFILES, MOST_MEMBERS, MOST_TOKENS = 20, 20, 20
SCOPES = ("law", "assess", "profiles", "cases", "cases_write", "papers", "papers_write")
TOKEN_PREFIX = "huanliu_"
LONGEST_TOKEN = 366


class RefusedError(ValueError):
    """An act that cannot be done as asked; `key` names the sentence for the person."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class ConsentNeededError(PermissionError):
    """Nothing may be kept before the person agrees; `purposes` are the consents that are missing."""

    def __init__(self, purposes: list[str]) -> None:
        super().__init__(", ".join(purposes))
        self.purposes = purposes


@frozen
class Made:
    """A new profile, and the consents for want of which something was left out."""

    profile: Profile
    left: list[str]
    left_count: int


def make_profile(user: User, name: str, facts: Mapping[str, Any]) -> Made:
    """A profile of the facts that consents reach; the others are named and not kept.

    Raises ConsentNeededError without the consent to profiles, RefusedError for a name that is taken, SubjectError.
    """
    read = read_facts(facts)
    with transaction.atomic():
        held = granted_still(user.public)
        _agreed(access.consents_for_classes(held, {"work"}))
        kept, left = _sorted_by_consent(held, read)
        # Holds the person's row, so that the limit is not passed by pressing twice.
        User.objects.select_for_update().filter(pk=user.pk).first()
        if user.profiles.count() >= MOST_PROFILES:
            raise RefusedError("people.wrong.many_profiles")
        count, profile = len(kept), _new_profile(user, name, kept)
        trail.write(
            "profile.made", actor=user.public, person=user.public, about=profile.public, kept=count, left=len(left)
        )
    purposes = [purpose for needed in left.values() for purpose in needed]
    return Made(profile, list(dict.fromkeys(purposes)), len(left))


def _agreed(missing: list[str]) -> None:
    if missing:
        raise ConsentNeededError(list(dict.fromkeys(missing)))


def _sorted_by_consent(held: frozenset[str], facts: dict[str, Any]) -> tuple[dict[str, Any], dict[str, list[str]]]:
    # Facts about somebody under 14 are a child's, every one of them.
    young = access.missing_consents(held, AGE, facts[AGE]) if AGE in facts else []
    left = {name: access.missing_consents(held, name, value) or young for name, value in facts.items()}
    kept = {name: value for name, value in facts.items() if not left[name]}
    return kept, {name: needed for name, needed in left.items() if needed}


def _new_profile(user: User, name: str, facts: dict[str, Any]) -> Profile:
    rows = facts.pop(FAMILY_FACT, None)
    try:
        with transaction.atomic():
            profile = Profile.objects.create(
                user=user, name=name, facts=facts, alone=rows == [], made=now(), used=today()
            )
    except IntegrityError:
        raise RefusedError("people.wrong.name_taken") from None
    for number, row in enumerate(rows or [], start=1):
        Member.objects.create(profile=profile, name=called(row, number, user.language), row=row)
    return profile


def composed(profile: Profile) -> dict[str, Any]:
    """The facts of a profile with the family as the law reads it; what the law no longer knows is left out."""
    facts = dict(profile.facts)
    rows = [member.row for member in profile.members.all()]
    if rows or profile.alone:
        facts[FAMILY_FACT] = rows
    return readable(facts)


Change = Callable[[Profile], None]
Needs = Callable[[Profile, frozenset[str]], list[str]]


def _changing(profile: Profile, event: str, change: Change, needs: Needs | None = None, **fields: Any) -> None:
    """A change of a profile in one transaction; `needs` says which consents it still lacks."""
    with transaction.atomic():
        agreed = granted_still(profile.user.public) if needs else frozenset()
        held = access.locked(profile)
        _agreed(needs(held, agreed) if needs else [])
        change(held)
        held.used = today()
        held.save(update_fields=["name", "facts", "alone", "used"])
        person = held.user.public
        trail.write(event, actor=person, person=person, about=held.public, **fields)


def set_fact(profile: Profile, name: str, value: Any) -> None:
    """One fact of a profile. Raises SubjectError, ConsentNeededError."""
    read = read_facts({name: value})

    def needs(held: Profile, agreed: frozenset[str]) -> list[str]:
        age = read.get(AGE, held.facts.get(AGE))
        young = [] if age is None else access.missing_consents(agreed, AGE, age)
        return access.missing_consents(agreed, name, read[name]) + young

    _changing(profile, "profile.changed", lambda held: held.facts.update(read), needs, fact=name)


def forget_fact(profile: Profile, name: str) -> None:
    """A fact is not known any more."""
    _changing(profile, "profile.changed", lambda held: held.facts.pop(name, None), fact=name)


def rename(profile: Profile, name: str) -> None:
    """Another name. Raises RefusedError where it is taken."""

    def change(held: Profile) -> None:
        held.name = name

    try:
        _changing(profile, "profile.named", change)
    except IntegrityError:
        raise RefusedError("people.wrong.name_taken") from None


def set_alone(profile: Profile, alone: bool) -> None:
    """That there is no family member, or that this is not known. Raises RefusedError where some are named."""

    def change(held: Profile) -> None:
        if alone and held.members.exists():
            raise RefusedError("people.wrong.not_alone")
        held.alone = alone

    def needs(held: Profile, agreed: frozenset[str]) -> list[str]:
        return access.consents_for_classes(agreed, {"family"}) if alone else []

    _changing(profile, "profile.changed", change, needs, fact=FAMILY_FACT)


def use(profile: Profile) -> dict[str, Any]:
    """The facts for an interview; the profile counts as used today."""
    _changing(profile, "profile.used", lambda held: None)
    return composed(profile)


def delete_profile(profile: Profile) -> None:
    """A profile and the family in it."""
    with transaction.atomic():
        person = profile.user.public
        trail.write("profile.deleted", actor=person, person=person, about=profile.public)
        profile.delete()


def keep_member(profile: Profile, name: str, row: Mapping[str, Any], member: Member | None = None) -> Member:
    """A family member, new or changed; nothing where it is so already. Raises SubjectError, ConsentNeededError, RefusedError."""
    read = read_row(row)
    with transaction.atomic():
        _agreed(access.consents_for_classes(granted_still(profile.user.public), {row_class(read)}))
        access.locked(profile)
        # As it is now: one that another window has removed does not come back.
        kept = access.member_of(profile, member.public) if member else _new_member(profile)
        facts = changed_facts(kept.row, read)
        if member is None or facts or kept.name != name:
            kept.name, kept.row = name, read
            kept.save()
            Profile.objects.filter(pk=profile.pk).update(alone=False, used=today())
            event, person = "member.changed" if member else "member.kept", profile.user.public
            trail.write(event, actor=person, person=person, about=kept.public, facts=facts)
    return kept


def _new_member(profile: Profile) -> Member:
    if profile.members.count() >= MOST_MEMBERS:
        raise RefusedError("people.wrong.many_members")
    return Member(profile=profile)


def remove_member(member: Member) -> None:
    """A family member no longer in the profile; what the profile says of the others stays."""
    with transaction.atomic():
        access.locked(member.profile)
        held = access.member_of(member.profile, member.public)
        person = member.profile.user.public
        trail.write("member.removed", actor=person, person=person, about=held.public)
        held.delete()


def change_account(user: User, name: str, language: str) -> None:
    """How the person is called and written to."""
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(name=name, language=language)
        trail.write("account.changed", actor=user.public, person=user.public, fields=["name", "language"])


def change_language(user: User, language: str) -> None:
    """In which language the person is written to: the one in which they chose to read. Nothing where it is that already."""
    with transaction.atomic():
        if User.objects.filter(pk=user.pk).exclude(language=language).update(language=language):
            trail.write("account.changed", actor=user.public, person=user.public, fields=["language"])


def make_token(user: User, name: str, scopes: list[str], expires: datetime.date) -> tuple[Token, str]:
    """A token and its text, which is seen this once. Raises RefusedError."""
    if not scopes or set(scopes) - set(SCOPES) or not today() < expires <= today() + datetime.timedelta(LONGEST_TOKEN):
        raise RefusedError("people.wrong.token")
    text = TOKEN_PREFIX + secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            User.objects.select_for_update().filter(pk=user.pk).first()
            if user.tokens.filter(revoked__isnull=True).count() >= MOST_TOKENS:
                raise RefusedError("people.wrong.many_tokens")
            token = Token.objects.create(
                user=user, name=name, digest=access.digest_of(text), scopes=scopes, made=now(), expires=expires
            )
            said = {"scopes": scopes, "expires": expires.isoformat()}
            trail.write("token.made", actor=user.public, person=user.public, about=token.public, **said)
    except IntegrityError:
        raise RefusedError("people.wrong.name_taken") from None
    return token, text


def revoke_token(token: Token) -> bool:
    """A token that reaches nothing from now on. False where it was revoked before."""
    with transaction.atomic():
        if not Token.objects.filter(pk=token.pk, revoked__isnull=True).update(revoked=now()):
            return False
        person = token.user.public
        trail.write("token.revoked", actor=person, person=person, about=token.public)
    return True


def note_use(token: Token) -> None:
    """That a token was used today; written once a day and no more."""
    with transaction.atomic():
        if Token.objects.filter(pk=token.pk).exclude(used=today()).update(used=today()):
            trail.write("token.used", actor=token.user.public, person=token.user.public, about=token.public)
