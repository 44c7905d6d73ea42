"""The pages walked through as a person would."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from huanliu.portal.organisations.models import Membership, Organisation
from huanliu.portal.people.models import User
from tests.portal.organisations.conftest import House
from tests.portal.organisations.test_doors import Browse


def test_making_one_and_finding_it_again(client: Client, ho: User) -> None:
    client.force_login(ho)
    page = client.post("/en/organisations/", {"name": "Pearl & River"}, follow=True)
    assert "Pearl &amp; River" in page.text and "administrator" in page.text
    assert "Pearl &amp; River" in client.get("/en/organisations/").text


def test_a_name_that_is_missing_is_told_at_its_field(client: Client, ho: User) -> None:
    client.force_login(ho)
    page = client.post("/zh-hans/organisations/", {"name": " "})
    assert page.status_code == 200 and not Organisation.objects.exists()
    assert 'aria-describedby="id_name_wrong"' in page.text and "请填写此项" in page.text


def test_from_an_invitation_to_a_member(house: House, browse: Browse, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        browse("admin").post(house.address("/invite"), {"email": "lin@example.org", "role": "recruiter"})
    address = next(line for line in mail.outbox[0].body.splitlines() if "/invitation/" in line)
    path = address.split("localhost:8000")[1]
    assert "Pearl River Works" in browse("candidate").get(path).text
    assert browse("stranger").get(path).status_code == 403
    assert browse("candidate").post(path).status_code == 302
    assert Membership.objects.get(user__email="lin@example.org").role == "recruiter"
    assert browse("candidate").post(path).status_code == 404


@pytest.mark.parametrize("sent, says", [({"email": "no"}, "Write an address"), ({}, "Fill this in"),
                                        ({"email": "new@example.org", "role": "owner"}, "aria-invalid")])  # fmt: skip
def test_a_bad_invitation_is_told_at_its_field(house: House, browse: Browse, sent: dict[str, str], says: str) -> None:
    page = browse("admin").post(house.address("/invite"), {"role": "reader", **sent} if sent else {})
    assert page.status_code == 200 and says in page.text
    assert not house.organisation.invitations.exists()


@pytest.mark.parametrize(
    "fact, value, says",
    [
        ("organisation.filed_professionals", "many", "Write a value from"),
        ("organisation.share_of_tax_advisers", "700", "Write a value from 0 to 100"),
        ("employer.registered_place", "the moon", "cannot be accepted"),
        ("organisation.on_devb_list", "perhaps", "cannot be accepted"),
    ],
)
def test_a_bad_fact_is_told_at_its_field(house: House, browse: Browse, fact: str, value: str, says: str) -> None:
    page = browse("recruiter").post(house.address(f"/facts/{fact}"), {"value": value})
    assert page.status_code == 200 and says in page.text and 'aria-describedby="id_value_wrong"' in page.text
    assert Organisation.objects.get(pk=house.organisation.pk).facts == {}


def test_not_known_is_neither_no_nor_zero(house: House, browse: Browse) -> None:
    client, address = browse("admin"), house.address("/facts/organisation.on_devb_list")
    client.post(address, {"value": "false"})
    assert Organisation.objects.get(pk=house.organisation.pk).facts == {"organisation.on_devb_list": False}
    assert '<option value="false" selected>' in client.get(address).text
    client.post(address, {"value": ""})
    assert Organisation.objects.get(pk=house.organisation.pk).facts == {}


def test_the_last_administrator_is_told_why(house: House, browse: Browse) -> None:
    admin = house.people["admin"].public
    page = browse("admin").post(house.address(f"/members/{admin}/remove"), follow=True)
    assert "keeps at least one administrator" in page.text
    page = browse("admin").post(house.address(f"/members/{admin}/role"), {"role": "reader"}, follow=True)
    assert "keeps at least one administrator" in page.text


def test_a_member_who_leaves_sees_it_no_more(house: House, browse: Browse) -> None:
    client, own = browse("reader"), house.people["reader"].public
    assert client.post(house.address(f"/members/{own}/remove")).status_code == 302
    assert client.get(house.address()).status_code == 404


def test_a_page_shows_only_what_one_may_do(house: House, browse: Browse) -> None:
    reader, admin = browse("reader").get(house.address()).text, browse("admin").get(house.address()).text
    assert "/candidates" in admin and "/invite" in admin
    assert "/candidates" not in reader and "/invite" not in reader
    assert "/facts/" not in browse("reader").get(house.address("/facts")).text
