"""The pages of the desks: each asked the same questions."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

from huanliu.portal.authorities.models import ROLES, WORK, Officer
from huanliu.portal.cases import acts as cases
from huanliu.portal.cases.models import Case, JointStep, Task
from huanliu.portal.cases.states import TASK_STEPS
from huanliu.portal.consent.models import Look
from huanliu.portal.desks import access, acts
from huanliu.portal.documents import acts as papers
from huanliu.portal.people.models import User
from huanliu.portal.record.models import Entry
from tests.portal.casework import PDF, admission, fresh, officer

AsOfficer = Callable[[Officer], Client]
CODES = [code for code, _ in configured.LANGUAGES]
COMPLETE = {"outcome": "granted", "clause": "ASMTP FAQ", "reasons": "Everything that is asked for was shown."}


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "papers"


@pytest.fixture
def pires(db: None) -> Officer:
    return officer("pires@example.org", "Pires", "mo.psp", "execution", "handler", "decider", "second")


def on_the_desk(case: Case, name: str) -> str:
    return f"/en/desk/tasks/{admission(case).public}{name}"


# Every page of a task, its verbs, and whether the holder of a post that only handles may.
PAGES = [
    ("", ("get",), True),
    ("/take", ("post",), True),
    ("/release", ("post",), True),
    ("/recall", ("post",), True),
    ("/note", ("post",), True),
    ("/file", ("post",), True),
    ("/papers/nobody-nobody-nobody-n", ("post",), True),
    ("/ask", ("get", "post"), True),
    ("/hand-over", ("get", "post"), True),
    ("/decide", ("post",), False),
]


@pytest.mark.parametrize("page, verbs, handles", PAGES)
def test_another_authority_no_post_no_role_no_sign_in_and_a_wrong_verb(
    as_officer_: AsOfficer,
    filed: Case,
    ho_post: Officer,
    pires: Officer,
    silva: User,
    page: str,
    verbs: tuple[str, ...],
    handles: bool,
) -> None:
    address, client = on_the_desk(filed, page), Client()
    for verb in verbs:
        assert getattr(client, verb)(address).headers["Location"].startswith("/en/account/login/")
        assert getattr(as_officer_(pires), verb)(address).status_code == 404
        nowhere = address.replace(admission(filed).public, "nobody")
        assert getattr(as_officer_(ho_post), verb)(nowhere).status_code == 404
    client.force_login(silva)
    client_of_lin = Client()
    client_of_lin.force_login(filed.person)
    for who in (client, client_of_lin):
        assert getattr(who, verbs[0])(address).status_code == 403
    assert as_officer_(ho_post).put(address).status_code == 405
    mei = officer("mei@example.org", "Mei", "hk.immd", "execution", "handler")
    assert (getattr(as_officer_(mei), verbs[0])(address).status_code == 403) is not handles
    assert fresh(admission(filed)).state in ("ready", "taken")


@pytest.mark.parametrize("code", CODES)
def test_every_page_in_every_language(
    as_officer_: AsOfficer, filed: Case, ho_post: Officer, chan: Officer, code: str
) -> None:
    task = admission(filed)
    JointStep.objects.create(task=task, authority="hk.immd")
    acts.take(task, ho_post)
    client = as_officer_(ho_post)
    for page in (
        "",
        "?show=mine",
        "?show=nonsense",
        "workload",
        f"joint/{task.public}",
        f"tasks/{task.public}",
        f"tasks/{task.public}/ask",
        f"tasks/{task.public}/hand-over",
    ):
        response = client.get(f"/{code}/desk/{page}")
        assert response.status_code == 200, page
        assert "style=" not in response.text and len(response.content) < 150_000
    response = client.post(f"/{code}/desk/tasks/{task.public}/file")
    assert response.status_code == 200 and "style=" not in response.text and len(response.content) < 150_000
    assert as_officer_(chan).get(f"/{code}/desk/coordination").status_code == 200


def test_the_file_is_opened_by_a_button_and_shows_the_finding_beside_nothing_filled_in(
    as_officer_: AsOfficer, filed: Case, ho_post: Officer
) -> None:
    acts.take(admission(filed), ho_post)
    client = as_officer_(ho_post)
    assert client.get(on_the_desk(filed, "/file")).status_code == 405
    page = client.get(on_the_desk(filed, "")).text
    assert "total pay at Hong Kong market level" not in page and "Lin Yue" not in page
    text = client.post(on_the_desk(filed, "/file")).text
    assert "total pay at Hong Kong market level" in text and "A finding never decides" in text
    assert "may apply; the authority decides" in text and "2026-11-20" in text
    assert "immd.gov.hk" in text and "ASMTP FAQ" in text
    form = text[text.index('id="decide"') :]
    assert " checked" not in form and " selected" not in form
    assert Entry.objects.filter(event="data.looked", person=filed.person.public).count() == 1


def test_a_file_that_is_over_or_one_s_own_stays_shut(
    as_officer_: AsOfficer, filed: Case, ho_post: Officer, lin: User
) -> None:
    own = officer(lin.email, lin.name, "hk.immd", "execution", "handler")
    assert as_officer_(own).post(on_the_desk(filed, "/file")).status_code == 403
    cases.withdraw(filed)
    assert as_officer_(ho_post).post(on_the_desk(filed, "/file")).status_code == 403
    assert not Entry.objects.filter(event="data.looked").exists()


def test_a_paper_is_a_look_that_is_recorded(
    as_officer_: AsOfficer, filed: Case, ho_post: Officer, pires: Officer
) -> None:
    paper = papers.hand_in(filed.person, "employment_contract", "contract.pdf", PDF)
    client, address = as_officer_(ho_post), on_the_desk(filed, f"/papers/{paper.public}")
    assert client.post(address).status_code == 404
    cases.give_paper(filed, "employment_contract", paper)
    response = client.post(address)
    assert response.content == PDF and response["Content-Disposition"].startswith("attachment")
    assert Entry.objects.filter(event="data.looked", person=filed.person.public).count() == 1
    assert as_officer_(pires).post(address).status_code == 404


def test_from_the_queue_to_a_final_decision(
    as_officer_: AsOfficer, filed: Case, ho_post: Officer, wong: Officer
) -> None:
    client = as_officer_(ho_post)
    assert on_the_desk(filed, "") in client.get("/en/desk/").text
    client.post(on_the_desk(filed, "/take"))
    client.post(on_the_desk(filed, "/decide"), COMPLETE)
    decision = admission(filed).decisions.get()
    assert admission(filed).state == "proposed" and decision.record["provision"] == "hk.asmtp"
    told = client.post(f"/en/desk/decisions/{decision.public}/confirm", follow=True).text
    assert "Another officer must do this" in told and admission(filed).state == "proposed"
    second = as_officer_(wong)
    assert "Confirm; it is then final" in second.post(on_the_desk(filed, "/file")).text
    second.post(f"/en/desk/decisions/{decision.public}/confirm")
    assert admission(filed).state == "granted"
    told = second.post(f"/en/desk/decisions/{decision.public}/return", follow=True).text
    assert "cannot be done now" in told
    page = Client()
    page.force_login(filed.person)
    assert COMPLETE["reasons"] in page.get(f"/en/cases/{filed.public}").text


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": ""},
        {"outcome": "perhaps"},
        {"clause": ""},
        {"clause": "the moon"},
        {"reasons": "no"},
        {"reasons": " " * 30},
    ],
)
def test_a_decision_that_is_not_complete_comes_back_with_the_file(
    as_officer_: AsOfficer, filed: Case, ho_post: Officer, change: dict[str, str]
) -> None:
    acts.take(admission(filed), ho_post)
    response = as_officer_(ho_post).post(on_the_desk(filed, "/decide"), COMPLETE | change)
    assert response.status_code == 400 and "field__wrong" in response.text
    assert admission(filed).state == "taken" and not admission(filed).decisions.exists()


def test_a_decision_of_another_authority_is_not_there(
    as_officer_: AsOfficer, filed: Case, ho_post: Officer, pires: Officer
) -> None:
    acts.take(admission(filed), ho_post)
    decision = acts.propose(admission(filed), ho_post, "granted", COMPLETE["reasons"], "ASMTP FAQ", None)
    for verb in ("confirm", "return"):
        address = f"/en/desk/decisions/{decision.public}/{verb}"
        assert as_officer_(pires).post(address).status_code == 404
        assert as_officer_(ho_post).get(address).status_code == 405
        assert as_officer_(ho_post).post(f"/en/desk/decisions/nobody/{verb}").status_code == 404


def test_the_second_to_take_is_told_on_the_page(
    as_officer_: AsOfficer, filed: Case, ho_post: Officer, wong: Officer
) -> None:
    as_officer_(ho_post).post(on_the_desk(filed, "/take"))
    told = as_officer_(wong).post(on_the_desk(filed, "/take"), follow=True).text
    assert "cannot be done now" in told and admission(filed).officer == ho_post


@pytest.mark.parametrize(
    "page, form",
    [
        ("/ask", {"question": "short"}),
        ("/hand-over", {"authority": "moon", "layer": "execution", "reason": "Because it is so."}),
        ("/hand-over", {}),
    ],
)
def test_a_wrong_form_says_so(
    as_officer_: AsOfficer, filed: Case, ho_post: Officer, page: str, form: dict[str, str]
) -> None:
    acts.take(admission(filed), ho_post)
    response = as_officer_(ho_post).post(on_the_desk(filed, page), form)
    assert response.status_code == 400 and "field__wrong" in response.text and admission(filed).state == "taken"


def test_a_view_of_another_authority(as_officer_: AsOfficer, filed: Case, pires: Officer, wong: Officer) -> None:
    task = admission(filed)
    JointStep.objects.create(task=task, authority="mo.psp")
    client, address = as_officer_(pires), f"/en/desk/joint/{task.public}"
    assert address in client.get("/en/desk/").text
    assert client.post(address, {"view": "perhaps"}).status_code == 400
    client.post(address, {"view": "agrees", "words": "Nothing against it."})
    assert JointStep.objects.get().view == "agrees"
    assert as_officer_(wong).get(address).status_code == 404
    assert client.get("/en/desk/joint/nobody").status_code == 404


def test_coordination_is_for_coordinators(as_officer_: AsOfficer, filed: Case, chan: Officer, ho_post: Officer) -> None:
    task = admission(filed).public
    for page, verb in (
        ("coordination", "get"),
        (f"coordination/{task}/remind", "post"),
        (f"coordination/{task}/hand-over", "get"),
    ):
        assert getattr(as_officer_(ho_post), verb)(f"/en/desk/{page}").status_code == 403
    client = as_officer_(chan)
    assert client.get(f"/en/desk/coordination/{task}/remind").status_code == 405
    assert client.post("/en/desk/coordination/nobody/remind").status_code == 404
    assert client.post(f"/en/desk/coordination/{task}/remind").status_code == 302
    assert admission(filed).reminded_at is not None
    form = {"authority": "hk.labour", "layer": "execution", "reason": "It has lain there for long."}
    assert client.post(f"/en/desk/coordination/{task}/hand-over", form).status_code == 302
    assert admission(filed).authority == "hk.labour"
    text = client.get("/en/desk/coordination").text
    assert "Lin" not in text and "market level" not in text


def test_who_works_on_tasks_is_who_the_table_of_steps_names() -> None:
    named = {who for step in TASK_STEPS for who in step.who}
    assert [role for role in ROLES if role in named] == list(WORK)


@pytest.mark.parametrize(
    "authority, roles, first",
    [
        ("hk.immd", ("administrator",), "/en/desk/officers/"),
        ("hk.window", ("privacy",), "/en/desk/requests"),
        ("hk.window", ("privacy", "administrator"), "/en/desk/requests"),
    ],
)
def test_who_has_no_part_in_tasks_sees_nobodys_case(
    as_officer_: AsOfficer, filed: Case, authority: str, roles: tuple[str, ...], first: str
) -> None:
    Task.objects.filter(pk=admission(filed).pk).update(authority=authority)
    step = JointStep.objects.create(task=filed.tasks.exclude(key="admission.1")[0], authority=authority)
    Task.objects.filter(pk=step.task_id).update(state="ready", ready_at=filed.filed)
    client = as_officer_(officer("mei@example.org", "Mei", authority, "execution", *roles))
    for page, verbs, _ in PAGES:
        for verb in verbs:
            assert getattr(client, verb)(on_the_desk(filed, page)).status_code == 403, page
    joint = f"/en/desk/joint/{step.task.public}"
    assert client.get(joint).status_code == client.post(joint).status_code == 403
    begun = client.get("/en/desk/", follow=True)
    assert begun.redirect_chain == [(first, 302)] and 'href="/en/desk/"' not in begun.text.split("<main")[1]
    load = client.get("/en/desk/workload")
    assert load.status_code == 200 and filed.person.name not in load.text and filed.public[:6] not in load.text
    assert not Look.objects.exists()


def test_each_filter_says_how_many_it_shows(as_officer_: AsOfficer, filed: Case, ho_post: Officer) -> None:
    acts.take(admission(filed), ho_post)
    page = as_officer_(ho_post).get("/en/desk/").text
    assert "Mine (1)" in page and "Free to take</a>" in page
    for show, count in access.counts(ho_post).items():
        assert show == "over" or count == len(access.queue(ho_post, show)), show


@pytest.mark.parametrize(
    "authority, layer, roles, leads",
    [
        ("hk.immd", "execution", ("handler",), "/en/desk/tasks/"),
        ("hk.immd", "coordination", ("coordinator",), "/en/desk/coordination/"),
        ("hk.immd", "execution", ("administrator",), ""),
    ],
)
def test_the_oldest_task_of_the_workload_leads_where_its_reader_may_go(
    as_officer_: AsOfficer, filed: Case, authority: str, layer: str, roles: tuple[str, ...], leads: str
) -> None:
    Task.objects.exclude(pk=admission(filed).pk).delete()
    client = as_officer_(officer("mei@example.org", "Mei", authority, layer, *roles))
    address = f"{leads}{admission(filed).public}"
    page = client.get("/en/desk/workload").text
    assert admission(filed).title_text.en in page and (f'href="{address}"' in page) is bool(leads)
    assert not leads or client.get(address).status_code == 200


def test_a_task_whose_person_is_asked_is_not_overdue_and_not_stuck_for_that(
    as_officer_: AsOfficer, filed: Case, ho_post: Officer, chan: Officer
) -> None:
    acts.take(admission(filed), ho_post)
    Task.objects.filter(pk=admission(filed).pk).update(due=filed.filed.date() - datetime.timedelta(days=1))
    late = (access.counts(ho_post)["overdue"], admission(filed) in access.stuck(chan))
    acts.ask(admission(filed), ho_post, "Please send the contract.")
    asked = (access.counts(ho_post)["overdue"], admission(filed) in access.stuck(chan))
    assert (late, asked) == ((1, True), (0, False))


def test_a_proposal_is_not_told_as_a_decision_and_an_incomplete_one_says_so_at_the_top(
    as_officer_: AsOfficer, filed: Case, ho_post: Officer, wong: Officer
) -> None:
    acts.take(admission(filed), ho_post)
    decide = on_the_desk(filed, "/decide")
    wrong = as_officer_(ho_post).post(decide, {**COMPLETE, "reasons": ""})
    assert wrong.status_code == 400 and 'role="alert"><a href="#decide">' in wrong.text
    assert as_officer_(ho_post).post(decide, COMPLETE).status_code == 302
    for page in (as_officer_(wong).get(on_the_desk(filed, "")), as_officer_(wong).post(on_the_desk(filed, "/file"))):
        told = page.text.partition('id="proposal"')[2].partition("</section>")[0]
        assert "<strong>Grant</strong>" in told and "status--met" not in told


def test_the_page_of_a_task_says_where_its_holder_decides(
    as_officer_: AsOfficer, filed: Case, ho_post: Officer, wong: Officer
) -> None:
    acts.take(admission(filed), ho_post)
    said = [("You decide there" in as_officer_(post).get(on_the_desk(filed, "")).text) for post in (ho_post, wong)]
    assert said == [True, False]


def test_who_runs_an_authority_and_handles_too_sees_its_cases(as_officer_: AsOfficer, filed: Case) -> None:
    client = as_officer_(officer("mei@example.org", "Mei", "hk.immd", "execution", "handler", "administrator"))
    assert client.get("/en/desk/").status_code == client.get(on_the_desk(filed, "")).status_code == 200


def test_the_desk_stands_in_the_navigation_of_officers_only(
    as_officer_: AsOfficer, ho_post: Officer, silva: User
) -> None:
    assert 'href="/en/desk/"' in as_officer_(ho_post).get("/en/").text
    client = Client()
    client.force_login(silva)
    assert 'href="/en/desk/"' not in client.get("/en/").text
    assert 'href="/en/desk/"' not in Client().get("/en/").text


@pytest.mark.parametrize(
    "code, spoken, said", [("en", "yours", "the applicant: yes"), ("zh-hant", "您的情況", "申請人：是")]
)
def test_the_finding_speaks_of_the_applicant_and_not_to_the_officer(
    as_officer_: AsOfficer, filed: Case, ho_post: Officer, code: str, spoken: str, said: str
) -> None:
    page = as_officer_(ho_post).post(f"/{code}/desk/tasks/{admission(filed).public}/file").text
    assert said in page and spoken not in page and "you may apply" not in page
