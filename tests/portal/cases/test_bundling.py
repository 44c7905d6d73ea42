"""A correction goes the way of the case and not without its consents; and a case can be taken along as a whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

from huanliu.portal.authorities.models import Officer
from huanliu.portal.cases import acts
from huanliu.portal.cases.amending import correct
from huanliu.portal.cases.bundling import bundle
from huanliu.portal.cases.models import Case, Decision, Task
from huanliu.portal.cases.shown import task_finding
from huanliu.portal.consent.acts import take_back
from huanliu.portal.consent.models import Transfer
from huanliu.portal.consent.purposes import purpose
from huanliu.portal.desks import acts as desks
from huanliu.portal.journeys.printing import NoPrinterError
from huanliu.portal.people.models import User
from huanliu.portal.record import trail
from tests.portal.casework import admission, agree, fresh

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


def test_a_correction_goes_over_the_border_with_a_row(filed: Case) -> None:
    correct(filed, OFFER, False, "")
    assert Transfer.objects.order_by("-pk")[0].fields == [OFFER]
    assert admission(filed).affected.count() == 1
    assert isinstance(trail.verify(), int)


def test_without_the_consent_it_waits_and_goes_once_the_consent_is_there(as_: As, filed: Case, lin: User) -> None:
    take_back(lin.public, purpose("leaving_mainland"))
    before = Transfer.objects.count()
    correct(filed, OFFER, False, "")
    assert Transfer.objects.count() == before and not admission(filed).affected.exists()
    assert "does not see yet" in as_(lin).get(f"/en/cases/{filed.public}").text
    assert acts.show_papers(filed) == 1
    agree(lin, "leaving_mainland")
    assert acts.show_papers(filed) == 0
    assert admission(filed).affected.count() == 1 and Transfer.objects.count() == before + 1


@pytest.mark.parametrize("code", CODES)
def test_the_bundle_in_every_language(as_: As, lin: User, filed: Case, code: str) -> None:
    response = as_(lin).get(f"/{code}/cases/{filed.public}/bundle")
    assert response.status_code == 200 and " style=" not in response.text and len(response.content) < 150_000


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
    correct(filed, "person.age", 33, "")
    page = as_(lin).get(f"/en/cases/{filed.public}/bundle").text
    for said in (
        filed.public,
        "Immigration Department",
        "All was shown at the desk.",
        "<del>30</del>",
        "not given yet",
    ):
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
