"""What a person does with a case: file, hand papers in, answer, ask for a human to look again, withdraw."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from huanliu.base.clock import now, today
from huanliu.portal.cases import clocks, notices
from huanliu.portal.cases.actors import SYSTEM, NotNowError, as_person
from huanliu.portal.cases.filing import Draft, TaskDraft
from huanliu.portal.cases.models import Case, Correction, Decision, JointStep, Review, Task, TaskPaper
from huanliu.portal.cases.moving import holding, move, move_case
from huanliu.portal.cases.states import ACTIVE, DONE, FINAL, task_step
from huanliu.portal.documents import acts as papers
from huanliu.portal.documents.models import Paper
from huanliu.portal.people.models import User
from huanliu.portal.record import drill, trail


def file(person: User, draft: Draft, key: str, organisation: str = "") -> Case:
    """Make a case of a draft, whole or not at all. The same key, or the same facts while such a case is open, give that case."""
    known = _filed(person, draft, key)
    if known is not None:
        return known
    try:
        case = _written(person, draft, key, organisation)
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


def _written(person: User, draft: Draft, key: str, organisation: str) -> Case:
    with transaction.atomic():
        case = Case.objects.create(
            person=person,
            journey=draft.plan.journey.id,
            title=draft.plan.journey.title.plain(),
            on=draft.on,
            law_digest=draft.law_digest,
            facts=dict(draft.facts),
            facts_digest=draft.facts_digest,
            plan=draft.plain,
            organisation=organisation,
            filing_key=key,
            filed=now(),
            changed=now(),
        )
        drill.point("filing.case")
        for position, task in enumerate(draft.tasks):
            _file_task(case, position, task)
        said = {"journey": case.journey, "on": case.on, "law": case.law_digest, "facts_digest": case.facts_digest}
        count = len(draft.tasks)
        trail.write("case.filed", actor=person.public, person=person.public, about=case.public, tasks=count, **said)
        notices.put(case, "cases.notice_filed")
        drill.point("filing.written")
    return case


def _file_task(case: Case, position: int, draft: TaskDraft) -> None:
    ready = not draft.after
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
        state="ready" if ready else "waiting",
        ready_at=now() if ready else None,
        due=clocks.due_day(draft.provision.id, today()) if ready else None,
        changed=now(),
    )
    needed = [TaskPaper(task=task, kind=paper.kind, label=paper.label.plain()) for paper in draft.papers]
    TaskPaper.objects.bulk_create(needed)
    JointStep.objects.bulk_create([JointStep(task=task, authority=authority) for authority in draft.joint])


def give_paper(case: Case, kind: str, paper: Paper) -> int:
    """Give a paper to every task of the case that asks for its kind; how many ask. Handed in once, for all."""
    with holding(case):
        needed = TaskPaper.objects.filter(task__case=case, kind=kind).exclude(task__state__in=FINAL)
        rows = list(needed.select_related("task", "paper"))
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
        papers.share(paper, row.task.public, row.task.authority)


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
    tasks = list(case.tasks.all())
    done = {each.key for each in tasks if each.state in DONE}
    for each in tasks:
        if each.state == "waiting" and set(each.after) <= done:
            open_task(each)
    if not Task.objects.filter(case=case, state__in=ACTIVE).exists():
        move_case(Case.objects.filter(pk=case.pk)[0], "close", SYSTEM)


def open_task(task: Task) -> None:
    """A task that waited reaches its desk, with its papers."""
    move(task, "open", SYSTEM, {"ready_at": now(), "due": clocks.due_day(task.provision, today())})
    share_papers(task)


def share_papers(task: Task) -> None:
    """Show the papers that were given for a task to its authority."""
    for row in task.papers.filter(paper__isnull=False).select_related("paper"):
        if row.paper is not None:
            papers.share(row.paper, task.public, task.authority)
