"""What to ask first where a plan is not decided: the few questions that are expected to save most, and how many are left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import frozen

from huanliu.base.truth import Status
from huanliu.engine.asking import gates
from huanliu.engine.asking.residual import Residual, junction, residual_of, residual_of_ruling
from huanliu.engine.asking.savings import in_order, savings, summed
from huanliu.engine.assess import Finding
from huanliu.engine.planning.members import Member
from huanliu.engine.planning.tasks import PlannedTask
from huanliu.engine.words import Words

FEW = 3


# A question: its fact, and of whom it is asked (None: the subject).
Named = tuple[str, Member | None]


@frozen
class Asked:
    """The questions that decide first, at most a few, and the number of the others."""

    first: tuple[Named, ...]
    others: int

    def text(self, words: Words) -> str:
        """The questions in the reader's language."""
        asked = " ".join(_text(name, member, words) for name, member in self.first)
        return words.say("plan.others", questions=asked, count=self.others) if self.others else asked

    def plain(self) -> list[dict[str, Any]]:
        """JSON values."""
        return [{"fact": name, "whose": None if member is None else member.place + 1} for name, member in self.first]


def asked_first(task: PlannedTask, only_need: bool = False) -> Asked:
    """The questions about one task, in the order of the interview; `only_need`: those about whether it is needed."""
    missing = task.needed_missing if only_need else task.missing
    total = summed(savings(part, task.at.book) for part in _open(task, only_need))
    ranked = {name: place for place, name in enumerate(in_order(total, task.at.book))}
    order = sorted(missing, key=lambda name: ranked.get(name, len(ranked)))
    return Asked(tuple((name, task.member) for name in order[:FEW]), len(order[FEW:]))


def of_plan(tasks: Sequence[PlannedTask]) -> Asked:
    """The questions about a plan: those that come first for the most tasks, the first tasks first."""
    votes: dict[tuple[str, int | None], int] = {}
    named: dict[tuple[str, int | None], Named] = {}
    for task in tasks:
        for name, member in asked_first(task).first:
            key = (name, None if member is None else member.place)
            votes[key], named[key] = votes.get(key, 0) + 1, (name, member)
    order = sorted(votes, key=lambda key: -votes[key])
    every = {(name, None if task.member is None else task.member.place) for task in tasks for name in task.missing}
    return Asked(tuple(named[key] for key in order[:FEW]), len(every) - len(order[:FEW]))


def _text(name: str, member: Member | None, words: Words) -> str:
    stated = words.law.facts.get(name) or words.law.definitions[name]
    asked = words.of(stated.asks or stated.label)
    return asked if member is None else words.say("plan.about", who=member.called(words), question=asked)


def _open(task: PlannedTask, only_need: bool) -> Iterator[Residual]:
    """What is left of whether a task is needed and of its door."""
    if task.need is not None:
        yield residual_of(*task.need)
    if (only_need and not task.task.benefit) or task.door is None or task.door.status is not Status.UNDETERMINED:
        return
    finding, book = task.door.finding, task.at.book
    if isinstance(finding, Finding):
        yield residual_of_ruling(book.ruling(task.door.id), task.at)
    else:
        yield junction(gates.EVERY, (residual_of(step, task.at) for step in book.steps(task.door.id)))
