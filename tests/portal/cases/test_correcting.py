"""A fact is corrected, never overwritten; what rests on the old one is named; and a case can be taken along as a whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

from huanliu.portal.authorities.models import Officer
from huanliu.portal.cases import acts
from huanliu.portal.cases.actors import NotNowError
from huanliu.portal.cases.bundling import bundle
from huanliu.portal.cases.correcting import correct, correctable, resting_on
from huanliu.portal.cases.filing import draft
from huanliu.portal.cases.models import Case, Decision, Task
from huanliu.portal.cases.shown import task_finding
from huanliu.portal.consent.acts import take_back
from huanliu.portal.consent.models import Transfer
from huanliu.portal.consent.purposes import purpose
from huanliu.portal.desks import acts as desks
from huanliu.portal.journeys.printing import NoPrinterError
from huanliu.portal.people.models import User
from huanliu.portal.record import trail
from huanliu.portal.record.models import Entry
from tests.portal.casework import FACTS, JOURNEY, admission, fresh

As = Callable[[User], Client]
CODES = [code for code, _ in configured.LANGUAGES]
OFFER = "person.has_hk_job_offer"


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "papers"


def proposed(case: Case, officer: Officer) -> Decision:
    desks.take(admission(case), officer)
    found = task_finding(admission(case))
    assert found is not None
    return desks.propose(admission(case), officer, "granted", "All was shown at the desk.", "FAQ", found.record)


def test_the_old_value_is_kept_and_the_desk_reads_the_new_one(filed: Case, lin: User) -> None:
    assert task_finding(admission(filed)).finding.status.value == "met"  # type: ignore[union-attr]
    made = correct(filed, OFFER, False)
    assert made is not None and (made.before, made.after) == (True, False)
    filed.refresh_from_db()
    assert filed.facts[OFFER] is False
    assert task_finding(admission(filed)).finding.status.value == "unmet"  # type: ignore[union-attr]
    (entry,) = Entry.objects.filter(event="case.corrected", person=lin.public, about=filed.public)
    assert json.loads(entry.body.text) == {"fact": OFFER, "tasks": [admission(filed).public]}
    # The correction goes the way of the case, and is written down.
    assert Transfer.objects.order_by("-pk")[0].fields == [OFFER]
    assert isinstance(trail.verify(), int)


def test_what_rests_on_it_is_named_with_the_decision_and_with_what_is_found_now(
    filed: Case, ho_post: Officer, wong: Officer
) -> None:
    decision = proposed(filed, ho_post)
    correct(filed, OFFER, False)
    (rest,) = [each for each in resting_on(filed, OFFER) if each.task.key == "admission.1"]
    assert rest.decision == decision and rest.status == "unmet" and not rest.old
    desks.confirm(Decision.objects.select_related("task__case__person").get(pk=decision.pk), wong)
    filed.refresh_from_db()
    (rest,) = [each for each in resting_on(filed, OFFER) if each.task.key == "admission.1"]
    assert rest.decision is not None and rest.decision.state == "confirmed" and rest.status is None
    assert resting_on(filed, "person.day_log") == []


def test_without_the_consent_the_desk_keeps_the_value_that_it_was_given(filed: Case, lin: User) -> None:
    take_back(lin.public, purpose("leaving_mainland"))
    before = Transfer.objects.count()
    correct(filed, OFFER, False)
    filed.refresh_from_db()
    assert filed.facts[OFFER] is False and Transfer.objects.count() == before
    assert task_finding(admission(filed)).finding.status.value == "met"  # type: ignore[union-attr]
    assert [each.old for each in resting_on(filed, OFFER) if each.task.key == "admission.1"] == [True]


def test_the_same_value_is_no_correction_and_a_case_that_is_over_takes_none(filed: Case) -> None:
    assert correct(filed, OFFER, True) is None and not filed.amendments.exists()
    with pytest.raises(NotNowError):
        correct(filed, "person.family", [])
    acts.withdraw(filed)
    with pytest.raises(NotNowError):
        correct(filed, OFFER, False)


def test_a_correction_that_would_make_two_open_cases_alike_is_refused_whole(filed: Case, lin: User) -> None:
    acts.file(lin, draft(JOURNEY, {**FACTS, "person.age": 31}), "the-other-case-of-lin")
    with pytest.raises(NotNowError, match=r"cases\.same_case_open"):
        correct(filed, "person.age", 31)
    assert not filed.amendments.exists() and not Entry.objects.filter(event="case.corrected").exists()


def test_what_was_not_stated_can_be_added(filed: Case) -> None:
    added = [name for name in correctable(filed) if name not in filed.facts]
    assert "person.family" not in added and len(added) > 3


@pytest.mark.parametrize("code", CODES)
def test_the_pages_in_every_language(as_: As, lin: User, filed: Case, code: str) -> None:
    correct(filed, OFFER, False)
    client = as_(lin)
    for address in ("facts", f"facts/{OFFER}", "facts/person.age", "bundle"):
        response = client.get(f"/{code}/cases/{filed.public}/{address}")
        assert response.status_code == 200, address
        assert " style=" not in response.text and len(response.content) < 150_000
    assert client.get(f"/{code}/cases/{filed.public}/facts/person.family").status_code == 404


def test_a_correction_by_page(as_: As, lin: User, filed: Case) -> None:
    client, address = as_(lin), f"/en/cases/{filed.public}/facts/person.age"
    assert "What rests on this fact" in client.get(address).text
    assert client.post(address, {"value": "young"}).status_code == 400
    page = client.post(address, {"value": "33"}, follow=True).text
    assert "formerly 30" in page
    filed.refresh_from_db()
    assert filed.facts["person.age"] == 33


def test_an_officer_sees_that_a_fact_was_corrected_and_not_what_it_was(
    as_officer_: Callable[[Officer], Client], filed: Case, ho_post: Officer, wong: Officer
) -> None:
    proposed(filed, ho_post)
    correct(filed, OFFER, False)
    page = as_officer_(wong).post(f"/en/desk/tasks/{admission(filed).public}/file").text
    assert "Corrected by the applicant" in page and "rests on the former value" in page


def test_an_officer_sees_what_rests_on_the_persons_word_alone(
    as_officer_: Callable[[Officer], Client], filed: Case, lin: User, ho_post: Officer
) -> None:
    card = filed.tasks.get(key="permit_card.1")
    Task.objects.filter(pk=card.pk).update(state="elsewhere")
    acts.report_done(fresh(card))
    Task.objects.filter(case=filed, key="endorsement.1").update(
        state="ready", authority="hk.immd", ready_at=filed.filed
    )
    page = as_officer_(ho_post).post(f"/en/desk/tasks/{filed.tasks.get(key='endorsement.1').public}/file").text
    assert "on the applicant" in page and "word alone" in page


def test_the_bundle_has_everything_and_a_pdf(as_: As, lin: User, filed: Case, ho_post: Officer, wong: Officer) -> None:
    decision = proposed(filed, ho_post)
    desks.confirm(Decision.objects.select_related("task__case__person").get(pk=decision.pk), wong)
    correct(filed, "person.age", 33)
    page = as_(lin).get(f"/en/cases/{filed.public}/bundle").text
    for said in (filed.public, "Immigration Department", "All was shown at the desk.", "formerly 30", "not given yet"):
        assert said in page
    assert len(bundle(filed, "en")["tasks"]) == filed.tasks.count()
    answer = as_(lin).get(f"/zh-hant/cases/{filed.public}/bundle.pdf")
    assert answer.status_code in (200, 503)
    if answer.status_code == 200:
        assert answer.content.startswith(b"%PDF") and answer["Content-Type"] == "application/pdf"


def test_where_no_pdf_can_be_made_the_page_says_how_to_print(
    as_: As, lin: User, filed: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(page: str) -> bytes:
        raise NoPrinterError

    monkeypatch.setattr("huanliu.portal.cases.bundling.print_pdf", none)
    answer = as_(lin).get(f"/en/cases/{filed.public}/bundle.pdf")
    assert answer.status_code == 503 and "Print the page" in answer.text
