"""Who runs an authority appoints its officers; whoever leaves loses everything at once, and nothing waits for them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from huanliu.portal.authorities.access import post_of
from huanliu.portal.authorities.acts import RefusedPostError, appoint, change_roles, end_post
from huanliu.portal.authorities.models import Officer
from huanliu.portal.cases import acts as cases
from huanliu.portal.cases.access import open_correction
from huanliu.portal.cases.actors import NotYoursError
from huanliu.portal.cases.models import Case, Decision
from huanliu.portal.desks import acts
from huanliu.portal.people.models import User
from huanliu.portal.record.models import Entry
from tests.portal.casework import admission, fresh, officer
from tests.portal.conftest import come_in

AsOfficer = Callable[[Officer], Client]
OFFICERS = "/en/desk/officers/"
REASONS = "Everything that is asked for was shown."


@pytest.fixture
def yip(db: None) -> Officer:
    """Yip runs the Immigration Department's desk."""
    return officer("yip@example.org", "Yip", "hk.immd", "coordination", "administrator")


def test_appointed_on_the_page(as_officer_: AsOfficer, yip: Officer, silva: User) -> None:
    form = {"email": "Silva@Example.org", "layer": "execution", "roles": ["handler", "second"]}
    assert as_officer_(yip).post(OFFICERS, form).status_code == 302
    post = post_of(silva)
    assert post is not None and (post.authority, post.roles) == ("hk.immd", {"handler", "second"})
    entry = Entry.objects.get(event="officer.appointed", person=silva.public)
    assert entry.actor == yip.user.public
    page = as_officer_(yip).get(OFFICERS).content.decode()
    assert "Ana Silva" in page and "You; somebody else changes your post" in page


@pytest.mark.parametrize(
    "form, sentence",
    [
        ({"email": "nobody@example.org", "roles": ["handler"]}, "Nobody has an account with this address"),
        ({"email": "ho@example.org", "roles": ["handler"]}, "acts for an authority already"),
        ({"email": "ho", "roles": ["handler"]}, "Write an address"),
        ({"email": "silva@example.org", "roles": []}, "Choose at least one duty"),
        ({"email": "silva@example.org", "roles": ["coordinator"]}, "stands in the coordination layer"),
        ({"email": "silva@example.org", "roles": ["privacy"]}, "Choose at least one duty"),
        ({"email": "silva@example.org", "roles": ["king"]}, "Choose at least one duty"),
    ],
)
def test_what_cannot_be_appointed_is_said_at_its_field(
    as_officer_: AsOfficer, yip: Officer, ho_post: Officer, silva: User, form: dict[str, object], sentence: str
) -> None:
    answer = as_officer_(yip).post(OFFICERS, {"layer": "execution", **form})
    assert answer.status_code == 400 and sentence in answer.content.decode()
    assert post_of(silva) is None


def test_only_who_runs_it_and_only_the_own_authority_and_never_oneself(
    as_officer_: AsOfficer, yip: Officer, ho_post: Officer
) -> None:
    macao = officer("pires@example.org", "Pires", "mo.psp", "execution", "handler", "administrator")
    assert as_officer_(ho_post).get(OFFICERS).status_code == 403
    for page in ("roles", "end"):
        assert as_officer_(macao).post(f"{OFFICERS}{ho_post.public}/{page}", {"roles": ["handler"]}).status_code == 404
        assert as_officer_(yip).post(f"{OFFICERS}{yip.public}/{page}", {"roles": ["decider"]}).status_code == 403
    ho_post.refresh_from_db()
    assert ho_post.ended is None and "decider" in ho_post.roles


def test_duties_changed_on_the_page(as_officer_: AsOfficer, yip: Officer, ho_post: Officer) -> None:
    address = f"{OFFICERS}{ho_post.public}/roles"
    assert as_officer_(yip).get(address).status_code == 200
    assert as_officer_(yip).post(address, {"roles": ["handler"]}).status_code == 302
    ho_post.refresh_from_db()
    assert ho_post.roles == {"handler"}
    assert Entry.objects.filter(event="officer.roles_changed", about=ho_post.public).count() == 1
    assert not change_roles(ho_post, ["handler"])


def test_only_a_window_answers_for_data(silva: User) -> None:
    with pytest.raises(RefusedPostError):
        appoint(silva, "hk.immd", "execution", ["privacy"])
    with pytest.raises(RefusedPostError):
        appoint(silva, "gba.coordination", "coordination", ["privacy"])
    assert appoint(silva, "hk.window", "execution", ["privacy"]).privacy


