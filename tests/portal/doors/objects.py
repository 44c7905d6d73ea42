"""The people who try every door, and the objects behind the doors: made anew for each test, named in doors.yaml.

A desk adds its own: a function of the cast with `@thing`, that makes the object as `owner` would and returns what stands in the
address, {"public": ...}; and, where its roles need more than an account (an office, a membership), one with `@role`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from attrs import define, field
from django.test import Client

from huanliu.portal.people.models import User
from tests.portal.conftest import just_shown, person

ANONYMOUS = "anonymous"
Cast = dict[str, User]
Maker = Callable[[Cast], dict[str, Any]]
THINGS: dict[str, Maker] = {}
ROLES: dict[str, Callable[[User, Cast], None]] = {}
# Who comes without an account but not with empty hands, by name.
BROWSERS: dict[str, Callable[[], Client]] = {}


def thing(maker: Maker) -> Maker:
    """An object behind doors, by the name of its function."""
    assert maker.__name__ not in THINGS, f"there are two {maker.__name__}"
    THINGS[maker.__name__] = maker
    return maker


def role(maker: Callable[[User, Cast], None]) -> Callable[[User, Cast], None]:
    """What makes an account more than an account, by the name of its function."""
    ROLES[maker.__name__] = maker
    return maker


# Everybody has an account and nothing else, until a desk gives them an office or a membership.
@role
def person_(user: User, cast: Cast) -> None:
    """Somebody with an account and nothing else."""


@role
def owner(user: User, cast: Cast) -> None:
    """To whom the objects belong."""


@role
def officer(user: User, cast: Cast) -> None:
    """Serves at the window that has the task."""
    give_factor(user)


@role
def other_officer(user: User, cast: Cast) -> None:
    """Serves at another authority."""
    give_factor(user)


@role
def coordinator(user: User, cast: Cast) -> None:
    """Coordinates across jurisdictions."""
    give_factor(user)


@role
def admin(user: User, cast: Cast) -> None:
    """Runs an organisation here."""


@role
def recruiter(user: User, cast: Cast) -> None:
    """Looks for people for that organisation."""


@role
def reader(user: User, cast: Cast) -> None:
    """Reads what that organisation has."""


@role
def other_admin(user: User, cast: Cast) -> None:
    """Runs another organisation."""


@role
def head(user: User, cast: Cast) -> None:
    """Runs the authority whose window has the task, and decides nothing there."""


@role
def privacy(user: User, cast: Cast) -> None:
    """Answers for what a side holds about people, at its window."""


@role
def bare_officer(user: User, cast: Cast) -> None:
    """Serves at that window and has set up no second factor."""


@role
def left_officer(user: User, cast: Cast) -> None:
    """Served at that window until today."""


@role
def deactivated(user: User, cast: Cast) -> None:
    """Serves at that window, and the account was shut; the browser is still open."""


class People(dict[str, User]):
    """An account a role, made when somebody first asks for it."""

    def __missing__(self, name: str) -> User:
        make = ROLES["person_" if name == "person" else name]
        user = self[name] = person(f"{name}@example.org", name)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        make(user, self)
        return user

    def get(self, name: str, otherwise: Any = None) -> Any:
        """Whoever has no role has no account."""
        return self[name] if name in everybody() else otherwise


def everybody() -> list[str]:
    """The name of every role."""
    return [name.rstrip("_") for name in ROLES]


def make_cast() -> Cast:
    """All of them at once: for who takes back what comes later."""
    people = People()
    for name in everybody():
        people.get(name)
    return people


def give_factor(user: User) -> None:
    """An authenticator app."""
    TOTP.activate(user, generate_totp_secret())


def browser(user: User | None) -> Client:
    """The browser of somebody who has signed in just now, with a second factor if they have one."""
    client = Client()
    if user is not None:
        client.force_login(user)
        just_shown(client, user)
    return client


@define
class Made:
    """The cast and the objects of one test; an object is made when a door first asks for it."""

    cast: Cast = field(factory=People)
    made: dict[str, dict[str, Any]] = field(factory=dict)
    cookies: dict[str, dict[str, str]] = field(factory=dict)

    def address_of(self, name: str | None) -> dict[str, Any]:
        """What stands in the address of an object."""
        if name is None:
            return {}
        if name not in self.made:
            self.made[name] = THINGS[name](self.cast)
        return self.made[name]

    def browser_of(self, who: str) -> Client:
        """The browser of one of those who come, as if it had just come."""
        if who not in self.cookies:
            made = BROWSERS[who]() if who in BROWSERS else browser(self.cast.get(who))
            if who == "deactivated":
                User.objects.filter(pk=self.cast[who].pk).update(is_active=False)
            self.cookies[who] = {name: cookie.value for name, cookie in made.cookies.items()}
        client = Client()
        for name, value in self.cookies[who].items():
            client.cookies[name] = value
        return client


@thing
def no_provider(cast: Cast) -> dict[str, Any]:
    """An OpenID provider that there is not."""
    return {"provider_id": "nobody"}


@thing
def wrong_confirmation(cast: Cast) -> dict[str, Any]:
    """A link of a mail that we never sent."""
    return {"key": "never-sent"}


@thing
def wrong_reset(cast: Cast) -> dict[str, Any]:
    """A link to a new password that we never sent."""
    return {"uidb36": "1", "key": "never-sent"}


@thing
def security_key(cast: Cast) -> dict[str, Any]:
    """The owner's security key."""
    data = {"name": "Key", "credential": {}}
    key = Authenticator.objects.create(user=cast["owner"], type=Authenticator.Type.WEBAUTHN, data=data)
    return {"pk": key.pk}
