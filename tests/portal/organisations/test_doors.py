"""Every address of this desk, every role, every verb."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from huanliu.portal import addresses as addresses  # before any address is made
from huanliu.portal.cases import acts as cases
from huanliu.portal.cases.filing import draft
from huanliu.portal.consent.acts import give_consent
from huanliu.portal.consent.purposes import purpose
from huanliu.portal.names import public_id
from huanliu.portal.organisations import acts
from huanliu.portal.organisations.models import Part
from huanliu.portal.organisations.urls import urlpatterns
from tests.portal.casework import FACTS
from tests.portal.organisations.conftest import House

Browse = Callable[[str], Client]
ROLES = ("admin", "recruiter", "reader", "stranger", "anybody")
FACT = "/facts/organisation.filed_professionals"
# Address, verb, what is sent, and what each role in ROLES is answered.
DOORS = [
    ("show", "", "get", {}, (200, 200, 200, 404, 302)),
    ("facts", "/facts", "get", {}, (200, 200, 200, 404, 302)),
    ("fact", FACT, "get", {}, (200, 200, 403, 404, 302)),
    ("fact", FACT, "post", {"value": "3"}, (302, 302, 403, 404, 302)),
    ("cases", "/cases", "get", {}, (200, 200, 403, 404, 302)),
    ("case", "/cases/{case}", "post", {}, (200, 200, 403, 404, 302)),
    ("state", "/cases/{case}/state", "post", {}, (302, 302, 403, 404, 302)),
    ("candidates", "/candidates", "get", {}, (200, 200, 403, 404, 302)),
    ("candidate", "/candidates/{candidate}", "post", {}, (200, 200, 403, 404, 302)),
    ("begin", "/candidates/{candidate}/begin", "post", {"route": "chain.tax.hk_mo_to_qianhai"}, (302, 302, 403, 404, 302)),
    ("invite", "/invite", "post", {"email": "new@example.org", "role": "reader"}, (302, 403, 403, 404, 302)),
    ("end_invitation", "/invitations/{invitation}/end", "post", {}, (302, 403, 403, 404, 302)),
    ("role", "/members/{reader}/role", "post", {"role": "recruiter"}, (302, 403, 403, 404, 302)),
    ("remove", "/members/{reader}/remove", "post", {}, (302, 403, 302, 404, 302)),
]  # fmt: skip
CASES = [(door, role) for door in DOORS for role in ROLES]


def filled(house: House, rest: str) -> str:
    acts.invite(house.organisation, house.people["admin"], "asked@example.org", "reader", "en")
    names = {role: user.public for role, user in house.people.items()}
    if "{case}" in rest:
        names["case"] = named_case(house)
    return house.address(rest.format(invitation=house.organisation.invitations.get().public, **names))


def named_case(house: House) -> str:
    """A case on which the candidate named the organisation."""
    lin, wanted = house.people["candidate"], purpose("employer_part")
    give_consent(lin.public, wanted, "en", wanted.digest("en"), whom=house.organisation.public)
    filed = cases.file(lin, draft("journey.hire_across", FACTS), "lin-is-hired-across-the-border")
    if not filed.organisation:
        cases.name_employer(filed, house.organisation.public)
    return filed.public


# An id that nobody has, the same in every process that runs tests.
NOBODYS = "A" * 22


@pytest.mark.parametrize("door, role", CASES, ids=[f"{door[0]}-{door[2]}-{role}" for door, role in CASES])
def test_who_may(house: House, browse: Browse, door: tuple, role: str) -> None:  # type: ignore[type-arg]
    _, rest, verb, sent, expected = door
    response = getattr(browse(role), verb)(filled(house, rest), sent)
    assert response.status_code == expected[ROLES.index(role)]
    if role == "anybody":
        assert "/account/login/" in response.headers["Location"]


def test_every_address_has_a_row() -> None:
    assert {pattern.name for pattern in urlpatterns} == {door[0] for door in DOORS} | {"index", "accept"}


@pytest.mark.parametrize("door", DOORS, ids=[f"{door[0]}-{door[2]}" for door in DOORS])
def test_an_organisation_that_there_is_not(house: House, browse: Browse, door: tuple) -> None:  # type: ignore[type-arg]
    _, rest, verb, sent, _ = door
    there_is_none = filled(house, rest).replace(house.organisation.public, public_id())
    assert getattr(browse("admin"), verb)(there_is_none, sent).status_code == 404


@pytest.mark.parametrize(
    "rest",
    [f"/members/{NOBODYS}/remove", f"/candidates/{NOBODYS}", f"/invitations/{NOBODYS}/end", "/members/1/role",
     "/candidates/%00", "/invitations//end"],
)  # fmt: skip
def test_a_bad_or_missing_id(house: House, browse: Browse, rest: str) -> None:
    assert browse("admin").post(house.address(rest), {}).status_code == 404


@pytest.mark.parametrize("name", ["person.age", "organisation.nowhere", "employer", "x" * 200])
def test_a_fact_that_is_not_an_employers(house: House, browse: Browse, name: str) -> None:
    assert browse("admin").get(house.address(f"/facts/{name}")).status_code == 404


@pytest.mark.parametrize("rest", ["/invite", "/candidates/{candidate}", "/candidates/{candidate}/begin",
                                  "/members/{reader}/role", "/members/{reader}/remove", "/invitations/{invitation}/end"])  # fmt: skip
def test_nothing_is_written_by_a_get(house: House, browse: Browse, rest: str) -> None:
    assert browse("admin").get(filled(house, rest)).status_code == 405
    assert not house.looks


@pytest.mark.parametrize("rest", ["", "/facts", "/candidates"])
def test_a_page_that_takes_no_post(house: House, browse: Browse, rest: str) -> None:
    assert browse("admin").post(house.address(rest)).status_code == 405


@pytest.mark.parametrize("code", [code for code, _ in settings.LANGUAGES])
def test_every_page_in_every_language(house: House, browse: Browse, code: str) -> None:
    client = browse("admin")
    lin = house.people["candidate"].public
    token = acts.invite(house.organisation, house.people["admin"], "lin@example.org", "reader", code)
    pages = [client.get(house.address(rest, code)) for rest in ("", "/facts", FACT, "/candidates")]
    pages += [client.get(f"/{code}/organisations/"), client.post(house.address(f"/candidates/{lin}", code))]
    pages.append(browse("candidate").get(f"/{code}/organisations/invitation/{token}"))
    for response in pages:
        assert response.status_code == 200 and len(response.content) < 150_000
        assert "style=" not in response.text and "onclick" not in response.text


def test_another_organisations_candidate_is_not_there(house: House, browse: Browse) -> None:
    other = acts.make(house.people["stranger"], "Elsewhere")
    lin = house.people["candidate"].public
    assert browse("stranger").post(f"/en/organisations/{other.public}/candidates/{lin}").status_code == 404


def test_consent_taken_back_shuts_the_door(house: House, browse: Browse) -> None:
    lin = house.people["candidate"].public
    house.agreed.clear()
    client = browse("admin")
    assert client.post(house.address(f"/candidates/{lin}")).status_code == 404
    assert (
        client.post(house.address(f"/candidates/{lin}/begin"), {"route": "chain.tax.hk_mo_to_qianhai"}).status_code
        == 404
    )
    assert not Part.objects.exists() and not house.looks
    assert "Nobody has agreed" in client.get(house.address("/candidates")).text
