"""What a person looks at before filing: each task with where it goes and when, and each separate consent with what hangs on it."""

from __future__ import annotations

import datetime

from attrs import frozen

from huanliu.portal.cases.filing import Draft, Step, TaskDraft
from huanliu.portal.consent.access import granted
from huanliu.portal.consent.purposes import Purpose, purpose
from huanliu.portal.consent.showing import State, state_of


@frozen
class Leg:
    """One office of a task, and when it is sent: `now`, `later` (after other tasks), `gates`, `consent`, or `elsewhere`."""

    task: TaskDraft
    when: str
    not_before: datetime.date | None


@frozen
class Looked:
    """A task of the plan."""

    step: Step
    legs: list[Leg]


@frozen
class Asked:
    """A separate consent, the words that are shown, and the tasks that are not sent without it, those of one kind once."""

    state: State
    shown: str
    tasks: list[TaskDraft]

    @property
    def purpose(self) -> Purpose:
        """What for."""
        return self.state.purpose


def looked_at(drafted: Draft, person: str) -> list[Looked]:
    """Every task, in the order of the plan."""
    held = granted(person)
    return [
        Looked(step, [Leg(task, drafted.when(task, held), drafted.not_before(task)) for task in step.legs])
        for step in drafted.steps
    ]


def counted(looked: list[Looked]) -> dict[str, int]:
    """How many are sent on filing, later, and not at all for a consent that is lacking."""
    ways = [leg.when for each in looked for leg in each.legs]
    later = sum(way in ("later", "gates") for way in ways)
    return {"now": ways.count("now"), "later": later, "consent": ways.count("consent")}


def asked(drafted: Draft, person: str, code: str) -> list[Asked]:
    """The separate consents that this filing asks for."""
    found = []
    for name in drafted.consents:
        tasks = {
            (task.planned.task.id, task.authority): task for task in drafted.here if name in drafted.consents_of(task)
        }
        found.append(Asked(state_of(person, purpose(name)), purpose(name).digest(code), list(tasks.values())))
    return found
