"""How routes stand for a candidate: states and the employer's part, and never a fact of the candidate."""

from __future__ import annotations

import pytest
from django.test import Client

from huanliu.engine.routes import find_route, follow
from huanliu.portal.bay import the_bay
from huanliu.portal.consent.acts import give_consent, take_back
from huanliu.portal.consent.classes import class_of
from huanliu.portal.consent.models import Look
from huanliu.portal.organisations import access, acts, consented
from huanliu.portal.organisations.chances import Step, chances, employer_facts, route_facts
from huanliu.portal.people.models import User
from tests.portal.organisations.conftest import House
from tests.portal.organisations.test_doors import Browse

ROUTE = "chain.tax.hk_mo_to_qianhai"


def test_the_facts_that_routes_ask(house: House) -> None:
    assert set(employer_facts()) < set(route_facts())
    assert all(name.startswith(("employer.", "organisation.")) for name in employer_facts())
    assert "person.residence_status" in route_facts()


def test_the_states_are_the_engines(house: House) -> None:
    known = {"person.residence_status": ["mainland_resident"]}
    found = {each.route: each.status for each in chances(house.organisation, known, frozenset()).routes()}
    at = the_bay().situation(known)
    assert found == {
        name: follow(find_route(the_bay().law.routes, name), at).status.value for name in the_bay().law.routes
    }


def test_only_the_employers_facts_are_named(house: House) -> None:
    for each in chances(house.organisation, {}, frozenset()).routes():
        assert all(name.startswith(("employer.", "organisation.")) for name in each.asked)
        assert each.others and each.status == "undetermined"


def test_what_the_employer_states_is_not_asked_again(house: House) -> None:
    def asked() -> set[str]:
        found = chances(house.organisation, {"person.residence_status": ["hk_permanent_resident"]}, frozenset())
        return {name for each in found.routes() for name in each.asked}

    assert "organisation.filed_professionals" in asked()
    acts.change_fact(house.organisation, house.people["admin"], "organisation.filed_professionals", "3")
    house.organisation.refresh_from_db()
    assert "organisation.filed_professionals" not in asked()


def test_the_page_shows_states_and_no_fact_of_the_candidate(house: House, browse: Browse) -> None:
    lin = house.people["candidate"]
    page = browse("recruiter").post(house.address(f"/candidates/{lin.public}"))
    assert page.status_code == 200 and lin.name in page.text
    assert lin.email not in page.text and "person." not in page.text
    assert "not yet determined" in page.text and "This is no decision on anybody" in page.text
    assert house.looks == [(lin.public, house.people["recruiter"].public)]


def test_what_there_is_to_do_to_take_somebody_on_hangs_on_where_the_employer_is(house: House) -> None:
    def steps(**stated: str) -> dict[str, Step]:
        house.organisation.facts = {f"employer.{name}": value for name, value in stated.items()}
        known = {"person.residence_status": ["mainland_resident"], "person.age": 30}
        return {each.title.en: each for each in chances(house.organisation, known, frozenset()).steps()}

    permission, permit = "file for the permission to work in Hong Kong", "apply for the hiring permit in Macao"
    unsaid = steps()
    assert unsaid[permission].perhaps and unsaid[permission].asked == ("employer.registered_place",)
    in_macao = steps(registered_place="mo")
    assert permission not in in_macao and not in_macao[permit].perhaps
    assert {each.route for each in in_macao[permit].doors} == {"mo.nrw.specialised", "mo.nrw.non_specialised"}
    assert all(each.rests == ("employer.registered_place",) or not each.rests for each in in_macao[permit].doors)
    assert any(each.asked for each in in_macao[permit].doors)


@pytest.mark.django_db
def test_with_a_consent_as_people_give_it_a_look_is_a_line_that_the_candidate_sees(lin: User, ho: User) -> None:
    organisation, wanted = acts.make(ho, "Pearl River Works"), consented.employer()
    assert access.candidates(organisation) == []
    give_consent(lin.public, wanted, "en", wanted.digest("en"), whom=organisation.public)
    assert access.candidates(organisation) == [lin]
    client = Client()
    client.force_login(ho)
    page = client.get(f"/en/organisations/{organisation.public}/candidates")
    assert lin.name in page.text and not Look.objects.exists()
    page = client.post(f"/en/organisations/{organisation.public}/candidates/{lin.public}")
    assert page.status_code == 200
    look = Look.objects.get(person=lin.public)
    assert (look.actor, look.purpose, look.about) == (ho.public, "employer", organisation.public)
    # What the consent does not reach is not even asked for.
    assert {class_of(name) for name in look.fields} <= set(wanted.reads)
    take_back(lin.public, wanted, organisation.public)
    assert client.post(f"/en/organisations/{organisation.public}/candidates/{lin.public}").status_code == 404


def test_a_part_begun_is_shown_as_begun(house: House, browse: Browse) -> None:
    client, lin = browse("recruiter"), house.people["candidate"].public
    found = chances(house.organisation, {"person.residence_status": ["hk_permanent_resident"]}, frozenset())
    route = next(each.route for each in found.routes() if each.status == "undetermined")
    assert client.post(house.address(f"/candidates/{lin}/begin"), {"route": route}).status_code == 302
    assert "begun</td>" in client.post(house.address(f"/candidates/{lin}")).text
    assert client.post(house.address(f"/candidates/{lin}/begin"), {"route": "chain.nowhere"}).status_code == 404
