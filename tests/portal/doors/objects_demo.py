"""The demonstration as far as doors need it: somebody invented is here."""

from __future__ import annotations

from typing import Any

from huanliu.portal.demo.cast import DOMAIN, roles
from huanliu.portal.people.models import User
from tests.portal.doors.objects import Cast, thing


@thing
def demonstration_set(cast: Cast) -> dict[str, Any]:
    """Somebody who plays the first role."""
    who = roles()["person"]
    User.objects.create_user(f"{who}@{DOMAIN}", None, name="林", demonstration=True)
    return {}


@thing
def demonstration_role(cast: Cast) -> dict[str, Any]:
    """The role to enter as."""
    demonstration_set(cast)
    return {"role": "person"}
