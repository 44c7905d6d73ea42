"""How somebody gets in and what changes that, in the audit trail: every sign-in and every one that failed, passwords, factors,
addresses, sessions that ended. What a person typed is never written: no address, no code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account import signals as account
from allauth.account.authentication import get_authentication_records
from allauth.mfa import signals as factors
from allauth.socialaccount import signals as elsewhere
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.db import transaction
from django.dispatch import Signal

from huanliu.portal.front import sessions
from huanliu.portal.people.access import live_tokens, person_of_address, still_there
from huanliu.portal.people.acts import revoke_token
from huanliu.portal.record import trail

SIGNED_OUT, TIME = "signed out", "time"


def write(event: str, user: Any, **fields: Any) -> None:
    """An entry about what a person did with their own account."""
    trail.write(event, actor=user.public, person=user.public, **fields)


def signed_up(user: Any, **more: Any) -> None:
    """An account was made."""
    write("account.made", user)


def signed_in(request: Any, user: Any, **more: Any) -> None:
    """Somebody is in: by password, by a passkey, through a provider; with a second factor or without."""
    methods = [str(record.get("method")) for record in get_authentication_records(request, user)]
    write("signin.done", user, by=sorted(set(methods)))


def failed(credentials: dict[str, Any], **more: Any) -> None:
    """A wrong password. The same is written for an address that nobody has: neither the trail nor the time tells them apart."""
    found = person_of_address(str(credentials.get("email") or ""))
    trail.write("signin.failed", person=found.public if found is not None else "", by="password")


def factor_failed(user: Any, **more: Any) -> None:
    """A wrong code, after a right password."""
    trail.write("signin.failed", person=user.public, by="factor")


def signed_out(request: Any, user: Any, **more: Any) -> None:
    """The session ended: the person ended it, or its time was over."""
    # Whoever deletes the account is signed out of it last; nothing is written about somebody who is gone.
    if user is not None and still_there(user):
        write("session.ended", user, why=TIME if getattr(request, sessions.OVER, False) else SIGNED_OUT, sessions=1)


def others_ended(user: Any, why: str, count: int, **more: Any) -> None:
    """Sessions on other devices ended."""
    write("session.ended", user, why=why, sessions=count)


def reset(user: Any, **more: Any) -> None:
    """A password set anew through a mail: somebody else may have had the old one, and made tokens with it."""
    with transaction.atomic():
        write("password.reset", user)
        for token in live_tokens(user):
            revoke_token(token)


def plainly(event: str) -> Callable[..., None]:
    """A change that has nothing more to say than that it was."""

    def written(user: Any, **more: Any) -> None:
        write(event, user)

    return written


def factor(event: str) -> Callable[..., None]:
    """A change of a factor of some kind."""

    def written(user: Any, authenticator: Any, **more: Any) -> None:
        write(event, user, kind=str(authenticator.type))

    return written


def other_sign_in_added(sociallogin: Any, **more: Any) -> None:
    """A provider opens the account from now on."""
    write("signin.linked", sociallogin.user)


def other_sign_in_removed(socialaccount: Any, **more: Any) -> None:
    """A provider opens it no longer."""
    write("signin.unlinked", socialaccount.user)


def confirmed(email_address: Any, **more: Any) -> None:
    """An address is the person's own."""
    write("address.confirmed", email_address.user)


# Which signal is written by what.
HEARD: list[tuple[Signal, Callable[..., None]]] = [
    (account.user_signed_up, signed_up),
    (account.user_logged_in, signed_in),
    (user_login_failed, failed),
    (factors.authentication_failed, factor_failed),
    (user_logged_out, signed_out),
    (sessions.ended, others_ended),
    (account.password_changed, plainly("password.changed")),
    (account.password_set, plainly("password.changed")),
    (account.password_reset, reset),
    (factors.authenticator_added, factor("factor.added")),
    (factors.authenticator_removed, factor("factor.removed")),
    (factors.authenticator_reset, factor("factor.renewed")),
    (account.email_added, plainly("address.added")),
    (account.email_removed, plainly("address.removed")),
    (account.email_changed, plainly("address.changed")),
    (account.email_confirmed, confirmed),
    (elsewhere.social_account_added, other_sign_in_added),
    (elsewhere.social_account_removed, other_sign_in_removed),
]


def listen() -> None:
    """Once, when the desk is ready."""
    for number, (signal, heard) in enumerate(HEARD):
        signal.connect(heard, weak=False, dispatch_uid=f"huanliu.signing.{number}")
