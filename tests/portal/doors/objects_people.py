"""What stands behind the doors of people and consent."""

from __future__ import annotations

import datetime
from typing import Any

from huanliu.base.clock import today
from huanliu.portal.consent.acts import ask
from huanliu.portal.people import acts
from huanliu.portal.people.models import Profile
from tests.portal.consent.conftest import agree
from tests.portal.doors.objects import Cast, thing


def made(cast: Cast) -> Profile:
    """The owner's profile: an age and a spouse."""
    known = Profile.objects.filter(user=cast["owner"]).first()
    if known is not None:
        return known
    agree(cast["owner"], "profile", "family")
    return acts.make_profile(
        cast["owner"], "Me", {"person.age": 34, "person.family": [{"relationship": "spouse"}]}
    ).profile


@thing
def profile(cast: Cast) -> dict[str, Any]:
    """A profile."""
    return {"public": made(cast).public}


@thing
def profile_fact(cast: Cast) -> dict[str, Any]:
    """A fact in it."""
    return {"public": made(cast).public, "name": "person.age"}


@thing
def profile_member(cast: Cast) -> dict[str, Any]:
    """A family member in it."""
    known = made(cast)
    return {"public": known.public, "person": known.members.all()[0].public}


@thing
def token(cast: Cast) -> dict[str, Any]:
    """A token."""
    return {"public": acts.make_token(cast["owner"], "notebook", ["law"], today() + datetime.timedelta(9))[0].public}


@thing
def data_request(cast: Cast) -> dict[str, Any]:
    """A request about the owner's data."""
    return {"public": ask(cast["owner"].public, "access", "hk", "").public}


@thing
def purpose_of_profiles(cast: Cast) -> dict[str, Any]:
    """A purpose that anybody may say yes or no to."""
    return {"name": "profile"}