def test_whoever_leaves_sees_nothing_from_the_next_request_on(
    as_officer_: AsOfficer, yip: Officer, ho_post: Officer, filed: Case
) -> None:
    theirs = Client()
    come_in(theirs, ho_post.user)
    task = f"/en/desk/tasks/{admission(filed).public}"
    assert theirs.post(f"{task}/take").status_code == 302 and theirs.post(f"{task}/file").status_code == 200
    ending = f"{OFFICERS}{ho_post.public}/end"
    assert "return to the queue: 1" in as_officer_(yip).get(ending).content.decode()
    assert as_officer_(yip).post(ending).status_code == 302
    for address in ("/en/desk/", task, "/en/desk/workload"):
        assert theirs.get(address).status_code == 403
    assert theirs.post(f"{task}/file").status_code == 403
    assert (admission(filed).state, admission(filed).officer) == ("ready", None)


def test_a_page_that_was_open_when_the_post_ended_does_nothing(filed: Case, ho_post: Officer) -> None:
    stale = Officer.objects.get(pk=ho_post.pk)
    end_post(ho_post)
    with pytest.raises(NotYoursError):
        acts.take(admission(filed), stale)


def test_a_proposal_of_somebody_who_left_is_proposed_anew(filed: Case, ho_post: Officer, wong: Officer) -> None:
    acts.take(admission(filed), ho_post)
    proposed = acts.propose(admission(filed), ho_post, "granted", REASONS, "ASMTP FAQ", None)
    assert end_post(ho_post)
    assert Decision.objects.get(pk=proposed.pk).state == "returned" and admission(filed).state == "ready"
    acts.take(admission(filed), wong)
    assert admission(filed).officer == wong


def test_a_question_of_somebody_who_left_stays_asked_and_the_answer_reaches_the_queue(
    filed: Case, ho_post: Officer, wong: Officer
) -> None:
    acts.take(admission(filed), ho_post)
    acts.ask(admission(filed), ho_post, "Please give the contract.")
    end_post(ho_post)
    assert (admission(filed).state, admission(filed).officer) == ("asked", None)
    correction = open_correction(admission(filed))
    assert correction is not None
    cases.answer(correction, "Here it is.")
    assert (admission(filed).state, admission(filed).officer) == ("ready", None)


def test_a_colleague_takes_over_what_was_asked(filed: Case, ho_post: Officer, wong: Officer) -> None:
    acts.take(admission(filed), ho_post)
    acts.ask(admission(filed), ho_post, "Please give the contract.")
    with pytest.raises(NotYoursError, match=r"cases\.other_holder"):
        acts.take(admission(filed), wong)
    end_post(ho_post)
    acts.take(admission(filed), wong)
    assert (admission(filed).state, admission(filed).officer) == ("asked", wong)
    acts.recall(admission(filed), wong)
    assert admission(filed).state == "taken"


def test_who_no_longer_handles_gives_the_tasks_back(filed: Case, ho_post: Officer) -> None:
    acts.take(admission(filed), ho_post)
    change_roles(ho_post, ["second"])
    assert (admission(filed).state, admission(filed).officer) == ("ready", None)


def test_four_eyes_are_two_people_and_not_two_posts(filed: Case, ho_post: Officer, wong: Officer) -> None:
    acts.take(admission(filed), ho_post)
    proposed = acts.propose(admission(filed), ho_post, "granted", REASONS, "ASMTP FAQ", None)
    Officer.objects.filter(pk=ho_post.pk).update(ended=filed.filed)
    again = appoint(ho_post.user, "hk.immd", "execution", ["handler", "decider", "second"])
    decision = Decision.objects.select_related("task__case__person").get(pk=proposed.pk)
    with pytest.raises(NotYoursError, match=r"cases\.same_officer"):
        acts.confirm(decision, again)
    assert fresh(decision.task).state == "proposed"


def test_dismissed_by_the_command(ho_post: Officer, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("dismiss", ho_post.user.email)
    assert post_of(ho_post.user) is None and "hk.immd" in capsys.readouterr().out
    for email in (ho_post.user.email, "nobody@example.org"):
        with pytest.raises(CommandError):
            call_command("dismiss", email)
