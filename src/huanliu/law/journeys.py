"""Reading a journey: a life event as tasks, each with the doors that may serve it and the tasks that come before it."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import Any

from huanliu.base.document import Node
from huanliu.base.fixed import Fixed
from huanliu.errors import nearest
from huanliu.law.conditions import read_condition
from huanliu.law.fields import Fields, fail, read_text_node, scalar_text
from huanliu.law.model import Law
from huanliu.law.procedures import EVENTS
from huanliu.law.tasks import Journey, Later, Task, Wait

MEMBERS = ("as_row", "as_person")
ROW = "person.family."


def read_journey(node: Node) -> Journey:
    """One file under packs/journeys."""
    fields = Fields(node, "a journey")
    identity = scalar_text(fields.need("id"), "id")
    fields.what = identity
    journey = Journey(
        id=identity,
        title=read_text_node(fields.need("title"), f"title of {identity}"),
        about=fields.text("about"),
        subject=fields.string("subject") or "person",
        tasks=tuple(_task(item) for item in fields.items("tasks")),
        notes=fields.strings("notes"),
        place=node.place,
    )
    fields.done()
    if not journey.tasks:
        fail(f"{identity} has no tasks", node.place)
    _refuse_disorder(journey)
    return journey


def _task(node: Node) -> Task:
    fields = Fields(node, "a task")
    condition, members = fields.get("needed"), fields.get("members")
    task = Task(
        id=scalar_text(fields.need("id"), "id"),
        title=read_text_node(fields.need("title"), "title of a task"),
        doors=fields.strings("doors"),
        needed=None if condition is None else read_condition(condition),
        after=fields.strings("after"),
        service=fields.string("service"),
        event=None if fields.get("event") is None else fields.one_of("event", EVENTS),
        wait=_wait(fields.get("wait")),
        members=None if members is None else fields.one_of("members", MEMBERS),
        shares=fields.strings("shares"),
        benefit=fields.flag("benefit", False),
        afterwards=fields.flag("afterwards", False),
        then=Fixed({name: _brought(value) for name, value in fields.pairs("then")}),
        then_through=_by_door(fields),
        place=node.place,
    )
    fields.done()
    _refuse_odd(task)
    return task


def _refuse_odd(task: Task) -> None:
    """A task is decided by an office, or is a wait, or an event."""
    if bool(task.doors) + (task.wait is not None) + (task.event is not None) != 1:
        hint = "name at least one provision or route, or write wait: or event:"
        fail(f"the task {task.id!r} has no doors" if not task.doors else f"{task.id!r} is two things", task.place, hint)
    if task.members is None and (task.shares or any(name.startswith(ROW) for name in task.then)):
        fail(f"the task {task.id!r} speaks of a family member", task.place, "add members: as_row or as_person")


def _wait(node: Node | None) -> Wait | None:
    if node is None:
        return None
    fields = Fields(node, "a wait")
    provision, fact = (scalar_text(fields.need(key), key) for key in ("for", "fact"))
    wait = Wait(provision, fact, fields.string("reaches"), fields.string("day"))
    fields.done()
    if (wait.reaches is None) == (wait.day is None):
        fail("a wait needs reaches, a parameter, or day, an amount", node.place)
    return wait


def _brought(node: Node) -> Any:
    """A plain value, or {amount: first_stay_months, of: admission}, a day."""
    if not isinstance(node.value, dict):
        return node.plain()
    fields = Fields(node, "a day that a task brings about")
    later = Later(*(scalar_text(fields.need(key), key) for key in ("amount", "of")))
    fields.done()
    return later


def _by_door(fields: Fields) -> Fixed[str, Fixed[str, Any]]:
    doors = fields.strings("doors")
    found = {
        door: Fixed({name: _brought(node) for name, node in Fields(facts, f"then_through {door}").entries()})
        for door, facts in fields.pairs("then_through")
    }
    for door in found:
        if door not in doors:
            fail(f"then_through names {door!r}, which is no door of the task", fields.place, nearest(door, doors))
    return Fixed(found)


def _refuse_disorder(journey: Journey) -> None:
    """Tasks with one name, after something that is not there, or in a circle."""
    names: dict[str, Task] = {}
    for task in journey.tasks:
        if task.id in names:
            fail(f"the task {task.id!r} stands twice in {journey.id}", task.place)
        names[task.id] = task
    for task in journey.tasks:
        brought = [*task.then.values(), *(value for facts in task.then_through.values() for value in facts.values())]
        for before in (*task.after, *(value.task for value in brought if isinstance(value, Later))):
            if before not in names:
                fail(
                    f"the task {task.id!r} comes after {before!r}, which is no task", task.place, nearest(before, names)
                )
    try:
        TopologicalSorter({task.id: task.after for task in journey.tasks}).prepare()
    except CycleError as error:
        fail(f"the tasks of {journey.id} wait for one another: {' -> '.join(error.args[1])}", journey.place)


def refuse_missing_doors(law: Law) -> None:
    """Doors and windows that no pack knows."""
    known = law.names()
    for journey in law.journeys.values():
        for task in journey.tasks:
            for door in task.doors:
                if door not in known:
                    fail(f"{journey.id} has a door {door!r} that no pack knows", task.place, nearest(door, known))
            if task.service is not None and task.service not in law.services:
                hint = nearest(task.service, law.services)
                fail(f"{journey.id} names a service {task.service!r} that no pack knows", task.place, hint)
