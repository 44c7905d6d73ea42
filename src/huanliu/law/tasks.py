"""What a journey says, as it stands in its file: tasks, waits and events. Nothing here is computed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from huanliu.base.fixed import Fixed
from huanliu.base.language import Text
from huanliu.errors import Place

if TYPE_CHECKING:
    # The law of the model holds journeys.
    from huanliu.law.model import Condition

NOWHERE = Place("(none)")


@frozen
class Wait:
    """Time that has to pass before a provision can be met: until a fact reaches a parameter of it, or until a day that it gives.

    Once it is over the fact has that value.
    """

    provision: str
    fact: str
    reaches: str | None = None
    day: str | None = None


@frozen
class Later:
    """A day that a task brings about: so long after it is done as an amount of the door of a task before says."""

    amount: str
    task: str


@frozen
class Task:
    """Something to be done on a journey: through one of its doors (provisions or routes), after other tasks.

    `then` are the facts that hold once it is done, `then_through` those that hang on the door: what comes after is looked at with them.
    A task without doors is a `wait` or an `event`, something that no office decides (entry). `members`: one task for each member of the
    family whom it concerns, `as_row` where the door is about the subject and looks at the member, `as_person` where it is about the
    member, who shares the facts `shares` with the subject. A `benefit` that is shut concerns nobody and shuts nothing. What comes
    `afterwards` (an extension of the stay) is no part of the day on which the journey is done.
    """

    id: str
    title: Text
    doors: tuple[str, ...]
    needed: Condition | None = None
    after: tuple[str, ...] = ()
    service: str | None = None
    event: str | None = None
    wait: Wait | None = None
    members: str | None = None
    shares: tuple[str, ...] = ()
    benefit: bool = False
    afterwards: bool = False
    then: Mapping[str, Any] = field(factory=Fixed)
    then_through: Mapping[str, Mapping[str, Any]] = field(factory=Fixed)
    place: Place = field(default=NOWHERE, eq=False)


@frozen
class Journey:
    """A life event that bundles routes and services."""

    id: str
    title: Text
    tasks: tuple[Task, ...]
    subject: str = "person"
    about: Text | None = None
    notes: tuple[str, ...] = ()
    place: Place = field(default=NOWHERE, eq=False)
