"""Members of the family on a journey: whose task it is, and with which facts the law is asked about them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from huanliu.base.fixed import Fixed
from huanliu.engine.evaluate import Situation, evaluate
from huanliu.engine.functions import ROW
from huanliu.engine.subject import ROW_PREFIX
from huanliu.engine.words import Words
from huanliu.law.model import Definition, Fact
from huanliu.law.tasks import Task

RELATIONSHIP, BIRTH = "relationship", "birth_date"

# What tasks bring about: of whom (None: the subject, else the place in the family) and which fact, with its value.
Brought = Mapping[tuple[int | None, str], Any]


@frozen(eq=False)
class Member:
    """A member of the family: the place in `person.family`, the row, and which one of the same relationship (None: the only one)."""

    place: int
    row: Mapping[str, Any]
    number: int | None

    @property
    def key(self) -> str:
        """A short name that is the member's own: child_2."""
        relationship = str(self.row.get(RELATIONSHIP, "member"))
        return relationship if self.number is None else f"{relationship}_{self.number}"

    def called(self, words: Words) -> str:
        """Who it is: Child, or Child 2, born 2017-05-11, where there are several."""
        fact = words.law.facts[ROW_PREFIX + RELATIONSHIP]
        label = fact.values.get(self.row.get(RELATIONSHIP, ""))
        name = words.say("plan.member") if label is None else words.of(label)
        if self.number is None:
            return name
        name, born = words.say("plan.nth", name=name, number=self.number), self.row.get(BIRTH)
        return words.say("plan.born", name=name, day=words.day(born)) if isinstance(born, datetime.date) else name


def members_of(at: Situation) -> tuple[Member, ...] | None:
    """The members of the family that a subject states; None where nothing is said of them."""
    rows = at.fact(ROW)
    if rows is None:
        return None
    kinds = [row.get(RELATIONSHIP) for row in rows]
    numbers = [None if kinds.count(kind) == 1 else kinds[: place + 1].count(kind) for place, kind in enumerate(kinds)]
    return tuple(Member(place, row, number) for place, (row, number) in enumerate(zip(rows, numbers, strict=True)))


def changed(at: Situation, brought: Brought) -> Situation:
    """The subject once some tasks are done, with what they bring about for the family."""
    facts = {name: value for (whose, name), value in brought.items() if whose is None}
    members = members_of(at) or ()
    rows = tuple(_row(member, brought) for member in members)
    family = {ROW: rows} if rows != tuple(member.row for member in members) else {}
    return Situation({**at.facts, **facts, **family}, at.book) if facts or family else at


def as_row(member: Member, at: Situation, brought: Brought) -> Situation:
    """The subject with this member of the family alone: a door that any member opens is asked about this one."""
    return Situation({**changed(at, brought).facts, ROW: (_row(member, brought),)}, at.book)


def as_person(member: Member, at: Situation, brought: Brought, task: Task) -> Situation:
    """The member as the person whom the law speaks about; what nobody states of the member is unknown, never that of the subject."""
    sponsor = as_row(member, at, brought)
    facts = {name: value for name, value in at.facts.items() if not name.startswith("person.")}
    facts |= dict(_said(_row(member, brought), sponsor))
    facts |= {name: sponsor.fact(name) for name in task.shares if sponsor.fact(name) is not None}
    own = {name: value for (whose, name), value in brought.items() if whose == member.place}
    facts |= {name: value for name, value in own.items() if not name.startswith(ROW_PREFIX)}
    return Situation(facts, at.book)


def _row(member: Member, brought: Brought) -> Mapping[str, Any]:
    new = {
        name.removeprefix(ROW_PREFIX): value
        for (whose, name), value in brought.items()
        if whose == member.place and name.startswith(ROW_PREFIX)
    }
    return Fixed({**member.row, **new}) if new else member.row


def _said(row: Mapping[str, Any], at: Situation) -> Iterator[tuple[str, Any]]:
    """What a row says of the member as facts of a person."""
    kinds, law = at.book.statutes.kinds, at.book.statutes.law
    for key, value in row.items():
        if ROW_PREFIX + key not in kinds:
            yield f"person.{key}", value
    inner = at.within(row)
    vocabulary: list[Fact | Definition] = [*law.facts.values(), *law.definitions.values()]
    for stated in vocabulary:
        if stated.own is not None:
            definition = at.book.definition(stated.name)
            key = stated.name.removeprefix(ROW_PREFIX)
            value = row.get(key) if definition is None or key in row else evaluate(definition, inner)
            if value is not None and _fits(value, kinds[stated.own].values):
                yield stated.own, value


def _fits(value: Any, values: Mapping[str, Any]) -> bool:
    return not values or value in values
