"""Who acts, and whether that one may do what a line of the table says. An answer of no is an error with its own sentence."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from huanliu.portal.authorities.models import Officer
from huanliu.portal.authorities.registry import COORDINATION, jurisdiction_of
from huanliu.portal.cases.models import Decision, Task
from huanliu.portal.cases.states import Step
from huanliu.portal.people.models import User


class RefusedActError(Exception):
    """An act that was not done; `key` is the word that says why."""

    key = "cases.not_now"

    def __init__(self, key: str | None = None) -> None:
        self.key = key or self.key
        super().__init__(self.key)


class NotNowError(RefusedActError):
    """The state does not allow it."""

    key = "cases.not_now"


class OvertakenError(RefusedActError):
    """Somebody else was first."""

    key = "cases.overtaken"


class NotYoursError(RefusedActError):
    """It is for somebody else to do."""

    key = "cases.not_yours"


@frozen
class Actor:
    """A person, an officer, or what follows by itself."""

    user: User | None = None
    officer: Officer | None = None

    @property
    def public(self) -> str:
        """The public id in the audit trail."""
        return self.user.public if self.user is not None else ""


SYSTEM = Actor()


def as_person(user: User) -> Actor:
    """Somebody who acts for himself."""
    return Actor(user)


def as_officer(officer: Officer) -> Actor:
    """Somebody who acts for an authority."""
    return Actor(officer.user, officer)


def permit(step: Step, task: Task, actor: Actor) -> None:
    """Raises NotYoursError where none of the line's roles is the actor's, with the reason of the first."""
    reasons = [_CHECKS[who](task, actor) for who in step.who]
    if None not in reasons:
        raise NotYoursError(next((reason for reason in reasons if reason != "cases.not_yours"), "cases.not_yours"))


Reason = str | None


def _person(task: Task, actor: Actor) -> Reason:
    return None if actor.officer is None and actor.user == task.case.person else "cases.not_yours"


def _at_the_desk(task: Task, actor: Actor, role: str) -> Reason:
    officer = actor.officer
    if officer is None or not _serves(officer, role):
        return "cases.not_yours"
    if officer.authority != task.authority or officer.layer != task.layer:
        return "cases.not_yours"
    # Nobody decides for himself.
    return "cases.own_case" if officer.user_id == task.case.person_id else None


def _serves(officer: Officer, role: str) -> bool:
    """Whether the post still stands and has the role, asked anew: it may have ended since the page was opened."""
    return officer.ended is None and Officer.objects.filter(pk=officer.pk, ended=None, **{role: True}).exists()


def _handler(task: Task, actor: Actor) -> Reason:
    reason = _at_the_desk(task, actor, "handler")
    if reason is None and task.reviewing and decided_before(task, actor):
        return "cases.same_officer"
    return reason


def _finder(task: Task, actor: Actor) -> Reason:
    return _handler(task, actor) or (None if task.officer_id is None else "cases.other_holder")


def _holder(task: Task, actor: Actor) -> Reason:
    reason = _at_the_desk(task, actor, "handler")
    return reason or (None if task.officer_id == getattr(actor.officer, "pk", None) else "cases.other_holder")


def _decider(task: Task, actor: Actor) -> Reason:
    return _at_the_desk(task, actor, "decider") or _holder(task, actor)


def _second(task: Task, actor: Actor) -> Reason:
    reason = _at_the_desk(task, actor, "second")
    if reason is not None:
        return reason
    if task.officer_id == getattr(actor.officer, "pk", None) or proposed_by(task, actor):
        return "cases.same_officer"
    return "cases.same_officer" if task.reviewing and decided_before(task, actor) else None


def _coordinator(task: Task, actor: Actor) -> Reason:
    officer = actor.officer
    if officer is None or not _serves(officer, "coordinator"):
        return "cases.not_yours"
    if officer.user_id == task.case.person_id:
        return "cases.own_case"
    return None if coordinates(officer, task.authority) else "cases.not_yours"


def coordinates(officer: Officer, authority: str) -> bool:
    """Whether a coordinator looks after an authority: his own side, or all sides."""
    return officer.authority == COORDINATION or jurisdiction_of(officer.authority) == jurisdiction_of(authority)


def proposed_by(task: Task, actor: Actor) -> bool:
    """Whether somebody proposed what waits for confirmation, under this post or an earlier one."""
    waits = Decision.objects.filter(task=task, state="proposed", officer__user=actor.user)
    return actor.user is not None and waits.exists()


def decided_before(task: Task, actor: Actor) -> bool:
    """Whether an officer had a hand in an earlier decision on this task. The user counts, not the post."""
    earlier = Decision.objects.filter(task=task, state__in=("confirmed", "reviewed"))
    users = {user for pair in earlier.values_list("officer__user", "second__user") for user in pair}
    return actor.user is not None and actor.user.pk in users


def _system(task: Task, actor: Actor) -> Reason:
    return None if actor is SYSTEM else "cases.not_yours"


_CHECKS: dict[str, Callable[[Task, Actor], Reason]] = {
    "person": _person,
    "handler": _handler,
    "finder": _finder,
    "holder": _holder,
    "decider": _decider,
    "second": _second,
    "coordinator": _coordinator,
    "system": _system,
}
