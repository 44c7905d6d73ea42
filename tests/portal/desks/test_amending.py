"""A fact that its person corrects: nothing changes by itself, and whatever rests on it is listed to the officer in charge."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

from huanliu.portal.authorities.models import Officer
from huanliu.portal.cases import acts as cases
from huanliu.portal.cases import amending
from huanliu.portal.cases.actors import NotNowError, NotYoursError, OvertakenError
from huanliu.portal.cases.held import exported
from huanliu.portal.cases.models import Affected, Amendment, Case, Decision, Task
from huanliu.portal.cases.shown import task_finding
from huanliu.portal.desks import access, acts
from huanliu.portal.record.models import Entry
from tests.portal.casework import admission, fresh, officer

AsOfficer = Callable[[Officer], Client]
CODES = [code for code, _ in configured.LANGUAGES]
PAY = "person.hk_pay_at_market_level"
REASONS = "Everything that is asked for was shown."


def browser_of(case: Case) -> Client:
    client = Client()
    client.force_login(case.person)
    return client


def corrected(case: Case, name: str = PAY, value: Any = False) -> Amendment:
    return amending.correct(Case.objects.get(pk=case.pk), name, value, "I misread the question.")


def row_of(case: Case) -> Affected:
    found = Affected.objects.filter(task=admission(case)).select_related("task__case__person", "amendment").last()
    assert found is not None
    return found


def status(case: Case) -> str:
    finding = task_finding(admission(case))
    assert finding is not None
    return finding.finding.status.value


def test_what_rests_on_it_is_listed_and_nothing_changes_by_itself(filed: Case, ho_post: Officer) -> None:
    acts.take(admission(filed), ho_post)
    corrected(filed)
    assert [row.task.key for row in access.corrected(ho_post)] == ["admission.1"]
    assert filed.facts == Case.objects.get(pk=filed.pk).facts and status(filed) == "met"
    assert not Affected.objects.filter(task__key="tax.1").exists()
    entry = Entry.objects.get(event="case.corrected", about=filed.public)
    assert entry.actor == filed.person.public


def test_worked_with_by_the_officer_the_finding_follows_and_decides_nothing(
    as_officer_: AsOfficer, filed: Case, ho_post: Officer
) -> None:
    acts.take(admission(filed), ho_post)
    amendment = corrected(filed)
    desk, task = as_officer_(ho_post), f"/en/desk/tasks/{admission(filed).public}"
    assert "Corrected or added since" in desk.get("/en/desk/").text
    assert "I misread the question." not in desk.get(task).text
    page = desk.post(f"{task}/file").text
    assert "<del>yes</del> → <ins>no</ins>" in page and "I misread the question." in page
    desk.post(f"{task}/corrections/{amendment.public}", {"taken": "yes"})
    assert status(filed) == "unmet" and admission(filed).state == "taken"
    assert access.corrected(ho_post) == []
    assert "works with the new value" in browser_of(filed).get(f"/en/cases/{filed.public}/facts").text


def test_nothing_is_decided_over_the_head_of_a_correction(filed: Case, ho_post: Officer, wong: Officer) -> None:
    acts.take(admission(filed), ho_post)
    corrected(filed)
    with pytest.raises(NotNowError, match=r"desks\.corrected_since"):
        acts.propose(admission(filed), ho_post, "granted", REASONS, "ASMTP FAQ", None)
    with pytest.raises(NotNowError, match=r"desks\.corrected_since"):
        acts.note(admission(filed), ho_post)
    acts.settle(row_of(filed), ho_post, taken=False)
    assert status(filed) == "met"
    proposed = acts.propose(admission(filed), ho_post, "granted", REASONS, "ASMTP FAQ", None)
    corrected(filed, "person.has_hk_job_offer")
    decision = Decision.objects.select_related("task__case__person", "task__officer").get(pk=proposed.pk)
    with pytest.raises(NotNowError, match=r"desks\.corrected_since"):
        acts.confirm(decision, wong)
    acts.send_back(decision, wong)
    acts.settle(row_of(filed), ho_post, taken=True)
    assert status(filed) == "unmet"


def test_a_decision_that_rested_on_it_is_listed_and_stands(
    as_officer_: AsOfficer, filed: Case, ho_post: Officer, wong: Officer
) -> None:
    acts.take(admission(filed), ho_post)
    finding = task_finding(admission(filed))
    assert finding is not None
    proposed = acts.propose(admission(filed), ho_post, "granted", REASONS, "ASMTP FAQ", finding.record)
    acts.confirm(Decision.objects.select_related("task__case__person", "task__officer").get(pk=proposed.pk), wong)
    amendment = corrected(filed)
    assert row_of(filed).decided and admission(filed).state == "granted"
    assert "decided before that" in as_officer_(ho_post).get("/en/desk/").text
    page = browser_of(filed).get(f"/en/cases/{filed.public}/facts").text
    assert f"/en/cases/{filed.public}/tasks/{admission(filed).public}/review" in page
    with pytest.raises(NotNowError):
        acts.settle(row_of(filed), ho_post, taken=True)
    address = f"/en/desk/tasks/{admission(filed).public}/corrections/{amendment.public}"
    as_officer_(ho_post).post(address, {"taken": "no"})
    assert access.corrected(ho_post) == [] and admission(filed).state == "granted"
    assert Decision.objects.get(pk=proposed.pk).record["facts"][PAY] is True


def test_a_task_that_waits_brings_the_correction_with_it(filed: Case) -> None:
    corrected(filed, "person.age", 17)
    waiting = filed.tasks.get(key="identity_card.1")
    assert waiting.state == "waiting" and waiting.affected.count() == 1
    immd = officer("immd@example.org", "Immd", "hk.immd", "execution", "handler")
    assert access.corrected(immd) == []
    cases.open_task(Task.objects.select_related("case__person").get(pk=waiting.pk))
    # Its person says that she has entered.
    cases.send(Task.objects.select_related("case__person").get(pk=waiting.pk), True)
    assert [row.task.key for row in access.corrected(immd)] == ["identity_card.1"]


def test_only_who_holds_the_task_settles_and_once(filed: Case, ho_post: Officer, wong: Officer) -> None:
    corrected(filed)
    for post in (ho_post, wong):
        with pytest.raises(NotYoursError, match=r"desks\.settle_holder"):
            acts.settle(row_of(filed), post, taken=True)
    acts.take(admission(filed), ho_post)
    stale = row_of(filed)
    with pytest.raises(NotYoursError):
        acts.settle(stale, wong, taken=True)
    acts.settle(row_of(filed), ho_post, taken=True)
    with pytest.raises(OvertakenError):
        acts.settle(stale, ho_post, taken=False)
    pires = officer("pires@example.org", "Pires", "mo.psp", "execution", "handler")
    with pytest.raises(NotYoursError):
        acts.settle(stale, pires, taken=False)


def test_corrected_on_the_page(filed: Case) -> None:
    browser, address = browser_of(filed), f"/en/cases/{filed.public}/facts"
    assert f"{address}/{PAY}" in browser.get(address).text
    assert browser.get(f"{address}/{PAY}").status_code == 200
    assert browser.post(f"{address}/{PAY}", {"value": "perhaps"}).status_code == 400
    browser.post(f"{address}/{PAY}", {"value": "false", "words": "I misread."})
    page = browser.get(address).text
    assert "<del>yes</del> → <ins>no</ins>" in page and "has not looked at it yet" in page
    assert "already stands so" in browser.post(f"{address}/{PAY}", {"value": "false"}, follow=True).text
    assert Amendment.objects.count() == 1
    for name in ("person.family", "person.nothing", "organisation.kind"):
        assert browser.get(f"{address}/{name}").status_code == 404


def test_a_case_that_was_taken_back_is_not_corrected(filed: Case) -> None:
    cases.withdraw(filed)
    with pytest.raises(NotNowError):
        corrected(filed)
    assert f"/facts/{PAY}" not in browser_of(filed).get(f"/en/cases/{filed.public}/facts").text


def test_a_provision_that_the_law_no_longer_has_rests_on_what_its_decision_recorded(filed: Case) -> None:
    task = admission(filed)
    Task.objects.filter(pk=task.pk).update(provision="hk.gone")
    assert not amending.rests_on(fresh(task), PAY)


def test_the_export_has_it(filed: Case) -> None:
    corrected(filed)
    found = exported(filed.person.public)
    assert [row["fact"] for row in found["amendments"]] == [PAY] and len(found["amended_tasks"]) >= 1


@pytest.mark.parametrize("code", CODES)
def test_in_every_language(as_officer_: AsOfficer, filed: Case, ho_post: Officer, code: str) -> None:
    acts.take(admission(filed), ho_post)
    corrected(filed)
    desk = as_officer_(ho_post)
    assert desk.get(f"/{code}/desk/").status_code == 200
    assert desk.post(f"/{code}/desk/tasks/{admission(filed).public}/file").status_code == 200
    person = browser_of(filed)
    assert person.get(f"/{code}/cases/{filed.public}/facts").status_code == 200
    assert person.get(f"/{code}/cases/{filed.public}/facts/person.age").status_code == 200
