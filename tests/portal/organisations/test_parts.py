"""The employer's part of a case: named by the person and under their consent alone, the employer sees the tasks that hang on it and
states its own facts; the person sees all of it, and the officer says what becomes of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

from huanliu.portal.authorities.models import Officer
from huanliu.portal.cases import acts as cases
from huanliu.portal.cases.actors import NotNowError
from huanliu.portal.cases.filing import draft
from huanliu.portal.cases.models import Affected, Amendment, Case, Task
from huanliu.portal.cases.shown import task_finding
from huanliu.portal.consent.acts import give_consent, take_back
from huanliu.portal.consent.models import Look
from huanliu.portal.consent.purposes import purpose
from huanliu.portal.desks import acts as desks
from huanliu.portal.organisations import access, acts, parts
from huanliu.portal.organisations.chances import chances
from huanliu.portal.organisations.models import Membership, Organisation
from huanliu.portal.people.models import User
from huanliu.portal.record.models import Entry
from tests.portal.casework import FACTS, officer
from tests.portal.conftest import come_in
from tests.portal.organisations.conftest import House
from tests.portal.organisations.test_doors import Browse

CODES = [code for code, _ in configured.LANGUAGES]
REGISTERED, NO_LOCAL = "employer.macao_registered", "employer.no_local_available"
PERMIT = "macao_permission.1"


def agreed(person: User, house: House, name: str = "employer_part") -> None:
    wanted = purpose(name)
    give_consent(person.public, wanted, "en", wanted.digest("en"), whom=house.organisation.public)


@pytest.fixture
def case(lin: User) -> Case:
    """Lin is to be hired across the border."""
    return cases.file(lin, draft("journey.hire_across", FACTS), "lin-is-hired-across-the-border")


@pytest.fixture
def named(case: Case, house: House, lin: User) -> Case:
    """And has named the organisation as the employer."""
    agreed(lin, house)
    cases.name_employer(case, house.organisation.public)
    return case


def holds(house: House, **facts: Any) -> Organisation:
    for name, value in facts.items():
        acts.change_fact(house.organisation, house.people["admin"], f"employer.{name}", value)
    house.organisation.refresh_from_db()
    return house.organisation


def permit(case: Case) -> Task:
    return case.tasks.select_related("case__person").get(key=PERMIT)


def test_named_on_the_page_once_the_person_has_agreed(case: Case, house: House, browse: Browse) -> None:
    lin, browser = house.people["candidate"], browse("candidate")
    address, whom = f"/en/cases/{case.public}/employer", house.organisation.public
    assert "sends you an address" in browser.get(address).text
    assert browser.post(address, {"organisation": whom}).status_code == 403
    agreed(lin, house, "employer")
    page = browser.get(address).text
    assert f"/en/me/data/consents/employer_part/?whom={whom}" in page and "Agree to its part first" in page
    assert browser.post(address, {"organisation": whom}).status_code == 403
    agreed(lin, house)
    assert "Name on this case" in browser.get(address).text
    browser.post(address, {"organisation": whom})
    assert Case.objects.get(pk=case.pk).organisation == whom
    assert Entry.objects.filter(event="case.employer_named", about=case.public).count() == 1
    browser.post(address, {"organisation": ""})
    assert Case.objects.get(pk=case.pk).organisation == ""


def test_the_employer_sees_its_own_tasks_and_facts_and_nothing_else(named: Case, house: House, browse: Browse) -> None:
    holds(house, macao_registered=True)
    recruiter = browse("recruiter")
    assert "Lin Yue" in recruiter.get(house.address("/cases")).text
    page = recruiter.post(house.address(f"/cases/{named.public}")).text
    tasks = parts.our_tasks(named)
    assert PERMIT in {task.key for task in tasks} and len(tasks) < named.tasks.count()
    for task in named.tasks.all():
        assert (task.title["en"] in page) == (task.key in {each.key for each in tasks}), task.key
    assert "person." not in page and "market level" not in page and house.people["candidate"].email not in page
    look = Look.objects.get(person=named.person.public)
    assert look.purpose == "employer_part" and look.actor == house.people["recruiter"].public
    assert browse("reader").get(house.address("/cases")).status_code == 403
    for role in ("stranger", "candidate"):
        assert browse(role).get(house.address("/cases")).status_code == 404
        assert browse(role).post(house.address(f"/cases/{named.public}")).status_code == 404


def test_with_the_consent_taken_back_or_another_name_nothing_is_there(
    named: Case, house: House, browse: Browse, lin: User
) -> None:
    address = house.address(f"/cases/{named.public}")
    assert browse("recruiter").post(address).status_code == 200
    take_back(lin.public, purpose("employer_part"), house.organisation.public)
    assert access.cases(house.organisation) == []
    for page in ("", "/state"):
        assert browse("recruiter").post(f"{address}{page}").status_code == 404
    assert "your consent is over" in browse("candidate").get(f"/en/cases/{named.public}/employer").text
    agreed(lin, house)
    other = acts.make(house.people["stranger"], "Elsewhere")
    stranger = Client()
    stranger.force_login(house.people["stranger"])
    assert stranger.post(f"/en/organisations/{other.public}/cases/{named.public}").status_code == 404
    assert Membership.objects.filter(user=house.people["stranger"]).count() == 1


def test_stated_once_the_person_sees_it_and_nothing_follows_by_itself(
    named: Case, house: House, browse: Browse
) -> None:
    holds(house, macao_registered=True, no_local_available=False, kind="enterprise")
    recruiter, address = browse("recruiter"), house.address(f"/cases/{named.public}")
    assert "State these facts in the case" in recruiter.post(address).text
    recruiter.post(f"{address}/state")
    recruiter.post(f"{address}/state")
    stated = dict(Amendment.objects.filter(case=named).values_list("fact", "after"))
    assert stated == {REGISTERED: True, NO_LOCAL: False}
    assert "State these facts in the case" not in recruiter.post(address).text
    page = browse("candidate").get(f"/en/cases/{named.public}/employer").text
    assert "Pearl River Works" in page and "not stated" in page
    assert "The employer stated a fact of its own" in browse("candidate").get(f"/en/cases/{named.public}").text
    assert Case.objects.get(pk=named.pk).facts == named.facts and REGISTERED not in named.facts
    assert {row.task.key for row in Affected.objects.all()} >= {PERMIT}
    entry = Entry.objects.filter(event="case.employer_stated", about=named.public).first()
    assert entry is not None and entry.actor == house.people["recruiter"].public


def test_what_bears_out_the_applicant_is_kept_too(named: Case, house: House, browse: Browse) -> None:
    Case.objects.filter(pk=named.pk).update(facts={**named.facts, REGISTERED: True})
    holds(house, macao_registered=True)
    recruiter, address = browse("recruiter"), house.address(f"/cases/{named.public}")
    recruiter.post(f"{address}/state")
    amendment = Amendment.objects.get(case=named)
    assert (amendment.fact, amendment.before, amendment.after) == (REGISTERED, True, True)
    assert "not stated yet" not in recruiter.post(address).text.partition("proof of no local")[0]


def test_the_officer_sees_who_stated_it_and_says_what_becomes_of_it(named: Case, house: House) -> None:
    holds(house, macao_registered=True, no_local_available=False)
    acts.state_part(house.organisation, house.people["recruiter"], named)
    Task.objects.filter(pk=permit(named).pk).update(state="ready", ready_at=named.filed)
    leong = officer("leong@example.org", "Leong", permit(named).authority, "execution", "handler", "decider")
    desks.take(permit(named), leong)
    desk = come_in(Client(), leong.user)
    page = desk.post(f"/en/desk/tasks/{permit(named).public}/file").text
    assert "stated by the employer" in page and "Pearl River Works" in page
    before = task_finding(permit(named))
    for row in Affected.objects.filter(task__key=PERMIT).select_related("task__case__person", "amendment"):
        desks.settle(row, Officer.objects.get(pk=leong.pk), taken=True)
    after = task_finding(permit(named))
    assert before is not None and after is not None
    assert NO_LOCAL not in before.facts and after.facts[NO_LOCAL] is False


def test_a_case_that_is_over_takes_nothing_more(named: Case, house: House) -> None:
    holds(house, macao_registered=True)
    cases.withdraw(named)
    assert access.cases(house.organisation) == []
    with pytest.raises(acts.RefusedError):
        acts.state_part(house.organisation, house.people["recruiter"], named)
    with pytest.raises(NotNowError):
        cases.name_employer(named, "")


def test_a_route_says_which_stated_facts_it_rests_on(house: House, browse: Browse) -> None:
    acts.change_fact(house.organisation, house.people["admin"], "organisation.filed_professionals", "3")
    house.organisation.refresh_from_db()
    found = chances(house.organisation, {}, frozenset())
    assert {each.rests for each in found.routes()} == {(), ("organisation.filed_professionals",)}
    page = browse("recruiter").post(house.address(f"/candidates/{house.people['candidate'].public}")).text
    assert "Rests on what you stated" in page


def test_the_address_for_candidates_stands_on_the_page(house: House, browse: Browse) -> None:
    page = browse("recruiter").get(house.address("/candidates")).text
    assert f"/me/data/consents/employer/?whom={house.organisation.public}" in page


@pytest.mark.parametrize("code", CODES)
def test_in_every_language(named: Case, house: House, browse: Browse, code: str) -> None:
    holds(house, macao_registered=True)
    acts.state_part(house.organisation, house.people["recruiter"], named)
    recruiter = browse("recruiter")
    assert recruiter.get(house.address("/cases", code)).status_code == 200
    assert recruiter.post(house.address(f"/cases/{named.public}", code)).status_code == 200
    for page in ("employer", "facts"):
        assert browse("candidate").get(f"/{code}/cases/{named.public}/{page}").status_code == 200
