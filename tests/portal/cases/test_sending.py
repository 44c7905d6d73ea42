"""Nothing reaches an authority without the separate consents of the laws, before its time, or without a row that it went."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from huanliu.base import clock
from huanliu.portal.authorities.models import Officer
from huanliu.portal.cases import acts, sending
from huanliu.portal.cases.actors import NotNowError
from huanliu.portal.cases.choosing import Choice
from huanliu.portal.cases.filing import draft
from huanliu.portal.cases.models import Case, Decision, Notice, Task
from huanliu.portal.cases.reviewing import looked_at
from huanliu.portal.consent.access import NoConsentError, granted
from huanliu.portal.consent.acts import take_back
from huanliu.portal.consent.classes import class_of
from huanliu.portal.consent.models import Transfer
from huanliu.portal.consent.purposes import purpose
from huanliu.portal.desks import acts as desks
from huanliu.portal.documents import access as paper_access
from huanliu.portal.documents import acts as papers
from huanliu.portal.documents.models import Paper, Share
from huanliu.portal.journeys.printing import rows, sections
from huanliu.portal.people.models import User
from huanliu.portal.record import trail
from huanliu.portal.record.models import Entry
from tests.portal.casework import FACTS, JOURNEY, PDF, admission, agree, fresh

REASONS = "Everything that is asked for was shown."


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "papers"


def lose(person: User, *names: str) -> None:
    for name in names:
        assert take_back(person.public, purpose(name))


def filed_by(person: User, **choices: Choice) -> Case:
    return acts.file(person, draft(JOURNEY, FACTS, choices=choices), "a-filing-of-this-test")


def states(case: Case) -> dict[str, str]:
    return {task.key.removesuffix(".1"): task.state for task in case.tasks.all()}


def grant(task: Task, first: Officer, second: Officer) -> None:
    desks.take(fresh(task), first)
    decision = desks.propose(fresh(task), first, "granted", REASONS, "ASMTP FAQ", None)
    desks.confirm(Decision.objects.select_related("task__case__person").get(pk=decision.pk), second)


def note(case: Case, key: str, holder: Officer) -> None:
    task = case.tasks.get(key=key)
    Task.objects.filter(pk=task.pk).update(state="taken", officer=holder, authority=holder.authority)
    desks.note(fresh(task), holder)


def test_each_border_and_each_authority_asks_for_its_own_consent() -> None:
    drafted = draft(JOURNEY, FACTS)
    asked = {task.key: drafted.consents_of(task) for task in drafted.tasks}
    assert (drafted.home, drafted.receiver) == ("cn", "hk.immd")
    assert asked["admission.1"] == ["leaving_mainland"]
    assert asked["permit_card.1"] == ["passing_on"]
    # What Hong Kong decided goes back over the border.
    assert asked["endorsement.1"] == ["passing_on", "leaving_sar"]
    at_home = draft(JOURNEY, {**FACTS, "person.place_of_residence": "hk"})
    assert at_home.home == "hk" and at_home.consents_of(at_home.tasks[0]) == []


def test_filed_with_every_consent_goes_with_a_row_for_each_border(lin: User) -> None:
    case = filed_by(lin)
    assert {key for key, state in states(case).items() if state == "ready"} == {"admission", "permit_card"}
    (row,) = Transfer.objects.all()
    assert (row.start, row.end, row.instrument, row.purpose) == ("cn", "hk", "gba_hk", "leaving_mainland")
    assert row.about == admission(case).public and "people.User.name" in row.fields
    assert "person.first_degree_in_job_field" in row.fields
    assert all(class_of(field) in purpose("leaving_mainland").reads for field in row.fields)
    assert Entry.objects.filter(event="data.passed_on", person=lin.public).count() == 1


@pytest.mark.parametrize(
    "missing, held", [("leaving_mainland", {"admission"}), ("passing_on", {"permit_card"}), ("leaving_sar", set())]
)
def test_without_a_consent_nothing_of_the_task_is_with_the_authority(lin: User, missing: str, held: set[str]) -> None:
    lose(lin, missing)
    case = filed_by(lin)
    assert {key for key, state in states(case).items() if state == "held"} == held
    assert all(task.ready_at is None and task.due is None for task in case.tasks.filter(state="held"))
    assert Transfer.objects.count() == (0 if missing == "leaving_mainland" else 1)


@pytest.mark.parametrize("missing", ["", "passing_on", "leaving_mainland", "leaving_sar"])
def test_what_is_told_before_filing_is_what_filing_does(lin: User, missing: str) -> None:
    agree(lin)
    if missing:
        lose(lin, missing)
    drafted = draft(JOURNEY, FACTS)
    told = {leg.task.key: leg for each in looked_at(drafted, lin.public) for leg in each.legs}
    case = acts.file(lin, drafted, "a-filing-of-this-test")
    begins = {"now": {"ready"}, "later": {"waiting"}, "gates": {"held"}, "consent": {"held", "waiting"}}
    for task in case.tasks.all():
        assert task.state in begins[told[task.key].when], task.key
        assert (task.state == "waiting") == bool(task.after)


def test_a_task_held_for_a_consent_is_sent_once_it_is_given(lin: User) -> None:
    lose(lin, "leaving_mainland")
    case = filed_by(lin)
    acts.give_paper(case, "photograph", papers.hand_in(lin, "photograph", "me.pdf", PDF))
    assert not Share.objects.filter(task=admission(case).public).exists()
    with pytest.raises(NotNowError, match=r"cases\.consent_lacking"):
        acts.send(admission(case), True)
    agree(lin, "leaving_mainland")
    acts.send(admission(case), False)
    assert admission(case).state == "ready" and admission(case).due is not None
    assert Transfer.objects.filter(about=admission(case).public).exists()
    assert isinstance(trail.verify(), int)


def test_nothing_leaves_without_a_consent_even_where_a_state_was_wrong(lin: User) -> None:
    case = filed_by(lin)
    lose(lin, "leaving_mainland")
    with pytest.raises(NoConsentError):
        sending.pass_on(admission(case))


def test_what_is_with_an_authority_stays_and_what_is_not_yet_shared_is_not(
    lin: User, ho_post: Officer, wong: Officer
) -> None:
    case = filed_by(lin)
    paper = papers.hand_in(lin, "employment_contract", "one.pdf", PDF)
    acts.give_paper(case, "employment_contract", paper)
    assert Share.objects.filter(task=admission(case).public, ended=None).count() == 1
    lose(lin, "leaving_mainland", "leaving_sar")
    # With the authority: it goes on.
    assert admission(case).state == "ready"
    assert paper_access.look(ho_post, paper.public, admission(case).public, "case") == paper
    other = papers.hand_in(lin, "passport_copy", "two.pdf", PDF + b"% two\n%%EOF\n")
    kind = next(row.kind for row in admission(case).papers.all() if row.kind != "employment_contract")
    Paper.objects.filter(pk=other.pk).update(kind=kind)
    acts.give_paper(case, kind, other)
    assert acts.papers_kept_back(admission(case)) == [other]
    note(case, "permit_card.1", ho_post)
    grant(admission(case), ho_post, wong)
    # What was not yet shared waits for its person, who is told.
    assert states(case)["endorsement"] == "held"
    assert Notice.objects.filter(case=case.public, key="cases.notice_held").count() == 1


def test_papers_kept_back_are_shown_once_the_consent_is_there(lin: User) -> None:
    case = filed_by(lin)
    lose(lin, "leaving_mainland")
    acts.give_paper(case, "employment_contract", papers.hand_in(lin, "employment_contract", "one.pdf", PDF))
    assert not Share.objects.exists() and acts.show_papers(case) == 1
    agree(lin, "leaving_mainland")
    assert acts.show_papers(case) == 0 and Share.objects.filter(ended=None).count() == 1
    assert "documents.Paper.stored" in Transfer.objects.order_by("-pk")[0].fields


def test_a_task_goes_over_a_border_by_hand_only_with_the_consent(lin: User, ho_post: Officer) -> None:
    case = filed_by(lin)
    lose(lin, "leaving_mainland")
    with pytest.raises(NotNowError, match=r"desks\.no_consent"):
        desks.hand_over(admission(case), ho_post, "mo.psp", "execution", "It is for Macao.")
    agree(lin, "leaving_mainland")
    desks.hand_over(admission(case), ho_post, "mo.psp", "execution", "It is for Macao.")
    assert [(row.start, row.end) for row in Transfer.objects.order_by("pk")][-1] == ("cn", "mo")


def test_what_must_happen_first_holds_a_task_and_its_person_sends_it(
    lin: User, ho_post: Officer, wong: Officer
) -> None:
    case = filed_by(lin)
    note(case, "permit_card.1", ho_post)
    grant(admission(case), ho_post, wong)
    note(case, "endorsement.1", ho_post)
    card = case.tasks.get(key="identity_card.1")
    assert card.state == "held" and [gate.event for gate in sending.gates(card)] == [True]
    with pytest.raises(NotNowError, match=r"cases\.too_early"):
        acts.send(fresh(card), False)
    assert acts.send_in_time(fresh(card)) is False
    acts.send(fresh(card), True)
    assert fresh(card).state == "ready"


def test_a_wait_is_counted_from_the_day_on_which_it_begins_and_ends_by_itself(
    lin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = filed_by(lin)
    wait = {"title": {"en": "a year passes"}, "event": False, "until": None, "least": "1", "unit": "years"}
    task = case.tasks.get(key="endorsement.1")
    Task.objects.filter(pk=task.pk).update(waits=[wait])
    task = fresh(task)
    acts.open_task(task)
    assert (task.state, task.not_before) == ("held", clock.today().replace(year=clock.today().year + 1))
    call_command("send_due")
    assert fresh(task).state == "held"
    monkeypatch.setattr(clock, "_today", lambda: task.not_before)
    call_command("send_due")
    assert fresh(task).state == "ready"
    assert Entry.objects.filter(event="task.sent", actor="", about=case.public).count() == 1


def test_another_door_is_gone_through_and_kept(lin: User) -> None:
    case = filed_by(lin, admission=Choice("hk.ttps.b"))
    assert admission(case).provision == "hk.ttps.b"
    assert [(each["kind"], each["door"]["id"]) for each in case.chosen] == [("door", "hk.ttps.b")]


@pytest.mark.parametrize("door", ["hk.gep.professional", "hk.nowhere", "cn.exit_endorsement.stay_d"])
def test_a_door_that_is_shut_or_of_another_task_is_no_choice(door: str) -> None:
    drafted = draft(JOURNEY, FACTS, choices={"admission": Choice(door)})
    assert drafted.tasks[0].provision.id == "hk.asmtp" and drafted.told_choices == []


def test_what_is_left_out_is_not_filed_and_what_others_wait_for_cannot_be(lin: User) -> None:
    case = filed_by(lin, tax=Choice(place="left_out"), permit_card=Choice(place="left_out"))
    assert "tax" not in states(case) and states(case)["permit_card"] == "ready"
    assert [(each["key"], each["kind"]) for each in case.chosen] == [("tax", "left_out")]


def test_what_is_done_elsewhere_sends_nothing_and_lets_the_rest_go_on_when_its_person_says_so(
    lin: User, ho_post: Officer, wong: Officer
) -> None:
    case = filed_by(lin, permit_card=Choice(place="elsewhere"))
    card = case.tasks.get(key="permit_card.1")
    assert card.state == "elsewhere" and not card.papers.exists()
    grant(admission(case), ho_post, wong)
    case.refresh_from_db()
    assert states(case)["endorsement"] == "waiting" and case.state == "open"
    acts.report_done(fresh(card))
    assert states(case)["endorsement"] == "ready"
    with pytest.raises(NotNowError):
        acts.report_done(fresh(card))


def test_a_held_task_can_be_done_elsewhere_instead_of_consenting(lin: User) -> None:
    lose(lin, "leaving_mainland")
    case = filed_by(lin)
    acts.do_elsewhere(admission(case))
    acts.report_done(admission(case))
    assert admission(case).state == "done_elsewhere" and not Transfer.objects.exists()


def test_in_a_case_that_is_over_nothing_is_done_elsewhere(lin: User) -> None:
    case = filed_by(lin)
    Case.objects.filter(pk=case.pk).update(state="closed")
    with pytest.raises(NotNowError):
        acts.do_elsewhere(fresh(case.tasks.get(key="endorsement.1")))


def test_without_the_consent_to_papers_none_is_kept_and_no_officer_opens_one(lin: User, ho_post: Officer) -> None:
    case = filed_by(lin)
    paper = papers.hand_in(lin, "employment_contract", "one.pdf", PDF)
    acts.give_paper(case, "employment_contract", paper)
    lose(lin, "papers")
    with pytest.raises(papers.ConsentLackingError):
        papers.hand_in(lin, "photograph", "me.pdf", PDF)
    with pytest.raises(NoConsentError):
        paper_access.look(ho_post, paper.public, admission(case).public, "case")
    # What a case has stays with it until that is over.
    assert Paper.objects.filter(pk=paper.pk).exists()


def test_a_day_that_was_told_at_filing_is_the_plans(lin: User) -> None:
    facts = {**FACTS, "person.hk_permission": "asmtp"}
    case = acts.file(lin, draft(JOURNEY, facts), "days-of-the-plan-0000")
    for task in case.tasks.filter(not_before__isnull=False):
        assert task.state == "held" and task.not_before > clock.today() - datetime.timedelta(days=1)


@pytest.mark.parametrize(
    "name, words",
    [
        ("leaving_mainland", ("it goes on there", "is not sent yet")),
        ("leaving_sar", ("is not sent yet",)),
        ("papers", ("can no longer open",)),
        ("profile", ()),
    ],
)
def test_the_page_of_a_consent_says_what_taking_it_back_does(
    as_: Callable[[User], Client], lin: User, name: str, words: tuple[str, ...]
) -> None:
    agree(lin, "profile")
    case = filed_by(lin)
    acts.give_paper(case, "employment_contract", papers.hand_in(lin, "employment_contract", "one.pdf", PDF))
    client = as_(lin)
    page = client.get(f"/en/me/data/consents/{name}/").text
    assert all(each in page for each in words) and ("if you take it back now" in page) == bool(words)
    said = client.post(f"/en/me/data/consents/{name}/take-back", follow=True).text
    assert ("nothing more is sent" in said) == (name in sending.SEPARATE)


def test_each_consent_of_a_filing_is_given_on_its_own(as_: Callable[[User], Client], lin: User) -> None:
    lose(lin, "leaving_mainland", "leaving_sar", "passing_on")
    client = as_(lin)
    session = client.session
    session["answers"] = FACTS
    session.save()
    page = client.get(f"/en/cases/file/{JOURNEY}").text
    digest = re.findall(r'name="shown.leaving_mainland" value="(\w+)"', page)[0]
    stale = {"do": "agree.leaving_mainland", "shown.leaving_mainland": "0" * 64}
    client.post(f"/en/cases/file/{JOURNEY}", stale)
    assert granted(lin.public) == {"papers"}
    client.post(f"/en/cases/file/{JOURNEY}", {**stale, "shown.leaving_mainland": digest, "filing": "k" * 22})
    assert granted(lin.public) == {"papers", "leaving_mainland"} and not Case.objects.exists()
    assert client.post(f"/en/cases/file/{JOURNEY}", {"do": "agree.nothing"}).status_code == 404


def test_a_choice_is_shown_before_it_is_filed(as_: Callable[[User], Client], lin: User) -> None:
    client, address = as_(lin), f"/en/cases/file/{JOURNEY}"
    session = client.session
    session["answers"] = FACTS
    session.save()
    form = {"do": "file", "filing": "k" * 22, "read": "on", "place.tax": "left_out", "door.admission": "hk.ttps.b"}
    assert "You changed something" in client.post(address, form, follow=True).text
    assert not Case.objects.exists()
    client.post(address, form)
    case = Case.objects.get()
    assert {each["kind"] for each in case.chosen} == {"door", "left_out"}
    assert "left out" in client.get(f"/en/cases/{case.public}").text
    # The next filing begins as the plan does.
    assert client.session["filing"] == {}


def test_the_plan_as_a_page_tells_waits_with_their_days_and_what_is_not_tested() -> None:
    plan = draft(JOURNEY, {**FACTS, "person.hk_permission": "asmtp"}).plan
    words = plan.at.book.words("en")
    waits = [row for row in rows(plan, words) if row.wait]
    told = [below.text for section in sections(plan, words) for item in section.items for below in [item, *item.items]]
    assert all(row.start and row.finish for row in waits)
    assert any("barred by law from leaving the Mainland" in text for text in told)
