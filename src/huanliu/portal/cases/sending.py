"""What may leave for which desk, and when: the separate consents of the laws, the ways over borders, and the gates of a task.

What is filed is held on one side, the case's home. A task at an authority of another side takes it over a border; one that rests on
an earlier task takes what that one brought about from there. Whoever is not the first to receive the case is passed it on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from attrs import frozen

from huanliu.base.clock import today
from huanliu.portal.authorities.registry import LAW_SIDES, side_of
from huanliu.portal.cases.gates import Gate, gate_from
from huanliu.portal.cases.models import Task, text_of
from huanliu.portal.cases.shown import task_finding
from huanliu.portal.consent.access import Actor, granted
from huanliu.portal.consent.acts import transfer
from huanliu.portal.consent.border import instruments
from huanliu.portal.consent.classes import UnclassedError, class_of
from huanliu.portal.documents.access import PAPER

PASSING_ON, LEAVING_MAINLAND, LEAVING_SAR = "passing_on", "leaving_mainland", "leaving_sar"
PAPERS = "papers"
SEPARATE = (PASSING_ON, LEAVING_MAINLAND, LEAVING_SAR)
NAME, STATE, FACTS = "people.User.name", "cases.Task.state", "cases.Case.facts"
ELSEWHERE = ("elsewhere", "done_elsewhere")


@frozen
class Way:
    """Over which border what is filed, and what earlier tasks brought about, reach a task."""

    start: str
    end: str
    from_home: bool


def side(authority: str) -> str:
    """cn, hk or mo; nothing for an office of the whole Bay Area, which stands on no side of its own."""
    return LAW_SIDES.get(side_of(authority), "")


def home_of(residence: object, authorities: Iterable[str]) -> str:
    """The side on which what is filed is held: where the person lives, else where it is received first."""
    lives = LAW_SIDES.get(str(residence))
    return lives or next((found for each in authorities if (found := side(each))), "")


def ways(home: str, authority: str, before: Iterable[str]) -> list[Way]:
    """The borders on the way to a task, by the authorities of the tasks before it."""
    end = side(authority)
    starts = {home: True} | {there: False for each in before if (there := side(each)) != home}
    return [Way(start, end, own) for start, own in starts.items() if start and end and start != end]


def consents(home: str, receiver: str, authority: str, before: Iterable[str]) -> list[str]:
    """The separate consents without which a task may not reach its authority."""
    starts = {way.start for way in ways(home, authority, before)}
    needed = [PASSING_ON] if authority != receiver else []
    needed += [LEAVING_MAINLAND] if "cn" in starts else []
    return needed + ([LEAVING_SAR] if starts - {"cn"} else [])


def _before(task: Task) -> list[str]:
    if not task.after:
        return []
    before = Task.objects.filter(case=task.case_id, key__in=task.after)
    # What somebody did elsewhere comes from that person, not over a border of ours.
    return list(before.exclude(state__in=ELSEWHERE).values_list("authority", flat=True))


def consents_for(task: Task, authority: str | None = None) -> list[str]:
    """The same of a task that was filed, at its authority or at one that it would go to."""
    case, there = task.case, authority or task.authority
    return consents(case.home, case.receiver, there, _before(task))


def lacking(task: Task, held: Collection[str] | None = None, authority: str | None = None) -> list[str]:
    """Those of them that do not hold today."""
    agreed = granted(task.case.person.public) if held is None else held
    return [name for name in consents_for(task, authority) if name not in agreed]


def gates(task: Task) -> list[Gate]:
    """What has to pass or happen before a task."""
    return [gate_from(each, text_of(each["title"])) for each in task.waits]


def unsaid(task: Task) -> list[Gate]:
    """What only the person can say is over."""
    return [gate for gate in gates(task) if gate.unknown]


def too_early(task: Task) -> bool:
    """Whether the time of a task has not come, or only its person knows."""
    return bool(unsaid(task)) or (task.not_before is not None and task.not_before > today())


def pass_on(task: Task) -> None:
    """Writes down what goes over which border before it does. Raises NoConsentError, NoWayError: then nothing goes."""
    found = task_finding(task)
    read = [] if found is None else [name for name in found.facts if name not in task.assumed]
    for way in ways(task.case.home, task.authority, _before(task)):
        _over(task, way, [NAME, *read] if way.from_home else [STATE, *task.assumed])


def pass_on_facts(task: Task, names: Iterable[str]) -> None:
    """The same for facts that are corrected once the task has gone."""
    for way in ways(task.case.home, task.authority, ()):
        _over(task, way, names)


def pass_on_paper(task: Task) -> None:
    """The same for a paper."""
    for way in ways(task.case.home, task.authority, ()):
        _over(task, way, PAPER)


def _over(task: Task, way: Way, fields: Iterable[str]) -> None:
    # The ways of the table stand in their order of preference; each takes every class that a case has.
    first = next(iter(instruments(way.start, way.end, "case")), None)
    person = task.case.person.public
    name = "" if first is None else first.instrument
    transfer(person, [_classed(field) for field in fields], way.start, way.end, name, Actor(person), task.public)


def _classed(name: str) -> str:
    """A field with a class of its own; what a row of the family says goes as facts of the case."""
    try:
        class_of(name)
    except UnclassedError:
        return FACTS
    return name
