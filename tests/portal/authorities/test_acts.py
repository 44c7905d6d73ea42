"""Appointing officers, ending posts, and the second factor before any desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from huanliu.errors import UnknownNameError
from huanliu.portal.authorities.access import post_of
from huanliu.portal.authorities.acts import HasPostError, appoint, end_post
from huanliu.portal.authorities.models import Officer
from huanliu.portal.people.models import User
from huanliu.portal.record.models import Entry


def test_appointed_once_at_a_time(ho: User) -> None:
    post = appoint(ho, "hk.immd", "execution", ["handler"])
    assert post_of(ho) == post and post.roles == {"handler"}
    with pytest.raises(HasPostError):
        appoint(ho, "mo.psp", "execution", ["handler"])
    assert end_post(post) and not end_post(post) and post_of(ho) is None
    appoint(ho, "mo.psp", "execution", ["decider"])
    assert [entry.event for entry in Entry.objects.all()] == ["officer.appointed", "officer.ended", "officer.appointed"]


@pytest.mark.parametrize(
    "authority, layer, roles",
    [
        ("hk.imd", "execution", ["handler"]),
        ("hk.immd", "kitchen", ["handler"]),
        ("hk.immd", "execution", ["king"]),
        ("hk.immd", "execution", []),
    ],
)
def test_nobody_is_appointed_to_what_there_is_not(ho: User, authority: str, layer: str, roles: list[str]) -> None:
    with pytest.raises(UnknownNameError):
        appoint(ho, authority, layer, roles)
    assert not Officer.objects.exists()


def test_a_coordinator_stands_in_the_coordination_layer(ho: User) -> None:
    with pytest.raises(HasPostError):
        appoint(ho, "hk.immd", "execution", ["coordinator"])


def test_the_command(ho: User, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("appoint", ho.email, "hk.immd", "--roles", "handler,second")
    assert "hk.immd/execution" in capsys.readouterr().out
    for arguments in ((ho.email, "hk.immd"), ("nobody@example.org", "hk.immd"), (ho.email, "hk.imd")):
        with pytest.raises(CommandError):
            call_command("appoint", *arguments)


def test_a_desk_stands_behind_a_second_factor(as_: Callable[[User], Client], ho: User, silva: User) -> None:
    appoint(ho, "hk.immd", "execution", ["handler"])
    response = as_(ho).get("/en/desk/")
    assert response.status_code == 302 and response.headers["Location"] == "/en/account/2fa/"
    assert as_(silva).get("/en/desk/").status_code == 403


def test_a_desk_asks_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/en/desk/").headers["Location"].startswith("/en/account/login/")
