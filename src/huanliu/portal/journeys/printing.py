"""The plan as a page: the engine's own telling of it, laid out; and as a file to take along."""

from __future__ import annotations

import datetime
import itertools
import json
import re
from collections.abc import Iterator
from typing import Any

from attrs import define, field, frozen
from django.template.loader import render_to_string

from huanliu.base.truth import Status
from huanliu.engine.planning.markdown import markdown, titled, verdict
from huanliu.engine.planning.plan import Plan
from huanliu.engine.planning.tasks import PlannedTask
from huanliu.engine.words import Words
from huanliu.portal.journeys.goals import Aim
from huanliu.portal.journeys.result import asked_of

ITEM = re.compile(r"^(\s*)- (\[ \] )?(.*)$")
DOOR = re.compile(r" · `[\w.]+`$")


class NoPrinterError(RuntimeError):
    """The system's libraries for PDF are missing."""


@define
class Item:
    """A line of a list, with the lines below it; `box` where it is to be ticked off."""

    text: str
    box: bool = False
    items: list[Item] = field(factory=list)


@define
class Section:
    """A heading with its lists; level 2 or 3."""

    title: str
    level: int
    items: list[Item] = field(factory=list)
    notes: list[str] = field(factory=list)


@frozen
class Row:
    """A task in the table of a plan. One that is perhaps not needed has no number yet."""

    number: int | None
    title: str
    door: str | None
    door_title: str
    word: str
    wait: bool
    decides: str
    start: datetime.date
    finish: datetime.date
    afterwards: bool
    later: bool

    @property
    def perhaps(self) -> bool:
        """Whether it is not known yet that it is needed."""
        return self.number is None


def rows(plan: Plan, words: Words) -> list[Row]:
    """The tasks in order: those that are needed, numbered as in the plan's text, and in their places those that perhaps are.

    Left out, the first line of a plan of which little is known was "take up the work", with nothing before it.
    """
    numbers = itertools.count(1)
    return [_row(plan, task, next(numbers) if task.needed else None, words) for task in plan.tasks]


def _row(plan: Plan, task: PlannedTask, number: int | None, words: Words) -> Row:
    slot, door = plan.slot(task), task.door
    decides = dict.fromkeys(words.of(leg.authority) for leg in task.legs if leg.authority is not None)
    return Row(
        number,
        titled(task, words),
        None if door is None else door.id,
        "" if door is None else words.of(door.title),
        task.status.value if door is None else door.word,
        task.is_wait,
        words.joined(list(decides)),
        slot.start,
        slot.finish,
        task.task.afterwards,
        rests_on_earlier(task),
    )


def rests_on_earlier(task: PlannedTask) -> bool:
    """Whether a task is only open because of what the tasks before it bring about."""
    return task.status is Status.MET and any(name in task.read for name in task.assumed)


def headline(plan: Plan, words: Words) -> list[str]:
    """Whether it can be done, by when, and what is still open."""
    return list(verdict(plan, words))


def sections(plan: Plan, words: Words) -> list[Section]:
    """Everything that the engine tells of a plan after its head, as headings and lists: whatever it learns to tell is shown."""
    found: list[Section] = []
    for line in _after_head(markdown(plan, words.lang)):
        heading = re.match(r"^(#{2,3}) (.*)$", line)
        item = ITEM.match(line)
        if heading:
            found.append(Section(heading[2], len(heading[1])))
        elif found and item:
            made = Item(DOOR.sub("", item[3]), item[2] is not None)
            held = found[-1].items
            (held[-1].items if item[1] and held else held).append(made)
        elif found and line.strip():
            found[-1].notes.append(line)
    return found


def _after_head(text: str) -> Iterator[str]:
    lines = iter(text.splitlines())
    for line in lines:
        if line.startswith("## "):
            yield line
            break
    yield from lines


def told(aim: Aim, plan: Plan, words: Words) -> dict[str, object]:
    """Everything that the page of a plan shows, and its print."""
    return {
        "aim": aim,
        "plan": plan,
        "rows": rows(plan, words),
        "told": headline(plan, words),
        "sections": sections(plan, words),
        "ask": asked_of(plan, words),
        "day": plan.at.book.days.on,
        "start": plan.start,
        "lang": words.lang,
    }


def pdf(context: dict[str, object]) -> bytes:
    """The plan as PDF. Raises NoPrinterError where the system lacks Pango."""
    return print_pdf(render_to_string("journeys/plan_print.html", context))


def print_pdf(page: str) -> bytes:
    """A page that stands alone as PDF. Raises NoPrinterError."""
    try:
        from weasyprint import HTML
    except (OSError, ImportError) as error:
        raise NoPrinterError(str(error)) from error
    # Nothing is fetched: the page carries what it needs.
    return bytes(HTML(string=page, url_fetcher=_nothing).write_pdf())


def _nothing(url: str) -> dict[str, object]:
    raise ValueError(f"a plan fetches nothing, not even {url[:80]}")


def as_json(told: dict[str, Any]) -> str:
    """JSON for people who look at it too."""
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
