"""What is done for an organisation is done once, whole, and told to the audit trail."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from huanliu.errors import SubjectError
from huanliu.portal.organisations import access, acts, consented, held
from huanliu.portal.organisations.models import Invitation, Membership, Organisation, Part, Role
from huanliu.portal.people.models import User
from huanliu.portal.record import trail
from huanliu.portal.record.models import Entry
from tests.portal.organisations.conftest import House


def events() -> list[str]:
    return [name.removeprefix("organisation.") for name in Entry.objects.values_list("event", flat=True)]


def test_whoever_makes_an_organisation_is_its_first_administrator(ho: User) -> None:
    made = acts.make(ho, "Pearl River Works")
    assert access.membership(ho, made.public, "manage_members").role == Role.ADMIN
    assert events() == ["made"] and trail.verify() == 1


def test_every_act_is_one_line_of_the_trail(house: House, django_capture_on_commit_callbacks: Any) -> None:
    admin, organisation, lin = house.people["admin"], house.organisation, house.people["candidate"]
    before = Entry.objects.count()
    acts.change_fact(organisation, admin, "organisation.filed_professionals", "3")
    token = acts.invite(organisation, admin, "LIN@example.org", "recruiter", "en")
    joined = acts.accept(access.invitation_shown(token, lin), lin)
    acts.change_role(joined, admin, Role.READER)
    acts.remove(joined, lin)
    acts.begin_part(organisation, admin, lin, "chain.tax.hk_mo_to_qianhai")
    said = ["fact_changed", "invited", "joined", "role_changed", "left", "part_begun"]
    assert events()[before:] == said
    assert Entry.objects.get(event="organisation.part_begun").person == lin.public


def test_an_invitation_is_sent_by_mail_and_only_its_digest_is_kept(
    house: House, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        token = acts.invite(house.organisation, house.people["admin"], "lin@example.org", "reader", "zh-hant")
    (sent,) = mail.outbox
    assert sent.to == ["lin@example.org"] and "邀請" in sent.subject
    assert re.search(rf"/organisations/invitation/{token}\b", sent.body)
    assert token not in str(Invitation.objects.values().get())


def test_an_invitation_is_for_one_address_once_and_for_some_days(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    lin, admin = house.people["candidate"], house.people["admin"]
    token = acts.invite(house.organisation, admin, lin.email, "reader", "en")
    with pytest.raises(PermissionDenied):
        access.invitation_shown(token, house.people["stranger"])
    found = access.invitation_shown(token, lin)
    with monkeypatch.context() as later:
        day = found.expires + datetime.timedelta(days=1)
        later.setattr(access, "today", lambda: day)
        with pytest.raises(Http404):
            access.invitation_shown(token, lin)
    acts.accept(found, lin)
    with pytest.raises(acts.RefusedError):
        acts.accept(found, lin)
    with pytest.raises(Http404):
        access.invitation_shown(token, lin)
    assert Membership.objects.filter(user=lin).count() == 1


def test_nobody_is_asked_twice_and_no_member_at_all(house: House) -> None:
    admin = house.people["admin"]
    acts.invite(house.organisation, admin, "new@example.org", "reader", "en")
    for email in ("new@example.org", "NEW@example.org", "wong@example.org"):
        with pytest.raises(acts.RefusedError):
            acts.invite(house.organisation, admin, email, "reader", "en")
    assert house.organisation.invitations.count() == 1


def test_an_invitation_that_ran_out_makes_room_for_another(house: House) -> None:
    admin = house.people["admin"]
    acts.invite(house.organisation, admin, "new@example.org", "reader", "en")
    house.organisation.invitations.update(expires="2020-01-01")
    acts.invite(house.organisation, admin, "new@example.org", "reader", "en")
    assert len(access.open_invitations(house.organisation)) == 1


def test_one_taken_back_is_taken_back_once(house: House) -> None:
    admin = house.people["admin"]
    acts.invite(house.organisation, admin, "new@example.org", "reader", "en")
    found = house.organisation.invitations.get()
    acts.end_invitation(found, admin)
    with pytest.raises(acts.RefusedError):
        acts.end_invitation(found, admin)


def test_the_last_administrator_can_neither_leave_nor_become_less(house: House) -> None:
    admin = house.people["admin"]
    own = access.membership(admin, house.organisation.public, "leave")
    for act in (lambda: acts.remove(own, admin), lambda: acts.change_role(own, admin, Role.READER)):
        with pytest.raises(acts.RefusedError):
            act()
    acts.change_role(access.member(house.organisation, house.people["reader"].public), admin, Role.ADMIN)
    acts.remove(own, admin)
    assert [each.role for each in house.organisation.memberships.filter(role=Role.ADMIN)] == [Role.ADMIN]


@pytest.mark.parametrize(
    "name, value, kept",
    [
        ("organisation.filed_professionals", "3", 3),
        ("organisation.share_of_tax_advisers", "0.25", "0.25"),
        ("organisation.on_devb_list", False, False),
        ("employer.registered_place", "qianhai", "qianhai"),
    ],
)
def test_a_fact_is_kept_as_plain_json_and_can_be_taken_back(house: House, name: str, value: Any, kept: Any) -> None:
    acts.change_fact(house.organisation, house.people["admin"], name, value)
    assert Organisation.objects.get(pk=house.organisation.pk).facts == {name: kept}
    acts.change_fact(house.organisation, house.people["admin"], name, None)
    assert Organisation.objects.get(pk=house.organisation.pk).facts == {}


def test_what_the_law_cannot_read_changes_nothing(house: House) -> None:
    with pytest.raises(SubjectError):
        acts.change_fact(house.organisation, house.people["admin"], "organisation.filed_professionals", "many")
    assert Organisation.objects.get(pk=house.organisation.pk).facts == {}


def test_a_button_pressed_twice_begins_one_part(house: House) -> None:
    admin, lin = house.people["admin"], house.people["candidate"]
    parts = {acts.begin_part(house.organisation, admin, lin, "chain.tax.hk_mo_to_qianhai").pk for _ in range(2)}
    assert len(parts) == 1 == Part.objects.count()


@pytest.mark.parametrize("role", ["owner", ""])
def test_the_database_refuses_a_role_that_there_is_not(house: House, role: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.update(role=role)


def test_what_is_held_of_a_person_can_be_exported_and_destroyed(house: House) -> None:
    admin, lin = house.people["admin"], house.people["candidate"]
    acts.begin_part(house.organisation, admin, lin, "chain.tax.hk_mo_to_qianhai")
    acts.invite(house.organisation, admin, lin.email, "reader", "en")
    told = held.exported(lin.public)
    assert [told["invitations"][0]["role"], told["employers_parts"][0]["route"]] == [
        "reader",
        "chain.tax.hk_mo_to_qianhai",
    ]
    assert held.exported(admin.public)["memberships"][0]["role"] == "admin"
    for who in (lin, admin):
        held.destroyed(who.public)
    assert not Part.objects.exists() and not Invitation.objects.exists()
    assert house.organisation.memberships.filter(role=Role.ADMIN).count() == 1


def test_an_organisation_is_known_by_name_to_the_desk_of_consent(house: House) -> None:
    name = consented.name_of(house.organisation.public)
    assert name is not None and name.en == "Pearl River Works"
    assert consented.name_of("nobody") is None
