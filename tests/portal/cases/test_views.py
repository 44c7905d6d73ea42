"""The pages of a person's cases: each asked the same questions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huanliu.portal.authorities.models import Officer
from huanliu.portal.cases.models import Case, Task
from huanliu.portal.desks import acts as desks
from huanliu.portal.documents.models import Paper
from huanliu.portal.people.models import User
from tests.portal.casework import FACTS, JOURNEY, PDF, admission, fresh

As = Callable[[User], Client]
CODES = [code for code, _ in configured.LANGUAGES]
FILE = f"/en/cases/file/{JOURNEY}"
KEY = "a-key-that-came-with-the-page"


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "papers"


def answering(client: Client, facts: dict[str, Any]) -> Client:
    session = client.session
    session["answers"] = facts
    session.save()
    return client


@pytest.mark.parametrize("code", CODES)
def test_review_says_what_goes_to_whom_in_every_language(as_: As, lin: User, code: str) -> None:
    response = answering(as_(lin), FACTS).get(f"/{code}/cases/file/{JOURNEY}")
    assert response.status_code == 200 and 'name="filing"' in response.text
    assert {
        "en": "Immigration Department",
        "zh-hans": "香港入境事务处",
        "zh-hant": "入境事務處",
        "pt": "Immigration Department",
    }[code] in response.text
    assert "style=" not in response.text and len(response.content) < 150_000
    assert not Case.objects.exists()


def test_filing_and_a_second_click(as_: As, lin: User) -> None:
    client = answering(as_(lin), FACTS)
    first = client.post(FILE, {"filing": KEY, "read": "on"})
    second = client.post(FILE, {"filing": KEY, "read": "on"})
    assert first.status_code == 302 and first.headers["Location"] == second.headers["Location"]
    case = Case.objects.get()
    assert first.headers["Location"] == f"/en/cases/{case.public}" and case.facts == FACTS


@pytest.mark.parametrize("form", [{}, {"filing": KEY}, {"read": "on"}, {"filing": "<script>", "read": "on"}])
def test_a_filing_that_was_not_read_is_not_filed(as_: As, lin: User, form: dict[str, str]) -> None:
    response = answering(as_(lin), FACTS).post(FILE, form)
    assert response.status_code == 400 and not Case.objects.exists()


def test_a_posted_plan_is_not_believed(as_: As, lin: User) -> None:
    form = {"filing": KEY, "read": "on", "plan": "{}", "answers": '{"person.age": 99}', "tasks": "all"}
    answering(as_(lin), FACTS).post(FILE, form)
    assert Case.objects.get().facts["person.age"] == 30


def test_no_such_journey_and_answers_that_cannot_be_read(as_: As, lin: User) -> None:
    client = as_(lin)
    assert client.get("/en/cases/file/journey.nowhere").status_code == 404
    response = answering(client, {"person.age": "very"}).get(FILE)
    assert response.status_code == 400 and "very" in response.text


@pytest.mark.parametrize("code", CODES)
def test_a_case_in_every_language(as_: As, lin: User, filed: Case, code: str) -> None:
    for address in ("", filed.public, f"{filed.public}/withdraw"):
        response = as_(lin).get(f"/{code}/cases/{address}")
        assert response.status_code == 200 and "style=" not in response.text and len(response.content) < 150_000


def pages(case: Case) -> list[tuple[str, tuple[str, ...]]]:
    task = admission(case).public
    both = ("get", "post")
    return [
        (f"/en/cases/{case.public}", ("get",)),
        (f"/en/cases/{case.public}/papers", ("post",)),
        (f"/en/cases/{case.public}/withdraw", both),
        (f"/en/cases/{case.public}/tasks/{task}/answer", both),
        (f"/en/cases/{case.public}/tasks/{task}/review", both),
    ]


def test_a_stranger_a_bad_id_nobody_and_a_wrong_verb(as_: As, lin: User, silva: User, filed: Case) -> None:
    for address, verbs in pages(filed):
        for verb in verbs:
            assert getattr(as_(silva), verb)(address).status_code == 404, address
            nowhere = address.replace(filed.public, "nobody")
            assert getattr(as_(lin), verb)(nowhere).status_code == 404, nowhere
            assert getattr(Client(), verb)(address).headers["Location"].startswith("/en/account/login/")
        assert as_(lin).put(address).status_code == 405
    filed.refresh_from_db()
    assert filed.state == "open"


def test_an_officer_is_a_stranger_to_the_persons_pages(as_: As, filed: Case, ho_post: Officer) -> None:
    assert as_(ho_post.user).get(f"/en/cases/{filed.public}").status_code == 404


def test_a_task_of_another_case_is_not_there(as_: As, lin: User, filed: Case) -> None:
    assert as_(lin).get(f"/en/cases/{filed.public}/tasks/nobody/answer").status_code == 404


def test_giving_a_new_paper_and_one_from_before(as_: As, lin: User, filed: Case) -> None:
    client, address = as_(lin), f"/en/cases/{filed.public}/papers"
    client.post(address, {"kind": "mainland_identity_card", "file": SimpleUploadedFile("id.pdf", PDF)})
    paper = Paper.objects.get()
    assert filed.tasks.filter(papers__paper=paper).count() == 2
    client.post(address, {"kind": "photograph", "paper": paper.public})
    assert filed.tasks.filter(papers__paper=paper, papers__kind="photograph").count() == 1


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"kind": "photograph"},
        {"kind": "photograph", "paper": "nobody"},
        {"kind": "horse", "file": SimpleUploadedFile("id.pdf", PDF)},
        {"kind": "photograph", "file": SimpleUploadedFile("id.pdf", b"hello")},
    ],
)
def test_a_wrong_paper_is_refused_and_nothing_is_kept(as_: As, lin: User, filed: Case, form: dict[str, Any]) -> None:
    response = as_(lin).post(f"/en/cases/{filed.public}/papers", form)
    assert response.status_code == 400 and not Paper.objects.exists()


def test_anothers_paper_cannot_be_given(as_: As, lin: User, silva: User, filed: Case) -> None:
    as_(silva).post("/en/papers/", {"kind": "other", "file": SimpleUploadedFile("id.pdf", PDF)})
    theirs = Paper.objects.get()
    assert (
        as_(lin).post(f"/en/cases/{filed.public}/papers", {"kind": "photograph", "paper": theirs.public}).status_code
        == 400
    )


def test_asked_and_answered(as_: As, lin: User, filed: Case, ho_post: Officer) -> None:
    task = admission(filed)
    desks.take(task, ho_post)
    desks.ask(fresh(task), ho_post, "Please give the <b>contract</b>.")
    client, address = as_(lin), f"/en/cases/{filed.public}/tasks/{task.public}/answer"
    assert "An officer asks you" in client.get(f"/en/cases/{filed.public}").text
    assert "&lt;b&gt;contract" in client.get(address).text
    assert client.post(address, {"answer": " "}).status_code == 400
    assert client.post(address, {"answer": "Here."}).status_code == 302
    assert fresh(task).state == "taken"
    assert client.post(address, {"answer": "Again."}).status_code == 302
    assert fresh(task).corrections.get().answer == "Here."


def test_a_human_is_asked_to_look_again(as_: As, lin: User, filed: Case) -> None:
    task = admission(filed)
    client, address = as_(lin), f"/en/cases/{filed.public}/tasks/{task.public}/review"
    client.post(address, {"words": ""})
    assert fresh(task).state == "ready" and not fresh(task).reviewing
    Task.objects.filter(pk=task.pk).update(state="refused")
    assert "look again" in client.get(f"/en/cases/{filed.public}").text
    client.post(address, {"words": "My degree."})
    assert fresh(task).reviewing


def test_withdrawn_only_when_posted(as_: As, lin: User, filed: Case) -> None:
    client, address = as_(lin), f"/en/cases/{filed.public}/withdraw"
    client.get(address)
    filed.refresh_from_db()
    assert filed.state == "open"
    client.post(address)
    filed.refresh_from_db()
    assert filed.state == "withdrawn"
    again = client.post(address, follow=True)
    assert "cannot be done now" in again.text


def test_pages_are_kept_by_nobody(as_: As, lin: User, filed: Case) -> None:
    assert as_(lin).get(f"/en/cases/{filed.public}").headers["Cache-Control"] == "no-store"
