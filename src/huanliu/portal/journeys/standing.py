"""Where the doors of a goal stand: for the panel beside the question, quick enough to be made anew after every answer."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from attrs import field, frozen

from huanliu.base.language import Text
from huanliu.base.truth import Status
from huanliu.engine.asking.interview import Interview
from huanliu.engine.asking.question import Goal
from huanliu.engine.evaluate import Situation, evaluate
from huanliu.engine.planning.doors import doors_of
from huanliu.errors import SubjectError
from huanliu.portal.bay import book
from huanliu.portal.journeys.goals import Aim
from huanliu.portal.journeys.sheet import Sheet

LATER = "later"
# The groups of a result, what is open first, and the words of the engine that fall into each.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "open": (Status.MET.value,),
    "more": ("met_untested",),
    "may": ("met_discretionary",),
    # No word of the engine: what is met only if tasks before it are done first. Nobody walks in today.
    LATER: (),
    "undecided": (Status.UNDETERMINED.value,),
    "shut": (Status.UNMET.value,),
    "not_applicable": (Status.NOT_APPLICABLE.value,),
}
GROUP_OF = {word: name for name, members in GROUPS.items() for word in members}
# Walked through with random answers, the twenty journeys asked about so many times the root of what was open (88 open: 28
# asked; 143: 15; 32: 8). Only a guess for the reader, and the page says "about".
LIKELY = 2.5


@frozen
class Seen:
    """One door as it stands, by the engine's word; `new` where the last answer changed it."""

    id: str
    title: Text
    word: str
    # Two that stand alike are drawn alike; what is new has a list of its own.
    new: bool = field(default=False, eq=False)

    @property
    def group(self) -> str:
        """The group of a result that it falls into."""
        return GROUP_OF[self.word]


@frozen
class TaskSeen:
    """A task with its doors; a goal that is no journey is one task without a title."""

    title: Text | None
    doors: tuple[Seen, ...]
    needed: bool | None

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many doors stand how, by word."""
        found = Counter(door.word for door in self.doors)
        return [(word, found[word]) for word in GROUP_OF if found[word]]


def seat(goal: Aim, sheet: Sheet) -> Interview:
    """The interview of a session about a goal, taken up where it stood."""
    rules = book(sheet.day)
    silent = sheet.unknown(rules)
    try:
        return Interview(rules, [goal.id], sheet.answers, skipped=silent)
    except SubjectError:
        return Interview(rules, [goal.id], sheet.readable(rules), skipped=silent)


def statuses(interview: Interview) -> dict[str, str]:
    """The word of every door."""
    rules, found = interview.book, {}
    routes = rules.statutes.law.routes
    for name, status in interview.statuses().items():
        if name not in routes:
            found[name] = rules.ruling(name).word(status)
        elif status is Status.MET:
            # Whether the steps of a route leave something to an authority hangs on which are gone through.
            found[name] = doors_of([name], Situation(interview.facts, rules))[0].word
        else:
            found[name] = status.value
    return found


def tasks(goal: Aim, interview: Interview, just: Mapping[str, str]) -> list[TaskSeen]:
    """The tasks of a goal with where their doors stand."""
    words = statuses(interview)
    titles = {each.id: _title(each, interview) for each in interview.goals}

    def seen(names: Iterable[str]) -> tuple[Seen, ...]:
        return tuple(Seen(name, titles[name], words[name], name in just) for name in names if name in words)

    if goal.journey is None:
        return [TaskSeen(None, seen([each.id for each in interview.goals]), True)]
    at = Situation(interview.facts, interview.book)
    needs = interview.book.needs(goal.journey.id)
    found = [
        TaskSeen(task.title, seen(task.doors), evaluate(need, at))
        for task, need in zip(goal.journey.tasks, needs, strict=True)
    ]
    return [task for task in found if task.doors]


def _title(goal: Goal, interview: Interview) -> Text:
    if goal.route:
        return interview.book.statutes.law.routes[goal.id].title
    return interview.book.ruling(goal.id).provision.title


def counted(seen: Iterable[TaskSeen]) -> list[tuple[str, int]]:
    """How many doors stand in each group, every door once."""
    doors = {door.id: door.group for task in seen for door in task.doors}
    found = Counter(doors.values())
    return [(name, found[name]) for name in GROUPS if found[name]]


def left(interview: Interview) -> tuple[int, int]:
    """About how many questions are left, and how many may still come."""
    most = len(interview.open)
    return min(most, max(1, math.ceil(LIKELY * math.sqrt(most)))) if most else 0, most
