"""Correcting a fact of a filed case: nothing is overwritten, and nothing changes by itself. Every task and every decision that rests
on the fact is listed to the officer in charge, who says what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen
from django.db.models import QuerySet

from huanliu.base.clock import now
from huanliu.base.language import Text
from huanliu.engine.asking.clauses import names_of_provision
from huanliu.portal.bay import book, the_bay
from huanliu.portal.cases import sending
from huanliu.portal.cases.actors import NotNowError
from huanliu.portal.cases.models import Affected, Amendment, Case, Task
from huanliu.portal.cases.moving import holding
from huanliu.portal.cases.shown import ShownFact, shown_facts
from huanliu.portal.cases.states import ACTIVE, FINAL
from huanliu.portal.consent.access import recipient_named
from huanliu.portal.consent.classes import FAMILY_FACT
from huanliu.portal.record import trail


def stated_now(case: Case) -> dict[str, Any]:
    """The facts as filed, with what was corrected since."""
    return {**case.facts, **{each.fact: each.after for each in case.amendments.all()}}


def correctable(case: Case) -> list[str]:
    """The facts that can be corrected one by one; the family is told row by row, on paper or in an answer."""
    known = the_bay().statutes.kinds
    return [name for name in case.facts if name in known and name != FAMILY_FACT]


def correct(case: Case, name: str, value: Any, words: str) -> Amendment:
    """Correct a fact. Raises NotNowError where the case was taken back or the value is the one that stands."""
    with holding(case):
        if stated_now(case).get(name) == value:
            raise NotNowError("cases.nothing_corrected")
        amendment, tasks = _amend(case, name, value, words, "")
        said = {"fact": name, "tasks": [task.public for task in tasks]}
        person = case.person.public
        trail.write("case.corrected", actor=person, person=person, about=case.public, **said)
    return amendment


def stated_by(case: Case, organisation: str) -> dict[str, Any]:
    """What an employer has said of itself in a case, fact by fact, the latest."""
    return {each.fact: each.after for each in case.amendments.filter(source=organisation).order_by("pk")}


def employer_states(case: Case, organisation: str, actor: str, facts: Mapping[str, Any]) -> int:
    """What an employer says of itself in a case, fact by fact; how many it had not said yet. What bears out the applicant is kept
    too: who decides has it from both then. The person sees each, and who handles a task that rests on one says what becomes of it.
    Raises NotNowError where the case is over or names another employer."""
    with holding(case):
        case.refresh_from_db()
        if case.state != "open" or case.organisation != organisation:
            raise NotNowError
        said_before = stated_by(case, organisation)
        new = {name: value for name, value in facts.items() if said_before.get(name) != value}
        for name, value in new.items():
            _, tasks = _amend(case, name, value, "", organisation)
            said = {"organisation": organisation, "fact": name, "tasks": [task.public for task in tasks]}
            trail.write("case.employer_stated", actor=actor, person=case.person.public, about=case.public, **said)
    return len(new)


def _amend(case: Case, name: str, value: Any, words: str, source: str) -> tuple[Amendment, list[Task]]:
    case.refresh_from_db()
    if case.state == "withdrawn":
        raise NotNowError
    said = {"fact": name, "before": stated_now(case).get(name), "after": value, "words": words}
    amendment = Amendment.objects.create(case=case, source=source, at=now(), **said)
    there = case.tasks.exclude(state="withdrawn").select_related("case__person")
    tasks = [task for task in there if rests_on(task, name)]
    for task in tasks:
        _list(amendment, task)
    return amendment, tasks


def _list(amendment: Amendment, task: Task) -> None:
    """A correction reaches whoever has the task; not over a border for which the consent is lacking: that waits for it."""
    lying = task.state in ACTIVE
    if lying and sending.lacking(task):
        return
    if lying:
        sending.pass_on_facts(task, [amendment.fact])
    Affected.objects.create(amendment=amendment, task=task, decided=task.state in FINAL)


def kept_back(task: Task) -> list[Amendment]:
    """The corrections that an authority does not see yet, for a consent is lacking."""
    found = task.case.amendments.exclude(affected__task=task)
    return [each for each in found if rests_on(task, each.fact)]


def catch_up(task: Task) -> None:
    """Pass on the corrections that were kept back, where the consents hold now."""
    for amendment in kept_back(task):
        _list(amendment, task)


def rests_on(task: Task, name: str) -> bool:
    """Whether a task's provision asks for a fact, or a decision on it was recorded with it."""
    if task.provision in the_bay().law.provisions and name in names_of_provision(task.provision, book()):
        return True
    return any(name in (each.record or {}).get("facts", {}) for each in task.decisions.all())


def unsettled(task: Task) -> QuerySet[Affected]:
    """What was corrected and no officer has looked at yet."""
    return Affected.objects.filter(task=task, settled=None)


@frozen
class ShownAmendment:
    """A correction in words, with the tasks that it touches."""

    amendment: Amendment
    label: str
    before: str
    after: str
    affected: list[Affected]
    source: Text | None


def shown_amendments(case: Case, code: str) -> list[ShownAmendment]:
    """Every correction of a case, the newest first."""
    found = case.amendments.prefetch_related("affected__task__decisions").order_by("-pk")
    return [shown_amendment(each, code, list(each.affected.all())) for each in found]


def shown_amendment(each: Amendment, code: str, affected: list[Affected]) -> ShownAmendment:
    """One of them."""
    before, after = _shown(each.fact, each.before, code), _shown(each.fact, each.after, code)
    label = (after or before or ShownFact(each.fact, each.fact, "")).label
    source = recipient_named(each.source) if each.source else None
    values = (before.value if before else "", after.value if after else "")
    return ShownAmendment(each, label, *values, affected, source)


def _shown(name: str, value: Any, code: str) -> ShownFact | None:
    return next(iter(shown_facts({name: value}, code)), None) if value is not None else None
