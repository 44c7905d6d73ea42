"""What a person does with a case, and what follows from it."""

from __future__ import annotations

import datetime

import pytest

from huanliu.base import clock
from huanliu.portal.authorities.models import Officer
from huanliu.portal.cases import acts
from huanliu.portal.cases.actors import NotNowError
from huanliu.portal.cases.filing import Draft, draft
from huanliu.portal.cases.models import Case, Decision, Notice, Task
from huanliu.portal.cases.timeline import timeline
from huanliu.portal.desks import acts as desks
from huanliu.portal.documents import acts as papers
from huanliu.portal.documents.models import Share
from huanliu.portal.people.models import User
from huanliu.portal.record import trail
from huanliu.portal.record.models import Entry
from tests.portal.casework import FACTS, JOURNEY, PDF, admission, fresh

REASONS = "Everything that is asked for was shown."


def decided(task: Task, outcome: str, first: Officer, second: Officer) -> Task:
    desks.take(fresh(task), first)
    decision = desks.propose(fresh(task), first, outcome, REASONS, "ASMTP FAQ", None)
    desks.confirm(Decision.objects.select_related("task__case__person").filter(pk=decision.pk)[0], second)
    return fresh(task)


def noted(case: Case, key: str, holder: Officer) -> None:
    task = case.tasks.filter(key=key)[0]
    Task.objects.filter(pk=task.pk).update(state="taken", officer=holder, authority=holder.authority)
    desks.note(fresh(task), holder)


def test_a_plan_becomes_a_case(filed: Case, lin: User, lin_drafted: Draft) -> None:
    assert (filed.state, filed.person, filed.journey) == ("open", lin, JOURNEY)
    assert filed.law_digest == lin_drafted.law_digest and filed.facts == FACTS
    assert [task.key for task in filed.tasks.all()] == [task.key for task in lin_drafted.tasks]
    states = {task.key: task.state for task in filed.tasks.all()}
    assert states["admission.1"] == states["permit_card.1"] == "ready"
    assert {state for key, state in states.items() if key not in ("admission.1", "permit_card.1")} == {"waiting"}
    assert admission(filed).due is not None
    assert Entry.objects.filter(event="case.filed", about=filed.public).count() == 1
    assert Notice.objects.filter(case=filed.public, key="cases.notice_filed").count() == 1


def test_tasks_lie_with_authorities_of_two_jurisdictions(filed: Case) -> None:
    assert {task.authority for task in filed.tasks.all()} == {"hk.immd", "cn.nia", "hk.mpfa", "hk.ird"}


def test_filed_twice_is_one_case(filed: Case, lin: User, lin_drafted: Draft) -> None:
    assert acts.file(lin, lin_drafted, "the-first-filing-of-lin") == filed
    assert acts.file(lin, lin_drafted, "from-another-window-000") == filed
    other = acts.file(lin, draft(JOURNEY, {**FACTS, "person.age": 31}), "from-another-window-111")
    assert other != filed and Case.objects.count() == 2


def test_filed_again_once_withdrawn(filed: Case, lin: User, lin_drafted: Draft) -> None:
    acts.withdraw(filed)
    assert acts.file(lin, lin_drafted, "filed-again-after-it-000") != filed
    assert acts.file(lin, lin_drafted, "the-first-filing-of-lin") == filed


def test_a_route_goes_office_by_office(lin: User) -> None:
    drafted = draft(
        "journey.practise_in_mainland", {"person.profession": "doctor"} | {"person.is_hk_permanent_resident": True}
    )
    keys = [task.key for task in drafted.tasks]
    assert len(keys) == len(set(keys))
    for task in drafted.tasks:
        assert set(task.after) <= set(keys)
        assert all(keys.index(before) < keys.index(task.key) for before in task.after)


@pytest.mark.parametrize("journey", sorted(__import__("huanliu").load().law.journeys))
def test_every_journey_can_be_filed(lin: User, journey: str) -> None:
    drafted = draft(journey, {})
    if drafted.tasks:
        case = acts.file(lin, drafted, f"every-journey-{journey}"[:40])
        assert case.tasks.count() == len(drafted.tasks)


def test_a_paper_is_given_once_for_all_and_shown_only_where_the_task_lies(filed: Case, lin: User) -> None:
    paper = papers.hand_in(lin, "mainland_identity_card", "id.pdf", PDF)
    assert acts.give_paper(filed, "mainland_identity_card", paper) == 2
    # The endorsement waits for the admission: its desk does not see the paper yet.
    assert {share.task for share in Share.objects.filter(ended=None)} == {filed.tasks.get(key="permit_card.1").public}


def test_a_paper_that_nobody_asks_for_is_refused(filed: Case, lin: User) -> None:
    with pytest.raises(NotNowError):
        acts.give_paper(filed, "horse_passport", papers.hand_in(lin, "other", "id.pdf", PDF))


def test_another_paper_in_its_place_is_shown_instead(filed: Case, lin: User) -> None:
    first = papers.hand_in(lin, "photograph", "one.pdf", PDF)
    other = papers.hand_in(lin, "photograph", "two.pdf", PDF + b"% two\n%%EOF\n")
    for paper in (first, other):
        acts.give_paper(filed, "photograph", paper)
    assert [share.paper for share in Share.objects.filter(ended=None)] == [other]


