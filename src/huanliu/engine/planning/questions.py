"""What to ask first where a plan is not decided: the few questions that are expected to save most, and how many are left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from huanliu.base.truth import Status
from huanliu.engine.asking import gates
from huanliu.engine.asking.residual import Residual, junction, residual_of, residual_of_ruling
from huanliu.engine.asking.savings import in_order, savings, summed
from huanliu.engine.assess import Finding
from huanliu.engine.planning.tasks import PlannedTask
from huanliu.engine.words import Words

FEW = 3


@frozen
class Asked:
    """The questions that decide first, at most a few, and the number of the others."""

    first: tuple[str, ...]
    others: int

    def text(self, words: Words) -> str:
        """The questions in the reader's language."""
        law = words.law
        stated = [law.facts.get(name) or law.definitions[name] for name in self.first]
        asked = " ".join(words.of(each.asks or each.label) for each in stated)
        return words.say("plan.others", questions=asked, count=self.others) if self.others else asked


def asked_first(task: PlannedTask) -> Asked:
    """The questions about one task, in the order of the interview."""
    missing = task.missing
    total = summed(savings(part, task.at.book) for part in _open(task))
    ranked = {name: place for place, name in enumerate(in_order(total, task.at.book))}
    order = sorted(missing, key=lambda name: ranked.get(name, len(ranked)))
    return Asked(tuple(order[:FEW]), len(order[FEW:]))


def of_plan(tasks: Sequence[PlannedTask]) -> Asked:
    """The questions about a plan: those that come first for the most tasks, the first tasks first."""
    votes: dict[str, int] = {}
    for task in tasks:
        for name in asked_first(task).first:
            votes[name] = votes.get(name, 0) + 1
    order = sorted(votes, key=lambda name: -votes[name])
    every = {name for task in tasks for name in task.missing}
    return Asked(tuple(order[:FEW]), len(every) - len(order[:FEW]))


def _open(task: PlannedTask) -> Iterator[Residual]:
    """What is left of whether a task is needed and of its door."""
    if task.need is not None:
        yield residual_of(*task.need)
    if task.door is None or task.door.status is not Status.UNDETERMINED:
        return
    finding, book = task.door.finding, task.at.book
    if isinstance(finding, Finding):
        yield residual_of_ruling(book.ruling(task.door.id), task.at)
    else:
        yield junction(gates.EVERY, (residual_of(step, task.at) for step in book.steps(task.door.id)))
