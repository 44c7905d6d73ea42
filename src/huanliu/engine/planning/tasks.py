"""One task of a plan as it stands for a subject or for a member of the family."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from huanliu.base.language import Text
from huanliu.base.truth import Status, Truth
from huanliu.engine.asking.clauses import names_in, names_of_provision
from huanliu.engine.evaluate import Situation
from huanliu.engine.expression import Expression
from huanliu.engine.planning.doors import Door, standing
from huanliu.engine.planning.members import Member
from huanliu.law.model import Duration, Provision
from huanliu.law.tasks import Task


@frozen(eq=False)
class PlannedTask:
    """One task as it stands. The first door is the one the plan goes through; a wait and an event have none.

    `key` names it in the plan, `member` is whose it is (None: the subject's). `at` are the facts that its doors are looked at with,
    `assumed` those of them that the tasks before bring about and that nobody states so today. `before` are the keys that it waits for.
    `durations` are how long its offices take, one after the other (None: nobody says), `value` what the fact of a wait is once it is over.
    """

    key: str
    task: Task
    member: Member | None
    at: Situation
    need: tuple[Expression, Situation] | None
    needed: Truth
    needed_missing: tuple[str, ...]
    doors: tuple[Door, ...]
    assumed: Mapping[str, Any]
    before: tuple[str, ...]
    durations: tuple[Duration | None, ...]
    value: Any = None

    @property
    def door(self) -> Door | None:
        """The door that the plan goes through."""
        return self.doors[0] if self.doors else None

    @property
    def legs(self) -> tuple[Provision, ...]:
        """The provisions whose offices it visits, in order."""
        return () if self.door is None else self.door.legs

    @property
    def read(self) -> frozenset[str]:
        """The names that its door reads; of a family member under what a row calls them as well."""
        if self.door is None:
            return frozenset()
        law, book = self.at.book.statutes.law, self.at.book
        if self.door.id in law.routes:
            names = frozenset().union(*(names_in(step, book) for step in book.steps(self.door.id)))
        else:
            names = names_of_provision(self.door.id, book)
        rows = {name for name, fact in law.facts.items() if fact.own in names}
        return names | rows

    @property
    def is_wait(self) -> bool:
        """Whether nobody has anything to do but to wait."""
        return not self.doors and self.task.event is None

    @property
    def title(self) -> Text:
        """What there is to do."""
        return self.task.title

    @property
    def status(self) -> Status:
        """How the task stands."""
        return standing(self.doors, self.needed, self.task.benefit)

    @property
    def discretionary(self) -> bool:
        """Whether somebody may still refuse."""
        return self.door is not None and self.door.discretionary

    @property
    def missing(self) -> list[str]:
        """The facts that could still decide it."""
        unsaid = self.task.members is not None and self.member is None
        lacking = [] if self.door is None or unsaid else self.door.missing
        return list(dict.fromkeys([*self.needed_missing, *lacking]))
