"""Whether the set is there, and who plays which role. Where real people are served there is neither."""

from __future__ import annotations

from attrs import frozen
from django.http import Http404

from huanliu.base.language import Text
from huanliu.portal.authorities.access import post_of
from huanliu.portal.authorities.models import Officer
from huanliu.portal.authorities.registry import authorities
from huanliu.portal.demo.cast import DOMAIN, roles
from huanliu.portal.front import second_factor
from huanliu.portal.front.mark import invented
from huanliu.portal.people.models import User


@frozen
class Role:
    """As whom one may enter. `post` is an officer's; `office` is what that is called."""

    name: str
    user: User
    post: Officer | None

    @property
    def office(self) -> Text | None:
        """The authority of an officer."""
        return None if self.post is None else authorities()[self.post.authority].name

    @property
    def has_factor(self) -> bool:
        """Whether the role signs in with a second factor."""
        return second_factor.has(self.user)


def every_role() -> list[Role]:
    """All roles, in the order of the cast. Http404 where the set is not loaded."""
    if not invented():
        raise Http404
    found = {user.email: user for user in User.objects.filter(demonstration=True, email__in=_addresses())}
    played = [(name, found.get(f"{who}@{DOMAIN}")) for name, who in roles().items()]
    return [Role(name, user, post_of(user)) for name, user in played if user is not None and user.is_active]


def _addresses() -> list[str]:
    return [f"{who}@{DOMAIN}" for who in roles().values()]


def role(name: str) -> Role:
    """One role: never anybody who is not invented."""
    found = next((each for each in every_role() if each.name == name), None)
    if found is None:
        raise Http404
    return found
