"""The employer's part of a case: the tasks that hang on what the employer says of itself, and what it said. Never a fact of the
person, and no other task."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from huanliu.base.language import Text
from huanliu.engine.asking.clauses import names_of_provision
from huanliu.engine.subject import Intake
from huanliu.portal.bay import book, law_words, the_bay
from huanliu.portal.cases.amending import stated_by
from huanliu.portal.cases.models import Case, Task
from huanliu.portal.organisations.access import OURS
from huanliu.portal.organisations.models import Organisation
from huanliu.portal.organisations.shown import label


@frozen
class PartFact:
    """A fact that the employer says: as the organisation holds it, and as it was stated in the case; None is not known."""

    name: str
    label: Text
    held: str | None
    stated: str | None


@frozen
class EmployerPart:
    """What an employer sees of a case."""

    tasks: list[Task]
    facts: list[PartFact]
    ready: bool


def our_facts(task: Task) -> list[str]:
    """The facts of an employer on which a task hangs."""
    law = the_bay().law
    if task.provision not in law.provisions:
        return []
    return sorted(
        name for name in names_of_provision(task.provision, book()) if name.startswith(OURS) and name in law.facts
    )


def our_tasks(case: Case) -> list[Task]:
    """The tasks that hang on any."""
    return [task for task in case.tasks.all() if our_facts(task)]


def asked_facts(case: Case) -> list[str]:
    """Every fact of an employer that the case asks for, once."""
    return list(dict.fromkeys(name for task in our_tasks(case) for name in our_facts(task)))


def to_state(organisation: Organisation, case: Case) -> dict[str, Any]:
    """What the organisation holds of what the case asks for."""
    return {name: organisation.facts[name] for name in asked_facts(case) if organisation.facts.get(name) is not None}


def part(organisation: Organisation, case: Case, code: str | None) -> EmployerPart:
    """The employer's part. `ready` says that something is held that was not stated yet."""
    stated = stated_by(case, organisation.public)
    rows = [
        PartFact(
            name, label(name), _shown(name, organisation.facts.get(name), code), _shown(name, stated.get(name), code)
        )
        for name in asked_facts(case)
    ]
    ready = any(stated.get(name) != value for name, value in to_state(organisation, case).items())
    return EmployerPart(our_tasks(case), rows, ready and case.state == "open")


def _shown(name: str, value: Any, code: str | None) -> str | None:
    if value is None:
        return None
    statutes = the_bay().statutes
    return law_words(code).value(Intake(statutes).read({name: value})[name], statutes.kinds[name])
