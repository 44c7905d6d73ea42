"""What a person does with a case: file, send what was held back, hand papers in, answer, ask for a human to look again, withdraw."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from huanliu.base.clock import now, today
from huanliu.portal.cases import amending, clocks, guarding, notices, sending
from huanliu.portal.cases.actors import SYSTEM, Actor, NotNowError, as_person
from huanliu.portal.cases.choosing import HERE
from huanliu.portal.cases.filing import Draft, TaskDraft
from huanliu.portal.cases.gates import last_day
from huanliu.portal.cases.models import Case, Correction, Decision, JointStep, Review, Task, TaskPaper
from huanliu.portal.cases.moving import holding, move, move_case
from huanliu.portal.cases.states import ACTIVE, DONE, FINAL, OWN, task_step
from huanliu.portal.consent.access import granted, granted_still
from huanliu.portal.documents import acts as papers
from huanliu.portal.documents.models import Paper
from huanliu.portal.people.models import User
from huanliu.portal.record import drill, trail


def file(person: User, draft: Draft, key: str, organisation: str = "", guardian: str = "") -> Case:
    """Make a case of a draft, whole or not at all. The same key, or the same facts while such a case is open, give that case.

    `guardian` is what was said of the applicant, see guarding: a minor's case is not filed without it.
    """
    guarding.check(draft.facts, guardian)
    known = _filed(person, draft, key)
    if known is not None:
        return known
    try:
        case = _written(person, draft, key, organisation, guardian)
    except IntegrityError:
        # Sent twice at once: the other one was first.
        known = _filed(person, draft, key)
        if known is None:
            raise
        return known
    drill.point("filing.committed")
    return case


def _filed(person: User, draft: Draft, key: str) -> Case | None:
    mine = Case.objects.filter(person=person)
    same = mine.filter(journey=draft.plan.journey.id, facts_digest=draft.facts_digest, state="open")
    return mine.filter(filing_key=key).first() or same.first()


def _written(person: User, draft: Draft, key: str, organisation: str, guardian: str) -> Case:
    with transaction.atomic():
        held = granted_still(person.public)
        case = Case.objects.create(
            person=person,
            journey=draft.plan.journey.id,
            title=draft.plan.journey.title.plain(),
            on=draft.on,
            law_digest=draft.law_digest,
            facts=dict(draft.facts),
            facts_digest=draft.facts_digest,
            plan=draft.plain,
            home=draft.home,
            receiver=draft.receiver,
            chosen=draft.told_choices,
            organisation=organisation,
            guardian=guardian,
            filing_key=key,
            filed=now(),
            changed=now(),
        )
        drill.point("filing.case")
        for position, task in enumerate(draft.tasks):
            _file_task(case, position, task, _first_state(draft, task, held))
        drill.point("filing.tasks")
        said = {"journey": case.journey, "on": case.on, "law": case.law_digest, "facts_digest": case.facts_digest}
        said["guardian"] = guardian
        count = len(draft.tasks)
        trail.write("case.filed", actor=person.public, person=person.public, about=case.public, tasks=count, **said)
        for ready in case.tasks.filter(state="ready").select_related("case__person"):
            sending.pass_on(ready)
        notices.put(case, "cases.notice_filed")
        drill.point("filing.written")
    return case


def _first_state(draft: Draft, task: TaskDraft, held: frozenset[str]) -> str:
    """Where a task begins: with its authority only where it goes now. One that waits for others is asked for consents in its turn."""
    if task.place != HERE:
        return "elsewhere"
    if task.after:
        return "waiting"
    return "ready" if draft.when(task, held) == "now" else "held"


def _file_task(case: Case, position: int, draft: TaskDraft, state: str) -> None:
    ready = state == "ready"
    task = Task.objects.create(
        case=case,
        key=draft.key,
        position=position,
        title=draft.planned.title.plain(),
        provision=draft.provision.id,
        provision_title=draft.provision.title.plain(),
        authority=draft.authority,
        after=list(draft.after),
        assumed=draft.assumed,
        differs=draft.differs,
        whose=draft.whose,
        status=draft.planned.status.value,
        discretionary=draft.planned.discretionary,
        state=state,
        waits=[gate.plain() for gate in draft.gates],
        requires=[] if draft.requires is None else [draft.requires.plain()],
        not_before=last_day(draft.gates, today()) if state == "held" else None,
        ready_at=now() if ready else None,
        due=clocks.due_day(draft.provision.id, today()) if ready else None,
        changed=now(),
    )
    asked = draft.papers if draft.place == HERE else ()
    TaskPaper.objects.bulk_create([TaskPaper(task=task, kind=each.kind, label=each.label.plain()) for each in asked])
    JointStep.objects.bulk_create([JointStep(task=task, authority=authority) for authority in draft.joint])


def give_paper(case: Case, kind: str, paper: Paper) -> int:
    """Give a paper to every task of the case that asks for its kind; how many ask. Handed in once, for all."""
    with holding(case):
        needed = TaskPaper.objects.filter(task__case=case, kind=kind).exclude(task__state__in=FINAL)
        rows = list(needed.select_related("task__case__person", "paper"))
        if not rows:
            raise NotNowError
        for row in rows:
            _replace(row, paper)
        said = {"kind": kind, "paper": paper.public, "tasks": [row.task.public for row in rows]}
        person = case.person.public
        trail.write("paper.given", actor=person, person=person, about=case.public, **said)
    return len(rows)


def _replace(row: TaskPaper, paper: Paper) -> None:
    if row.paper is not None and row.paper != paper:
        papers.end_share(row.paper, row.task.public)
    row.paper = paper
    row.save(update_fields=["paper"])
    if row.task.state in ACTIVE:
        share_papers(row.task)


def answer(correction: Correction, words: str) -> None:
    """Answer what an officer asked; the clock runs on from here."""
    task = correction.task
    with holding(task.case):
        due = clocks.stood_still(task.due, correction.asked.date(), now().date())
        act = "answer_desk" if task.officer_id is None else "answer"
        move(task, act, as_person(task.case.person), {"due": due})
        Correction.objects.filter(pk=correction.pk).update(answer=words, answered=now())


def ask_review(task: Task, words: str) -> None:
    """A human looks again: another officer than before, from the beginning."""
    case = task.case
    with holding(case):
        case.refresh_from_db()
        if case.state == "withdrawn":
            raise NotNowError
        fields = {"officer": None, "reviewing": True, "ready_at": now(), "decided_at": None, "lapses": None}
        due = clocks.due_day(task.provision, today())
        move(task, "review", as_person(case.person), {**fields, "due": due})
        Decision.objects.filter(task=task, state="confirmed").update(state="reviewed")
        Review.objects.create(task=task, words=words, asked=now())
        share_papers(task)
        if case.state == "closed":
            move_case(case, "reopen", SYSTEM)


def name_employer(case: Case, organisation: str) -> None:
    """Name the employer that has a part in a case, or nobody any longer. Who may be named is for the consent to say."""
    with holding(case):
        case.refresh_from_db()
        if case.state != "open" or case.organisation == organisation:
            raise NotNowError
        Case.objects.filter(pk=case.pk).update(organisation=organisation, changed=now())
        person = case.person.public
        trail.write("case.employer_named", actor=person, person=person, about=case.public, organisation=organisation)
    case.refresh_from_db()


def withdraw(case: Case) -> None:
    """Take the case back: every task that is not over ends, and no desk sees its papers any longer."""
    person = as_person(case.person)
    with holding(case):
        move_case(case, "withdraw", person)
        open_tasks = [task for task in case.tasks.all() if task_step(task.state, "withdraw")]
        for task in open_tasks:
            move(task, "withdraw", person, {"decided_at": now()})
        papers.end_shares(case.tasks.values_list("public", flat=True))


def follow_up(task: Task) -> None:
    """What follows when a task is over: no desk holds its papers, tasks that waited for it open, and the case closes with its last."""
    papers.end_shares([task.public])
    case = task.case
    tasks = list(case.tasks.select_related("case__person"))
    done = {each.key for each in tasks if each.state in DONE}
    for each in tasks:
        if each.state == "waiting" and set(each.after) <= done:
            open_task(each)
    if not Task.objects.filter(case=case, state__in=(*ACTIVE, *OWN)).exists():
        move_case(Case.objects.filter(pk=case.pk)[0], "close", SYSTEM)


def open_task(task: Task) -> None:
    """A task that waited reaches its desk, with its papers; or is held back for its person to send."""
    task.not_before = last_day(sending.gates(task), today())
    if sending.lacking(task) or sending.too_early(task):
        move(task, "hold", SYSTEM, {"not_before": task.not_before})
        return
    _to_the_desk(task, "open", SYSTEM)


def _to_the_desk(task: Task, act: str, actor: Actor) -> None:
    move(task, act, actor, {"ready_at": now(), "due": clocks.due_day(task.provision, today())})
    sending.pass_on(task)
    drill.point("sending.passed_on")
    share_papers(task)


def send(task: Task, sure: bool) -> None:
    """Send what was held back. `sure`: its person has seen what stands before it and says that it is over, or sends it all the same."""
    with holding(task.case):
        _may_go(task)
        if sending.too_early(task) and not sure:
            raise NotNowError("cases.too_early")
        _to_the_desk(task, "send", as_person(task.case.person))


def send_in_time(task: Task) -> bool:
    """Send a task whose day has come, as its person asked when filing; False where it is not for us to send."""
    with holding(task.case):
        if sending.too_early(task) or sending.lacking(task):
            return False
        _to_the_desk(task, "send", SYSTEM)
    return True


def _may_go(task: Task) -> None:
    if task_step(task.state, "send") is None:
        raise NotNowError
    if sending.lacking(task):
        raise NotNowError("cases.consent_lacking")


def do_elsewhere(task: Task) -> None:
    """The person deals with the authority directly: nothing of the task is sent."""
    with holding(task.case):
        if not Case.objects.filter(pk=task.case_id, state="open").exists():
            raise NotNowError
        move(task, "do_elsewhere", as_person(task.case.person))
        TaskPaper.objects.filter(task=task).delete()


def report_done(task: Task) -> None:
    """What was done elsewhere is done, as its person says; what waited for it opens."""
    with holding(task.case):
        move(task, "report", as_person(task.case.person), {"decided_at": now()})
        follow_up(task)


def show_papers(case: Case) -> int:
    """Show papers and corrections that were kept back for a consent to the desks that have the tasks; how many still lack some."""
    with holding(case):
        lying = list(case.tasks.filter(state__in=ACTIVE).select_related("case__person"))
        for task in lying:
            share_papers(task)
            amending.catch_up(task)
        return sum(kept_back(task) for task in lying)


def kept_back(task: Task) -> bool:
    """Whether an authority that has a task does not see something of it yet."""
    return bool(papers_kept_back(task) or amending.kept_back(task))


def share_papers(task: Task) -> None:
    """Show the papers that were given for a task to its authority, where every consent holds; what is not shown yet waits."""
    held = granted(task.case.person.public)
    if sending.lacking(task, held) or sending.PAPERS not in held:
        return
    for paper in papers_kept_back(task):
        sending.pass_on_paper(task)
        papers.share(paper, task.public, task.authority)


def papers_kept_back(task: Task) -> list[Paper]:
    """The papers that were given for a task and that its authority does not see."""
    rows = task.papers.filter(paper__isnull=False).select_related("paper")
    shown = papers.shown_to(task.public)
    return [row.paper for row in rows if row.paper is not None and row.paper_id not in shown]