def test_a_grant_opens_what_waited_and_a_refusal_does_not(
    filed: Case, lin: User, ho_post: Officer, wong: Officer
) -> None:
    paper = papers.hand_in(lin, "mainland_identity_card", "id.pdf", PDF)
    acts.give_paper(filed, "mainland_identity_card", paper)
    decided(admission(filed), "granted", ho_post, wong)
    assert filed.tasks.get(key="endorsement.1").state == "waiting"
    noted(filed, "permit_card.1", ho_post)
    opened = filed.tasks.get(key="endorsement.1")
    assert opened.state == "ready" and opened.ready_at is not None
    assert {share.task for share in Share.objects.filter(ended=None)} == {opened.public}


def test_a_refusal_leaves_what_waited_and_ends_the_case_when_nothing_lies_at_a_desk(
    filed: Case, ho_post: Officer, wong: Officer
) -> None:
    decided(admission(filed), "refused", ho_post, wong)
    filed.refresh_from_db()
    assert filed.state == "open" and filed.tasks.get(key="endorsement.1").state == "waiting"
    noted(filed, "permit_card.1", ho_post)
    filed.refresh_from_db()
    assert filed.state == "closed"


def test_a_human_looks_again_and_never_the_same_one(filed: Case, ho_post: Officer, wong: Officer) -> None:
    from huanliu.portal.cases.actors import NotYoursError
    from tests.portal.casework import officer

    task = decided(admission(filed), "refused", ho_post, wong)
    noted(filed, "permit_card.1", ho_post)
    acts.ask_review(fresh(task), "My degree was overlooked.")
    task = fresh(task)
    filed.refresh_from_db()
    assert (task.state, task.reviewing, task.officer, task.decided_at, filed.state) == (
        "ready",
        True,
        None,
        None,
        "open",
    )
    for again in (ho_post, wong):
        with pytest.raises(NotYoursError, match=r"cases\.same_officer"):
            desks.take(fresh(task), again)
    lee = officer("lee@example.org", "Lee", "hk.immd", "execution", "handler", "decider")
    kwok = officer("kwok@example.org", "Kwok", "hk.immd", "execution", "second")
    assert decided(fresh(task), "granted", lee, kwok).state == "granted"
    assert [each.state for each in task.decisions.all()] == ["reviewed", "confirmed"]


def test_withdrawn_means_every_task_and_no_paper_is_shown(
    filed: Case, lin: User, ho_post: Officer, wong: Officer
) -> None:
    acts.give_paper(filed, "photograph", papers.hand_in(lin, "photograph", "id.pdf", PDF))
    task = decided(admission(filed), "granted", ho_post, wong)
    acts.withdraw(filed)
    assert {each.state for each in filed.tasks.all()} == {"granted", "withdrawn"}
    assert not Share.objects.filter(ended=None).exists()
    with pytest.raises(NotNowError):
        acts.withdraw(filed)
    with pytest.raises(NotNowError):
        acts.ask_review(fresh(task), "")


def test_the_clock_stands_still_while_the_person_is_asked(
    filed: Case, ho_post: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huanliu.portal.cases.access import open_correction

    task = admission(filed)
    assert task.due is not None
    desks.take(task, ho_post)
    desks.ask(fresh(task), ho_post, "Please give the contract with its annex.")
    later = clock.now() + datetime.timedelta(days=5)
    monkeypatch.setattr(clock, "_now", lambda zone: later)
    correction = open_correction(fresh(task))
    assert correction is not None
    acts.answer(correction, "Here it is.")
    after = fresh(task)
    assert after.state == "taken" and after.due == task.due + datetime.timedelta(days=5)
    assert after.corrections.get().answer == "Here it is."


def test_the_timeline_reads_as_what_happened(filed: Case, lin: User, ho_post: Officer, wong: Officer) -> None:
    paper = papers.hand_in(lin, "photograph", "id.pdf", PDF)
    acts.give_paper(filed, "photograph", paper)
    task = decided(admission(filed), "refused", ho_post, wong)
    acts.ask_review(task, "")
    lines = timeline(filed)
    keys = [line.event_key.removeprefix("cases.event_") for line in reversed(lines)]
    happened = ["case_filed", "data_passed_on", "paper_given", "task_taken", "task_refused", "task_review_asked"]
    assert keys == happened
    assert [line.who for line in reversed(lines)] == ["you", "system", "you", "office", "office", "you"]
    assert [line.authority for line in lines if line.event_key.endswith("passed_on")] == ["hk.immd"]
    assert lines[1].authority == "hk.immd"
    assert isinstance(trail.verify(), int)


def test_a_task_of_a_family_member_is_looked_at_with_that_members_facts(lin: User) -> None:
    from huanliu.portal.cases.shown import task_finding

    family = [
        {"relationship": "spouse", "birth_date": "1995-03-01"},
        {"relationship": "child", "birth_date": "2017-05-11"},
        {"relationship": "child", "birth_date": "2001-05-11"},
    ]
    facts = {**FACTS, "person.family": family, "person.hk_permission": "asmtp"}
    case = acts.file(lin, draft("journey.family_to_hong_kong", facts), "a-family-that-moves-0000")
    tasks = [task for task in case.tasks.all() if task.whose]
    assert {task.whose["en"].split(",")[0].split(" ")[0] for task in tasks} & {"spouse", "child", "Spouse", "Child"}
    assert any(task_finding(task) is not None and task.differs for task in tasks)
