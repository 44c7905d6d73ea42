"""A decision from end to end: what the engine did not test is examined by a human, the record is kept and shown, and one button asks
for a person; another officer then decides anew."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

from huanliu.engine.record import Record, replay_record
from huanliu.portal.authorities.models import Officer
from huanliu.portal.bay import the_bay
from huanliu.portal.cases.models import Case, Decision, Task
from huanliu.portal.cases.records import record_from, shown_record
from huanliu.portal.desks import acts
from tests.portal.casework import admission, fresh, officer

AsOfficer = Callable[[Officer], Client]
CODES = [code for code, _ in configured.LANGUAGES]
REASONS = "Everything that is asked for was shown."
FORM = {"outcome": "refused", "clause": "ASMTP FAQ", "reasons": REASONS}


def browser_of(case: Case) -> Client:
    client = Client()
    client.force_login(case.person)
    return client


@pytest.fixture
def yu(db: None) -> Officer:
    """Yu decides at the National Immigration Administration."""
    return officer("yu@example.org", "Yu", "cn.nia", "execution", "handler", "decider", "second")


def permit(case: Case) -> Task:
    return case.tasks.filter(key="permit_card.1").select_related("case__person")[0]


def decided(case: Case, first: Officer, second: Officer, as_officer_: AsOfficer) -> Decision:
    desk, task = as_officer_(first), f"/en/desk/tasks/{admission(case).public}"
    desk.post(f"{task}/take")
    desk.post(f"{task}/decide", FORM)
    decision = admission(case).decisions.get(state="proposed")
    as_officer_(second).post(f"/en/desk/decisions/{decision.public}/confirm")
    decision.refresh_from_db()
    return decision


def test_what_the_engine_did_not_test_is_for_the_officer(as_officer_: AsOfficer, filed: Case, yu: Officer) -> None:
    task, desk = f"/en/desk/tasks/{permit(filed).public}", as_officer_(yu)
    desk.post(f"{task}/take")
    page = desk.post(f"{task}/file").text
    assert "The engine did not test this: you must" in page and "barred by law from leaving the Mainland" in page
    clause = page.split('<select id="clause"')[1].split('value="')[2].split('"')[0]
    form = {"outcome": "granted", "clause": clause, "reasons": REASONS}
    answer = desk.post(f"{task}/decide", form)
    assert answer.status_code == 400 and "examined-wrong" in answer.text and not permit(filed).decisions.exists()
    desk.post(f"{task}/decide", {**form, "examined": "on"})
    assert permit(filed).decisions.get().examined


def test_where_the_engine_tests_everything_nothing_more_is_asked(
    as_officer_: AsOfficer, filed: Case, ho_post: Officer
) -> None:
    acts.take(admission(filed), ho_post)
    page = as_officer_(ho_post).post(f"/en/desk/tasks/{admission(filed).public}/file").text
    assert "The engine did not test this" not in page and 'name="examined"' not in page


def test_where_there_is_no_finding_all_is_for_the_officer(
    as_officer_: AsOfficer, filed: Case, ho_post: Officer
) -> None:
    acts.take(admission(filed), ho_post)
    Task.objects.filter(pk=admission(filed).pk).update(provision="hk.gone")
    desk, task = as_officer_(ho_post), f"/en/desk/tasks/{admission(filed).public}"
    assert "Nothing here was tested" in desk.post(f"{task}/file").text
    form = {"outcome": "granted", "clause": "hk.gone", "reasons": REASONS}
    assert desk.post(f"{task}/decide", form).status_code == 400
    assert desk.post(f"{task}/decide", {**form, "examined": "on"}).status_code == 302
    assert admission(filed).decisions.get().record == {}


def test_the_record_is_kept_shown_and_taken_away(
    as_officer_: AsOfficer, filed: Case, ho_post: Officer, wong: Officer
) -> None:
    decision, client = decided(filed, ho_post, wong, as_officer_), browser_of(filed)
    address = f"/en/cases/{filed.public}/decisions/{decision.public}"
    assert address in client.get(f"/en/cases/{filed.public}").text
    page = client.get(address).text
    for shown in (REASONS, "ASMTP FAQ", "A finding never decides", ho_post.number, wong.number, "market level"):
        assert shown in page
    assert ho_post.user.name not in page and wong.user.name not in page
    taken = json.loads(client.get(f"{address}/record.json").content)
    assert replay_record(record_from(taken[0]), the_bay()).same
    for somebody in (as_officer_(ho_post), Client()):
        assert somebody.get(address).status_code in (302, 404)
        assert somebody.get(f"{address}/record.json").status_code in (302, 404)


@pytest.mark.parametrize("code", CODES)
def test_the_record_in_every_language(
    as_officer_: AsOfficer, filed: Case, ho_post: Officer, wong: Officer, code: str
) -> None:
    decision = decided(filed, ho_post, wong, as_officer_)
    answer = browser_of(filed).get(f"/{code}/cases/{filed.public}/decisions/{decision.public}")
    assert answer.status_code == 200
    assert as_officer_(ho_post).get(f"/{code}/desk/tasks/{admission(filed).public}").status_code == 200


def test_a_proposal_is_nobody_s_but_the_authority_s(filed: Case, ho_post: Officer) -> None:
    acts.take(admission(filed), ho_post)
    decision = acts.propose(admission(filed), ho_post, "granted", REASONS, "ASMTP FAQ", None)
    assert browser_of(filed).get(f"/en/cases/{filed.public}/decisions/{decision.public}").status_code == 404


def test_a_record_that_the_law_cannot_run_again_is_shown_as_it_was(filed: Case, ho_post: Officer) -> None:
    from huanliu.portal.cases.shown import task_finding

    finding = task_finding(admission(filed))
    assert finding is not None
    acts.take(admission(filed), ho_post)
    decision = acts.propose(admission(filed), ho_post, "granted", REASONS, "ASMTP FAQ", finding.record)
    decision.record = {**decision.record, "provision": "hk.gone"}
    shown = shown_record(decision, "en")
    assert shown is not None and not shown.same and shown.tree == decision.record["explanation"]
    decision.record = {}
    assert shown_record(decision, "en") is None
    assert isinstance(finding.record, Record)


def test_one_button_asks_for_a_person_and_another_officer_decides_anew(
    as_officer_: AsOfficer, filed: Case, ho_post: Officer, wong: Officer
) -> None:
    first, client = decided(filed, ho_post, wong, as_officer_), browser_of(filed)
    page = client.get(f"/en/cases/{filed.public}/decisions/{first.public}").text
    button = f"/en/cases/{filed.public}/tasks/{admission(filed).public}/review"
    assert page.count(f'href="{button}"') == 1
    client.post(button, {"words": "My contract was overlooked."})
    assert admission(filed).state == "ready" and admission(filed).reviewing
    assert "another officer decides anew" in client.get(f"/en/cases/{filed.public}/decisions/{first.public}").text
    task = f"/en/desk/tasks/{admission(filed).public}"
    for had_a_hand in (ho_post, wong):
        told = as_officer_(had_a_hand).post(f"{task}/take", follow=True).text
        assert "Another officer must do this" in told and admission(filed).state == "ready"
    third = officer("third@example.org", "Third", "hk.immd", "execution", "handler", "decider")
    desk = as_officer_(third)
    assert task in desk.get("/en/desk/?show=review").text
    page = desk.get(task).text
    for seen in ("My contract was overlooked.", REASONS, "no longer counts", ho_post.user.name, "binds nobody"):
        assert seen in page
    desk.post(f"{task}/take")
    desk.post(f"{task}/decide", {**FORM, "outcome": "granted"})
    again = admission(filed).decisions.get(state="proposed")
    told = as_officer_(wong).post(f"/en/desk/decisions/{again.public}/confirm", follow=True).text
    assert "Another officer must do this" in told
    fourth = officer("fourth@example.org", "Fourth", "hk.immd", "execution", "second")
    as_officer_(fourth).post(f"/en/desk/decisions/{again.public}/confirm")
    assert fresh(admission(filed)).state == "granted"
    states: dict[str, Any] = dict(admission(filed).decisions.values_list("public", "state"))
    assert states == {first.public: "reviewed", again.public: "confirmed"}
