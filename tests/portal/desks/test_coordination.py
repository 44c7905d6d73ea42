"""Three jurisdictions on one case: why it is stuck, whose move it is, what waits across a border, and two authorities on one task."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.conf import settings as configured
from django.test import Client

from huanliu.base.clock import now, today
from huanliu.portal.authorities.acts import end_post
from huanliu.portal.authorities.models import Officer
from huanliu.portal.cases import acts as cases
from huanliu.portal.cases.access import open_correction
from huanliu.portal.cases.actors import NotNowError, NotYoursError, OvertakenError
from huanliu.portal.cases.models import Case, Correction, JointStep, Task
from huanliu.portal.desks import access, acts
from huanliu.portal.desks.standing import Standing, standing
from huanliu.portal.people.models import User
from huanliu.portal.record.models import Entry
from tests.portal.casework import admission, backdate, fresh, officer

AsOfficer = Callable[[Officer], Client]
CODES = [code for code, _ in configured.LANGUAGES]
PLACES = {"cn": "cn.nia", "hk": "hk.immd", "mo": "mo.psp"}


@pytest.fixture
def coordinators(db: None, chan: Officer) -> dict[str, Officer]:
    """One on each side, and Chan for all."""
    made = {
        side: officer(f"{side}@example.org", f"Coordinator {side}", authority, "coordination", "coordinator")
        for side, authority in PLACES.items()
    }
    return {**made, "gba": chan}


@pytest.fixture
def pires(db: None) -> Officer:
    """Pires handles in Macao."""
    return officer("pires@example.org", "Pires", "mo.psp", "execution", "handler")


@pytest.fixture
def three_sided(filed: Case, ho_post: Officer, wong: Officer) -> Case:
    """Hong Kong decides, the Mainland waits for it, and the law names Macao too."""
    JointStep.objects.create(task=admission(filed), authority="mo.psp")
    return filed


def now_standing(case: Case, key: str = "admission.1") -> Standing:
    return standing(Task.objects.select_related("case").get(case=case, key=key))


def test_each_side_sees_what_touches_it_and_no_more(three_sided: Case, coordinators: dict[str, Officer]) -> None:
    backdate(admission(three_sided), 60)
    stuck = {side: [task.key for task in access.stuck(post)] for side, post in coordinators.items()}
    # Nobody serves at the Mainland's desk: its task is stuck from the first day.
    assert stuck == {
        "cn": ["permit_card.1"],
        "hk": ["admission.1"],
        "mo": [],
        "gba": ["admission.1", "permit_card.1"],
    }
    waiting = {
        side: {task.key for task, _ in access.waiting_on_another_side(post)} for side, post in coordinators.items()
    }
    assert "endorsement.1" in waiting["cn"] & waiting["hk"] & waiting["gba"] and waiting["mo"] == set()
    joint = {side: len(access.pending_joint_steps(post)) for side, post in coordinators.items()}
    assert joint == {"cn": 0, "hk": 1, "mo": 1, "gba": 1}


def test_all_sides_of_a_case_see_the_same_page_and_no_facts(
    as_officer_: AsOfficer, three_sided: Case, coordinators: dict[str, Officer]
) -> None:
    address = f"/en/desk/coordination/{admission(three_sided).public}"
    for side, post in coordinators.items():
        page = as_officer_(post).get(address).text
        assert all(task.title["en"] in page for task in three_sided.tasks.all()), side
        assert three_sided.person.name not in page and "market level" not in page, side
    JointStep.objects.all().delete()
    assert as_officer_(coordinators["mo"]).get(address).status_code == 404
    assert as_officer_(coordinators["hk"]).get("/en/desk/coordination/nobody").status_code == 404


def test_who_may_act_is_whose_side_it_is(
    as_officer_: AsOfficer, three_sided: Case, coordinators: dict[str, Officer]
) -> None:
    task = f"/en/desk/coordination/{admission(three_sided).public}"
    seen = {side: as_officer_(post).post(f"{task}/remind").status_code for side, post in coordinators.items()}
    assert seen == {"cn": 404, "hk": 302, "mo": 404, "gba": 302}
    joint = f"{task}/joint/mo.psp/remind"
    seen = {side: as_officer_(post).post(joint).status_code for side, post in coordinators.items()}
    assert seen == {"cn": 404, "hk": 302, "mo": 302, "gba": 302}
    step = JointStep.objects.get()
    assert step.reminded_at is not None
    assert Entry.objects.filter(event="task.joint_reminded", about=three_sided.public).count() == 3


def test_a_joint_step_from_the_reminder_to_the_view(
    as_officer_: AsOfficer, three_sided: Case, ho_post: Officer, pires: Officer, coordinators: dict[str, Officer]
) -> None:
    task = admission(three_sided)
    desk = as_officer_(ho_post)
    assert desk.post(f"/en/desk/tasks/{task.public}/joint/mo.psp/remind").status_code == 302
    assert desk.post(f"/en/desk/tasks/{task.public}/joint/mo.dsal/remind").status_code == 404
    macao = as_officer_(pires)
    assert "Reminded on" in macao.get("/en/desk/").text
    page = macao.get(f"/en/desk/joint/{task.public}").text
    assert "nobody took it" in page and three_sided.person.name not in page
    macao.post(f"/en/desk/joint/{task.public}", {"view": "agrees", "words": "Nothing against it."})
    for post in (ho_post, coordinators["hk"], coordinators["cn"]):
        place = f"tasks/{task.public}" if post == ho_post else f"coordination/{task.public}"
        assert "Nothing against it." in as_officer_(post).get(f"/en/desk/{place}").text
    assert access.pending_joint_steps(coordinators["mo"]) == []
    with pytest.raises(OvertakenError):
        acts.remind_joint(JointStep.objects.get(), ho_post)
    # The person reads that another authority was asked, and by which office.
    client = Client()
    client.force_login(three_sided.person)
    assert "was reminded" in client.get(f"/en/cases/{three_sided.public}").text


def test_nobody_reminds_for_himself_nor_where_it_is_over(three_sided: Case, lin: User, ho_post: Officer) -> None:
    own = officer(lin.email, lin.name, "mo.psp", "execution", "handler")
    step = JointStep.objects.select_related("task__case__person").get()
    for act in (lambda: acts.remind_joint(step, own), lambda: acts.say_joint(step, own, "agrees", "")):
        with pytest.raises(NotYoursError, match=r"cases\.own_case"):
            act()
    cases.withdraw(three_sided)
    with pytest.raises(NotNowError):
        acts.remind_joint(JointStep.objects.select_related("task__case__person").get(), ho_post)


def test_whose_move_and_since_when(filed: Case, ho_post: Officer, wong: Officer) -> None:
    assert (now_standing(filed).mover, now_standing(filed).why) == ("desk", ())
    assert now_standing(filed, "endorsement.1").mover == "earlier"
    acts.take(admission(filed), ho_post)
    assert now_standing(filed).mover == "holder"
    correction = acts.ask(admission(filed), ho_post, "Please give the contract.")
    long_ago = now() - datetime.timedelta(days=20)
    Correction.objects.filter(pk=correction.pk).update(asked=long_ago, due=today() - datetime.timedelta(days=6))
    found = now_standing(filed)
    assert (found.mover, found.days, found.why) == ("person", 20, ("unanswered",))
    answered = open_correction(admission(filed))
    assert answered is not None
    cases.answer(answered, "Here it is.")
    decision = acts.propose(admission(filed), ho_post, "refused", "Not everything was shown.", "ASMTP FAQ", None)
    assert (now_standing(filed).mover, now_standing(filed).why) == ("second", ())
    end_post(wong)
    assert now_standing(filed).why == ("no_second",)
    again = officer("again@example.org", "Again", "hk.immd", "execution", "second")
    decision = type(decision).objects.select_related("task__case__person", "task__officer").get(pk=decision.pk)
    acts.confirm(decision, again)
    assert now_standing(filed).mover == "applicant"


def test_where_nobody_serves_it_is_stuck_at_once(filed: Case, chan: Officer, ho_post: Officer, wong: Officer) -> None:
    assert "admission.1" not in [task.key for task in access.stuck(chan)]
    for post in (ho_post, wong):
        end_post(post)
    assert "admission.1" in [task.key for task in access.stuck(chan)]
    assert now_standing(filed).why == ("no_officer",)


def test_late_and_untouched(filed: Case, ho_post: Officer) -> None:
    backdate(admission(filed), 60)
    assert now_standing(filed).why == ("late", "untouched") and now_standing(filed).days == 60


@pytest.mark.parametrize("code", CODES)
def test_the_pages_in_every_language(
    as_officer_: AsOfficer, three_sided: Case, chan: Officer, ho_post: Officer, code: str
) -> None:
    backdate(admission(three_sided), 60)
    desk = as_officer_(chan)
    assert desk.get(f"/{code}/desk/coordination").status_code == 200
    assert desk.get(f"/{code}/desk/coordination/{fresh(admission(three_sided)).public}").status_code == 200
    assert desk.get(f"/{code}/desk/workload").status_code == 200


def test_reports_of_obstacles_stand_among_the_desks_of_who_reads_them(
    as_officer_: Callable[[Officer], Client], chan: Officer, ho_post: Officer
) -> None:
    link = 'href="/en/obstacles/moderation"'
    page = as_officer_(chan).get("/en/desk/coordination").text
    assert link in page and 'href="/en/desk/coordination"' in as_officer_(chan).get("/en/obstacles/moderation").text
    assert link not in as_officer_(ho_post).get("/en/desk/").text
